#include "store/list.h"

#include "store/list_filters.h"
#include "store/list_total.h"
#include "store/load.h"
#include "store/position.h"
#include "store/read.h"
#include "store/related.h"

#include <apr_strings.h>
#include <string.h>

/* Up to so many candidates are looked at one by one. If there are more, the list is walked in its
 * order instead, where a page is soon full. */
#define MANY_CANDIDATES 5000

/* Texts that sort before and behind every key. */
#define LEAST_KEY ""
#define GREATEST_KEY "\xf4\x8f\xbf\xbf"

/* The expression that an order sorts by, rising and falling: what is unknown is last in both. An
 * index of sql/ stands on each. */
typedef struct order_key_t {
    const char *rising;
    const char *falling;
    int is_integer;
} order_key_t;

#define ORDER_LIMIT 4

typedef struct orders_t {
    const sc_entity_t *entity;
    int descends; /* whether the first, its own order, does */
    const char *names[ORDER_LIMIT + 1];
    order_key_t keys[ORDER_LIMIT];
} orders_t;

#define KEY(column)                                                                                \
    {                                                                                              \
        column, column, 0                                                                          \
    }
#define DATE_KEY(column)                                                                           \
    {                                                                                              \
        "COALESCE(" column ", '~')", "COALESCE(" column ", '')", 0                                 \
    }
#define SORT_NAME "COALESCE(t.\"sort_name\", t.\"slug\")"
#define MODIFIED KEY("t.\"modified\"")

static const orders_t collections[] = {
    {&sc_place,
     0,
     {"name", "country", "population", "modified"},
     {KEY(SORT_NAME),
      {"(COALESCE(t.\"country\", '~') || ' ' || " SORT_NAME ")",
       "(COALESCE(t.\"country\", '') || ' ' || " SORT_NAME ")", 0},
      {"COALESCE(t.\"population\", 1000000000)", "COALESCE(t.\"population\", -1)", 1},
      MODIFIED}},
    {&sc_partnership,
     0,
     {"name", "established", "status", "modified"},
     {KEY(SORT_NAME), DATE_KEY("t.\"established\""), KEY("(t.\"status\" || ' ' || " SORT_NAME ")"),
      MODIFIED}},
    {&sc_agreement, 1, {"date", "modified"}, {DATE_KEY("t.\"date\""), MODIFIED}},
    {&sc_activity,
     1,
     {"start", "title", "modified"},
     {DATE_KEY("t.\"start\""), KEY("t.\"title\""), MODIFIED}},
};

static const orders_t other_collections = {
    NULL, 0, {"slug", "modified"}, {KEY("t.\"slug\""), MODIFIED}};

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

/* Everything about one page that is asked for. */
typedef struct page_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_query_t *query;
    sc_selection_t *selection;
    sc_ordering_t ordering;
    const char *key; /* expression */
    int key_is_integer;
    int has_position; /* whether it follows or precedes another page */
    sc_position_t position;
    int is_rising; /* which way the rows are read: for a page before another, against the order */
    int is_narrow; /* whether the few candidates are looked at */
} page_t;

static void choose_order(const sc_entity_t *entity, const sc_query_t *query,
                         sc_ordering_t *ordering, const order_key_t **key)
{
    const orders_t *orders = orders_of(entity);
    int i = 0;

    while (query->sort && orders->names[i + 1] && strcmp(orders->names[i], query->sort) != 0) {
        i++;
    }
    ordering->entity = entity;
    ordering->order = orders->names[i];
    ordering->descends = query->sort ? query->descending : orders->descends;
    *key = &orders->keys[i];
}

int sc_list_token_is_valid(const sc_entity_t *entity, const sc_query_t *query, const char *token)
{
    sc_position_t position;
    sc_ordering_t ordering;
    const order_key_t *key;
    apr_pool_t *scratch;
    int is_valid;

    if (apr_pool_create(&scratch, NULL) != APR_SUCCESS) {
        return 0;
    }
    choose_order(entity, query, &ordering, &key);
    is_valid = sc_position_read(&position, &ordering, token, scratch);
    apr_pool_destroy(scratch);
    return is_valid;
}

static void begin_page(page_t *page, const sc_entity_t *entity)
{
    const order_key_t *key;

    page->selection = sc_selection_of(entity, page->query, page->pool);
    choose_order(entity, page->query, &page->ordering, &key);
    page->key = page->ordering.descends ? key->falling : key->rising;
    page->key_is_integer = key->is_integer;
    page->has_position = page->query->after && sc_position_read(&page->position, &page->ordering,
                                                                page->query->after, page->pool);
    if (!page->has_position) {
        page->position.is_backward = 0;
        page->position.id = page->ordering.descends ? APR_INT64_MAX : -1;
        page->position.key = page->ordering.descends ? GREATEST_KEY : LEAST_KEY;
    }
    page->is_rising = page->ordering.descends == page->position.is_backward;
}

static sc_arg_t key_arg(const page_t *page)
{
    if (!page->key_is_integer) {
        return sc_arg_text(page->position.key);
    }
    return sc_arg_integer(page->has_position ? apr_atoi64(page->position.key) : page->position.id);
}

/* ` FROM "places" t WHERE …`, without the position.
 * @param is_narrow whether to look at the candidates only, however many there are */
static void add_source(const page_t *page, sc_sql_t *sql, int is_narrow)
{
    sc_sql_add(sql, " FROM \"");
    sc_sql_add(sql, page->ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    if (is_narrow) {
        sc_sql_add(sql, "t.\"id\" IN (");
        sc_selection_add_candidates(page->selection, sql);
        sc_sql_add(sql, ")");
    }
    else {
        sc_sql_add(sql, "1 = 1");
    }
    if (sc_selection_is_filtered(page->selection)) {
        sc_selection_add_conditions(page->selection, sql, is_narrow);
    }
}

static apr_status_t read_number(const page_t *page, const sc_sql_t *sql, apr_int64_t *number)
{
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(page->db, sql, &rows);

    if (status == APR_SUCCESS) {
        *number = sc_row_integer(rows, 0, 0);
    }
    return status;
}

/* Decides whether the candidates are few enough to be looked at one by one. */
static apr_status_t weigh_candidates(page_t *page)
{
    sc_sql_t *sql = sc_sql_new(page->pool);
    apr_int64_t number = 0;
    apr_status_t status;

    if (!sc_selection_has_candidates(page->selection)) {
        return APR_SUCCESS;
    }
    sc_sql_add(sql, "SELECT COUNT(*) FROM (");
    sc_selection_add_candidates(page->selection, sql);
    sc_sql_add_arg(sql, " LIMIT ?) c", sc_arg_integer(MANY_CANDIDATES + 1));
    status = read_number(page, sql, &number);
    page->is_narrow = number <= MANY_CANDIDATES;
    return status;
}

static apr_status_t read_total(const page_t *page, apr_int64_t *total)
{
    sc_sql_t *sql = sc_sql_new(page->pool);
    apr_status_t status =
        sc_list_total(page->db, page->pool, page->ordering.entity, page->query, total);

    if (status != APR_ENOENT) {
        return status;
    }
    sc_sql_add(sql, "SELECT COUNT(*)");
    add_source(page, sql, sc_selection_has_candidates(page->selection));
    return read_number(page, sql, total);
}

/* Reads id and key of the page's rows and of one more, in the direction of reading. */
static apr_status_t read_rows(const page_t *page, sc_rows_t **rows)
{
    const char *direction = page->is_rising ? "" : " DESC";
    sc_sql_t *sql = sc_sql_new(page->pool);

    sc_sql_add(sql, "SELECT t.\"id\", ");
    sc_sql_add(sql, page->key);
    add_source(page, sql, page->is_narrow);
    /* The bound on the key alone is what SQLite looks up in an index on an expression. */
    sc_sql_add(sql, " AND ");
    sc_sql_add(sql, page->key);
    sc_sql_add_arg(sql, page->is_rising ? " >= ?" : " <= ?", key_arg(page));
    sc_sql_add(sql, " AND (");
    sc_sql_add(sql, page->key);
    sc_sql_add(sql, page->is_rising ? ", t.\"id\") > (" : ", t.\"id\") < (");
    sc_sql_add_arg(sql, "?, ", key_arg(page));
    sc_sql_add_arg(sql, "?) ORDER BY ", sc_arg_integer(page->position.id));
    sc_sql_add(sql, page->key);
    sc_sql_add(sql, direction);
    sc_sql_add(sql, ", t.\"id\"");
    sc_sql_add(sql, direction);
    sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(page->query->limit + 1));
    return sc_sql_select(page->db, sql, rows);
}

static const char *token_beside(const page_t *page, const sc_rows_t *rows, int row, int is_backward)
{
    sc_position_t position = {is_backward, sc_row_integer(rows, row, 0), sc_row_text(rows, row, 1)};

    return sc_position_token(&position, &page->ordering, page->pool);
}

/* The way back from a page that has run empty since its token was made: the row that the token
 * names belongs to the other side now, so the position moves past it. */
static const char *token_of_return(const page_t *page)
{
    sc_position_t position = page->position;

    position.is_backward = !page->position.is_backward;
    position.id += page->is_rising ? 1 : -1;
    return sc_position_token(&position, &page->ordering, page->pool);
}

/* The ids of the page in the list's order, and the tokens to its neighbors. */
static apr_array_header_t *take_page(const page_t *page, const sc_rows_t *rows, sc_list_t *list)
{
    apr_array_header_t *ids = apr_array_make(page->pool, rows->count + 1, sizeof(apr_int64_t));
    int is_backward = page->position.is_backward;
    int count = rows->count < page->query->limit ? rows->count : page->query->limit;
    const char **ahead = is_backward ? &list->previous : &list->next;
    const char **behind = is_backward ? &list->next : &list->previous;
    int i;

    for (i = 0; i < count; i++) {
        int row = is_backward ? count - 1 - i : i;

        APR_ARRAY_PUSH(ids, apr_int64_t) = sc_row_integer(rows, row, 0);
    }
    if (rows->count > count) {
        *ahead = token_beside(page, rows, count - 1, is_backward);
    }
    if (page->has_position) {
        *behind = count ? token_beside(page, rows, 0, !is_backward) : token_of_return(page);
    }
    return ids;
}

static apr_status_t add_related(const page_t *page, sc_list_t *list)
{
    apr_array_header_t *partnerships;
    apr_status_t status;

    if (page->ordering.entity == &sc_place) {
        status = sc_related_counts(page->db, page->pool, list->items, list->counts);
    }
    else {
        status = sc_related_partnerships(page->db, page->pool, list->items, list->partnerships);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    partnerships = sc_related_values(list->partnerships, page->pool);
    return sc_load_labels(page->db, page->pool,
                          apr_array_append(page->pool, list->items, partnerships), list->labels);
}

static apr_status_t fill_page(page_t *page, sc_list_t *list)
{
    apr_status_t status = weigh_candidates(page);
    sc_rows_t *rows;

    if (status == APR_SUCCESS) {
        status = read_total(page, &list->total);
    }
    if (status == APR_SUCCESS) {
        status = read_rows(page, &rows);
    }
    if (status == APR_SUCCESS) {
        status = sc_read_by_ids(page->db, page->pool, page->ordering.entity,
                                take_page(page, rows, list), &list->items);
    }
    return status == APR_SUCCESS ? add_related(page, list) : status;
}

apr_status_t sc_list_read(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const sc_query_t *query, sc_list_t **list)
{
    page_t page = {.db = db, .pool = pool, .query = query};
    sc_list_t *made = apr_pcalloc(pool, sizeof(*made));

    made->entity = entity;
    made->items = apr_array_make(pool, 1, sizeof(void *));
    made->partnerships = apr_hash_make(pool);
    made->labels = apr_hash_make(pool);
    made->counts = apr_hash_make(pool);
    *list = made;
    begin_page(&page, entity);
    return sc_selection_is_empty(page.selection) ? APR_SUCCESS : fill_page(&page, made);
}
