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

#endif
