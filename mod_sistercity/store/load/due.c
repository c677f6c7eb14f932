#include "store/load/check.h"

#include "model/edtf.h"
#include "store/db/date_sql.h"
#include "store/db/sql.h"
#include "store/load/terms.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* A partnership is silent after so many months without a sign of life. */
#define SILENT_MONTHS (5 * 12)

/* Beginnings whose year is known and a multiple of five years before a year, which the `?` are:
 * as a text, then as a number. */
#define ROUND_BEGINNINGS                                                                           \
    "SELECT t.\"id\", t.\"established\" FROM \"partnerships\" t WHERE t.\"status\" NOT "           \
    "IN " SC_SQL_OVER " AND t.\"established\" < ? "                                                \
    "AND t.\"established\" NOT LIKE '%X%' AND (CAST(? AS BIGINT) - "                               \
    "CAST(REPLACE(SUBSTR(t.\"established\", 1, 4), 'X', '0') AS BIGINT)) % 5 = 0"

/* Whether something may be later than a day, which the `?` is. */
#define BEGAN_SINCE SC_SQL_AFTER_LAST_DAY("t.\"established\"") " > ?"
#define MET_SINCE SC_SQL_AFTER_LAST_DAY("COALESCE(a.\"end\", a.\"start\")") " > ?"
#define SIGNED_SINCE SC_SQL_AFTER_LAST_DAY("g.\"date\"") " > ?"

/* Active partnerships without such a sign of life, and the last that they gave. One that began
 * since the day is young, not silent. */
#define SILENT                                                                                     \
    "SELECT t.\"id\", (SELECT MAX(d.\"day\") FROM "                                                \
    "(SELECT COALESCE(a.\"end\", a.\"start\") AS \"day\" FROM \"activities\" a "                   \
    "WHERE a.\"partnership_id\" = t.\"id\" UNION ALL SELECT g.\"date\" FROM \"agreements\" g "     \
    "WHERE g.\"partnership_id\" = t.\"id\") d) FROM \"partnerships\" t "                           \
    "WHERE t.\"status\" = 'active' AND (t.\"established\" IS NULL OR NOT " BEGAN_SINCE ") "        \
    "AND NOT EXISTS (SELECT 1 FROM \"activities\" a "                                              \
    "WHERE a.\"partnership_id\" = t.\"id\" AND " MET_SINCE ") "                                    \
    "AND NOT EXISTS (SELECT 1 FROM \"agreements\" g "                                              \
    "WHERE g.\"partnership_id\" = t.\"id\" AND " SIGNED_SINCE ")"

/* Something found, before its partnership is read. */
typedef struct finding_t {
    sc_due_t due;
    apr_int64_t id;
} finding_t;

typedef struct search_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const char *today;
    const char *until;
    apr_array_header_t *findings; /* of finding_t */
} search_t;

static void add(search_t *search, apr_int64_t id, const char *kind, const char *date, int years)
{
    finding_t *finding = apr_array_push(search->findings);

    finding->id = id;
    finding->due.kind = kind;
    finding->due.date = date;
    finding->due.years = years;
    finding->due.partnership = NULL;
}

/* Whether the date may be within the time that is searched. */
static int is_within(const search_t *search, const char *text)
{
    char first[11], last[11];
    sc_date_t date;

    if (sc_edtf_parse(text, &date) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    return strcmp(last, search->today) >= 0 && strcmp(first, search->until) <= 0;
}

/* Adds the anniversary in the year of what began at the date, as precisely as that is known. */
static void add_anniversary(search_t *search, apr_int64_t id, const char *established, int year)
{
    sc_date_t date;
    const char *day;

    if (sc_edtf_parse(established, &date) != APR_SUCCESS || date.precision < SC_PRECISION_YEAR) {
        return;
    }
    day = sc_edtf_plus_months(established, 12 * (year - date.year), search->pool);
    if (day && is_within(search, day)) {
        add(search, id, "anniversary", day, year - date.year);
    }
}

static apr_status_t find_anniversaries_of(search_t *search, int year)
{
    sc_arg_t args[] = {sc_arg_text(apr_psprintf(search->pool, "%04d", year)), sc_arg_integer(year)};
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(search->db, search->pool, ROUND_BEGINNINGS, args, 2, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        add_anniversary(search, sc_row_integer(rows, i, 0), sc_row_text(rows, i, 1), year);
    }
    return status;
}

static apr_status_t find_anniversaries(search_t *search)
{
    int last = atoi(search->until);
    apr_status_t status = APR_SUCCESS;
    int year;

    for (year = atoi(search->today); status == APR_SUCCESS && year <= last; year++) {
        status = find_anniversaries_of(search, year);
    }
    return status;
}

static void add_term(void *baton, const sc_partnership_t *partnership, const sc_term_t *term,
                     apr_pool_t *pool)
{
    search_t *search = baton;

    (void)pool;
    if (is_within(search, term->until)) {
        add(search, partnership->record.id, "term", apr_pstrdup(search->pool, term->until), 0);
    }
}

static apr_status_t find_silent(search_t *search)
{
    sc_arg_t since = sc_arg_text(sc_edtf_plus_months(search->today, -SILENT_MONTHS, search->pool));
    sc_arg_t args[] = {since, since, since};
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(search->db, search->pool, SILENT, args, 3, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        add(search, sc_row_integer(rows, i, 0), "silent", sc_row_text(rows, i, 1), 0);
    }
    return status;
}

/* By date, what has none at the end; then by address, so that the order is always the same. */
static int compare(const void *one, const void *other)
{
    const sc_due_t *a = one;
    const sc_due_t *b = other;
    int order = 0;

    if (a->date && b->date) {
        order = strcmp(a->date, b->date);
    }
    else if (a->date || b->date) {
        order = a->date ? -1 : 1;
    }
    return order ? order : strcmp(a->partnership->slug, b->partnership->slug);
}

/* The partnerships that the findings are about, by id. */
static apr_status_t read_partnerships(const search_t *search, apr_hash_t *by_id)
{
    apr_array_header_t *ids =
        apr_array_make(search->pool, search->findings->nelts + 1, sizeof(apr_int64_t));
    apr_array_header_t *partnerships;
    apr_status_t status;
    int i;

    for (i = 0; i < search->findings->nelts; i++) {
        apr_int64_t *id = &APR_ARRAY_IDX(search->findings, i, finding_t).id;

        if (!apr_hash_get(by_id, id, sizeof(*id))) {
            apr_hash_set(by_id, id, sizeof(*id), id);
            APR_ARRAY_PUSH(ids, apr_int64_t) = *id;
        }
    }
    status = sc_read_by_ids(search->db, search->pool, &sc_partnership, ids, &partnerships);
    apr_hash_clear(by_id);
    for (i = 0; status == APR_SUCCESS && i < partnerships->nelts; i++) {
        sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);

        apr_hash_set(by_id, &partnership->record.id, sizeof(apr_int64_t), partnership);
    }
    return status;
}

static apr_status_t complete(const search_t *search, apr_array_header_t *due)
{
    apr_hash_t *by_id = apr_hash_make(search->pool);
    apr_status_t status = read_partnerships(search, by_id);
    int i;

    for (i = 0; status == APR_SUCCESS && i < search->findings->nelts; i++) {
        finding_t *finding = &APR_ARRAY_IDX(search->findings, i, finding_t);

        finding->due.partnership = apr_hash_get(by_id, &finding->id, sizeof(finding->id));
        if (finding->due.partnership) {
            APR_ARRAY_PUSH(due, sc_due_t) = finding->due;
        }
    }
    if (due->nelts > 0) {
        qsort(due->elts, due->nelts, sizeof(sc_due_t), compare);
    }
    return status;
}

apr_status_t sc_due_read(sc_db_t *db, apr_pool_t *pool, const char *today, const char *until,
                         apr_array_header_t **due)
{
    search_t search = {db, pool, today, until, apr_array_make(pool, 64, sizeof(finding_t))};
    apr_status_t status = find_anniversaries(&search);

    *due = apr_array_make(pool, 64, sizeof(sc_due_t));
    if (status == APR_SUCCESS) {
        status = sc_terms_walk(db, pool, add_term, &search);
    }
    if (status == APR_SUCCESS) {
        status = find_silent(&search);
    }
    return status == APR_SUCCESS ? complete(&search, *due) : status;
}
