#include "store/db/db.h"

#include "store/db/db_private.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <string.h>

/* Serializes our writers on PostgreSQL; any number that other programs are unlikely to use. Asked
 * for again and again: a refusal is no error there, and the same on both databases. */
#define POSTGRESQL_LOCK "SELECT CAST(pg_try_advisory_xact_lock(7310573) AS integer)"

/* How long a transaction waits for another writer's, and how often it asks. */
#define PATIENCE apr_time_from_sec(4)
#define LOCK_INTERVAL apr_time_from_msec(10)

/* The name of a text that is kept. */
typedef struct text_name_t {
    const void *subject;
    const void *purpose;
} text_name_t;

sc_dialect_e sc_db_dialect(const sc_db_t *db)
{
    return db->driver.dialect;
}

apr_pool_t *sc_db_spare(const sc_db_t *db)
{
    apr_pool_clear(db->spare);
    return db->spare;
}

apr_array_header_t *sc_db_prepared(const sc_db_t *db, apr_pool_t *pool)
{
    return sc_prepared_list(db->prepared, pool);
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

const char *sc_db_today(sc_db_t *db)
{
    apr_time_exp_t now;
    apr_size_t length;

    if (!db->has_today) {
        apr_time_exp_lt(&now, apr_time_now());
        apr_strftime(db->today, &length, sizeof(db->today), "%Y-%m-%d", &now);
    }
    return db->today;
}

void sc_db_set_today(sc_db_t *db, const char *today)
{
    apr_cpystrn(db->today, today, sizeof(db->today));
    db->has_today = 1;
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

/* Whether SQLite complains of the file, rather than of the statement. A connection that was opened
 * while the file was read-only stays so for ever; one that saw a damaged file has parts of it. */
static int is_of_file(const sc_db_t *db)
{
    static const char *const complaints[] = {"readonly", "unable to open", "malformed",
                                             "not a database", "disk I/O"};

    for (size_t i = 0; db->file.path && i < sizeof(complaints) / sizeof(complaints[0]); i++) {
        if (strstr(db->error, complaints[i])) {
            return 1;
        }
    }
    return 0;
}

void sc_db_remember(sc_db_t *db, int rc)
{
    const char *error = rc == APR_EINVAL ? "not as many arguments as the statement has ?"
                        : rc == APR_INCOMPLETE
                            ? "the answer has not the rows that it says, or the columns that were "
                              "asked for"
                        : rc == APR_EBUSY ? "database is locked"
                                          : apr_dbd_error(db->driver.driver, db->driver.handle, rc);

    apr_cpystrn(db->error, error && *error ? error : "unknown error", sizeof(db->error));
    db->is_spoilt |= is_of_file(db);
}

/* The socket is another one once a lost connection was made anew. */
static void begin_wait(sc_db_t *db)
{
    if (db->watched) {
        sc_watch_begin(db->watched, sc_driver_socket(&db->driver), db->limit);
    }
}

static int end_wait(sc_db_t *db, int rc)
{
    sc_watch_end(db->watched);
    return rc;
}

int sc_db_query(sc_db_t *db, const char *sql)
{
    begin_wait(db);
    return end_wait(db, sc_driver_query(&db->driver, sql));
}

static int ask(sc_db_t *db, const sc_call_t *call)
{
    sc_statement_t *statement = NULL;
    int rc;

    if (call->is_once) {
        return sc_driver_query(&db->driver, call->sql);
    }
    rc = sc_prepared_statement(db->prepared, call, db->scratch, &statement);
    if (rc != 0) {
        return rc;
    }
    if (statement->stepped) {
        return sc_driver_run_sqlite(call, statement->stepped);
    }
    if (db->is_reading && !db->has_snapshot && call->rows) {
        rc = sc_driver_run_as_first(&db->driver, call, statement->label, db->scratch);
        db->has_snapshot = rc == 0;
        return rc;
    }
    return sc_driver_run(&db->driver, call, statement->prepared, statement->columns, db->scratch);
}

static void end_snapshot(sc_db_t *db)
{
    if (db->ahead) {
        db->unforesee(db->ahead);
    }
    db->is_reading = db->has_snapshot = 0;
    db->ahead = NULL;
}

static int attempt(sc_db_t *db, const sc_call_t *call)
{
    begin_wait(db);
    return end_wait(db, ask(db, call));
}

static int attempt_patiently(sc_db_t *db, const sc_call_t *call)
{
    apr_time_t end = sc_running_time() + SC_DRIVER_BUSY_LIMIT;
    int rc;

    do {
        rc = attempt(db, call);
    } while (sc_driver_is_busy_until(&db->driver, rc, end));
    return rc;
}

/* Whether the failure can be one that preparing anew mends. SQLite does so by itself, but gives up
 * while a copy of the file is put back. PostgreSQL's messages are translated, and a lost connection
 * has many, so there any failure counts. */
static int may_be_stale(const sc_db_t *db)
{
    return db->driver.dialect == SC_DIALECT_POSTGRESQL || strstr(db->error, "schema has changed");
}

/* Whether PostgreSQL answers, but in another session than before, although the connection was not
 * lost. Before the first answer it may have been: mod_dbd makes it anew before it hands it out. */
static int is_another_session(sc_db_t *db)
{
    apr_int64_t now = -1;

    if (db->session && db->has_answered) {
        begin_wait(db);
        now = sc_driver_number(&db->driver, "SELECT pg_backend_pid()", db->scratch);
        sc_watch_end(db->watched);
    }
    return now > 0 && now != db->session;
}

int sc_db_begin_session(sc_db_t *db)
{
    begin_wait(db);
    return end_wait(db, sc_session_begin(&db->driver, db->scratch, &db->session));
}

/* check_conn reconnects a PostgreSQL connection that it knows to be lost, as mod_dbd does before it
 * hands one out, and all prepared statements are lost with it. */
int sc_db_renew(sc_db_t *db)
{
    apr_int64_t before = db->session;

    db->is_ready = 0;
    if (is_another_session(db)) {
        apr_cpystrn(db->error,
                    "sessions change behind the connection, as with PgBouncer's pool_mode = "
                    "transaction",
                    sizeof(db->error));
    }
    else {
        db->is_ready =
            apr_dbd_check_conn(db->driver.driver, db->scratch, db->driver.handle) == APR_SUCCESS &&
            sc_db_begin_session(db) == 0;
    }
    sc_prepared_forget(db->prepared, db->is_ready && db->session == before, db->scratch);
    db->session = db->is_ready ? db->session : 0;
    return db->is_ready;
}

/* What follows from a false answer is false, too. */
static apr_status_t refuse_lies(sc_db_t *db)
{
    if (db->has_lied) {
        apr_cpystrn(db->error, "an answer has a cell that cannot be one of its statement's",
                    sizeof(db->error));
        return APR_EGENERAL;
    }
    return APR_SUCCESS;
}

apr_status_t sc_db_verdict(sc_db_t *db)
{
    apr_status_t status = refuse_lies(db);

    status = db->has_missed ? APR_EGENERAL : status;
    db->has_lied = db->has_missed = 0;
    return status;
}

static apr_status_t run(sc_db_t *db, const sc_call_t *call)
{
    SC_TRY(refuse_lies(db));
    if (db->has_failed) {
        return APR_EGENERAL; /* until the rollback; the first failure's message is the telling one
                              */
    }
    if (db->is_reading && !call->rows) {
        apr_cpystrn(db->error, "nothing is written while a snapshot is read", sizeof(db->error));
        return APR_EINVAL;
    }
    apr_pool_clear(db->scratch);
    int rc = attempt_patiently(db, call);
    if (rc == 0) {
        db->has_answered = 1;
        return APR_SUCCESS;
    }
    sc_db_remember(db, rc);
    if (db->is_in_transaction) {
        db->has_failed = 1;
        return APR_EGENERAL;
    }
    if (db->is_reading && db->driver.dialect == SC_DIALECT_POSTGRESQL) {
        /* Whether it has begun or not: nothing works any more until its end. What is read from now
         * on may be of a later state. */
        (void)sc_db_query(db, "ROLLBACK");
        end_snapshot(db);
    }
    if (may_be_stale(db) && sc_db_renew(db)) {
        rc = attempt(db, call);
        if (rc == 0) {
            return APR_SUCCESS;
        }
        sc_db_remember(db, rc);
    }
    db->has_missed = 1;
    return APR_EGENERAL;
}

apr_status_t sc_db_select(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                          int count, sc_rows_t **rows)
{
    sc_call_t call = {sql, args, count, 0, pool, rows, NULL};

    SC_TRY(refuse_lies(db));
    *rows = db->ahead ? db->foresight(db->ahead, pool, sql, args, count) : NULL;
    if (*rows) {
        return APR_SUCCESS;
    }
    SC_TRY(run(db, &call));
    (*rows)->is_false = &db->has_lied;
    return APR_SUCCESS;
}

apr_status_t sc_db_execute(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                           int count, int *affected)
{
    sc_call_t call = {sql, args, count, 0, pool, NULL, affected};

    return run(db, &call);
}

apr_status_t sc_db_execute_once(sc_db_t *db, apr_pool_t *pool, const char *sql)
{
    sc_call_t call = {sql, NULL, 0, 1, pool, NULL, NULL};

    return run(db, &call);
}

/* Transactions are our own statements. The driver's hide failures: after a failed BEGIN they commit
 * each statement by itself, an error turns the commit into a silent rollback, an unfinished one is
 * committed with its pool, and PostgreSQL's crashes when the connection is lost. */
static int take_lock(sc_db_t *db)
{
    if (db->driver.dialect == SC_DIALECT_SQLITE) {
        return sc_driver_begin_writing(&db->driver);
    }
    begin_wait(db);
    apr_int64_t answer = sc_driver_number(&db->driver, POSTGRESQL_LOCK, db->scratch);
    sc_watch_end(db->watched);
    apr_pool_clear(db->scratch);
    return answer == 1 ? 0 : answer == 0 ? APR_EBUSY : APR_EGENERAL;
}

static apr_interval_time_t patience_of(const sc_db_t *db)
{
    return db->may_return ? db->brief : db->patience ? db->patience : PATIENCE;
}

static int begin(sc_db_t *db)
{
    apr_time_t end = sc_running_time() + patience_of(db);
    int rc = db->driver.dialect == SC_DIALECT_POSTGRESQL ? sc_db_query(db, "BEGIN") : 0;

    while (rc == 0 && (rc = take_lock(db)) == APR_EBUSY && sc_running_time() < end) {
        apr_sleep(LOCK_INTERVAL);
        rc = 0;
    }
    db->is_locked_out = rc == APR_EBUSY && db->may_return;
    db->may_return &= rc != 0; /* what comes behind this one cannot be done once more */
    return rc;
}

void sc_db_limit(sc_db_t *db, apr_interval_time_t limit)
{
    db->limit = limit;
}

void sc_db_wait_for_writers(sc_db_t *db, apr_interval_time_t patience)
{
    db->patience = patience;
}

void sc_db_wait_briefly(sc_db_t *db, apr_interval_time_t patience)
{
    db->may_return = 1;
    db->brief = patience;
}

int sc_db_is_locked_out(const sc_db_t *db)
{
    return db->is_locked_out;
}

void sc_db_begin_reading(sc_db_t *db)
{
    apr_pool_clear(db->scratch);
    db->has_snapshot = db->driver.dialect == SC_DIALECT_SQLITE && sc_db_query(db, "BEGIN") == 0;
    db->is_reading = db->has_snapshot || db->driver.dialect == SC_DIALECT_POSTGRESQL;
}

void sc_db_end_reading(sc_db_t *db)
{
    if (db->has_snapshot) {
        (void)sc_db_query(db, "COMMIT");
    }
    end_snapshot(db);
}

static void roll_back(sc_db_t *db)
{
    db->is_in_transaction = 0;
    db->has_failed = 0;
    (void)sc_db_query(db, "ROLLBACK"); /* fails where the database has done so by itself */
}

/* A transaction that is still open when its pool ends must not be left to the next user of the
 * connection. */
static apr_status_t end_unfinished(void *data)
{
    roll_back(data);
    return APR_SUCCESS;
}

/* What was written into a file that is no more at its path is lost, even if that happened since. */
static int is_lost(sc_db_t *db)
{
    if (!sc_file_has_moved(&db->driver, &db->file)) {
        return 0;
    }
    apr_snprintf(db->error, sizeof(db->error), "the file %s was replaced or removed meanwhile",
                 db->file.path);
    return 1;
}

static apr_status_t finish(sc_db_t *db, apr_pool_t *pool, apr_status_t outcome)
{
    apr_pool_cleanup_kill(pool, db, end_unfinished);
    outcome = outcome == APR_SUCCESS ? refuse_lies(db) : outcome;
    if (outcome != APR_SUCCESS || db->has_failed) {
        outcome = outcome != APR_SUCCESS ? outcome : APR_EGENERAL;
        roll_back(db);
        return outcome;
    }
    int rc = sc_db_query(db, "COMMIT");
    if (rc != 0) {
        sc_db_remember(db, rc);
        roll_back(db);
        return APR_EGENERAL;
    }
    db->is_in_transaction = 0;
    return is_lost(db) ? APR_EGENERAL : APR_SUCCESS;
}

/* @param is_stale set when it may go better with a renewed connection */
static apr_status_t transact(sc_db_t *db, apr_pool_t *pool, sc_transaction_fn *body, void *baton,
                             int *is_stale)
{
    *is_stale = 0;
    apr_pool_clear(db->scratch);
    int rc = begin(db);
    if (rc != 0) {
        sc_db_remember(db, rc);
        *is_stale = rc != APR_EBUSY && may_be_stale(db);
        roll_back(db);
        return APR_EGENERAL;
    }
    db->is_in_transaction = 1;
    db->has_failed = 0;
    apr_pool_cleanup_register(pool, db, end_unfinished, apr_pool_cleanup_null);
    apr_status_t outcome = body(db, pool, baton);
    if (!db->is_in_transaction) {
        return APR_EGENERAL; /* its pool ended, and the cleanup above has rolled back */
    }
    *is_stale = db->has_failed && may_be_stale(db);
    return finish(db, pool, outcome);
}

apr_status_t sc_db_transaction(sc_db_t *db, apr_pool_t *pool, sc_transaction_fn *body, void *baton)
{
    int is_stale;

    if (db->is_in_transaction || db->is_reading) {
        return APR_EINVAL;
    }
    apr_status_t outcome = transact(db, pool, body, baton, &is_stale);
    if (is_stale && sc_db_renew(db)) {
        outcome = transact(db, pool, body, baton, &is_stale);
    }
    return outcome;
}
