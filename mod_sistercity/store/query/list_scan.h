/**
 * @file list_scan.h
 * @brief Reading a collection in a list's order, by the order's index and nothing else, until
 * enough items that pass are found.
 *
 * Private to store. It goes on by key and id, not by a count: what has been read is not read again.
 */
#ifndef SC_STORE_LIST_SCAN_H
#define SC_STORE_LIST_SCAN_H

#include "store/db/sql.h"
#include "store/query/id_set.h"
#include "store/query/list_order.h"
#include "store/query/position.h"
#include "view/dossier.h"

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

typedef struct sc_list_scan_t {
    const sc_list_page_t *page;
    const sc_id_set_t *ids; /* of what passes */
    sc_id_set_t *found;     /* of them; grows */
    apr_int64_t missing;    /* so many are still to be found */
    int step;               /* so many rows are read at first; later more at a time */
    apr_int64_t patience;   /* so many rows may still be read: then it ends with some missing */
} sc_list_scan_t;

/** Reads what has a key from the one to the other, in the direction of reading, and is not on the
 * pages before, until nothing is missing any more. */
apr_status_t sc_list_scan(sc_list_scan_t *scan, sc_arg_t from, sc_arg_t to);

#endif
