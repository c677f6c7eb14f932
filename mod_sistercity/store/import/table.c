#include "model/cell.h"
#include "store/import/run.h"
#include "store/record/json_record.h"

#include <apr_strings.h>
#include <string.h>

/* How many rows pass between two calls of the caller's progress function. */
#define PROGRESS_STEP 500

import_table_t *import_table_new(import_run_t *run, const char *file, const sc_entity_t *entity)
{
    import_table_t *table = apr_pcalloc(run->pool, sizeof(*table));

    table->file = apr_pstrdup(run->pool, file);
    table->entity = entity;
    table->rows = apr_array_make(run->pool, 64, sizeof(import_row_t *));
    APR_ARRAY_PUSH(run->tables, import_table_t *) = table;
    return table;
}

import_row_t *import_row_add(import_run_t *run, import_table_t *table, int line, const char *data,
                             apr_size_t length)
{
    import_row_t *row = apr_pcalloc(run->pool, sizeof(*row));

    row->table = table;
    row->line = line;
    row->number = table->rows->nelts;
    row->data = data ? apr_pstrmemdup(run->pool, data, length) : NULL;
    row->length = (apr_uint32_t)length;
    row->is_readable = data != NULL;
    APR_ARRAY_PUSH(table->rows, import_row_t *) = row;
    return row;
}

static void read_cells(const import_row_t *row, void *record, apr_pool_t *pool,
                       sc_problems_t *problems)
{
    const char *cell = row->data;
    int i;

    for (i = 0; i < row->table->column_count; i++) {
        sc_cell_read(row->table->columns[i], record, cell, pool, problems);
        cell += strlen(cell) + 1;
    }
}

static void read_object(const import_row_t *row, void *record, apr_pool_t *pool,
                        sc_problems_t *problems)
{
    const char *error;
    json_t *object = sc_json_parse(row->data, row->length, &error, pool);

    /* The text was parsed when the file was read; what can fail here is memory alone. */
    if (!object) {
        sc_problem_add(problems, NULL, "not_json", N_("This is not JSON: {error}."), "error", error,
                       NULL);
        return;
    }
    sc_json_record_read(object, record, pool, problems);
    json_decref(object);
}

void import_row_read(const import_row_t *row, void *record, apr_pool_t *pool,
                     sc_problems_t *problems)
{
    if (row->table->columns) {
        read_cells(row, record, pool, problems);
    }
    else {
        read_object(row, record, pool, problems);
    }
}

/* The cell of the field; NULL if the table has none. */
static const char *cell_of(const import_row_t *row, const sc_field_t *field)
{
    const char *cell = row->data;
    int i;

    for (i = 0; i < row->table->column_count; i++) {
        if (row->table->columns[i] == field) {
            return cell;
        }
        cell += strlen(cell) + 1;
    }
    return NULL;
}

void *import_row_peek(const import_row_t *row, const sc_field_t *field, apr_pool_t *pool)
{
    sc_problems_t *problems = sc_problems_new(pool);
    void *record = sc_record_new(row->table->entity, pool);
    const char *cell = row->table->columns ? cell_of(row, field) : NULL;

    if (!row->table->columns) {
        read_object(row, record, pool, problems);
    }
    else if (cell) {
        sc_cell_read(field, record, cell, pool, problems);
    }
    return record;
}

const char *import_row_slug(const import_row_t *row, apr_pool_t *pool)
{
    const sc_field_t *field = sc_entity_field(row->table->entity, "slug");

    return sc_field_text(field, import_row_peek(row, field, pool));
}

void import_progress(import_run_t *run, const import_table_t *table)
{
    run->done++;
    if (run->import->progress && (run->done % PROGRESS_STEP == 0 || run->done == run->total)) {
        run->import->progress(run->import->baton, table->file, run->done, run->total);
    }
}
