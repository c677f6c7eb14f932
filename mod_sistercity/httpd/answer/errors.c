#include "httpd/answer/reply.h"

#include "httpd/server/log.h"
#include "httpd/server/status.h"
#include "present/write/html.h"

#include <apr_strings.h>
#include <http_protocol.h>

static int is_redirection(int status)
{
    return status == HTTP_MOVED_PERMANENTLY || status == HTTP_PERMANENT_REDIRECT;
}

const char *sc_error_line(const sc_problems_t *problems, apr_pool_t *pool)
{
    const char *line = "";

    for (int i = 0; i < problems->items->nelts && i < 5; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

        line = apr_pstrcat(pool, line, i ? " " : "", problem->field ? problem->field : "",
                           problem->field ? ": " : "", sc_problem_english(problem, pool), NULL);
    }
    return line;
}

/* A page may hand its readers' arguments on, so that they choose what the message says. */
static const char *kind_of(request_rec *r, int is_in_page, int status,
                           const sc_problems_t *problems)
{
    const char *page = !is_in_page ? "" : r->main ? r->main->uri : r->uri;
    const char *code = status == HTTP_BAD_REQUEST && problems->items->nelts > 0
                           ? APR_ARRAY_IDX(problems->items, 0, sc_problem_t).code
                           : "";

    return apr_psprintf(r->pool, "SC0202 %s %d %s", page, status, code);
}

void sc_error_log(request_rec *r, const char *what, int is_element, int status,
                  const sc_problems_t *problems)
{
    const char *why =
        status == HTTP_BAD_REQUEST
            ? sc_error_line(problems, r->pool)
            : apr_psprintf(r->pool, "it would be answered by %s.", ap_get_status_line(status));

    /* Anybody can ask for a fragment by hand; only what stands in a page is the site's own. */
    int is_in_page = is_element || r->main;

    sc_logf_kind(r, is_in_page ? APLOG_WARNING : APLOG_INFO, APR_SUCCESS,
                 kind_of(r, is_in_page, status, problems), "SC0202: %s cannot be shown: %s", what,
                 why);
}

/* A fragment that is refused stands in somebody's page, and only the log tells them why. */
static void log_refusal(const sc_request_t *request, int status)
{
    request_rec *r = request->r;

    /* The database's failure was logged where it happened; a redirection shows what was meant. */
    if (request->view.is_fragment && status != HTTP_SERVICE_UNAVAILABLE &&
        !is_redirection(status)) {
        sc_error_log(r, apr_pstrcat(r->pool, r->uri, r->args ? "?" : "", r->args, NULL), 0, status,
                     request->problems);
    }
}

static void set_headers(const sc_request_t *request, int status)
{
    request_rec *r = request->r;

    if (request->mount->handler == SC_HANDLER_ADMIN) {
        apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    }
    else {
        apr_table_unset(r->headers_out, "ETag");
        apr_table_unset(r->headers_out, "Last-Modified");
        apr_table_setn(r->headers_out, "Cache-Control", "no-cache");
    }
    if (is_redirection(status)) {
        apr_table_setn(r->headers_out, "Location", request->location);
        sc_send_caching(request);
    }
    if (status == HTTP_METHOD_NOT_ALLOWED && !apr_table_get(r->headers_out, "Allow")) {
        apr_table_setn(r->headers_out, "Allow", "GET, HEAD");
    }
    if (status == HTTP_SERVICE_UNAVAILABLE) {
        apr_table_setn(r->headers_out, "Retry-After", SC_RETRY_AFTER);
    }
}

/* The status that goes over the wire, which for fragments is not always the truth. */
static int outer_status(const sc_request_t *request, int status)
{
    int is_polite = request->view.is_fragment && status == HTTP_BAD_REQUEST;

    return sc_request_is_included(request) || is_polite ? HTTP_OK : status;
}

/* For programs that do not follow by themselves; browsers never show it. */
static int answer_redirection(sc_request_t *request)
{
    const sc_view_t *view = &request->view;
    const char *title = sc_say(view, N_("This has moved"));
    sc_buffer_t *body = sc_buffer_new(view->pool, 512);

    sc_html(body,
            "<!DOCTYPE html>\n<html lang=\"%t\"><title>%t</title>\n"
            "<p><a href=\"%u\">%t</a></p></html>\n",
            sc_language_tag(view->language), title, request->location, title);
    return sc_send(request, sc_formats[SC_FORMAT_HTML].content_type, body);
}

static int answer_problem(sc_request_t *request, const sc_notice_t *notice)
{
    const sc_view_t *view = &request->view;
    sc_buffer_t *body = sc_buffer_new(view->pool, 512);

    sc_json_problem(body, view, notice->status, sc_say(view, notice->title),
                    sc_say(view, notice->advice), notice->problems);
    return sc_send(request, "application/problem+json", body);
}

static int answer_notice(sc_request_t *request, const sc_notice_t *notice)
{
    const sc_view_t *view = &request->view;
    sc_buffer_t *content = sc_buffer_new(view->pool, 2048);
    const sc_document_head_t head = {.title = sc_say(view, notice->title),
                                     .is_admin = request->mount->handler == SC_HANDLER_ADMIN};

    sc_page_notice(content, view, notice);
    return sc_send(request, sc_formats[SC_FORMAT_HTML].content_type,
                   sc_framed(request, &head, content));
}

int sc_error_answer(sc_request_t *request, int status)
{
    int is_about_input = status == HTTP_BAD_REQUEST || request->mount->handler == SC_HANDLER_ADMIN;
    const sc_problems_t *problems = is_about_input ? request->problems : NULL;
    sc_notice_t notice = sc_notice_for(status, problems);

    log_refusal(request, status);
    set_headers(request, status);
    sc_send_negotiated(request);
    sc_counters_refused(request->server->counters, status);
    /* Not returned to httpd: it would put its own page in place of this one, and drop the headers.
     */
    request->r->status = outer_status(request, status);
    request->r->status_line = NULL;
    if (sc_formats[request->format].is_data && status != HTTP_MOVED_PERMANENTLY) {
        return answer_problem(request, &notice);
    }
    return is_redirection(status) ? answer_redirection(request) : answer_notice(request, &notice);
}

const sc_buffer_t *sc_error_fragment(request_rec *r, const sc_mount_t *mount, const char *lang,
                                     const sc_problems_t *problems)
{
    sc_request_t *request = sc_request_bare(r, mount);
    sc_notice_t notice = sc_notice_for(HTTP_BAD_REQUEST, problems);
    const sc_language_t *asked =
        lang ? sc_languages_get(request->server->process->languages, lang) : NULL;
    sc_buffer_t *content = sc_buffer_new(r->pool, 512);

    request->view.language = asked ? asked : request->view.language;
    request->view.is_fragment = 1;
    request->view.heading = 2;
    sc_page_notice(content, &request->view, &notice);
    return content;
}
