#include "httpd/conditions.h"

#include "httpd/clock.h"
#include "version.h"

#include <apr_sha1.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <http_request.h>
#include <stdio.h>
#include <string.h>

/* What compressing modules append to a validator, within its quotes. */
static const char *const coding_suffixes[] = {"-gzip", "-br", NULL};

/* Everything that decides on the bytes of the answer. */
static const char *essence(const sc_request_t *request)
{
    const sc_view_t *view = &request->view;
    const sc_directory_config_t *config = request->config;
    apr_pool_t *pool = view->pool;
    const char *numbers;

    if (request->route->flags & SC_ROUTE_STATIC) {
        return SC_BUILD_ID;
    }
    numbers = apr_psprintf(pool, "%" APR_INT64_T_FMT " %d %d %d %d %d", request->state.revision,
                           request->state.schema, view->is_fragment, view->heading, view->limit,
                           view->lang_in_links);
    return apr_pstrcat(pool, SC_BUILD_ID, "\n", numbers, "\n", view->today, "\n",
                       sc_language_tag(view->language), "\n",
                       apr_array_pstrcat(pool, view->languages, ','), "\n", view->base_url, "\n",
                       view->mount, "\n", view->path, sc_formats[request->format].suffix, "\n",
                       view->arguments, "\n", view->home ? view->home : "", "\n",
                       config->template_stamp ? config->template_stamp : "", "\n",
                       config->labels_stamp ? config->labels_stamp : "", NULL);
}

static const char *validator(const sc_request_t *request)
{
    const char *text = essence(request);
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char hex[2 * 10 + 1];
    apr_sha1_ctx_t sha1;
    int i;

    apr_sha1_init(&sha1);
    apr_sha1_update(&sha1, text, (unsigned)strlen(text));
    apr_sha1_final(digest, &sha1);
    for (i = 0; i < 10; i++) {
        apr_snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    return apr_psprintf(request->r->pool, "\"%s\"", hex);
}

/* The store writes "2026-11-22T03:31:00Z". 0 if it is something else. */
static apr_time_t parsed_time(const char *text)
{
    apr_time_exp_t parts = {0};
    apr_time_t moment;

    if (sscanf(text, "%d-%d-%dT%d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
               &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 6) {
        return 0;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return apr_time_exp_gmt_get(&moment, &parts) == APR_SUCCESS ? moment : 0;
}

void sc_conditions_announce(sc_request_t *request)
{
    request_rec *r = request->r;

    if (sc_request_is_included(request) || request->route->flags & SC_ROUTE_PRIVATE) {
        return;
    }
    apr_table_setn(r->headers_out, "ETag", validator(request));
    if (request->state.modified) {
        ap_update_mtime(r, parsed_time(request->state.modified));
        /* Pages count years up to today, so each day has made them anew. */
        ap_update_mtime(r, sc_clock_midnight(r->request_time));
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
