#include "store/db/batches.h"

apr_status_t sc_batches_walk(sc_db_t *db, apr_pool_t *pool, int size, sc_batch_fn *handle,
                             void *baton)
{
    apr_int64_t after = 0;
    apr_pool_t *batch;
    apr_status_t status;
    int count;

    status = apr_pool_create(&batch, pool);
    if (status != APR_SUCCESS) {
        return status;
    }
    do {
        apr_pool_clear(batch);
        status = handle(db, batch, &after, &count, baton);
    } while (status == APR_SUCCESS && count == size);
    apr_pool_destroy(batch);
    return status;
}
