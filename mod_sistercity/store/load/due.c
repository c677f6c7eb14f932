#include "store/load/load.h"

#include "model/text/edtf.h"
#include "store/db/date_sql.h"
#include "store/load/contents.h"
#include "store/load/terms.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The months without a sign of life after which a partnership is silent. */
#define SILENT_MONTHS (5 * 12)

/* Active partnerships without anything that may be later than a day, which the `?` are. One that
 * began since then is young, not silent. */
#define SILENT                                                                                     \
    " FROM \"partnerships\" t WHERE t.\"status\" = 'active' AND (t.\"established\" IS NULL "       \
    "OR " SC_SQL_AFTER_LAST_DAY(                                                                   \
        "t.\"established\"") " <= ?) "                                                             \
                             "AND t.\"id\" NOT IN (SELECT a.\"partnership_id\" FROM "              \
                             "\"activities\" a WHERE " SC_SQL_AFTER_LAST_DAY(                      \
                                 "COALESCE(a.\"end\", a.\"start\")") " > ?) "                      \
                                                                     "AND t.\"id\" NOT IN "        \
                                                                     "(SELECT "                    \
                                                                     "g.\"partnership_id\" FROM "  \
                                                                     "\"agreements\" g "           \
                                                                     "WHERE"                       \
                                                                     " " SC_SQL_AFTER_LAST_DAY(    \
                                                                         "g.\"date\"") " > ?)"

/* The last sign of life of one. */
#define LAST_SIGN                                                                                  \
    "(SELECT MAX(d.\"day\") FROM (SELECT COALESCE(a.\"end\", a.\"start\") AS \"day\" "             \
    "FROM \"activities\" a WHERE a.\"partnership_id\" = t.\"id\" UNION ALL "                       \
    "SELECT g.\"date\" FROM \"agreements\" g WHERE g.\"partnership_id\" = t.\"id\") d)"

/* Most of a large registry has given none, and is not to be sorted by it. */
#define HAS_SIGN                                                                                   \
    " (t.\"id\" IN (SELECT a.\"partnership_id\" FROM \"activities\" a "                            \
    "WHERE COALESCE(a.\"end\", a.\"start\") IS NOT NULL) OR t.\"id\" IN "                          \
    "(SELECT g.\"partnership_id\" FROM \"agreements\" g WHERE g.\"date\" IS NOT NULL))"

/* Silent ones, in two parts with which partnerships are meant in between. */
static const struct {
    const char *first, *last;
} longest_silent = {"SELECT t.\"id\", " LAST_SIGN " AS \"day\"" SILENT,
                    " AND" HAS_SIGN " ORDER BY \"day\", t.\"slug\" LIMIT ?"},
  never_heard_of = {"SELECT t.\"id\", NULL" SILENT,
                    " AND NOT" HAS_SIGN " ORDER BY t.\"sort_name\", t.\"slug\" LIMIT ?"},
  all_silent = {"SELECT COUNT(*)" SILENT, ""};

/* What takes effect on a day that is still to come, the first `?` of each being the year of today,
 * which with the end of all dates an index can use, the second today. */
#define PLANNED_OF(kind, from, day, detail)                                                        \
    "SELECT '" kind "', t.\"id\", " day ", " detail " FROM " from " WHERE " day " > ? AND " day    \
    " < '~' AND " SC_SQL_FIRST_DAY(day) " > ?"
#define OF_THE(collection, alias)                                                                  \
    "\"" collection "\" " alias " JOIN \"partnerships\" t ON t.\"id\" = " alias                    \
    ".\"partnership_id\""
#define OF_A_PARTY                                                                                 \
    OF_THE("partnership_parties", "p") " JOIN \"places\" pl ON pl.\"id\" = p.\"place_id\""
static const char *const planned[] = {
    PLANNED_OF("begins", "\"partnerships\" t", "COALESCE(t.\"established\", '~')", "NULL"),
    PLANNED_OF("ends", "\"partnerships\" t", "t.\"ended\"", "NULL"),
    PLANNED_OF("step", OF_THE("steps", "s"), "COALESCE(s.\"effective\", s.\"date\")",
               "s.\"status\""),
    PLANNED_OF("agreement", OF_THE("agreements", "g"),
               "COALESCE(g.\"effective_from\", g.\"date\", '')", "g.\"kind\""),
    PLANNED_OF("joins", OF_A_PARTY, "COALESCE(p.\"joined\", '')", "pl.\"name\""),
    PLANNED_OF("leaves", OF_A_PARTY, "COALESCE(p.\"left\", '')", "pl.\"name\""),
    PLANNED_OF("activity", OF_THE("activities", "a"), "COALESCE(a.\"start\", '')", "a.\"title\"")};

typedef struct search_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const char *today;
    int most;
    sc_desk_t *desk;
    apr_hash_t *meant; /* id -> itself: the partnerships that are looked at; NULL: all */
} search_t;

/* Adds what may be within the time that is searched. */
static void add(const search_t *search, sc_due_t due)
{
    char first[11], last[11];
    sc_date_t date;

    if (!due.date || sc_edtf_parse(due.date, &date) != APR_SUCCESS ||
        (search->meant && !apr_hash_get(search->meant, &due.id, sizeof(due.id)))) {
        return;
    }
    sc_edtf_span(&date, first, last);
    if (strcmp(last, search->today) >= 0 && strcmp(first, search->desk->until) <= 0) {
        APR_ARRAY_PUSH(search->desk->dues, sc_due_t) = due;
    }
}

static apr_status_t find_anniversaries(const search_t *search)
{
    const sc_window_t window = {search->today, search->desk->until};
    const sc_query_t query = {.place = search->desk->place};
    apr_array_header_t *found;

    SC_TRY(sc_anniversaries_find(search->db, search->pool, &window, &query, &found));
    SC_EACH_OF(const sc_anniversary_t, anniversary, found) {
        APR_ARRAY_PUSH(search->desk->dues, sc_due_t) =
            (sc_due_t){.kind = "anniversary",
                       .date = anniversary->milestone.date,
                       .years = anniversary->milestone.years,
                       .id = anniversary->id};
    }
    return APR_SUCCESS;
}

static apr_status_t find_terms(const search_t *search)
{
    apr_array_header_t *terms;
    apr_status_t status = sc_terms_read(search->db, search->pool, &terms);

    for (int i = 0; status == APR_SUCCESS && i < terms->nelts; i++) {
        const sc_fixed_term_t *term = &APR_ARRAY_IDX(terms, i, sc_fixed_term_t);

        add(search, (sc_due_t){.kind = "term", .date = term->until, .id = term->id});
    }
    return status;
}

static apr_status_t find_planned(const search_t *search)
{
    const sc_arg_t args[] = {sc_arg_text(apr_pstrndup(search->pool, search->today, 4)),
                             sc_arg_text(search->today)};

    for (size_t i = 0; i < sizeof(planned) / sizeof(planned[0]); i++) {
        sc_rows_t *rows;

        SC_TRY(sc_db_select(search->db, search->pool, planned[i], args, 2, &rows));
        for (int j = 0; j < rows->count; j++) {
            add(search, (sc_due_t){.kind = sc_row_word(rows, j, 0),
                                   .date = sc_row_text(rows, j, 2),
                                   .id = sc_row_number(rows, j, 1),
                                   .detail = sc_row_text(rows, j, 3)});
        }
    }
    return APR_SUCCESS;
}

#define OPEN_TASKS                                                                                 \
    "SELECT a.\"partnership_id\", a.\"start\", k.\"days_before\", k.\"what\", a.\"title\", "       \
    "a.\"slug\" "                                                                                  \
    "FROM \"activity_tasks\" k JOIN \"activities\" a ON a.\"id\" = k.\"activity_id\" WHERE "       \
    "COALESCE(k.\"done\", 0) = 0 AND a.\"start\" NOT LIKE '%X%'"

/* The day so many days before the first day that the date can mean. */
static const char *day_before(const char *date, int days, apr_pool_t *pool)
{
    struct tm parts = {0};
    char first[11], last[11];
    sc_date_t read;

    if (!date || sc_edtf_parse(date, &read) != APR_SUCCESS) {
        return NULL;
    }
    sc_edtf_span(&read, first, last);
    parts.tm_year = atoi(first) - 1900;
    parts.tm_mon = atoi(first + 5) - 1;
    parts.tm_mday = atoi(first + 8) - days;
    time_t moment = timegm(&parts);
    gmtime_r(&moment, &parts);
    return apr_psprintf(pool, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                        parts.tm_mday);
}

/* What is to be done for visits; what is overdue stays until somebody says that it is done. */
static apr_status_t find_tasks(const search_t *search)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(search->db, search->pool, OPEN_TASKS, NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t days = sc_row_integer(rows, i, 2), id = sc_row_number(rows, i, 0);
        const char *day = day_before(sc_row_text(rows, i, 1), days == SC_NO_INTEGER ? 0 : (int)days,
                                     search->pool);

        if (day && strcmp(day, search->desk->until) <= 0 &&
            (!search->meant || apr_hash_get(search->meant, &id, sizeof(id)))) {
            APR_ARRAY_PUSH(search->desk->dues, sc_due_t) =
                (sc_due_t){.kind = "task",
                           .date = day,
                           .id = id,
                           .detail = apr_pstrcat(search->pool, sc_row_text(rows, i, 3), " – ",
                                                 sc_row_text(rows, i, 4), NULL),
                           .activity = sc_row_text(rows, i, 5)};
        }
    }
    return APR_SUCCESS;
}

/* @param part with a limit, unless it is 0 */
static apr_status_t select_silent(const search_t *search, const char *first, const char *last,
                                  int limit, sc_rows_t **rows)
{
    const char *place = search->desk->place;
    sc_arg_t since = sc_arg_text(sc_edtf_plus_months(search->today, -SILENT_MONTHS, search->pool));
    sc_arg_t args[5] = {since, since, since, sc_arg_text(place)};
    int count = place ? 4 : 3;

    args[count] = sc_arg_integer(limit);
    return sc_db_select(
        search->db, search->pool,
        apr_pstrcat(search->pool, first, place ? " AND " SC_OF_PLACE("t.\"id\"") : "", last, NULL),
        args, count + (limit != 0), rows);
}

static apr_status_t add_silent(const search_t *search, const char *first, const char *last)
{
    sc_desk_t *desk = search->desk;
    int limit = search->most - desk->silent->nelts;
    sc_rows_t *rows;

    if (limit <= 0) {
        return APR_SUCCESS;
    }
    SC_TRY(select_silent(search, first, last, limit, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(desk->silent, sc_due_t) = (sc_due_t){
            .kind = "silent", .date = sc_row_text(rows, i, 1), .id = sc_row_number(rows, i, 0)};
    }
    return APR_SUCCESS;
}

static apr_status_t find_silent(const search_t *search)
{
    sc_rows_t *rows;

    SC_TRY(add_silent(search, longest_silent.first, longest_silent.last));
    SC_TRY(add_silent(search, never_heard_of.first, never_heard_of.last));
    SC_TRY(select_silent(search, all_silent.first, all_silent.last, 0, &rows));
    search->desk->silent_total = sc_row_number(rows, 0, 0);
    return APR_SUCCESS;
}

#define ENDING_SEARCHES                                                                            \
    "SELECT s.\"id\" FROM \"seeking\" s JOIN \"places\" p ON p.\"id\" = s.\"place_id\" "           \
    "WHERE " SC_SQL_FIRST_DAY("s.\"valid_until\"") " <= ? "

/* Those that have ended stay until somebody renews or withdraws them. */
static apr_status_t find_searches(const search_t *search)
{
    const char *place = search->desk->place;
    const sc_arg_t args[] = {sc_arg_text(search->desk->until), sc_arg_text(place)};
    const char *sql = apr_pstrcat(search->pool, ENDING_SEARCHES, place ? "AND p.\"slug\" = ? " : "",
                                  "ORDER BY s.\"valid_until\", s.\"id\" LIMIT 100", NULL);

    return sc_related_select(search->db, search->pool, &sc_seeking, sql, args, place ? 2 : 1,
                             &search->desk->searches);
}

#define COMES(day)                                                                                 \
    "(" day " > ? AND " SC_SQL_FIRST_DAY(day) " > ? AND " SC_SQL_FIRST_DAY(day) " <= ?)"
#define MEMBERSHIPS_TO_COME                                                                        \
    "SELECT m.\"id\" FROM \"memberships\" m JOIN \"places\" p ON p.\"id\" = m.\"place_id\" "       \
    "WHERE (" COMES("COALESCE(m.\"joined\", '')") " OR " COMES("COALESCE(m.\"left\", '')") ") "

/* Places that join or leave a network. */
static apr_status_t find_memberships(const search_t *search)
{
    sc_desk_t *desk = search->desk;
    const sc_arg_t year = sc_arg_text(apr_pstrndup(search->pool, search->today, 4)),
                   today = sc_arg_text(search->today), until = sc_arg_text(desk->until);
    const sc_arg_t args[] = {year, today, until, year, today, until, sc_arg_text(desk->place)};
    const char *sql =
        apr_pstrcat(search->pool, MEMBERSHIPS_TO_COME, desk->place ? "AND p.\"slug\" = ? " : "",
                    "ORDER BY COALESCE(m.\"left\", m.\"joined\"), m.\"id\" LIMIT 100", NULL);

    return sc_related_select(search->db, search->pool, &sc_membership, sql, args,
                             desk->place ? 7 : 6, &desk->memberships);
}

/* The partnerships of the place that is looked at, if one is. */
static apr_status_t find_meant(search_t *search)
{
    const sc_arg_t place = sc_arg_text(search->desk->place);
    sc_rows_t *rows;

    if (!search->desk->place) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(search->db, search->pool,
                        "SELECT t.\"id\" FROM \"partnerships\" t WHERE t." SC_OF_PLACE("\"id\""),
                        &place, 1, &rows));
    search->meant = apr_hash_make(search->pool);
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, 0);
        const apr_int64_t *kept = apr_pmemdup(search->pool, &id, sizeof(id));

        apr_hash_set(search->meant, kept, sizeof(id), kept);
    }
    return APR_SUCCESS;
}

/* By date, then by partnership, so that the order is always the same. */
static int compare(const void *one, const void *other)
{
    const sc_due_t *a = one, *b = other;
    int order = strcmp(a->date, b->date);

    return order ? order : (a->id > b->id) - (a->id < b->id);
}

apr_status_t sc_load_dues(sc_db_t *db, apr_pool_t *pool, const char *today, int most,
                          sc_desk_t *desk)
{
    search_t search = {db, pool, today, most, desk, NULL};
    apr_status_t status = find_meant(&search);

    desk->dues = apr_array_make(pool, 64, sizeof(sc_due_t));
    desk->silent = apr_array_make(pool, 64, sizeof(sc_due_t));
    if (status == APR_SUCCESS) {
        status = find_anniversaries(&search);
    }
    if (status == APR_SUCCESS) {
        status = find_terms(&search);
    }
    if (status == APR_SUCCESS) {
        status = find_planned(&search);
    }
    if (status == APR_SUCCESS) {
        status = find_tasks(&search);
    }
    qsort(desk->dues->elts, (size_t)desk->dues->nelts, sizeof(sc_due_t), compare);
    desk->due_total = desk->dues->nelts;
    desk->dues->nelts = most < desk->dues->nelts ? most : desk->dues->nelts;
    if (status == APR_SUCCESS) {
        status = find_searches(&search);
    }
    if (status == APR_SUCCESS) {
        status = find_memberships(&search);
    }
    return status == APR_SUCCESS ? find_silent(&search) : status;
}
