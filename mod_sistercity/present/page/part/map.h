/**
 * A map within a page: the picture by its address, what it shows in words, whose outlines.
 *
 * What it shows stands beside it as a list, too.
 */
#pragma once

#include "present/page/part/part.h"
#include "present/picture/map.h"

/** The map of the dossier's place; nothing where sc_has_map() says so.
 * @param is_linked whether its own page is a link away */
void sc_part_place_map(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int is_linked);

/** The registry by country, with the filters of the query; nothing where the site has no maps.
 * @param partnerships, @param countries how many it shows */
void sc_part_country_map(sc_buffer_t *out, const sc_view_t *view, apr_int64_t partnerships,
                         apr_int64_t countries, int is_linked);
