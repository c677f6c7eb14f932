#include "store/db/driver.h"

#include "model/text/notation.h"
#include "store/db/statement.h"

#include <apr_strings.h>
#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>

/* How the driver says that another connection keeps the SQLite file for itself, and how long to
 * wait between tries. The driver waits where a statement runs but not where it is prepared, which
 * is when a new connection first reads the file: just then, after a reload, the last of the old
 * ones may be emptying the write-ahead log. */
#define BUSY_STEP apr_time_from_msec(10)

/* What the first statement of a page begins with: on its way alone it would cost as much as
 * another statement. */
#define POSTGRESQL_SNAPSHOT "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "

void sc_driver_configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD); /* refused once it is in use */
}

/* apr_dbd has no name for the socket. libpq is there with its driver; nothing is linked to it, for
 * most registries are on SQLite. */
sc_driver_t sc_driver_make(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    sc_driver_t made = {driver, handle, SC_DIALECT_SQLITE, NULL};
    void *socket;

    if (strcmp(apr_dbd_name(driver), "pgsql") == 0) {
        made.dialect = SC_DIALECT_POSTGRESQL;
        socket = dlsym(RTLD_DEFAULT, "PQsocket");
        memcpy(&made.socket, &socket, sizeof(socket));
    }
    return made;
}

int sc_driver_socket(const sc_driver_t *driver)
{
    return driver->socket ? driver->socket(apr_dbd_native_handle(driver->driver, driver->handle))
                          : -1;
}

int sc_driver_query(const sc_driver_t *driver, const char *sql)
{
    int affected = 0;

    return apr_dbd_query(driver->driver, driver->handle, &affected, sql);
}

int sc_driver_begin_writing(const sc_driver_t *driver)
{
    sqlite3 *connection = apr_dbd_native_handle(driver->driver, driver->handle);
    int rc = sqlite3_exec(connection, "BEGIN IMMEDIATE", NULL, NULL, NULL);

    return rc == SQLITE_BUSY ? APR_EBUSY : rc;
}

int sc_driver_is_busy_until(const sc_driver_t *driver, int rc, apr_time_t end)
{
    if (driver->dialect != SC_DIALECT_SQLITE || rc != SQLITE_BUSY || sc_running_time() >= end) {
        return 0;
    }
    apr_sleep(BUSY_STEP);
    return 1;
}

int sc_driver_query_patiently(const sc_driver_t *driver, const char *sql)
{
    apr_time_t end = sc_running_time() + SC_DRIVER_BUSY_LIMIT;
    int rc;

    do {
        rc = sc_driver_query(driver, sql);
    } while (sc_driver_is_busy_until(driver, rc, end));
    return rc;
}

apr_int64_t sc_driver_number(const sc_driver_t *driver, const char *sql, apr_pool_t *scratch)
{
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    apr_int64_t number = -1;
    const char *text = NULL;

    /* A PRAGMA that the library does not know is no error: it says nothing. */
    if (apr_dbd_select(driver->driver, scratch, driver->handle, &results, sql, 1) != 0 ||
        apr_dbd_get_row(driver->driver, scratch, results, &row, -1) != 0 ||
        apr_dbd_datum_get(driver->driver, row, 0, APR_DBD_TYPE_STRING, &text) != APR_SUCCESS) {
        return -1;
    }
    return sc_integer_read(text, &number) ? number : -1;
}

/* Where the driver puts what it has found. SQLite's copies every cell there, PostgreSQL's frees
 * them with the pool. */
static apr_pool_t *pool_of_results(const sc_driver_t *driver, const sc_call_t *call,
                                   apr_pool_t *scratch)
{
    return driver->dialect == SC_DIALECT_SQLITE ? call->pool : scratch;
}

/* Whether the answer can be one to the statement. Memory for its rows is taken only if the last of
 * them is there, and the last column has a name, which SQLite knows only where there are rows. */
static int is_plausible(const sc_driver_t *driver, int columns, apr_dbd_results_t *results,
                        const sc_rows_t *rows, apr_pool_t *scratch)
{
    apr_dbd_row_t *last = NULL;

    return rows->count >= 0 && (rows->columns > 0 || (rows->columns == 0 && rows->count == 0)) &&
           (!columns || rows->columns == columns) &&
           (rows->count == 0 ||
            (apr_dbd_get_name(driver->driver, results, rows->columns - 1) &&
             apr_dbd_get_row(driver->driver, scratch, results, &last, rows->count) == 0));
}

/* get_entry says "" for NULL on PostgreSQL, datum_get tells them apart on every driver.
 * @param columns how many the statement asks for; 0: that is not known */
static int take_rows(const sc_driver_t *driver, const sc_call_t *call, int columns,
                     apr_dbd_results_t *results, apr_pool_t *scratch)
{
    int is_kept = pool_of_results(driver, call, scratch) == call->pool;
    sc_rows_t *rows = apr_pcalloc(call->pool, sizeof(*rows));
    apr_dbd_row_t *row = NULL;

    rows->count = apr_dbd_num_tuples(driver->driver, results);
    rows->columns = apr_dbd_num_cols(driver->driver, results);
    if (!is_plausible(driver, columns, results, rows, scratch)) {
        return APR_INCOMPLETE;
    }
    rows->cells =
        apr_pcalloc(call->pool, sizeof(char *) * ((apr_size_t)rows->count * rows->columns + 1));
    for (int i = 0; i < rows->count; i++) {
        /* -1, the next row: SQLite walks from the first one to a row that is named by number. */
        if (apr_dbd_get_row(driver->driver, scratch, results, &row, -1) != 0) {
            return APR_INCOMPLETE;
        }
        for (int j = 0; j < rows->columns; j++) {
            const char *text = NULL;

            if (apr_dbd_datum_get(driver->driver, row, j, APR_DBD_TYPE_STRING, &text) ==
                APR_SUCCESS) {
                rows->cells[(apr_size_t)i * rows->columns + j] =
                    is_kept ? text : apr_pstrdup(call->pool, text);
            }
        }
    }
    if (apr_dbd_get_row(driver->driver, scratch, results, &row, -1) == 0) {
        return APR_INCOMPLETE;
    }
    *call->rows = rows;
    return 0;
}

/* SQLite locks the connection with each of the four calls that the driver makes for a cell. It is
 * ours alone, and to take a lock again that one has costs little. NULL is no lock. */
static sqlite3_mutex *lock(const sc_driver_t *driver)
{
    sqlite3_mutex *mutex = NULL;

    if (driver->dialect == SC_DIALECT_SQLITE) {
        mutex = sqlite3_db_mutex(apr_dbd_native_handle(driver->driver, driver->handle));
        sqlite3_mutex_enter(mutex);
    }
    return mutex;
}

/* Random access to rows: without it PostgreSQL cannot tell their number. */
static int select_rows(const sc_driver_t *driver, const sc_call_t *call, const char *sql,
                       apr_pool_t *scratch)
{
    apr_dbd_results_t *results = NULL;
    sqlite3_mutex *mutex = lock(driver);
    int rc = apr_dbd_select(driver->driver, pool_of_results(driver, call, scratch), driver->handle,
                            &results, sql, 1);

    sqlite3_mutex_leave(mutex);
    return rc == 0 ? take_rows(driver, call, sc_statement_columns(call->sql), results, scratch)
                   : rc;
}

/* The number of rows is stale after a failure. */
static int take_affected(const sc_call_t *call, int rc, int affected)
{
    if (rc == 0 && call->affected) {
        *call->affected = affected;
    }
    return rc;
}

int sc_driver_run(const sc_driver_t *driver, const sc_call_t *call, apr_pool_t *scratch)
{
    const char *sql = call->is_once
                          ? call->sql
                          : sc_statement_with_values(call->sql, call->args, call->count, scratch);
    int affected = 0;

    if (!sql) {
        return APR_EINVAL;
    }
    if (call->rows) {
        return select_rows(driver, call, sql, scratch);
    }
    int rc = apr_dbd_query(driver->driver, driver->handle, &affected, sql);
    return take_affected(call, rc, affected);
}

int sc_driver_run_prepared(const sc_driver_t *driver, const sc_call_t *call,
                           apr_dbd_prepared_t *prepared, int columns, apr_pool_t *scratch)
{
    const void **values = sc_statement_values(driver->dialect, call->args, call->count, scratch);
    apr_dbd_results_t *results = NULL;
    int affected = 0;
    int rc;

    if (!call->rows) {
        rc = apr_dbd_pbquery(driver->driver, scratch, driver->handle, &affected, prepared, values);
        return take_affected(call, rc, affected);
    }
    sqlite3_mutex *mutex = lock(driver);
    rc = apr_dbd_pbselect(driver->driver, pool_of_results(driver, call, scratch), driver->handle,
                          &results, prepared, 1, values);
    sqlite3_mutex_leave(mutex);
    return rc == 0 ? take_rows(driver, call, columns, results, scratch) : rc;
}

int sc_driver_run_as_first(const sc_driver_t *driver, const sc_call_t *call, const char *label,
                           apr_pool_t *scratch)
{
    const char *sql = apr_pstrcat(scratch, POSTGRESQL_SNAPSHOT "EXECUTE ", label, NULL);
    int i;

    for (i = 0; i < call->count; i++) {
        sql = apr_pstrcat(scratch, sql, i ? ", ?" : " (?", NULL);
    }
    sql = sc_statement_with_values(apr_pstrcat(scratch, sql, i ? ")" : "", NULL), call->args,
                                   call->count, scratch);
    return select_rows(driver, call, sql, scratch);
}
