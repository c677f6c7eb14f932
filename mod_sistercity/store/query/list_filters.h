/**
 * @file list_filters.h
 * @brief The filters of a query as a set of ids: each filter gives one, all together their
 * intersection.
 *
 * Private to store. Most filters are kept sets (store/query/item_sets.h); those by a place, a
 * partnership and words are asked of their indexes.
 */
#ifndef SC_STORE_LIST_FILTERS_H
#define SC_STORE_LIST_FILTERS_H

#include "store/query/id_set.h"
#include "store/query/item_sets.h"
#include "view/dossier.h"

/** The days that since and until mean. @return 0 if neither is set */
int sc_list_days(const sc_query_t *query, apr_pool_t *pool, sc_days_t *days);

/** Whether any filter of partnerships is set besides the place. */
int sc_list_is_filtered(const sc_query_t *query);

/** @param ids the items of the collection that pass, in the pool; NULL if no filter is set that the
 * collection knows */
apr_status_t sc_list_filter(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const sc_query_t *query, sc_id_set_t **ids);

/** The same for one that goes on with the collection's sets.
 * @param sets those that were opened for it; their `db` is NULL if none were */
apr_status_t sc_list_filter_by(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const sc_query_t *query, sc_item_sets_t *sets, sc_id_set_t **ids);

#endif
