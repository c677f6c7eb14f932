#include "httpd/answer/route.h"

#include "model/text/notation.h"
#include "present/office/pages.h"
#include "present/page/pages.h"
#include "present/picture/map.h"
#include "present/write/jsonld.h"
#include "store/load/load_statistics.h"

#include <apr_strings.h>
#include <string.h>

/* What there is to subscribe to, and to download, of a place and of the registry. */
static const sc_kin_t kin_of_place[] = {{"changes", SC_FORMAT_ATOM, N_("Last changes")},
                                        {"activities", SC_FORMAT_ATOM, N_("Activities")},
                                        {"anniversaries", SC_FORMAT_ICS, N_("Anniversaries")},
                                        {"activities", SC_FORMAT_ICS, N_("Activities")},
                                        {"partners", SC_FORMAT_CSV, N_("Partners")},
                                        {"partners", SC_FORMAT_JSON, N_("Partners")},
                                        {"map", SC_FORMAT_GEOJSON, N_("Map")},
                                        {NULL, 0, NULL}};
static const sc_kin_t kin_of_registry[] = {{"changes", SC_FORMAT_ATOM, N_("Last changes")},
                                           {"activities", SC_FORMAT_ATOM, N_("Activities")},
                                           {"anniversaries", SC_FORMAT_ICS, N_("Anniversaries")},
                                           {"activities", SC_FORMAT_ICS, N_("Activities")},
                                           {"partnerships", SC_FORMAT_CSV, N_("Partnerships")},
                                           {NULL, 0, NULL}};

/* What is part of the program. */
#define WRITES(write, text)                                                                        \
    static void write(sc_buffer_t *out, const sc_view_t *view, const void *data)                   \
    {                                                                                              \
        (void)view;                                                                                \
        (void)data;                                                                                \
        sc_buffer_add(out, text, text##_length);                                                   \
    }
WRITES(write_stylesheet, sc_stylesheet)
WRITES(write_admin_stylesheet, sc_admin_stylesheet)
WRITES(write_admin_script, sc_admin_script)

/* A search is no page before somebody has asked. */
static void write_sitemap(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    apr_array_header_t *paths = apr_array_make(view->pool, 32, sizeof(const char *));

    for (const sc_route_t *route = sc_public_routes; route->pattern; route++) {
        if (route->page && !strchr(route->pattern, '*') && strcmp(route->pattern, "/search") != 0) {
            APR_ARRAY_PUSH(paths, const char *) = route->pattern;
        }
    }
    sc_xml_sitemap(out, view, data, paths);
}

#define LIST_WRITER(name, suffix, type, parameters, is_data, list) [SC_FORMAT_##name] = list,
#define LISTS .data = {SC_FORMATS(LIST_WRITER, SC_WRITER, NULL)}
#define ITEMS(json, csv) .data = {[SC_FORMAT_JSON] = json, [SC_FORMAT_CSV] = csv}
#define RECORD(json)                                                                               \
    .data = {[SC_FORMAT_JSON] = json,                                                              \
             [SC_FORMAT_CSV] = sc_csv_item,                                                        \
             [SC_FORMAT_JSONLD] = sc_jsonld_item}
#define CALENDAR(write) .data[SC_FORMAT_ICS] = write

/* A collection, and an item of one: #sistercity show="agreements", show="agreement". */
#define COLLECTION(path, entity, loader)                                                           \
    .pattern = "/" path, .show = path, .collection = &entity, .load = loader,                      \
    .page = sc_page_collection, .title = sc_title_collection, LISTS
#define ITEM(path, name, entity)                                                                   \
    .pattern = "/" path "/*", .show = #name, .show_item = #name, .item = &entity,                  \
    .load = sc_load_##name, .page = sc_page_item, .title = sc_title_item, RECORD(sc_json_item)

/* Those without pages of their own: data, of all and of one. */
#define DATA(path, entity, loader) .pattern = "/" path, .collection = &entity, .load = loader, LISTS
#define DATA_ITEM(path, name, entity)                                                              \
    .pattern = "/" path "/*", .item = &entity, .load = sc_load_##name, RECORD(sc_json_item)

/* What there is of a place. */
#define OF_PLACE(path, name, loader)                                                               \
    .pattern = "/places/*" path, .show_item = "place", .item = &sc_place, .load = loader,          \
    .page = sc_page_##name, .title = sc_title_##name

/* Those of partnerships, and days. */
#define ANNIVERSARIES_NARROWED_BY                                                                  \
    "country region level type status field q since until limit after "
/* Partnerships that filters leave, on a map. */
#define MAPS(name)                                                                                 \
    .narrowed = &sc_partnership, .flags = SC_ROUTE_MAP, .data[SC_FORMAT_JSON] = sc_json_##name,    \
    .data[SC_FORMAT_GEOJSON] = sc_geojson_##name

/* What the reconciliation service has, in one form each. */
#define SERVICE(path, format)                                                                      \
    {.pattern = SC_RECONCILE_PATH path,                                                            \
     .formats = 1u << SC_FORMAT_##format,                                                          \
     .flags = SC_ROUTE_PRIVATE | SC_ROUTE_SERVICE}

#define CHANGES(loader)                                                                            \
    .load = loader, .page = sc_page_changes, .title = sc_title_changes,                            \
    .data = {[SC_FORMAT_JSON] = sc_json_changes, [SC_FORMAT_ATOM] = sc_atom_list}

#define STYLESHEET                                                                                 \
    .pattern = "/sistercity", .data = {[SC_FORMAT_CSS] = write_stylesheet}, .parameters = "v ",    \
    .flags = SC_ROUTE_STATIC

/* A collection may offer more than every list does. */
#pragma GCC diagnostic ignored "-Woverride-init"

const sc_route_t sc_public_routes[] = {
    {.pattern = "/",
     .show = "overview",
     .item = &sc_place,
     .load = sc_load_overview,
     .page = sc_page_overview,
     .title = sc_title_overview,
     .data = {[SC_FORMAT_JSON] = sc_json_overview},
     .kin = kin_of_registry,
     .flags = SC_ROUTE_HOME},
    {COLLECTION("places", sc_place, sc_load_places)},
    {OF_PLACE("", place, sc_load_place_page), .show = "place", .load_data = sc_load_place_data,
     RECORD(sc_json_place), .parameters = "as_of limit events ", .kin = kin_of_place},
    {OF_PLACE("/partners", place_partners, sc_load_place_partners), .show = "partners",
     .collection = &sc_partnership, .load_data = sc_load_place_partnerships, LISTS},
    {OF_PLACE("/activities", place_activities, sc_load_place_with_activities), .show = "activities",
     .collection = &sc_activity, .load_data = sc_load_place_activities, LISTS,
     CALENDAR(sc_ics_activities)},
    {OF_PLACE("/timeline", place_timeline, sc_load_place_timeline), .show = "timeline",
     .load_data = sc_load_place, .data = {[SC_FORMAT_JSON] = sc_json_place_timeline},
     .parameters = "as_of limit events "},
    {OF_PLACE("/anniversaries", anniversaries, sc_load_place_anniversaries),
     .show = "anniversaries", ITEMS(sc_json_anniversaries, sc_csv_anniversaries),
     CALENDAR(sc_ics_anniversaries), .parameters = ANNIVERSARIES_NARROWED_BY,
     .flags = SC_ROUTE_WINDOW},
    {OF_PLACE("/map", place_map, sc_load_place_partners), .show = "map", MAPS(place_map),
     .data[SC_FORMAT_SVG] = sc_svg_place_map},
    {OF_PLACE("/statistics", statistics, sc_load_place_statistics), .show = "statistics",
     .narrowed = &sc_partnership, ITEMS(sc_json_statistics, sc_csv_statistics),
     .data[SC_FORMAT_SVG] = sc_svg_statistics, .parameters = "chart "},
    {COLLECTION("partnerships", sc_partnership, sc_load_partnerships_page),
     .load_data = sc_load_partnerships},
    {.pattern = "/partnerships/*",
     .show = "partnership",
     .show_item = "partnership",
     .item = &sc_partnership,
     .load = sc_load_partnership,
     .page = sc_page_partnership,
     .title = sc_title_partnership,
     RECORD(sc_json_partnership),
     .parameters = "limit events "},
    {COLLECTION("agreements", sc_agreement, sc_load_agreements)},
    {ITEM("agreements", agreement, sc_agreement)},
    {DATA("approvals", sc_approval, sc_load_approvals)},
    {DATA_ITEM("approvals", approval, sc_approval)},
    {DATA("steps", sc_step, sc_load_steps)},
    {DATA_ITEM("steps", step, sc_step)},
    {DATA("gifts", sc_gift, sc_load_gifts)},
    {DATA_ITEM("gifts", gift, sc_gift)},
    {DATA("sources", sc_source, sc_load_sources)},
    {DATA_ITEM("sources", source, sc_source)},
    {DATA("claims", sc_claim, sc_load_claims)},
    {DATA_ITEM("claims", claim, sc_claim)},
    {COLLECTION("activities", sc_activity, sc_load_activities), CALENDAR(sc_ics_activities)},
    {ITEM("activities", activity, sc_activity)},
    {COLLECTION("organizations", sc_organization, sc_load_organizations)},
    {ITEM("organizations", organization, sc_organization)},
    {COLLECTION("terms", sc_term, sc_load_terms)},
    {ITEM("terms", term, sc_term)},
    {COLLECTION("stories", sc_story, sc_load_stories)},
    {ITEM("stories", story, sc_story)},
    {COLLECTION("guide", sc_guide, sc_load_guide_entries)},
    {ITEM("guide", guide, sc_guide)},
    {COLLECTION("templates", sc_template, sc_load_templates), .parameters = "for "},
    {ITEM("templates", template, sc_template), .data[SC_FORMAT_JSON] = sc_json_template,
     .parameters = "for beside "},
    {COLLECTION("persons", sc_person, sc_load_persons)},
    {ITEM("persons", person, sc_person)},
    {COLLECTION("awards", sc_award, sc_load_awards)},
    {ITEM("awards", award, sc_award)},
    {COLLECTION("networks", sc_network, sc_load_networks)},
    {.pattern = "/networks/*",
     .show = "network",
     .show_item = "network",
     .item = &sc_network,
     .load = sc_load_network,
     .page = sc_page_network,
     .title = sc_title_network,
     RECORD(sc_json_network),
     .parameters = "limit "},
    {COLLECTION("memberships", sc_membership, sc_load_memberships)},
    {DATA_ITEM("memberships", membership, sc_membership)},
    {COLLECTION("seeking", sc_seeking, sc_load_valid_seeking)},
    {.pattern = "/seeking/match",
     .item = &sc_place,
     .load = sc_load_suggestions,
     .page = sc_page_suggestions,
     .title = sc_title_suggestions,
     .data = {[SC_FORMAT_JSON] = sc_json_suggestions},
     .parameters = "for limit ",
     .flags = SC_ROUTE_FOR},
    {ITEM("seeking", seeking, sc_seeking)},
    {.pattern = "/anniversaries",
     .show = "anniversaries",
     .load = sc_load_anniversaries,
     .page = sc_page_anniversaries,
     .title = sc_title_anniversaries,
     ITEMS(sc_json_anniversaries, sc_csv_anniversaries),
     CALENDAR(sc_ics_anniversaries),
     .parameters = "place " ANNIVERSARIES_NARROWED_BY,
     .flags = SC_ROUTE_WINDOW},
    SERVICE("", JSON),
    SERVICE("/suggest/entity", JSON),
    SERVICE("/suggest/type", JSON),
    SERVICE("/suggest/property", JSON),
    SERVICE("/properties", JSON),
    SERVICE("/preview", HTML),
    {.pattern = "/search",
     .show = "search",
     .load = sc_load_search,
     .load_data = sc_load_search_data,
     .page = sc_page_search,
     .title = sc_title_search,
     .data = {[SC_FORMAT_JSON] = sc_json_search},
     .parameters = "q limit "},
    {.pattern = "/map",
     .show = "map",
     .load = sc_load_map,
     .page = sc_page_map,
     .title = sc_title_map,
     MAPS(map),
     .data[SC_FORMAT_SVG] = sc_svg_country_map,
     .data[SC_FORMAT_CSV] = sc_csv_map},
    {.pattern = "/statistics",
     .show = "statistics",
     .load = sc_load_statistics,
     .page = sc_page_statistics,
     .title = sc_title_statistics,
     .narrowed = &sc_partnership,
     ITEMS(sc_json_statistics, sc_csv_statistics),
     .data[SC_FORMAT_SVG] = sc_svg_statistics,
     .parameters = "chart "},
    {.pattern = "/revision", .data = {[SC_FORMAT_JSON] = sc_json_revision}},
    {.pattern = "/context", .data = {[SC_FORMAT_JSONLD] = sc_jsonld_context}},
    {STYLESHEET},
    {.pattern = "/changes", .show = "changes", CHANGES(sc_load_changes)},
    {.pattern = "/places/*/changes",
     .show = "changes",
     .show_item = "place",
     .item = &sc_place,
     CHANGES(sc_load_place_changes)},
    {.pattern = "/sitemap",
     .load = sc_load_sitemap,
     .data = {[SC_FORMAT_XML] = write_sitemap},
     .parameters = "after "},
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
            *length = strcspn(path, "/.");
            path += *length;
        }
        else if (*pattern != *path++) {
            return 0;
        }
    }
    return *path == '\0';
}

static const sc_route_t *find_in(const sc_route_t *routes, const char *path, const char **slug,
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

const sc_route_t *sc_route_find(const sc_route_t *const *tables, const char *path,
                                const char **slug, apr_pool_t *pool)
{
    const sc_route_t *route = NULL;

    for (; *tables && !route; tables++) {
        route = find_in(*tables, path, slug, pool);
    }
    return route;
}

const sc_route_t *sc_route_shown(const char *show, const char *item)
{
    for (const sc_route_t *route = sc_public_routes; route->pattern; route++) {
        if (!sc_is(route->show, show)) {
            continue;
        }
        if (item ? sc_is(route->show_item, item) : !route->show_item) {
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
