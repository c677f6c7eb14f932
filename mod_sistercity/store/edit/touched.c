#include "store/edit/touched.h"

int sc_touched_is_all(const sc_touched_t *touched)
{
    return *touched->page == '\0';
}

apr_status_t sc_touched_read(sc_db_t *db, apr_pool_t *pool, apr_int64_t revision, int most,
                             apr_array_header_t **touched)
{
    (void)db;
    (void)revision;
    (void)most;
    *touched = apr_array_make(pool, 1, sizeof(sc_touched_t));
    return APR_SUCCESS;
}
