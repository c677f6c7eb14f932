#include "store/edit/touched.h"

static const char select_touched[] =
    "SELECT \"revision\", \"modified\", \"page\", \"page_id\" FROM \"touched_pages\" "
    "WHERE \"revision\" >= ? ORDER BY \"revision\" LIMIT ?";

int sc_touched_is_all(const sc_touched_t *touched)
{
    return *touched->page == '\0';
}

apr_status_t sc_touched_read(sc_db_t *db, apr_pool_t *pool, apr_int64_t revision, int most,
                             apr_array_header_t **touched)
{
    sc_arg_t args[] = {sc_arg_integer(revision), sc_arg_integer(most)};
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, select_touched, args, 2, &rows);
    int i;

    *touched = apr_array_make(pool, 16, sizeof(sc_touched_t));
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        sc_touched_t *each = apr_array_push(*touched);

        each->revision = sc_row_integer(rows, i, 0);
        each->modified = sc_row_text(rows, i, 1);
        each->page = sc_row_text(rows, i, 2);
        each->id = sc_row_integer(rows, i, 3);
    }
    return status;
}

apr_status_t sc_touched_all(sc_db_t *db, apr_pool_t *pool)
{
    return sc_db_execute_once(
        db, pool,
        "INSERT INTO \"touched_pages\" SELECT \"revision\", '', 0, "
        "\"modified\" FROM \"registry\" WHERE \"id\" = 1 ON CONFLICT DO NOTHING");
}
