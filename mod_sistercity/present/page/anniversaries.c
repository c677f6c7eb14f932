#include "present/page/pages.h"

#include "model/cell.h"
#include "present/page/part/collection.h"
#include "present/page/part/place.h"
#include "view/milestone.h"

#include <apr_strings.h>
#include <string.h>

static const sc_filter_field_t fields[] = {
    {"country", NULL}, {"since", N_("From")}, {"until", N_("Until")}, {"type", NULL}, {NULL, NULL}};

const char *sc_title_anniversaries(const sc_view_t *view, const void *data)
{
    const sc_anniversaries_t *anniversaries = data;

    return anniversaries->place
               ? sc_place_title(view, N_("Anniversaries of {place} and its partners"),
                                anniversaries->place)
               : sc_say(view, "Anniversaries of partnerships");
}

/* Such a list as the parts of collections' pages know. */
static sc_list_t list_of(const sc_view_t *view, const sc_anniversaries_t *anniversaries)
{
    return (sc_list_t){.entity = &sc_partnership,
                       .total = anniversaries->total,
                       .next = anniversaries->next,
                       .previous = anniversaries->previous,
                       .partnerships = apr_hash_make(view->pool),
                       .labels = anniversaries->labels};
}

static void write_window(sc_buffer_t *out, const sc_view_t *view,
                         const sc_anniversaries_t *anniversaries)
{
    const sc_window_t *window = &anniversaries->window;
    const char *total =
        sc_say_n(view, "{n} anniversary from {since} to {until}",
                 "{n} anniversaries from {since} to {until}", anniversaries->total, NULL);

    sc_buffer_puts(out, "<p class=\"sistercity__total\">");
    sc_html_fill(out, total, "since", sc_dated_html(view, "{date}", window->since), "until",
                 sc_dated_html(view, "{date}", window->until), NULL);
    sc_buffer_puts(out, "</p>\n");
}

static void write_item(sc_buffer_t *out, const sc_view_t *view,
                       const sc_anniversaries_t *anniversaries, const sc_anniversary_t *item)
{
    const sc_partnership_t *partnership = item->partnership;

    sc_html(
        out,
        "<li class=\"sistercity__entry sistercity__entry--dated\">"
        "<span class=\"sistercity__date\">%r</span> <div class=\"sistercity__happened\">"
        "%r" SC_DOT "<span class=\"sistercity__milestone\">%t</span> "
        "<span class=\"sistercity__details\">%r</span>",
        sc_date_html(view, item->milestone.date),
        sc_part_partnership_link(view, anniversaries->labels, partnership),
        sc_part_milestone_years(view, anniversaries->labels, partnership, item->milestone.years),
        sc_dated_html(view, sc_say(view, "since {date}"), partnership->established));
    if (strcmp(item->status, "active") != 0 && strcmp(item->status, "unknown") != 0) {
        sc_html(out, " <span class=\"sistercity__badge sistercity__badge--%t\">%t</span>",
                item->status, sc_say_word(view, &sc_statuses, item->status));
    }
    sc_buffer_puts(out, "</div></li>\n");
}

static const sc_anniversary_t *item_at(const sc_anniversaries_t *anniversaries, int i)
{
    return &APR_ARRAY_IDX(anniversaries->items, i, sc_anniversary_t);
}

/* Under a heading for each year. */
static void write_items(sc_buffer_t *out, const sc_view_t *view,
                        const sc_anniversaries_t *anniversaries)
{
    const char *year = "";

    for (int i = 0; i < anniversaries->items->nelts; i++) {
        const sc_anniversary_t *item = item_at(anniversaries, i);
        const char *its_year = apr_pstrndup(view->pool, item->milestone.date, 4);

        if (strcmp(year, its_year) != 0) {
            sc_buffer_puts(out, *year ? "</ul>\n" : "");
            sc_part_heading(out, view, 1, sc_say_date(view, its_year));
            sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
            year = its_year;
        }
        write_item(out, view, anniversaries, item);
    }
    sc_buffer_puts(out, *year ? "</ul>\n" : "");
}

static const char *selection_of(const sc_view_t *view)
{
    return sc_query_arguments(view->query, "after", NULL, view->pool);
}

/* Data is of the selection, not of the page that is being read. */
static void end(sc_buffer_t *out, const sc_view_t *view, const sc_anniversaries_t *anniversaries)
{
    if (!view->is_fragment) {
        if (anniversaries->place) {
            sc_part_all(out, sc_link(view, "places", anniversaries->place->slug, NULL),
                        sc_place_title(view, N_("Everything about {place}"), anniversaries->place));
        }
        sc_part_downloads(out, view, selection_of(view), 1);
    }
    sc_part_close(out);
}

void sc_page_anniversaries(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_anniversaries_t *anniversaries = data;
    const sc_list_t list = list_of(view, anniversaries);

    sc_place_open(out, view, "anniversaries", sc_title_anniversaries(view, data),
                  anniversaries->place);
    if (!view->is_fragment) {
        sc_filters_form(out, view, fields);
        sc_filters_summary(out, view, fields, &list);
    }
    write_window(out, view, anniversaries);
    write_items(out, view, anniversaries);
    sc_collection_pages(out, view, &list);
    sc_part_calendar(out, view, sc_link_self(view, ".ics", selection_of(view)));
    end(out, view, anniversaries);
}

const char *sc_anniversary_title(const sc_view_t *view, const sc_anniversaries_t *anniversaries,
                                 const sc_anniversary_t *item)
{
    return sc_join(view, SC_COLON, sc_part_parties(view, anniversaries->labels, item->partnership),
                   sc_part_milestone_years(view, anniversaries->labels, item->partnership,
                                           item->milestone.years));
}

static const char *name_of(const sc_anniversaries_t *anniversaries, const sc_anniversary_t *item)
{
    return sc_milestone_name(item->milestone.years, item->partnership, anniversaries->labels);
}

static void write_object(sc_json_t *json, const sc_anniversaries_t *anniversaries,
                         const sc_anniversary_t *item)
{
    const sc_partnership_t *partnership = item->partnership;

    sc_json_open(json, NULL, '{');
    sc_json_text(json, "partnership", partnership->slug);
    sc_json_text(json, "url", sc_address(json->view, "partnerships", partnership->slug, NULL));
    sc_json_text(json, "title", sc_anniversary_title(json->view, anniversaries, item));
    sc_json_text(json, "date", item->milestone.date);
    sc_json_integer(json, "years", item->milestone.years);
    sc_json_text(json, "name", name_of(anniversaries, item));
    sc_json_text(json, "established", partnership->established);
    sc_json_text(json, "status", item->status);
    sc_json_parties(json, partnership);
    sc_json_close(json, '}');
}

void sc_json_anniversaries(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_anniversaries_t *anniversaries = data;
    sc_json_t json = sc_json_begin(out, view);

    json.labels = anniversaries->labels;
    sc_json_text(&json, "since", anniversaries->window.since);
    sc_json_text(&json, "until", anniversaries->window.until);
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < anniversaries->items->nelts; i++) {
        write_object(&json, anniversaries, item_at(anniversaries, i));
    }
    sc_json_close(&json, ']');
    sc_json_integer(&json, "total", anniversaries->total);
    sc_json_text(&json, "next", sc_address_of_page(view, ".json", anniversaries->next));
    sc_json_text(&json, "previous", sc_address_of_page(view, ".json", anniversaries->previous));
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}

static const char *party_slugs(const sc_view_t *view, const sc_partnership_t *partnership)
{
    apr_array_header_t *slugs = apr_array_make(view->pool, 2, sizeof(const char *));

    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        APR_ARRAY_PUSH(slugs, const char *) = SC_AT(partnership->parties, i, sc_party_t)->place;
    }
    return apr_array_pstrcat(view->pool, slugs, '|');
}

void sc_csv_anniversaries(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_anniversaries_t *anniversaries = data;

    sc_buffer_puts(out, "partnership,parties,title,date,years,name,established,status");
    sc_buffer_puts(out, SC_CSV_LINE_END);
    for (int i = 0; i < anniversaries->items->nelts; i++) {
        const sc_anniversary_t *item = item_at(anniversaries, i);
        const sc_partnership_t *partnership = item->partnership;
        const char *const cells[] = {partnership->slug,
                                     party_slugs(view, partnership),
                                     sc_anniversary_title(view, anniversaries, item),
                                     item->milestone.date,
                                     apr_itoa(view->pool, item->milestone.years),
                                     name_of(anniversaries, item),
                                     partnership->established,
                                     item->status};

        for (size_t j = 0; j < SC_LENGTH(cells); j++) {
            sc_buffer_puts(out, j ? "," : "");
            sc_csv_cell(out, cells[j] ? sc_cell_defuse(cells[j], view->pool) : "");
        }
        sc_buffer_puts(out, SC_CSV_LINE_END);
    }
}
