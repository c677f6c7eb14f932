#include "store/load/load_statistics.h"

#include "store/query/filter.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* What is counted of the registry, by collection; the first facet counts all. */
static const char *const of_places[] = {SC_FACET_ALL, NULL};
static const char *const of_partnerships[] = {
    SC_FACET_ALL, "status", "type", SC_FACET_DATE, "region", "country", "levels", "field", NULL};
static const char *const of_agreements[] = {SC_FACET_ALL, "kind", NULL};
static const char *const of_activities[] = {SC_FACET_ALL, SC_FACET_DATE, "form", "field", NULL};

static const struct {
    const sc_entity_t *entity;
    const char *const *facets;
    size_t total; /* of sc_statistics_t */
} collections[] = {{&sc_place, of_places, offsetof(sc_statistics_t, places)},
                   {&sc_partnership, of_partnerships, offsetof(sc_statistics_t, partnerships)},
                   {&sc_agreement, of_agreements, offsetof(sc_statistics_t, agreements)},
                   {&sc_activity, of_activities, offsetof(sc_statistics_t, activities)}};

/* The statistic that a facet is counted for. */
static const struct {
    const sc_entity_t *entity;
    const char *facet;
    sc_statistic_e statistic;
} statistics[] = {{&sc_partnership, "status", SC_STATISTIC_STATUS},
                  {&sc_partnership, "type", SC_STATISTIC_TYPE},
                  {&sc_partnership, SC_FACET_DATE, SC_STATISTIC_DECADE},
                  {&sc_partnership, "region", SC_STATISTIC_REGION},
                  {&sc_partnership, "country", SC_STATISTIC_COUNTRY},
                  {&sc_partnership, "levels", SC_STATISTIC_LEVELS},
                  {&sc_partnership, "field", SC_STATISTIC_FIELD},
                  {&sc_agreement, "kind", SC_STATISTIC_AGREEMENT_KIND},
                  {&sc_activity, SC_FACET_DATE, SC_STATISTIC_ACTIVITY_YEAR},
                  {&sc_activity, "form", SC_STATISTIC_ACTIVITY_FORM},
                  {&sc_activity, "field", SC_STATISTIC_ACTIVITY_FIELD}};

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

/* Decades are counted by their years. */
static const char *word_of(sc_statistic_e statistic, const char *word, apr_pool_t *pool)
{
    return statistic == SC_STATISTIC_DECADE ? decade_of(word, pool) : word;
}

static void count_word(counting_t *counting, const sc_entity_t *entity,
                       const sc_word_count_t *counted)
{
    size_t i;

    for (i = 0; i < sizeof(statistics) / sizeof(statistics[0]); i++) {
        if (statistics[i].entity == entity && strcmp(statistics[i].facet, counted->facet) == 0) {
            count(counting, statistics[i].statistic,
                  word_of(statistics[i].statistic, counted->word, counting->pool), counted->count);
        }
    }
}

static apr_status_t count_collection(sc_db_t *db, counting_t *counting, size_t i)
{
    apr_int64_t *total = (void *)((char *)counting->statistics + collections[i].total);
    apr_array_header_t *counts;
    apr_status_t status = sc_facets_count(db, counting->pool, sc_faceted_of(collections[i].entity),
                                          collections[i].facets, &counts);
    int j;

    for (j = 0; status == APR_SUCCESS && j < counts->nelts; j++) {
        const sc_word_count_t *counted = &APR_ARRAY_IDX(counts, j, sc_word_count_t);

        if (strcmp(counted->facet, SC_FACET_ALL) == 0) {
            *total = counted->count;
        }
        count_word(counting, collections[i].entity, counted);
    }
    return status;
}

/* The ids of the places with the most partnerships, if it is known that they are. */
static apr_status_t find_most(sc_db_t *db, apr_pool_t *pool, sc_bitmap_t **most)
{
    const sc_faceted_t *places = sc_faceted_of(&sc_place);
    apr_array_header_t *conditions = apr_array_make(pool, 1, sizeof(sc_condition_t));
    sc_bitmap_t *dirty;
    apr_status_t status = sc_facets_dirty(db, pool, sc_faceted_of(&sc_partnership), &dirty);

    *most = NULL;
    if (status != APR_SUCCESS || !sc_bitmap_is_empty(dirty)) {
        return status;
    }
    APR_ARRAY_PUSH(conditions, sc_condition_t) =
        (sc_condition_t){sc_facet_named(places, SC_FACET_MOST), "", {NULL, NULL, 0}};
    return sc_facets_select(db, pool, places, conditions, most);
}

static apr_status_t count_places(sc_db_t *db, counting_t *counting)
{
    apr_array_header_t *slugs = apr_array_make(counting->pool, SC_PLACES_MOST, sizeof(char *));
    sc_sql_t *sql = sc_sql_new(counting->pool);
    sc_bitmap_t *most;
    sc_rows_t *rows;
    apr_status_t status = find_most(db, counting->pool, &most);
    int i;

    if (status != APR_SUCCESS) {
        return status;
    }
    sc_sql_add(sql, "SELECT p.\"slug\", k.\"number\" FROM (SELECT \"place_id\", COUNT(DISTINCT "
                    "\"partnership_id\") AS \"number\" FROM \"partnership_parties\"");
    if (most) {
        sc_sql_add(sql, " WHERE \"place_id\"");
        sc_ids_add_in(db, sql, most);
    }
    sc_sql_add_arg(sql,
                   " GROUP BY \"place_id\" ORDER BY 2 DESC, 1 DESC LIMIT ?) k JOIN \"places\" p "
                   "ON p.\"id\" = k.\"place_id\" ORDER BY 2 DESC, p.\"id\" DESC",
                   sc_arg_integer(SC_PLACES_MOST));
    status = sc_sql_select(db, sql, &rows);
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
    apr_status_t status = APR_SUCCESS;
    counting_t counting;
    size_t i;

    (void)slug;
    (void)query;
    begin(&counting, pool);
    for (i = 0; status == APR_SUCCESS && i < sizeof(collections) / sizeof(collections[0]); i++) {
        status = count_collection(db, &counting, i);
    }
    if (status == APR_SUCCESS) {
        status = count_places(db, &counting);
    }
    *data = finish(&counting);
    return status;
}

/* What is counted of a place's partnerships, behind each of which comes which they are. Of other
 * parties it is told what and where they are; levels, of two that are alone. */
#define BY_PARTNERSHIP(statistic, word)                                                            \
    {statistic, "" word ", COUNT(*) FROM \"partnerships\" x WHERE x.\"id\""}
#define BY_ITEM(statistic, word, table)                                                            \
    {statistic, "" word ", COUNT(*) FROM \"" table "\" x WHERE x.\"partnership_id\""}
#define OTHER_PARTIES                                                                              \
    "FROM \"partnership_parties\" x JOIN \"places\" p ON p.\"id\" = x.\"place_id\" "
#define BY_PARTY(statistic, word, join)                                                            \
    {statistic, "" word ", COUNT(DISTINCT x.\"partnership_id\") " OTHER_PARTIES join "WHERE " word \
                " IS NOT NULL AND x.\"place_id\" <> ? AND x.\"partnership_id\""}
static const struct {
    sc_statistic_e statistic;
    const char *select; /* a `?` is the place's id */
} counted[] = {
    BY_PARTNERSHIP(SC_STATISTIC_STATUS, "x.\"status\""),
    BY_PARTNERSHIP(SC_STATISTIC_TYPE, "x.\"type\""),
    BY_PARTNERSHIP(SC_STATISTIC_DECADE, "COALESCE(SUBSTR(x.\"established\", 1, 4), '')"),
    {SC_STATISTIC_FIELD, "x.\"value\", COUNT(DISTINCT x.\"partnership_id\") "
                         "FROM \"partnership_fields\" x WHERE x.\"partnership_id\""},
    BY_PARTY(SC_STATISTIC_COUNTRY, "p.\"country\"", ""),
    BY_PARTY(SC_STATISTIC_REGION, "c.\"region\"",
             "JOIN \"countries\" c ON c.\"code\" = p.\"country\" "),
    {SC_STATISTIC_LEVELS,
     "CASE WHEN p.\"level\" < h.\"level\" THEN p.\"level\" || ' ' || h.\"level\" "
     "ELSE h.\"level\" || ' ' || p.\"level\" END, COUNT(*) " OTHER_PARTIES
     "JOIN \"places\" h ON h.\"id\" = ? WHERE p.\"id\" <> h.\"id\" AND p.\"level\" IS NOT NULL "
     "AND h.\"level\" IS NOT NULL AND (SELECT COUNT(*) FROM \"partnership_parties\" n "
     "WHERE n.\"partnership_id\" = x.\"partnership_id\") = 2 AND x.\"partnership_id\""},
    BY_ITEM(SC_STATISTIC_AGREEMENT_KIND, "x.\"kind\"", "agreements"),
    BY_ITEM(SC_STATISTIC_ACTIVITY_YEAR, "COALESCE(SUBSTR(x.\"start\", 1, 4), '')", "activities"),
    BY_ITEM(SC_STATISTIC_ACTIVITY_FORM, "COALESCE(x.\"form\", '')", "activities"),
    {SC_STATISTIC_ACTIVITY_FIELD,
     "f.\"value\", COUNT(DISTINCT x.\"id\") FROM \"activities\" x JOIN \"activity_fields\" f "
     "ON f.\"activity_id\" = x.\"id\" WHERE x.\"partnership_id\""}};

/* Those of the place's partnerships that pass the filters. */
static apr_status_t count_partnerships(sc_db_t *db, counting_t *counting, const sc_place_t *place,
                                       const sc_bitmap_t *partnerships)
{
    sc_sql_t *sql = sc_sql_new(counting->pool);
    sc_rows_t *rows;
    apr_status_t status;
    size_t i;
    int j;

    for (i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
        sc_sql_add(sql, i > 0 ? " UNION ALL SELECT " : "SELECT ");
        sc_sql_add(sql, apr_psprintf(counting->pool, "%d, ", counted[i].statistic));
        if (strchr(counted[i].select, '?')) {
            sc_sql_add_arg(sql, counted[i].select, sc_arg_integer(place->record.id));
        }
        else {
            sc_sql_add(sql, counted[i].select);
        }
        sc_ids_add_in(db, sql, partnerships);
        sc_sql_add(sql, " GROUP BY 2");
    }
    status = sc_sql_select(db, sql, &rows);
    for (j = 0; status == APR_SUCCESS && j < rows->count; j++) {
        sc_statistic_e statistic = (sc_statistic_e)sc_row_integer(rows, j, 0);

        count(counting, statistic, word_of(statistic, sc_row_text(rows, j, 1), counting->pool),
              sc_row_integer(rows, j, 2));
    }
    return status;
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

apr_status_t sc_load_place_statistics(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                      const sc_query_t *query, void **data)
{
    sc_query_t asked = *query;
    sc_bitmap_t *partnerships;
    counting_t counting;
    apr_status_t status;
    void *place = NULL;

    asked.place = slug;
    status = sc_read_item(db, pool, &sc_place, slug, &place);
    if (status == APR_SUCCESS) {
        status = sc_filter_select(db, pool, &sc_partnership, &asked, &partnerships);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    begin(&counting, pool);
    counting.statistics->place = place;
    counting.statistics->places = 1;
    status = count_partnerships(db, &counting, place, partnerships);
    counting.statistics->partnerships = sum_of(&counting, SC_STATISTIC_STATUS);
    counting.statistics->agreements = sum_of(&counting, SC_STATISTIC_AGREEMENT_KIND);
    counting.statistics->activities = sum_of(&counting, SC_STATISTIC_ACTIVITY_YEAR);
    *data = finish(&counting);
    return status;
}
