/**
 * Partners that are suggested to a place, and why.
 *
 * The score of a suggestion is the sum of weight × value over its reasons. Values are rounded to
 * four digits before they are summed, so that whoever reads them comes to the same score:
 *     desired_country    0.25 × 0.5 for each side that names the other's country
 *     shared_fields      0.2  × fields of both / fields of either
 *     similar_size       0.15 × smaller / larger population; 0 outside of a size that one names
 *     common_partners    0.15 × places that are partners of both / 3, at most 1
 *     shared_language    0.1  × 1 if there is a language of both
 *     existing_networks  0.1  × networks of both / 2, at most 1
 *     distance           0.05 × (1 − kilometers / 20,015, half the way around the earth)
 * What is not on record is no reason.
 */
#pragma once

#include "view/dossier.h"

typedef struct sc_reason_t {
    const char *reason;        /* as above */
    double weight, value;      /* 0 to 1 */
    apr_array_header_t *words; /* of const char *: fields, tags of languages, slugs of places or
                                  networks; NULL for the others */
    apr_int64_t own, other;    /* similar_size: populations; desired_country: whether the place, or
                                  the other, names the other's country; distance: kilometers */
} sc_reason_t;

typedef struct sc_suggestion_t {
    const sc_seeking_t *search;  /* of the place that is suggested */
    double score;                /* 0 to 1, rounded to six digits */
    apr_array_header_t *reasons; /* of sc_reason_t, none of value 0 */
} sc_suggestion_t;

typedef struct sc_suggestions_t {
    sc_place_t *place;           /* that looks for a partner, or might */
    apr_array_header_t *items;   /* of sc_suggestion_t, the highest score first */
    int weighed;                 /* how many searches were looked at */
    apr_array_header_t *offices; /* of sc_organization_t *: overseas offices with countries */
    apr_hash_t *networks;        /* slug -> sc_network_t *: those of the place */
    apr_hash_t *labels;
} sc_suggestions_t;
