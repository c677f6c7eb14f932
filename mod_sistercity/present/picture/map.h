/**
 * The two maps: a place with its partners, and a registry by country.
 */
#pragma once

#include "present/write/data.h"
#include "view/derive.h"
#include "view/statistics.h"

/** A partner of a place, once, however many partnerships they have: with one in force, if any is.
 */
typedef struct sc_tie_t {
    const sc_label_t *place;
    const sc_partnership_t *partnership;
    int is_in_force; /* on the day that the view is about */
} sc_tie_t;

/** The partners of the dossier's place in the order of its partnerships, of sc_tie_t. Networks are
 * no ties. */
apr_array_header_t *sc_ties_of(const sc_view_t *view, const sc_place_dossier_t *dossier);

/** How far apart the two are, in kilometers; NAN if it is not known where one is. */
double sc_distance(const sc_label_t *one, const sc_label_t *other);

/** Whether the site has maps. */
int sc_has_maps(const sc_view_t *view);

/** Whether the map of the dossier's place would show anything: the site has maps, and it is known
 * where the place and a partner are. */
int sc_has_map(const sc_view_t *view, const sc_place_dossier_t *dossier);

sc_data_fn sc_svg_place_map;   /* sc_place_dossier_t. More than 200 partners are shown by country */
sc_data_fn sc_svg_country_map; /* sc_statistics_t: its countries */
