/**
 * The statements that are prepared on a connection.
 *
 * Private to store/db. Each is kept as long as the connection, or until all are forgotten.
 */
#pragma once

#include "store/db/driver.h"

#include <apr_tables.h>

typedef struct sc_prepared_t sc_prepared_t;

/** One of them. */
typedef struct sc_statement_t {
    struct sqlite3_stmt *stepped; /* on SQLite; the others are PostgreSQL's */
    apr_dbd_prepared_t *prepared;
    const char *label;
    int columns; /* sc_statement_columns() */
} sc_statement_t;

/** @param driver, pool as long as the connection */
sc_prepared_t *sc_prepared_new(const sc_driver_t *driver, apr_pool_t *pool);

/**
 * The statement of the call, prepared now if it was not.
 * @return a code of the driver
 */
int sc_prepared_statement(sc_prepared_t *prepared, const sc_call_t *call, apr_pool_t *scratch,
                          sc_statement_t **statement);

/**
 * Lets go of all.
 * @param are_known whether the session is still the one that they were prepared in
 */
void sc_prepared_forget(sc_prepared_t *prepared, int are_known, apr_pool_t *scratch);

/** The kinds of arguments and the SQL of each, of const char *. */
apr_array_header_t *sc_prepared_list(const sc_prepared_t *prepared, apr_pool_t *pool);
