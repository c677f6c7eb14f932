/**
 * A statement's text and arguments as the drivers take them.
 *
 * Private to store/db.
 */
#pragma once

#include "store/db/values.h"

#include <apr_pools.h>

/**
 * The SQL for apr_dbd_prepare(): each `?` outside quotes as the driver's sign for its argument.
 * @return NULL if there are not as many `?` as arguments
 */
const char *sc_statement_format(const char *sql, const sc_arg_t *args, int count, apr_pool_t *pool);

/** The SQL with the arguments written into it as SQLite reads them. NULL as above. */
const char *sc_statement_with_values(const char *sql, const sc_arg_t *args, int count,
                                     apr_pool_t *pool);

/** The SQL with each `?` outside quotes replaced by the next of the pieces. NULL as above. */
const char *sc_statement_replaced(const char *sql, const char *const *pieces, int count,
                                  apr_pool_t *pool);

/** How many columns the SELECT answers with; 0 if its text does not tell: it is no SELECT, or asks
 * for all columns (`*`). */
int sc_statement_columns(const char *sql);

/** Tells prepared statements apart: the kinds of the arguments and the SQL. */
const char *sc_statement_key(const char *sql, const sc_arg_t *args, int count, apr_pool_t *pool);

/** Of such keys, for apr_hash_make_custom(). */
unsigned int sc_statement_hash(const char *key, apr_ssize_t *length);

/** The values as the driver's b variants take them: pointers to typed values, NULL for absent ones.
 */
const void **sc_statement_values(const sc_arg_t *args, int count, apr_pool_t *pool);
