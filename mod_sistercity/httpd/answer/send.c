/* Before APR, whose rings are then built on offsetof() and not on null pointers. */
#include <stddef.h>

#include "httpd/answer/reply.h"

#include "httpd/server/scratch.h"

#include <apr_buckets.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>

/* Cached for a year where v= names the very content (RFC 8246). */
#define IMMUTABLE "public, max-age=31536000, immutable"

/* The built-in page needs nothing but the module's own style sheet; a site's template has needs of
 * its own, and its own policy. */
#define BUILT_IN_POLICY                                                                            \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "  \
    "frame-ancestors 'self'"

void sc_send_negotiated(const sc_request_t *request)
{
    request_rec *r = request->r;

    if (request->varies_by_accept) {
        apr_table_mergen(r->headers_out, "Vary", "Accept");
    }
    if (request->route && request->route->flags & SC_ROUTE_STATIC) {
        return; /* there are no words in it */
    }
    if (request->varies_by_language) {
        apr_table_mergen(r->headers_out, "Vary", "Accept-Language");
    }
    apr_table_setn(r->headers_out, "Content-Language", sc_language_tag(request->view.language));
}

void sc_send_caching(const sc_request_t *request)
{
    request_rec *r = request->r;
    int max_age = request->config->max_age;
    /* Pages count years up to today; tomorrow they may count one more. */
    int to_midnight = (int)apr_time_sec(request->day.ends - r->request_time) + 1;
    const char *value;

    if (max_age < 0) {
        max_age = SC_MAX_AGE_DEFAULT;
    }
    if (request->route && request->route->flags & SC_ROUTE_PRIVATE) {
        value = "no-store";
    }
    else if (request->route && request->route->flags & SC_ROUTE_STATIC) {
        value = request->parameters.has_version ? IMMUTABLE : "public, max-age=3600";
    }
    else {
        value = apr_psprintf(r->pool, "%s, max-age=%d",
                             ap_auth_type(r) || r->user ? "private" : "public",
                             max_age < to_midnight ? max_age : to_midnight);
    }
    apr_table_setn(r->headers_out, "Cache-Control", value);
}

static const sc_site_template_t *template_of(const sc_request_t *request)
{
    return sc_config_template(request->config, sc_language_tag(request->view.language));
}

void sc_document_policy(const sc_request_t *request)
{
    int is_document = request->format == SC_FORMAT_HTML && !request->view.is_fragment;

    if (is_document && !template_of(request) && request->mount->handler == SC_HANDLER_PUBLIC) {
        apr_table_setn(request->r->headers_out, "Content-Security-Policy", BUILT_IN_POLICY);
    }
}

const sc_buffer_t *sc_framed(const sc_request_t *request, const sc_document_head_t *head,
                             const sc_buffer_t *content)
{
    const sc_view_t *view = &request->view;
    apr_pool_t *pool = request->r->pool;
    apr_size_t room = content->length + 8192;
    const sc_site_template_t *frame = template_of(request);
    sc_buffer_t *document;

    if (view->is_fragment) {
        return content;
    }
    /* Where it can stay until it is sent. */
    document = apr_palloc(pool, sizeof(*document));
    *document = (sc_buffer_t){.pool = pool, .data = sc_scratch_text(pool, room), .room = room};
    sc_frame_write(document, view, frame ? frame->frame : NULL, head, content);
    sc_document_policy(request);
    return document;
}

/* @param length of the body, in bytes */
static void announce(const sc_request_t *request, const char *content_type, apr_off_t length)
{
    ap_set_content_type(request->r, content_type);
    /* A part of a page has no headers that anybody would read. */
    if (!sc_request_is_included(request)) {
        ap_set_content_length(request->r, length);
        apr_table_setn(request->r->headers_out, "X-Content-Type-Options", "nosniff");
    }
}

static int pass(request_rec *r, apr_bucket_brigade *brigade)
{
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(brigade->bucket_alloc));
    apr_status_t rv = ap_pass_brigade(r->output_filters, brigade);
    if (rv != APR_SUCCESS && !r->connection->aborted) {
        ap_log_rerror(APLOG_MARK, APLOG_DEBUG, rv, r, "SC0401: the answer could not be sent");
    }
    /* Nothing else can be said to this client whatever happened: the answer is on its way. */
    return OK;
}

int sc_send(const sc_request_t *request, const char *content_type, const sc_buffer_t *body)
{
    request_rec *r = request->r;
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);

    announce(request, content_type, (apr_off_t)body->length);
    APR_BRIGADE_INSERT_TAIL(brigade,
                            apr_bucket_pool_create(body->data, body->length, r->pool, list));
    return pass(r, brigade);
}

int sc_send_file(const sc_request_t *request, const char *content_type, apr_file_t *file,
                 apr_off_t length)
{
    request_rec *r = request->r;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);

    announce(request, content_type, length);
    /* Not mapped for a filter that reads it: a file that somebody cuts off meanwhile would end the
     * process. */
    apr_bucket_file_enable_mmap(apr_brigade_insert_file(brigade, file, 0, length, r->pool), 0);
    return pass(r, brigade);
}
