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

typedef struct finding_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_window_t *window;
    const char *today;
    sc_bitmap_t *shifted; /* those whose status may be another by then than the stored one */
    apr_array_header_t *found;
} finding_t;

/* The years in which something began that has an anniversary in the days. */
static const char *const *beginnings(const sc_window_t *window, apr_pool_t *pool)
{
    apr_array_header_t *years = apr_array_make(pool, 256, sizeof(const char *));
    apr_hash_t *seen = apr_hash_make(pool);

    for (int year = atoi(window->since); year <= atoi(window->until); year++) {
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

    APR_ARRAY_PUSH(conditions, sc_condition_t) =
        (sc_condition_t){.facet = sc_facet_named(faceted, SC_FACET_DATE),
                         .words = beginnings(finding->window, finding->pool)};
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
static int day_of(const finding_t *finding, const char *edtf, char day[11])
{
    char first[11], last[11];
    sc_date_t date;

    if (!edtf || sc_edtf_parse(edtf, &date) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    strcpy(day, strcmp(first, finding->today) < 0 && strcmp(last, finding->today) >= 0
                    ? finding->today
                    : first);
    return strcmp(last, finding->window->since) >= 0 && strcmp(first, finding->window->until) <= 0;
}

static apr_status_t add(finding_t *finding, apr_int64_t id, const sc_partnership_t *partnership,
                        int years)
{
    sc_anniversary_t anniversary = {
        id,
        {years, sc_edtf_plus_months(partnership->established, 12 * years, finding->pool)},
        NULL,
        NULL};
    sc_partnership_t then = *partnership;
    int is_over_since_unknown;
    char day[11];

    if (!day_of(finding, anniversary.milestone.date, day)) {
        return APR_SUCCESS;
    }
    SC_TRY(follow(finding, day, id, &then));
    /* No day was certainly before its end. */
    is_over_since_unknown = sc_is_over(&then) && !then.ended;
    anniversary.status = then.status = sc_status_on(&then, day, finding->today);
    if (!is_over_since_unknown && !sc_is_over(&then) && strcmp(then.status, "forming") != 0) {
        APR_ARRAY_PUSH(finding->found, sc_anniversary_t) = anniversary;
    }
    return APR_SUCCESS;
}

static apr_status_t add_all(finding_t *finding, const char *established, apr_int64_t id,
                            const char *status, const char *ended)
{
    const sc_partnership_t partnership = {
        .established = established, .status = status, .ended = *ended == '-' ? NULL : ended};
    sc_date_t began;

    if (sc_edtf_parse(established, &began) != APR_SUCCESS || began.precision < SC_PRECISION_YEAR ||
        began.uncertain || began.approximate) {
        return APR_SUCCESS;
    }
    for (int year = atoi(finding->window->since); year <= atoi(finding->window->until); year++) {
        int years = year - began.year;

        if (years > 0 && sc_milestone_from(years) == years) {
            SC_TRY(add(finding, id, &partnership, years));
        }
    }
    return APR_SUCCESS;
}

/* By date, then by id, so that the order is always the same. */
static int compare(const void *one, const void *other)
{
    const sc_anniversary_t *a = one, *b = other;
    int order = strcmp(a->milestone.date, b->milestone.date);

    return order ? order : (a->id > b->id) - (a->id < b->id);
}

static apr_status_t judge(finding_t *finding, const sc_bitmap_t *ids)
{
    sc_sql_t *sql = sc_ids_select(finding->db, finding->pool, CANDIDATE);
    char *text, *last;
    sc_rows_t *rows;

    sc_sql_add(sql, " FROM ");
    sc_ids_add_table(finding->db, sql, ids);
    sc_sql_add(sql, " CROSS JOIN \"partnerships\" t WHERE t.\"id\" = j.\"value\"");
    SC_TRY(sc_sql_select(finding->db, sql, &rows));
    text = apr_pstrdup(finding->pool, rows->count ? sc_row_text(rows, 0, 0) : NULL);
    for (text = text ? apr_strtok(text, " ,", &last) : NULL; text;
         text = apr_strtok(NULL, " ,", &last)) {
        const char *id = apr_strtok(NULL, " ,", &last), *status = apr_strtok(NULL, " ,", &last);

        SC_TRY(add_all(finding, text, apr_atoi64(id), status, apr_strtok(NULL, " ,", &last)));
    }
    qsort(finding->found->elts, (size_t)finding->found->nelts, sizeof(sc_anniversary_t), compare);
    return APR_SUCCESS;
}

apr_status_t sc_anniversaries_find(sc_db_t *db, apr_pool_t *pool, const sc_window_t *window,
                                   const sc_query_t *query, apr_array_header_t **found)
{
    finding_t finding = {db, pool, window, sc_db_today(db), NULL, NULL};
    apr_array_header_t *shifts;
    sc_bitmap_t *ids;

    *found = finding.found = apr_array_make(pool, 64, sizeof(sc_anniversary_t));
    SC_TRY(select_candidates(&finding, query, &ids));
    if (sc_bitmap_is_empty(ids)) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_shifts_read(db, pool, window->until, &shifts));
    finding.shifted = sc_shifts_with(shifts, NULL);
    return judge(&finding, ids);
}

static const char *token_of(const sc_anniversaries_t *page, int i, apr_pool_t *pool)
{
    const sc_anniversary_t *item = &APR_ARRAY_IDX(page->items, i, sc_anniversary_t);

    return apr_psprintf(pool, "%s%c%" APR_INT64_T_FMT, item->milestone.date, SEPARATOR, item->id);
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

/* The first item behind the token's. */
static int begin_of(const sc_anniversaries_t *page, const char *token, apr_pool_t *pool)
{
    const char *id = token ? strchr(token, SEPARATOR) : NULL;
    sc_anniversary_t behind = {0};
    int i = 0;

    if (!id) {
        return 0;
    }
    behind.milestone.date = apr_pstrndup(pool, token, (apr_size_t)(id - token));
    behind.id = apr_atoi64(id + 1);
    while (i < page->items->nelts &&
           compare(&APR_ARRAY_IDX(page->items, i, sc_anniversary_t), &behind) <= 0) {
        i++;
    }
    return i;
}

/* Leaves the page that the query asks for. */
static void take_page(sc_anniversaries_t *page, const sc_query_t *query, apr_pool_t *pool)
{
    int begin = begin_of(page, query->after, pool), limit = query->limit;
    int end = limit && begin + limit < page->items->nelts ? begin + limit : page->items->nelts;

    page->total = page->items->nelts;
    page->next = end < page->items->nelts ? token_of(page, end - 1, pool) : NULL;
    if (begin > 0) {
        page->previous = limit && begin > limit ? token_of(page, begin - limit - 1, pool) : "";
    }
    page->items->elts += (apr_size_t)begin * sizeof(sc_anniversary_t);
    page->items->nelts = end - begin;
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
    for (int i = 0; i < read->nelts; i++) {
        sc_record_t *record = SC_AT(read, i, sc_record_t);

        apr_hash_set(by_id, &record->id, sizeof(record->id), record);
    }
    for (int i = 0; i < page->items->nelts; i++) {
        sc_anniversary_t *item = &APR_ARRAY_IDX(page->items, i, sc_anniversary_t);

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
    page->labels = apr_hash_make(pool);
    sc_window_of(query, sc_db_today(db), pool, &page->window);
    SC_TRY(sc_anniversaries_find(db, pool, &page->window, query, &page->items));
    take_page(page, query, pool);
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
