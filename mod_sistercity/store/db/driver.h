/**
 * The calls of apr_dbd and of SQLite, and the fences around what drivers do otherwise than they
 * say.
 *
 * Private to store/db. Functions that return int return a code of the driver, 0 for success; and
 * APR_EINVAL if a statement has not as many `?` as arguments, APR_INCOMPLETE if an answer has not
 * the rows that it says, or not the columns that were asked for.
 */
#pragma once

#include "store/db/values.h"

#include <apr_dbd.h>
#include <apr_time.h>

struct sqlite3_stmt;

/** A connection as its driver has it. */
typedef struct sc_driver_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    sc_dialect_e dialect;
    int (*socket)(const void *); /* of a native connection, see sc_driver_socket(); may be NULL */
} sc_driver_t;

/** One statement on its way to the driver. */
typedef struct sc_call_t {
    const char *sql;
    const sc_arg_t *args;
    int count;
    int is_once;      /* not to be prepared, and without arguments */
    apr_pool_t *pool; /* of the rows */
    sc_rows_t **rows; /* NULL: a statement without rows */
    int *affected;    /* NULL: nobody wants to know */
} sc_call_t;

/** sc_db_configure(), of all drivers. */
void sc_driver_configure(void);

/** What has a driver by that name: all that is in it before anything was asked. */
sc_driver_t sc_driver_make(const apr_dbd_driver_t *driver, apr_dbd_t *handle);

/** The socket of a connection to PostgreSQL, which may be another after it was lost; -1 if none. */
int sc_driver_socket(const sc_driver_t *driver);

/** Runs a statement without rows in whatever state the connection is. */
int sc_driver_query(const sc_driver_t *driver, const char *sql);

/** The same; waits a moment for an SQLite file that somebody has locked. */
int sc_driver_query_patiently(const sc_driver_t *driver, const char *sql);

/** Begins a transaction on SQLite that is to write; APR_EBUSY at once if somebody else does. Asked
 * of SQLite itself, since the driver keeps the connection for a second and a half until it says so.
 */
int sc_driver_begin_writing(const sc_driver_t *driver);

/** Whether the failure is a lock on the SQLite file, and worth another try; waits a little before
 * it says so. @param end by sc_running_time() */
int sc_driver_is_busy_until(const sc_driver_t *driver, int rc, apr_time_t end);

/** How long the lock on an SQLite file may last before a statement fails. */
#define SC_DRIVER_BUSY_LIMIT apr_time_from_sec(1)

/** The first cell of the first row that the SELECT finds; -1 if there is none, or no number. */
apr_int64_t sc_driver_number(const sc_driver_t *driver, const char *sql, apr_pool_t *scratch);

/** Runs a statement that has been prepared on PostgreSQL for arguments of these kinds.
 * @param columns sc_statement_columns() of it */
int sc_driver_run(const sc_driver_t *driver, const sc_call_t *call, apr_dbd_prepared_t *prepared,
                  int columns, apr_pool_t *scratch);

/**
 * Prepares a statement with SQLite itself, in whose driver each cell takes four calls and three
 * pieces of memory: a quarter of what a list costs, and two fifths of a download. One that is
 * prepared so goes on after others have changed the schema, unless it changes again and again.
 * @param pool that the statement ends with
 */
int sc_driver_prepare_sqlite(const sc_driver_t *driver, const char *sql, apr_pool_t *pool,
                             struct sqlite3_stmt **statement);

/** Runs it. */
int sc_driver_run_sqlite(const sc_call_t *call, struct sqlite3_stmt *statement);

/**
 * Begins a snapshot and runs the first SELECT in it, on PostgreSQL.
 * @param label that it has been prepared by
 */
int sc_driver_run_as_first(const sc_driver_t *driver, const sc_call_t *call, const char *label,
                           apr_pool_t *scratch);

/** How long a statement waits for a lock on PostgreSQL. */
#define SC_SESSION_PATIENCE "2s"

/**
 * Makes a new session ready. DBDInitSQL cannot be trusted with it: it runs late, its result is
 * ignored, and a PRAGMA with a row ends it.
 * @param number PostgreSQL's for it; 0 on SQLite
 * @return 0, or a code of the driver
 */
int sc_session_begin(const sc_driver_t *driver, apr_pool_t *pool, apr_int64_t *number);
