#include "httpd/answer/download.h"
#include "httpd/answer/identity.h"
#include "httpd/answer/reply.h"
#include "httpd/server/flight.h"
#include "httpd/server/log.h"
#include "httpd/server/scratch.h"
#include "httpd/server/status.h"
#include "present/picture/map.h"
#include "present/write/html.h"
#include "store/db/values.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <http_vhost.h>
#include <string.h>
#include <util_filter.h>

/* Room for the text of most answers, in bytes: growing copies what is there, and leaves as much
 * behind in the pool. */
enum { MOST_PAGES = 65536 };

static sc_load_fn *loader_of(const sc_request_t *request)
{
    const sc_route_t *route = request->route;

    return request->format != SC_FORMAT_HTML && route->load_data ? route->load_data : route->load;
}

static int load_home(sc_request_t *request, sc_db_t *db, void **data)
{
    const char *home = request->config->home;
    apr_pool_t *pool = request->view.pool;
    apr_status_t rv = loader_of(request)(db, pool, home, request->view.query, data);

    if (home && APR_STATUS_IS_ENOENT(rv)) {
        sc_logf(request->r, APLOG_WARNING, 0,
                "SC0306: SisterCityHome %s is not in the registry; the overview is the whole "
                "registry's",
                home);
        rv = loader_of(request)(db, pool, NULL, request->view.query, data);
    }
    return sc_database_status(request, db, rv);
}

static int load_item(sc_request_t *request, sc_db_t *db, void **data)
{
    apr_pool_t *pool = request->view.pool;
    apr_status_t rv = loader_of(request)(db, pool, request->slug, request->view.query, data);

    if (rv == APR_SUCCESS) {
        return OK;
    }
    if (!APR_STATUS_IS_ENOENT(rv) || !request->slug) {
        return sc_database_status(request, db, rv);
    }
    if (!request->route->item) {
        return HTTP_NOT_FOUND;
    }
    int status = sc_database_missing(request, db, request->route->item);
    if (status != HTTP_MOVED_PERMANENTLY || !sc_request_is_included(request)) {
        return status;
    }
    /* A page that includes it cannot be sent elsewhere; its webmaster is told the new address. */
    sc_logf(request->r, APLOG_INFO, 0, "SC0203: %s has moved to %s", request->r->uri,
            request->location);
    rv = loader_of(request)(db, pool, request->slug, request->view.query, data);
    return sc_database_status(request, db, rv);
}

/* From here on the view's pool is one that ends with the making. Not before there is a connection:
 * many may wait for one, but no more make answers than there are. */
static void begin_making(sc_request_t *request)
{
    apr_pool_t *scratch = sc_scratch_take(request->server->process->scratch);

    if (scratch) {
        request->view.pool = scratch;
    }
}

static const sc_buffer_t *taken_out(const sc_buffer_t *body, apr_pool_t *pool)
{
    sc_buffer_t *taken = apr_pmemdup(pool, body, sizeof(*body));

    taken->pool = pool;
    taken->room = body->length + 1;
    taken->data = sc_scratch_text(pool, taken->room);
    memcpy(taken->data, body->data, taken->room);
    return taken;
}

/* Takes the body, or NULL, out of what ends now, and leaves nothing of that in the view. */
static const sc_buffer_t *end_making(sc_request_t *request, const sc_buffer_t *body)
{
    apr_pool_t *scratch = request->view.pool;

    if (scratch == request->r->pool) {
        return body;
    }
    body = body && body->pool == scratch ? taken_out(body, request->r->pool) : body;
    request->view.pool = request->r->pool;
    request->view.home_country = NULL;
    sc_scratch_give(request->server->process->scratch, scratch);
    return body;
}

/* The home's country decides what relationships are called. */
static void read_home(sc_request_t *request, sc_db_t *db)
{
    void *home = NULL;

    if (request->config->home && sc_read_item(db, request->view.pool, &sc_place,
                                              request->config->home, &home) == APR_SUCCESS) {
        request->view.home_country = ((const sc_place_t *)home)->country;
    }
}

int sc_answer_load(sc_request_t *request, sc_db_t *db, void *baton)
{
    const sc_route_t *route = request->route;
    void **data = baton;

    sc_conditions_announce(request);
    int status = sc_conditions_check(request, 1);
    if (status != OK || !route->load) {
        return status;
    }
    begin_making(request);
    sc_db_begin_reading(db);
    status =
        route->flags & SC_ROUTE_HOME ? load_home(request, db, data) : load_item(request, db, data);
    if (status == OK) {
        read_home(request, db);
    }
    if (status == OK && request->download) {
        status = sc_download_write(request, db, loader_of(request), *data);
    }
    sc_db_end_reading(db);
    return status;
}

static const sc_buffer_t *present_page(sc_request_t *request, const void *data)
{
    const sc_view_t *view = &request->view;
    sc_buffer_t *content = sc_buffer_new(view->pool, MOST_PAGES);
    sc_document_head_t head = {0};

    request->route->page(content, view, data);
    if (view->link_class) {
        content = sc_html_with_link_class(content, view->link_class);
    }
    head.title = request->route->title(view, data);
    head.formats = sc_route_formats(request->route);
    head.kin = request->route->kin;
    head.has_maps = sc_has_maps(&request->view);
    head.is_indexable = *view->arguments == '\0' && !(request->route->flags & SC_ROUTE_PRIVATE);
    return sc_framed(request, &head, content);
}

static const sc_buffer_t *present(sc_request_t *request, const void *data)
{
    if (request->format == SC_FORMAT_HTML) {
        return present_page(request, data);
    }
    sc_buffer_t *body = sc_buffer_new(request->view.pool, MOST_PAGES);
    if (request->route->collection) {
        request->links =
            apr_pstrdup(request->r->pool,
                        sc_links_of_list(&request->view, sc_formats[request->format].suffix, data));
    }
    sc_request_begin_csv(request, body);
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

/* What a compressing filter adds to a whole answer a client must hear with a 304, too, though the
 * filter does not see it. */
static void name_coding(request_rec *r)
{
    for (const ap_filter_t *filter = r->output_filters; filter; filter = filter->next) {
        if (ap_strcasestr(filter->frec->name, "deflate") ||
            ap_strcasestr(filter->frec->name, "brotli")) {
            apr_table_mergen(r->headers_out, "Vary", "Accept-Encoding");
            return;
        }
    }
}

static int answer_unchanged(sc_request_t *request, int status)
{
    name_coding(request->r);
    sc_send_negotiated(request);
    sc_send_caching(request);
    sc_counters_add(request->server->counters, SC_UNCHANGED, 1);
    request->r->status = status;
    return status;
}

static void set_headers(sc_request_t *request)
{
    sc_send_negotiated(request);
    sc_send_caching(request);
    sc_document_policy(request);
    name_download(request);
    if (request->links) {
        apr_table_setn(request->r->headers_out, "Link", request->links);
    }
}

static int answer_with(sc_request_t *request, const sc_buffer_t *body)
{
    int is_included = sc_request_is_included(request);

    /* A part of a page has no headers that anybody would read. */
    if (!is_included) {
        set_headers(request);
    }
    sc_counters_add(request->server->counters, is_included ? SC_INCLUDED : SC_ANSWERED, 1);
    return sc_send(request, sc_formats[request->format].content_type, body);
}

static int answer_download(sc_request_t *request)
{
    set_headers(request);
    sc_counters_add(request->server->counters, SC_ANSWERED, 1);
    return sc_send_file(request, sc_formats[request->format].content_type, request->download->file,
                        request->download->length);
}

static int answer_otherwise(sc_request_t *request, int status)
{
    return status == HTTP_NOT_MODIFIED ? answer_unchanged(request, status)
                                       : sc_error_answer(request, status);
}

static int answer_cached(sc_request_t *request, const sc_cache_entry_t *entry, sc_counted_e origin)
{
    int status = sc_conditions_check(request, 0);

    request->links = entry->links;
    sc_counters_add(request->server->counters, origin, 1);
    return status == OK ? answer_with(request, &entry->body) : answer_otherwise(request, status);
}

/* The last good response, which says how old it is. */
static int answer_stale(sc_request_t *request, sc_cache_entry_t *entry, apr_time_t confirmed)
{
    request_rec *r = request->r;
    apr_int64_t age =
        apr_time_sec(entry->mark == request->mark && confirmed ? sc_running_time() - confirmed
                                                               : apr_time_now() - entry->made);

    if (age > sc_config_stale_if_error(request->config)) {
        return sc_error_answer(request, HTTP_SERVICE_UNAVAILABLE);
    }
    request->mark = entry->mark;
    request->view.today = entry->today;
    sc_conditions_announce(request);
    apr_table_setn(r->headers_out, "Age", apr_ltoa(r->pool, (long)(age > 0 ? age : 0)));
    int status = sc_conditions_check(request, 1);
    return status == OK ? answer_cached(request, entry, SC_STALE)
                        : answer_otherwise(request, status);
}

/* @param body NULL unless OK */
static int make(sc_request_t *request, sc_with_database_fn *stage, const sc_buffer_t **body)
{
    void *data = NULL;
    int status;

    *body = NULL;
    request->made = apr_time_now();
    if (request->route->flags & SC_ROUTE_STATIC) {
        sc_conditions_announce(request);
        status = sc_conditions_check(request, 1);
    }
    else {
        status = sc_with_database(request, stage, &data);
    }
    if (status == OK) {
        status = sc_conditions_check(request, 0);
    }
    if (status == OK) {
        *body = present(request, data);
    }
    *body = end_making(request, *body);
    return status;
}

/* What is known of the registry, from the database if need be. */
static sc_standing_e find_standing(sc_request_t *request, apr_time_t *confirmed)
{
    sc_revision_t *revision = request->server->revision;
    sc_standing_e standing =
        sc_revision_look(revision, sc_running_time(), &request->mark, confirmed);
    sc_mark_t known = request->mark;

    if (standing != SC_STANDING_ASK) {
        return standing;
    }
    if (sc_with_database(request, NULL, NULL) == OK) {
        return SC_STANDING_CURRENT;
    }
    request->mark = known;
    return SC_STANDING_AWAY;
}

/* What there is before anything is made. */
typedef struct found_t {
    sc_standing_e standing;
    apr_time_t confirmed; /* when the database last answered */
    sc_cache_entry_t entry;
    int is_too_large; /* the cache knows that it cannot store this answer */
    int is_usable;    /* it has stored one, of some time */
    int is_current;   /* and that is the answer of now */
} found_t;

/* @return OK, or what the client's conditions come to */
static int look(sc_request_t *request, found_t *found)
{
    const sc_cache_entry_t *entry = &found->entry;

    found->standing = find_standing(request, &found->confirmed);
    if (found->standing == SC_STANDING_CURRENT) {
        sc_conditions_announce(request);
        int status = sc_conditions_check(request, 1);
        if (status != OK) {
            return status;
        }
    }
    int is_there = sc_cache_find(request->server->cache, request->r, request->key, &found->entry);
    found->is_too_large = is_there && entry->is_too_large;
    found->is_usable = is_there && !entry->is_too_large;
    found->is_current = found->is_usable && found->standing == SC_STANDING_CURRENT &&
                        entry->mark == request->mark &&
                        strcmp(entry->today, request->view.today) == 0;
    return OK;
}

static void store(const sc_request_t *request, const sc_buffer_t *body)
{
    sc_cache_entry_t entry = {
        .mark = request->mark, .made = request->made, .links = request->links, .body = *body};

    apr_cpystrn(entry.today, request->view.today, sizeof(entry.today));
    sc_cache_store(request->server->cache, request->r, request->key, &entry,
                   sc_config_stale_if_error(request->config));
}

/* Makes the answer also for those who wait for it. */
static int answer_anew(sc_request_t *request, sc_with_database_fn *stage, const sc_flight_t *flight,
                       found_t *found)
{
    const sc_buffer_t *body;
    int status = make(request, stage, &body);

    sc_counters_add(request->server->counters, SC_MISSED, 1);
    if (status == OK) {
        store(request, body);
    }
    sc_flight_end(flight);
    if (status == HTTP_SERVICE_UNAVAILABLE && found->is_usable) {
        return answer_stale(request, &found->entry, found->confirmed);
    }
    return status == OK ? answer_with(request, body) : answer_otherwise(request, status);
}

static int answer_through_cache(sc_request_t *request, sc_with_database_fn *stage)
{
    sc_flight_t flight = {NULL, 0};
    sc_counted_e origin = SC_HIT;
    found_t found;
    int status = look(request, &found);

    if (status == OK && found.is_usable && found.standing == SC_STANDING_AWAY) {
        return answer_stale(request, &found.entry, found.confirmed);
    }
    if (status == OK && !found.is_current && !found.is_too_large &&
        !sc_flight_begin(request->server->flights, request->key, &flight)) {
        origin = SC_WAITED;
        status = look(request, &found);
    }
    if (status != OK) {
        return answer_otherwise(request, status);
    }
    return found.is_current ? answer_cached(request, &found.entry, origin)
                            : answer_anew(request, stage, &flight, &found);
}

static int download(sc_request_t *request, sc_with_database_fn *stage)
{
    void *list = NULL;
    int status = sc_download_begin(request);

    if (status != OK) {
        return answer_otherwise(request, status);
    }
    status = sc_with_database(request, stage, &list);
    sc_download_end(request);
    end_making(request, NULL);
    if (status == OK) {
        status = sc_conditions_check(request, 0);
    }
    return status == OK ? answer_download(request) : answer_otherwise(request, status);
}

/* Whether the host that is asked for is one of the server's, if that knows its name: others anybody
 * can invent, and answers with their names in them would take the place of all others. */
static int has_known_host(const sc_request_t *request)
{
    request_rec *r = request->r;
    const conn_rec *connection = r->connection;
    apr_port_t port = r->parsed_uri.port_str ? r->parsed_uri.port : 0;

    if (request->config->base_url || !r->hostname || !request->server->has_name) {
        return 1;
    }
    return (!port || port == r->server->port || port == connection->local_addr->port) &&
           (ap_matches_request_vhost(r, r->hostname, r->server->port) ||
            strcmp(r->hostname, connection->local_ip) == 0 ||
            strcasecmp(r->hostname, "localhost") == 0);
}

int sc_answer(sc_request_t *request, int status, sc_with_database_fn *stage)
{
    const sc_buffer_t *body;

    if (status != OK) {
        return answer_otherwise(request, status);
    }
    sc_identify(request);
    if (sc_download_is_asked(request)) {
        return download(request, stage);
    }
    if (request->server->cache && request->mount->handler == SC_HANDLER_PUBLIC &&
        !(request->route->flags & (SC_ROUTE_STATIC | SC_ROUTE_PRIVATE)) &&
        has_known_host(request)) {
        return answer_through_cache(request, stage);
    }
    status = make(request, stage, &body);
    return status == OK ? answer_with(request, body) : answer_otherwise(request, status);
}
