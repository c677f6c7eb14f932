#include "httpd/answer/conditions.h"

#include "httpd/answer/identity.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>

/* What compressing modules append to a validator, within its quotes. */
static const char *const coding_suffixes[] = {"-gzip", "-br", NULL};

void sc_conditions_announce(sc_request_t *request)
{
    request_rec *r = request->r;

    if (sc_request_is_included(request) || request->route->flags & SC_ROUTE_PRIVATE) {
        return;
    }
    apr_table_setn(r->headers_out, "ETag", sc_identity_validator(request));
    r->mtime = 0; /* the answer may turn out to be older than what was announced before */
    if (sc_mark_time(request->mark)) {
        ap_update_mtime(r, sc_mark_time(request->mark));
        /* Pages count years up to today, so each day has made them anew. */
        ap_update_mtime(r, request->day.begins);
        ap_set_last_modified(r);
    }
}

/* A compressing module sends our validator with an ending of its own, and clients send that back.
 * Takes the endings off what the client sent. @return the ending that our own validator had. */
static const char *take_off_codings(request_rec *r, const char *own)
{
    const char *sent = apr_table_get(r->headers_in, "If-None-Match"), *coding = NULL;
    size_t length = strlen(own) - 1; /* without the closing quote */
    int i;

    for (i = 0; sent && coding_suffixes[i]; i++) {
        const char *ending = apr_pstrcat(r->pool, coding_suffixes[i], "\"", NULL);
        const char *coded = apr_pstrcat(r->pool, apr_pstrndup(r->pool, own, length), ending, NULL);

        if (strstr(sent, coded)) {
            coding = coding_suffixes[i];
            apr_table_setn(r->headers_in, "If-None-Match", own);
        }
    }
    return coding;
}

int sc_conditions_check(sc_request_t *request, int is_early)
{
    request_rec *r = request->r;
    const char *own = apr_table_get(r->headers_out, "ETag");
    const char *sent = apr_table_get(r->headers_in, "If-None-Match");
    const char *coding;
    int status;

    if (!own || is_early != (sent && !strchr(sent, '*'))) {
        return OK;
    }
    coding = take_off_codings(r, own);
    status = ap_meets_conditions(r);
    if (status == HTTP_NOT_MODIFIED && coding) {
        /* The client is told of the representation that it has, not of the uncompressed one. */
        apr_table_setn(
            r->headers_out, "ETag",
            apr_pstrcat(r->pool, apr_pstrndup(r->pool, own, strlen(own) - 1), coding, "\"", NULL));
    }
    return status;
}
