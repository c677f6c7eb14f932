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
    SC_FACET_ALL, "status", "type", SC_FACET_DATE SC_BY_DECADE, "region", "country",
    "levels",     "field",  NULL};
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
                  {&sc_partnership, SC_FACET_DATE SC_BY_DECADE, SC_STATISTIC_DECADE},
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
    counting->pool = pool;
    counting->statistics = apr_pcalloc(pool, sizeof(*counting->statistics));
    counting->statistics->labels = apr_hash_make(pool);
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
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
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
        counting->statistics->tallies[i] = sorted(counting->known[i], i, counting->pool);
    }
    return counting->statistics;
}

/* A decade as EDTF has it: 1959 and 195X are of 195X, 19XX is as near as it gets. */
static const char *word_of(sc_statistic_e statistic, const char *word, apr_pool_t *pool)
{
    return statistic == SC_STATISTIC_DECADE && *word ? apr_pstrcat(pool, word, "X", NULL) : word;
}

static void count_word(counting_t *counting, const sc_entity_t *entity,
                       const sc_word_count_t *counted)
{
    for (size_t i = 0; i < sizeof(statistics) / sizeof(statistics[0]); i++) {
        if (statistics[i].entity == entity && strcmp(statistics[i].facet, counted->facet) == 0) {
            count(counting, statistics[i].statistic,
                  word_of(statistics[i].statistic, counted->word, counting->pool), counted->count);
        }
    }
}

/* @param among NULL, or of which items only */
static apr_status_t count_collection(sc_db_t *db, counting_t *counting, size_t i,
                                     const sc_bitmap_t *among)
{
    apr_int64_t *total = (void *)((char *)counting->statistics + collections[i].total);
    apr_array_header_t *counts;
    apr_status_t status = sc_facets_count(db, counting->pool, sc_faceted_of(collections[i].entity),
                                          collections[i].facets, among, &counts);

    for (int j = 0; status == APR_SUCCESS && j < counts->nelts; j++) {
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
        (sc_condition_t){sc_facet_named(places, SC_FACET_MOST), "", {NULL, NULL, 0}, NULL};
    return sc_facets_select(db, pool, places, conditions, most);
}

static apr_status_t count_places(sc_db_t *db, counting_t *counting)
{
    apr_array_header_t *slugs = apr_array_make(counting->pool, SC_PLACES_MOST, sizeof(char *));
    sc_sql_t *sql = sc_sql_new(counting->pool);
    sc_bitmap_t *most;
    sc_rows_t *rows;
    apr_status_t status;

    SC_TRY(find_most(db, counting->pool, &most));
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
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
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

    (void)slug;
    (void)query;
    begin(&counting, pool);
    for (size_t i = 0; status == APR_SUCCESS && i < sizeof(collections) / sizeof(collections[0]);
         i++) {
        status = count_collection(db, &counting, i, NULL);
    }
    if (status == APR_SUCCESS) {
        status = count_places(db, &counting);
    }
    *data = finish(&counting);
    return status;
}

/* A place: its partnerships that pass the filters, and what belongs to them. */
static apr_status_t count_of_place(sc_db_t *db, counting_t *counting,
                                   const sc_bitmap_t *partnerships)
{
    apr_status_t status = APR_SUCCESS;

    for (size_t i = 1; status == APR_SUCCESS && i < sizeof(collections) / sizeof(collections[0]);
         i++) {
        sc_bitmap_t *heirs = NULL;

        if (collections[i].entity != &sc_partnership) {
            status = sc_facets_of_partnerships(db, counting->pool, collections[i].entity,
                                               partnerships, &heirs);
        }
        if (status == APR_SUCCESS) {
            status = count_collection(db, counting, i, heirs ? heirs : partnerships);
        }
    }
    return status;
}

/* Counts only those with another party of this sort.
 * @param query asks for the place's partnerships with such a party */
static apr_status_t count_others(sc_db_t *db, counting_t *counting, const sc_query_t *query,
                                 const sc_bitmap_t *partnerships)
{
    int is_country = query->country != NULL;
    apr_int64_t *known =
        apr_hash_get(counting->known[is_country ? SC_STATISTIC_COUNTRY : SC_STATISTIC_REGION],
                     is_country ? query->country : query->region, APR_HASH_KEY_STRING);
    sc_bitmap_t *others;
    apr_status_t status = sc_filter_select(db, counting->pool, &sc_partnership, query, &others);

    if (status == APR_SUCCESS && known) {
        *known = sc_bitmap_count_common(others, partnerships);
    }
    return status;
}

/* The country and the region of the place itself are those of all its partnerships: what counts is
 * another party. */
static apr_status_t count_home(sc_db_t *db, counting_t *counting, const sc_place_t *place,
                               const sc_bitmap_t *partnerships)
{
    const sc_query_t in_country = {.place = place->slug, .country = place->country};
    sc_query_t in_region = {.place = place->slug};
    sc_arg_t country = sc_arg_text(place->country);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, counting->pool,
                        "SELECT \"region\" FROM \"countries\" WHERE \"code\" = ?", &country, 1,
                        &rows));
    if (place->country) {
        SC_TRY(count_others(db, counting, &in_country, partnerships));
    }
    if (rows->count > 0) {
        in_region.region = sc_row_text(rows, 0, 0);
        SC_TRY(count_others(db, counting, &in_region, partnerships));
    }
    return APR_SUCCESS;
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
    status = count_of_place(db, &counting, partnerships);
    if (status == APR_SUCCESS) {
        status = count_home(db, &counting, place, partnerships);
    }
    *data = finish(&counting);
    return status;
}
