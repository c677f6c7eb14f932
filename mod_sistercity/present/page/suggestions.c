#include "present/page/pages.h"

#include "present/page/part/part.h"
#include "present/write/json.h"
#include "view/suggestion.h"

#include <apr_strings.h>
#include <string.h>

static const char *name_of(const sc_view_t *view, const sc_suggestions_t *page, const char *slug)
{
    return sc_part_name(view, sc_part_label(view, page->labels, slug));
}

const char *sc_title_suggestions(const sc_view_t *view, const void *data)
{
    const sc_suggestions_t *page = data;

    return sc_sayf(view, "Partners suggested for {place}", "place",
                   name_of(view, page, page->place->slug), NULL);
}

static const char *country_of(const sc_view_t *view, const sc_suggestions_t *page, const char *slug)
{
    return sc_part_label(view, page->labels, slug)->country;
}

/* Who names whose country. */
static const char *wish(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                        const sc_reason_t *reason)
{
    const char *own = page->place->slug;
    const char *who = reason->own ? own : other, *whose = reason->own ? other : own;

    return reason->own && reason->other
               ? sc_say(view, "Each looks for a partner in the other’s country.")
               : sc_sayf(view, "{place} looks for a partner in this country: {country}.", "place",
                         name_of(view, page, who), "country",
                         sc_say_country(view, country_of(view, page, whose)), NULL);
}

static const char *fields(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                          const sc_reason_t *reason)
{
    (void)page;
    (void)other;
    return sc_sayf(view, "Fields of both: {list}", "list",
                   sc_part_words(view, &sc_exchange_fields, reason->words), NULL);
}

static const char *size(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                        const sc_reason_t *reason)
{
    (void)page;
    (void)other;
    return sc_sayf(view, "Inhabitants: {own} and {other}", "own", sc_say_number(view, reason->own),
                   "other", sc_say_number(view, reason->other), NULL);
}

static const char *partners(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                            const sc_reason_t *reason)
{
    apr_array_header_t *names = apr_array_make(view->pool, 4, sizeof(const char *));

    (void)other;
    for (int i = 0; i < reason->words->nelts; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            name_of(view, page, APR_ARRAY_IDX(reason->words, i, const char *));
    }
    return sc_sayf(view, "Partners of both: {list}", "list", sc_say_list(view, names), NULL);
}

static const char *languages(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                             const sc_reason_t *reason)
{
    apr_array_header_t *names = apr_array_make(view->pool, 4, sizeof(const char *));

    (void)page;
    (void)other;
    for (int i = 0; i < reason->words->nelts; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_say_language(view, APR_ARRAY_IDX(reason->words, i, const char *));
    }
    return sc_sayf(view, "Languages of both: {list}", "list", sc_say_list(view, names), NULL);
}

static const char *networks(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                            const sc_reason_t *reason)
{
    apr_array_header_t *names = apr_array_make(view->pool, 4, sizeof(const char *));

    (void)other;
    SC_EACH(const char, slug, reason->words) {
        const sc_network_t *network = sc_find(page->networks, slug);

        APR_ARRAY_PUSH(names, const char *) = network ? sc_own_name(view, network).text : slug;
    }
    return sc_sayf(view, "Networks of both: {list}", "list", sc_say_list(view, names), NULL);
}

static const char *distance(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                            const sc_reason_t *reason)
{
    (void)page;
    (void)other;
    return sc_sayf(view, "{number} km apart", "number", sc_say_number(view, reason->own), NULL);
}

static const struct {
    const char *reason;
    const char *(*detail)(const sc_view_t *view, const sc_suggestions_t *page, const char *other,
                          const sc_reason_t *reason);
} details[] = {{"desired_country", wish},      {"shared_fields", fields},
               {"similar_size", size},         {"common_partners", partners},
               {"shared_language", languages}, {"existing_networks", networks},
               {"distance", distance}};

static const char *detail_of(const sc_view_t *view, const sc_suggestions_t *page,
                             const sc_suggestion_t *item, const sc_reason_t *reason)
{
    size_t i = 0;

    while (strcmp(details[i].reason, reason->reason) != 0) {
        i++;
    }
    return details[i].detail(view, page, item->search->place, reason);
}

static int covers(const sc_organization_t *office, const char *country)
{
    return country && office->countries && sc_has_text(office->countries, country);
}

static void write_offices(sc_buffer_t *out, const sc_view_t *view, const sc_suggestions_t *page,
                          const char *country)
{
    sc_buffer_t *links = sc_buffer_new(view->pool, 0);

    SC_EACH(const sc_organization_t, office, page->offices) {
        if (covers(office, country)) {
            sc_html(links, "%r%r", links->length ? SC_DOT : NULL, sc_part_title_link(view, office));
        }
    }
    if (links->length) {
        sc_html(out, "<p>%t %r</p>\n",
                sc_sayf(view, "Who can be asked about this country, {country}:", "country",
                        sc_say_country(view, country), NULL),
                links->data);
    }
}

static void write_item(sc_buffer_t *out, const sc_view_t *view, const sc_suggestions_t *page,
                       const sc_suggestion_t *item)
{
    const sc_label_t *label = sc_part_label(view, page->labels, item->search->place);
    const char *local = sc_part_local(view, label);

    sc_html(out, "<article class=\"sistercity__item\">\n<h%h>%r%r%r</h%h>\n", view->heading + 1,
            sc_part_place_link(view, label), local ? " " : NULL, local, view->heading + 1);
    sc_html(out,
            "<p>%r%r<a href=\"%u\">%t</a>" SC_DOT "%t</p>\n<ul class=\"sistercity__entries\">\n",
            sc_part_country(view, label->country), label->country ? SC_DOT : NULL,
            sc_link(view, "seeking", item->search->slug, NULL), sc_say(view, "What it looks for"),
            sc_sayf(view, "score {number}", "number",
                    sc_format_real(view->language, item->score, 3, view->pool), NULL));
    SC_EACH_OF(const sc_reason_t, reason, item->reasons) {
        sc_html(out,
                "<li class=\"sistercity__entry\">%t <span class=\"sistercity__details\">%t × "
                "%t</span></li>\n",
                detail_of(view, page, item, reason),
                sc_format_real(view->language, reason->weight, 2, view->pool),
                sc_format_real(view->language, reason->value, 4, view->pool));
    }
    sc_buffer_puts(out, "</ul>\n");
    write_offices(out, view, page, label->country);
    sc_buffer_puts(out, "</article>\n");
}

void sc_page_suggestions(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_suggestions_t *page = data;
    const char *title = sc_title_suggestions(view, data);

    sc_part_open(out, view, "match", title);
    sc_part_quiet(out, sc_say(view, "From those who look for a partner now, and are none of this "
                                    "place yet. The score is the sum of what stands behind each "
                                    "reason: its weight, and how much of it is met."));
    write_offices(out, view, page, page->place->country);
    if (page->items->nelts == 0) {
        sc_part_empty(out,
                      sc_say(view, "Nobody who is looking for a partner now can be suggested."));
    }
    for (int i = 0; i < page->items->nelts; i++) {
        write_item(out, view, page, &APR_ARRAY_IDX(page->items, i, sc_suggestion_t));
    }
    sc_part_all(out, sc_link(view, "seeking", NULL), sc_say(view, "All who look for a partner"));
    sc_part_end(out, view, title, NULL, 0);
}

static void write_office_objects(sc_json_t *json, const sc_suggestions_t *page, const char *country)
{
    sc_json_open(json, "intermediaries", '[');
    SC_EACH(const sc_organization_t, office, page->offices) {
        if (covers(office, country)) {
            sc_json_open(json, NULL, '{');
            sc_json_text(json, "slug", office->slug);
            sc_json_text(json, "url", sc_address(json->view, "organizations", office->slug, NULL));
            sc_json_text(json, "name", office->name);
            sc_json_text(json, "country", country);
            sc_json_close(json, '}');
        }
    }
    sc_json_close(json, ']');
}

static void write_object(sc_json_t *json, const sc_suggestions_t *page, const sc_suggestion_t *item)
{
    const sc_view_t *view = json->view;
    const sc_label_t *label = sc_part_label(view, page->labels, item->search->place);

    sc_json_open(json, NULL, '{');
    sc_json_open(json, "place", '{');
    sc_json_text(json, "slug", label->slug);
    sc_json_text(json, "url", sc_address(view, "places", label->slug, NULL));
    sc_json_text(json, "name", sc_part_name(view, label));
    if (label->country) {
        sc_json_open(json, "country", '{');
        sc_json_text(json, "code", label->country);
        sc_json_text(json, "name", sc_say_country(view, label->country));
        sc_json_close(json, '}');
    }
    sc_json_close(json, '}');
    sc_json_text(json, "seeking", sc_address(view, "seeking", item->search->slug, NULL));
    sc_json_real(json, "score", item->score);
    sc_json_open(json, "reasons", '[');
    SC_EACH_OF(const sc_reason_t, reason, item->reasons) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "reason", reason->reason);
        sc_json_real(json, "weight", reason->weight);
        sc_json_real(json, "value", reason->value);
        sc_json_text(json, "detail", detail_of(view, page, item, reason));
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
    write_office_objects(json, page, label->country);
    sc_json_close(json, '}');
}

void sc_json_suggestions(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_suggestions_t *page = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_text(&json, "for", page->place->slug);
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < page->items->nelts; i++) {
        write_object(&json, page, &APR_ARRAY_IDX(page->items, i, sc_suggestion_t));
    }
    sc_json_close(&json, ']');
    write_office_objects(&json, page, page->place->country);
    sc_json_integer(&json, "weighed", page->weighed);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
