#include "store/query/list_total.h"

#include <apr_strings.h>

#define OF_PARTNERSHIPS(items)                                                                     \
    "SELECT COALESCE(SUM(\"" items "\"), 0) FROM \"partnership_statistics\" WHERE \"trait\" = "    \
    "'all'"

/* Where the statistics have a collection's number. */
static const struct {
    const sc_entity_t *entity;
    const char *sql;
} kept[] = {{&sc_place, "SELECT COALESCE(SUM(\"places\"), 0) FROM \"place_statistics\""},
            {&sc_partnership, OF_PARTNERSHIPS("partnerships")},
            {&sc_agreement, OF_PARTNERSHIPS("agreements")},
            {&sc_activity, OF_PARTNERSHIPS("activities")}};

apr_status_t sc_list_total(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t *total)
{
    const char *sql = NULL;
    apr_status_t status;
    sc_rows_t *rows;
    size_t i;

    for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        if (kept[i].entity == entity) {
            sql = kept[i].sql;
        }
    }
    if (!sql) {
        sql = apr_pstrcat(pool, "SELECT COUNT(*) FROM \"", entity->collection, "\"", NULL);
    }
    status = sc_db_select(db, pool, sql, NULL, 0, &rows);
    if (status == APR_SUCCESS) {
        *total = sc_row_integer(rows, 0, 0);
    }
    return status;
}
