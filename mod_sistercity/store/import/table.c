#include "model/cell.h"
#include "store/import/run.h"
#include "store/record/json_record.h"
#include "store/record/read.h"

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
    run->row_count++;
    return row;
}

void import_row_add_cells(import_run_t *run, import_table_t *table, int line,
                          const char *const *cells)
{
    apr_size_t length = 0;
    char *data, *out;

    for (int i = 0; i < table->column_count; i++) {
        length += strlen(cells[i] ? cells[i] : "") + 1;
    }
    data = out = apr_palloc(run->scratch, length);
    for (int i = 0; i < table->column_count; i++) {
        out = apr_cpystrn(out, cells[i] ? cells[i] : "", length) + 1;
    }
    import_row_add(run, table, line, data, length);
}

int import_column_of(const import_table_t *table, const sc_field_t *field)
{
    int i = table->column_count - 1;

    while (i >= 0 && table->columns[i] != field) {
        i--;
    }
    return i;
}

static void read_cells(const import_row_t *row, void *record, apr_pool_t *pool,
                       sc_problems_t *problems)
{
    const char *cell = row->data;

    for (int i = 0; i < row->table->column_count; i++) {
        const sc_field_t *column = row->table->columns[i];

        if (*cell || !sc_column_is_further(row->table->entity, column)) {
            sc_cell_read(column, record, cell, pool, problems);
        }
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

apr_status_t import_row_item(import_run_t *run, const import_row_t *row, int is_there,
                             apr_pool_t *pool, sc_problems_t *problems, void **before, void **after)
{
    const sc_entity_t *entity = row->table->entity;
    apr_status_t status = APR_SUCCESS;

    *before = NULL;
    if (is_there) {
        status = pool == run->scratch ? import_registry_item(run, row, before)
                                      : sc_read_item(run->db, pool, entity, row->slug, before);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    *after = *before ? apr_pmemdup(pool, *before, entity->size) : sc_record_new(entity, pool);
    import_row_read(row, *after, pool, problems);
    sc_field_set_text(sc_entity_field(entity, "slug"), *after, row->slug);
    return APR_SUCCESS;
}

void *import_row_peek(const import_row_t *row, const sc_field_t *field, apr_pool_t *pool)
{
    sc_problems_t *problems = sc_problems_new(pool);
    void *record = sc_record_new(row->table->entity, pool);
    const char *cell = row->data;

    if (!row->table->columns) {
        read_object(row, record, pool, problems);
        return record;
    }
    int at = import_column_of(row->table, field);
    if (at < 0) {
        return record;
    }
    while (at-- > 0) {
        cell += strlen(cell) + 1;
    }
    sc_cell_read(field, record, cell, pool, problems);
    return record;
}

apr_status_t import_each_row(import_run_t *run, import_row_fn *function)
{
    apr_status_t status = APR_SUCCESS;

    SC_EACH(import_table_t, table, run->tables) {
        for (int j = 0; j < table->rows->nelts && status == APR_SUCCESS; j++) {
            import_row_t *row = APR_ARRAY_IDX(table->rows, j, import_row_t *);

            apr_pool_clear(run->scratch);
            if (row->is_readable) {
                status = function(run, row);
            }
        }
    }
    return status;
}

static apr_status_t count_row(import_run_t *run, import_row_t *row)
{
    run->import->added += row->action == IMPORT_ADD;
    run->import->changed += row->action == IMPORT_CHANGE;
    run->import->unchanged += row->action == IMPORT_KEEP;
    run->dropped += row->action == IMPORT_DROP;
    return APR_SUCCESS;
}

void import_count(import_run_t *run)
{
    sc_import_t *import = run->import;

    import->added = import->changed = import->unchanged = run->dropped = 0;
    import_each_row(run, count_row);
    import->rejected =
        run->row_count - import->added - import->changed - import->unchanged - run->dropped;
}

void import_progress(import_run_t *run, const import_table_t *table)
{
    run->done++;
    if (run->import->progress && (run->done % PROGRESS_STEP == 0 || run->done == run->total)) {
        run->import->progress(run->import->baton, table->file, run->done, run->total);
    }
}
