#include "present/page/country.h"

#include "present/page/part/map.h"
#include "present/page/part/part.h"

static const char *count_sentence(const sc_view_t *view, const sc_list_t *list)
{
    const char *country = sc_say_country(view, view->query->country);

    return list->ties->in_force == list->total
               ? sc_say_n(view, "{country}: {n} partnership in force.",
                          "{country}: {n} partnerships in force.", list->total, "country", country,
                          NULL)
               : sc_say_n(view, "{country}: {n} partnership on record, {number} of them in force.",
                          "{country}: {n} partnerships on record, {number} of them in force.",
                          list->total, "country", country, "number",
                          sc_say_number(view, list->ties->in_force), NULL);
}

static const char *oldest_html(const sc_view_t *view, const sc_list_t *list)
{
    const sc_list_t *oldest = list->ties->oldest;
    apr_array_header_t *links = apr_array_make(view->pool, 4, sizeof(const char *));

    for (int i = 0; i < oldest->items->nelts; i++) {
        APR_ARRAY_PUSH(links, const char *) = sc_part_partnership_link(
            view, oldest->labels, SC_AT(oldest->items, i, sc_partnership_t));
    }
    return list->total > 1 && links->nelts
               ? sc_part_oldest(view, oldest->items, links, list->ties->dated == list->total)
               : NULL;
}

static void write_map(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    sc_query_t selection = *view->query;
    sc_view_t of_selection = *view;

    selection.sort = selection.columns = NULL;
    of_selection.query = &selection;
    sc_part_country_map(out, &of_selection, list->total, list->ties->countries, 1);
}

void sc_country_above(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    if (list->ties && !view->is_fragment) {
        sc_html(out, "<p class=\"sistercity__lead\">%r</p>\n",
                sc_join(view, SC_SENTENCES, sc_text_html(view, count_sentence(view, list)),
                        oldest_html(view, list)));
        write_map(out, view, list);
    }
}

static void write_recent(sc_buffer_t *out, const sc_view_t *view, const char *heading,
                         const sc_list_t *recent, const char *collection, const char *all)
{
    sc_part_section(out, view, heading, recent->items, recent->partnerships, recent->labels);
    if (recent->total > recent->items->nelts) {
        sc_part_all(
            out,
            sc_link_with(view, sc_link(view, collection, NULL), "country", view->query->country),
            all);
    }
}

void sc_country_below(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    const sc_country_ties_t *ties = list->ties;

    if (ties && !view->is_fragment) {
        write_recent(out, view, sc_say(view, "Recent activities"), ties->activities, "activities",
                     sc_say_n(view, "See all {n} activity", "See all {n} activities",
                              ties->activities->total, NULL));
        write_recent(out, view, sc_say(view, "Recent agreements"), ties->agreements, "agreements",
                     sc_say(view, "Agreements"));
    }
}
