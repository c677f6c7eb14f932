/**
 * @file anniversaries.h
 * @brief Which partnerships have an anniversary in some days (view/milestone.h).
 *
 * Private to store/load. Only what began in a year that has one is looked at, as the facets of
 * dates tell it, never the whole registry.
 */
#ifndef SC_STORE_ANNIVERSARIES_H
#define SC_STORE_ANNIVERSARIES_H

#include "store/db/db.h"
#include "view/milestone.h"

/** The anniversaries that can fall into the days, by date; an item's partnership is not read.
 * @param query whose filters narrow the partnerships, but for since and until; NULL: none
 * @param found of sc_anniversary_t */
apr_status_t sc_anniversaries_find(sc_db_t *db, apr_pool_t *pool, const sc_window_t *window,
                                   const sc_query_t *query, apr_array_header_t **found);

#endif
