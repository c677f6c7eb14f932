#include "store/import/run.h"

/* The item as the row would leave it, in the pool of the import. */
static apr_status_t add_item(import_run_t *run, import_row_t *row)
{
    sc_import_t *import = run->import;
    apr_status_t status;
    void *before, *after;

    if ((row->action != IMPORT_ADD && row->action != IMPORT_CHANGE) ||
        import->items->nelts == import->item_limit) {
        return APR_SUCCESS;
    }
    status = import_row_item(run, row, row->action == IMPORT_CHANGE, run->pool,
                             sc_problems_new(run->scratch), &before, &after);
    if (status == APR_SUCCESS) {
        APR_ARRAY_PUSH(import->items, sc_import_item_t) = (sc_import_item_t){before, after};
    }
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

apr_status_t import_preview(import_run_t *run)
{
    run->import->items =
        apr_array_make(run->pool, run->import->item_limit, sizeof(sc_import_item_t));
    return import_each_row(run, add_item);
}
