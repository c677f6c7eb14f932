/**
 * GeoJSON (RFC 7946): what is on record as features that map programs show.
 *
 * A place is a point; a partnership the line between its two parties, cut at the 180th meridian, or
 * the points of more of them; what belongs to one is where that is. Properties are flat, since such
 * programs make columns of them: the public fields, each date as the text that it is on record as,
 * with NAME_from, NAME_to (days) and NAME_year beside it.
 */
#pragma once

#include "present/write/json.h"

/** Opens a FeatureCollection and its features. @param labels as sc_json_t has them */
sc_json_t sc_geojson_begin(sc_buffer_t *out, const sc_view_t *view, apr_hash_t *labels);

/** Ends both; beside them stand the total, the pages beside this one (tokens, or NULL) and the
 * revision. */
void sc_geojson_end(sc_json_t *json, apr_int64_t total, const char *next, const char *previous);

/** An item as a feature. @param partnerships slug -> sc_partnership_t *, or NULL */
void sc_geojson_feature(sc_json_t *json, const void *record, apr_hash_t *partnerships);

/** A position within an array. */
void sc_geojson_position(sc_json_t *json, double longitude, double latitude);
