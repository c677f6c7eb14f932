#include "store/db/db.h"

#include "store/db/session.h"
#include "store/db/statement.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <string.h>

/* The most statements kept prepared on a connection, so that a reader who tries all combinations of
 * filters cannot fill the memory. The SQLite driver frees them only with the connection: what comes
 * beyond is not prepared there. On PostgreSQL all are deallocated, and preparing begins anew. */
#define STATEMENT_LIMIT 300

/* SQLite's own 2 MiB spill into the journal again and again while a large import runs. Only for
 * connections of a program's own: httpd keeps many, in each of its processes. */
#define SQLITE_LARGE_CACHE "PRAGMA cache_size = -32000"

/* How long another connection may keep the SQLite file for itself before a statement fails, and
 * how long to wait between tries. The driver waits where a statement runs but not where it is
 * prepared, which is when a new connection first reads the file: just then, after a reload, the
 * last of the old ones may be emptying the write-ahead log. */
#define SQLITE_BUSY 5
#define BUSY_LIMIT apr_time_from_sec(1)
#define BUSY_STEP apr_time_from_msec(10)

/* What the first statement of a page begins with there: on its way alone it would cost as much as
 * another statement. */
#define POSTGRESQL_SNAPSHOT "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "

/* Serializes our writers on PostgreSQL; any number that other programs are unlikely to use. */
#define POSTGRESQL_LOCK "SELECT pg_advisory_xact_lock(7310573)"

typedef struct statement_t {
    apr_pool_t *pool; /* of this statement alone */
    apr_dbd_prepared_t *prepared;
    const char *label;
} statement_t;

struct sc_db_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    apr_pool_t *pool;    /* as long as the connection */
    apr_pool_t *scratch; /* cleared before each call */
    sc_dialect_e dialect;
    apr_hash_t *statements; /* kinds of arguments and SQL -> statement_t * */
    apr_hash_t *texts;      /* text_name_t -> const char * */
    int labels;             /* given so far; never reused on a connection */
    int is_ready;           /* sc_session_begin() has succeeded */
    apr_int64_t session;    /* PostgreSQL's number for it; 0 on SQLite */
    int is_reading;         /* between sc_db_begin_reading() and sc_db_end_reading() */
    int has_snapshot;       /* the transaction of that has begun */
    int is_in_transaction;
    int has_failed;               /* a statement of the present transaction did */
    int is_damaged;               /* see sc_db_note_damage() */
    apr_interval_time_t patience; /* see sc_db_wait_for_writers() */
    char error[1024];
};

/* The name of a text that is kept. */
typedef struct text_name_t {
    const void *subject;
    const void *purpose;
} text_name_t;

/* One statement on its way to the driver. */
typedef struct call_t {
    const char *sql;
    const sc_arg_t *args;
    int count;
    int is_once;      /* not to be prepared */
    apr_pool_t *pool; /* of the rows */
    sc_rows_t **rows; /* NULL: a statement without rows */
    int *affected;
} call_t;

sc_dialect_e sc_db_dialect(const sc_db_t *db)
{
    return db->dialect;
}

apr_array_header_t *sc_db_prepared(const sc_db_t *db, apr_pool_t *pool)
{
    apr_array_header_t *keys = apr_array_make(pool, 64, sizeof(const char *));
    apr_hash_index_t *i;

    for (i = apr_hash_first(pool, db->statements); i; i = apr_hash_next(i)) {
        APR_ARRAY_PUSH(keys, const char *) = apr_hash_this_key(i);
    }
    return keys;
}

const char *sc_db_kept(const sc_db_t *db, const void *subject, const void *purpose)
{
    text_name_t name = {subject, purpose};

    return apr_hash_get(db->texts, &name, sizeof(name));
}

const char *sc_db_keep(sc_db_t *db, const void *subject, const void *purpose, const char *text)
{
    text_name_t name = {subject, purpose};
    const char *copy = apr_pstrdup(db->pool, text);

    apr_hash_set(db->texts, apr_pmemdup(db->pool, &name, sizeof(name)), sizeof(name), copy);
    return copy;
}

const char *sc_db_error(const sc_db_t *db)
{
    return db->error;
}

void sc_db_note_damage(sc_db_t *db)
{
    db->is_damaged = 1;
}

int sc_db_take_damage(sc_db_t *db)
{
    int was_damaged = db->is_damaged;

    db->is_damaged = 0;
    return was_damaged;
}

static void remember(sc_db_t *db, int rc)
{
    const char *error = rc == APR_EINVAL ? "not as many arguments as the statement has ?"
                                         : apr_dbd_error(db->driver, db->handle, rc);

    apr_cpystrn(db->error, error && *error ? error : "unknown error", sizeof(db->error));
}

static int query(sc_db_t *db, const char *sql)
{
    int affected = 0;

    return apr_dbd_query(db->driver, db->handle, &affected, sql);
}

/* Whether the failure is worth another try; waits before it says so. */
static int is_busy_until(const sc_db_t *db, int rc, apr_time_t end)
{
    if (db->dialect != SC_DIALECT_SQLITE || rc != SQLITE_BUSY || apr_time_now() >= end) {
        return 0;
    }
    apr_sleep(BUSY_STEP);
    return 1;
}

int sc_db_query_patiently(sc_db_t *db, const char *sql)
{
    apr_time_t end = apr_time_now() + BUSY_LIMIT;
    int rc;

    do {
        rc = query(db, sql);
    } while (is_busy_until(db, rc, end));
    return rc;
}

/* Lets go of all prepared statements. The SQLite driver keeps its side of them until the connection
 * closes.
 * @param are_known whether the session is still the one that they were prepared in */
static void forget_all(sc_db_t *db, int are_known)
{
    apr_hash_index_t *i;

    for (i = apr_hash_first(db->scratch, db->statements); i; i = apr_hash_next(i)) {
        statement_t *statement = apr_hash_this_val(i);

        if (are_known && db->dialect == SC_DIALECT_POSTGRESQL) {
            (void)query(db, apr_pstrcat(db->scratch, "DEALLOCATE ", statement->label, NULL));
        }
        apr_hash_set(db->statements, apr_hash_this_key(i), APR_HASH_KEY_STRING, NULL);
        apr_pool_destroy(statement->pool);
    }
}

static int prepare(sc_db_t *db, const call_t *call, const char *key, statement_t **statement)
{
    const char *sql =
        sc_statement_format(db->dialect, call->sql, call->args, call->count, db->scratch);
    statement_t *made;
    apr_pool_t *pool;
    int rc;

    if (!sql) {
        return APR_EINVAL;
    }
    /* The driver keeps the types of the arguments in this pool, so a request's would be too short;
     * one of its own lets a stale statement go. */
    apr_pool_create(&pool, db->pool);
    made = apr_pcalloc(pool, sizeof(*made));
    made->pool = pool;
    /* PostgreSQL takes the label as a bare identifier: lower case, no hyphen, at most 63 bytes. */
    made->label = apr_psprintf(pool, "sc_statement_%d", ++db->labels);
    rc = apr_dbd_prepare(db->driver, pool, db->handle, sql, made->label, &made->prepared);
    if (rc != 0) {
        apr_pool_destroy(pool);
        return rc;
    }
    apr_hash_set(db->statements, apr_pstrdup(pool, key), APR_HASH_KEY_STRING, made);
    *statement = made;
    return 0;
}

/* Where the driver puts what it has found. SQLite's copies every cell there, PostgreSQL's frees
 * them with the pool. */
static apr_pool_t *pool_of_results(const sc_db_t *db, const call_t *call)
{
    return db->dialect == SC_DIALECT_SQLITE ? call->pool : db->scratch;
}

/* get_entry says "" for NULL on PostgreSQL, datum_get tells them apart on every driver. */
static void take_rows(sc_db_t *db, const call_t *call, apr_dbd_results_t *results)
{
    int is_kept = pool_of_results(db, call) == call->pool;
    sc_rows_t *rows = apr_pcalloc(call->pool, sizeof(*rows));
    apr_dbd_row_t *row = NULL;
    int i, j;

    rows->count = apr_dbd_num_tuples(db->driver, results);
    rows->columns = apr_dbd_num_cols(db->driver, results);
    rows->cells =
        apr_pcalloc(call->pool, sizeof(char *) * ((apr_size_t)rows->count * rows->columns + 1));
    for (i = 0; i < rows->count; i++) {
        /* -1, the next row: SQLite walks from the first one to a row that is named by number. */
        if (apr_dbd_get_row(db->driver, db->scratch, results, &row, -1) != 0) {
            rows->count = i;
            break;
        }
        for (j = 0; j < rows->columns; j++) {
            const char *text = NULL;

            if (apr_dbd_datum_get(db->driver, row, j, APR_DBD_TYPE_STRING, &text) == APR_SUCCESS) {
                rows->cells[i * rows->columns + j] = is_kept ? text : apr_pstrdup(call->pool, text);
            }
        }
    }
    *call->rows = rows;
}

static int run_as_first(sc_db_t *db, const call_t *call, const statement_t *statement)
{
    apr_dbd_results_t *results = NULL;
    const char *sql = POSTGRESQL_SNAPSHOT "EXECUTE ";
    int i, rc;

    sql = apr_pstrcat(db->scratch, sql, statement->label, NULL);
    for (i = 0; i < call->count; i++) {
        sql = apr_pstrcat(db->scratch, sql, i ? ", ?" : " (?", NULL);
    }
    sql = sc_statement_with_values(apr_pstrcat(db->scratch, sql, i ? ")" : "", NULL), call->args,
                                   call->count, db->scratch);
    rc = apr_dbd_select(db->driver, db->scratch, db->handle, &results, sql, 1);
    if (rc == 0) {
        db->has_snapshot = 1;
        take_rows(db, call, results);
    }
    return rc;
}

static int run_prepared(sc_db_t *db, const call_t *call, statement_t *statement)
{
    const void **values = sc_statement_values(db->dialect, call->args, call->count, db->scratch);
    apr_dbd_results_t *results = NULL;
    int affected = 0;
    int rc;

    if (db->is_reading && !db->has_snapshot && call->rows) {
        return run_as_first(db, call, statement);
    }
    if (call->rows) {
        /* random access: without it PostgreSQL cannot tell the number of rows. */
        rc = apr_dbd_pbselect(db->driver, pool_of_results(db, call), db->handle, &results,
                              statement->prepared, 1, values);
    }
    else {
        rc = apr_dbd_pbquery(db->driver, db->scratch, db->handle, &affected, statement->prepared,
                             values);
    }
    if (rc != 0) {
        return rc; /* the number of rows is stale now */
    }
    if (call->rows) {
        take_rows(db, call, results);
    }
    if (call->affected) {
        *call->affected = affected;
    }
    return 0;
}

static int run_unprepared(sc_db_t *db, const call_t *call)
{
    const char *sql =
        call->is_once ? call->sql
                      : sc_statement_with_values(call->sql, call->args, call->count, db->scratch);
    apr_dbd_results_t *results = NULL;
    int affected = 0;
    int rc;

    if (!sql) {
        return APR_EINVAL;
    }
    if (call->rows) {
        rc = apr_dbd_select(db->driver, pool_of_results(db, call), db->handle, &results, sql, 1);
        if (rc == 0) {
            take_rows(db, call, results);
        }
        return rc;
    }
    rc = apr_dbd_query(db->driver, db->handle, &affected, sql);
    if (rc == 0 && call->affected) {
        *call->affected = affected;
    }
    return rc;
}

static int attempt(sc_db_t *db, const call_t *call)
{
    statement_t *statement;
    const char *key;
    int rc;

    if (call->is_once) {
        return run_unprepared(db, call);
    }
    key = sc_statement_key(call->sql, call->args, call->count, db->scratch);
    statement = apr_hash_get(db->statements, key, APR_HASH_KEY_STRING);
    if (!statement) {
        if (apr_hash_count(db->statements) >= STATEMENT_LIMIT) {
            if (db->dialect == SC_DIALECT_SQLITE) {
                return run_unprepared(db, call);
            }
            forget_all(db, 1);
        }
        rc = prepare(db, call, key, &statement);
        if (rc != 0) {
            return rc;
        }
    }
    return run_prepared(db, call, statement);
}

static int attempt_patiently(sc_db_t *db, const call_t *call)
{
    apr_time_t end = apr_time_now() + BUSY_LIMIT;
    int rc;

    do {
        rc = attempt(db, call);
    } while (is_busy_until(db, rc, end));
    return rc;
}

/* Whether the failure can be one that preparing anew mends. SQLite's legacy prepare fails for ever
 * once another connection has changed the schema, or vacuumed or analyzed: SQLITE_SCHEMA first,
 * then an error without a message. PostgreSQL's messages are translated, and a lost connection has
 * many, so there any failure counts. */
static int may_be_stale(const sc_db_t *db)
{
    return db->dialect == SC_DIALECT_POSTGRESQL || strstr(db->error, "schema has changed") ||
           strcmp(db->error, "not an error") == 0;
}

apr_int64_t sc_db_ask_number(sc_db_t *db, const char *sql)
{
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    const char *text = NULL;

    /* A PRAGMA that the library does not know is no error: it says nothing. */
    if (apr_dbd_select(db->driver, db->scratch, db->handle, &results, sql, 1) != 0 ||
        apr_dbd_get_row(db->driver, db->scratch, results, &row, -1) != 0 ||
        apr_dbd_datum_get(db->driver, row, 0, APR_DBD_TYPE_STRING, &text) != APR_SUCCESS) {
        return -1;
    }
    return apr_atoi64(text);
}

/* Makes the connection usable again outside a transaction. check_conn reconnects a PostgreSQL
 * connection that it knows to be lost, as mod_dbd does before it hands one out, and all prepared
 * statements are lost with it. */
static int renew(sc_db_t *db)
{
    apr_int64_t before = db->session;

    if (apr_dbd_check_conn(db->driver, db->scratch, db->handle) != APR_SUCCESS ||
        sc_session_begin(db, db->scratch, &db->session) != 0) {
        return 0;
    }
    forget_all(db, db->session == before);
    return 1;
}

static apr_status_t run(sc_db_t *db, const call_t *call)
{
    int rc;

    if (db->has_failed) {
        return APR_EGENERAL; /* until the rollback; the first failure's message is the telling one
                              */
    }
    apr_pool_clear(db->scratch);
    rc = attempt_patiently(db, call);
    if (rc == 0) {
        return APR_SUCCESS;
    }
    remember(db, rc);
    if (db->is_in_transaction) {
        db->has_failed = 1;
        return APR_EGENERAL;
    }
    if (db->is_reading && db->dialect == SC_DIALECT_POSTGRESQL) {
        /* Whether it has begun or not: nothing works any more until its end. What is read from now
         * on may be of a later state. */
        (void)query(db, "ROLLBACK");
        db->is_reading = db->has_snapshot = 0;
    }
    if (may_be_stale(db) && renew(db)) {
        rc = attempt(db, call);
        if (rc == 0) {
            return APR_SUCCESS;
        }
        remember(db, rc);
    }
    return APR_EGENERAL;
}

apr_status_t sc_db_select(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                          int count, sc_rows_t **rows)
{
    call_t call = {sql, args, count, 0, pool, rows, NULL};

    return run(db, &call);
}

apr_status_t sc_db_execute(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                           int count, int *affected)
{
    call_t call = {sql, args, count, 0, pool, NULL, affected};

    return run(db, &call);
}

apr_status_t sc_db_execute_once(sc_db_t *db, apr_pool_t *pool, const char *sql)
{
    call_t call = {sql, NULL, 0, 1, pool, NULL, NULL};

    return run(db, &call);
}

/* Transactions are our own statements. The driver's hide failures: after a failed BEGIN they commit
 * each statement by itself, an error turns the commit into a silent rollback, an unfinished one is
 * committed with its pool, and PostgreSQL's crashes when the connection is lost. */
static int begin_on_postgresql(sc_db_t *db)
{
    apr_dbd_results_t *results = NULL;
    int rc = query(db, "BEGIN");

    if (rc == 0 && db->patience) {
        rc = query(db, apr_psprintf(db->scratch, "SET LOCAL lock_timeout = '%" APR_TIME_T_FMT "ms'",
                                    apr_time_as_msec(db->patience)));
    }
    if (rc == 0) {
        rc = apr_dbd_select(db->driver, db->scratch, db->handle, &results, POSTGRESQL_LOCK, 1);
    }
    if (rc == 0 && db->patience) {
        rc = query(db, "SET LOCAL lock_timeout = '" SC_SESSION_PATIENCE "'");
    }
    return rc;
}

static int begin(sc_db_t *db)
{
    apr_time_t end = apr_time_now() + db->patience;
    int rc;

    if (db->dialect == SC_DIALECT_POSTGRESQL) {
        return begin_on_postgresql(db);
    }
    do {
        rc = query(db, "BEGIN IMMEDIATE");
    } while (is_busy_until(db, rc, end));
    return rc;
}

void sc_db_wait_for_writers(sc_db_t *db, apr_interval_time_t patience)
{
    db->patience = patience;
}

void sc_db_begin_reading(sc_db_t *db)
{
    apr_pool_clear(db->scratch);
    db->has_snapshot = db->dialect == SC_DIALECT_SQLITE && query(db, "BEGIN") == 0;
    db->is_reading = db->has_snapshot || db->dialect == SC_DIALECT_POSTGRESQL;
}

void sc_db_end_reading(sc_db_t *db)
{
    if (db->has_snapshot) {
        (void)query(db, "COMMIT");
    }
    db->is_reading = db->has_snapshot = 0;
}

static void roll_back(sc_db_t *db)
{
    db->is_in_transaction = 0;
    db->has_failed = 0;
    (void)query(db, "ROLLBACK"); /* fails where the database has done so by itself */
}

/* A transaction that is still open when its pool ends must not be left to the next user of the
 * connection. */
static apr_status_t end_unfinished(void *data)
{
    roll_back(data);
    return APR_SUCCESS;
}

static apr_status_t finish(sc_db_t *db, apr_pool_t *pool, apr_status_t outcome)
{
    int rc;

    apr_pool_cleanup_kill(pool, db, end_unfinished);
    if (outcome != APR_SUCCESS || db->has_failed) {
        outcome = outcome != APR_SUCCESS ? outcome : APR_EGENERAL;
        roll_back(db);
        return outcome;
    }
    rc = query(db, "COMMIT");
    if (rc != 0) {
        remember(db, rc);
        roll_back(db);
        return APR_EGENERAL;
    }
    db->is_in_transaction = 0;
    return APR_SUCCESS;
}

/* @param is_stale set when it may go better with a renewed connection */
static apr_status_t transact(sc_db_t *db, apr_pool_t *pool, sc_transaction_fn *body, void *baton,
                             int *is_stale)
{
    apr_status_t outcome;
    int rc;

    *is_stale = 0;
    apr_pool_clear(db->scratch);
    rc = begin(db);
    if (rc != 0) {
        remember(db, rc);
        *is_stale = may_be_stale(db);
        roll_back(db);
        return APR_EGENERAL;
    }
    db->is_in_transaction = 1;
    db->has_failed = 0;
    apr_pool_cleanup_register(pool, db, end_unfinished, apr_pool_cleanup_null);
    outcome = body(db, pool, baton);
    if (!db->is_in_transaction) {
        return APR_EGENERAL; /* its pool ended, and the cleanup above has rolled back */
    }
    *is_stale = db->has_failed && may_be_stale(db);
    return finish(db, pool, outcome);
}

apr_status_t sc_db_transaction(sc_db_t *db, apr_pool_t *pool, sc_transaction_fn *body, void *baton)
{
    apr_status_t outcome;
    int is_stale;

    if (db->is_in_transaction || db->is_reading) {
        return APR_EINVAL;
    }
    outcome = transact(db, pool, body, baton, &is_stale);
    if (is_stale && renew(db)) {
        outcome = transact(db, pool, body, baton, &is_stale);
    }
    return outcome;
}

static apr_status_t make(const apr_dbd_driver_t *driver, apr_dbd_t *handle, apr_pool_t *pool,
                         sc_db_t **db)
{
    const char *name = apr_dbd_name(driver);
    sc_db_t *made;

    if (strcmp(name, "sqlite3") != 0 && strcmp(name, "pgsql") != 0) {
        return APR_ENOTIMPL;
    }
    made = apr_pcalloc(pool, sizeof(*made));
    made->driver = driver;
    made->handle = handle;
    made->pool = pool;
    made->dialect = strcmp(name, "pgsql") == 0 ? SC_DIALECT_POSTGRESQL : SC_DIALECT_SQLITE;
    made->statements = apr_hash_make_custom(pool, sc_statement_hash);
    made->texts = apr_hash_make(pool);
    apr_pool_create(&made->scratch, pool);
    *db = made;
    return apr_pool_userdata_setn(made, "sc_db_t", NULL, pool);
}

apr_status_t sc_db_wrap(const apr_dbd_driver_t *driver, apr_dbd_t *handle,
                        apr_pool_t *connection_pool, sc_db_t **db)
{
    apr_status_t status;
    void *known = NULL;

    apr_pool_userdata_get(&known, "sc_db_t", connection_pool);
    *db = known;
    if (!known || (*db)->handle != handle) {
        status = make(driver, handle, connection_pool, db);
        if (status != APR_SUCCESS) {
            return status;
        }
    }
    if (!(*db)->is_ready) {
        apr_pool_clear((*db)->scratch);
        (*db)->is_ready = sc_session_begin(*db, (*db)->scratch, &(*db)->session) == 0 || renew(*db);
    }
    if (!(*db)->is_ready) {
        remember(*db, 0);
        return APR_EGENERAL;
    }
    return APR_SUCCESS;
}

typedef struct connection_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
} connection_t;

static apr_status_t close_connection(void *data)
{
    connection_t *connection = data;

    return apr_dbd_close(connection->driver, connection->handle);
}

apr_status_t sc_db_open(const char *url, apr_pool_t *pool, sc_db_t **db, const char **error)
{
    connection_t *connection = apr_pcalloc(pool, sizeof(*connection));
    const char *colon = strchr(url, ':');
    const char *name;
    apr_status_t status;

    *error = NULL;
    if (!colon) {
        *error = apr_psprintf(pool, "\"%s\" is not DRIVER:PARAMS", url);
        return APR_EINVAL;
    }
    name = apr_pstrmemdup(pool, url, colon - url);
    if (strcmp(name, "sqlite3") != 0 && strcmp(name, "pgsql") != 0) {
        *error = apr_psprintf(pool, "\"%s\" is not one of the drivers sqlite3, pgsql", name);
        return APR_ENOTIMPL;
    }
    status = apr_dbd_init(pool);
    if (status == APR_SUCCESS) {
        status = apr_dbd_get_driver(pool, name, &connection->driver);
    }
    if (status != APR_SUCCESS) {
        *error = apr_psprintf(pool, "the driver apr_dbd_%s cannot be loaded", name);
        return status;
    }
    status = apr_dbd_open_ex(connection->driver, pool, colon + 1, &connection->handle, error);
    if (status != APR_SUCCESS) {
        *error = *error ? *error : "the database cannot be opened";
        return status;
    }
    apr_pool_cleanup_register(pool, connection, close_connection, apr_pool_cleanup_null);
    status = sc_db_wrap(connection->driver, connection->handle, pool, db);
    if (status != APR_SUCCESS) {
        *error = sc_db_error(*db);
        return status;
    }
    if ((*db)->dialect == SC_DIALECT_SQLITE) {
        (void)query(*db, SQLITE_LARGE_CACHE);
    }
    return APR_SUCCESS;
}
