#include "present/page/pages.h"

#include "present/page/part/filter.h"
#include "present/page/part/place.h"
#include "present/page/part/timeline.h"

#include <apr_strings.h>
#include <string.h>

/* What there is of a place, as pages of their own. */

const char *sc_title_place_partners(const sc_view_t *view, const void *data)
{
    const sc_place_t *place = ((const sc_place_dossier_t *)data)->place;
    const char *country = view->query ? view->query->country : NULL;

    return country && !strchr(country, ',')
               ? sc_sayf(view, "Partners of {place} in {country}", "place",
                         sc_part_name(view, sc_label_of(view, place)), "country",
                         sc_say_country(view, country), NULL)
               : sc_place_title(view, N_("Partners of {place}"), place);
}

void sc_page_place_partners(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    const char *title = sc_title_place_partners(view, data);

    sc_place_open(out, view, "partners", title, dossier->place);
    if (!view->is_fragment && !sc_filters_are_set(view)) {
        sc_place_lead(out, view, data);
    }
    sc_place_partners(out, view, data, 1);
    sc_place_close_list(out, view, dossier->place, title, dossier->partnerships->nelts);
}

const char *sc_title_place_activities(const sc_view_t *view, const void *data)
{
    return sc_place_title(view, N_("Activities of {place} and its partners"),
                          ((const sc_place_list_t *)data)->place);
}

const char *sc_title_activities(const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;

    return list->place
               ? sc_place_title(view, N_("Activities of {place} and its partners"), list->place)
               : sc_title_collection(view, data);
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
    sc_part_all(
        out, link,
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

    sc_place_open(out, view, "activities", title, ((const sc_place_list_t *)data)->place);
    if (list->items->nelts == 0) {
        write_no_activities(out, view);
    }
    else {
        sc_part_entries(out, view, list->items, list->partnerships, list->labels, 0);
    }
    if (list->total > list->items->nelts) {
        write_all_activities(out, view, data);
    }
    if (!view->is_fragment) {
        sc_part_calendar(out, view, sc_link_self(view, ".ics", view->arguments));
    }
    sc_place_close_list(out, view, ((const sc_place_list_t *)data)->place, title, list->total);
}

const char *sc_title_place_timeline(const sc_view_t *view, const void *data)
{
    return sc_place_title(view, N_("Partnerships of {place} through the decades"),
                          ((const sc_place_dossier_t *)data)->place);
}

void sc_page_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_timeline(view, data);

    sc_place_open(out, view, "timeline", title, ((const sc_place_dossier_t *)data)->place);
    sc_place_timeline(out, view, data, 1);
    sc_place_close(out, view, ((const sc_place_dossier_t *)data)->place, title);
}

void sc_json_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    sc_timeline_t *timeline = sc_timeline_new(view, NULL, dossier->labels, NULL);
    sc_json_t json = sc_json_begin(out, view);

    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        sc_timeline_add_moment(timeline, "established", partnership->established,
                               partnership->slug);
        if (partnership->ended) {
            sc_timeline_add_moment(timeline, "ended", partnership->ended, partnership->slug);
        }
    }
    sc_timeline_add(timeline, dossier->agreements);
    sc_timeline_add(timeline, dossier->steps);
    sc_timeline_add(timeline, dossier->activities);
    sc_timeline_add(timeline, dossier->gifts);
    sc_timeline_write_json(&json, timeline, view->limit);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
