#include "present/page/pages.h"

#include "present/page/part/collection.h"
#include "present/page/part/match.h"
#include "present/write/json.h"
#include "view/search.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* What was found of a collection. */
static const struct {
    const sc_entity_t *entity;
    const char *title;
} groups[] = {{&sc_place, N_("Places")},
              {&sc_partnership, N_("Partnerships")},
              {&sc_network, N_("Networks")},
              {&sc_organization, N_("Organizations")},
              {&sc_person, N_("People")},
              {&sc_activity, N_("Activities")},
              {&sc_agreement, N_("Agreements")},
              {&sc_gift, N_("Gifts")},
              {&sc_story, N_("Stories")},
              {&sc_guide, N_("Guide")},
              {&sc_template, N_("Sample agreements")},
              {&sc_award, N_("Awards")}};

static const char *words_of(const sc_view_t *view)
{
    return view->query->q && *view->query->q ? view->query->q : NULL;
}

const char *sc_title_search(const sc_view_t *view, const void *data)
{
    (void)data;
    return words_of(view) ? sc_sayf(view, "Search: “{words}”", "words", words_of(view), NULL)
                          : sc_say(view, "Search");
}

/* The words name a country or a region and nothing else. */
static const char *country_of(const sc_view_t *view)
{
    return view->query->q_rest ? NULL : view->query->q_country;
}

static const char *list_with(const sc_view_t *view, const char *collection, const char *filter,
                             const char *value)
{
    return sc_link_with(view, sc_link(view, collection, NULL), filter,
                        apr_pescape_urlencoded(view->pool, value));
}

/* A whole part of the world is found by its lists. */
static void write_area(sc_buffer_t *out, const sc_view_t *view, const char *filter,
                       const char *value, const char *name)
{
    if (value) {
        sc_html(out,
                "<p class=\"sistercity__area\"><strong>%t</strong> "
                "<a href=\"%u\">%t</a>" SC_DOT "<a href=\"%u\">%t</a></p>\n",
                name, list_with(view, "partnerships", filter, value),
                sc_say(view, "Its partnerships"), list_with(view, "places", filter, value),
                sc_say(view, "Its places"));
    }
}

static void write_areas(sc_buffer_t *out, const sc_view_t *view)
{
    const char *country = country_of(view), *region = view->query->q_region;

    write_area(out, view, "country", country, country ? sc_say_country(view, country) : NULL);
    write_area(out, view, "region", region,
               region ? sc_part_word(view, &sc_regions, region) : NULL);
}

/* Items without a page stand on that of their partnership. */
static const char *link_of(const sc_view_t *view, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    return sc_has_page(entity)
               ? sc_link(view, entity->collection, sc_record_slug(record), NULL)
               : sc_link(view, "partnerships", sc_record_text(record, "partnership"), NULL);
}

static const char *own_title(const sc_view_t *view, const void *record)
{
    const char *title = sc_part_title(view, record);

    return title ? title : sc_record_text(record, "name");
}

static int is_shown(const sc_search_t *search, const void *item)
{
    const sc_list_t *list = search->lists->nelts ? SC_AT(search->lists, 0, sc_list_t) : NULL;

    for (int i = 0; list && i < list->items->nelts; i++) {
        if (strcmp(sc_record_slug(SC_AT(list->items, i, void)), sc_record_slug(item)) == 0) {
            return 1;
        }
    }
    return 0;
}

static void write_suggestion(sc_buffer_t *names, const sc_view_t *view, const void *item)
{
    sc_buffer_puts(names, names->length ? SC_DOT : "");
    if (sc_record_entity(item) == &sc_place) {
        const char *country = ((const sc_place_t *)item)->country;

        sc_html(names, "%r%r%r", sc_part_place_link(view, sc_label_of(view, item)),
                country ? " " : NULL, sc_part_country(view, country));
    }
    else {
        sc_html(names, "<a href=\"%u\">%t</a>", link_of(view, item), own_title(view, item));
    }
}

static void write_suggestions(sc_buffer_t *out, const sc_view_t *view, const sc_search_t *search)
{
    sc_buffer_t *names = sc_buffer_new(view->pool, 0);

    SC_EACH(const void, item, search->suggestions) {
        if (!is_shown(search, item)) {
            write_suggestion(names, view, item);
        }
    }
    if (names->length) {
        sc_buffer_puts(out, "<p class=\"sistercity__suggestion\">");
        sc_html_fill(out, sc_say(view, "Did you mean {names}?"), "names", names->data, NULL);
        sc_buffer_puts(out, "</p>\n");
    }
}

static const char *title_of(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    return list->entity == &sc_place         ? sc_part_name(view, sc_label_of(view, record))
           : list->entity == &sc_partnership ? sc_part_parties(view, list->labels, record)
                                             : own_title(view, record);
}

static void add_detail(sc_buffer_t *details, const char *html)
{
    if (html && *html) {
        sc_html(details, "%r%r", details->length ? SC_DOT : NULL, html);
    }
}

static void add_details(sc_buffer_t *details, const sc_view_t *view, const sc_list_t *list,
                        const void *record)
{
    const sc_partnership_t *partnership =
        sc_find(list->partnerships, sc_record_text(record, "partnership"));

    if (list->entity == &sc_place) {
        const apr_int64_t *count = sc_find(list->counts, sc_record_slug(record));

        add_detail(details, sc_part_country(view, ((const sc_place_t *)record)->country));
        add_detail(details, count && *count
                                ? sc_text_html(view, sc_say_n(view, "{n} partnership",
                                                              "{n} partnerships", *count, NULL))
                                : NULL);
    }
    else if (list->entity == &sc_partnership) {
        add_detail(details, ((const sc_partnership_t *)record)->established
                                ? sc_part_since(view, record)
                                : NULL);
    }
    else if (partnership) {
        add_detail(details, sc_text_html(view, sc_part_parties(view, list->labels, partnership)));
    }
}

/* Where another text than the title was found, it says why this is here. */
static void write_entry(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list,
                        const void *record)
{
    const char *title = title_of(view, list, record);
    sc_buffer_t *details = sc_buffer_new(view->pool, 0);
    sc_lang_text_t match = sc_match_of(view, list, record);

    add_details(details, view, list, record);
    if (match.text && !strstr(title, match.text)) {
        add_detail(details, sc_lang_html(view, match));
    }
    sc_html(out, "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a>", link_of(view, record),
            title);
    if (details->length) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>", details->data);
    }
    sc_buffer_puts(out, "</li>\n");
}

static void write_group(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    size_t i = 0;

    while (groups[i].entity != list->entity) {
        i++;
    }
    sc_part_heading(out, view, 1,
                    sc_join(view, SC_BRACKETS, sc_say(view, groups[i].title),
                            sc_say_number(view, list->total)));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int j = 0; j < list->items->nelts; j++) {
        write_entry(out, view, list, SC_AT(list->items, j, void));
    }
    sc_buffer_puts(out, "</ul>\n");
    if (list->total > list->items->nelts && sc_has_page(list->entity)) {
        sc_part_all(out, list_with(view, list->entity->collection, "q", words_of(view)),
                    sc_sayf(view, "All of them: {number}", "number",
                            sc_say_number(view, list->total), NULL));
    }
}

static void write_found(sc_buffer_t *out, const sc_view_t *view, const sc_search_t *search)
{
    write_areas(out, view);
    write_suggestions(out, view, search);
    for (int i = 0; i < search->lists->nelts; i++) {
        write_group(out, view, SC_AT(search->lists, i, sc_list_t));
    }
    if (search->lists->nelts == 0 && !country_of(view) && !view->query->q_region) {
        sc_part_empty(out, sc_say(view, "Nothing on record has these words."));
        sc_part_quiet(out, sc_say(view, "Try fewer letters or words, or another spelling: names "
                                        "are found in any script, with and without accents."));
    }
}

void sc_page_search(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_part_open(out, view, "search", sc_title_search(view, data));
    sc_collection_search(out, view, sc_say(view, "Search the registry"));
    if (words_of(view)) {
        write_found(out, view, data);
        sc_part_downloads(out, view, view->arguments, 0);
    }
    sc_part_close(out);
}

static void write_area_item(sc_json_t *json, const char *collection, const char *filter,
                            const char *value, const char *name)
{
    const sc_view_t *view = json->view;

    if (!value) {
        return;
    }
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "collection", collection);
    sc_json_text(json, "slug", value);
    sc_json_text(
        json, "url",
        apr_pstrcat(view->pool, sc_address(view, "places", NULL), "?", filter, "=", value, NULL));
    sc_json_text(json, "title", name);
    sc_json_open(json, "matched", '{');
    sc_json_text(json, "text", words_of(view));
    sc_json_close(json, '}');
    sc_json_close(json, '}');
}

static void write_item(sc_json_t *json, const sc_list_t *list, const void *record)
{
    const sc_view_t *view = json->view;
    const char *title = title_of(view, list, record);
    sc_lang_text_t match = sc_match_of(view, list, record);

    sc_json_open(json, NULL, '{');
    sc_json_text(json, "collection", list->entity->collection);
    sc_json_text(json, "slug", sc_record_slug(record));
    sc_json_text(json, "url", apr_pstrcat(view->pool, view->base_url, link_of(view, record), NULL));
    sc_json_text(json, "title", title);
    sc_json_open(json, "matched", '{');
    sc_json_text(json, "text", match.text ? match.text : title);
    sc_json_text(json, "lang", match.lang);
    sc_json_close(json, '}');
    sc_json_close(json, '}');
}

static void write_items(sc_json_t *json, const sc_search_t *search)
{
    const sc_view_t *view = json->view;
    const char *country = country_of(view), *region = view->query->q_region;

    sc_json_open(json, "items", '[');
    write_area_item(json, "countries", "country", country,
                    country ? sc_say_country(view, country) : NULL);
    write_area_item(json, "regions", "region", region,
                    region ? sc_part_word(view, &sc_regions, region) : NULL);
    SC_EACH(const sc_list_t, list, search->lists) {
        for (int j = 0; j < list->items->nelts; j++) {
            write_item(json, list, SC_AT(list->items, j, void));
        }
    }
    sc_json_close(json, ']');
}

/* How many there are of each collection, and where all of them are. */
static apr_int64_t write_totals(sc_json_t *json, const sc_search_t *search)
{
    const sc_view_t *view = json->view;
    apr_int64_t total = 0;

    sc_json_open(json, "collections", '[');
    SC_EACH(const sc_list_t, list, search->lists) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "collection", list->entity->collection);
        sc_json_integer(json, "total", list->total);
        if (sc_has_page(list->entity)) {
            sc_json_text(json, "url",
                         apr_pstrcat(view->pool, sc_address(view, list->entity->collection, NULL),
                                     ".json?q=", apr_pescape_urlencoded(view->pool, words_of(view)),
                                     NULL));
        }
        sc_json_close(json, '}');
        total += list->total;
    }
    sc_json_close(json, ']');
    return total;
}

static void write_suggested(sc_json_t *json, const sc_search_t *search)
{
    const sc_view_t *view = json->view;

    if (search->suggestions->nelts == 0) {
        return;
    }
    sc_json_open(json, "did_you_mean", '[');
    SC_EACH(const void, item, search->suggestions) {
        const sc_entity_t *entity = sc_record_entity(item);
        const char *slug = sc_record_slug(item);

        if (!is_shown(search, item)) {
            sc_json_open(json, NULL, '{');
            sc_json_text(json, "collection", entity->collection);
            sc_json_text(json, "slug", slug);
            sc_json_text(json, "url", sc_address(view, entity->collection, slug, NULL));
            sc_json_text(json, "title",
                         entity == &sc_place ? sc_part_name(view, sc_label_of(view, item))
                                             : own_title(view, item));
            sc_json_close(json, '}');
        }
    }
    sc_json_close(json, ']');
}

void sc_json_search(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_search_t *search = data;
    sc_json_t json = sc_json_begin(out, view);

    write_items(&json, search);
    apr_int64_t total = write_totals(&json, search);
    write_suggested(&json, search);
    sc_json_integer(&json, "total",
                    total + (country_of(view) != NULL) + (view->query->q_region != NULL));
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
