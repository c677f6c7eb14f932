#include "store/files/files.h"

/* What an item has is in the view, which schema.py makes of the field tables. */
#define PUBLISHED "SELECT 1 FROM \"files\" WHERE \"name\" = ? LIMIT 1"

apr_status_t sc_file_is_published(sc_db_t *db, apr_pool_t *pool, const char *name, int *is)
{
    sc_arg_t arg = sc_arg_text(name);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, PUBLISHED, &arg, 1, &rows));
    *is = rows->count > 0;
    return APR_SUCCESS;
}
