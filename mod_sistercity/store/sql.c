#include "store/sql.h"

#include <apr_strings.h>

sc_sql_t *sc_sql_new(apr_pool_t *pool)
{
    sc_sql_t *sql = apr_palloc(pool, sizeof(*sql));

    sql->pool = pool;
    sql->pieces = apr_array_make(pool, 64, sizeof(const char *));
    sql->args = apr_array_make(pool, 64, sizeof(sc_arg_t));
    return sql;
}

void sc_sql_add(sc_sql_t *sql, const char *text)
{
    APR_ARRAY_PUSH(sql->pieces, const char *) = text;
}

void sc_sql_add_arg(sc_sql_t *sql, const char *text, sc_arg_t arg)
{
    sc_sql_add(sql, text);
    APR_ARRAY_PUSH(sql->args, sc_arg_t) = arg;
}

void sc_sql_add_pair(sc_sql_t *sql, const char *text, const char *first, const char *second)
{
    const char *at;
    int is_quoted = 0;
    int is_second = 0;

    sc_sql_add(sql, text);
    for (at = text; *at; at++) {
        if (*at == '\'') {
            is_quoted = !is_quoted;
        }
        else if (*at == '?' && !is_quoted) {
            APR_ARRAY_PUSH(sql->args, sc_arg_t) = sc_arg_text(is_second ? second : first);
            is_second = !is_second;
        }
    }
}

apr_status_t sc_sql_select(sc_db_t *db, const sc_sql_t *sql, sc_rows_t **rows)
{
    return sc_db_select(db, sql->pool, apr_array_pstrcat(sql->pool, sql->pieces, 0),
                        (const sc_arg_t *)sql->args->elts, sql->args->nelts, rows);
}
