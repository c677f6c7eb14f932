/**
 * The partnerships that are in force on a day, as view/force.h defines it, from the bitmaps
 * of facets and the few partnerships for which these do not tell.
 */
#pragma once

#include "store/query/facets.h"

/** @param day "YYYY-MM-DD" */
apr_status_t sc_in_force_select(sc_db_t *db, apr_pool_t *pool, const char *day, sc_bitmap_t **ids);

/** The text behind which everything sorts that is not certainly over by a day: a month or a year is
 * over on its last day. To be the beginning of sc_days_t. */
const char *sc_in_force_end_of(const char *day, apr_pool_t *pool);
