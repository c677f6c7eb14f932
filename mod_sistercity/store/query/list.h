/**
 * Pages of a collection: filters, order, paging by key, exact totals.
 *
 * Orders (the first is the collection's own; every order ends in the id, so that paging neither
 * repeats nor loses an item; an unknown date sorts last in either direction):
 *   places         name, country, population, modified
 *   partnerships   name, established, status, modified
 *   agreements     date (descending), modified
 *   activities     start (descending), title, modified
 *   others         slug, modified
 * What is searched for by words comes by how well it fits, unless another order is asked for: what
 * is named just so, what is so begun or found by words of its own, all else; of places those with
 * more partnerships first, of all others in the collection's own order.
 *
 * Filters, where the query's header leaves something open: since and until leave out what has no
 * date at all, as_of keeps it. as_of of activities leaves out what begins later; what is past by
 * then has happened and stays. Filters by a party (place, country, region, level, words) are met by
 * any party, each by itself; beside a place, country, region and level are met by another party;
 * what belongs to a partnership is filtered by that. Words find places by any of their names,
 * partnerships by their own name or their parties', activities and gifts by their own title
 * besides.
 */
#pragma once

#include "store/db/db.h"
#include "store/query/order.h"
#include "view/dossier.h"

/** Whether @a token can be used as sc_query_t.after of a list in this order. */
int sc_list_token_is_valid(const sc_entity_t *entity, const sc_query_t *query, const char *token);

/** One page. Filters that the collection does not know are passed over. */
apr_status_t sc_list_read(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const sc_query_t *query, sc_list_t **list);
