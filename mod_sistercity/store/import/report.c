#include "store/import/run.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The column whose field begins the path "names[2].lang". */
static int column_of(const import_table_t *table, const char *path)
{
    if (!table || !table->columns || !path) {
        return 0;
    }
    apr_size_t length = strcspn(path, "[.");
    for (int i = 0; i < table->column_count; i++) {
        const char *name = table->columns[i]->name;

        if (strncmp(name, path, length) == 0 && name[length] == '\0') {
            return table->numbers ? table->numbers[i] : i + 1;
        }
    }
    return 0;
}

static const char *const *copy_arguments(const char *const *arguments, apr_pool_t *pool)
{
    apr_array_header_t *copies = apr_array_make(pool, 5, sizeof(const char *));

    for (; *arguments; arguments++) {
        APR_ARRAY_PUSH(copies, const char *) = apr_pstrdup(pool, *arguments);
    }
    APR_ARRAY_PUSH(copies, const char *) = NULL;
    return (const char *const *)copies->elts;
}

/* The field's path from the file on. */
static const char *path_of(const char *item, const char *field, apr_pool_t *pool)
{
    return item && field ? apr_pstrcat(pool, item, ".", field, NULL)
                         : apr_pstrdup(pool, item ? item : field);
}

static void keep(import_run_t *run, const import_place_t *place, const sc_problem_t *problem)
{
    sc_finding_t *finding = apr_array_push(run->import->findings);

    finding->file = place->file;
    finding->line = place->line;
    finding->column = place->column ? place->column : column_of(place->table, problem->field);
    finding->is_warning = place->is_warning;
    finding->problem = *problem;
    finding->problem.field = path_of(place->item, problem->field, run->pool);
    finding->problem.arguments = copy_arguments(problem->arguments, run->pool);
}

void import_report(import_run_t *run, const import_place_t *place, const sc_problems_t *problems)
{
    for (int i = 0; i < problems->items->nelts; i++) {
        if (run->import->findings->nelts < IMPORT_FINDING_LIMIT) {
            keep(run, place, &APR_ARRAY_IDX(problems->items, i, sc_problem_t));
        }
        run->import->finding_count++;
        run->import->error_count += !place->is_warning;
    }
}

import_place_t import_place_of(const import_row_t *row, apr_pool_t *pool)
{
    import_place_t place = {row->table, row->table->file, row->line, 0, 0, NULL};

    if (!row->table->columns) {
        place.item = apr_psprintf(pool, "%s[%d]", row->table->entity->collection, row->number);
    }
    return place;
}

const char *import_collections(apr_pool_t *pool)
{
    const char *names = sc_entities[0]->collection;

    for (int i = 1; sc_entities[i]; i++) {
        names = apr_pstrcat(pool, names, ", ", sc_entities[i]->collection, NULL);
    }
    return names;
}

static int compare_findings(const void *one, const void *other)
{
    const sc_finding_t *a = one, *b = other;
    int order = strcmp(a->file, b->file);

    if (order == 0) {
        order = a->line - b->line;
    }
    return order ? order : a->column - b->column;
}

void import_sort_findings(sc_import_t *import)
{
    qsort(import->findings->elts, import->findings->nelts, sizeof(sc_finding_t), compare_findings);
}
