#include "store/list_walk.h"

#include "store/id_select.h"
#include "store/item_sets.h"
#include "store/list_filters.h"
#include "store/list_total.h"

#include <apr_strings.h>
#include <string.h>

/* How many rows are walked at least and at most at a time. */
#define SHORT_STEP 64
#define LONG_STEP 20000

/* So many items of a year or month are taken as they are; of more, the first are looked for. */
#define FEW_OF_WORD 500

/* Behind every key. */
#define GREATEST_KEY "\xf4\x8f\xbf\xbf"

typedef struct walk_t {
    const sc_list_page_t *page;
    sc_id_set_t *ids;    /* those that pass and are not on the pages before */
    sc_id_set_t *found;  /* of them */
    apr_int64_t missing; /* so many are still to be found */
    int step;            /* so many rows are expected to be needed */
} walk_t;

sc_arg_t sc_list_page_key(const sc_list_page_t *page)
{
    if (!page->order.key_is_integer) {
        return sc_arg_text(page->position.key);
    }
    return sc_arg_integer(page->has_position ? apr_atoi64(page->position.key) : page->position.id);
}

static void add_source(const sc_list_page_t *page, sc_sql_t *sql)
{
    sc_sql_add(sql, " FROM \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
}

static void add_bound(const sc_list_page_t *page, sc_sql_t *sql, const char *comparison,
                      sc_arg_t key)
{
    sc_sql_add(sql, page->order.key);
    sc_sql_add_arg(sql, comparison, key);
}

/* Leaves out those that have the key of the position, but are on the pages before. A comparison of
 * key and id together would make SQLite look at the table's row for each of the index. */
static apr_status_t leave_out_passed(walk_t *walk)
{
    const sc_list_page_t *page = walk->page;
    sc_sql_t *sql = sc_id_select(page->db, page->pool, "t.\"id\"");
    apr_status_t status;
    sc_id_set_t *passed;

    if (!page->has_position) {
        return APR_SUCCESS;
    }
    add_source(page, sql);
    add_bound(page, sql, " = ?", sc_list_page_key(page));
    sc_sql_add_arg(sql, page->is_rising ? " AND t.\"id\" <= ?" : " AND t.\"id\" >= ?",
                   sc_arg_integer(page->position.id));
    status = sc_id_select_read(page->db, sql, &passed);
    if (status == APR_SUCCESS) {
        sc_id_set_subtract(walk->ids, passed);
    }
    return status;
}

static apr_status_t step(walk_t *walk, sc_arg_t from, sc_arg_t to, int limit, apr_int64_t offset,
                         sc_rows_t **rows)
{
    const sc_list_page_t *page = walk->page;
    const char *direction = page->is_rising ? "" : " DESC";
    sc_sql_t *sql = sc_sql_new(page->pool);

    sc_sql_add(sql, "SELECT t.\"id\"");
    add_source(page, sql);
    add_bound(page, sql, page->is_rising ? " >= ? AND " : " <= ? AND ", from);
    add_bound(page, sql, page->is_rising ? " <= ? ORDER BY " : " >= ? ORDER BY ", to);
    sc_sql_add(sql, page->order.key);
    sc_sql_add(sql, direction);
    sc_sql_add(sql, ", t.\"id\"");
    sc_sql_add(sql, direction);
    sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(limit));
    sc_sql_add_arg(sql, " OFFSET ?", sc_arg_integer(offset));
    return sc_sql_select(page->db, sql, rows);
}

/* Walks from one key to the other until nothing is missing any more. */
static apr_status_t walk_range(walk_t *walk, sc_arg_t from, sc_arg_t to)
{
    apr_int64_t walked = 0;
    int limit = walk->step;
    apr_status_t status;
    sc_rows_t *rows;
    int asked, i;

    do {
        asked = limit;
        status = step(walk, from, to, asked, walked, &rows);
        for (i = 0; status == APR_SUCCESS && i < rows->count && walk->missing > 0; i++) {
            apr_int64_t id = sc_row_integer(rows, i, 0);

            if (sc_id_set_has(walk->ids, id)) {
                sc_id_set_add(walk->found, id);
                walk->missing--;
            }
        }
        walked += asked;
        limit = limit * 2 < LONG_STEP ? limit * 2 : LONG_STEP;
    } while (status == APR_SUCCESS && walk->missing > 0 && rows->count == asked);
    return status;
}

/* What all keys begin with of the items that pass; "" if that is not known. */
static const char *prefix_of(const sc_list_page_t *page)
{
    const char *trait = page->order.trait ? page->order.trait : "";
    const char *word = strcmp(trait, "country") == 0  ? page->query->country
                       : strcmp(trait, "status") == 0 ? page->query->status
                                                      : NULL;

    return word ? apr_pstrcat(page->pool, word, " ", NULL) : "";
}

/* Walks over the keys that begin with the text, from the position on. */
static apr_status_t walk_prefix(walk_t *walk, const char *prefix)
{
    const sc_list_page_t *page = walk->page;
    const char *greatest = apr_pstrcat(page->pool, prefix, GREATEST_KEY, NULL);
    const char *from = page->is_rising ? prefix : greatest;
    const char *to = page->is_rising ? greatest : prefix;

    if (page->order.key_is_integer) {
        return walk_range(walk, sc_list_page_key(page),
                          sc_arg_integer(page->is_rising ? APR_INT64_MAX : -APR_INT64_MAX));
    }
    if (page->has_position && (strcmp(page->position.key, from) > 0) == page->is_rising) {
        from = page->position.key;
    }
    return walk_range(walk, sc_arg_text(from), sc_arg_text(to));
}

/* A walk by the years, and within them by the months, of dates. */
typedef struct calendar_t {
    walk_t *walk;
    sc_item_sets_t sets;
    sc_days_t days; /* between which all items are that pass */
} calendar_t;

/* Whether some dates that begin with the word may be on the pages before, and some not. */
static int is_begun(const sc_list_page_t *page, const char *word)
{
    return page->has_position && strncmp(word, page->position.key, strlen(word)) == 0;
}

/* Whether all dates that begin with the word are on the pages before. */
static int is_passed(const sc_list_page_t *page, const char *word)
{
    int order = strncmp(word, page->position.key, strlen(word));

    return page->has_position && (page->is_rising ? order < 0 : order > 0);
}

/* Whether no item that passes has a date that begins with the word. */
static int is_left_out(const calendar_t *calendar, const char *word)
{
    size_t length = strlen(word);

    return !strchr(word, 'X') && (strncmp(word, calendar->days.from, length) < 0 ||
                                  strncmp(word, calendar->days.until, length) > 0);
}

static apr_status_t walk_words(calendar_t *calendar, const sc_trait_t *trait, const char *prefix);

enum { MONTH_LENGTH = 7 };

/* Walks over the items of one date: without a month a word is the date itself. */
static apr_status_t walk_date(walk_t *walk, const char *date)
{
    const sc_list_page_t *page = walk->page;
    int order = strcmp(date, page->position.key);

    if (page->has_position && (page->is_rising ? order < 0 : order > 0)) {
        return APR_SUCCESS;
    }
    return walk_range(walk, sc_arg_text(date), sc_arg_text(date));
}

/* Takes the items of a year or month if they are few; else looks for the first of them. */
static apr_status_t walk_word(calendar_t *calendar, const sc_trait_t *trait, const char *word)
{
    walk_t *walk = calendar->walk;
    sc_id_set_t *ids;
    apr_int64_t count;
    apr_status_t status = sc_item_sets_kept(&calendar->sets, trait->name, word, &ids);

    if (status != APR_SUCCESS) {
        return status;
    }
    sc_id_set_intersect(ids, walk->ids);
    count = sc_id_set_count(ids);
    if (count == 0) {
        return APR_SUCCESS;
    }
    if (count <= FEW_OF_WORD && !is_begun(walk->page, word)) {
        sc_id_set_unite(walk->found, ids);
        walk->missing -= count;
        return APR_SUCCESS;
    }
    if (trait->finer) {
        return walk_words(calendar, sc_trait_own(calendar->sets.traits, trait->finer), word);
    }
    return strlen(word) == MONTH_LENGTH ? walk_prefix(walk, word) : walk_date(walk, word);
}

/* Walks by the words that begin with the prefix. */
static apr_status_t walk_words(calendar_t *calendar, const sc_trait_t *trait, const char *prefix)
{
    walk_t *walk = calendar->walk;
    apr_array_header_t *words;
    apr_status_t status = sc_item_sets_words(&calendar->sets, trait, prefix, &words);
    int i;

    for (i = 0; status == APR_SUCCESS && walk->missing > 0 && i < words->nelts; i++) {
        int at = walk->page->is_rising ? i : words->nelts - 1 - i;
        const char *word = APR_ARRAY_IDX(words, at, const char *);

        if (*word && !is_passed(walk->page, word) && !is_left_out(calendar, word)) {
            status = walk_word(calendar, trait, word);
        }
    }
    return status;
}

/* What has no date is last in either direction. */
static apr_status_t walk_undated(calendar_t *calendar)
{
    walk_t *walk = calendar->walk;
    const char *key = walk->page->is_rising ? "~" : "";
    apr_status_t status = APR_SUCCESS;

    if (walk->missing > 0 && !*calendar->days.from) {
        status = walk_range(walk, sc_arg_text(key), sc_arg_text(key));
    }
    return status;
}

/* The days of all items that pass, and whether some may have no date: if `from` is empty. */
static void find_days(calendar_t *calendar, const sc_list_page_t *page)
{
    sc_days_t *days = &calendar->days;

    if (sc_list_days(page->query, page->pool, days)) {
        return;
    }
    days->from = "";
    days->until = GREATEST_KEY;
    if (page->query->as_of && !sc_trait_own(calendar->sets.traits, SC_TRAIT_BEGAN)) {
        days->until = page->query->as_of;
    }
}

/* What the kept sets may have wrong is taken as it is: it is little. */
static void take_unsettled(walk_t *walk, const sc_item_sets_t *sets)
{
    sc_id_set_unite(walk->found, sets->unsettled);
    sc_id_set_intersect(walk->found, walk->ids);
    sc_id_set_subtract(walk->ids, sets->unsettled);
}

static apr_status_t walk_dates(walk_t *walk)
{
    const sc_list_page_t *page = walk->page;
    calendar_t calendar = {.walk = walk};
    const sc_traits_t *traits = sc_traits_of(page->order.ordering.entity);
    apr_status_t status = sc_item_sets_open(page->db, page->pool, traits, &calendar.sets);

    if (status != APR_SUCCESS) {
        return status;
    }
    find_days(&calendar, page);
    take_unsettled(walk, &calendar.sets);
    status = walk_words(&calendar, sc_trait_own(traits, page->order.trait), "");
    return status == APR_SUCCESS ? walk_undated(&calendar) : status;
}

/* As many rows as a page takes if those that pass are spread evenly, and some more. */
static int expected_step(const walk_t *walk, apr_int64_t collection)
{
    apr_int64_t rows = walk->missing * collection / (sc_id_set_count(walk->ids) + 1) * 5 / 4;

    return rows < SHORT_STEP ? SHORT_STEP : rows > LONG_STEP ? LONG_STEP : (int)rows;
}

apr_status_t sc_list_walk(const sc_list_page_t *page, const sc_id_set_t *ids, sc_id_set_t **found)
{
    walk_t walk = {.page = page, .missing = page->query->limit + 1};
    const char *trait = page->order.trait;
    apr_int64_t collection = 0;
    apr_status_t status;

    *found = walk.found = sc_id_set_new(page->pool);
    walk.ids = sc_id_set_new(page->pool);
    sc_id_set_unite(walk.ids, ids);
    status = sc_list_total(page->db, page->pool, page->order.ordering.entity, &collection);
    if (status == APR_SUCCESS) {
        status = leave_out_passed(&walk);
    }
    walk.step = expected_step(&walk, collection);
    if (status != APR_SUCCESS) {
        return status;
    }
    return trait && strcmp(trait, SC_TRAIT_DATE) == 0 ? walk_dates(&walk)
                                                      : walk_prefix(&walk, prefix_of(page));
}
