/**
 * The anniversaries that are told, once for pages, data, calendars, the desk and reports.
 *
 * These are the years 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 100 and every 25th after that. Each is
 * as precise as the beginning is known: what began in 1959 has its 70 years in 2029, on no day of
 * it. 29 February is the last day of any February. What is over by then has no more of them.
 */
#pragma once

#include "view/force.h"

typedef struct sc_milestone_t {
    int years;
    const char *date; /* EDTF */
} sc_milestone_t;

/** The least number of years from @a years on that is told. */
int sc_milestone_from(int years);

/** What the number of years is called where a party of the partnership is in Japan: "kanreki", the
 * end of a cycle of sixty years. NULL for any other.
 * @param labels slug -> sc_label_t * */
const char *sc_milestone_name(int years, const sc_partnership_t *partnership, apr_hash_t *labels);

/** @return 1 and the next one that is not over @a today; 0 if the beginning is not known exactly
 * enough to count from, is in the future, or the partnership is over */
int sc_milestone_of(const sc_partnership_t *partnership, const char *today, apr_pool_t *pool,
                    sc_milestone_t *milestone);

/** An anniversary of a partnership. */
typedef struct sc_anniversary_t {
    apr_int64_t id; /* the partnership's */
    sc_milestone_t milestone;
    const char *status; /* of the partnership on that day, as far as is planned; a word of
                           sc_statuses */
    const sc_partnership_t *partnership; /* or NULL: it was not read */
} sc_anniversary_t;

/** Days from one to another, as "YYYY-MM-DD". */
typedef struct sc_window_t {
    const char *since, *until;
} sc_window_t;

/** The most years that a window has. */
#define SC_WINDOW_YEARS 10

/** The days that since and until of the query mean: from today to the end of the month in two years
 * where neither is set; two years on from since, or back from an until that is over.
 * @return 0 if that is too long */
int sc_window_of(const sc_query_t *query, const char *today, apr_pool_t *pool, sc_window_t *window);

/** The anniversaries in some days; of those that the query leaves one page. */
typedef struct sc_anniversaries_t {
    const sc_place_t *place; /* whose they are; NULL: the registry's */
    sc_window_t window;
    apr_array_header_t *items; /* of sc_anniversary_t, by date */
    apr_int64_t total;
    const char *next, *previous; /* tokens for sc_query_t.after, "" for the first page; or NULL */
    apr_hash_t *labels;
} sc_anniversaries_t;
