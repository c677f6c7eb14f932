#include "store/load_statistics.h"

#include "store/related.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* How many of the places with the most partnerships are named. */
#define MOST_PLACES 20

/* The traits of sql/…/0003_statistics.sql and what is counted by them. */
#define PARTNERSHIPS_BY(trait, word)                                                               \
    "SELECT '" trait "', " word ", SUM(\"partnerships\") FROM \"partnership_statistics\" "         \
    "WHERE \"trait\" = 'all' GROUP BY " word

#define COUNTS                                                                                     \
    PARTNERSHIPS_BY("status", "\"status\"")                                                        \
    " UNION ALL " PARTNERSHIPS_BY(                                                                 \
        "type", "\"type\"") " UNION ALL "                                                          \
                            "SELECT \"trait\", \"word\", SUM(\"partnerships\") FROM "              \
                            "\"partnership_statistics\" "                                          \
                            "WHERE \"trait\" <> 'all' GROUP BY \"trait\", \"word\" UNION ALL "     \
                            "SELECT \"collection\" || ' ' || \"trait\", \"word\", \"items\" FROM " \
                            "\"item_statistics\""

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

static apr_status_t read_counts(sc_db_t *db, counting_t *counting)
{
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, counting->pool, COUNTS, NULL, 0, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        count_row(counting, sc_row_text(rows, i, 0), sc_row_text(rows, i, 1),
                  sc_row_integer(rows, i, 2));
    }
    return status;
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

/* The region of each country. */
static apr_status_t read_regions(sc_db_t *db, apr_pool_t *pool, apr_hash_t **regions)
{
    sc_rows_t *rows;
    apr_status_t status =
        sc_db_select(db, pool, "SELECT \"code\", \"region\" FROM \"countries\"", NULL, 0, &rows);
    int i;

    *regions = apr_hash_make(pool);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        apr_hash_set(*regions, sc_row_text(rows, i, 0), APR_HASH_KEY_STRING,
                     sc_row_text(rows, i, 1));
    }
    return status;
}

/* Counts a word unless the item has counted for it already. */
static void count_once(counting_t *counting, sc_statistic_e statistic, const char *word,
                       apr_hash_t *seen)
{
    if (word && !apr_hash_get(seen, word, APR_HASH_KEY_STRING)) {
        apr_hash_set(seen, word, APR_HASH_KEY_STRING, word);
        count(counting, statistic, word, 1);
    }
}

static void count_words(counting_t *counting, sc_statistic_e statistic,
                        const apr_array_header_t *words)
{
    apr_hash_t *seen = apr_hash_make(counting->pool);
    int i;

    for (i = 0; i < SC_COUNT(words); i++) {
        count_once(counting, statistic, APR_ARRAY_IDX(words, i, const char *), seen);
    }
}

/* Both levels, the one that sorts first before the other. */
static const char *levels_of(const char *one, const char *other, apr_pool_t *pool)
{
    return strcmp(one, other) <= 0 ? apr_pstrcat(pool, one, " ", other, NULL)
                                   : apr_pstrcat(pool, other, " ", one, NULL);
}

/* What a partnership's parties but the place itself are and where. */
static void count_partners(counting_t *counting, const sc_place_dossier_t *dossier,
                           const sc_partnership_t *partnership, apr_hash_t *regions)
{
    const sc_place_t *place = dossier->place;
    apr_hash_t *seen = apr_hash_make(counting->pool);
    int i;

    for (i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *slug = SC_AT(partnership->parties, i, sc_party_t)->place;
        const sc_label_t *label = apr_hash_get(dossier->labels, slug, APR_HASH_KEY_STRING);

        if (!label || strcmp(slug, place->slug) == 0) {
            continue;
        }
        count_once(counting, SC_STATISTIC_COUNTRY, label->country, seen);
        count_once(counting, SC_STATISTIC_REGION,
                   label->country ? apr_hash_get(regions, label->country, APR_HASH_KEY_STRING)
                                  : NULL,
                   seen);
        if (partnership->parties->nelts == 2 && place->level && label->level) {
            count(counting, SC_STATISTIC_LEVELS,
                  levels_of(place->level, label->level, counting->pool), 1);
        }
    }
}

static const char *year_of(const char *date, apr_pool_t *pool)
{
    return date ? apr_pstrndup(pool, date, 4) : "";
}

static void count_partnerships(counting_t *counting, const sc_place_dossier_t *dossier,
                               apr_hash_t *regions)
{
    int i;

    for (i = 0; i < dossier->partnerships->nelts; i++) {
        const sc_partnership_t *partnership = SC_AT(dossier->partnerships, i, sc_partnership_t);

        count(counting, SC_STATISTIC_STATUS, partnership->status, 1);
        count(counting, SC_STATISTIC_TYPE, partnership->type, 1);
        count(counting, SC_STATISTIC_DECADE,
              decade_of(year_of(partnership->established, counting->pool), counting->pool), 1);
        count_words(counting, SC_STATISTIC_FIELD, partnership->fields);
        count_partners(counting, dossier, partnership, regions);
    }
}

static void count_items(counting_t *counting, const sc_place_dossier_t *dossier)
{
    int i;

    for (i = 0; i < dossier->agreements->nelts; i++) {
        count(counting, SC_STATISTIC_AGREEMENT_KIND,
              SC_AT(dossier->agreements, i, sc_agreement_t)->kind, 1);
    }
    for (i = 0; i < dossier->activities->nelts; i++) {
        const sc_activity_t *activity = SC_AT(dossier->activities, i, sc_activity_t);

        count(counting, SC_STATISTIC_ACTIVITY_YEAR, year_of(activity->start, counting->pool), 1);
        count(counting, SC_STATISTIC_ACTIVITY_FORM, activity->form, 1);
        count_words(counting, SC_STATISTIC_ACTIVITY_FIELD, activity->fields);
    }
}

apr_status_t sc_load_place_statistics(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                      const sc_query_t *query, void **data)
{
    counting_t counting;
    apr_hash_t *regions;
    apr_status_t status;
    void *place = NULL;
    sc_place_dossier_t *dossier;

    status = sc_load_place(db, pool, slug, query, &place);
    if (status == APR_SUCCESS) {
        status = read_regions(db, pool, &regions);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    dossier = place;
    begin(&counting, pool);
    counting.statistics->place = dossier;
    counting.statistics->labels = dossier->labels;
    counting.statistics->places = 1;
    counting.statistics->partnerships = dossier->partnerships->nelts;
    counting.statistics->agreements = dossier->agreements->nelts;
    counting.statistics->activities = dossier->activities->nelts;
    count_partnerships(&counting, dossier, regions);
    count_items(&counting, dossier);
    *data = finish(&counting);
    return APR_SUCCESS;
}
