#include "store/import/run.h"
#include "store/record/read.h"

#include <apr_strings.h>

/* The item as the row would leave it, in the pool of the import. */
static apr_status_t add_item(import_run_t *run, const import_row_t *row)
{
    const sc_entity_t *entity = row->table->entity;
    sc_problems_t *problems = sc_problems_new(run->scratch);
    sc_import_item_t item = {NULL, NULL};
    apr_status_t status = APR_SUCCESS;
    void *before, *after;

    if (row->action == IMPORT_CHANGE) {
        status = sc_read_item(run->db, run->pool, entity, row->slug, &before);
        if (status != APR_SUCCESS) {
            return status == APR_ENOENT ? APR_SUCCESS : status;
        }
        item.before = before;
        after = apr_pmemdup(run->pool, before, entity->size);
    }
    else {
        after = sc_record_new(entity, run->pool);
    }
    import_row_read(row, after, run->pool, problems);
    sc_field_set_text(sc_entity_field(entity, "slug"), after, row->slug);
    item.after = after;
    APR_ARRAY_PUSH(run->import->items, sc_import_item_t) = item;
    return status;
}

apr_status_t import_preview(import_run_t *run)
{
    sc_import_t *import = run->import;
    apr_status_t status = APR_SUCCESS;
    int i, j;

    import->items = apr_array_make(run->pool, import->item_limit, sizeof(sc_import_item_t));
    for (i = 0; i < run->tables->nelts; i++) {
        const import_table_t *table = APR_ARRAY_IDX(run->tables, i, import_table_t *);

        for (j = 0; j < table->rows->nelts; j++) {
            const import_row_t *row = APR_ARRAY_IDX(table->rows, j, import_row_t *);

            if (status != APR_SUCCESS || import->items->nelts == import->item_limit) {
                return status;
            }
            apr_pool_clear(run->scratch);
            if (row->action == IMPORT_ADD || row->action == IMPORT_CHANGE) {
                status = add_item(run, row);
            }
        }
    }
    return status;
}
