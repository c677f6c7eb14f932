#include "store/query/walk.h"

#include "store/query/facets.h"

#include <apr_strings.h>
#include <string.h>

/* To look up an item and sort it by its key takes about as long as to read so many ids of the
 * order's index: a microsecond and 0.3 on SQLite. */
#define IDS_PER_LOOK_UP 4

/* What is found by words often lies close together in the order of names, far away from the page:
 * so many times as much must be saved by not looking it up. */
#define SAVED 2
#define SAVED_BY_WORDS 4

/* A walk is a statement more: it is not worth it where no more than this many pages pass. */
#define FEW_PAGES 2

/* To read words of the order's facet takes as long as to look up so many items. */
#define LOOK_UPS_PER_WORDS 100

/* About so many of what passes have the first words: to look them up is what is paid for not
 * reading the order's index. */
#define ONE_IN_WORDS 20

/* How many words are read at first: most of what is found lies close to the page's beginning. */
#define FIRST_WORDS 2

/* How many ids are read at first beyond what is expected to be needed. */
#define SPARE_IDS 20

/* A step is at most this many times as long as all steps before it together. */
#define GROWTH 3

/* From one item of a page to the next in ranges of keys that most of what passes has. */
#define DENSE 3

/* Rows of the order's index, read from one end on. */
typedef struct walk_t {
    const sc_page_t *page;
    const sc_bitmap_t *passing;
    sc_bitmap_t *found;   /* of them */
    apr_int64_t distance; /* from one of them to the next, in rows, as far as is known */
    apr_int64_t left;     /* how many rows may still be read */
    apr_pool_t *pool;     /* cleared with each step */
} walk_t;

/* Rows that follow each other: those with a key and an id behind another, or those with a key from
 * one on and before another. */
typedef struct stretch_t {
    int is_of_key;
    sc_arg_t first, second;
} stretch_t;

/* A forged cursor may have any number: there is room for one more. */
sc_arg_t sc_page_key(const sc_page_t *page)
{
    apr_int64_t key;

    if (!page->order.key_is_integer) {
        return sc_arg_text(page->cursor.key);
    }
    if (!page->has_cursor) {
        return sc_arg_integer(page->cursor.id);
    }
    key = apr_atoi64(page->cursor.key);
    return sc_arg_integer(key < APR_INT64_MAX ? key : APR_INT64_MAX - 1);
}

/* Texts that a known key can begin with: what is unknown is the text before them, or a space. */
#define LEAST_KNOWN "!"
#define BEHIND_KNOWN "~"

int sc_page_is_in_unknown(const sc_page_t *page)
{
    return page->has_cursor &&
           (page->order.key_is_integer ? sc_page_key(page).integer < 0
                                       : strcmp(page->cursor.key, LEAST_KNOWN) < 0);
}

sc_arg_t sc_page_indexed_key(const sc_page_t *page)
{
    if (!sc_order_is_split(&page->order) || !sc_page_is_in_unknown(page)) {
        return sc_page_key(page);
    }
    return page->order.key_is_integer
               ? sc_order_edge(&page->order)
               : sc_arg_text(apr_pstrcat(page->pool, BEHIND_KNOWN, page->cursor.key, NULL));
}

static apr_int64_t missing(const walk_t *walk)
{
    return walk->page->query->limit + 1 - sc_bitmap_count(walk->found);
}

static int is_done(const walk_t *walk)
{
    return walk->left <= 0 || missing(walk) <= 0;
}

/* How many rows probably have what is missing. */
static apr_int64_t step_of(const walk_t *walk)
{
    apr_int64_t step = missing(walk) * walk->distance;

    step += step / 4 + SPARE_IDS;
    return step < walk->left ? step : walk->left;
}

static void add_stretch(const walk_t *walk, sc_sql_t *sql, const stretch_t *stretch)
{
    const char *key = walk->page->order.indexed;
    const char *direction = walk->page->is_rising ? "" : " DESC";

    sc_sql_add(sql, key);
    sc_sql_add_arg(sql, stretch->is_of_key ? " = ? AND t.\"id\"" : " >= ? AND ", stretch->first);
    sc_sql_add(sql, stretch->is_of_key ? "" : key);
    sc_sql_add_arg(sql, stretch->is_of_key && walk->page->is_rising ? " > ?" : " < ?",
                   stretch->second);
    sc_sql_add(sql, " ORDER BY ");
    if (!stretch->is_of_key) {
        sc_sql_add(sql, key);
        sc_sql_add(sql, direction);
        sc_sql_add(sql, ", ");
    }
    sc_sql_add(sql, "t.\"id\"");
    sc_sql_add(sql, direction);
}

/* Reads rows behind so many of the stretch. @param count set to how many there were */
static apr_status_t read_step(walk_t *walk, const stretch_t *stretch, apr_int64_t offset,
                              apr_int64_t step, apr_int64_t *count)
{
    const sc_page_t *page = walk->page;
    sc_sql_t *sql = sc_ids_select(page->db, walk->pool, "w.\"id\"");
    sc_rows_t *rows;

    sc_sql_add(sql, " FROM (SELECT t.\"id\" FROM \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    add_stretch(walk, sql, stretch);
    sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(step));
    sc_sql_add_arg(sql, " OFFSET ?) w", sc_arg_integer(offset));
    apr_status_t status = sc_sql_select(page->db, sql, &rows);
    *count = status == APR_SUCCESS
                 ? sc_bitmap_add_list(walk->found, sc_row_ids(rows, 0, 0), walk->passing)
                 : 0;
    return status;
}

/* It goes on by their number, not by the last one's key: to compare key and id together, SQLite
 * would look at the table's row for each of the index. */
static apr_status_t walk_stretch(walk_t *walk, const stretch_t *stretch)
{
    apr_status_t status = APR_SUCCESS;
    apr_int64_t offset = 0, step = 0, count = 0;

    while (status == APR_SUCCESS && count == step && !is_done(walk)) {
        if (offset) {
            walk->distance = offset / (sc_bitmap_count(walk->found) + 1) + 1;
        }
        step = step_of(walk);
        step = offset && step > GROWTH * offset ? GROWTH * offset : step;
        status = read_step(walk, stretch, offset, step, &count);
        walk->left -= count;
        offset += step;
        apr_pool_clear(walk->pool);
    }
    return status;
}

/* The numbers of a stretch that are known, or that stand for the unknown. @return 0: none */
static int take_numbers(const walk_t *walk, stretch_t *stretch, int is_unknown)
{
    apr_int64_t unknown = walk->page->order.unknown;
    apr_int64_t first = stretch->first.integer, second = stretch->second.integer;

    if (is_unknown) {
        *stretch = (stretch_t){0, sc_arg_integer(unknown), sc_arg_integer(unknown + 1)};
        return first < 0 && second >= 0;
    }
    *stretch = (stretch_t){0, sc_arg_integer(first > 0 ? first : 0),
                           sc_arg_integer(second < unknown ? second : unknown)};
    return stretch->first.integer < stretch->second.integer;
}

/* The same of texts. */
static int take_texts(const walk_t *walk, stretch_t *stretch, int is_unknown)
{
    const char *least = is_unknown ? SC_LEAST_KEY : LEAST_KNOWN;
    const char *edge = is_unknown ? LEAST_KNOWN : BEHIND_KNOWN;
    const char *first = strcmp(stretch->first.text, least) > 0 ? stretch->first.text : least;
    const char *second = strcmp(stretch->second.text, edge) < 0 ? stretch->second.text : edge;
    const char *before = is_unknown ? BEHIND_KNOWN : "";
    apr_pool_t *pool = walk->page->pool;

    *stretch = (stretch_t){0, sc_arg_text(apr_pstrcat(pool, before, first, NULL)),
                           sc_arg_text(apr_pstrcat(pool, before, second, NULL))};
    return strcmp(first, second) < 0;
}

/* Of keys between two, in the parts that the index has. */
static apr_status_t walk_keys(walk_t *walk, const stretch_t *stretch)
{
    const sc_order_t *order = &walk->page->order;
    apr_status_t status = APR_SUCCESS;

    if (!sc_order_is_split(order)) {
        return walk_stretch(walk, stretch);
    }
    for (int i = 0; i < 2 && status == APR_SUCCESS; i++) {
        int is_unknown = i != walk->page->is_rising;
        stretch_t part = *stretch;

        if (order->key_is_integer ? take_numbers(walk, &part, is_unknown)
                                  : take_texts(walk, &part, is_unknown)) {
            status = walk_stretch(walk, &part);
        }
    }
    return status;
}

/* The rows behind the cursor's key, within a range of keys. @return 0 if there can be none */
static int stretch_of_range(const walk_t *walk, sc_key_range_t range, stretch_t *stretch)
{
    const sc_page_t *page = walk->page;

    if (page->has_cursor && page->is_rising) {
        /* Nothing that a key can have sorts before this character. */
        const char *behind = apr_pstrcat(page->pool, page->cursor.key, "\x01", NULL);

        range.from = strcmp(range.from, behind) > 0 ? range.from : behind;
    }
    else if (page->has_cursor) {
        range.before = strcmp(range.before, page->cursor.key) < 0 ? range.before : page->cursor.key;
    }
    *stretch = (stretch_t){0, sc_arg_text(range.from), sc_arg_text(range.before)};
    return strcmp(range.from, range.before) < 0;
}

static apr_status_t walk_ranges(walk_t *walk, const apr_array_header_t *ranges)
{
    const sc_page_t *page = walk->page;
    apr_status_t status = APR_SUCCESS;
    stretch_t stretch;

    for (int i = 0; i < ranges->nelts && status == APR_SUCCESS; i++) {
        int next = page->is_rising ? i : ranges->nelts - 1 - i;

        if (stretch_of_range(walk, APR_ARRAY_IDX(ranges, next, sc_key_range_t), &stretch)) {
            status = walk_keys(walk, &stretch);
        }
    }
    return status;
}

static apr_status_t walk_numbers(walk_t *walk)
{
    const sc_page_t *page = walk->page;
    apr_int64_t key = page->has_cursor ? sc_page_key(page).integer : 0;
    stretch_t stretch = {
        0, sc_arg_integer(page->has_cursor && page->is_rising ? key + 1 : -APR_INT64_MAX),
        sc_arg_integer(page->has_cursor && !page->is_rising ? key : APR_INT64_MAX)};

    return walk_keys(walk, &stretch);
}

/* Whether filters leave some ranges of keys only. */
static int is_ranged(const apr_array_header_t *ranges)
{
    return *APR_ARRAY_IDX(ranges, 0, sc_key_range_t).from != '\0';
}

/* What passes lies in some ranges of keys, or all over the order: ids are given one after the
 * other, and the highest tells about how many items there are. */
static apr_int64_t distance_of(const apr_array_header_t *ranges, const sc_bitmap_t *passing)
{
    return is_ranged(ranges) ? DENSE : sc_bitmap_last(passing) / (sc_bitmap_count(passing) + 1) + 1;
}

/* The words of the order's facet, those that its first keys begin with first, and who has them.
 * What is unknown has none, or an empty one, and is last: it is never met here. */
typedef struct words_t {
    const sc_page_t *page;
    const sc_faceted_t *faceted;
    const char *last;     /* that has been read */
    sc_bitmap_t *passing; /* but for dirty items, whose words may be others */
    sc_bitmap_t *dirty;   /* of what passes */
    sc_bitmap_t *found;   /* of what passes, with one of the words */
} words_t;

static int are_enough(const words_t *words)
{
    return sc_bitmap_count(words->found) > words->page->query->limit;
}

/* A SELECT of the next words, and of dirty items behind them. */
static sc_sql_t *select_words(const words_t *words, apr_int64_t count)
{
    const sc_page_t *page = words->page;
    sc_sql_t *sql = sc_sql_new(page->pool);

    sc_sql_add(sql, "SELECT * FROM (SELECT \"word\", \"count\"");
    sc_sql_add(sql, sc_facets_columns(page->db));
    sc_sql_add_pair(sql, " FROM \"facets\" WHERE \"collection\" = ? AND \"facet\" = ?",
                    words->faceted->entity->collection, page->order.facet);
    sc_sql_add_pair(sql, " AND \"word\" > ? AND \"word\" < ? ORDER BY \"word\"",
                    page->is_rising ? words->last : SC_LEAST_KEY,
                    page->is_rising ? SC_GREATEST_KEY : words->last);
    sc_sql_add_arg(sql, page->is_rising ? " LIMIT ?) w" : " DESC LIMIT ?) w",
                   sc_arg_integer(count));
    sc_sql_add(sql, " UNION ALL SELECT '', 0, 0, CAST(u.\"id\" AS TEXT)");
    sc_facets_add_dirty(words->faceted, sql);
    return sql;
}

static void take_dirty(words_t *words, const sc_rows_t *rows)
{
    for (int i = 0; i < rows->count; i++) {
        if (!*sc_row_word(rows, i, 0)) {
            sc_bitmap_add_list(words->dirty, sc_row_ids(rows, i, 3), words->passing);
        }
    }
    sc_bitmap_subtract(words->passing, words->dirty);
}

/* @return how many words there were; 0 also for a bitmap that is none */
static int take_words(words_t *words, const sc_rows_t *rows)
{
    const sc_page_t *page = words->page;
    int count = 0;

    for (int i = 0; i < rows->count && !are_enough(words); i++) {
        const char *word = sc_row_word(rows, i, 0);

        if (!*word) {
            continue;
        }
        sc_bitmap_t *bitmap = sc_facets_bitmap(page->db, rows, i, 1, page->pool);
        if (!bitmap) {
            sc_db_note_damage(page->db);
            return 0;
        }
        sc_bitmap_intersect(bitmap, words->passing);
        sc_bitmap_unite(words->found, bitmap);
        words->last = word;
        count++;
    }
    return count;
}

static apr_status_t find_by_words(const sc_page_t *page, const sc_bitmap_t *passing,
                                  const sc_bitmap_t **ids)
{
    words_t words = {page,
                     sc_faceted_of(page->order.ordering.entity),
                     page->is_rising ? SC_LEAST_KEY : SC_GREATEST_KEY,
                     sc_bitmap_new(page->pool),
                     sc_bitmap_new(page->pool),
                     sc_bitmap_new(page->pool)};
    int step = FIRST_WORDS, is_last = 0;

    sc_bitmap_unite(words.passing, passing);
    for (; !is_last && !are_enough(&words); step *= GROWTH) {
        sc_rows_t *rows;

        SC_TRY(sc_sql_select(page->db, select_words(&words, step), &rows));
        take_dirty(&words, rows);
        is_last = take_words(&words, rows) < step;
    }
    if (are_enough(&words)) {
        sc_bitmap_unite(words.found, words.dirty);
        *ids = words.found;
    }
    return APR_SUCCESS;
}

/* Whether that is worth it, and what passes can be met by it from the page's beginning on. */
static int has_words(const walk_t *walk)
{
    const sc_page_t *page = walk->page;
    apr_int64_t count = sc_bitmap_count(walk->passing);

    return page->order.facet && !page->has_cursor && !page->cursor.is_backward &&
           count > LOOK_UPS_PER_WORDS && count / ONE_IN_WORDS < step_of(walk);
}

apr_status_t sc_walk(const sc_page_t *page, const sc_bitmap_t *passing, const sc_bitmap_t **ids)
{
    const apr_array_header_t *ranges = sc_order_ranges(&page->order, page->query, page->pool);
    apr_int64_t count = sc_bitmap_count(passing);
    walk_t walk = {page,
                   passing,
                   sc_bitmap_new(page->pool),
                   distance_of(ranges, passing),
                   IDS_PER_LOOK_UP * count,
                   NULL};
    stretch_t of_key = {1, sc_page_indexed_key(page), sc_arg_integer(page->cursor.id)};
    apr_status_t status = APR_SUCCESS;

    *ids = passing;
    if (count <= page->query->limit * FEW_PAGES) {
        return APR_SUCCESS;
    }
    if (!is_ranged(ranges) && has_words(&walk)) {
        SC_TRY(find_by_words(page, passing, ids));
    }
    if (*ids != passing || step_of(&walk) * (page->query->q ? SAVED_BY_WORDS : SAVED) > walk.left) {
        return APR_SUCCESS;
    }
    apr_pool_create(&walk.pool, page->pool);
    if (page->has_cursor) {
        status = walk_stretch(&walk, &of_key);
    }
    if (status == APR_SUCCESS) {
        status = page->order.key_is_integer ? walk_numbers(&walk) : walk_ranges(&walk, ranges);
    }
    apr_pool_destroy(walk.pool);
    if (walk.left > 0 || missing(&walk) <= 0) {
        *ids = walk.found;
    }
    return status;
}
