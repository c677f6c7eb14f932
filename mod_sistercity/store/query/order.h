/**
 * The orders of lists: the expressions that they sort by, each with an index of sql/, and
 * which keys a query's filters leave.
 *
 * Private to store.
 */
#pragma once

#include "model/query.h"
#include "store/db/values.h"
#include "store/query/cursor.h"

/** Texts that sort before and behind every key. */
#define SC_LEAST_KEY ""
#define SC_GREATEST_KEY "\xf4\x8f\xbf\xbf"

/** How many partnerships a place has, of which the id is an expression. */
#define SC_PARTNERSHIPS_OF(id)                                                                     \
    "(SELECT COUNT(*) FROM \"partnership_parties\" m WHERE m.\"place_id\" = " id ")"

typedef struct sc_order_t {
    sc_ordering_t ordering;
    const char *key; /* an expression on the row `t`; what is unknown is last in either direction */
    const char *indexed; /* the one that an index has: it differs from the key where the order falls
                            and what is unknown is last in the index, which is read backward */
    int key_is_integer;
    apr_int64_t unknown; /* what stands for it in the index, if the key is an integer; else "~" */
    int is_by_letter;    /* whether the key is a folded name, rising */
    const char *facet;   /* the one whose words the key begins with, within a class; NULL: none */
    int is_ranking; /* what was searched for comes by how well it fits, and then in the collection's
                       own order: the key begins with `j."class"`, which the reader of it gives */
    int is_by_status;   /* likewise, by the status: that is the class, the key behind it a name */
    const char *within; /* of both: the key behind the class, if an index has it */
} sc_order_t;

/** The names of the orders of a collection; NULL ends. The first one is its own. */
const char *const *sc_list_orders(const sc_entity_t *entity);

/** Whether the collection's own order is descending. */
int sc_list_descends(const sc_entity_t *entity);

/** Whether the index has the order in two parts: a falling list is read from the known's end on,
 * and what is unknown behind that. */
int sc_order_is_split(const sc_order_t *order);

/** From where on the index has what is unknown. */
sc_arg_t sc_order_edge(const sc_order_t *order);

/** The order that a query asks for. */
sc_order_t sc_order_of(const sc_entity_t *entity, const sc_query_t *query);

/** Keys from one text on and before another. */
typedef struct sc_key_range_t {
    const char *from;
    const char *before;
} sc_key_range_t;

/** The ranges of keys that items which pass the filters can have, rising, of sc_key_range_t; of an
 * order whose key is a text. */
apr_array_header_t *sc_order_ranges(const sc_order_t *order, const sc_query_t *query,
                                    apr_pool_t *pool);
