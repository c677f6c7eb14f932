/**
 * @file list_walk.h
 * @brief Finding the items of a page among many that pass the filters.
 *
 * Private to store. The collection is walked in the list's order, by its index, until the page is
 * full. Where the order is by a date, years without an item that passes are leapt over.
 */
#ifndef SC_STORE_LIST_WALK_H
#define SC_STORE_LIST_WALK_H

#include "model/dossier.h"
#include "store/id_set.h"
#include "store/list_order.h"
#include "store/position.h"
#include "store/sql.h"

/** Which page of a list is asked for. */
typedef struct sc_list_page_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_query_t *query;
    sc_list_order_t order;
    int has_position; /* whether it follows or precedes another page */
    sc_position_t position;
    int is_rising; /* which way the rows are read: for a page before another, against the order */
} sc_list_page_t;

/** The position's key, as the order's key is compared with it. */
sc_arg_t sc_list_page_key(const sc_list_page_t *page);

/**
 * @param ids what passes the filters; not empty
 * @param found the ids of the page and of the item behind it, and perhaps of some others that pass
 */
apr_status_t sc_list_walk(const sc_list_page_t *page, const sc_id_set_t *ids, sc_id_set_t **found);

#endif
