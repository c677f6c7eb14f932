#include "present/page/pages.h"

#include "model/vocabulary.h"
#include "present/page/part/collection.h"
#include "present/page/part/table.h"

#include <apr_strings.h>

enum { PARTIES_SHOWN = 6 };

#define END_OF_FILTERS                                                                             \
    {                                                                                              \
        NULL, NULL, SC_FILTER_SEARCH, NULL                                                         \
    }
#define END_OF_ORDERS                                                                              \
    {                                                                                              \
        NULL, NULL, 0                                                                              \
    }

static const sc_filter_t place_filters[] = {
    {"q", N_("Name of a place"), SC_FILTER_SEARCH, NULL},
    {"country", N_("Country"), SC_FILTER_COUNTRY, NULL},
    {"region", N_("Region of the world"), SC_FILTER_WORD, &sc_regions},
    {"level", N_("Level"), SC_FILTER_WORD, &sc_levels},
    END_OF_FILTERS};
static const sc_order_t place_orders[] = {{"name", N_("name"), 0},
                                          {"country", N_("country"), 0},
                                          {"population", N_("population"), 1},
                                          {"modified", N_("last change"), 1},
                                          END_OF_ORDERS};
static const sc_collection_t places = {"places",
                                       N_("Places"),
                                       N_("{n} place"),
                                       N_("{n} places"),
                                       N_("No place is on record yet."),
                                       place_filters,
                                       place_orders};

static const sc_filter_t partnership_filters[] = {
    {"q", N_("Name of a place or network"), SC_FILTER_SEARCH, NULL},
    {"country", N_("Country"), SC_FILTER_COUNTRY, NULL},
    {"region", N_("Region of the world"), SC_FILTER_WORD, &sc_regions},
    {"level", N_("Level"), SC_FILTER_WORD, &sc_levels},
    {"type", N_("Type"), SC_FILTER_WORD, &sc_partnership_types},
    {"status", N_("Status"), SC_FILTER_WORD, &sc_statuses},
    {"field", N_("Field"), SC_FILTER_WORD, &sc_exchange_fields},
    {"since", N_("Established since"), SC_FILTER_DATE, NULL},
    {"until", N_("Established until"), SC_FILTER_DATE, NULL},
    END_OF_FILTERS};
static const sc_order_t partnership_orders[] = {{"name", N_("name"), 0},
                                                {"established", N_("age"), 0},
                                                {"status", N_("status"), 0},
                                                {"modified", N_("last change"), 1},
                                                END_OF_ORDERS};
static const sc_collection_t partnerships = {"partnerships",
                                             N_("Partnerships"),
                                             N_("{n} partnership"),
                                             N_("{n} partnerships"),
                                             N_("No partnership is on record yet."),
                                             partnership_filters,
                                             partnership_orders};

static const sc_filter_t agreement_filters[] = {
    {"kind", N_("Kind"), SC_FILTER_WORD, &sc_agreement_kinds},
    {"country", N_("Country"), SC_FILTER_COUNTRY, NULL},
    {"since", N_("Signed since"), SC_FILTER_DATE, NULL},
    {"until", N_("Signed until"), SC_FILTER_DATE, NULL},
    END_OF_FILTERS};
static const sc_order_t agreement_orders[] = {
    {"date", N_("date"), 1}, {"modified", N_("last change"), 1}, END_OF_ORDERS};
static const sc_collection_t agreements = {"agreements",
                                           N_("Agreements"),
                                           N_("{n} agreement"),
                                           N_("{n} agreements"),
                                           N_("No agreement is on record yet."),
                                           agreement_filters,
                                           agreement_orders};

static const sc_filter_t activity_filters[] = {
    {"q", N_("Words of the title"), SC_FILTER_SEARCH, NULL},
    {"field", N_("Field"), SC_FILTER_WORD, &sc_exchange_fields},
    {"country", N_("Country"), SC_FILTER_COUNTRY, NULL},
    {"since", N_("Held since"), SC_FILTER_DATE, NULL},
    {"until", N_("Held until"), SC_FILTER_DATE, NULL},
    END_OF_FILTERS};
static const sc_order_t activity_orders[] = {{"start", N_("date"), 1},
                                             {"title", N_("title"), 0},
                                             {"modified", N_("last change"), 1},
                                             END_OF_ORDERS};
static const sc_collection_t activities = {"activities",
                                           N_("Activities"),
                                           N_("{n} activity"),
                                           N_("{n} activities"),
                                           N_("No activity is on record yet."),
                                           activity_filters,
                                           activity_orders};

static const sc_filter_t organization_filters[] = {
    {"q", N_("Name of an organization"), SC_FILTER_SEARCH, NULL},
    {"country", N_("Country"), SC_FILTER_COUNTRY, NULL},
    END_OF_FILTERS};
static const sc_order_t organization_orders[] = {END_OF_ORDERS};
static const sc_collection_t organizations = {"organizations",
                                              N_("Organizations"),
                                              N_("{n} organization"),
                                              N_("{n} organizations"),
                                              N_("No organization is on record yet."),
                                              organization_filters,
                                              organization_orders};

const char *sc_title_places(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_collection_title(view, &places);
}

const char *sc_title_partnerships(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_collection_title(view, &partnerships);
}

const char *sc_title_agreements(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_collection_title(view, &agreements);
}

const char *sc_title_activities(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_collection_title(view, &activities);
}

const char *sc_title_organizations(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_collection_title(view, &organizations);
}

static void write_table(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list,
                        const char *caption, const sc_column_t *columns)
{
    sc_table_t table = {caption, columns, NULL, list};

    sc_table_write(out, view, &table, (const void *const *)list->items->elts, list->items->nelts);
}

static const char *place_cell(const sc_view_t *view, const void *list, const void *item)
{
    const sc_label_t *label = sc_label_of(view, item);
    const char *local = sc_part_local(view, label);

    (void)list;
    return sc_html_make(view->pool, "%r%r%r", sc_part_place_link(view, label), local ? " " : NULL,
                        local);
}

static const char *country_cell(const sc_view_t *view, const void *list, const void *item)
{
    (void)list;
    return sc_part_country(view, ((const sc_place_t *)item)->country);
}

static const char *subdivision_cell(const sc_view_t *view, const void *list, const void *item)
{
    (void)list;
    return sc_html_make(view->pool, "%t", ((const sc_place_t *)item)->subdivision);
}

static const char *level_cell(const sc_view_t *view, const void *list, const void *item)
{
    (void)list;
    return sc_html_make(view->pool, "%t",
                        sc_part_word(view, &sc_levels, ((const sc_place_t *)item)->level));
}

static const char *population_cell(const sc_view_t *view, const void *list, const void *item)
{
    const sc_place_t *place = item;

    (void)list;
    return place->population == SC_NO_INTEGER
               ? NULL
               : sc_html_make(view->pool, "%t",
                              sc_format_number(view->language, place->population, view->pool));
}

static const char *count_cell(const sc_view_t *view, const void *baton, const void *item)
{
    const sc_list_t *list = baton;
    const char *slug = ((const sc_place_t *)item)->slug;
    const apr_int64_t *count =
        list->counts ? apr_hash_get(list->counts, slug, APR_HASH_KEY_STRING) : NULL;

    return sc_html_make(view->pool, "%t",
                        sc_format_number(view->language, count ? *count : 0, view->pool));
}

void sc_page_places(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    static const sc_column_t columns[] = {{N_("Name"), place_cell, "name"},
                                          {N_("Country"), country_cell, "country"},
                                          {N_("Subdivision"), subdivision_cell, "subdivision"},
                                          {N_("Level"), level_cell, "level"},
                                          {N_("Population"), population_cell, "population"},
                                          {N_("Partnerships"), count_cell, "partnerships"},
                                          {NULL, NULL, NULL}};

    if (sc_collection_open(out, view, &places, data)) {
        write_table(out, view, data, sc_title_places(view, data), columns);
    }
    sc_collection_close(out, view, data);
}

static const char *parties_cell(const sc_view_t *view, const void *list, const void *item)
{
    return sc_part_partnership_link(view, ((const sc_list_t *)list)->labels, item);
}

static const char *countries_cell(const sc_view_t *view, const void *baton, const void *item)
{
    const sc_list_t *list = baton;
    const sc_partnership_t *partnership = item;
    apr_hash_t *seen = apr_hash_make(view->pool);
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int i;

    for (i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *slug = SC_AT(partnership->parties, i, sc_party_t)->place;
        const char *country = sc_part_label(view, list->labels, slug)->country;

        if (!country || apr_hash_get(seen, country, APR_HASH_KEY_STRING)) {
            continue;
        }
        apr_hash_set(seen, country, APR_HASH_KEY_STRING, country);
        if (apr_hash_count(seen) <= PARTIES_SHOWN) {
            sc_html(out, "%r%r", out->length ? " · " : NULL, sc_part_country(view, country));
        }
    }
    if (apr_hash_count(seen) > PARTIES_SHOWN) {
        sc_html(out, " · %t",
                sc_text_n(view->language, view->pool, "and {n} more", "and {n} more",
                          (apr_int64_t)apr_hash_count(seen) - PARTIES_SHOWN, NULL));
    }
    return out->data;
}

static const char *type_cell(const sc_view_t *view, const void *list, const void *item)
{
    const sc_partnership_t *partnership = item;

    (void)list;
    return sc_html_make(view->pool, "%t",
                        sc_text_word(view->language, &sc_partnership_types, partnership->type));
}

static const char *since_cell(const sc_view_t *view, const void *list, const void *item)
{
    (void)list;
    return sc_part_since(view, item);
}

static const char *no_cell(const sc_view_t *view, const void *list, const void *item)
{
    (void)view;
    (void)list;
    (void)item;
    return NULL;
}

/* Whether any beginning in the list is known. */
static int is_dated(const sc_list_t *list)
{
    int i;

    for (i = 0; i < list->items->nelts; i++) {
        if (SC_AT(list->items, i, sc_partnership_t)->established) {
            return 1;
        }
    }
    return 0;
}

static const char *status_cell(const sc_view_t *view, const void *list, const void *item)
{
    (void)list;
    return sc_part_any_status(view, item);
}

void sc_page_partnerships(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    int has_dates = is_dated(data);
    const sc_column_t columns[] = {
        {N_("Partnership"), parties_cell, "parties"},
        {N_("Countries"), countries_cell, "country"},
        {N_("Type"), type_cell, "type"},
        {N_("Established"), has_dates ? since_cell : no_cell, "established"},
        {N_("Status"), status_cell, "status"},
        {NULL, NULL, NULL}};

    if (sc_collection_open(out, view, &partnerships, data)) {
        write_table(out, view, data, sc_title_partnerships(view, data), columns);
        sc_part_quiet(out, has_dates ? NULL
                                     : sc_text(view->language,
                                               "When these partnerships began is not recorded."));
    }
    if (!view->is_fragment) {
        sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n",
                sc_link(view, "statistics", NULL),
                sc_text(view->language, "The registry in numbers"));
    }
    sc_collection_close(out, view, data);
}

void sc_page_agreements(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;

    if (sc_collection_open(out, view, &agreements, list)) {
        sc_part_agreements(out, view, list->items, list->partnerships, list->labels, 0);
    }
    sc_collection_close(out, view, list);
}

void sc_page_activities(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;

    if (sc_collection_open(out, view, &activities, list)) {
        sc_part_activities(out, view, list->items, list->partnerships, list->labels, 0);
    }
    sc_collection_close(out, view, list);
}

void sc_page_organizations(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;

    if (sc_collection_open(out, view, &organizations, list)) {
        sc_part_organizations(out, view, list->items, list->labels);
    }
    sc_collection_close(out, view, list);
}
