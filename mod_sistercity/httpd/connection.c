#include "httpd/connection.h"

#include "store/schema.h"

#include <apr_strings.h>
#include <mod_dbd.h>
#include <string.h>

#define WRITABLE                                                                                   \
    "a SQLite file and the directory that it is in must be writable for the user that httpd runs " \
    "as (see the directive User)"

int sc_connection_is_possible(void)
{
    return APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open) != NULL;
}

/* SQLite keeps its journal beside the file, so that even a reader may have to write there. */
static const char *advice_on(const char *error)
{
    static const struct {
        const char *words;
        const char *advice;
    } known[] = {
        {"readonly database", "; " WRITABLE},
        {"unable to open database", "; " WRITABLE},
        {"read-only transaction",
         "; a replica can only be read; let DBDParams of the editing side name "
         "the primary"},
        {"lock timeout", "; another program keeps the registry for itself, such as an import"},
        {"disk is full", "; make room in the file system that holds the database"},
    };
    size_t i;

    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strstr(error, known[i].words)) {
            return known[i].advice;
        }
    }
    return "";
}

int sc_database_failure(const sc_request_t *request, const sc_db_t *db, apr_status_t rv)
{
    if (APR_STATUS_IS_ENOENT(rv)) {
        return HTTP_NOT_FOUND;
    }
    /* APR_EGENERAL has no words of its own; the driver's are what helps. */
    sc_logf(request->r, APLOG_ERR, rv == APR_EGENERAL ? APR_SUCCESS : rv,
            "SC0303: the database failed: %s%s", sc_db_error(db), advice_on(sc_db_error(db)));
    return HTTP_SERVICE_UNAVAILABLE;
}

static int read_state(sc_request_t *request, sc_db_t *db, const char *driver)
{
    request_rec *r = request->r;
    apr_uint64_t question = sc_revision_question(request->server->revision);
    apr_status_t rv = sc_state_read(db, r->pool, &request->state);

    request->mark = rv == APR_SUCCESS ? sc_mark_of(&request->state) : 0;
    sc_revision_answer(request->server->revision, question, request->mark);
    if (rv == APR_EINIT) {
        sc_logf(r, APLOG_ERR, 0,
                "SC0304: the database has no registry yet; make one with: sistercityctl "
                "--database '%s:PARAMS' init (PARAMS as in DBDParams)",
                driver);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    if (rv == APR_EMISMATCH) {
        sc_logf(r, APLOG_ERR, 0, "SC0305: the registry has schema %d, this program needs %d; %s",
                request->state.schema, sc_schema_current(),
                request->state.schema > sc_schema_current()
                    ? "install the newer mod_sistercity"
                    : apr_psprintf(r->pool,
                                   "bring it up to date with: sistercityctl --database '%s:PARAMS' "
                                   "migrate (PARAMS as in DBDParams), then restart httpd",
                                   driver));
        return HTTP_SERVICE_UNAVAILABLE;
    }
    return rv == APR_SUCCESS ? OK : sc_database_failure(request, db, rv);
}

static void tell_damage(const sc_request_t *request, sc_db_t *db, const char *driver)
{
    if (sc_db_take_damage(db)) {
        sc_logf(request->r, APLOG_ERR, 0,
                "SC0307: a set in the table item_sets cannot be read, and its lists are slow "
                "without it; make all sets anew with: sistercityctl --database '%s:PARAMS' reindex "
                "(PARAMS as in DBDParams)",
                driver);
    }
}

int sc_with_database(sc_request_t *request, sc_with_database_fn *stage, void *baton)
{
    APR_OPTIONAL_FN_TYPE(ap_dbd_open) *open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    APR_OPTIONAL_FN_TYPE(ap_dbd_close) *close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    request_rec *r = request->r;
    /* Not ap_dbd_acquire(): that keeps the connection until the client has read everything. */
    ap_dbd_t *borrowed = open ? open(r->pool, r->server) : NULL;
    sc_db_t *db;
    apr_status_t rv;
    int status;

    if (!borrowed) {
        sc_logf(r, APLOG_ERR, 0,
                "SC0301: there is no connection to the database; see mod_dbd's message before "
                "this one, and the directives DBDriver and DBDParams; " WRITABLE);
        sc_revision_answer(request->server->revision, 0, 0);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    rv = sc_db_wrap(borrowed->driver, borrowed->handle, borrowed->pool, &db);
    if (rv == APR_SUCCESS) {
        status = read_state(request, db, apr_dbd_name(borrowed->driver));
        if (status == OK && stage) {
            status = stage(request, db, baton);
            tell_damage(request, db, apr_dbd_name(borrowed->driver));
        }
    }
    else if (rv == APR_ENOTIMPL) {
        sc_logf(r, APLOG_ERR, 0, "SC0302: DBDriver %s is not one that the registry works with",
                apr_dbd_name(borrowed->driver));
        status = HTTP_SERVICE_UNAVAILABLE;
    }
    else {
        status = sc_database_failure(request, db, rv);
    }
    close(r->server, borrowed);
    return status;
}
