/**
 * @file list_order.h
 * @brief The orders of lists: the expressions that they sort by, each with an index of sql/.
 *
 * Private to store.
 */
#ifndef SC_STORE_LIST_ORDER_H
#define SC_STORE_LIST_ORDER_H

#include "store/query/position.h"
#include "view/dossier.h"

typedef struct sc_list_order_t {
    sc_ordering_t ordering;
    const char *key; /* an expression on the row `t`; what is unknown is last in either direction */
    int key_is_integer;
    const char *trait; /* the trait that the key begins with; NULL: none that lists filter by */
} sc_list_order_t;

/** The order that a query asks for. */
sc_list_order_t sc_list_order_of(const sc_entity_t *entity, const sc_query_t *query);

#endif
