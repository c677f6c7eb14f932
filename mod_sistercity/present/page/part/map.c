#include "present/page/part/map.h"

#include "present/page/part/place.h"
#include "present/picture/paper.h"

#include <apr_strings.h>

/* The borders of Natural Earth are those in fact, which nobody's map of claims agrees with. */
static const char *source_of(const sc_view_t *view)
{
    const char *source = view->outlines->source;

    return source == sc_outlines_built_in.source
               ? sc_sayf(view, "Outlines: {source}, with borders as they are in fact.", "source",
                         source, NULL)
           : source ? sc_sayf(view, "Outlines: {source}.", "source", source, NULL)
                    : NULL;
}

/* @param path of the map's own page, below the mount */
static void write_map(sc_buffer_t *out, const sc_view_t *view, const char *path,
                      const char *arguments, const char *alternative, const char *link)
{
    sc_view_t of_map = *view;
    const char *source = source_of(view);

    of_map.path = path;
    sc_html(out,
            "<figure class=\"sistercity__map\"><img src=\"%u\" width=\"%d\" height=\"%d\" "
            "alt=\"%t\">",
            sc_link_self(&of_map, ".svg", arguments), SC_PAPER_WIDTH / 2, SC_PAPER_HEIGHT / 2,
            alternative);
    if (link || source) {
        sc_html(out, "<figcaption class=\"sistercity__details\">%r%r%t</figcaption>",
                link ? sc_link_html(view, sc_link_self(&of_map, "", arguments), link) : NULL,
                link && source ? SC_DOT : NULL, source);
    }
    sc_buffer_puts(out, "</figure>\n");
}

void sc_part_place_map(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int is_linked)
{
    const char *path = apr_pstrcat(view->pool, "/places/", dossier->place->slug, "/map", NULL);

    if (sc_has_map(view, dossier)) {
        write_map(out, view, path,
                  view->query ? sc_query_arguments(view->query, "limit", NULL, view->pool) : "",
                  sc_say_n(view, "Map of {place} and its {n} partner",
                           "Map of {place} and its {n} partners", sc_ties_of(view, dossier)->nelts,
                           "place", sc_place_name(view, dossier), NULL),
                  is_linked ? sc_say(view, "The map with distances") : NULL);
    }
}

void sc_part_country_map(sc_buffer_t *out, const sc_view_t *view, apr_int64_t partnerships,
                         apr_int64_t countries, int is_linked)
{
    if (sc_has_maps(view)) {
        write_map(out, view, "/map",
                  view->query ? sc_query_arguments(view->query, "limit", NULL, view->pool) : "",
                  sc_say_n(view, "Map of the world: {partnerships} partnerships in {n} country",
                           "Map of the world: {partnerships} partnerships in {n} countries",
                           countries, "partnerships", sc_say_number(view, partnerships), NULL),
                  is_linked ? sc_say(view, "Partnerships by country") : NULL);
    }
}
