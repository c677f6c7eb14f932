#include "present/pages.h"

#include "present/place.h"

#include <apr_strings.h>
#include <string.h>

/* A part that is a page of its own. */
static const char *titled(const sc_view_t *view, const char *text,
                          const sc_place_dossier_t *dossier)
{
    return sc_textf(view->language, view->pool, text, "place", sc_place_name(view, dossier), NULL);
}

const char *sc_title_place_partners(const sc_view_t *view, const void *data)
{
    return titled(view, N_("Partners of {place}"), data);
}

const char *sc_title_place_activities(const sc_view_t *view, const void *data)
{
    return titled(view, N_("Activities of {place} and its partners"), data);
}

const char *sc_title_place_timeline(const sc_view_t *view, const void *data)
{
    return titled(view, N_("Partnerships of {place} through the decades"), data);
}

/* Within somebody's page a part ends with its content; as a page it leads back to the place. */
static void close_part(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       const char *title, int has_csv)
{
    if (!view->is_fragment) {
        sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n",
                sc_link(view, "places", dossier->place->slug, NULL),
                titled(view, N_("Everything about {place}"), dossier));
        sc_part_foot(out, view, title, dossier->place->record.modified, has_csv);
    }
    sc_part_close(out);
}

void sc_page_place_partners(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_partners(view, data);

    sc_part_open(out, view, "partners", title);
    sc_place_partners(out, view, data, 1);
    close_part(out, view, data, title, 1);
}

/* The rest is the collection's: it has pages, filters and an order. */
static void write_all_activities(sc_buffer_t *out, const sc_view_t *view,
                                 const sc_place_dossier_t *dossier)
{
    const char *link = sc_link(view, "activities", NULL);

    link = apr_pstrcat(view->pool, link, strchr(link, '?') ? "&" : "?",
                       "place=", dossier->place->slug, NULL);
    sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n", link,
            sc_text_n(view->language, view->pool, "See all {n} activity", "See all {n} activities",
                      dossier->activities->nelts, NULL));
}

void sc_page_place_activities(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    const char *title = sc_title_place_activities(view, data);
    int most = view->limit > 0 ? view->limit : SC_LIMIT_DEFAULT;

    sc_part_open(out, view, "activities", title);
    sc_place_activities(out, view, dossier, most);
    if (dossier->activities->nelts > most) {
        write_all_activities(out, view, dossier);
    }
    close_part(out, view, data, title, 1);
}

void sc_page_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_timeline(view, data);

    sc_part_open(out, view, "timeline", title);
    sc_place_timeline(out, view, data, 1);
    close_part(out, view, data, title, 0);
}
