/**
 * The filters of a query as a set of ids: each filter gives one, all together their
 * intersection.
 *
 * Private to store. Most filters are conditions on facets (store/query/facets.h); those by a place,
 * a partnership and words are asked of their indexes.
 */
#pragma once

#include "model/query.h"
#include "store/query/words.h"

/** The days that since and until mean. @return 0 if neither is set */
int sc_filter_days(const sc_query_t *query, apr_pool_t *pool, sc_days_t *days);

/** The days in which items with a date can have begun that as_of leaves.
 * @return 0 if it is not set, or another date than the collection's own tells when they began */
int sc_filter_begun(const sc_entity_t *entity, const sc_query_t *query, apr_pool_t *pool,
                    sc_days_t *days);

/** Whether any filter of partnerships is set besides the place. */
int sc_filter_is_set(const sc_query_t *query);

/** @param ids the items of the collection that pass, in the pool; NULL if no filter is set that the
 * collection knows */
apr_status_t sc_filter_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const sc_query_t *query, sc_bitmap_t **ids);

/** The same, with what of it fits the words well. @param passing its ids are the items of the
 * collection that pass, in the pool; NULL if no filter is set that the collection knows. What else
 * words have found is NULL without any, and may not pass */
apr_status_t sc_filter_find(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const sc_query_t *query, sc_found_t *passing);
