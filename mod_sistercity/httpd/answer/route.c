#include "httpd/answer/route.h"

#include "model/text/notation.h"
#include "present/office/pages.h"
#include "present/page/pages.h"
#include "present/write/frame.h"
#include "store/load/load_statistics.h"

#include <apr_strings.h>
#include <string.h>

static void write_stylesheet(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    (void)view;
    (void)data;
    sc_buffer_add(out, sc_stylesheet, sc_stylesheet_length);
}

static void write_admin_stylesheet(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    (void)view;
    (void)data;
    sc_buffer_add(out, sc_admin_stylesheet, sc_admin_stylesheet_length);
}

static void write_admin_script(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    (void)view;
    (void)data;
    sc_buffer_add(out, sc_admin_script, sc_admin_script_length);
}

/* What the collections can be filtered by; store/query/filter.c finds by it. */
#define PAGING "sort limit after columns "
#define WHERE "country region level "
#define OF_PARTNERSHIPS WHERE "type status field since until q as_of " PAGING
#define OF_ACTIVITIES OF_PARTNERSHIPS "partnership "
#define LIST_WRITER(name, suffix, type, parameters, is_data, list) [SC_FORMAT_##name] = list,
#define LISTS .data = {SC_FORMATS(LIST_WRITER, SC_WRITER, NULL)}
#define ITEMS(json, csv) .data = {[SC_FORMAT_JSON] = json, [SC_FORMAT_CSV] = csv}

#define STATISTICS                                                                                 \
    .show = "statistics", .page = sc_page_statistics, .title = sc_title_statistics,                \
    .data = {[SC_FORMAT_JSON] = sc_json_statistics, [SC_FORMAT_CSV] = sc_csv_statistics}

#define STYLESHEET                                                                                 \
    .pattern = "/sistercity", .data = {[SC_FORMAT_CSS] = write_stylesheet}, .parameters = "v ",    \
    .flags = SC_ROUTE_STATIC

const sc_route_t sc_public_routes[] = {
    {.pattern = "/",
     .show = "overview",
     .item = &sc_place,
     .load = sc_load_overview,
     .page = sc_page_overview,
     .title = sc_title_overview,
     .data = {[SC_FORMAT_JSON] = sc_json_overview},
     .flags = SC_ROUTE_HOME},
    {.pattern = "/places",
     .show = "places",
     .collection = &sc_place,
     .load = sc_load_places,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = WHERE "q " PAGING},
    {.pattern = "/places/*",
     .show = "place",
     .show_item = "place",
     .item = &sc_place,
     .load = sc_load_place_page,
     .load_data = sc_load_place_document,
     .page = sc_page_place,
     .title = sc_title_place,
     ITEMS(sc_json_place, sc_csv_item),
     .parameters = "as_of limit events "},
    {.pattern = "/places/*/partners",
     .show = "partners",
     .show_item = "place",
     .item = &sc_place,
     .collection = &sc_partnership,
     .load = sc_load_place_partners,
     .load_data = sc_load_place_partnerships,
     .page = sc_page_place_partners,
     .title = sc_title_place_partners,
     LISTS,
     .parameters = OF_PARTNERSHIPS},
    {.pattern = "/places/*/activities",
     .show = "activities",
     .show_item = "place",
     .item = &sc_place,
     .collection = &sc_activity,
     .load = sc_load_place_with_activities,
     .load_data = sc_load_place_activities,
     .page = sc_page_place_activities,
     .title = sc_title_place_activities,
     LISTS,
     .parameters = OF_ACTIVITIES},
    {.pattern = "/places/*/timeline",
     .show = "timeline",
     .show_item = "place",
     .item = &sc_place,
     .load = sc_load_place_timeline,
     .load_data = sc_load_place,
     .page = sc_page_place_timeline,
     .title = sc_title_place_timeline,
     .data = {[SC_FORMAT_JSON] = sc_json_place_timeline},
     .parameters = "as_of limit events "},
    {.pattern = "/places/*/statistics",
     .show_item = "place",
     .item = &sc_place,
     .load = sc_load_place_statistics,
     STATISTICS,
     .parameters = "as_of "},
    {.pattern = "/partnerships",
     .show = "partnerships",
     .collection = &sc_partnership,
     .load = sc_load_partnerships,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = "place " OF_PARTNERSHIPS},
    {.pattern = "/partnerships/*",
     .show = "partnership",
     .show_item = "partnership",
     .item = &sc_partnership,
     .load = sc_load_partnership,
     .page = sc_page_partnership,
     .title = sc_title_partnership,
     ITEMS(sc_json_partnership, sc_csv_item),
     .parameters = "limit events "},
    {.pattern = "/agreements",
     .show = "agreements",
     .collection = &sc_agreement,
     .load = sc_load_agreements,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = "place kind " OF_ACTIVITIES},
    {.pattern = "/agreements/*",
     .show = "agreement",
     .show_item = "agreement",
     .item = &sc_agreement,
     .load = sc_load_agreement,
     .page = sc_page_item,
     .title = sc_title_item,
     ITEMS(sc_json_item, sc_csv_item)},
    {.pattern = "/activities",
     .show = "activities",
     .collection = &sc_activity,
     .load = sc_load_activities,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = "place " OF_ACTIVITIES},
    {.pattern = "/activities/*",
     .show = "activity",
     .show_item = "activity",
     .item = &sc_activity,
     .load = sc_load_activity,
     .page = sc_page_item,
     .title = sc_title_item,
     ITEMS(sc_json_item, sc_csv_item)},
    {.pattern = "/organizations",
     .show = "organizations",
     .collection = &sc_organization,
     .load = sc_load_organizations,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = "place q " WHERE PAGING},
    {.pattern = "/organizations/*",
     .show = "organization",
     .show_item = "organization",
     .item = &sc_organization,
     .load = sc_load_organization,
     .page = sc_page_item,
     .title = sc_title_item,
     ITEMS(sc_json_item, sc_csv_item)},
    {.pattern = "/statistics", .load = sc_load_statistics, STATISTICS},
    {.pattern = "/revision", .data = {[SC_FORMAT_JSON] = sc_json_revision}},
    {STYLESHEET},
    {.pattern = NULL},
};

const sc_route_t sc_admin_files[] = {
    {STYLESHEET},
    {.pattern = "/sistercity-admin",
     .data = {[SC_FORMAT_CSS] = write_admin_stylesheet, [SC_FORMAT_JS] = write_admin_script},
     .parameters = "v ",
     .flags = SC_ROUTE_STATIC},
    {.pattern = NULL},
};

/* Whether the path is of the pattern. @param begin of what stands for its "*", or NULL */
static int matches(const char *pattern, const char *path, const char **begin, size_t *length)
{
    for (*begin = NULL; *pattern; pattern++) {
        if (*pattern == '*') {
            *begin = path;
            *length = strcspn(path, "/");
            path += *length;
        }
        else if (*pattern != *path++) {
            return 0;
        }
    }
    return *path == '\0';
}

const sc_route_t *sc_route_find(const sc_route_t *routes, const char *path, const char **slug,
                                apr_pool_t *pool)
{
    const char *begin;
    size_t length = 0;

    for (; routes->pattern; routes++) {
        if (matches(routes->pattern, path, &begin, &length)) {
            *slug = begin ? apr_pstrmemdup(pool, begin, length) : NULL;
            if (!*slug || sc_slug_is_valid(*slug)) {
                return routes;
            }
        }
    }
    *slug = NULL;
    return NULL;
}

const sc_route_t *sc_route_shown(const char *show, const char *item)
{
    const sc_route_t *route;

    for (route = sc_public_routes; route->pattern; route++) {
        if (!route->show || strcmp(route->show, show) != 0) {
            continue;
        }
        if (item ? route->show_item && strcmp(route->show_item, item) == 0 : !route->show_item) {
            return route;
        }
    }
    return NULL;
}

const char *sc_route_path(const sc_route_t *route, const char *slug, apr_pool_t *pool)
{
    const char *star = strchr(route->pattern, '*');

    return star ? apr_pstrcat(pool, apr_pstrndup(pool, route->pattern, star - route->pattern), slug,
                              star + 1, NULL)
                : route->pattern;
}

_Static_assert(SC_FORMAT_COUNT <= 8 * sizeof(unsigned), "each format has a bit");

unsigned sc_route_formats(const sc_route_t *route)
{
    unsigned formats = route->formats;

    for (int format = 0; format < SC_FORMAT_COUNT; format++) {
        formats |= (unsigned)(route->data[format] != NULL) << format;
    }
    return route->page ? formats | 1u << SC_FORMAT_HTML : formats;
}
