#include "store/load/report.h"

#include "model/edtf.h"
#include "store/db/date_sql.h"
#include "store/load/load.h"
#include "store/load/related.h"
#include "view/derive.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* Items of a year: the first `?` is its first day, the second its last. */
#define WITHIN(first, last) SC_SQL_AFTER_LAST_DAY(last) " > ? AND " SC_SQL_FIRST_DAY(first) " <= ?"

#define OF_PLACE                                                                                   \
    " AND EXISTS (SELECT 1 FROM \"partnership_parties\" q JOIN \"places\" p "                      \
    "ON p.\"id\" = q.\"place_id\" WHERE q.\"partnership_id\" = r.\"id\" AND p.\"slug\" = ?)"

#define SELECT_OF(table, first, last)                                                              \
    "SELECT t.\"id\" FROM \"" table "\" t JOIN \"partnerships\" r "                                \
    "ON r.\"id\" = t.\"partnership_id\" WHERE t.\"" first                                          \
    "\" NOT LIKE '%X%' AND " WITHIN("t.\"" first "\"", last)

#define IN_ORDER(first) " ORDER BY t.\"" first "\", t.\"id\""

/* Round beginnings: the first `?` is the year as a number. */
#define ANNIVERSARIES                                                                              \
    "SELECT r.\"id\" FROM \"partnerships\" r WHERE r.\"established\" NOT LIKE '%X%' "              \
    "AND r.\"established\" < ? AND (CAST(? AS BIGINT) - "                                          \
    "CAST(REPLACE(SUBSTR(r.\"established\", 1, 4), 'X', '0') AS BIGINT)) % 5 = 0 "                 \
    "AND (r.\"ended\" IS NULL OR " SC_SQL_AFTER_LAST_DAY(                                          \
        "r.\"ended\"") " > ?) "                                                                    \
                       "AND (r.\"ended\" IS NOT NULL OR r.\"status\" NOT IN " SC_SQL_OVER ")"

/* In force on a day, which the `?` are: begun by then, not forming, and neither over nor suspended
 * since before. */
#define IN_FORCE                                                                                   \
    "SELECT count(*) FROM \"partnerships\" r WHERE r.\"status\" <> 'forming' "                     \
    "AND (r.\"established\" IS NULL OR " SC_SQL_FIRST_DAY(                                         \
        "r.\"established\"") " <= ?) "                                                             \
                             "AND (r.\"ended\" IS NULL OR " SC_SQL_AFTER_LAST_DAY(                 \
                                 "r.\"ended\"") " > ?) "                                           \
                                                "AND (r.\"ended\" IS NOT NULL OR r.\"status\" "    \
                                                "NOT IN ('terminated', 'expired', 'succeeded', "   \
                                                "'upgraded', 'suspended'))"

/** A report in the making. */
typedef struct reading_t {
    sc_db_t *db;
    apr_pool_t *pool;
    int year;
    const char *place;
    const char *first, *last;    /* days of the year */
    apr_hash_t *entries;         /* slug -> sc_report_entry_t * */
    apr_hash_t *partnerships;    /* slug -> sc_partnership_t * */
    apr_array_header_t *records; /* all of them, for their labels */
} reading_t;

/* Runs a SELECT that has the same text with and without a place.
 * @param args with room for one more */
static apr_status_t select_records(const reading_t *reading, const sc_entity_t *entity,
                                   const char *sql, const char *end, sc_arg_t *args, int count,
                                   apr_array_header_t **records)
{
    if (reading->place) {
        args[count++] = sc_arg_text(reading->place);
        sql = apr_pstrcat(reading->pool, sql, OF_PLACE, NULL);
    }
    return sc_related_select(reading->db, reading->pool, entity,
                             apr_pstrcat(reading->pool, sql, end, NULL), args, count, records);
}

static sc_report_entry_t *entry_of(reading_t *reading, const char *slug)
{
    sc_report_entry_t *entry = apr_hash_get(reading->entries, slug, APR_HASH_KEY_STRING);

    if (!entry) {
        entry = apr_pcalloc(reading->pool, sizeof(*entry));
        entry->agreements = apr_array_make(reading->pool, 1, sizeof(void *));
        entry->activities = apr_array_make(reading->pool, 4, sizeof(void *));
        entry->gifts = apr_array_make(reading->pool, 1, sizeof(void *));
        entry->participants = SC_NO_INTEGER;
        apr_hash_set(reading->entries, slug, APR_HASH_KEY_STRING, entry);
    }
    return entry;
}

/** What a report tells of each partnership. */
static const struct {
    const sc_entity_t *entity;
    size_t member;
    const char *sql, *end;
} contents[] = {
    {&sc_agreement, offsetof(sc_report_entry_t, agreements),
     SELECT_OF("agreements", "date", "t.\"date\""), IN_ORDER("date")},
    {&sc_activity, offsetof(sc_report_entry_t, activities),
     SELECT_OF("activities", "start", "COALESCE(t.\"end\", t.\"start\")"), IN_ORDER("start")},
    {&sc_gift, offsetof(sc_report_entry_t, gifts), SELECT_OF("gifts", "date", "t.\"date\""),
     IN_ORDER("date")},
};

static apr_status_t read_contents(reading_t *reading)
{
    apr_status_t status = APR_SUCCESS;
    size_t i;
    int j;

    for (i = 0; i < sizeof(contents) / sizeof(contents[0]) && status == APR_SUCCESS; i++) {
        sc_arg_t args[3] = {sc_arg_text(reading->first), sc_arg_text(reading->last)};
        const sc_field_t *owner = sc_entity_field(contents[i].entity, "partnership");
        apr_array_header_t *records;

        status = select_records(reading, contents[i].entity, contents[i].sql, contents[i].end, args,
                                2, &records);
        for (j = 0; status == APR_SUCCESS && j < records->nelts; j++) {
            void *record = SC_AT(records, j, void);
            void *entry = entry_of(reading, sc_field_text(owner, record));

            APR_ARRAY_PUSH(*(apr_array_header_t **)((char *)entry + contents[i].member), void *) =
                record;
            APR_ARRAY_PUSH(reading->records, void *) = record;
        }
    }
    return status;
}

static apr_status_t read_anniversaries(reading_t *reading)
{
    sc_arg_t args[4] = {sc_arg_text(apr_psprintf(reading->pool, "%04d", reading->year)),
                        sc_arg_integer(reading->year), sc_arg_text(reading->first)};
    apr_array_header_t *partnerships;
    apr_status_t status =
        select_records(reading, &sc_partnership, ANNIVERSARIES, "", args, 3, &partnerships);
    int i;

    for (i = 0; status == APR_SUCCESS && i < partnerships->nelts; i++) {
        sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);

        entry_of(reading, partnership->slug)->years =
            reading->year - atoi(partnership->established);
        apr_hash_set(reading->partnerships, partnership->slug, APR_HASH_KEY_STRING, partnership);
    }
    return status;
}

static apr_status_t count_in_force(const reading_t *reading, apr_int64_t *in_force)
{
    sc_arg_t args[3] = {sc_arg_text(reading->last), sc_arg_text(reading->last),
                        sc_arg_text(reading->place)};
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(
        reading->db, reading->pool,
        reading->place ? apr_pstrcat(reading->pool, IN_FORCE, OF_PLACE, NULL) : IN_FORCE, args,
        reading->place ? 3 : 2, &rows);

    if (status == APR_SUCCESS) {
        *in_force = sc_row_integer(rows, 0, 0);
    }
    return status;
}

/* Adds up who took part, as far as that is recorded. */
static void count_participants(sc_report_entry_t *entry)
{
    int i, j;

    for (i = 0; i < entry->activities->nelts; i++) {
        const apr_array_header_t *groups = SC_AT(entry->activities, i, sc_activity_t)->participants;

        for (j = 0; j < SC_COUNT(groups); j++) {
            apr_int64_t count = SC_AT(groups, j, sc_participant_t)->count;

            if (count != SC_NO_INTEGER) {
                entry->participants =
                    (entry->participants == SC_NO_INTEGER ? 0 : entry->participants) + count;
            }
        }
    }
}

/* The name that a partnership stands under: its own, or those of its places but the one that
 * reports. */
static const char *name_of(const reading_t *reading, const sc_partnership_t *partnership,
                           apr_hash_t *labels)
{
    const char *name = "";
    int i;

    if (partnership->name) {
        return partnership->name;
    }
    for (i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *slug = SC_AT(partnership->parties, i, sc_party_t)->place;
        const sc_label_t *label = apr_hash_get(labels, slug, APR_HASH_KEY_STRING);

        if (!reading->place || strcmp(slug, reading->place) != 0) {
            name = apr_pstrcat(reading->pool, name, label ? label->name : slug, " ", NULL);
        }
    }
    return name;
}

/** An entry with what it is sorted by. */
typedef struct named_t {
    const char *name;
    sc_report_entry_t *entry;
} named_t;

static int compare(const void *one, const void *other)
{
    const named_t *a = one, *b = other;
    int order = strcasecmp(a->name, b->name);

    return order ? order : strcmp(a->entry->partnership->slug, b->entry->partnership->slug);
}

static apr_array_header_t *sorted(const reading_t *reading, apr_hash_t *labels)
{
    apr_array_header_t *names =
        apr_array_make(reading->pool, (int)apr_hash_count(reading->entries) + 1, sizeof(named_t));
    apr_array_header_t *entries =
        apr_array_make(reading->pool, names->nalloc, sizeof(sc_report_entry_t));
    apr_hash_index_t *at;
    int i;

    for (at = apr_hash_first(reading->pool, reading->entries); at; at = apr_hash_next(at)) {
        named_t *named = apr_array_push(names);

        named->entry = apr_hash_this_val(at);
        named->entry->partnership =
            apr_hash_get(reading->partnerships, apr_hash_this_key(at), APR_HASH_KEY_STRING);
        named->name = name_of(reading, named->entry->partnership, labels);
        count_participants(named->entry);
    }
    qsort(names->elts, (size_t)names->nelts, sizeof(named_t), compare);
    for (i = 0; i < names->nelts; i++) {
        APR_ARRAY_PUSH(entries, sc_report_entry_t) = *APR_ARRAY_IDX(names, i, named_t).entry;
    }
    return entries;
}

apr_status_t sc_report_read(sc_db_t *db, apr_pool_t *pool, int year, const char *place,
                            apr_array_header_t **entries, apr_int64_t *in_force, apr_hash_t *labels)
{
    reading_t reading = {db,
                         pool,
                         year,
                         place,
                         apr_psprintf(pool, "%04d-01-01", year),
                         apr_psprintf(pool, "%04d-12-31", year),
                         apr_hash_make(pool),
                         apr_hash_make(pool),
                         apr_array_make(pool, 64, sizeof(void *))};
    apr_status_t status = read_contents(&reading);

    if (status == APR_SUCCESS) {
        status = read_anniversaries(&reading);
    }
    if (status == APR_SUCCESS) {
        status = count_in_force(&reading, in_force);
    }
    if (status == APR_SUCCESS) {
        status = sc_related_partnerships(db, pool, reading.records, reading.partnerships);
    }
    if (status == APR_SUCCESS) {
        apr_array_cat(reading.records, sc_related_values(reading.partnerships, pool));
        status = sc_load_labels(db, pool, reading.records, labels);
    }
    *entries = status == APR_SUCCESS ? sorted(&reading, labels) : NULL;
    return status;
}
