/**
 * Finding the items of a page among many that pass the filters: the order's index is read
 * from the page's beginning on until enough of them are met.
 *
 * Private to store. For example, of 35,000 partnerships 20,000 pass: some hundred ids of the index
 * hold the fifty of the page. Where what passes is far apart in this order, those are found that
 * have the first words of the order's facet: of thousands of partnerships, the hundred under "a".
 * Where few pass it is cheaper to look all of them up and sort them: then nothing is found here.
 */
#pragma once

#include "store/db/sql.h"
#include "store/query/bitmap.h"
#include "store/query/order.h"

/** Which page of a list is asked for. */
typedef struct sc_page_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_query_t *query;
    sc_order_t order;
    int has_cursor; /* whether it follows or precedes another page */
    sc_cursor_t cursor;
    int is_foreseen; /* what it needs has been fetched ahead */
    int is_rising;   /* which way the rows are read: for a page before another, against the order */
} sc_page_t;

/** The cursor's key, as the order's key is compared with it. */
sc_arg_t sc_page_key(const sc_page_t *page);

/** The same as the index has it. */
sc_arg_t sc_page_indexed_key(const sc_page_t *page);

/** Whether the cursor lies in what is unknown, of an order in two parts. */
int sc_page_is_in_unknown(const sc_page_t *page);

/**
 * @param passing what passes the filters
 * @param ids set to those of the page and of the item behind it, perhaps with some others that
 * pass; or to all that pass
 */
apr_status_t sc_walk(const sc_page_t *page, const sc_bitmap_t *passing, const sc_bitmap_t **ids);
