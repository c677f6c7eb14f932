#include "store/db/triggers.h"

#include "model/entity.h"
#include "store/db/utc.h"

#include <apr_strings.h>

/* Fewer changes than these, or than this part of the registry, are said one by one. */
#define FEW_CHANGES 500
#define SMALL_PART 10

/* On PostgreSQL a row that is updated time and again within a transaction grows slow to find, so
 * there the switch is a setting of the transaction. */
static apr_status_t set_writing(sc_db_t *db, apr_pool_t *pool, int is_on)
{
    if (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        return sc_db_execute_once(db, pool,
                                  is_on ? "SET LOCAL sistercity.writing = 'on'"
                                        : "SET LOCAL sistercity.writing = 'off'");
    }
    return sc_db_execute_once(db, pool,
                              is_on ? "UPDATE \"registry\" SET \"is_writing\" = 1"
                                    : "UPDATE \"registry\" SET \"is_writing\" = 0");
}

apr_status_t sc_triggers_rest(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes, int *rest)
{
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(
        db, pool, "SELECT COALESCE(SUM(\"count\"), 0) FROM \"facets\" WHERE \"facet\" = 'all'",
        NULL, 0, &rows);

    if (status != APR_SUCCESS) {
        return status;
    }
    *rest = changes > FEW_CHANGES && changes > sc_row_integer(rows, 0, 0) / SMALL_PART;
    return *rest ? set_writing(db, pool, 1) : APR_SUCCESS;
}

/* A slug that an item has now is no longer one that none has. */
static apr_status_t forget_taken_slugs(sc_db_t *db, apr_pool_t *pool)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; sc_entities[i] && status == APR_SUCCESS; i++) {
        const char *collection = sc_entities[i]->collection;

        status = sc_db_execute_once(
            db, pool,
            apr_pstrcat(pool, "DELETE FROM \"slug_fates\" WHERE \"collection\" = '", collection,
                        "' AND EXISTS (SELECT 1 FROM \"", collection,
                        "\" AS t WHERE t.\"slug\" = \"slug_fates\".\"slug\")", NULL));
    }
    return status;
}

apr_status_t sc_triggers_wake(sc_db_t *db, apr_pool_t *pool)
{
    sc_arg_t arg = sc_arg_text(sc_utc_now(pool));
    apr_status_t status = forget_taken_slugs(db, pool);

    if (status == APR_SUCCESS) {
        status = sc_db_execute(
            db, pool, "UPDATE \"registry\" SET \"revision\" = \"revision\" + 1, \"modified\" = ?",
            &arg, 1, NULL);
    }
    return status == APR_SUCCESS ? set_writing(db, pool, 0) : status;
}
