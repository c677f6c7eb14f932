#include "present/page/pages.h"

#include "present/page/part/place.h"

#include <apr_strings.h>
#include <string.h>

const char *sc_title_place_activities(const sc_view_t *view, const void *data)
{
    return sc_place_title(view, N_("Activities of {place} and its partners"),
                          ((const sc_place_list_t *)data)->place);
}

/* The same selection as a collection's, which has pages, filters and an order. */
static void write_all_activities(sc_buffer_t *out, const sc_view_t *view,
                                 const sc_place_list_t *data)
{
    const char *link = sc_link(view, "activities", NULL);
    sc_query_t query = *view->query;

    query.place = data->place->slug;
    query.after = NULL;
    query.limit = SC_LIMIT_DEFAULT;
    link = apr_pstrcat(view->pool, link, strchr(link, '?') ? "&" : "?",
                       sc_query_arguments(&query, NULL, NULL, view->pool), NULL);
    sc_html(
        out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n", link,
        sc_say_n(view, "See all {n} activity", "See all {n} activities", data->list->total, NULL));
}

static void write_no_activities(sc_buffer_t *out, const sc_view_t *view)
{
    const char *asked =
        view->query ? sc_query_arguments(view->query, "limit", NULL, view->pool) : "";

    sc_part_empty(out, *asked
                           ? sc_say(view, "Nothing on record fits all of this.")
                           : sc_say(view, "No activity of these partnerships is on record yet."));
}

void sc_page_place_activities(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = ((const sc_place_list_t *)data)->list;
    const char *title = sc_title_place_activities(view, data);

    sc_part_open(out, view, "activities", title);
    if (list->items->nelts == 0) {
        write_no_activities(out, view);
    }
    else {
        sc_part_entries(out, view, list->items, list->partnerships, list->labels, 0);
    }
    if (list->total > list->items->nelts) {
        write_all_activities(out, view, data);
    }
    sc_place_close(out, view, ((const sc_place_list_t *)data)->place, title, 1);
}
