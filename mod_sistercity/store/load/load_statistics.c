#include "store/load/load_statistics.h"

#include "store/query/id_select.h"
#include "store/query/list_filters.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* How many of the places with the most partnerships are named. */
#define MOST_PLACES 20

/* Traits of sql/…/0003_statistics.sql and …_fewer_counts.sql, their words and numbers. */
static const char counts_of_registry[] =
    "SELECT 'status', \"status\", SUM(\"partnerships\") FROM \"partnership_statistics\" "
    "WHERE \"trait\" = 'all' GROUP BY \"status\" UNION ALL "
    "SELECT 'type', \"type\", SUM(\"partnerships\") FROM \"partnership_statistics\" "
    "WHERE \"trait\" = 'all' GROUP BY \"type\" UNION ALL "
    "SELECT \"trait\", \"word\", \"partnerships\" FROM \"trait_statistics\" UNION ALL "
    "SELECT \"collection\" || ' ' || \"trait\", \"word\", \"items\" FROM \"item_statistics\"";

#define TOTALS                                                                                     \
    "SELECT COALESCE(SUM(\"partnerships\"), 0), COALESCE(SUM(\"agreements\"), 0), "                \
    "COALESCE(SUM(\"activities\"), 0), "                                                           \
    "(SELECT COALESCE(SUM(\"places\"), 0) FROM \"place_statistics\") "                             \
    "FROM \"partnership_statistics\" WHERE \"trait\" = 'all'"

#define PLACES                                                                                     \
    "SELECT p.\"slug\", k.\"partnerships\" FROM \"place_partnerships\" AS k "                      \
    "JOIN \"places\" AS p ON p.\"id\" = k.\"place_id\" WHERE k.\"partnerships\" > 0 "              \
    "ORDER BY k.\"partnerships\" DESC, k.\"place_id\" DESC LIMIT ?"

static const struct {
    const char *trait;
    sc_statistic_e statistic;
} traits[] = {{"status", SC_STATISTIC_STATUS},
              {"type", SC_STATISTIC_TYPE},
              {"year", SC_STATISTIC_DECADE},
              {"region", SC_STATISTIC_REGION},
              {"country", SC_STATISTIC_COUNTRY},
              {"levels", SC_STATISTIC_LEVELS},
              {"field", SC_STATISTIC_FIELD},
              {"agreements kind", SC_STATISTIC_AGREEMENT_KIND},
              {"activities year", SC_STATISTIC_ACTIVITY_YEAR},
              {"activities form", SC_STATISTIC_ACTIVITY_FORM},
              {"activities field", SC_STATISTIC_ACTIVITY_FIELD}};

/* Statistics in the making. */
typedef struct counting_t {
    sc_statistics_t *statistics;
    apr_hash_t *known[SC_STATISTIC_COUNT]; /* word -> apr_int64_t * */
    apr_pool_t *pool;
} counting_t;

static void begin(counting_t *counting, apr_pool_t *pool)
{
    int i;

    counting->pool = pool;
    counting->statistics = apr_pcalloc(pool, sizeof(*counting->statistics));
    counting->statistics->labels = apr_hash_make(pool);
    for (i = 0; i < SC_STATISTIC_COUNT; i++) {
        counting->known[i] = apr_hash_make(pool);
    }
}

static void count(counting_t *counting, sc_statistic_e statistic, const char *word,
                  apr_int64_t number)
{
    apr_int64_t *known;

    word = word ? word : "";
    known = apr_hash_get(counting->known[statistic], word, APR_HASH_KEY_STRING);
    if (!known) {
        known = apr_pcalloc(counting->pool, sizeof(*known));
        apr_hash_set(counting->known[statistic], word, APR_HASH_KEY_STRING, known);
    }
    *known += number;
}

/* The decade of a year as EDTF has it: 1959 and 195X are of 195X, 19XX is as near as it gets. */
static const char *decade_of(const char *year, apr_pool_t *pool)
{
    return strlen(year) == 4 ? apr_psprintf(pool, "%.3sX", year) : "";
}

static int compare_words(const void *a, const void *b)
{
    const sc_tally_t *one = a, *other = b;

    if (!*one->word != !*other->word) {
        return *one->word ? -1 : 1;
    }
    return strcmp(one->word, other->word);
}

static int compare_counts(const void *a, const void *b)
{
    const sc_tally_t *one = a, *other = b;

    if (!*one->word != !*other->word) {
        return *one->word ? -1 : 1;
    }
    if (one->count != other->count) {
        return one->count > other->count ? -1 : 1;
    }
    return strcmp(one->word, other->word);
}

static int is_dated(int statistic)
{
    return statistic == SC_STATISTIC_DECADE || statistic == SC_STATISTIC_ACTIVITY_YEAR;
}

static apr_array_header_t *sorted(apr_hash_t *known, int statistic, apr_pool_t *pool)
{
    apr_array_header_t *tallies =
        apr_array_make(pool, (int)apr_hash_count(known) + 1, sizeof(sc_tally_t));
    apr_hash_index_t *i;

    for (i = apr_hash_first(pool, known); i; i = apr_hash_next(i)) {
        apr_int64_t number = *(apr_int64_t *)apr_hash_this_val(i);

        if (number > 0) {
            APR_ARRAY_PUSH(tallies, sc_tally_t) = (sc_tally_t){apr_hash_this_key(i), number};
        }
    }
    qsort(tallies->elts, tallies->nelts, sizeof(sc_tally_t),
          is_dated(statistic) ? compare_words : compare_counts);
    return tallies;
}

static sc_statistics_t *finish(counting_t *counting)
{
    int i;

    for (i = 0; i < SC_STATISTIC_COUNT; i++) {
        counting->statistics->tallies[i] = sorted(counting->known[i], i, counting->pool);
    }
    return counting->statistics;
}

static apr_status_t read_totals(sc_db_t *db, counting_t *counting)
{
    sc_statistics_t *statistics = counting->statistics;
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, counting->pool, TOTALS, NULL, 0, &rows);

    if (status == APR_SUCCESS) {
        statistics->partnerships = sc_row_integer(rows, 0, 0);
        statistics->agreements = sc_row_integer(rows, 0, 1);
        statistics->activities = sc_row_integer(rows, 0, 2);
        statistics->places = sc_row_integer(rows, 0, 3);
    }
    return status;
}

static void count_row(counting_t *counting, const char *trait, const char *word, apr_int64_t number)
{
    size_t i;

    for (i = 0; i < sizeof(traits) / sizeof(traits[0]); i++) {
        if (strcmp(traits[i].trait, trait) == 0) {
            count(counting, traits[i].statistic,
                  traits[i].statistic == SC_STATISTIC_DECADE ? decade_of(word, counting->pool)
                                                             : word,
                  number);
        }
    }
}

/* Counts what a SELECT of traits, words and numbers finds. */
static apr_status_t read_rows(sc_db_t *db, counting_t *counting, const sc_sql_t *sql)
{
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(db, sql, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        count_row(counting, sc_row_text(rows, i, 0), sc_row_text(rows, i, 1),
                  sc_row_integer(rows, i, 2));
    }
    return status;
}

static apr_status_t read_counts(sc_db_t *db, counting_t *counting)
{
    sc_sql_t *sql = sc_sql_new(counting->pool);

    sc_sql_add(sql, counts_of_registry);
    return read_rows(db, counting, sql);
}

static apr_status_t read_places(sc_db_t *db, counting_t *counting)
{
    apr_array_header_t *slugs = apr_array_make(counting->pool, MOST_PLACES, sizeof(const char *));
    sc_arg_t limit = sc_arg_integer(MOST_PLACES);
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, counting->pool, PLACES, &limit, 1, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        APR_ARRAY_PUSH(slugs, const char *) = sc_row_text(rows, i, 0);
        count(counting, SC_STATISTIC_PLACE, sc_row_text(rows, i, 0), sc_row_integer(rows, i, 1));
    }
    return status == APR_SUCCESS
               ? sc_related_labels(db, counting->pool, slugs, counting->statistics->labels)
               : status;
}

apr_status_t sc_load_statistics(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                const sc_query_t *query, void **data)
{
    counting_t counting;
    apr_status_t status;

    (void)slug;
    (void)query;
    begin(&counting, pool);
    status = read_totals(db, &counting);
    if (status == APR_SUCCESS) {
        status = read_counts(db, &counting);
    }
    if (status == APR_SUCCESS) {
        status = read_places(db, &counting);
    }
    *data = finish(&counting);
    return status;
}

/* Nothing, unless the place is a hub of sql/…_fewer_counts.sql. */
static const char counts_of_hub[] =
    "SELECT \"trait\", \"word\", \"items\" FROM \"hub_statistics\" WHERE \"place_id\" = ?";

/* What is counted of a place's partnerships, behind each of which comes which they are. Of other
 * parties it is told what and where they are; levels, of two that are alone. */
#define BY_PARTNERSHIP(trait, word)                                                                \
    {                                                                                              \
        "SELECT '" trait "', " word ", COUNT(*) FROM \"partnerships\" x WHERE x.\"id\"",           \
            " GROUP BY 2"                                                                          \
    }
#define BY_ITEM(trait, word, table)                                                                \
    {                                                                                              \
        "SELECT '" trait "', " word ", COUNT(*) FROM \"" table "\" x WHERE x.\"partnership_id\"",  \
            " GROUP BY 2"                                                                          \
    }
#define OTHER_PARTIES                                                                              \
    "FROM \"partnership_parties\" x JOIN \"places\" p ON p.\"id\" = x.\"place_id\" "
#define BY_PARTY(trait, word, join)                                                                \
    {                                                                                              \
        "SELECT '" trait "', " word ", COUNT(DISTINCT x.\"partnership_id\") " OTHER_PARTIES join   \
        "WHERE " word " IS NOT NULL AND x.\"place_id\" <> ? AND x.\"partnership_id\"",             \
            " GROUP BY 2"                                                                          \
    }
static const struct {
    const char *select; /* a `?` is the place's id */
    const char *group;
} counted[] = {
    BY_PARTNERSHIP("status", "x.\"status\""),
    BY_PARTNERSHIP("type", "x.\"type\""),
    BY_PARTNERSHIP("year", "COALESCE(SUBSTR(x.\"established\", 1, 4), '')"),
    {"SELECT 'field', x.\"value\", COUNT(DISTINCT x.\"partnership_id\") "
     "FROM \"partnership_fields\" x WHERE x.\"partnership_id\"",
     " GROUP BY 2"},
    BY_PARTY("country", "p.\"country\"", ""),
    BY_PARTY("region", "c.\"region\"", "JOIN \"countries\" c ON c.\"code\" = p.\"country\" "),
    {"SELECT 'levels', CASE WHEN p.\"level\" < h.\"level\" THEN p.\"level\" || ' ' || h.\"level\" "
     "ELSE h.\"level\" || ' ' || p.\"level\" END, COUNT(*) " OTHER_PARTIES
     "JOIN \"places\" h ON h.\"id\" = ? WHERE p.\"id\" <> h.\"id\" AND p.\"level\" IS NOT NULL "
     "AND h.\"level\" IS NOT NULL AND (SELECT COUNT(*) FROM \"partnership_parties\" n "
     "WHERE n.\"partnership_id\" = x.\"partnership_id\") = 2 AND x.\"partnership_id\"",
     " GROUP BY 2"},
    BY_ITEM("agreements kind", "x.\"kind\"", "agreements"),
    BY_ITEM("activities year", "COALESCE(SUBSTR(x.\"start\", 1, 4), '')", "activities"),
    BY_ITEM("activities form", "COALESCE(x.\"form\", '')", "activities"),
    {"SELECT 'activities field', f.\"value\", COUNT(DISTINCT x.\"id\") FROM \"activities\" x "
     "JOIN \"activity_fields\" f ON f.\"activity_id\" = x.\"id\" WHERE x.\"partnership_id\"",
     " GROUP BY 2"}};

static apr_status_t read_counts_of(sc_db_t *db, counting_t *counting, apr_int64_t place,
                                   const sc_id_set_t *partnerships)
{
    sc_sql_t *sql = sc_sql_new(counting->pool);
    size_t i;

    for (i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
        sc_sql_add(sql, i > 0 ? " UNION ALL " : "");
        if (strchr(counted[i].select, '?')) {
            sc_sql_add_arg(sql, counted[i].select, sc_arg_integer(place));
        }
        else {
            sc_sql_add(sql, counted[i].select);
        }
        sc_id_select_add_in(db, sql, partnerships);
        sc_sql_add(sql, counted[i].group);
    }
    return read_rows(db, counting, sql);
}

/* Each item has one word: a status, a kind, a year or none. */
static apr_int64_t sum_of(const counting_t *counting, sc_statistic_e statistic)
{
    apr_int64_t sum = 0;
    apr_hash_index_t *i;

    for (i = apr_hash_first(counting->pool, counting->known[statistic]); i; i = apr_hash_next(i)) {
        sum += *(const apr_int64_t *)apr_hash_this_val(i);
    }
    return sum;
}

/* Those of the place's partnerships that pass the filters, one by one. */
static apr_status_t count_partnerships(sc_db_t *db, counting_t *counting, const sc_place_t *place,
                                       const sc_query_t *query)
{
    sc_query_t asked = *query;
    sc_id_set_t *partnerships;
    apr_status_t status;

    asked.place = place->slug;
    status = sc_list_filter(db, counting->pool, &sc_partnership, &asked, &partnerships);
    return status == APR_SUCCESS ? read_counts_of(db, counting, place->record.id, partnerships)
                                 : status;
}

static apr_status_t count_place(sc_db_t *db, counting_t *counting, const sc_place_t *place,
                                const sc_query_t *query)
{
    sc_sql_t *sql = sc_sql_new(counting->pool);
    apr_status_t status = APR_SUCCESS;

    if (!sc_list_is_filtered(query)) {
        sc_sql_add_arg(sql, counts_of_hub, sc_arg_integer(place->record.id));
        status = read_rows(db, counting, sql);
    }
    return status == APR_SUCCESS && apr_hash_count(counting->known[SC_STATISTIC_STATUS]) == 0
               ? count_partnerships(db, counting, place, query)
               : status;
}

apr_status_t sc_load_place_statistics(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                      const sc_query_t *query, void **data)
{
    counting_t counting;
    apr_status_t status;
    void *place = NULL;

    status = sc_read_item(db, pool, &sc_place, slug, &place);
    if (status != APR_SUCCESS) {
        return status;
    }
    begin(&counting, pool);
    counting.statistics->place = place;
    counting.statistics->places = 1;
    status = count_place(db, &counting, place, query);
    counting.statistics->partnerships = sum_of(&counting, SC_STATISTIC_STATUS);
    counting.statistics->agreements = sum_of(&counting, SC_STATISTIC_AGREEMENT_KIND);
    counting.statistics->activities = sum_of(&counting, SC_STATISTIC_ACTIVITY_YEAR);
    *data = finish(&counting);
    return status;
}
