#include "store/query/list_order.h"

#include "store/query/list.h"
#include "store/query/trait.h"

#include <string.h>

/* The expression that an order sorts by, rising and falling. */
typedef struct order_key_t {
    const char *rising;
    const char *falling;
    int is_integer;
    const char *trait;
} order_key_t;

#define ORDER_LIMIT 4

typedef struct orders_t {
    const sc_entity_t *entity;
    int descends; /* whether the first, its own order, does */
    const char *names[ORDER_LIMIT + 1];
    order_key_t keys[ORDER_LIMIT];
} orders_t;

#define KEY(column, trait)                                                                         \
    {                                                                                              \
        column, column, 0, trait                                                                   \
    }
#define DATE_KEY(column)                                                                           \
    {                                                                                              \
        "COALESCE(" column ", '~')", "COALESCE(" column ", '')", 0, SC_TRAIT_DATE                  \
    }
#define SORT_NAME "t.\"sort_name\""
#define MODIFIED KEY("t.\"modified\"", NULL)

static const orders_t collections[] = {
    {&sc_place,
     0,
     {"name", "country", "population", "modified"},
     {KEY(SORT_NAME, SC_TRAIT_LETTER),
      {"(COALESCE(t.\"country\", '~') || ' ' || " SORT_NAME ")",
       "(COALESCE(t.\"country\", '') || ' ' || " SORT_NAME ")", 0, "country"},
      {"COALESCE(t.\"population\", 1000000000)", "COALESCE(t.\"population\", -1)", 1, NULL},
      MODIFIED}},
    {&sc_partnership,
     0,
     {"name", "established", "status", "modified"},
     {KEY(SORT_NAME, SC_TRAIT_LETTER), DATE_KEY("t.\"established\""),
      KEY("(t.\"status\" || ' ' || " SORT_NAME ")", "status"), MODIFIED}},
    {&sc_agreement, 1, {"date", "modified"}, {DATE_KEY("t.\"date\""), MODIFIED}},
    {&sc_activity,
     1,
     {"start", "title", "modified"},
     {DATE_KEY("t.\"start\""), KEY("t.\"title\"", NULL), MODIFIED}},
};

static const orders_t other_collections = {
    NULL, 0, {"slug", "modified"}, {KEY("t.\"slug\"", NULL), MODIFIED}};

static const orders_t *orders_of(const sc_entity_t *entity)
{
    size_t i;

    for (i = 0; i < sizeof(collections) / sizeof(collections[0]); i++) {
        if (collections[i].entity == entity) {
            return &collections[i];
        }
    }
    return &other_collections;
}

const char *const *sc_list_orders(const sc_entity_t *entity)
{
    return orders_of(entity)->names;
}

int sc_list_descends(const sc_entity_t *entity)
{
    return orders_of(entity)->descends;
}

sc_list_order_t sc_list_order_of(const sc_entity_t *entity, const sc_query_t *query)
{
    const orders_t *orders = orders_of(entity);
    sc_list_order_t order;
    int i = 0;

    while (query->sort && orders->names[i + 1] && strcmp(orders->names[i], query->sort) != 0) {
        i++;
    }
    order.ordering.entity = entity;
    order.ordering.order = orders->names[i];
    order.ordering.descends = query->sort ? query->descending : orders->descends;
    order.key = order.ordering.descends ? orders->keys[i].falling : orders->keys[i].rising;
    order.key_is_integer = orders->keys[i].is_integer;
    order.trait = orders->keys[i].trait;
    return order;
}
