#include "present/page/part/collection.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

const char *sc_collection_title(const sc_view_t *view, const sc_collection_t *collection)
{
    const char *title = sc_say(view, collection->title);
    const char *country = view->query ? view->query->country : NULL;

    if (country && !view->query->q && !strchr(country, ',') && collection->of_country) {
        return sc_sayf(view, collection->of_country, "country", sc_say_country(view, country),
                       NULL);
    }
    if (!view->query || !view->query->q) {
        return title;
    }
    return sc_sayf(view, "{title}: search for “{words}”", "title", title, "words", view->query->q,
                   NULL);
}

static const char *link_of_page(const sc_view_t *view, const char *token)
{
    const char *after =
        *token ? apr_pstrcat(view->pool, "after=", apr_pescape_urlencoded(view->pool, token), NULL)
               : NULL;

    if (view->turn) {
        return apr_pstrcat(view->pool, "?", view->around, *token ? view->turn : "",
                           *token ? after + strlen("after") : "", NULL);
    }
    return sc_link_self(view, "", sc_query_arguments(view->query, "after", after, view->pool));
}

static int is_current(const sc_view_t *view, const sc_collection_t *collection,
                      const sc_shown_order_t *order)
{
    const char *own = view->query->q ? "" : collection->orders[0].name;

    return strcmp(view->query->sort ? view->query->sort : own, order->name) == 0;
}

/* A link to the order in use turns it round. */
static void write_order(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection,
                        const sc_shown_order_t *order)
{
    int current = is_current(view, collection, order);
    int descends = current ? !view->query->descending : order->descends;
    sc_query_t query = *view->query;

    query.sort = order->name;
    query.descending = descends;
    const char *link =
        sc_link_self(view, "", sc_query_arguments(&query, "after", NULL, view->pool));
    sc_html(out, "<li><a href=\"%u\"%r>%t</a>", link, current ? " aria-current=\"true\"" : NULL,
            sc_say(view, order->label));
    if (current) {
        sc_html(out, " <span class=\"sistercity__details\">%t</span>",
                view->query->descending ? sc_say(view, "descending") : sc_say(view, "ascending"));
    }
    sc_buffer_puts(out, "</li>\n");
}

static const char *arguments_unsorted(const sc_view_t *view)
{
    sc_query_t query = *view->query;

    query.sort = query.after = NULL;
    return sc_query_arguments(&query, NULL, NULL, view->pool);
}

static void write_orders(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection)
{
    const sc_shown_order_t *order = collection->orders;

    if (!order[0].name || !order[1].name || view->is_fragment) {
        return;
    }
    sc_html(out, "<div class=\"sistercity__orders\">%t <ul class=\"sistercity__inline\">\n",
            sc_say(view, "Sort by:"));
    if (view->query->q) {
        sc_html(out, "<li><a href=\"%u\"%r>%t</a></li>\n",
                sc_link_self(view, "", arguments_unsorted(view)),
                view->query->sort ? NULL : " aria-current=\"true\"", sc_say(view, "best match"));
    }
    for (; order->name; order++) {
        write_order(out, view, collection, order);
    }
    sc_buffer_puts(out, "</ul></div>\n");
}

static void write_empty(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection,
                        const sc_list_t *list)
{
    sc_buffer_puts(out, "<div class=\"sistercity__empty\">\n");
    if (list->total) {
        sc_html(out, "<p>%t</p>\n", sc_say(view, "The list ends before this."));
    }
    else if (!sc_filters_are_set(view)) {
        sc_html(out, "<p>%t</p>\n", sc_say(view, collection->empty));
    }
    else {
        sc_html(out, "<p>%t</p>\n", sc_say(view, "Nothing on record fits all of this."));
        sc_filters_advise(out, view);
    }
    sc_buffer_puts(out, "</div>\n");
}

/* Which of all items these are: " · 51–100", or "51–100 of 35,309"; NULL where all are shown, or
 * nobody counted. */
static const char *place_in(const sc_view_t *view, const sc_list_t *list, int with_total)
{
    const char *from, *to;

    if (list->before < 0 || SC_COUNT(list->items) == 0 || list->items->nelts == list->total) {
        return NULL;
    }
    from = sc_say_number(view, list->before + 1);
    to = sc_say_number(view, list->before + list->items->nelts);
    return with_total
               ? sc_text_html(view, sc_sayf(view, "{from}–{to} of {total}", "from", from, "to", to,
                                            "total", sc_say_number(view, list->total), NULL))
               : sc_htmlf(view, " <span class=\"sistercity__details\">· %t–%t</span>", from, to);
}

static void write_letters(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    if (!list->letters || view->is_fragment) {
        return;
    }
    sc_html(
        out,
        "<nav class=\"sistercity__letters\" aria-label=\"%t\"><ul class=\"sistercity__inline\">\n",
        sc_say(view, "By first letter"));
    SC_EACH_OF(const sc_page_letter_t, letter, list->letters) {
        sc_html(out, "<li><a href=\"%u\">%t</a></li>\n", link_of_page(view, letter->token),
                letter->capital);
    }
    sc_buffer_puts(out, "</ul></nav>\n");
}

static void write_items(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection,
                        const sc_list_t *list)
{
    const sc_table_t table = {sc_collection_title(view, collection), collection->columns, NULL,
                              list};

    sc_html(out, "<div class=\"sistercity__summary\">\n<p class=\"sistercity__total\">%t%r</p>\n",
            sc_say_n(view, collection->one, collection->many, list->total, NULL),
            place_in(view, list, 0));
    write_orders(out, view, collection);
    sc_buffer_puts(out, "</div>\n");
    write_letters(out, view, list);
    for (int i = 0; collection->write_each && i < list->items->nelts; i++) {
        collection->write_each(out, view, SC_AT(list->items, i, void));
    }
    if (collection->columns[0].label) {
        sc_table_write(out, view, &table, (const void *const *)list->items->elts,
                       list->items->nelts);
    }
    else if (!collection->write_each) {
        sc_part_entries(out, view, list->items, list->partnerships, list->labels, 0);
    }
}

static void write_page_link(sc_buffer_t *out, const sc_view_t *view, const char *token,
                            const char *relation, const char *text)
{
    if (token) {
        sc_html(out, "<li><a class=\"sistercity__page-link\" rel=\"%t\" href=\"%u\">%t</a></li>\n",
                relation, link_of_page(view, token), text);
    }
}

void sc_collection_pages(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    const char *place = place_in(view, list, 1);

    if (list->next || list->previous) {
        sc_html(out,
                "<nav class=\"sistercity__pages\" aria-label=\"%t\">"
                "<ul class=\"sistercity__inline\">\n",
                sc_say(view, "Pages"));
        write_page_link(out, view, list->previous, "prev", sc_say(view, "Previous page"));
        if (place) {
            sc_html(out, "<li>%r</li>\n", place);
        }
        write_page_link(out, view, list->next, "next", sc_say(view, "Next page"));
        sc_buffer_puts(out, "</ul></nav>\n");
    }
}

void sc_collection_write(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection,
                         const sc_list_t *list)
{
    sc_part_open(out, view, collection->entity->collection, sc_collection_title(view, collection));
    if (collection->write_above) {
        collection->write_above(out, view, list);
    }
    if (!view->is_fragment) {
        sc_filters_form(out, view, collection->fields);
    }
    sc_filters_summary(out, view, collection->fields, list);
    if (list->items->nelts) {
        write_items(out, view, collection, list);
    }
    else {
        write_empty(out, view, collection, list);
    }
    sc_collection_pages(out, view, list);
    if (collection->write_below) {
        collection->write_below(out, view, list);
    }
    /* Data is of the selection, not of the page that is being read. */
    if (!view->is_fragment) {
        sc_part_downloads_of_all(out, view, list->total);
    }
    sc_part_close(out);
}

void sc_collection_search(sc_buffer_t *out, const sc_view_t *view, const char *label)
{
    const char *action = sc_htmlf(view, " action=\"%u/search\"", view->mount);

    sc_html(out,
            "<form class=\"sistercity__search\" role=\"search\" method=\"get\"%r>\n"
            "<label class=\"sistercity__field\"><span>%t</span> <input type=\"search\" name=\"q\" "
            "value=\"%t\" maxlength=\"200\" autocomplete=\"off\"></label>\n",
            view->is_fragment ? NULL : action, label, view->query ? view->query->q : NULL);
    sc_part_keep_language(out, view);
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_say(view, "Search"));
}
