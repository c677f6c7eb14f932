/**
 * @file list_walk.h
 * @brief Finding the items of a page among many that pass the filters.
 *
 * Private to store. The collection is walked in the list's order, by its index, until the page is
 * full, unless looking at all that pass is faster. Where the order is by a date or a name, years
 * and letters without an item that passes are leapt over.
 */
#ifndef SC_STORE_LIST_WALK_H
#define SC_STORE_LIST_WALK_H

#include "store/query/item_sets.h"
#include "store/query/list_scan.h"

/**
 * @param sets of the collection, if its `db` is not NULL: they need not be opened again
 * @param ids what passes the filters; not empty
 * @param found the ids of the page and of the item behind it, and perhaps of some others that pass
 */
apr_status_t sc_list_walk(const sc_list_page_t *page, const sc_item_sets_t *sets,
                          const sc_id_set_t *ids, sc_id_set_t **found);

#endif
