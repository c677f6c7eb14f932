#include "store/query/list.h"

#include "language/collate.h"
#include "store/query/facets.h"
#include "store/query/filter.h"
#include "store/query/walk.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

int sc_list_token_is_valid(const sc_entity_t *entity, const sc_query_t *query, const char *token)
{
    sc_order_t order = sc_order_of(entity, query);
    sc_cursor_t cursor;
    apr_pool_t *scratch;

    if (apr_pool_create(&scratch, NULL) != APR_SUCCESS) {
        return 0;
    }
    int is_valid = sc_cursor_read(&cursor, &order.ordering, token, scratch);
    apr_pool_destroy(scratch);
    return is_valid;
}

static void begin_page(sc_page_t *page, const sc_entity_t *entity)
{
    const sc_ordering_t *ordering = &page->order.ordering;

    page->order = sc_order_of(entity, page->query);
    page->has_cursor = page->query->after &&
                       sc_cursor_read(&page->cursor, ordering, page->query->after, page->pool);
    if (!page->has_cursor) {
        page->cursor.is_backward = 0;
        page->cursor.id = ordering->descends ? APR_INT64_MAX : -1;
        page->cursor.key = ordering->descends ? SC_GREATEST_KEY : SC_LEAST_KEY;
    }
    page->is_rising = ordering->descends == page->cursor.is_backward;
}

/* Appends the order of rows, in the direction of reading, and how many. */
static void add_order_of(const sc_page_t *page, sc_sql_t *sql, const char *key, const char *id)
{
    const char *direction = page->is_rising ? "" : " DESC";

    sc_sql_add(sql, " ORDER BY ");
    sc_sql_add(sql, key);
    sc_sql_add(sql, direction);
    sc_sql_add(sql, ", ");
    sc_sql_add(sql, id);
    sc_sql_add(sql, direction);
    sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(page->query->limit + 1));
}

static void add_order(const sc_page_t *page, sc_sql_t *sql, const char *key)
{
    add_order_of(page, sql, key, "t.\"id\"");
}

/* Appends that a row is behind the cursor, in the direction of reading. */
static void add_behind(const sc_page_t *page, sc_sql_t *sql, const char *key, sc_arg_t cursor)
{
    /* The bound on the key alone is what SQLite looks up in an index on an expression. */
    sc_sql_add(sql, key);
    sc_sql_add_arg(sql, page->is_rising ? " >= ? AND (" : " <= ? AND (", cursor);
    sc_sql_add(sql, key);
    sc_sql_add(sql, page->is_rising ? ", t.\"id\") > (" : ", t.\"id\") < (");
    sc_sql_add_arg(sql, "?, ", cursor);
    sc_sql_add_arg(sql, "?)", sc_arg_integer(page->cursor.id));
}

/* The letters that lead into a list by name. */
#define ALPHABET "SELECT \"alphabet\" FROM \"registry\""

/* What is known, or what is not, of an order in two parts, behind the cursor if it lies there. The
 * index tells the key, too. */
static void add_part(const sc_page_t *page, sc_sql_t *sql, int is_unknown, int is_behind)
{
    const sc_order_t *order = &page->order;
    const char *known = order->indexed;
    const char *unknown =
        order->key_is_integer ? "-1" : apr_pstrcat(page->pool, "SUBSTR(", known, ", 2)", NULL);

    sc_sql_add(sql, "SELECT part.\"id\", part.\"key\" FROM (SELECT t.\"id\", ");
    sc_sql_add(sql, is_unknown ? unknown : known);
    sc_sql_add(sql, " AS \"key\" FROM \"");
    sc_sql_add(sql, order->ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    if (!is_behind || is_unknown != page->is_rising) {
        sc_sql_add(sql, known);
        sc_sql_add_arg(sql, is_unknown ? " >= ?" : " < ?", sc_order_edge(order));
        sc_sql_add(sql, is_behind ? " AND " : "");
    }
    if (is_behind) {
        add_behind(page, sql, known, sc_page_indexed_key(page));
    }
    add_order(page, sql, known);
    sc_sql_add(sql, ") part");
}

/* One part may be all that is left. */
static void add_parts(const sc_page_t *page, sc_sql_t *sql)
{
    int is_in_unknown = sc_page_is_in_unknown(page);

    sc_sql_add(sql, "SELECT u.\"id\", u.\"key\" FROM (");
    add_part(page, sql, page->has_cursor ? is_in_unknown : page->is_rising, page->has_cursor);
    if (!page->has_cursor || is_in_unknown == page->is_rising) {
        sc_sql_add(sql, " UNION ALL ");
        add_part(page, sql, !page->is_rising, 0);
    }
    sc_sql_add(sql, ") u");
    add_order_of(page, sql, "u.\"key\"", "u.\"id\"");
}

/* Id and key of the page's rows and of one more, in the direction of reading. */
static sc_sql_t *select_rows(const sc_page_t *page)
{
    sc_sql_t *sql = sc_sql_new(page->pool);

    if (sc_order_is_split(&page->order)) {
        add_parts(page, sql);
        return sql;
    }
    sc_sql_add(sql, "SELECT t.\"id\", ");
    sc_sql_add(sql, page->order.key);
    sc_sql_add(sql, " AS \"key\" FROM \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    add_behind(page, sql, page->order.key, sc_page_key(page));
    add_order(page, sql, page->order.key);
    return sql;
}

static apr_status_t read_rows(const sc_page_t *page, sc_rows_t **rows)
{
    return sc_sql_select(page->db, select_rows(page), rows);
}

/* Some of what passes, the better the less its class is. */
typedef struct class_t {
    const char *name;
    const sc_bitmap_t *ids;
} class_t;

static void add_classes(const sc_page_t *page, sc_sql_t *sql, const class_t *classes, int count)
{
    sc_sql_add(sql, "(");
    for (int i = 0; i < count; i++) {
        sc_sql_add_arg(sql, i ? " UNION ALL SELECT CAST(? AS TEXT)" : "SELECT CAST(? AS TEXT)",
                       sc_arg_text(classes[i].name));
        sc_sql_add(sql, " AS \"class\", j.\"value\" FROM ");
        sc_ids_add_table(page->db, sql, classes[i].ids);
    }
    sc_sql_add(sql, ") j");
}

/* The same among some ids, in classes. They are looked up first: PostgreSQL would rather walk the
 * collection in the list's order, and look for each id among them. */
static apr_status_t read_rows_among(const sc_page_t *page, const class_t *classes, int count,
                                    sc_rows_t **rows)
{
    sc_sql_t *sql = sc_sql_new(page->pool);

    sc_sql_add(sql, "WITH t AS MATERIALIZED (SELECT t.\"id\", ");
    sc_sql_add(sql, page->order.key);
    sc_sql_add(sql, " AS \"key\" FROM ");
    add_classes(page, sql, classes, count);
    sc_sql_add(sql, " CROSS JOIN \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE t.\"id\" = j.\"value\") SELECT t.\"id\", t.\"key\" FROM t WHERE ");
    add_behind(page, sql, "t.\"key\"", sc_page_key(page));
    add_order(page, sql, "t.\"key\"");
    return sc_sql_select(page->db, sql, rows);
}

/* On which side of the cursor a class is: 0 where the cursor lies in it. */
static int side_of(const sc_page_t *page, const char *name)
{
    size_t length = strcspn(page->cursor.key, " ");
    int side = strncmp(name, page->cursor.key, length);

    return side == 0 && name[length] ? 1 : side;
}

/* The part of the page that is in one class: a page of the order within it. */
static sc_page_t page_of_class(const sc_page_t *page, const char *name)
{
    sc_page_t part = *page;

    part.order.key = page->order.within;
    /* A forged cursor may have a class and nothing else. */
    part.has_cursor =
        page->has_cursor && side_of(page, name) == 0 && strlen(page->cursor.key) > strlen(name);
    if (part.has_cursor) {
        part.cursor.key += strlen(name) + 1;
    }
    else {
        part.cursor.id = page->is_rising ? -1 : APR_INT64_MAX;
        part.cursor.key = page->is_rising ? SC_LEAST_KEY : SC_GREATEST_KEY;
    }
    return part;
}

/* To count the partnerships of so many places takes no longer than to read which have many. */
#define COUNTED_AT_ONCE 100

/* Some of what passes that are no fewer than a first page needs, and have the most partnerships. */
typedef struct most_t {
    const sc_bitmap_t *ids;
    apr_int64_t least; /* which each of them has */
} most_t;

/* Leaves those with the most partnerships, no fewer than a first page needs: to count them all
 * costs half of what it takes to look up and sort them, too. */
static apr_status_t count_most(const sc_page_t *page, most_t *most)
{
    sc_sql_t *sql = sc_sql_new(page->pool);
    sc_bitmap_t *ids = sc_bitmap_new(page->pool);
    sc_rows_t *rows;

    sc_sql_add(sql, "WITH c AS MATERIALIZED (SELECT j.\"value\", " SC_PARTNERSHIPS_OF(
                        "j.\"value\"") " AS \"number\" FROM ");
    sc_ids_add_table(page->db, sql, most->ids);
    sc_sql_add(sql, ") SELECT ");
    sc_ids_add(page->db, sql, "c.\"value\"");
    sc_sql_add_arg(sql,
                   ", MIN(c.\"number\") FROM c WHERE c.\"number\" >= COALESCE((SELECT \"number\" "
                   "FROM c ORDER BY \"number\" DESC LIMIT 1 OFFSET ?), 0)",
                   sc_arg_integer(page->query->limit));
    SC_TRY(sc_sql_select(page->db, sql, &rows));
    sc_bitmap_add_list(ids, sc_row_ids(rows, 0, 0), NULL);
    *most = (most_t){ids, sc_row_number(rows, 0, 1)};
    return APR_SUCCESS;
}

/* The words of SC_FACET_MANY, and the parties of dirty partnerships, which may have more by now. */
static apr_status_t read_many(const sc_page_t *page, sc_rows_t **rows)
{
    return sc_db_select(page->db, page->pool,
                        apr_pstrcat(page->pool, "SELECT \"word\", \"count\"",
                                    sc_facets_columns(page->db),
                                    " FROM \"facets\" WHERE \"collection\" = 'places' AND "
                                    "\"facet\" = '" SC_FACET_MANY "' "
                                    "UNION ALL SELECT '', 0, 0, CAST(m.\"place_id\" AS TEXT) "
                                    "FROM \"dirty_items\" d JOIN \"partnership_parties\" m ON "
                                    "m.\"partnership_id\" = d.\"id\" "
                                    "WHERE d.\"collection\" = 'partnerships'",
                                    NULL),
                        NULL, 0, rows);
}

/* Adds the places with no fewer partnerships than so many. @return 0 for a bitmap that is none */
static int add_many(const sc_page_t *page, const sc_rows_t *rows, int least, sc_bitmap_t *many)
{
    for (int i = 0; i < rows->count; i++) {
        if (atoi(sc_row_word(rows, i, 0)) != least) {
            continue;
        }
        const sc_bitmap_t *bitmap = sc_facets_bitmap(page->db, rows, i, 1, page->pool);
        if (!bitmap) {
            sc_db_note_damage(page->db);
            return 0;
        }
        sc_bitmap_unite(many, bitmap);
    }
    return 1;
}

/* Of all those with so many partnerships that they are more than a first page needs. @return how
 * many each of them had when the facets were made; 0 if there are not so many of them */
static int take_many(const sc_page_t *page, const sc_rows_t *rows, const sc_bitmap_t *all,
                     sc_bitmap_t *many)
{
    int least = SC_MANY_GREATEST;

    for (;; least /= 2) {
        if (least < SC_MANY_LEAST || !add_many(page, rows, least, many)) {
            return 0;
        }
        if (sc_bitmap_count_common(many, all) > page->query->limit) {
            break;
        }
    }
    for (int i = 0; i < rows->count; i++) {
        if (!*sc_row_word(rows, i, 0)) {
            sc_bitmap_add_list(many, sc_row_ids(rows, i, 3), NULL);
        }
    }
    sc_bitmap_intersect(many, all);
    return least;
}

/* As many are counted as may be among the first, and all if they turn out not to be. */
static apr_status_t keep_most(const sc_page_t *page, class_t *class)
{
    most_t most = {class->ids, 0};
    sc_bitmap_t *many = sc_bitmap_new(page->pool);
    sc_rows_t *rows;
    int least = 0;

    if (sc_bitmap_count(class->ids) > COUNTED_AT_ONCE) {
        SC_TRY(read_many(page, &rows));
        least = take_many(page, rows, class->ids, many);
    }
    if (least) {
        most.ids = many;
        SC_TRY(count_most(page, &most));
    }
    if (!least || most.least < least) {
        most.ids = class->ids;
        SC_TRY(count_most(page, &most));
    }
    class->ids = most.ids;
    return APR_SUCCESS;
}

/* Leaves of a class what the page may need. @param count set to how many there are behind the
 * page's beginning, at least */
static apr_status_t shorten(const sc_page_t *page, class_t *class, apr_int64_t *count)
{
    const sc_bitmap_t *all = class->ids;
    sc_page_t part = page_of_class(page, class->name);
    int is_short = sc_bitmap_count(all) <= page->query->limit;

    if (page->order.within) {
        SC_TRY(sc_walk(&part, all, &class->ids));
    }
    else if (!page->has_cursor && !is_short && page->order.ordering.entity == &sc_place) {
        SC_TRY(keep_most(page, class));
    }
    *count = part.has_cursor && class->ids == all ? 0 : sc_bitmap_count(class->ids);
    return APR_SUCCESS;
}

/* Reads the items of a status that pass. @param passing NULL: all do */
static apr_status_t select_status(const sc_page_t *page, const sc_bitmap_t *passing, class_t *class)
{
    const sc_faceted_t *faceted = sc_faceted_of(page->order.ordering.entity);
    apr_array_header_t *conditions = apr_array_make(page->pool, 1, sizeof(sc_condition_t));
    sc_bitmap_t *ids;

    APR_ARRAY_PUSH(conditions, sc_condition_t) = (sc_condition_t){
        .facet = sc_facet_named(faceted, SC_FACET_STATUS), .word = class->name, .is_stored = 1};
    SC_TRY(sc_facets_select(page->db, page->pool, faceted, conditions, &ids));
    if (passing) {
        sc_bitmap_intersect(ids, passing);
    }
    class->ids = ids;
    return APR_SUCCESS;
}

/* No more of the classes than the page needs.
 * @param all of class_t, rising; of a status, whose items are not known yet */
static apr_status_t read_classes(const sc_page_t *page, const apr_array_header_t *all,
                                 const sc_bitmap_t *passing, sc_rows_t **rows)
{
    class_t *classes = apr_palloc(page->pool, (apr_size_t)(all->nelts + 1) * sizeof(*classes));
    apr_int64_t before = 0, behind;
    int count = 0;

    for (int i = 0; i < all->nelts && before <= page->query->limit; i++) {
        class_t class = APR_ARRAY_IDX(all, page->is_rising ? i : all->nelts - 1 - i, class_t);
        int side = page->has_cursor ? side_of(page, class.name) : 0;

        if (page->is_rising ? side >= 0 : side <= 0) {
            SC_TRY(class.ids ? APR_SUCCESS : select_status(page, passing, &class));
            SC_TRY(shorten(page, &class, &behind));
            before += behind;
            classes[count++] = class;
        }
    }
    if (count == 0) {
        *rows = apr_pcalloc(page->pool, sizeof(**rows));
        return APR_SUCCESS;
    }
    return read_rows_among(page, classes, count, rows);
}

/* What the words have found: the best is what is read first. */
static apr_status_t read_ranked(const sc_page_t *page, const sc_found_t *passing, sc_rows_t **rows)
{
    static const char *const names[] = {"0", "1", "2"};
    int descends = page->order.ordering.descends;
    const sc_bitmap_t *ids[] = {descends ? passing->ids : passing->exact, passing->begun,
                                descends ? passing->exact : passing->ids};
    apr_array_header_t *classes = apr_array_make(page->pool, 3, sizeof(class_t));

    sc_bitmap_intersect(passing->exact, passing->ids);
    sc_bitmap_subtract(passing->begun, passing->exact);
    sc_bitmap_intersect(passing->begun, passing->ids);
    sc_bitmap_subtract(passing->ids, passing->exact);
    sc_bitmap_subtract(passing->ids, passing->begun);
    for (int i = 0; i < 3; i++) {
        APR_ARRAY_PUSH(classes, class_t) = (class_t){names[i], ids[i]};
    }
    return read_classes(page, classes, NULL, rows);
}

/* One status after the other, each in the order of names. @param passing NULL: all do */
static apr_status_t read_by_status(const sc_page_t *page, const sc_bitmap_t *passing,
                                   sc_rows_t **rows)
{
    apr_array_header_t *classes = apr_array_make(page->pool, 8, sizeof(class_t));
    sc_rows_t *words;

    SC_TRY(sc_db_select(page->db, page->pool,
                        "SELECT \"word\" FROM \"facets\" WHERE \"collection\" = 'partnerships' "
                        "AND \"facet\" = '" SC_FACET_STATUS "' "
                        "UNION SELECT t.\"status\" FROM \"dirty_items\" d JOIN \"partnerships\" t "
                        "ON t.\"id\" = d.\"id\" WHERE d.\"collection\" = 'partnerships' "
                        "ORDER BY 1",
                        NULL, 0, &words));
    for (int i = 0; i < words->count; i++) {
        APR_ARRAY_PUSH(classes, class_t) = (class_t){sc_row_word(words, i, 0), NULL};
    }
    return read_classes(page, classes, passing, rows);
}

/* Where the whole collection is counted by its order's index alone. */
static apr_status_t count_before(sc_page_t *page)
{
    sc_sql_t *sql = sc_sql_new(page->pool);
    sc_rows_t *rows;

    sc_sql_add(sql, "SELECT COUNT(*) FROM \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    sc_sql_add(sql, page->order.key);
    sc_sql_add_arg(sql, " < ?", sc_page_key(page));
    SC_TRY(sc_sql_select(page->db, sql, &rows));
    page->cursor.place = sc_row_number(rows, 0, 0);
    return APR_SUCCESS;
}

/* What is read of the items, too. */
static apr_status_t fetch_items(const sc_page_t *page, sc_ahead_t *ahead, sc_arg_t ids)
{
    const sc_set_t items = {page->order.ordering.entity, ids};

    sc_read_by_ids_ahead(ahead, items.entity, items.ids);
    if (!page->query->is_alone) {
        sc_labels_ahead(ahead, &items, 1);
        sc_related_counts_ahead(ahead, items.entity, items.ids);
        /* A search of everything does not tell how long they run. */
        if (items.entity == &sc_partnership && !page->query->found) {
            sc_related_terms_ahead(ahead, items.ids);
        }
    }
    return sc_ahead_fetch(ahead);
}

/* All of a page of the whole collection; one before another is read against its order. */
static apr_status_t foresee_page(sc_page_t *page)
{
    sc_ahead_t *ahead = page->cursor.is_backward ? NULL : sc_ahead_new(page->db, page->pool);
    const sc_sql_t *rows = ahead ? select_rows(page) : NULL;
    const sc_arg_t limit = sc_arg_integer(page->query->limit);
    apr_array_header_t *args;

    if (!ahead || page->query->is_outline) {
        return APR_SUCCESS;
    }
    const char *sql =
        apr_pstrcat(page->pool, "SELECT r.\"id\" FROM (",
                    apr_array_pstrcat(page->pool, rows->pieces, 0), ") r LIMIT ?", NULL);
    args = apr_array_copy(page->pool, rows->args);
    APR_ARRAY_PUSH(args, sc_arg_t) = limit;
    page->is_foreseen = 1;
    sc_ahead_ask_sql(ahead, rows);
    if (!page->query->is_rest) {
        sc_facets_total_ahead(ahead, page->order.ordering.entity);
        sc_ahead_ask(ahead, ALPHABET, NULL, 0);
    }
    return fetch_items(page, ahead,
                       sc_ahead_ids(ahead, sql, (const sc_arg_t *)args->elts, args->nelts));
}

/* What is read of items that have been found, unless all of the page was foreseen. */
static apr_status_t foresee_items(const sc_page_t *page, const apr_array_header_t *ids)
{
    sc_ahead_t *ahead =
        page->is_foreseen || ids->nelts == 0 ? NULL : sc_ahead_new(page->db, page->pool);

    return ahead ? fetch_items(
                       page, ahead,
                       sc_sql_ids(page->db, (const apr_int64_t *)ids->elts, ids->nelts, page->pool))
                 : APR_SUCCESS;
}

/* @param total of all that pass */
static apr_status_t find_rows(sc_page_t *page, sc_rows_t **rows, apr_int64_t *total)
{
    const sc_entity_t *entity = page->order.ordering.entity;
    class_t one = {"", NULL};
    sc_found_t passing;

    SC_TRY(sc_filter_find(page->db, page->pool, entity, page->query, &passing));
    if (!passing.ids && page->order.is_by_status) {
        SC_TRY(page->query->is_rest ? APR_SUCCESS
                                    : sc_facets_total(page->db, page->pool, entity, total));
        return read_by_status(page, NULL, rows);
    }
    if (!passing.ids) {
        SC_TRY(foresee_page(page));
        if (page->query->is_rest) {
            return read_rows(page, rows);
        }
        SC_TRY(sc_facets_total(page->db, page->pool, entity, total));
        if (page->has_cursor && page->cursor.place < 0 && page->order.is_by_letter) {
            SC_TRY(count_before(page));
        }
        return read_rows(page, rows);
    }
    *total = sc_bitmap_count(passing.ids);
    if (*total == 0) {
        *rows = apr_pcalloc(page->pool, sizeof(**rows));
        return APR_SUCCESS;
    }
    if (page->order.is_ranking || page->order.is_by_status) {
        return page->order.is_ranking ? read_ranked(page, &passing, rows)
                                      : read_by_status(page, passing.ids, rows);
    }
    SC_TRY(sc_walk(page, passing.ids, &one.ids));
    return read_rows_among(page, &one, 1, rows);
}

/* @param place how many rows come before the place between the pages, or -1 */
static const char *token_beside(const sc_page_t *page, const sc_rows_t *rows, int row,
                                int is_backward, apr_int64_t place)
{
    sc_cursor_t cursor = {is_backward, sc_row_integer(rows, row, 0), sc_row_text(rows, row, 1),
                          place};

    return sc_cursor_token(&cursor, &page->order.ordering, page->pool);
}

/* The way back from a page that has run empty since its token was made: the row that the token
 * names belongs to the other side now, so the cursor moves past it. */
static const char *token_of_return(const sc_page_t *page)
{
    sc_cursor_t cursor = page->cursor;

    cursor.is_backward = !page->cursor.is_backward;
    cursor.id += page->is_rising ? 1 : -1;
    return sc_cursor_token(&cursor, &page->order.ordering, page->pool);
}

/* How many rows come before the page. Where it is the first or the last there is no doubt, whatever
 * was changed since its token was made. @return -1 if nobody counted */
static apr_int64_t rows_before(const sc_page_t *page, const sc_rows_t *rows, apr_int64_t total)
{
    int count = rows->count < page->query->limit ? rows->count : page->query->limit;
    int is_at_end = rows->count <= page->query->limit;
    apr_int64_t place = page->cursor.place;

    if (page->query->is_rest) {
        return -1;
    }
    if (page->cursor.is_backward) {
        return is_at_end ? 0 : place < count ? -1 : place - count;
    }
    if (!page->has_cursor) {
        return 0;
    }
    return is_at_end ? total - count : place + count >= total ? -1 : place;
}

/* The ids of the page in the list's order, and the tokens to its neighbors. */
static apr_array_header_t *take_page(const sc_page_t *page, const sc_rows_t *rows, sc_list_t *list)
{
    apr_array_header_t *ids = apr_array_make(page->pool, rows->count + 1, sizeof(apr_int64_t));
    int is_backward = page->cursor.is_backward;
    int count = rows->count < page->query->limit ? rows->count : page->query->limit;
    const char **ahead = is_backward ? &list->previous : &list->next;
    const char **behind = is_backward ? &list->next : &list->previous;
    apr_int64_t before = list->before, after = before < 0 ? -1 : before + count;

    for (int i = 0; i < count; i++) {
        int row = is_backward ? count - 1 - i : i;

        APR_ARRAY_PUSH(ids, apr_int64_t) = sc_row_number(rows, row, 0);
    }
    if (rows->count > count) {
        *ahead = token_beside(page, rows, count - 1, is_backward, is_backward ? before : after);
    }
    if (page->has_cursor) {
        *behind = count ? token_beside(page, rows, 0, !is_backward, is_backward ? after : before)
                        : token_of_return(page);
    }
    return ids;
}

static apr_status_t add_related(const sc_page_t *page, sc_list_t *list)
{
    apr_array_header_t *partnerships;

    SC_TRY(sc_related_counts(page->db, page->pool, list->items, list->counts));
    SC_TRY(sc_related_partnerships(page->db, page->pool, list->items, list->partnerships));
    SC_TRY(sc_related_items(page->db, page->pool, &sc_network, list->items, list->networks));
    SC_TRY(sc_related_items(page->db, page->pool, &sc_person, list->items, list->persons));
    partnerships = sc_related_values(list->partnerships, page->pool);
    return sc_load_labels(page->db, page->pool,
                          apr_array_append(page->pool, list->items, partnerships), list->labels);
}

/* Lists of fewer pages are leafed through. */
enum { PAGES_BEFORE_LETTERS = 4 };

/* A letter's token leads to the first name that begins with it or comes behind it. */
static apr_status_t add_letters(const sc_page_t *page, sc_list_t *list)
{
    sc_rows_t *rows;

    if (!page->order.is_by_letter || page->query->is_rest ||
        list->total <= PAGES_BEFORE_LETTERS * page->query->limit) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(page->db, page->pool, ALPHABET, NULL, 0, &rows));
    const apr_array_header_t *letters = sc_alphabet_letters(sc_row_text(rows, 0, 0), page->pool);
    list->letters = apr_array_make(page->pool, letters->nelts, sizeof(sc_page_letter_t));
    SC_EACH_OF(const sc_letter_t, letter, letters) {
        const sc_cursor_t cursor = {0, 0, letter->key, -1};

        APR_ARRAY_PUSH(list->letters, sc_page_letter_t) = (sc_page_letter_t){
            letter->capital, sc_cursor_token(&cursor, &page->order.ordering, page->pool)};
    }
    return APR_SUCCESS;
}

/* The items, and where their names are wanted those of the parties of partnerships. */
static apr_status_t read_items(const sc_page_t *page, const apr_array_header_t *ids,
                               sc_list_t *list)
{
    const sc_entity_t *entity = page->order.ordering.entity;

    SC_TRY(sc_read_shallow(page->db, page->pool, entity, ids, &list->items));
    if (entity == &sc_partnership && !page->query->is_alone) {
        SC_TRY(sc_parties_read(page->db, page->pool, list->items, list->labels));
    }
    return sc_lists_read(page->db, page->pool, list->items, NULL);
}

static apr_status_t find_page(sc_page_t *page, sc_list_t *list)
{
    sc_rows_t *rows;

    SC_TRY(find_rows(page, &rows, &list->total));
    list->before = rows_before(page, rows, list->total);
    list->ids = take_page(page, rows, list);
    return APR_SUCCESS;
}

static apr_status_t fill_page(sc_page_t *page, sc_list_t *list)
{
    list->ids = page->query->ids;
    if (!list->ids) {
        SC_TRY(find_page(page, list));
    }
    if (page->query->is_outline) {
        return APR_SUCCESS;
    }
    SC_TRY(foresee_items(page, list->ids));
    SC_TRY(read_items(page, list->ids, list));
    if (page->query->is_alone) {
        return APR_SUCCESS;
    }
    SC_TRY(add_letters(page, list));
    return add_related(page, list);
}

apr_status_t sc_list_read(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const sc_query_t *query, sc_list_t **list)
{
    sc_page_t page = {.db = db, .pool = pool, .query = query};
    sc_list_t *made = apr_pcalloc(pool, sizeof(*made));

    made->entity = entity;
    made->items = apr_array_make(pool, 1, sizeof(void *));
    made->partnerships = apr_hash_make(pool);
    made->networks = apr_hash_make(pool);
    made->persons = apr_hash_make(pool);
    made->labels = apr_hash_make(pool);
    made->counts = apr_hash_make(pool);
    *list = made;
    begin_page(&page, entity);
    return fill_page(&page, made);
}
