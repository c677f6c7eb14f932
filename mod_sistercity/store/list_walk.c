#include "store/list_walk.h"

#include "store/item_sets.h"
#include "store/list_filters.h"
#include "store/list_total.h"

#include <apr_strings.h>
#include <string.h>

/* How many rows are read at first, at least and at most. */
#define SHORT_STEP 64
#define LONG_STEP 10000

/* So many items of a year or month are taken as they are; of more, the first are looked for. */
#define FEW_OF_WORD 500

/* Behind every key. */
#define GREATEST_KEY "\xf4\x8f\xbf\xbf"

/* What all keys begin with of the items that pass; "" if that is not known. */
static const char *prefix_of(const sc_list_page_t *page)
{
    const char *trait = page->order.trait ? page->order.trait : "";
    const char *word = strcmp(trait, "country") == 0  ? page->query->country
                       : strcmp(trait, "status") == 0 ? page->query->status
                                                      : NULL;

    return word ? apr_pstrcat(page->pool, word, " ", NULL) : "";
}

/* Reads what has a key that begins with the text. */
static apr_status_t walk_prefix(sc_list_scan_t *walk, const char *prefix)
{
    const sc_list_page_t *page = walk->page;
    const char *greatest = apr_pstrcat(page->pool, prefix, GREATEST_KEY, NULL);

    if (page->order.key_is_integer) {
        sc_arg_t least = sc_arg_integer(-APR_INT64_MAX);
        sc_arg_t most = sc_arg_integer(APR_INT64_MAX);

        return sc_list_scan(walk, page->is_rising ? least : most, page->is_rising ? most : least);
    }
    return sc_list_scan(walk, sc_arg_text(page->is_rising ? prefix : greatest),
                        sc_arg_text(page->is_rising ? greatest : prefix));
}

/* A walk by the years, and within them by the months, of dates. */
typedef struct calendar_t {
    sc_list_scan_t *walk;
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

/* Whether no item that passes has a date that begins with the word, its qualifier aside. */
static int is_left_out(const calendar_t *calendar, const char *word)
{
    size_t length = strcspn(word, "?~%");

    return !strchr(word, 'X') && (strncmp(word, calendar->days.from, length) < 0 ||
                                  strncmp(word, calendar->days.until, length) > 0);
}

static apr_status_t walk_words(calendar_t *calendar, const sc_trait_t *trait, const char *prefix);

enum { MONTH_LENGTH = 7 };

/* Takes the items of a year or month if they are few; else looks for the first of them. */
static apr_status_t walk_word(calendar_t *calendar, const sc_trait_t *trait, const char *word)
{
    sc_list_scan_t *walk = calendar->walk;
    sc_id_set_t *ids;
    apr_int64_t count;
    apr_status_t status = sc_item_sets_kept(&calendar->sets, trait->name, word, &ids);

    if (status == APR_EINVAL) {
        return walk_prefix(walk, word);
    }
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
    /* Without a month the word is the date itself. */
    return strlen(word) == MONTH_LENGTH ? walk_prefix(walk, word)
                                        : sc_list_scan(walk, sc_arg_text(word), sc_arg_text(word));
}

/* Walks by the words that begin with the prefix. */
static apr_status_t walk_words(calendar_t *calendar, const sc_trait_t *trait, const char *prefix)
{
    sc_list_scan_t *walk = calendar->walk;
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

/* What has no date is last in the list, so it comes first when that is read backward. */
static apr_status_t walk_undated(calendar_t *calendar)
{
    sc_list_scan_t *walk = calendar->walk;
    sc_arg_t key = sc_arg_text(walk->page->order.ordering.descends ? "" : "~");

    return walk->missing > 0 && !*calendar->days.from ? sc_list_scan(walk, key, key) : APR_SUCCESS;
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
static void take_unsettled(sc_list_scan_t *walk, const sc_item_sets_t *sets)
{
    sc_id_set_t *settled = sc_id_set_new(walk->page->pool);

    sc_id_set_unite(walk->found, sets->unsettled);
    sc_id_set_intersect(walk->found, walk->ids);
    sc_id_set_unite(settled, walk->ids);
    sc_id_set_subtract(settled, sets->unsettled);
    walk->ids = settled;
}

static apr_status_t walk_dates(sc_list_scan_t *walk)
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
    if (page->position.is_backward) {
        status = walk_undated(&calendar);
    }
    if (status == APR_SUCCESS) {
        status = walk_words(&calendar, sc_trait_own(traits, page->order.trait), "");
    }
    return status == APR_SUCCESS && !page->position.is_backward ? walk_undated(&calendar) : status;
}

/* As many rows as a page takes if those that pass are spread evenly, and some more. */
static int expected_step(const sc_list_scan_t *walk, apr_int64_t collection)
{
    apr_int64_t rows = walk->missing * collection / (sc_id_set_count(walk->ids) + 1) * 5 / 4;

    return rows < SHORT_STEP ? SHORT_STEP : rows > LONG_STEP ? LONG_STEP : (int)rows;
}

apr_status_t sc_list_walk(const sc_list_page_t *page, const sc_id_set_t *ids, sc_id_set_t **found)
{
    sc_list_scan_t walk = {.page = page, .ids = ids, .missing = page->query->limit + 1};
    const char *trait = page->order.trait;
    apr_int64_t collection = 0;
    apr_status_t status;

    *found = walk.found = sc_id_set_new(page->pool);
    status = sc_list_total(page->db, page->pool, page->order.ordering.entity, &collection);
    if (status != APR_SUCCESS) {
        return status;
    }
    walk.step = expected_step(&walk, collection);
    walk.patience = sc_id_set_count(ids);
    status = trait && strcmp(trait, SC_TRAIT_DATE) == 0 ? walk_dates(&walk)
                                                        : walk_prefix(&walk, prefix_of(page));
    /* What passes may be all at the end: the places that begin with an s, in order of names. */
    if (walk.missing > 0 && walk.patience <= 0) {
        sc_id_set_unite(*found, ids);
    }
    return status;
}
