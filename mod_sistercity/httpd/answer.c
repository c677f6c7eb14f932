#include "httpd/answer.h"

#include "httpd/conditions.h"
#include "httpd/document.h"
#include "httpd/errors.h"
#include "httpd/send.h"
#include "store/read.h"

#include <apr_strings.h>

static sc_load_fn *loader_of(const sc_request_t *request)
{
    const sc_route_t *route = request->route;

    return request->format != SC_FORMAT_HTML && route->load_data ? route->load_data : route->load;
}

/* The item is not there: was it ever? */
static int missing_item(sc_request_t *request, sc_db_t *db)
{
    const sc_route_t *route = request->route;
    const char *now = NULL;
    sc_fate_e fate;
    apr_status_t rv;

    rv = sc_read_fate(db, request->r->pool, route->item, request->slug, &fate, &now);
    if (rv != APR_SUCCESS) {
        return sc_database_failure(request, db, rv);
    }
    if (fate == SC_FATE_RENAMED) {
        request->location =
            sc_request_location(request, sc_route_path(route, now, request->r->pool));
        request->slug = now;
        return HTTP_MOVED_PERMANENTLY;
    }
    return fate == SC_FATE_GONE ? HTTP_GONE : HTTP_NOT_FOUND;
}

static int load_home(sc_request_t *request, sc_db_t *db, void **data)
{
    const char *home = request->config->home;
    apr_status_t rv = loader_of(request)(db, request->r->pool, home, request->view.query, data);

    if (home && APR_STATUS_IS_ENOENT(rv)) {
        sc_logf(request->r, APLOG_WARNING, 0,
                "SC0306: SisterCityHome %s is not in the registry; the overview is the whole "
                "registry's",
                home);
        rv = loader_of(request)(db, request->r->pool, NULL, request->view.query, data);
    }
    return rv == APR_SUCCESS ? OK : sc_database_failure(request, db, rv);
}

static int load_item(sc_request_t *request, sc_db_t *db, void **data)
{
    apr_pool_t *pool = request->r->pool;
    apr_status_t rv = loader_of(request)(db, pool, request->slug, request->view.query, data);
    int status;

    if (rv == APR_SUCCESS) {
        return OK;
    }
    if (!APR_STATUS_IS_ENOENT(rv) || !request->slug) {
        return sc_database_failure(request, db, rv);
    }
    status = missing_item(request, db);
    if (status != HTTP_MOVED_PERMANENTLY || !sc_request_is_included(request)) {
        return status;
    }
    /* A page that includes it cannot be sent elsewhere; its webmaster is told the new address. */
    sc_logf(request->r, APLOG_INFO, 0, "SC0203: %s has moved to %s", request->r->uri,
            request->location);
    rv = loader_of(request)(db, pool, request->slug, request->view.query, data);
    return rv == APR_SUCCESS ? OK : sc_database_failure(request, db, rv);
}

/* The home's country decides what relationships are called. */
static void read_home_country(sc_request_t *request, sc_db_t *db)
{
    void *home;

    if (request->config->home && sc_read_item(db, request->r->pool, &sc_place,
                                              request->config->home, &home) == APR_SUCCESS) {
        request->view.home_country = ((const sc_place_t *)home)->country;
    }
}

int sc_answer_load(sc_request_t *request, sc_db_t *db, void *baton)
{
    const sc_route_t *route = request->route;
    void **data = baton;
    int status;

    sc_conditions_announce(request);
    status = sc_conditions_check(request, 1);
    if (status != OK || !route->load) {
        return status;
    }
    status =
        route->flags & SC_ROUTE_HOME ? load_home(request, db, data) : load_item(request, db, data);
    if (status == OK) {
        read_home_country(request, db);
    }
    return status;
}

static const sc_buffer_t *present_page(sc_request_t *request, const void *data)
{
    const sc_view_t *view = &request->view;
    sc_buffer_t *content = sc_buffer_new(view->pool, 16384);
    sc_document_head_t head;

    request->route->page(content, view, data);
    head.title = request->route->title(view, data);
    head.suffixes = sc_format_suffixes(request->route, view->pool);
    head.is_indexable = *view->arguments == '\0' && !(request->route->flags & SC_ROUTE_PRIVATE);
    return sc_framed(request, &head, content);
}

static const sc_buffer_t *present(sc_request_t *request, const void *data)
{
    sc_buffer_t *body;

    if (request->format == SC_FORMAT_HTML) {
        return present_page(request, data);
    }
    body = sc_buffer_new(request->r->pool, 16384);
    request->route->data[request->format](body, &request->view, data);
    return body;
}

/* Spreadsheets are saved under a name that says what is in them. */
static void name_download(const sc_request_t *request)
{
    const char *name = strrchr(request->view.path, '/') + 1;

    if (request->format == SC_FORMAT_CSV) {
        apr_table_setn(request->r->headers_out, "Content-Disposition",
                       apr_psprintf(request->r->pool, "attachment; filename=\"%s.csv\"", name));
    }
}

static int answer_unchanged(sc_request_t *request, int status)
{
    sc_send_negotiated(request);
    sc_send_caching(request);
    sc_counters_unchanged(request->server->counters);
    request->r->status = status;
    return status;
}

static int answer_with(sc_request_t *request, const void *data)
{
    const sc_buffer_t *body = present(request, data);

    sc_send_negotiated(request);
    sc_send_caching(request);
    name_download(request);
    sc_counters_answered(request->server->counters, sc_request_is_included(request));
    return sc_send(request, sc_formats[request->format].content_type, body);
}

static int gather(sc_request_t *request, sc_with_database_fn *stage, void **data)
{
    int status;

    if (request->route->flags & SC_ROUTE_STATIC) {
        sc_conditions_announce(request);
        status = sc_conditions_check(request, 1);
    }
    else {
        status = sc_with_database(request, stage, data);
    }
    return status == OK ? sc_conditions_check(request, 0) : status;
}

int sc_answer(sc_request_t *request, int status, sc_with_database_fn *stage)
{
    void *data = NULL;

    if (status == OK) {
        status = gather(request, stage, &data);
    }
    if (status == OK) {
        return answer_with(request, data);
    }
    return status == HTTP_NOT_MODIFIED ? answer_unchanged(request, status)
                                       : sc_error_answer(request, status);
}
