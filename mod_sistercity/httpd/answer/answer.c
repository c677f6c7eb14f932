#include "httpd/answer/answer.h"

#include "httpd/answer/cache.h"
#include "httpd/answer/conditions.h"
#include "httpd/answer/document.h"
#include "httpd/answer/errors.h"
#include "httpd/answer/flight.h"
#include "httpd/answer/identity.h"
#include "httpd/answer/send.h"
#include "store/edit/touched.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

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
    apr_pool_t *pool = request->view.pool;
    apr_status_t rv = loader_of(request)(db, pool, home, request->view.query, data);

    if (home && APR_STATUS_IS_ENOENT(rv)) {
        sc_logf(request->r, APLOG_WARNING, 0,
                "SC0306: SisterCityHome %s is not in the registry; the overview is the whole "
                "registry's",
                home);
        rv = loader_of(request)(db, pool, NULL, request->view.query, data);
    }
    return rv == APR_SUCCESS ? OK : sc_database_failure(request, db, rv);
}

static int load_item(sc_request_t *request, sc_db_t *db, void **data)
{
    apr_pool_t *pool = request->view.pool;
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
    body = body ? taken_out(body, request->r->pool) : NULL;
    request->view.pool = request->r->pool;
    request->view.home_country = NULL;
    sc_scratch_give(request->server->process->scratch, scratch);
    return body;
}

/* The home's country decides what relationships are called. @return the home, or NULL */
static const sc_place_t *read_home(sc_request_t *request, sc_db_t *db)
{
    void *home = NULL;

    if (!request->config->home || sc_read_item(db, request->view.pool, &sc_place,
                                               request->config->home, &home) != APR_SUCCESS) {
        return NULL;
    }
    request->view.home_country = ((const sc_place_t *)home)->country;
    return home;
}

/* The item that a change must touch to change the page of another or its own: what belongs to a
 * partnership is part of that. NULL: it is not known. */
static const sc_record_t *shown_item(const sc_entity_t *item, const void *data)
{
    if (item == &sc_agreement || item == &sc_activity) {
        return (const sc_record_t *)((const sc_item_dossier_t *)data)->partnership;
    }
    return *(const sc_record_t *const *)data; /* what is told of an item begins with it */
}

static void note_shown(sc_request_t *request, const void *data, const sc_place_t *home)
{
    const sc_route_t *route = request->route;
    const sc_record_t *item;

    if (!route->item || route->flags & SC_ROUTE_HOME || request->format != SC_FORMAT_HTML ||
        (request->config->home && !home)) {
        return;
    }
    item = shown_item(route->item, data);
    if (!item) {
        return;
    }
    sc_shown_add(&request->shown, item->entity->collection, item->id);
    if (home) {
        sc_shown_add(&request->shown, SC_TOUCHED_HOME, home->record.id);
    }
}

int sc_answer_load(sc_request_t *request, sc_db_t *db, void *baton)
{
    const sc_route_t *route = request->route;
    const char *slug = request->slug;
    void **data = baton;
    int status;

    sc_conditions_announce(request);
    status = sc_conditions_check(request, 1);
    if (status != OK || !route->load) {
        return status;
    }
    begin_making(request);
    sc_db_begin_reading(db);
    status =
        route->flags & SC_ROUTE_HOME ? load_home(request, db, data) : load_item(request, db, data);
    if (status == OK) {
        const sc_place_t *home = read_home(request, db);

        /* What a former address shows may become another item's. */
        if (request->slug == slug) {
            note_shown(request, *data, home);
        }
    }
    sc_db_end_reading(db);
    return status;
}

static const sc_buffer_t *present_page(sc_request_t *request, const void *data)
{
    const sc_view_t *view = &request->view;
    sc_buffer_t *content = sc_buffer_new(view->pool, 16384);
    sc_document_head_t head = {0};

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
    body = sc_buffer_new(request->view.pool, 16384);
    if (request->route->data[SC_FORMAT_CSV] == sc_csv_list) {
        request->links =
            apr_pstrdup(request->r->pool,
                        sc_links_of_list(&request->view, sc_formats[request->format].suffix, data));
    }
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
    /* A part of a page has no headers that anybody would read. */
    if (!sc_request_is_included(request)) {
        set_headers(request);
    }
    sc_counters_answered(request->server->counters, sc_request_is_included(request));
    return sc_send(request, sc_formats[request->format].content_type, body);
}

static int answer_otherwise(sc_request_t *request, int status)
{
    return status == HTTP_NOT_MODIFIED ? answer_unchanged(request, status)
                                       : sc_error_answer(request, status);
}

static int answer_kept(sc_request_t *request, const sc_kept_t *kept, sc_origin_e origin)
{
    int status = sc_conditions_check(request, 0);

    request->links = kept->links;
    sc_counters_origin(request->server->counters, origin);
    return status == OK ? answer_with(request, &kept->body) : answer_otherwise(request, status);
}

/* The last good response, which says how old it is. */
static int answer_stale(sc_request_t *request, sc_kept_t *kept, apr_time_t confirmed)
{
    request_rec *r = request->r;
    apr_time_t good = kept->mark == request->mark && confirmed ? confirmed : kept->made;
    apr_int64_t age = apr_time_sec(apr_time_now() - good);
    int status;

    if (age > sc_config_stale_if_error(request->config)) {
        return sc_error_answer(request, HTTP_SERVICE_UNAVAILABLE);
    }
    request->mark = kept->mark;
    request->view.today = kept->today;
    sc_conditions_announce(request);
    apr_table_setn(r->headers_out, "Age", apr_ltoa(r->pool, (long)(age > 0 ? age : 0)));
    status = sc_conditions_check(request, 1);
    return status == OK ? answer_kept(request, kept, SC_ORIGIN_STALE)
                        : answer_otherwise(request, status);
}

/* Makes the answer, and keeps it for others if there is a cache. @param body NULL unless OK */
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
    sc_standing_e standing = sc_revision_look(revision, apr_time_now(), &request->mark, confirmed);
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
    sc_kept_t kept;
    int is_too_large; /* the cache knows that it cannot keep this answer */
    int is_usable;    /* it has kept one, of some time */
    int is_present;   /* and that is the answer of now */
} found_t;

/* Whether the kept answer is that of now. */
static int is_of_now(const sc_request_t *request, const sc_kept_t *kept)
{
    return strcmp(kept->today, request->view.today) == 0 &&
           (kept->mark == request->mark ||
            sc_freshness_holds(request->server->freshness, kept->mark, request->mark,
                               &kept->shown));
}

/* The answer is that of a state before, and so are its validators.
 * @return OK, or what the client's conditions come to */
static int go_back_to(sc_request_t *request, const sc_kept_t *kept)
{
    sc_counters_outlived(request->server->counters);
    request->mark = kept->mark;
    sc_conditions_announce(request);
    return sc_conditions_check(request, 1);
}

/* @return OK, or what the client's conditions come to */
static int look(sc_request_t *request, found_t *found)
{
    sc_kept_t *kept = &found->kept;
    int status = OK, is_there;

    found->standing = find_standing(request, &found->confirmed);
    if (found->standing == SC_STANDING_CURRENT) {
        sc_conditions_announce(request);
        status = sc_conditions_check(request, 1);
    }
    /* Any other condition may be true of an answer that is older and still holds. */
    if (status == HTTP_NOT_MODIFIED) {
        return status;
    }
    is_there = sc_cache_find(request->server->cache, request, kept);
    found->is_too_large = is_there && kept->is_too_large;
    found->is_usable = is_there && !kept->is_too_large;
    found->is_present =
        found->is_usable && found->standing == SC_STANDING_CURRENT && is_of_now(request, kept);
    return found->is_present && kept->mark != request->mark ? go_back_to(request, kept) : OK;
}

/* Makes the answer also for those who wait for it. */
static int answer_anew(sc_request_t *request, sc_with_database_fn *stage, const sc_flight_t *flight,
                       found_t *found)
{
    const sc_buffer_t *body;
    int status = make(request, stage, &body);

    sc_counters_origin(request->server->counters, SC_ORIGIN_MADE);
    if (status == OK) {
        sc_cache_keep(request->server->cache, request, body);
    }
    sc_flight_end(flight);
    if (status == HTTP_SERVICE_UNAVAILABLE && found->is_usable) {
        return answer_stale(request, &found->kept, found->confirmed);
    }
    return status == OK ? answer_with(request, body) : answer_otherwise(request, status);
}

static int answer_through_cache(sc_request_t *request, sc_with_database_fn *stage)
{
    sc_flight_t flight = {NULL, 0};
    found_t found;
    int status = look(request, &found);

    if (status == OK && found.is_present) {
        return answer_kept(request, &found.kept, SC_ORIGIN_CACHE);
    }
    if (status == OK && found.is_usable && found.standing == SC_STANDING_AWAY) {
        return answer_stale(request, &found.kept, found.confirmed);
    }
    if (status == OK && !found.is_too_large &&
        !sc_flight_begin(request->server->flights, request->key, &flight)) {
        status = look(request, &found);
        if (status == OK && found.is_present) {
            return answer_kept(request, &found.kept, SC_ORIGIN_WAIT);
        }
    }
    return status == OK ? answer_anew(request, stage, &flight, &found)
                        : answer_otherwise(request, status);
}

int sc_answer(sc_request_t *request, int status, sc_with_database_fn *stage)
{
    const sc_buffer_t *body;
    unsigned flags;

    if (status != OK) {
        return answer_otherwise(request, status);
    }
    flags = request->route->flags;
    sc_identify(request);
    if (request->server->cache && !(flags & (SC_ROUTE_STATIC | SC_ROUTE_PRIVATE)) &&
        request->mount->handler == SC_HANDLER_PUBLIC) {
        return answer_through_cache(request, stage);
    }
    status = make(request, stage, &body);
    return status == OK ? answer_with(request, body) : answer_otherwise(request, status);
}
