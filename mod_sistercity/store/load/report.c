#include "store/load/load.h"

#include "store/db/date_sql.h"
#include "store/load/contents.h"
#include "store/query/filter.h"
#include "store/query/list.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <stdlib.h>

/* Items of a year: the first `?` is its first day, the second its last. */
#define ITEMS_OF(table, first, last)                                                               \
    "SELECT t.\"id\" FROM \"" table "\" t WHERE t.\"" first "\" NOT LIKE '%X%' "                   \
    "AND " SC_SQL_AFTER_LAST_DAY(last) " > ? AND " SC_SQL_FIRST_DAY("t.\"" first "\"") " <= ?"
#define IN_ORDER(first) " ORDER BY t.\"" first "\", t.\"id\""

/** What a report tells of each partnership. */
static const struct {
    const sc_entity_t *entity;
    size_t member;
    const char *sql, *order;
} contents[] = {
    {&sc_step, offsetof(sc_report_row_t, steps),
     "SELECT t.\"id\" FROM \"steps\" t WHERE COALESCE(t.\"date\", t.\"effective\") NOT LIKE '%X%' "
     "AND " SC_SQL_AFTER_LAST_DAY(
         "COALESCE(t.\"effective\", t.\"date\")") " > ? "
                                                  "AND " SC_SQL_FIRST_DAY(
                                                      "COALESCE(t.\"date\", t.\"effective\")") " <="
                                                                                               " ?",
     " ORDER BY COALESCE(t.\"date\", t.\"effective\"), t.\"id\""},
    {&sc_approval, offsetof(sc_report_row_t, approvals),
     ITEMS_OF("approvals", "date", "t.\"date\""), IN_ORDER("date")},
    {&sc_agreement, offsetof(sc_report_row_t, agreements),
     ITEMS_OF("agreements", "date", "t.\"date\""), IN_ORDER("date")},
    {&sc_activity, offsetof(sc_report_row_t, activities),
     ITEMS_OF("activities", "start", "COALESCE(t.\"end\", t.\"start\")"), IN_ORDER("start")},
    {&sc_gift, offsetof(sc_report_row_t, gifts), ITEMS_OF("gifts", "date", "t.\"date\""),
     IN_ORDER("date")},
};

/** A report in the making. */
typedef struct reading_t {
    sc_db_t *db;
    apr_pool_t *pool;
    sc_report_t *report;
    const char *first, *last; /* days of the year */
    apr_hash_t *rows;         /* slug -> sc_report_row_t * */
    apr_hash_t *partnerships; /* slug -> sc_partnership_t * */
    apr_array_header_t *records;
} reading_t;

/* A SELECT of what belongs to the place that reports, if one does.
 * @param args with room for one more */
static const char *narrowed(const reading_t *reading, const char *sql, const char *of_place,
                            const char *order, sc_arg_t *args, int *count)
{
    if (reading->report->place) {
        args[(*count)++] = sc_arg_text(reading->report->place);
    }
    return apr_pstrcat(reading->pool, sql, reading->report->place ? of_place : "", order, NULL);
}

static sc_report_row_t *row_of(reading_t *reading, const char *slug)
{
    sc_report_row_t *row = apr_hash_get(reading->rows, slug, APR_HASH_KEY_STRING);

    if (!row) {
        row = apr_pcalloc(reading->pool, sizeof(*row));
        row->steps = apr_array_make(reading->pool, 1, sizeof(void *));
        row->approvals = apr_array_make(reading->pool, 1, sizeof(void *));
        row->agreements = apr_array_make(reading->pool, 1, sizeof(void *));
        row->activities = apr_array_make(reading->pool, 4, sizeof(void *));
        row->gifts = apr_array_make(reading->pool, 1, sizeof(void *));
        row->participants = SC_NO_INTEGER;
        apr_hash_set(reading->rows, slug, APR_HASH_KEY_STRING, row);
    }
    return row;
}

static apr_status_t read_contents(reading_t *reading)
{
    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        sc_arg_t args[3] = {sc_arg_text(reading->first), sc_arg_text(reading->last)};
        const sc_field_t *owner = sc_entity_field(contents[i].entity, "partnership");
        int count = 2;
        const char *sql =
            narrowed(reading, contents[i].sql, " AND t." SC_OF_PLACE("\"partnership_id\""),
                     contents[i].order, args, &count);
        apr_array_header_t *records;

        SC_TRY(sc_related_select(reading->db, reading->pool, contents[i].entity, sql, args, count,
                                 &records));
        SC_EACH(void, record, records) {
            const char *slug = sc_field_text(owner, record);

            if (slug) {
                char *row = (char *)row_of(reading, slug);

                APR_ARRAY_PUSH(*(apr_array_header_t **)(row + contents[i].member), void *) = record;
                APR_ARRAY_PUSH(reading->records, void *) = record;
            }
        }
    }
    return APR_SUCCESS;
}

static apr_status_t read_anniversaries(reading_t *reading)
{
    const sc_window_t year = {reading->first, reading->last};
    const sc_query_t query = {.place = reading->report->place};
    apr_array_header_t *ids = apr_array_make(reading->pool, 16, sizeof(apr_int64_t));
    apr_array_header_t *found, *partnerships;

    SC_TRY(sc_anniversaries_find(reading->db, reading->pool, &year, &query, &found));
    for (int i = 0; i < found->nelts; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = APR_ARRAY_IDX(found, i, sc_anniversary_t).id;
    }
    SC_TRY(sc_read_by_ids(reading->db, reading->pool, &sc_partnership, ids, &partnerships));
    SC_EACH(sc_partnership_t, partnership, partnerships) {
        row_of(reading, partnership->slug)->years =
            reading->report->year - atoi(partnership->established);
        apr_hash_set(reading->partnerships, partnership->slug, APR_HASH_KEY_STRING, partnership);
    }
    return APR_SUCCESS;
}

static apr_status_t count_in_force(const reading_t *reading)
{
    const sc_query_t query = {.place = reading->report->place, .as_of = reading->last};
    sc_bitmap_t *ids;

    SC_TRY(sc_filter_select(reading->db, reading->pool, &sc_partnership, &query, &ids));
    reading->report->in_force = sc_bitmap_count(ids);
    return APR_SUCCESS;
}

/* Those in force of which there is nothing to tell. */
static apr_status_t read_silent(reading_t *reading)
{
    const sc_query_t query = {
        .place = reading->report->place, .as_of = reading->last, .limit = SC_REPORT_SILENT};
    sc_list_t *list;

    SC_TRY(sc_list_read(reading->db, reading->pool, &sc_partnership, &query, &list));
    SC_EACH(sc_partnership_t, partnership, list->items) {
        if (!apr_hash_get(reading->rows, partnership->slug, APR_HASH_KEY_STRING)) {
            APR_ARRAY_PUSH(reading->report->silent, void *) = partnership;
            APR_ARRAY_PUSH(reading->records, void *) = partnership;
        }
    }
    return APR_SUCCESS;
}

/* The place that reports is named whatever there is to tell. */
static apr_status_t name_place(reading_t *reading)
{
    apr_array_header_t *slugs = apr_array_make(reading->pool, 1, sizeof(const char *));

    if (reading->report->place) {
        APR_ARRAY_PUSH(slugs, const char *) = reading->report->place;
    }
    return sc_related_labels(reading->db, reading->pool, slugs, reading->report->labels);
}

/* Adds up who took part, as far as that is recorded. */
static void count_participants(sc_report_row_t *row)
{
    for (int i = 0; i < row->activities->nelts; i++) {
        const apr_array_header_t *groups = SC_AT(row->activities, i, sc_activity_t)->participants;

        for (int j = 0; j < SC_COUNT(groups); j++) {
            apr_int64_t count = SC_AT(groups, j, sc_participant_t)->count;

            if (count != SC_NO_INTEGER) {
                row->participants =
                    (row->participants == SC_NO_INTEGER ? 0 : row->participants) + count;
            }
        }
    }
}

/* The partnerships by their rows, and the places that any of it names. */
static apr_status_t complete(reading_t *reading)
{
    sc_report_t *report = reading->report;

    SC_TRY(sc_related_partnerships(reading->db, reading->pool, reading->records,
                                   reading->partnerships));
    for (apr_hash_index_t *at = apr_hash_first(reading->pool, reading->rows); at;
         at = apr_hash_next(at)) {
        sc_report_row_t *row = apr_hash_this_val(at);

        row->partnership =
            apr_hash_get(reading->partnerships, apr_hash_this_key(at), APR_HASH_KEY_STRING);
        if (row->partnership) {
            count_participants(row);
            APR_ARRAY_PUSH(report->rows, sc_report_row_t) = *row;
        }
    }
    apr_array_cat(reading->records, sc_related_values(reading->partnerships, reading->pool));
    return sc_load_labels(reading->db, reading->pool, reading->records, report->labels);
}

apr_status_t sc_load_report(sc_db_t *db, apr_pool_t *pool, sc_report_t *report)
{
    reading_t reading = {.db = db,
                         .pool = pool,
                         .report = report,
                         .first = apr_psprintf(pool, "%04d-01-01", report->year),
                         .last = apr_psprintf(pool, "%04d-12-31", report->year),
                         .rows = apr_hash_make(pool),
                         .partnerships = apr_hash_make(pool),
                         .records = apr_array_make(pool, 64, sizeof(void *))};

    report->rows = apr_array_make(pool, 64, sizeof(sc_report_row_t));
    report->silent = apr_array_make(pool, 16, sizeof(void *));
    report->labels = apr_hash_make(pool);
    SC_TRY(read_contents(&reading));
    SC_TRY(read_anniversaries(&reading));
    SC_TRY(count_in_force(&reading));
    SC_TRY(read_silent(&reading));
    SC_TRY(name_place(&reading));
    return complete(&reading);
}
