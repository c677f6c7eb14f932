#include "httpd/answer/connection.h"

#include "httpd/server/kept.h"
#include "httpd/server/log.h"
#include "store/db/schema.h"
#include "store/load/load.h"
#include "store/record/read.h"

#include <apr_env.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <mod_dbd.h>
#include <string.h>

#define COPY                                                                                       \
    "; put a copy in its place: sistercityctl --database 'sqlite3:PARAMS' restore FILE "           \
    "(PARAMS as in DBDParams)"

#define DUMP                                                                                       \
    "; bring a dump back: pg_restore --clean --if-exists --single-transaction (README, Backup)"

#define ONE_SESSION "; let the pooler keep one session for each connection (pool_mode = session)"

#define ROOM "; make room in the file system that holds the database"

#define ANOTHER_PROGRAM "; another program keeps the registry for itself, such as an import"

#define BY_ITSELF "; it is asked again and again; look at its server if this goes on"

/* How often those who wait for a connection look whether it is worth it. */
#define GATE_INTERVAL apr_time_from_msec(250)

/* Seconds that libpq takes at most for a connection to one host. By itself it waits as long as TCP
 * does, which is minutes where packets are lost. */
#define PGSQL_CONNECT_TIMEOUT "2"

int sc_connection_is_possible(void)
{
    return APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open) != NULL;
}

void sc_connections_open(server_rec *server, apr_pool_t *pool)
{
    apr_thread_mutex_t **gate = &sc_server_of(server)->gate;
    apr_status_t rv = apr_thread_mutex_create(gate, APR_THREAD_MUTEX_TIMED, pool);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, server,
                     "SC0111: no lock for connections; requests will be answered by 500");
        *gate = NULL;
    }
}

void sc_connections_limit(apr_pool_t *pool)
{
    static const char variable[] = "PGCONNECT_TIMEOUT";
    char *value;

    if (apr_env_get(&value, variable, pool) != APR_SUCCESS) {
        apr_env_set(variable, PGSQL_CONNECT_TIMEOUT, pool);
    }
}

/* SQLite keeps its journal beside the file, so that even a reader may have to write there.
 * PostgreSQL's words are those of lc_messages = C or English. */
const char *sc_advice_on(const char *error, const char *driver)
{
    static const struct {
        const char *words;
        const char *advice;
    } known[] = {
        {"readonly database", "; " SC_ADVICE_WRITABLE},
        {"unable to open database", "; " SC_ADVICE_WRITABLE},
        {"there is no file", COPY},
        {"was replaced or removed", "; nothing was stored"},
        {"malformed", COPY},
        {"not a database", COPY},
        {"no such table", COPY},
        {"no such column", COPY},
        {"sessions change", ONE_SESSION},
        {"\"sc_", ONE_SESSION}, /* a statement that another session prepared, or did not */
        {"database is locked", ANOTHER_PROGRAM},
        {"lock timeout", ANOTHER_PROGRAM},
        {"read-only transaction",
         "; a replica can only be read; let DBDParams of the editing side name "
         "the primary"},
        {"conflict with recovery",
         "; this replica ends what reads for long; see its max_standby_streaming_delay"},
        {"permission denied",
         "; let the user in DBDParams read the tables (GRANT SELECT), or own them where people "
         "edit"},
        {"invalid page", DUMP},
        {"could not read block", DUMP},
        {"disk is full", ROOM},
        {"No space left", ROOM},
        {"disk I/O", "; look at the disk that holds the file, and at the system's log"},
        {"server closed the connection", BY_ITSELF},
        {"terminating connection", BY_ITSELF},
        {"the database system is", BY_ITSELF}, /* starting up, shutting down, in recovery */
        {"connection to server", "; is it running, and are DBDParams right?"},
        {"does not exist", DUMP}, /* a table or a column */
    };

    if (strstr(error, "answer has ")) { /* what it cannot have */
        return strcmp(driver, "sqlite3") == 0 ? COPY : ONE_SESSION;
    }
    for (size_t i = 0; i < SC_LENGTH(known); i++) {
        if (strstr(error, known[i].words)) {
            return known[i].advice;
        }
    }
    return "";
}

int sc_database_status(const sc_request_t *request, const sc_db_t *db, apr_status_t rv)
{
    if (rv == APR_SUCCESS || APR_STATUS_IS_ENOENT(rv)) {
        return rv == APR_SUCCESS ? OK : HTTP_NOT_FOUND;
    }
    if (sc_db_is_locked_out(db)) {
        return HTTP_SERVICE_UNAVAILABLE; /* the caller comes back */
    }
    /* APR_EGENERAL has no words of its own; the driver's are what helps. */
    sc_logf(request->r, APLOG_ERR, rv == APR_EGENERAL ? APR_SUCCESS : rv,
            "SC0303: the database failed: %s%s", sc_db_error(db),
            sc_advice_on(sc_db_error(db), request->server->driver));
    return HTTP_SERVICE_UNAVAILABLE;
}

const char *sc_advice_on_schema(int version, const char *driver, apr_pool_t *pool)
{
    if (version > sc_schema_current()) {
        return "install the newer mod_sistercity, and restart httpd";
    }
    if (!sc_schema_can_migrate(version)) {
        return "carry it over: sistercityctl export DIR of the program that made it, then init and "
               "import DIR of this one into a new database";
    }
    return apr_psprintf(pool,
                        "bring it up to date with: sistercityctl --database '%s:PARAMS' migrate "
                        "(PARAMS as in DBDParams), then restart httpd",
                        driver);
}

int sc_database_missing(sc_request_t *request, sc_db_t *db, const sc_entity_t *entity)
{
    apr_pool_t *pool = request->r->pool;
    const char *former = apr_pstrcat(pool, "/", entity->collection, "/", request->slug, NULL);
    const char *now = NULL;
    sc_fate_e fate;
    apr_status_t rv = sc_read_fate(db, pool, entity, request->slug, &fate, &now);

    if (rv != APR_SUCCESS) {
        return sc_database_status(request, db, rv);
    }
    if (fate != SC_FATE_RENAMED) {
        return fate == SC_FATE_GONE ? HTTP_GONE : HTTP_NOT_FOUND;
    }
    request->location =
        sc_request_location(request, apr_pstrcat(pool, "/", entity->collection, "/", now,
                                                 request->view.path + strlen(former), NULL));
    request->slug = now;
    return HTTP_MOVED_PERMANENTLY;
}

/* A migration leaves readers what an older program reads (sql/migrations.sql), and that program
 * goes on for them; what it would write might lack what is new. One that starts now is simply too
 * old.
 */
static int is_migrated_meanwhile(const sc_request_t *request, apr_status_t rv)
{
    return rv == APR_EMISMATCH && request->state.schema > sc_schema_current() &&
           sc_revision_is_known(request->server->revision);
}

static int read_state(sc_request_t *request, sc_db_t *db, const char *driver,
                      const sc_question_t *question)
{
    request_rec *r = request->r;
    apr_status_t rv = sc_state_read(db, r->pool, &request->state);
    int is_migrated = is_migrated_meanwhile(request, rv);

    request->mark = rv == APR_SUCCESS || is_migrated ? sc_mark_of(&request->state) : 0;
    sc_revision_answer(request->server->revision, *question, request->mark);
    if (is_migrated && request->mount->handler == SC_HANDLER_PUBLIC) {
        sc_logf(r, APLOG_WARNING, 0,
                "SC0310: the registry was brought up to schema %d, this program knows %d; readers "
                "are answered, editors are not until httpd is restarted",
                request->state.schema, sc_schema_current());
        rv = APR_SUCCESS;
    }
    if (rv == APR_EINIT) {
        (void)sc_db_verdict(db); /* that a statement failed is how it was found out */
        sc_logf(r, APLOG_ERR, 0,
                "SC0304: the database has no registry yet; make one with: sistercityctl "
                "--database '%s:PARAMS' init (PARAMS as in DBDParams)",
                driver);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    if (rv == APR_EMISMATCH) {
        sc_logf(r, APLOG_ERR, 0, "SC0305: the registry has schema %d, this program needs %d; %s",
                request->state.schema, sc_schema_current(),
                sc_advice_on_schema(request->state.schema, driver, r->pool));
        return HTTP_SERVICE_UNAVAILABLE;
    }
    return sc_database_status(request, db, rv);
}

static void tell_damage(const sc_request_t *request, sc_db_t *db, const char *driver)
{
    if (sc_db_take_damage(db)) {
        sc_logf(request->r, APLOG_ERR, 0,
                "SC0307: a bitmap in the table facets cannot be read, and its lists are slow "
                "without it; make all anew with: sistercityctl --database '%s:PARAMS' reindex "
                "(PARAMS as in DBDParams)",
                driver);
    }
}

static int is_page(const sc_request_t *request)
{
    return request->mount->handler == SC_HANDLER_PUBLIC && !request->download;
}

static apr_status_t fill_terms(void *context, apr_pool_t *pool, void *value)
{
    return sc_load_all_terms(context, pool, value);
}

/* Nearly every page says what ties are called: the terms are read once for each state. */
static apr_status_t take_terms(sc_request_t *request, sc_db_t *db)
{
    const void *terms;

    SC_TRY(sc_kept_take(request->server->terms, request->server->process->scratch, request->mark,
                        "", request->r->pool, sizeof(sc_terms_t), fill_terms, db, &terms));
    request->view.terms = terms;
    return APR_SUCCESS;
}

static int use(sc_request_t *request, ap_dbd_t *borrowed, const sc_question_t *question,
               sc_with_database_fn *stage, void *baton)
{
    const char *driver = apr_dbd_name(borrowed->driver);
    const apr_dbd_t *handle = borrowed->handle;
    sc_db_t *db;
    apr_status_t rv =
        sc_db_wrap(borrowed->driver, &borrowed->handle, borrowed->pool,
                   apr_hash_count(borrowed->prepared) > 0, request->server->process->watch, &db);

    if (borrowed->handle != handle) {
        sc_logf(request->r, APLOG_WARNING, 0,
                "SC0309: the database file was replaced, or could not be used before; it is opened "
                "anew");
    }
    if (rv != APR_SUCCESS) {
        sc_revision_answer(request->server->revision, *question, 0);
    }
    if (rv == APR_ENOTIMPL) {
        sc_logf(request->r, APLOG_ERR, 0,
                "SC0302: DBDriver %s is not one that the registry works with", driver);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    if (rv != APR_SUCCESS) {
        return sc_database_status(request, db, rv);
    }
    sc_db_set_today(db, request->view.today);
    int status = read_state(request, db, driver, question);
    sc_db_limit(db, is_page(request) ? SC_DB_PAGE : SC_DB_LONG);
    if (status == OK && stage) {
        status = sc_database_status(request, db, take_terms(request, db));
    }
    if (status == OK && stage) {
        status = stage(request, db, baton);
        tell_damage(request, db, driver);
    }
    rv = sc_db_verdict(db);
    return rv == APR_SUCCESS ? status : sc_database_status(request, db, rv);
}

/* mod_dbd lets one at a time open a connection. Those who come meanwhile wait here, where they hear
 * that it is in vain.
 * @return whether the caller has passed, and is to unlock the gate */
static int pass_gate(const sc_request_t *request, int is_told_to_ask)
{
    sc_revision_t *revision = request->server->revision;
    sc_breaker_e breaker = is_told_to_ask ? SC_BREAKER_TRIAL : sc_revision_breaker(revision);
    int may_wait = breaker == SC_BREAKER_TRIAL;

    if (breaker == SC_BREAKER_OPEN) {
        return 0;
    }
    while (APR_STATUS_IS_TIMEUP(apr_thread_mutex_timedlock(request->server->gate, GATE_INTERVAL))) {
        if (!may_wait && sc_revision_is_open(revision)) {
            return 0;
        }
    }
    if (!may_wait && sc_revision_is_open(revision)) {
        apr_thread_mutex_unlock(request->server->gate);
        return 0;
    }
    return 1;
}

static int is_on_sqlite(const sc_request_t *request)
{
    return strcmp(request->server->driver, "sqlite3") == 0;
}

static ap_dbd_t *open_connection(sc_request_t *request)
{
    APR_OPTIONAL_FN_TYPE(ap_dbd_open) *open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    request_rec *r = request->r;
    /* Not ap_dbd_acquire(): that keeps the connection until the client has read everything. */
    ap_dbd_t *borrowed = open ? open(r->pool, r->server) : NULL;

    if (!borrowed) {
        sc_logf(r, APLOG_ERR, 0,
                "SC0301: there is no connection to the database; see mod_dbd's message before "
                "this one, and the directives DBDriver and DBDParams%s",
                is_on_sqlite(request) ? "; " SC_ADVICE_WRITABLE : "; is its server running?");
    }
    return borrowed;
}

int sc_with_database(sc_request_t *request, sc_with_database_fn *stage, void *baton)
{
    APR_OPTIONAL_FN_TYPE(ap_dbd_close) *close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    sc_revision_t *revision = request->server->revision;

    /* Only who has been told to ask wants the state alone. */
    if (!pass_gate(request, stage == NULL)) {
        sc_logf(
            request->r, APLOG_ERR, 0,
            "SC0308: the database does not answer; until it does, one request at a time tries "
            "it and the others are refused at once%s",
            is_on_sqlite(request)
                ? ""
                : "; connect_timeout and tcp_user_timeout in DBDParams limit how long it waits");
        return HTTP_SERVICE_UNAVAILABLE;
    }
    sc_question_t question = sc_revision_question(revision);
    ap_dbd_t *borrowed = open_connection(request);
    apr_thread_mutex_unlock(request->server->gate);
    if (!borrowed) {
        question.is_unreachable = 1;
        sc_revision_answer(revision, question, 0);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    int status = use(request, borrowed, &question, stage, baton);
    close(request->r->server, borrowed);
    return status;
}
