/**
 * @file statistics.h
 * @brief Statistics for people and for programs (view/statistics.h).
 */
#ifndef SC_PRESENT_PAGE_STATISTICS_H
#define SC_PRESENT_PAGE_STATISTICS_H

#include "present/page/pages.h"
#include "present/write/data.h"
#include "view/statistics.h"

sc_page_fn sc_page_statistics; /* sc_statistics_t, of the registry or of a place */
sc_title_fn sc_title_statistics;

sc_data_fn sc_json_statistics; /* {places, partnerships, agreements, activities, by_status:
                                  [{status, name, count}], …, revision}; what is not on record has
                                  a count alone */
sc_data_fn sc_csv_statistics;  /* statistic,value,count */

/** What one of the statistics is called, and by what. */
typedef struct sc_statistic_t {
    const char *name;                  /* JSON key after by_, statistic in CSV */
    const char *value;                 /* JSON key of the word */
    const char *caption;               /* message id */
    const char *heading;               /* message id: of the column of words */
    const sc_vocabulary_t *vocabulary; /* of the words, or NULL */
    const char *filter;                /* argument of /partnerships that selects them, or NULL */
} sc_statistic_t;

extern const sc_statistic_t sc_statistic_kinds[SC_STATISTIC_COUNT];

/** The word as a person reads it, plain; "" and what is unknown say so. */
const char *sc_statistic_label(const sc_view_t *view, const sc_statistics_t *statistics,
                               sc_statistic_e statistic, const char *word);

#endif
