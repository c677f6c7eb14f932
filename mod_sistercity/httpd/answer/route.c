#include "httpd/answer/route.h"

#include "model/slug.h"
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

/* What the collections can be filtered by; store/query/filter.c has the same lists. */
#define PAGING (SC_TAKES_SORT | SC_TAKES_LIMIT | SC_TAKES_AFTER | SC_TAKES_COLUMNS)
#define WHERE (SC_TAKES_COUNTRY | SC_TAKES_REGION | SC_TAKES_LEVEL)
#define PLACES (WHERE | SC_TAKES_Q | PAGING)
#define PARTNERSHIPS                                                                               \
    (SC_TAKES_PLACE | WHERE | SC_TAKES_TYPE | SC_TAKES_STATUS | SC_TAKES_FIELD | SC_TAKES_SPAN |   \
     SC_TAKES_Q | SC_TAKES_AS_OF | PAGING)
#define ACTIVITIES (PARTNERSHIPS | SC_TAKES_PARTNERSHIP)
#define AGREEMENTS (ACTIVITIES | SC_TAKES_KIND)
#define ORGANIZATIONS (SC_TAKES_PLACE | WHERE | SC_TAKES_Q | PAGING)
#define LIST_WRITER(name, suffix, type, parameters, is_data, list) [SC_FORMAT_##name] = list,
#define LISTS .data = {SC_FORMATS(LIST_WRITER, SC_WRITER, NULL)}
#define ITEMS(json, csv) .data = {[SC_FORMAT_JSON] = json, [SC_FORMAT_CSV] = csv}

#define STATISTICS                                                                                 \
    .show = "statistics", .page = sc_page_statistics, .title = sc_title_statistics,                \
    .data = {[SC_FORMAT_JSON] = sc_json_statistics, [SC_FORMAT_CSV] = sc_csv_statistics}

#define STYLESHEET                                                                                 \
    .pattern = "/sistercity", .data = {[SC_FORMAT_CSS] = write_stylesheet},                        \
    .parameters = SC_TAKES_VERSION, .flags = SC_ROUTE_STATIC

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
     .parameters = PLACES},
    {.pattern = "/places/*",
     .show = "place",
     .show_item = "place",
     .item = &sc_place,
     .load = sc_load_place_page,
     .load_data = sc_load_place_document,
     .page = sc_page_place,
     .title = sc_title_place,
     ITEMS(sc_json_place, sc_csv_item),
     .parameters = SC_TAKES_AS_OF | SC_TAKES_LIMIT | SC_TAKES_EVENTS},
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
     .parameters = PARTNERSHIPS & ~SC_TAKES_PLACE},
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
     .parameters = ACTIVITIES & ~SC_TAKES_PLACE},
    {.pattern = "/places/*/timeline",
     .show = "timeline",
     .show_item = "place",
     .item = &sc_place,
     .load = sc_load_place_timeline,
     .load_data = sc_load_place,
     .page = sc_page_place_timeline,
     .title = sc_title_place_timeline,
     .data = {[SC_FORMAT_JSON] = sc_json_place_timeline},
     .parameters = SC_TAKES_AS_OF | SC_TAKES_LIMIT | SC_TAKES_EVENTS},
    {.pattern = "/places/*/statistics",
     .show_item = "place",
     .item = &sc_place,
     .load = sc_load_place_statistics,
     STATISTICS,
     .parameters = SC_TAKES_AS_OF},
    {.pattern = "/partnerships",
     .show = "partnerships",
     .collection = &sc_partnership,
     .load = sc_load_partnerships,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = PARTNERSHIPS},
    {.pattern = "/partnerships/*",
     .show = "partnership",
     .show_item = "partnership",
     .item = &sc_partnership,
     .load = sc_load_partnership,
     .page = sc_page_partnership,
     .title = sc_title_partnership,
     ITEMS(sc_json_partnership, sc_csv_item),
     .parameters = SC_TAKES_LIMIT | SC_TAKES_EVENTS},
    {.pattern = "/agreements",
     .show = "agreements",
     .collection = &sc_agreement,
     .load = sc_load_agreements,
     .page = sc_page_collection,
     .title = sc_title_collection,
     LISTS,
     .parameters = AGREEMENTS},
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
     .parameters = ACTIVITIES},
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
     .parameters = ORGANIZATIONS},
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
     .parameters = SC_TAKES_VERSION,
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

int sc_route_offers(const sc_route_t *route, sc_format_e format)
{
    if (route->formats & 1u << format) {
        return 1;
    }
    return format == SC_FORMAT_HTML ? route->page != NULL : route->data[format] != NULL;
}
