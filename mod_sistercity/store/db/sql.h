/**
 * A SELECT put together from fixed pieces, with the arguments beside it.
 *
 * Private to store.
 */
#pragma once

#include "store/db/db.h"

#include <apr_tables.h>

/** The statuses of partnerships that are over, as sc_is_over() has them. */
#define SC_SQL_OVER "('terminated', 'expired', 'succeeded', 'upgraded')"

/** The statement in the making. */
typedef struct sc_sql_t {
    apr_pool_t *pool;
    apr_array_header_t *pieces; /* of const char *, each static or in the pool */
    apr_array_header_t *args;   /* of sc_arg_t */
} sc_sql_t;

sc_sql_t *sc_sql_new(apr_pool_t *pool);

/** Appends a text that has no `?`. */
void sc_sql_add(sc_sql_t *sql, const char *text);

/** Appends a text whose only `?` takes the argument. */
void sc_sql_add_arg(sc_sql_t *sql, const char *text, sc_arg_t arg);

/** Appends a text with any number of `?`: they take the two texts by turns. */
void sc_sql_add_pair(sc_sql_t *sql, const char *text, const char *first, const char *second);

/**
 * What stands behind a column that is to be one of many values, ` IN (…?)`: one argument takes them
 * all, so that their number does not make a statement of its own.
 */
const char *sc_sql_in_ids(const sc_db_t *db);
const char *sc_sql_in_texts(const sc_db_t *db);

/** The argument that goes with it. Its text is allocated from the pool. */
sc_arg_t sc_sql_ids(const sc_db_t *db, const apr_int64_t *ids, int count, apr_pool_t *pool);
sc_arg_t sc_sql_texts(const sc_db_t *db, const char *const *texts, int count, apr_pool_t *pool);

/** What stands behind it in place of that where a range has all of the ids and few others. */
#define SC_SQL_IN_RANGE " BETWEEN ? AND ?"

/**
 * Whether it is better to ask for the range, and to pass over the others: SQLite then reads on from
 * row to row and looks for none.
 * @param range set to its arguments
 */
int sc_sql_are_dense(const sc_db_t *db, const apr_int64_t *ids, int count, sc_arg_t range[2]);

/** Runs one that returns no rows. */
apr_status_t sc_sql_execute(sc_db_t *db, const sc_sql_t *sql);

/** Runs it. */
apr_status_t sc_sql_select(sc_db_t *db, const sc_sql_t *sql, sc_rows_t **rows);

/** A SELECT of which tables have a row at all: one row with 0 or 1 for each. */
sc_sql_t *sc_sql_filled(apr_pool_t *pool, const char *const *tables, int count);
