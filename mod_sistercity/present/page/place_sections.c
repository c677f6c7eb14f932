#include "present/page/pages.h"

#include "present/page/part/place.h"

#include <apr_strings.h>
#include <string.h>

/* A part that is a page of its own. */
static const char *titled(const sc_view_t *view, const char *text, const sc_place_t *place)
{
    return sc_textf(view->language, view->pool, text, "place",
                    sc_part_name(view, sc_part_label_of(view, place)), NULL);
}

static const sc_place_t *place_of(const void *dossier)
{
    return ((const sc_place_dossier_t *)dossier)->place;
}

const char *sc_title_place_partners(const sc_view_t *view, const void *data)
{
    return titled(view, N_("Partners of {place}"), place_of(data));
}

const char *sc_title_place_activities(const sc_view_t *view, const void *data)
{
    return titled(view, N_("Activities of {place} and its partners"),
                  ((const sc_place_list_t *)data)->place);
}

const char *sc_title_place_timeline(const sc_view_t *view, const void *data)
{
    return titled(view, N_("Partnerships of {place} through the decades"), place_of(data));
}

/* Within somebody's page a part ends with its content; as a page it leads back to the place. */
static void close_part(sc_buffer_t *out, const sc_view_t *view, const sc_place_t *place,
                       const char *title, int is_list)
{
    sc_view_t whole = *view;

    if (!view->is_fragment) {
        sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n",
                sc_link(view, "places", place->slug, NULL),
                titled(view, N_("Everything about {place}"), place));
        if (is_list && view->query) {
            whole.arguments = sc_arguments_of_all(view);
        }
        sc_part_foot(out, &whole, title, place->record.modified, is_list);
    }
    sc_part_close(out);
}

void sc_page_place_partners(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_partners(view, data);

    sc_part_open(out, view, "partners", title);
    sc_place_partners(out, view, data, 1);
    close_part(out, view, place_of(data), title, 1);
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
    sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n", link,
            sc_text_n(view->language, view->pool, "See all {n} activity", "See all {n} activities",
                      data->list->total, NULL));
}

static void write_no_activities(sc_buffer_t *out, const sc_view_t *view)
{
    const char *asked =
        view->query ? sc_query_arguments(view->query, "limit", NULL, view->pool) : "";

    sc_html(out, "<p class=\"sistercity__empty\">%t</p>\n",
            *asked
                ? sc_text(view->language, "Nothing on record fits all of this.")
                : sc_text(view->language, "No activity of these partnerships is on record yet."));
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
        sc_part_activities(out, view, list->items, list->partnerships, list->labels, 0);
    }
    if (list->total > list->items->nelts) {
        write_all_activities(out, view, data);
    }
    close_part(out, view, ((const sc_place_list_t *)data)->place, title, 1);
}

void sc_page_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_timeline(view, data);

    sc_part_open(out, view, "timeline", title);
    sc_place_timeline(out, view, data, 1);
    close_part(out, view, place_of(data), title, 0);
}
