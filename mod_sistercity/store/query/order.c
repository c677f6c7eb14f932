#include "store/query/order.h"

#include "model/text/utf8.h"
#include "store/query/filter.h"

#include <apr_strings.h>
#include <string.h>

/* The expression that an order sorts by, rising and falling. */
typedef struct order_key_t {
    const char *rising;
    const char *falling;
    const char *falls_by; /* the one that an index has */
    int is_integer;
    const char *facet;
    apr_int64_t unknown;
} order_key_t;

#define ORDER_LIMIT 4

typedef struct orders_t {
    const sc_entity_t *entity;
    int descends; /* whether the first, its own order, does */
    const char *names[ORDER_LIMIT + 1];
    order_key_t keys[ORDER_LIMIT];
    const char *ranking; /* how well it fits, and then */
    int ranks_by_own;    /* its own order */
} orders_t;

#define KEY(column, facet) {column, column, column, 0, facet, 0}
#define DATE(column) "COALESCE(" column ", '~')"
#define FALLING_DATE(column) "COALESCE(" column ", '')"
#define DATE_KEY(column, facet)                                                                    \
    {DATE(column), FALLING_DATE(column), FALLING_DATE(column), 0, facet, 0}
#define NUMBER_KEY(column, unknown)                                                                \
    {"COALESCE(" column ", " #unknown ")",                                                         \
     "COALESCE(" column ", -1)",                                                                   \
     "COALESCE(" column ", " #unknown ")",                                                         \
     1,                                                                                            \
     NULL,                                                                                         \
     unknown}
#define SORT_NAME "t.\"sort_name\""
#define IN_COUNTRY(unknown) "(COALESCE(t.\"country\", '" unknown "') || ' ' || " SORT_NAME ")"
#define MODIFIED {"t.\"modified\"", "t.\"modified\"", "t.\"modified\"", 1, NULL, 0}
#define RANKED(key) "(j.\"class\" || ' ' || " key ")"
#define RANKING(key) RANKED(key), 0
#define RANKING_BY_OWN(key) RANKED(key), 1

/* Places with more partnerships first: what most people mean. */
#define RANKING_OF_PLACES                                                                          \
    RANKING("CAST(1999999 - " SC_PARTNERSHIPS_OF("t.\"id\"") " AS TEXT) || ' ' || " SORT_NAME)

static const orders_t collections[] = {
    {&sc_place,
     0,
     {"name", "country", "population", "modified"},
     {KEY(SORT_NAME, NULL),
      {IN_COUNTRY("~"), IN_COUNTRY(""), IN_COUNTRY("~"), 0, "country", 0},
      NUMBER_KEY("t.\"population\"", 1000000000),
      MODIFIED},
     RANKING_OF_PLACES},
    {&sc_partnership,
     0,
     {"name", "established", "status", "modified"},
     {KEY(SORT_NAME, SC_FACET_INITIAL),
      {DATE("t.\"established\""), FALLING_DATE("t.\"established\""), DATE("t.\"established\""), 0,
       SC_FACET_DATE, 0},
      KEY(RANKED(SORT_NAME), SC_FACET_STATUS),
      MODIFIED},
     RANKING_BY_OWN(SORT_NAME)},
    {&sc_agreement,
     1,
     {"date", "modified"},
     {DATE_KEY("t.\"date\"", SC_FACET_DATE), MODIFIED},
     RANKING_BY_OWN("COALESCE(t.\"date\", '')")},
    {&sc_activity,
     1,
     {"start", "title", "modified"},
     {DATE_KEY("t.\"start\"", SC_FACET_DATE), KEY("t.\"title\"", NULL), MODIFIED},
     RANKING_BY_OWN("COALESCE(t.\"start\", '')")},
    {&sc_story,
     1,
     {"date", "modified"},
     {DATE_KEY("t.\"date\"", NULL), MODIFIED},
     RANKING_BY_OWN("COALESCE(t.\"date\", '')")},
    {&sc_award,
     1,
     {"date", "name", "modified"},
     {DATE_KEY("t.\"date\"", NULL), KEY("t.\"name\"", NULL), MODIFIED},
     RANKING_BY_OWN("COALESCE(t.\"date\", '')")},
    {&sc_person,
     0,
     {"name", "modified"},
     {KEY("t.\"name\"", NULL), MODIFIED},
     RANKING_BY_OWN("t.\"name\"")},
    {&sc_guide,
     0,
     {"position", "modified"},
     {NUMBER_KEY("t.\"position\"", 100001), MODIFIED},
     RANKING("t.\"slug\"")},
    {&sc_template,
     0,
     {"position", "modified"},
     {NUMBER_KEY("t.\"position\"", 100001), MODIFIED},
     RANKING("t.\"slug\"")},
};

static const orders_t other_collections = {NULL,
                                           0,
                                           {"slug", "modified"},
                                           {KEY("t.\"slug\"", NULL), MODIFIED},
                                           RANKING_BY_OWN("t.\"slug\"")};

static const orders_t *orders_of(const sc_entity_t *entity)
{
    for (size_t i = 0; i < sizeof(collections) / sizeof(collections[0]); i++) {
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

int sc_order_is_split(const sc_order_t *order)
{
    return strcmp(order->key, order->indexed) != 0;
}

sc_arg_t sc_order_edge(const sc_order_t *order)
{
    return order->key_is_integer ? sc_arg_integer(order->unknown) : sc_arg_text("~");
}

sc_order_t sc_order_of(const sc_entity_t *entity, const sc_query_t *query)
{
    const orders_t *orders = orders_of(entity);
    sc_order_t order;
    int i = 0;

    while (query->sort && orders->names[i + 1] && strcmp(orders->names[i], query->sort) != 0) {
        i++;
    }
    order.ordering.entity = entity;
    order.ordering.order = orders->names[i];
    order.ordering.descends = query->sort ? query->descending : orders->descends;
    order.key = order.ordering.descends ? orders->keys[i].falling : orders->keys[i].rising;
    order.indexed = order.ordering.descends ? orders->keys[i].falls_by : orders->keys[i].rising;
    order.key_is_integer = orders->keys[i].is_integer;
    order.unknown = orders->keys[i].unknown;
    order.is_by_letter = strcmp(order.key, SORT_NAME) == 0 && !order.ordering.descends;
    order.facet = orders->keys[i].facet;
    order.is_ranking = !query->sort && query->q && *query->q && sc_words_find(entity);
    order.within = NULL;
    order.is_by_status = order.facet && strcmp(order.facet, SC_FACET_STATUS) == 0;
    if (order.is_by_status) {
        order.within = order.indexed = SORT_NAME;
        order.facet = SC_FACET_INITIAL;
    }
    if (order.is_ranking) {
        order.within = orders->ranks_by_own ? order.key : NULL;
        order.ordering.order = "ranking";
        order.key = orders->ranking;
        order.key_is_integer = order.is_by_letter = 0;
        order.facet = order.within ? order.facet : NULL;
    }
    return order;
}

static void add_range(apr_array_header_t *ranges, const char *from, const char *before)
{
    APR_ARRAY_PUSH(ranges, sc_key_range_t) = (sc_key_range_t){from, before};
}

/* The keys of dates between the days. The year and the month of the first day sort before it; those
 * of the last day, with a qualifier, and its decade and century sort behind it. */
static void add_dates(apr_array_header_t *ranges, const sc_days_t *days)
{
    static const char *const befores[] = {"%.4s", "%.7s"};
    static const char *const behinds[] = {"%.7s?", "%.4s?", "%.3sX", "%.2sXX"};
    apr_pool_t *pool = ranges->pool;

    for (size_t i = 0; *days->from && i < sizeof(befores) / sizeof(befores[0]); i++) {
        const char *part = apr_psprintf(pool, befores[i], days->from);

        add_range(ranges, part, apr_pstrcat(pool, part, "-", NULL));
    }
    add_range(ranges, days->from, apr_pstrcat(pool, days->until, "~~", NULL));
    for (size_t i = 0; i < sizeof(behinds) / sizeof(behinds[0]); i++) {
        const char *part = apr_psprintf(pool, behinds[i], days->until);

        add_range(ranges, part,
                  apr_pstrcat(pool, apr_pstrmemdup(pool, part, strcspn(part, "?")), "~~", NULL));
    }
    if (days->or_unknown) {
        add_range(ranges, "~", "~~");
    }
}

/* The keys that begin with one of the words. */
static apr_array_header_t *add_words(apr_array_header_t *ranges, apr_array_header_t *words)
{
    sc_utf8_sort(words);
    SC_EACH(const char, word, words) {
        add_range(ranges, apr_pstrcat(ranges->pool, word, " ", NULL),
                  apr_pstrcat(ranges->pool, word, "!", NULL));
    }
    return ranges;
}

apr_array_header_t *sc_order_ranges(const sc_order_t *order, const sc_query_t *query,
                                    apr_pool_t *pool)
{
    apr_array_header_t *ranges = apr_array_make(pool, 8, sizeof(sc_key_range_t));
    sc_days_t days;

    if (order->facet && strcmp(order->facet, SC_FACET_DATE) == 0 &&
        (sc_filter_days(query, pool, &days) ||
         sc_filter_begun(order->ordering.entity, query, pool, &days))) {
        add_dates(ranges, &days);
        return ranges;
    }
    if (order->facet && strcmp(order->facet, "country") == 0 && query->country) {
        return add_words(ranges, sc_filter_values(query, sc_filter_named("country"), pool));
    }
    add_range(ranges, SC_LEAST_KEY, SC_GREATEST_KEY);
    return ranges;
}
