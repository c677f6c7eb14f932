#include "httpd/answer/reply.h"
#include "httpd/server/log.h"
#include "httpd/server/status.h"
#include "store/files/files.h"

#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>

#define BELOW "/files/"

/* Whatever is in a file, as a page of its own it can do nothing and has no origin. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"

const char *sc_file_asked(const request_rec *r, const sc_mount_t *mount)
{
    const char *path = r->uri + mount->length;

    return strncmp(path, BELOW, strlen(BELOW)) == 0 ? path + strlen(BELOW) : NULL;
}

/* @param baton the name */
static int find(sc_request_t *request, sc_db_t *db, void *baton)
{
    int is_published;
    apr_status_t rv = sc_file_is_published(db, request->r->pool, baton, &is_published);

    return rv != APR_SUCCESS ? sc_database_status(request, db, rv)
           : is_published    ? OK
                             : HTTP_NOT_FOUND;
}

static int open_file(const sc_request_t *request, const char *name, apr_file_t **file,
                     apr_finfo_t *info)
{
    apr_status_t rv = sc_kept_open(request->config->files, name, file, info, request->r->pool);

    if (rv != APR_SUCCESS && rv != APR_ENOENT) {
        sc_logf(request->r, APLOG_ERR, rv,
                "SC0405: %s in SisterCityFiles cannot be read; may httpd's user read it?", name);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    return rv == APR_SUCCESS ? OK : HTTP_NOT_FOUND;
}

/* The name is that of the content: what is behind an address never changes, but it may be
 * withdrawn. */
static void announce(const sc_request_t *request, const char *name, const apr_finfo_t *info)
{
    request_rec *r = request->r;

    apr_table_setn(r->headers_out, "ETag",
                   apr_pstrcat(r->pool, "\"", apr_pstrndup(r->pool, name, 32), "\"", NULL));
    ap_update_mtime(r, info->mtime);
    ap_set_last_modified(r);
    ap_set_accept_ranges(r);
    apr_table_setn(r->headers_out, "Content-Security-Policy", POLICY);
    apr_table_setn(r->headers_out, "Cross-Origin-Resource-Policy", "same-site");
    apr_table_setn(
        r->headers_out, "Content-Disposition",
        apr_psprintf(r->pool, "inline; filename=\"%.12s%s\"", name, sc_file_type_of(name)->suffix));
    sc_send_caching(request);
}

/* @return OK, or the status of the refusal */
static int find_file(sc_request_t *request, const char *name, apr_file_t **file, apr_finfo_t *info)
{
    int status = OK;

    if (!request->config->files || !sc_file_type_of(name) || sc_request_is_included(request)) {
        return HTTP_NOT_FOUND;
    }
    if (request->r->method_number != M_GET) {
        return HTTP_METHOD_NOT_ALLOWED;
    }
    if (request->mount->handler == SC_HANDLER_PUBLIC) {
        status = sc_with_database(request, find, (void *)name);
    }
    return status == OK ? open_file(request, name, file, info) : status;
}

int sc_file_answer(sc_request_t *request, const char *name)
{
    apr_finfo_t info;
    apr_file_t *file;
    int status = find_file(request, name, &file, &info);

    if (status != OK) {
        return sc_error_answer(request, status);
    }
    announce(request, name, &info);
    status = ap_meets_conditions(request->r);
    if (status != OK) {
        return status;
    }
    sc_counters_add(request->server->counters, SC_ANSWERED, 1);
    return sc_send_file(request, sc_file_type_of(name)->media_type, file, info.size);
}
