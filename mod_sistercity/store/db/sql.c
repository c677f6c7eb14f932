#include "store/db/sql.h"

#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

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
    int is_quoted = 0;
    int is_second = 0;

    sc_sql_add(sql, text);
    for (const char *at = text; *at; at++) {
        if (*at == '\'') {
            is_quoted = !is_quoted;
        }
        else if (*at == '?' && !is_quoted) {
            APR_ARRAY_PUSH(sql->args, sc_arg_t) = sc_arg_text(is_second ? second : first);
            is_second = !is_second;
        }
    }
}

const char *sc_sql_in_ids(const sc_db_t *db)
{
    return sc_db_dialect(db) == SC_DIALECT_SQLITE ? " IN (SELECT \"value\" FROM json_each(?))"
                                                  : " = ANY (CAST(? AS BIGINT[]))";
}

const char *sc_sql_in_texts(const sc_db_t *db)
{
    return sc_db_dialect(db) == SC_DIALECT_SQLITE ? " IN (SELECT \"value\" FROM json_each(?))"
                                                  : " IN (SELECT unnest(CAST(? AS TEXT[])))";
}

/* With the sign of an id that somebody typed. */
enum { ID_DIGITS = 20 };

/* @return behind the last digit */
static char *write_id(char *out, apr_int64_t id)
{
    apr_uint64_t rest = id < 0 ? -(apr_uint64_t)id : (apr_uint64_t)id;
    char digits[ID_DIGITS];
    int count = 0;

    if (id < 0) {
        *out++ = '-';
    }
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    while (count > 0) {
        *out++ = digits[--count];
    }
    return out;
}

sc_arg_t sc_sql_ids(const sc_db_t *db, const apr_int64_t *ids, int count, apr_pool_t *pool)
{
    int is_json = sc_db_dialect(db) == SC_DIALECT_SQLITE;
    char *array = apr_palloc(pool, (apr_size_t)(count + 1) * (ID_DIGITS + 1) + 2);
    char *end = array;

    *end++ = is_json ? '[' : '{';
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            *end++ = ',';
        }
        end = write_id(end, ids[i]);
    }
    *end++ = is_json ? ']' : '}';
    *end = '\0';
    return sc_arg_text(array);
}

/* So few ids are looked up one by one. */
enum { FEW = 100 };

int sc_sql_are_dense(const sc_db_t *db, const apr_int64_t *ids, int count, sc_arg_t range[2])
{
    apr_int64_t first = APR_INT64_MAX, last = -1;

    for (int i = 0; i < count; i++) {
        first = ids[i] < first ? ids[i] : first;
        last = ids[i] > last ? ids[i] : last;
    }
    range[0] = sc_arg_integer(first);
    range[1] = sc_arg_integer(last);
    return sc_db_dialect(db) == SC_DIALECT_SQLITE && count >= FEW &&
           last - first < count + count / 4;
}

/* Between double quotes both escape by a backslash; only JSON has no control characters there. */
static const char *quoted(const char *text, int is_json, apr_pool_t *pool)
{
    char *out = apr_palloc(pool, 6 * strlen(text) + 3);
    char *end = out;

    *end++ = '"';
    for (; *text; text++) {
        if (is_json && (unsigned char)*text < ' ') {
            end += sprintf(end, "\\u%04x", *text);
            continue;
        }
        if (*text == '"' || *text == '\\') {
            *end++ = '\\';
        }
        *end++ = *text;
    }
    *end++ = '"';
    *end = '\0';
    return out;
}

sc_arg_t sc_sql_texts(const sc_db_t *db, const char *const *texts, int count, apr_pool_t *pool)
{
    apr_array_header_t *all = apr_array_make(pool, count + 1, sizeof(const char *));
    int is_json = sc_db_dialect(db) == SC_DIALECT_SQLITE;

    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(all, const char *) = quoted(texts[i], is_json, pool);
    }
    return sc_arg_text(apr_pstrcat(pool, is_json ? "[" : "{", apr_array_pstrcat(pool, all, ','),
                                   is_json ? "]" : "}", NULL));
}

apr_status_t sc_sql_select(sc_db_t *db, const sc_sql_t *sql, sc_rows_t **rows)
{
    return sc_db_select(db, sql->pool, apr_array_pstrcat(sql->pool, sql->pieces, 0),
                        (const sc_arg_t *)sql->args->elts, sql->args->nelts, rows);
}

apr_status_t sc_sql_execute(sc_db_t *db, const sc_sql_t *sql)
{
    return sc_db_execute(db, sql->pool, apr_array_pstrcat(sql->pool, sql->pieces, 0),
                         (const sc_arg_t *)sql->args->elts, sql->args->nelts, NULL);
}

sc_sql_t *sc_sql_filled(apr_pool_t *pool, const char *const *tables, int count)
{
    sc_sql_t *sql = sc_sql_new(pool);

    for (int i = 0; i < count; i++) {
        sc_sql_add(sql, i ? ", " : "SELECT ");
        sc_sql_add(sql, "(SELECT COUNT(*) FROM (SELECT 1 FROM \"");
        sc_sql_add(sql, tables[i]);
        sc_sql_add(sql, "\" LIMIT 1) x)");
    }
    return sql;
}
