/**
 * How many there are of each sort, in the registry or with one place.
 */
#pragma once

#include "view/dossier.h"

/** What is counted: partnerships, then agreements and activities, then places. */
typedef enum {
    SC_STATISTIC_STATUS,
    SC_STATISTIC_TYPE,
    SC_STATISTIC_DECADE,   /* words are EDTF: 195X */
    SC_STATISTIC_REGION,   /* a partnership counts once for each region it reaches */
    SC_STATISTIC_COUNTRY,  /* likewise */
    SC_STATISTIC_LEVELS,   /* of the two places, "city town"; not of networks */
    SC_STATISTIC_FIELD,    /* once for each of its fields */
    SC_STATISTIC_EXCHANGE, /* words of sc_exchange_sorts, by the fields of it and its activities */
    SC_STATISTIC_AGREEMENT_KIND,
    SC_STATISTIC_ACTIVITY_YEAR, /* words are EDTF years */
    SC_STATISTIC_ACTIVITY_DIRECTION,
    SC_STATISTIC_ACTIVITY_FORM,
    SC_STATISTIC_ACTIVITY_FIELD, /* once for each of its fields */
    SC_STATISTIC_PLACE,          /* slugs of those with the most partnerships; not of a place */
    SC_STATISTIC_COUNT
} sc_statistic_e;

typedef struct sc_tally_t {
    const char *word; /* "" where it is not on record */
    apr_int64_t count;
} sc_tally_t;

/** All numbers are those of the lists that the same filters give, and on as_of. Decades and years
 * are in their order, all others from the most to the fewest; what is not on record is last. */
typedef struct sc_statistics_t {
    const sc_place_t *place; /* whose statistics they are, or NULL: the registry's. Regions,
                                        countries and levels are then its partners' */
    apr_int64_t places, partnerships, agreements, activities; /* places: SC_NO_INTEGER of a
                                                                 place, and where a filter does not
                                                                 narrow places */
    apr_int64_t in_force;   /* partnerships that are on as_of, else today */
    apr_int64_t median_age; /* of these, in whole years; SC_NO_INTEGER: no date is known */
    apr_array_header_t *tallies[SC_STATISTIC_COUNT]; /* of sc_tally_t, never NULL */
    apr_hash_t *labels; /* slug -> sc_label_t *: every place that is named */
} sc_statistics_t;
