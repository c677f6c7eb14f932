#include "store/query/id_select.h"

#include <apr_strings.h>

sc_sql_t *sc_id_select_texts(const sc_db_t *db, apr_pool_t *pool, const char *expression,
                             const char *separator)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, sc_db_dialect(db) == SC_DIALECT_SQLITE ? "SELECT GROUP_CONCAT("
                                                           : "SELECT STRING_AGG(");
    sc_sql_add(sql, expression);
    sc_sql_add(sql, ", '");
    sc_sql_add(sql, separator);
    sc_sql_add(sql, "')");
    return sql;
}

sc_sql_t *sc_id_select(const sc_db_t *db, apr_pool_t *pool, const char *id)
{
    return sc_id_select_texts(db, pool, apr_pstrcat(pool, "CAST(", id, " AS TEXT)", NULL), ",");
}

void sc_id_select_add_in(const sc_db_t *db, sc_sql_t *sql, const sc_id_set_t *ids)
{
    const apr_array_header_t *all = sc_id_set_ids(ids, sql->pool);

    sc_sql_add_arg(sql, sc_sql_in_ids(db),
                   sc_sql_ids(db, (const apr_int64_t *)all->elts, all->nelts, sql->pool));
}

apr_status_t sc_id_select_read(sc_db_t *db, const sc_sql_t *sql, sc_id_set_t **ids)
{
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(db, sql, &rows);

    *ids = sc_id_set_new(sql->pool);
    if (status == APR_SUCCESS && rows->count > 0) {
        sc_id_set_add_list(*ids, sc_row_text(rows, 0, 0), NULL);
    }
    return status;
}
