#include "store/query/list_walk.h"

#include "model/utf8.h"
#include "store/query/item_sets.h"
#include "store/query/list_filters.h"
#include "store/query/list_total.h"
#include "store/record/search.h"

#include <apr_strings.h>
#include <string.h>

/* How many rows are read at first, at least and at most. */
#define SHORT_STEP 64
#define LONG_STEP 10000

/* Where so few rows are expected to fill a page, and this part of the collection at most, they are
 * read before anything is leapt over. */
#define DENSE_STEP 400
#define DENSE_PART 8

/* So many items with a beginning are taken as they are; of more, the first are looked for. */
#define FEW_OF_WORD 200

/* So many items are taken as they are that are not where a word is that was searched for. */
#define FEW_OTHERS 300

/* Looking an item up takes as long as reading so many rows in the list's order. */
#define ROWS_PER_ITEM 3

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

/* A walk by what the keys begin with: the years, and within them the months, of dates; the letters
 * of names. */
typedef struct leaping_t {
    sc_list_scan_t *walk;
    sc_item_sets_t sets;
    int is_dated;
    sc_days_t days; /* between which all items are that pass, if they are dated */
} leaping_t;

/* Whether some keys that begin with the word may be on the pages before, and some not. */
static int is_begun(const sc_list_page_t *page, const char *word)
{
    return page->has_position && strncmp(word, page->position.key, strlen(word)) == 0;
}

/* Whether all keys that begin with the word are on the pages before. */
static int is_passed(const sc_list_page_t *page, const char *word)
{
    int order = strncmp(word, page->position.key, strlen(word));

    return page->has_position && (page->is_rising ? order < 0 : order > 0);
}

/* Whether no item that passes has a key that begins with the word: a date, its qualifier aside.
 * What has no date has a place of its own. */
static int is_left_out(const leaping_t *leaping, const char *word)
{
    size_t length = strcspn(word, "?~%");

    return leaping->is_dated &&
           (!*word || (!strchr(word, 'X') && (strncmp(word, leaping->days.from, length) < 0 ||
                                              strncmp(word, leaping->days.until, length) > 0)));
}

static apr_status_t walk_words(leaping_t *leaping, const sc_trait_t *trait, const char *prefix);

/* Takes the items with the word if they are few; else looks for the first of them. */
static apr_status_t walk_word(leaping_t *leaping, const sc_trait_t *trait, const char *word)
{
    int is_whole = (int)sc_utf8_length(word) < trait->length;
    sc_list_scan_t *walk = leaping->walk;
    sc_id_set_t *ids;
    apr_int64_t count;
    apr_status_t status = sc_item_sets_kept(&leaping->sets, trait->name, word, walk->ids, &ids);

    if (status == APR_EINVAL) {
        return walk_prefix(walk, word);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    count = sc_id_set_count(ids);
    if (count == 0) {
        return APR_SUCCESS;
    }
    if (count <= FEW_OF_WORD && !is_begun(walk->page, word)) {
        sc_id_set_unite(walk->found, ids);
        walk->missing -= count;
        return APR_SUCCESS;
    }
    if (trait->finer && !is_whole) {
        return walk_words(leaping, sc_trait_own(leaping->sets.traits, trait->finer), word);
    }
    /* Most with the word may pass even if few of all do: rows that pass are looked at once more. */
    walk->step = SHORT_STEP;
    return is_whole ? sc_list_scan(walk, sc_arg_text(word), sc_arg_text(word))
                    : walk_prefix(walk, word);
}

/* Walks by the words that begin with the prefix. */
static apr_status_t walk_words(leaping_t *leaping, const sc_trait_t *trait, const char *prefix)
{
    sc_list_scan_t *walk = leaping->walk;
    apr_array_header_t *words;
    apr_status_t status = sc_item_sets_words(&leaping->sets, trait, prefix, &words);
    int i;

    for (i = 0; status == APR_SUCCESS && walk->missing > 0 && i < words->nelts; i++) {
        int at = walk->page->is_rising ? i : words->nelts - 1 - i;
        const char *word = APR_ARRAY_IDX(words, at, const char *);

        if (!is_passed(walk->page, word) && !is_left_out(leaping, word)) {
            status = walk_word(leaping, trait, word);
        }
    }
    return status;
}

/* What has no date is last in the list, so it comes first when that is read backward. */
static apr_status_t walk_undated(leaping_t *leaping)
{
    sc_list_scan_t *walk = leaping->walk;
    sc_arg_t key = sc_arg_text(walk->page->order.ordering.descends ? "" : "~");

    return leaping->is_dated && walk->missing > 0 && !*leaping->days.from
               ? sc_list_scan(walk, key, key)
               : APR_SUCCESS;
}

/* The days of all items that pass, and whether some may have no date: if `from` is empty. */
static void find_days(leaping_t *leaping, const sc_list_page_t *page)
{
    sc_days_t *days = &leaping->days;

    if (sc_list_days(page->query, page->pool, days)) {
        return;
    }
    days->from = "";
    days->until = GREATEST_KEY;
    if (page->query->as_of && !sc_trait_own(leaping->sets.traits, SC_TRAIT_BEGAN)) {
        days->until = page->query->as_of;
    }
}

/* What the kept sets may have wrong is taken as it is: it is little. */
static void take_unsettled(sc_list_scan_t *walk, const sc_item_sets_t *sets)
{
    sc_id_set_t *settled = sc_id_set_new(walk->page->pool);

    if (sc_item_sets_are_settled(sets)) {
        return;
    }
    sc_id_set_unite(walk->found, sets->unsettled);
    sc_id_set_intersect(walk->found, walk->ids);
    sc_id_set_unite(settled, walk->ids);
    sc_id_set_subtract(settled, sets->unsettled);
    walk->ids = settled;
}

/* The trait, of those by which the order is leapt, whose words have so many characters as the text,
 * or the most. */
static const sc_trait_t *trait_of_length(const leaping_t *leaping, int length)
{
    const sc_traits_t *traits = leaping->sets.traits;
    const sc_trait_t *trait = sc_trait_own(traits, leaping->walk->page->order.trait);

    while (trait->length < length && trait->finer) {
        trait = sc_trait_own(traits, trait->finer);
    }
    return trait;
}

/* Most of what one word finds begins with it, and stands together in order of names. If others are
 * few, they are taken as they are, and nothing has to be leapt over.
 * @param done whether that was so */
static apr_status_t go_to_term(leaping_t *leaping, const char *term, int *done)
{
    sc_list_scan_t *walk = leaping->walk;
    const sc_trait_t *trait = trait_of_length(leaping, (int)sc_utf8_length(term));
    const char *word =
        apr_pstrndup(walk->page->pool, term, sc_utf8_prefix(term, (apr_size_t)trait->length));
    sc_id_set_t *others = sc_id_set_new(walk->page->pool);
    sc_id_set_t *ids;
    apr_status_t status = sc_item_sets_kept(&leaping->sets, trait->name, word, walk->ids, &ids);

    *done = 0;
    if (status != APR_SUCCESS) {
        return status == APR_EINVAL ? APR_SUCCESS : status;
    }
    sc_id_set_unite(others, walk->ids);
    sc_id_set_subtract(others, ids);
    if (sc_id_set_count(others) > FEW_OTHERS) {
        return APR_SUCCESS;
    }
    *done = 1;
    sc_id_set_unite(walk->found, others);
    walk->ids = ids;
    return is_passed(walk->page, word) ? APR_SUCCESS : walk_word(leaping, trait, word);
}

/* The only term of a search; NULL: there is none, or there are more. */
static const char *only_term(const sc_list_page_t *page)
{
    apr_array_header_t *terms = page->query->q ? sc_search_terms(page->query->q, page->pool) : NULL;

    return terms && terms->nelts == 1 ? APR_ARRAY_IDX(terms, 0, const char *) : NULL;
}

static apr_status_t leap(sc_list_scan_t *walk, const sc_item_sets_t *sets)
{
    const sc_list_page_t *page = walk->page;
    const char *trait = page->order.trait;
    leaping_t leaping = {
        .walk = walk, .sets = *sets, .is_dated = strcmp(trait, SC_TRAIT_DATE) == 0};
    const sc_traits_t *traits = sc_traits_of(page->order.ordering.entity);
    const char *term = only_term(page);
    apr_status_t status = APR_SUCCESS;
    int is_done = 0;

    if (!sets->db) {
        status = sc_item_sets_open(page->db, page->pool, traits, &leaping.sets);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    find_days(&leaping, page);
    take_unsettled(walk, &leaping.sets);
    if (term && !leaping.is_dated) {
        status = go_to_term(&leaping, term, &is_done);
    }
    if (status != APR_SUCCESS || is_done) {
        return status;
    }
    if (page->position.is_backward) {
        status = walk_undated(&leaping);
    }
    if (status == APR_SUCCESS) {
        status = walk_words(&leaping, sc_trait_own(traits, trait), "");
    }
    return status == APR_SUCCESS && !page->position.is_backward ? walk_undated(&leaping) : status;
}

/* As many rows as a page takes if those that pass are spread evenly, and some more. */
static int expected_step(const sc_list_scan_t *walk, apr_int64_t passing, apr_int64_t collection)
{
    apr_int64_t rows = walk->missing * collection / (passing + 1) * 5 / 4;

    return rows < SHORT_STEP ? SHORT_STEP : rows > LONG_STEP ? LONG_STEP : (int)rows;
}

/* Whether looking up all items that pass is faster than reading rows until a page is full. */
static int are_few(const sc_list_scan_t *walk, apr_int64_t passing, apr_int64_t collection)
{
    return passing * passing < collection / ROWS_PER_ITEM * walk->missing;
}

/* Whether sets are kept of what the keys of the order begin with. */
static int can_leap(const sc_list_page_t *page)
{
    const char *trait = page->order.trait;

    return trait && (strcmp(trait, SC_TRAIT_DATE) == 0 || strcmp(trait, SC_TRAIT_LETTER) == 0);
}

/* Whether what passes may be all at one end of the order. */
static int is_by_its_order(const sc_list_page_t *page)
{
    const sc_query_t *query = page->query;

    return page->order.trait && strcmp(page->order.trait, SC_TRAIT_DATE) == 0
               ? query->since || query->until || query->as_of
               : query->q != NULL;
}

/* @return whether the page was found */
static apr_status_t read_in_order(sc_list_scan_t *walk, int step, apr_int64_t patience, int *found)
{
    apr_status_t status;

    walk->step = step;
    walk->patience = patience > step ? patience : step;
    status = walk_prefix(walk, prefix_of(walk->page));
    *found = walk->missing <= 0 || walk->patience > 0;
    return status;
}

/* Reads the first rows if most of them pass, then leaps. */
static apr_status_t walk_leaping(sc_list_scan_t *walk, const sc_item_sets_t *sets, int step,
                                 apr_int64_t collection)
{
    apr_status_t status = APR_SUCCESS;
    int is_found = 0;

    if (step <= DENSE_STEP && step <= collection / DENSE_PART && !is_by_its_order(walk->page)) {
        status = read_in_order(walk, step, 2 * step, &is_found);
    }
    if (status != APR_SUCCESS || is_found) {
        return status;
    }
    walk->found = sc_id_set_new(walk->page->pool);
    walk->missing = walk->page->query->limit + 1;
    walk->step = SHORT_STEP;
    walk->patience = sc_id_set_count(walk->ids);
    status = leap(walk, sets);
    if (status == APR_SUCCESS && walk->missing > 0 && walk->patience <= 0) {
        sc_id_set_unite(walk->found, walk->ids);
    }
    return status;
}

apr_status_t sc_list_walk(const sc_list_page_t *page, const sc_item_sets_t *sets,
                          const sc_id_set_t *ids, sc_id_set_t **found)
{
    sc_list_scan_t walk = {.page = page, .ids = ids, .missing = page->query->limit + 1};
    apr_int64_t passing = sc_id_set_count(ids);
    apr_int64_t collection = 0;
    apr_status_t status;
    int is_found = 0;
    int step;

    walk.found = sc_id_set_new(page->pool);
    status = sc_list_total(page->db, page->pool, page->order.ordering.entity, &collection);
    if (status != APR_SUCCESS) {
        return status;
    }
    step = expected_step(&walk, passing, collection);
    if (can_leap(page)) {
        status = walk_leaping(&walk, sets, step, collection);
        is_found = 1;
    }
    else if (!are_few(&walk, passing, collection)) {
        status = read_in_order(&walk, step, passing, &is_found);
    }
    /* What passes may be all at the end. */
    if (!is_found) {
        sc_id_set_unite(walk.found, ids);
    }
    *found = walk.found;
    return status;
}
