#include "store/db/driver.h"

#include "model/text/notation.h"
#include "store/db/statement.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>

/* How long to wait between tries while another connection keeps the SQLite file for itself: when a
 * new connection first reads the file, after a reload, the last of the old ones may be emptying the
 * write-ahead log. */
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

/* Whether the answer can be one to the statement. Memory for its rows is taken only if the last of
 * them is there, and the last column has a name. */
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
        if (apr_dbd_get_row(driver->driver, scratch, results, &row, -1) != 0) {
            return APR_INCOMPLETE;
        }
        for (int j = 0; j < rows->columns; j++) {
            const char *text = NULL;

            if (apr_dbd_datum_get(driver->driver, row, j, APR_DBD_TYPE_STRING, &text) ==
                APR_SUCCESS) {
                rows->cells[(apr_size_t)i * rows->columns + j] = apr_pstrdup(call->pool, text);
            }
        }
    }
    if (apr_dbd_get_row(driver->driver, scratch, results, &row, -1) == 0) {
        return APR_INCOMPLETE;
    }
    *call->rows = rows;
    return 0;
}

/* Random access to rows: without it PostgreSQL cannot tell their number. */
static int select_rows(const sc_driver_t *driver, const sc_call_t *call, const char *sql,
                       apr_pool_t *scratch)
{
    apr_dbd_results_t *results = NULL;
    int rc = apr_dbd_select(driver->driver, scratch, driver->handle, &results, sql, 1);

    return rc == 0 ? take_rows(driver, call, sc_statement_columns(call->sql), results, scratch)
                   : rc;
}

int sc_driver_run(const sc_driver_t *driver, const sc_call_t *call, apr_dbd_prepared_t *prepared,
                  int columns, apr_pool_t *scratch)
{
    const void **values = sc_statement_values(call->args, call->count, scratch);
    apr_dbd_results_t *results = NULL;
    int affected = 0;
    int rc;

    if (call->rows) {
        rc = apr_dbd_pbselect(driver->driver, scratch, driver->handle, &results, prepared, 1,
                              values);
        return rc == 0 ? take_rows(driver, call, columns, results, scratch) : rc;
    }
    rc = apr_dbd_pbquery(driver->driver, scratch, driver->handle, &affected, prepared, values);
    /* The number of rows is stale after a failure. */
    if (rc == 0 && call->affected) {
        *call->affected = affected;
    }
    return rc;
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

static apr_status_t finalize(void *statement)
{
    (void)sqlite3_finalize(statement);
    return APR_SUCCESS;
}

int sc_driver_prepare_sqlite(const sc_driver_t *driver, const char *sql, apr_pool_t *pool,
                             sqlite3_stmt **statement)
{
    sqlite3 *connection = apr_dbd_native_handle(driver->driver, driver->handle);
    int rc = sqlite3_prepare_v2(connection, sql, -1, statement, NULL);

    if (rc == SQLITE_OK) {
        apr_pool_cleanup_register(pool, *statement, finalize, apr_pool_cleanup_null);
    }
    return rc;
}

/* The argument lasts until the statement has run. */
static int bind_arg(sqlite3_stmt *statement, int number, const sc_arg_t *arg)
{
    if (sc_arg_is_absent(arg)) {
        return sqlite3_bind_null(statement, number);
    }
    switch (arg->kind) {
    case SC_ARG_TEXT:
        return sqlite3_bind_text(statement, number, arg->text, -1, SQLITE_STATIC);
    case SC_ARG_INTEGER:
        return sqlite3_bind_int64(statement, number, arg->integer);
    case SC_ARG_BYTES:
        return sqlite3_bind_blob64(statement, number, arg->text, arg->size, SQLITE_STATIC);
    default:
        return sqlite3_bind_double(statement, number, arg->real);
    }
}

static int bind_args(sqlite3_stmt *statement, const sc_call_t *call)
{
    int rc = sqlite3_bind_parameter_count(statement) == call->count ? SQLITE_OK : APR_EINVAL;

    for (int i = 0; i < call->count && rc == SQLITE_OK; i++) {
        rc = bind_arg(statement, i + 1, &call->args[i]);
    }
    return rc;
}

/* Bytes may have zeros among them. One that there is no memory for looks like NULL, and has the
 * next step fail. SQLite takes longer to write a number such as a latitude. */
static const char *copy_cell(sqlite3_value *value, apr_pool_t *pool)
{
    int type = sqlite3_value_type(value);
    const char *brief =
        type == SQLITE_FLOAT ? sc_real_brief(sqlite3_value_double(value), pool) : NULL;

    if (brief) {
        return brief;
    }
    const char *bytes =
        type == SQLITE_BLOB ? sqlite3_value_blob(value) : (const char *)sqlite3_value_text(value);

    return bytes ? apr_pstrmemdup(pool, bytes, (apr_size_t)sqlite3_value_bytes(value)) : NULL;
}

/* As values, which nothing locks: whoever calls has the lock. */
static void add_cells(sqlite3_stmt *statement, int columns, apr_array_header_t *cells)
{
    for (int i = 0; i < columns; i++) {
        APR_ARRAY_PUSH(cells, const char *) =
            copy_cell(sqlite3_column_value(statement, i), cells->pool);
    }
}

static int step_to_end(sqlite3_stmt *statement, const sc_call_t *call)
{
    sc_rows_t *rows = call->rows ? apr_pcalloc(call->pool, sizeof(*rows)) : NULL;
    apr_array_header_t *cells = rows ? apr_array_make(call->pool, 32, sizeof(char *)) : NULL;
    int rc;

    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows) {
            rows->columns = sqlite3_column_count(statement);
            rows->count++;
            add_cells(statement, rows->columns, cells);
        }
    }
    if (rc == SQLITE_DONE && rows) {
        rows->cells = (const char **)cells->elts;
        *call->rows = rows;
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* SQLite locks the connection with each cell. It is ours alone, and to take a lock again that one
 * has costs little. */
int sc_driver_run_sqlite(const sc_call_t *call, sqlite3_stmt *statement)
{
    sqlite3 *connection = sqlite3_db_handle(statement);
    sqlite3_mutex *mutex = sqlite3_db_mutex(connection);

    sqlite3_mutex_enter(mutex);
    int rc = bind_args(statement, call);
    if (rc == SQLITE_OK) {
        rc = step_to_end(statement, call);
    }
    if (rc == SQLITE_OK && call->affected) {
        *call->affected = sqlite3_changes(connection);
    }
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    sqlite3_mutex_leave(mutex);
    return rc;
}
