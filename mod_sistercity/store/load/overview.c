#include "store/load/load.h"

#include "store/db/date_sql.h"
#include "store/query/in_force.h"

#include <string.h>

/* How many items an overview shows of each kind. */
#define A_FEW 5

static const struct {
    const sc_entity_t *entity;
    size_t member;
    const char *sql;
    int days; /* how many `?` are today; the last one is the limit */
} highlights[] = {
    {&sc_activity, offsetof(sc_overview_t, recent_activities),
     "SELECT \"id\" FROM \"activities\" WHERE \"start\" IS NOT NULL "
     "AND " SC_SQL_FIRST_DAY(
         "\"start\"") " <= ? "
                      "ORDER BY COALESCE(\"start\", '') DESC, \"id\" DESC LIMIT ?",
     1},
    {&sc_activity, offsetof(sc_overview_t, planned_activities),
     "SELECT \"id\" FROM \"activities\" WHERE \"start\" IS NOT NULL "
     "AND COALESCE(\"start\", '~') > SUBSTR(?, 1, 4) AND " SC_SQL_FIRST_DAY(
         "\"start\"") " > ? "
                      "ORDER BY COALESCE(\"start\", '~'), \"id\" LIMIT ?",
     2},
    {&sc_agreement, offsetof(sc_overview_t, recent_agreements),
     "SELECT \"id\" FROM \"agreements\" WHERE \"date\" IS NOT NULL "
     "AND " SC_SQL_FIRST_DAY(
         "\"date\"") " <= ? "
                     "ORDER BY COALESCE(\"date\", '') DESC, \"id\" DESC LIMIT ?",
     1},
    {&sc_partnership, offsetof(sc_overview_t, oldest_partnerships),
     "SELECT \"id\" FROM \"partnerships\" WHERE \"established\" IS NOT NULL AND \"status\" "
     "NOT IN " SC_SQL_OVER " "
     "AND " SC_SQL_FIRST_DAY(
         "\"established\"") " <= ? "
                            "ORDER BY COALESCE(\"established\", '~'), \"id\" LIMIT ?",
     1},
    {&sc_story, offsetof(sc_overview_t, recent_stories),
     "SELECT \"id\" FROM \"stories\" ORDER BY COALESCE(\"date\", '') DESC, \"id\" DESC LIMIT ?",
     0}};

/* Collections that a registry may well have nothing of. */
static apr_status_t read_presence(sc_db_t *db, apr_pool_t *pool, sc_overview_t *overview)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool,
                        "SELECT CASE WHEN EXISTS (SELECT 1 FROM \"guide\") THEN 1 ELSE 0 END, "
                        "CASE WHEN EXISTS (SELECT 1 FROM \"templates\") THEN 1 ELSE 0 END, "
                        "CASE WHEN EXISTS (SELECT 1 FROM \"stories\") THEN 1 ELSE 0 END",
                        NULL, 0, &rows));
    overview->has_guide = sc_row_integer(rows, 0, 0) == 1;
    overview->has_templates = sc_row_integer(rows, 0, 1) == 1;
    overview->has_stories = sc_row_integer(rows, 0, 2) == 1;
    return APR_SUCCESS;
}

/* A country is counted as soon as one of its places has a partnership. */
static apr_status_t read_counts(sc_db_t *db, apr_pool_t *pool, sc_overview_t *overview)
{
    static const char *const all[] = {SC_FACET_ALL, NULL};
    static const char *const of_partnerships[] = {SC_FACET_ALL, "country", NULL};
    static const sc_counted_t counted[] = {{&sc_place, all},
                                           {&sc_agreement, all},
                                           {&sc_activity, all},
                                           {&sc_partnership, of_partnerships}};
    apr_int64_t *const totals[] = {&overview->places, &overview->agreements, &overview->activities,
                                   &overview->partnerships};
    enum { COUNTED = sizeof(counted) / sizeof(counted[0]) };
    apr_array_header_t *counts[COUNTED];
    sc_bitmap_t *in_force;

    SC_TRY(sc_facets_count_all(db, pool, counted, COUNTED, counts));
    for (int i = 0; i < COUNTED; i++) {
        SC_EACH_OF(const sc_word_count_t, one, counts[i]) {
            *totals[i] += strcmp(one->facet, SC_FACET_ALL) == 0 ? one->count : 0;
            overview->countries += strcmp(one->facet, "country") == 0 && one->count > 0;
        }
    }
    SC_TRY(sc_in_force_select(db, pool, sc_db_today(db), &in_force));
    overview->in_force = sc_bitmap_count(in_force);
    return APR_SUCCESS;
}

static apr_status_t read_highlights(sc_db_t *db, apr_pool_t *pool, sc_overview_t *overview)
{
    apr_array_header_t *shown = apr_array_make(pool, 4 * A_FEW, sizeof(void *));
    apr_status_t status = APR_SUCCESS;

    for (size_t i = 0; status == APR_SUCCESS && i < sizeof(highlights) / sizeof(highlights[0]);
         i++) {
        apr_array_header_t **member = (void *)((char *)overview + highlights[i].member);
        sc_arg_t today = sc_arg_text(sc_db_today(db)), args[] = {today, today, today};
        int days = highlights[i].days;

        if (highlights[i].entity == &sc_story && !overview->has_stories) {
            continue;
        }
        args[days] = sc_arg_integer(A_FEW);

        status = sc_related_select(db, pool, highlights[i].entity, highlights[i].sql, args,
                                   days + 1, member);
        if (status == APR_SUCCESS) {
            apr_array_cat(shown, *member);
        }
    }
    if (status == APR_SUCCESS) {
        status = sc_related_partnerships(db, pool, shown, overview->partnerships_by_slug);
    }
    if (status == APR_SUCCESS) {
        apr_array_cat(shown, sc_related_values(overview->partnerships_by_slug, pool));
        status = sc_load_labels(db, pool, shown, overview->labels);
    }
    return status;
}

apr_status_t sc_load_overview(sc_db_t *db, apr_pool_t *pool, const char *slug,
                              const sc_query_t *query, void **data)
{
    sc_overview_t *overview = apr_pcalloc(pool, sizeof(*overview));
    apr_status_t status = APR_SUCCESS;
    void *home = NULL;

    overview->labels = apr_hash_make(pool);
    overview->partnerships_by_slug = apr_hash_make(pool);
    if (slug) {
        status = sc_load_place_document(db, pool, slug, query, &home);
        overview->home = home;
    }
    if (status == APR_SUCCESS) {
        status = read_counts(db, pool, overview);
    }
    if (status == APR_SUCCESS) {
        status = read_presence(db, pool, overview);
    }
    if (status == APR_SUCCESS) {
        status = read_highlights(db, pool, overview);
    }
    *data = overview;
    return status;
}
