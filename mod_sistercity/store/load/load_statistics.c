#include "store/load/load_statistics.h"

#include "model/text/edtf.h"
#include "store/query/filter.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define OF_PARTNERSHIPS                                                                            \
    "status", "type", SC_FACET_DATE SC_BY_DECADE, "region", "country", "levels", "field"

/* What is counted of the registry, by collection; the first facet counts all. */
static const char *const of_places[] = {SC_FACET_ALL, NULL};
static const char *const of_partnerships[] = {SC_FACET_ALL, OF_PARTNERSHIPS, NULL};
static const char *const of_agreements[] = {SC_FACET_ALL, "kind", NULL};
static const char *const of_activities[] = {SC_FACET_ALL, SC_FACET_DATE, "direction",
                                            "form",       "field",       NULL};

/* What is counted of those of a place or of a country, besides. */
static const char *const of_its_partnerships[] = {SC_FACET_ALL, OF_PARTNERSHIPS, "region" SC_TWICE,
                                                  "country" SC_TWICE, NULL};

static const sc_counted_t of_registry[] = {{&sc_place, of_places},
                                           {&sc_partnership, of_partnerships},
                                           {&sc_agreement, of_agreements},
                                           {&sc_activity, of_activities}};
static const size_t totals[] = {
    offsetof(sc_statistics_t, places), offsetof(sc_statistics_t, partnerships),
    offsetof(sc_statistics_t, agreements), offsetof(sc_statistics_t, activities)};

enum { COLLECTION_COUNT = sizeof(of_registry) / sizeof(of_registry[0]) };

/* The statistic that a facet is counted for. */
static const struct {
    const sc_entity_t *entity;
    const char *facet;
    sc_statistic_e statistic;
    int is_of_home; /* only the word that the place itself has; others do not count that one */
} statistics[] = {{&sc_partnership, "status", SC_STATISTIC_STATUS, 0},
                  {&sc_partnership, "type", SC_STATISTIC_TYPE, 0},
                  {&sc_partnership, SC_FACET_DATE SC_BY_DECADE, SC_STATISTIC_DECADE, 0},
                  {&sc_partnership, "region", SC_STATISTIC_REGION, 0},
                  {&sc_partnership, "region" SC_TWICE, SC_STATISTIC_REGION, 1},
                  {&sc_partnership, "country", SC_STATISTIC_COUNTRY, 0},
                  {&sc_partnership, "country" SC_TWICE, SC_STATISTIC_COUNTRY, 1},
                  {&sc_partnership, "levels", SC_STATISTIC_LEVELS, 0},
                  {&sc_partnership, "field", SC_STATISTIC_FIELD, 0},
                  {&sc_agreement, "kind", SC_STATISTIC_AGREEMENT_KIND, 0},
                  {&sc_activity, SC_FACET_DATE, SC_STATISTIC_ACTIVITY_YEAR, 0},
                  {&sc_activity, "direction", SC_STATISTIC_ACTIVITY_DIRECTION, 0},
                  {&sc_activity, "form", SC_STATISTIC_ACTIVITY_FORM, 0},
                  {&sc_activity, "field", SC_STATISTIC_ACTIVITY_FIELD, 0}};

/* Statistics in the making. */
typedef struct counting_t {
    sc_statistics_t *statistics;
    apr_hash_t *known[SC_STATISTIC_COUNT]; /* word -> apr_int64_t * */
    const char *home[SC_STATISTIC_COUNT];  /* the place's own words; else NULL */
    apr_pool_t *pool;
} counting_t;

static void begin(counting_t *counting, apr_pool_t *pool)
{
    counting->pool = pool;
    counting->statistics = apr_pcalloc(pool, sizeof(*counting->statistics));
    counting->statistics->labels = apr_hash_make(pool);
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
        counting->known[i] = apr_hash_make(pool);
        counting->home[i] = NULL;
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

    for (apr_hash_index_t *i = apr_hash_first(pool, known); i; i = apr_hash_next(i)) {
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
        const char *home = counting->home[statistics[i].statistic];

        if (statistics[i].entity == entity && strcmp(statistics[i].facet, counted->facet) == 0 &&
            (home && strcmp(home, counted->word) == 0) == statistics[i].is_of_home) {
            count(counting, statistics[i].statistic,
                  word_of(statistics[i].statistic, counted->word, counting->pool), counted->count);
        }
    }
}

static void add_counts(counting_t *counting, int i, const apr_array_header_t *counts,
                       apr_int64_t total)
{
    SC_EACH_OF(const sc_word_count_t, counted, counts) {
        total = strcmp(counted->facet, SC_FACET_ALL) == 0 ? counted->count : total;
        count_word(counting, of_registry[i].entity, counted);
    }
    *(apr_int64_t *)(void *)((char *)counting->statistics + totals[i]) = total;
}

/* The words of SC_FACET_MOST: as they are kept, if it is known that they are true. */
static apr_status_t read_most(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **most)
{
    static const char *const facets[] = {SC_FACET_MOST, NULL};
    const sc_faceted_t *places = sc_faceted_of(&sc_place);
    sc_bitmap_t *dirty;

    SC_TRY(sc_facets_dirty(db, pool, sc_faceted_of(&sc_partnership), &dirty));
    return sc_bitmap_is_empty(dirty) ? sc_facets_count(db, pool, places, facets, NULL, most)
                                     : sc_facets_ask(db, pool, places, facets, most);
}

static void add_place(counting_t *counting, apr_array_header_t *slugs, const char *slug,
                      apr_int64_t number)
{
    APR_ARRAY_PUSH(slugs, const char *) = slug;
    count(counting, SC_STATISTIC_PLACE, slug, number);
}

static apr_status_t count_places(sc_db_t *db, counting_t *counting)
{
    apr_array_header_t *slugs = apr_array_make(counting->pool, SC_PLACES_MOST, sizeof(char *));
    apr_array_header_t *most;

    SC_TRY(read_most(db, counting->pool, &most));
    for (int i = 0; i < most->nelts; i++) {
        char *slug;
        apr_int64_t number = apr_strtoi64(APR_ARRAY_IDX(most, i, sc_word_count_t).word, &slug, 10);

        add_place(counting, slugs, slug + 1, number);
    }
    return sc_related_labels(db, counting->pool, slugs, counting->statistics->labels);
}

/* Which of the places have the most of the partnerships. @param places NULL: all */
static apr_status_t count_places_of(sc_db_t *db, counting_t *counting,
                                    const sc_bitmap_t *partnerships, const sc_bitmap_t *places)
{
    apr_array_header_t *slugs = apr_array_make(counting->pool, SC_PLACES_MOST, sizeof(char *));
    sc_sql_t *sql = sc_sql_new(counting->pool);
    sc_rows_t *rows;

    sc_sql_add(sql, "SELECT p.\"slug\", n.\"number\" FROM (SELECT m.\"place_id\" AS \"id\", "
                    "COUNT(DISTINCT m.\"partnership_id\") AS \"number\" FROM "
                    "\"partnership_parties\" m WHERE m.\"partnership_id\"");
    sc_ids_add_in(db, sql, partnerships);
    if (places) {
        /* An index that has both would be looked up for each place with each partnership; and of an
         * array PostgreSQL would compare each element with each party, for seconds. */
        sc_sql_add(sql, " AND +m.\"place_id\" IN (SELECT j.\"value\" FROM ");
        sc_ids_add_table(db, sql, places);
        sc_sql_add(sql, ")");
    }
    sc_sql_add_arg(sql,
                   " GROUP BY m.\"place_id\" ORDER BY 2 DESC, m.\"place_id\" LIMIT ?) n "
                   "JOIN \"places\" p ON p.\"id\" = n.\"id\" ORDER BY 2 DESC, 1",
                   sc_arg_integer(SC_PLACES_MOST));
    SC_TRY(sc_sql_select(db, sql, &rows));
    for (int i = 0; i < rows->count; i++) {
        add_place(counting, slugs, apr_pstrdup(counting->pool, sc_row_word(rows, i, 0)),
                  sc_row_number(rows, i, 1));
    }
    return sc_related_labels(db, counting->pool, slugs, counting->statistics->labels);
}

/* How many of the partnerships have exchanges of the fields. */
static apr_status_t count_exchange(sc_db_t *db, apr_pool_t *pool, const sc_bitmap_t *partnerships,
                                   const char *fields, apr_int64_t *number)
{
    const sc_query_t asked = {.exchange = fields};
    sc_bitmap_t *ids;

    SC_TRY(sc_filter_select(db, pool, &sc_partnership, &asked, &ids));
    *number = partnerships ? sc_bitmap_count_common(partnerships, ids) : sc_bitmap_count(ids);
    return APR_SUCCESS;
}

static const char *all_fields(apr_pool_t *pool)
{
    apr_array_header_t *words =
        apr_array_make(pool, sc_exchange_fields.count, sizeof(const char *));

    for (int i = 0; i < sc_exchange_fields.count; i++) {
        APR_ARRAY_PUSH(words, const char *) = sc_exchange_fields.words[i].word;
    }
    return apr_array_pstrcat(pool, words, ',');
}

/* What CLAIR asks Japan's local governments for. */
static apr_status_t count_exchanges(sc_db_t *db, counting_t *counting,
                                    const sc_bitmap_t *partnerships)
{
    apr_int64_t any, these;

    SC_TRY(count_exchange(db, counting->pool, partnerships, all_fields(counting->pool), &any));
    SC_TRY(count_exchange(db, counting->pool, partnerships, SC_EXCHANGE_OF_CLAIR, &these));
    count(counting, SC_STATISTIC_EXCHANGE, sc_exchange_sorts.words[0].word, these);
    count(counting, SC_STATISTIC_EXCHANGE, sc_exchange_sorts.words[1].word, any - these);
    count(counting, SC_STATISTIC_EXCHANGE, "", counting->statistics->partnerships - any);
    return APR_SUCCESS;
}

/* How many have an age. */
typedef struct age_t {
    int years;
    apr_int64_t count;
    const char *word; /* when they began */
} age_t;

/* The ages of some partnerships, so far as they are told apart, the least first. */
typedef struct ages_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_bitmap_t *partnerships;
    const char *day; /* on which they are that old */
    apr_array_header_t *ages;
} ages_t;

static int compare_ages(const void *a, const void *b)
{
    const age_t *one = a, *other = b;

    return one->years < other->years ? -1 : one->years > other->years;
}

static int is_of_year(const char *word, const char *year)
{
    return strncmp(word, year, 4) == 0;
}

/* What began in the year, by its months: of what is not sure the age is not known. */
static void add_months(const ages_t *ages, const apr_array_header_t *months, const char *year)
{
    SC_EACH_OF(const sc_word_count_t, one, months) {
        int years = is_of_year(one->word, year) ? sc_edtf_years(one->word, ages->day) : -1;

        if (years >= 0) {
            APR_ARRAY_PUSH(ages->ages, age_t) = (age_t){years, one->count, one->word};
        }
    }
}

/* What began in another year than that of the day. */
static void add_years(const ages_t *ages, const apr_array_header_t *counts)
{
    SC_EACH_OF(const sc_word_count_t, one, counts) {
        int years = is_of_year(one->word, ages->day) ? -1 : sc_edtf_years(one->word, ages->day);

        if (years >= 0) {
            APR_ARRAY_PUSH(ages->ages, age_t) = (age_t){years, one->count, one->word};
        }
    }
}

/* Takes away what began in a year that is not sure: "1990~". */
static void take_unsure(const ages_t *ages, const apr_array_header_t *months)
{
    SC_EACH_OF(const sc_word_count_t, one, months) {
        for (int j = 0; strlen(one->word) == 5 && j < ages->ages->nelts; j++) {
            age_t *age = &APR_ARRAY_IDX(ages->ages, j, age_t);

            age->count -= is_of_year(one->word, age->word) ? one->count : 0;
        }
    }
}

/* Months, with their own and some others. @param first, second patterns of SQL */
static apr_status_t read_months(const ages_t *ages, const char *first, const char *second,
                                apr_array_header_t **months)
{
    const char *const like[] = {first, second};

    return sc_facets_count_like(ages->db, ages->pool, sc_faceted_of(&sc_partnership),
                                SC_FACET_DATE SC_BY_MONTH, like, ages->partnerships, months);
}

/* By years, but for the year of the day: there are a tenth of the sets that there are of months. */
static apr_status_t read_ages(ages_t *ages)
{
    static const char *const years[] = {SC_FACET_DATE, NULL};
    apr_array_header_t *counts, *months;

    ages->ages = apr_array_make(ages->pool, 100, sizeof(age_t));
    SC_TRY(sc_facets_count(ages->db, ages->pool, sc_faceted_of(&sc_partnership), years,
                           ages->partnerships, &counts));
    SC_TRY(read_months(ages, "_____", apr_psprintf(ages->pool, "%.4s%%", ages->day), &months));
    add_years(ages, counts);
    take_unsure(ages, months);
    add_months(ages, months, ages->day);
    qsort(ages->ages->elts, ages->ages->nelts, sizeof(age_t), compare_ages);
    return APR_SUCCESS;
}

/* The first that have half of them or more up to their age. @param passed set to how many are
 * younger; @return NULL if no age is known */
static const age_t *half_of(const ages_t *ages, apr_int64_t total, apr_int64_t *passed)
{
    SC_EACH_OF(const age_t, age, ages->ages) {
        if (2 * (*passed + age->count) >= total && total > 0) {
            return age;
        }
        *passed += age->count;
    }
    return NULL;
}

/* The age that half of them have or are older than. */
static apr_status_t find_median(ages_t *ages, apr_int64_t *median)
{
    apr_int64_t total = 0, passed = 0;
    apr_array_header_t *months;

    SC_TRY(read_ages(ages));
    for (int i = 0; i < ages->ages->nelts; i++) {
        total += APR_ARRAY_IDX(ages->ages, i, age_t).count;
    }
    const age_t *half = half_of(ages, total, &passed);
    if (half && !is_of_year(half->word, ages->day)) {
        const char *like = apr_psprintf(ages->pool, "%.4s%%", half->word);

        SC_TRY(read_months(ages, like, like, &months));
        ages->ages->nelts = 0;
        add_months(ages, months, like);
        qsort(ages->ages->elts, ages->ages->nelts, sizeof(age_t), compare_ages);
        half = half_of(ages, total, &passed);
    }
    *median = half ? half->years : SC_NO_INTEGER;
    return APR_SUCCESS;
}

static apr_status_t count_in_force(sc_db_t *db, counting_t *counting, const sc_query_t *query)
{
    char first[11], day[11];
    ages_t ages = {.db = db, .pool = counting->pool, .day = day};
    sc_query_t asked = *query;
    sc_bitmap_t *ids;
    sc_date_t date;

    asked.as_of = query->as_of ? query->as_of : sc_db_today(db);
    if (sc_edtf_parse(asked.as_of, &date) != APR_SUCCESS) {
        return APR_EINVAL;
    }
    sc_edtf_span(&date, first, day);
    SC_TRY(sc_filter_select(db, counting->pool, &sc_partnership, &asked, &ids));
    counting->statistics->in_force = sc_bitmap_count(ids);
    ages.partnerships = ids;
    return find_median(&ages, &counting->statistics->median_age);
}

/* The country and the region that all of them share, of which only a second party counts. */
static apr_status_t find_home(sc_db_t *db, counting_t *counting, const char *country)
{
    const sc_arg_t arg = sc_arg_text(country);
    sc_rows_t *rows;

    if (!country || strchr(country, ',')) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, counting->pool,
                        "SELECT \"region\" FROM \"countries\" WHERE \"code\" = ?", &arg, 1, &rows));
    counting->home[SC_STATISTIC_COUNTRY] = country;
    counting->home[SC_STATISTIC_REGION] = rows->count > 0 ? sc_row_text(rows, 0, 0) : NULL;
    return APR_SUCCESS;
}

static apr_status_t count_all(sc_db_t *db, counting_t *counting)
{
    apr_array_header_t *counts[COLLECTION_COUNT];

    SC_TRY(sc_facets_count_all(db, counting->pool, of_registry, COLLECTION_COUNT, counts));
    for (int i = 0; i < COLLECTION_COUNT; i++) {
        add_counts(counting, i, counts[i], 0);
    }
    return count_places(db, counting);
}

/* Whether the filters that are set narrow places, too. */
static int narrows_places(const sc_query_t *query)
{
    for (const sc_filter_t *filter = sc_filters; filter->name; filter++) {
        if (*filter->collections && sc_filter_value(query, filter) &&
            !sc_filter_narrows(filter, &sc_place)) {
            return 0;
        }
    }
    return 1;
}

/* What the filters leave of each collection. */
static apr_status_t count_selected(sc_db_t *db, counting_t *counting, const sc_query_t *query,
                                   sc_bitmap_t **partnerships)
{
    sc_bitmap_t *ids[COLLECTION_COUNT] = {NULL};

    for (int i = query->place ? 1 : 0; i < COLLECTION_COUNT; i++) {
        const sc_entity_t *entity = of_registry[i].entity;
        const char *const *facets =
            entity == &sc_partnership ? of_its_partnerships : of_registry[i].facets;
        apr_array_header_t *counts;

        SC_TRY(sc_filter_select(db, counting->pool, entity, query, &ids[i]));
        SC_TRY(sc_facets_count(db, counting->pool, sc_faceted_of(entity), facets, ids[i], &counts));
        add_counts(counting, i, counts, 0);
    }
    if (query->place || !narrows_places(query)) {
        counting->statistics->places = SC_NO_INTEGER;
    }
    *partnerships = ids[1];
    return query->place ? APR_SUCCESS : count_places_of(db, counting, ids[1], ids[0]);
}

static apr_status_t count_query(sc_db_t *db, counting_t *counting, const sc_query_t *query)
{
    sc_bitmap_t *partnerships = NULL; /* all */

    SC_TRY(query->place || sc_filter_is_set(query)
               ? count_selected(db, counting, query, &partnerships)
               : count_all(db, counting));
    SC_TRY(count_exchanges(db, counting, partnerships));
    return count_in_force(db, counting, query);
}

apr_status_t sc_load_statistics(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                const sc_query_t *query, void **data)
{
    counting_t counting;

    (void)slug;
    begin(&counting, pool);
    apr_status_t status = find_home(db, &counting, query->partner_country ? NULL : query->country);
    if (status == APR_SUCCESS) {
        status = count_query(db, &counting, query);
    }
    *data = finish(&counting);
    return status;
}

static apr_status_t count_countries(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                    apr_array_header_t **counts, apr_int64_t *total)
{
    static const char *const facets[] = {SC_FACET_ALL, "country", NULL};
    static const sc_counted_t all = {&sc_partnership, facets};
    sc_bitmap_t *ids;

    *total = 0;
    if (!query->place && !sc_filter_is_set(query)) {
        return sc_facets_count_all(db, pool, &all, 1, counts);
    }
    SC_TRY(sc_filter_select(db, pool, &sc_partnership, query, &ids));
    *total = sc_bitmap_count(ids);
    return sc_facets_count(db, pool, sc_faceted_of(&sc_partnership), facets + 1, ids, counts);
}

apr_status_t sc_load_map(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,
                         void **data)
{
    apr_array_header_t *named = apr_array_make(pool, 1, sizeof(char *)), *counts;
    apr_int64_t total;
    counting_t counting;

    (void)slug;
    begin(&counting, pool);
    SC_TRY(count_countries(db, pool, query, &counts, &total));
    add_counts(&counting, 1, counts, total);
    if (query->place) {
        APR_ARRAY_PUSH(named, const char *) = query->place;
    }
    *data = finish(&counting);
    return sc_related_labels(db, pool, named, counting.statistics->labels);
}

apr_status_t sc_load_place_statistics(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                      const sc_query_t *query, void **data)
{
    sc_query_t asked = *query;
    counting_t counting;
    void *place = NULL;

    asked.place = slug;
    SC_TRY(sc_read_item(db, pool, &sc_place, slug, &place));
    begin(&counting, pool);
    counting.statistics->place = place;
    apr_status_t status = find_home(db, &counting, counting.statistics->place->country);
    if (status == APR_SUCCESS) {
        status = count_query(db, &counting, &asked);
    }
    *data = finish(&counting);
    return status;
}
