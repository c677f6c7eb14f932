#include "store/load/load.h"

#include "model/text/edtf.h"
#include "store/query/filter.h"
#include "store/query/shift.h"
#include "store/record/planned.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* What is judged of a partnership, in one text: each has four words. */
#define CANDIDATE                                                                                  \
    "t.\"established\" || ' ' || CAST(t.\"id\" AS TEXT) || ' ' || t.\"status\" || ' ' || "         \
    "COALESCE(t.\"ended\", '-')"

/* Of an anniversary's token: DATE.ID */
#define SEPARATOR '.'

/* One that was found. */
typedef struct found_t {
    int key; /* 20290422, 20290400, 20290000: its date, as far as it is known */
    int years;
    apr_int64_t id;
    const char *status; /* on that day */
} found_t;

typedef struct finding_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_window_t *window;
    const char *today;
    int first_year, last_year; /* of the window */
    sc_bitmap_t *shifted;      /* those whose status may be another by then than the stored one */
    apr_array_header_t *found; /* of found_t */
} finding_t;

/* A partnership that began in such a year. */
typedef struct candidate_t {
    apr_int64_t id;
    sc_partnership_t partnership; /* beginning, status and end */
    sc_date_t began;
} candidate_t;

/* The years in which something began that has an anniversary in the days. */
static const char *const *beginnings(const finding_t *finding)
{
    apr_pool_t *pool = finding->pool;
    apr_array_header_t *years = apr_array_make(pool, 256, sizeof(const char *));
    apr_hash_t *seen = apr_hash_make(pool);

    for (int year = finding->first_year; year <= finding->last_year; year++) {
        for (int n = sc_milestone_from(1); n < year; n = sc_milestone_from(n + 1)) {
            const char *began = apr_psprintf(pool, "%04d", year - n);

            if (!apr_hash_get(seen, began, APR_HASH_KEY_STRING)) {
                apr_hash_set(seen, began, APR_HASH_KEY_STRING, began);
                APR_ARRAY_PUSH(years, const char *) = began;
            }
        }
    }
    APR_ARRAY_PUSH(years, const char *) = NULL;
    return (const char *const *)years->elts;
}

static apr_status_t select_candidates(const finding_t *finding, const sc_query_t *query,
                                      sc_bitmap_t **ids)
{
    const sc_faceted_t *faceted = sc_faceted_of(&sc_partnership);
    apr_array_header_t *conditions = apr_array_make(finding->pool, 1, sizeof(sc_condition_t));
    sc_query_t filters = query ? *query : (sc_query_t){0};
    sc_bitmap_t *passing;

    APR_ARRAY_PUSH(conditions, sc_condition_t) = (sc_condition_t){
        .facet = sc_facet_named(faceted, SC_FACET_DATE), .words = beginnings(finding)};
    SC_TRY(sc_facets_select(finding->db, finding->pool, faceted, conditions, ids));
    filters.since = filters.until = NULL;
    SC_TRY(sc_filter_select(finding->db, finding->pool, &sc_partnership, &filters, &passing));
    if (passing) {
        sc_bitmap_intersect(*ids, passing);
    }
    return APR_SUCCESS;
}

/* What a partnership has become by a day, if steps or dates that are planned change it. */
static apr_status_t follow(const finding_t *finding, const char *day, apr_int64_t id,
                           sc_partnership_t *partnership)
{
    apr_array_header_t *ids = apr_array_make(finding->pool, 1, sizeof(apr_int64_t)), *read;

    if (!sc_bitmap_has(finding->shifted, id)) {
        return APR_SUCCESS;
    }
    APR_ARRAY_PUSH(ids, apr_int64_t) = id;
    SC_TRY(sc_read_shallow(finding->db, finding->pool, &sc_partnership, ids, &read));
    if (strcmp(day, finding->today) > 0) {
        SC_TRY(sc_planned_follow(finding->db, finding->pool, day, read));
    }
    if (read->nelts > 0) {
        *partnership = *SC_AT(read, 0, sc_partnership_t);
    }
    return APR_SUCCESS;
}

/* The day on which the partnership is judged: the first one that the anniversary can be on, and
 * today while it is going on. @return 0 if it is not in the days that are looked at */
static int day_of(const finding_t *finding, const sc_date_t *date, char day[11])
{
    char first[11], last[11];

    sc_edtf_span(date, first, last);
    strcpy(day, strcmp(first, finding->today) < 0 && strcmp(last, finding->today) >= 0
                    ? finding->today
                    : first);
    return strcmp(last, finding->window->since) >= 0 && strcmp(first, finding->window->until) <= 0;
}

/* Most are active, have no end, and nothing planned. */
static int is_plain(const finding_t *finding, const candidate_t *candidate)
{
    return !candidate->partnership.ended && strcmp(candidate->partnership.status, "active") == 0 &&
           !sc_bitmap_has(finding->shifted, candidate->id);
}

/* @param status on the day; NULL if there is no anniversary by then */
static apr_status_t judge(const finding_t *finding, const candidate_t *candidate, const char *day,
                          const char **status)
{
    sc_partnership_t then = candidate->partnership;

    *status = "active";
    if (is_plain(finding, candidate)) {
        return APR_SUCCESS;
    }
    SC_TRY(follow(finding, day, candidate->id, &then));
    /* No day was certainly before its end. */
    int is_over_since_unknown = sc_is_over(&then) && !then.ended;
    then.status = *status = sc_status_on(&then, day, finding->today);
    if (is_over_since_unknown || sc_is_over(&then) || strcmp(then.status, "forming") == 0) {
        *status = NULL;
    }
    return APR_SUCCESS;
}

/* The same day so many years later; 29 February is the last day of any. */
static sc_date_t years_after(sc_date_t date, int years)
{
    char first[11], last[11];

    date.year += years;
    if (date.month == 2 && date.day == 29) {
        date.day = 0;
        sc_edtf_span(&date, first, last);
        date.day = atoi(last + strlen("2029-02-"));
    }
    return date;
}

static apr_status_t add(finding_t *finding, const candidate_t *candidate, int years)
{
    const sc_date_t date = years_after(candidate->began, years);
    const char *status;
    char day[11];

    if (!day_of(finding, &date, day)) {
        return APR_SUCCESS;
    }
    SC_TRY(judge(finding, candidate, day, &status));
    if (status) {
        APR_ARRAY_PUSH(finding->found, found_t) = (found_t){
            (date.year * 100 + date.month) * 100 + date.day, years, candidate->id, status};
    }
    return APR_SUCCESS;
}

static apr_status_t add_all(finding_t *finding, candidate_t *candidate)
{
    sc_date_t *began = &candidate->began;

    if (sc_edtf_parse(candidate->partnership.established, began) != APR_SUCCESS ||
        began->precision < SC_PRECISION_YEAR || began->uncertain || began->approximate) {
        return APR_SUCCESS;
    }
    for (int year = finding->first_year; year <= finding->last_year; year++) {
        int years = year - began->year;

        if (years > 0 && sc_milestone_from(years) == years) {
            SC_TRY(add(finding, candidate, years));
        }
    }
    return APR_SUCCESS;
}

/* By date, then by id, so that the order is always the same. */
static int compare(const void *one, const void *other)
{
    const found_t *a = one, *b = other;

    return a->key != b->key ? a->key - b->key : (a->id > b->id) - (a->id < b->id);
}

/* Cuts off the next word, up to a separator. */
static char *next_word(char **rest)
{
    char *word = *rest;
    size_t length = strcspn(word, " ,");

    *rest = word + length + (word[length] != '\0');
    word[length] = '\0';
    return word;
}

static apr_status_t read_candidates(finding_t *finding, const sc_bitmap_t *ids)
{
    sc_sql_t *sql = sc_ids_select(finding->db, finding->pool, CANDIDATE);
    sc_rows_t *rows;

    sc_sql_add(sql, " FROM ");
    sc_ids_add_table(finding->db, sql, ids);
    sc_sql_add(sql, " CROSS JOIN \"partnerships\" t WHERE t.\"id\" = j.\"value\"");
    SC_TRY(sc_sql_select(finding->db, sql, &rows));
    char *rest = apr_pstrdup(finding->pool, rows->count ? sc_row_text(rows, 0, 0) : NULL);
    while (rest && *rest) {
        candidate_t candidate = {.partnership.established = next_word(&rest)};

        candidate.id = apr_atoi64(next_word(&rest));
        candidate.partnership.status = next_word(&rest);
        candidate.partnership.ended = next_word(&rest);
        if (*candidate.partnership.ended == '-') {
            candidate.partnership.ended = NULL;
        }
        SC_TRY(add_all(finding, &candidate));
    }
    qsort(finding->found->elts, (size_t)finding->found->nelts, sizeof(found_t), compare);
    return APR_SUCCESS;
}

/* @param found of found_t, in order */
static apr_status_t find(sc_db_t *db, apr_pool_t *pool, const sc_window_t *window,
                         const sc_query_t *query, apr_array_header_t **found)
{
    finding_t finding = {
        db, pool, window, sc_db_today(db), atoi(window->since), atoi(window->until), NULL, NULL};
    apr_array_header_t *shifts;
    sc_bitmap_t *ids;

    *found = finding.found = apr_array_make(pool, 64, sizeof(found_t));
    SC_TRY(select_candidates(&finding, query, &ids));
    if (sc_bitmap_is_empty(ids)) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_shifts_read(db, pool, window->until, &shifts));
    finding.shifted = sc_shifts_with(shifts, NULL);
    return read_candidates(&finding, ids);
}

static const char *date_of(int key, apr_pool_t *pool)
{
    int year = key / 10000, month = key / 100 % 100, day = key % 100;

    return day     ? apr_psprintf(pool, "%04d-%02d-%02d", year, month, day)
           : month ? apr_psprintf(pool, "%04d-%02d", year, month)
                   : apr_psprintf(pool, "%04d", year);
}

/* Some of those that were found, as everybody else knows them. */
static apr_array_header_t *anniversaries_of(const apr_array_header_t *found, int begin, int end,
                                            apr_pool_t *pool)
{
    apr_array_header_t *items = apr_array_make(pool, end - begin + 1, sizeof(sc_anniversary_t));

    for (int i = begin; i < end; i++) {
        const found_t *one = &APR_ARRAY_IDX(found, i, found_t);

        APR_ARRAY_PUSH(items, sc_anniversary_t) =
            (sc_anniversary_t){one->id, {one->years, date_of(one->key, pool)}, one->status, NULL};
    }
    return items;
}

apr_status_t sc_anniversaries_find(sc_db_t *db, apr_pool_t *pool, const sc_window_t *window,
                                   const sc_query_t *query, apr_array_header_t **found)
{
    apr_array_header_t *all;

    SC_TRY(find(db, pool, window, query, &all));
    *found = anniversaries_of(all, 0, all->nelts, pool);
    return APR_SUCCESS;
}

static const char *token_of(const apr_array_header_t *found, int i, apr_pool_t *pool)
{
    const found_t *one = &APR_ARRAY_IDX(found, i, found_t);

    return apr_psprintf(pool, "%s%c%" APR_INT64_T_FMT, date_of(one->key, pool), SEPARATOR, one->id);
}

int sc_anniversary_token_is_valid(const char *token)
{
    size_t length = strcspn(token, (const char[]){SEPARATOR, '\0'}), digits;
    char edtf[SC_EDTF_LIMIT + 1];
    sc_date_t date;

    if (length > SC_EDTF_LIMIT || !token[length]) {
        return 0;
    }
    memcpy(edtf, token, length);
    edtf[length] = '\0';
    digits = strspn(token + length + 1, "0123456789");
    return digits > 0 && digits < 18 && !token[length + 1 + digits] &&
           sc_edtf_parse(edtf, &date) == APR_SUCCESS;
}

/* The first one behind the token's. */
static int begin_of(const apr_array_header_t *found, const char *token, apr_pool_t *pool)
{
    const char *id = token ? strchr(token, SEPARATOR) : NULL;
    found_t behind = {0};
    sc_date_t date;
    int i = 0;

    if (!id ||
        sc_edtf_parse(apr_pstrndup(pool, token, (apr_size_t)(id - token)), &date) != APR_SUCCESS) {
        return 0;
    }
    behind.key = (date.year * 100 + date.month) * 100 + date.day;
    behind.id = apr_atoi64(id + 1);
    while (i < found->nelts && compare(&APR_ARRAY_IDX(found, i, found_t), &behind) <= 0) {
        i++;
    }
    return i;
}

/* Takes the page that the query asks for. */
static void take_page(sc_anniversaries_t *page, const apr_array_header_t *found,
                      const sc_query_t *query, apr_pool_t *pool)
{
    int begin = begin_of(found, query->after, pool), limit = query->limit;
    int end = limit && begin + limit < found->nelts ? begin + limit : found->nelts;

    page->total = found->nelts;
    page->next = end < found->nelts ? token_of(found, end - 1, pool) : NULL;
    if (begin > 0) {
        page->previous = limit && begin > limit ? token_of(found, begin - limit - 1, pool) : "";
    }
    page->items = anniversaries_of(found, begin, end, pool);
}

static apr_status_t read_partnerships(sc_db_t *db, apr_pool_t *pool, sc_anniversaries_t *page)
{
    apr_array_header_t *ids = apr_array_make(pool, page->items->nelts + 1, sizeof(apr_int64_t));
    apr_array_header_t *read, *shown = apr_array_make(pool, 64, sizeof(sc_anniversary_t));
    apr_hash_t *by_id = apr_hash_make(pool);

    for (int i = 0; i < page->items->nelts; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = APR_ARRAY_IDX(page->items, i, sc_anniversary_t).id;
    }
    SC_TRY(sc_read_by_ids(db, pool, &sc_partnership, ids, &read));
    SC_EACH(sc_record_t, record, read) {
        apr_hash_set(by_id, &record->id, sizeof(record->id), record);
    }
    SC_EACH_OF(sc_anniversary_t, item, page->items) {
        item->partnership = apr_hash_get(by_id, &item->id, sizeof(item->id));
        if (item->partnership) {
            APR_ARRAY_PUSH(shown, sc_anniversary_t) = *item;
        }
    }
    page->items = shown;
    return sc_load_labels(db, pool, read, page->labels);
}

static apr_status_t load(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                         sc_anniversaries_t *page)
{
    apr_array_header_t *found;

    page->labels = apr_hash_make(pool);
    sc_window_of(query, sc_db_today(db), pool, &page->window);
    SC_TRY(find(db, pool, &page->window, query, &found));
    take_page(page, found, query, pool);
    return read_partnerships(db, pool, page);
}

apr_status_t sc_load_anniversaries(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                   const sc_query_t *query, void **data)
{
    sc_anniversaries_t *page = apr_pcalloc(pool, sizeof(*page));

    (void)slug;
    *data = page;
    return load(db, pool, query, page);
}

apr_status_t sc_load_place_anniversaries(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                         const sc_query_t *query, void **data)
{
    sc_anniversaries_t *page = apr_pcalloc(pool, sizeof(*page));
    sc_query_t narrowed = *query;
    void *place = NULL;

    SC_TRY(sc_read_item(db, pool, &sc_place, slug, &place));
    page->place = place;
    narrowed.place = slug;
    *data = page;
    return load(db, pool, &narrowed, page);
}
