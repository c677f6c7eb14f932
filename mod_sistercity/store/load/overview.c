#include "store/load/load.h"

#include "store/record/related.h"

/* How many items an overview shows of each kind. */
#define A_FEW 5

/* From the statistics that the database keeps. A country is counted as soon as one of its places
 * has a partnership. */
static const char counts_sql[] =
    "SELECT (SELECT COALESCE(SUM(\"places\"), 0) FROM \"place_statistics\"), "
    "COALESCE(SUM(\"partnerships\"), 0), COALESCE(SUM(\"agreements\"), 0), "
    "COALESCE(SUM(\"activities\"), 0), "
    "COALESCE(SUM(CASE WHEN \"status\" = 'active' THEN \"partnerships\" END), 0), "
    "(SELECT COUNT(*) FROM \"trait_statistics\" "
    "WHERE \"trait\" = 'country' AND \"partnerships\" > 0) "
    "FROM \"partnership_statistics\" WHERE \"trait\" = 'all'";

static const struct {
    const sc_entity_t *entity;
    size_t member;
    const char *sql;
} highlights[] = {
    {&sc_activity, offsetof(sc_overview_t, recent_activities),
     "SELECT \"id\" FROM \"activities\" WHERE \"start\" IS NOT NULL "
     "ORDER BY COALESCE(\"start\", '') DESC, \"id\" DESC "
     "LIMIT ?"},
    {&sc_agreement, offsetof(sc_overview_t, recent_agreements),
     "SELECT \"id\" FROM \"agreements\" WHERE \"date\" IS NOT NULL "
     "ORDER BY COALESCE(\"date\", '') DESC, \"id\" DESC "
     "LIMIT ?"},
    {&sc_partnership, offsetof(sc_overview_t, oldest_partnerships),
     "SELECT \"id\" FROM \"partnerships\" WHERE \"established\" IS NOT NULL AND \"status\" "
     "NOT IN " SC_SQL_OVER " "
     "ORDER BY COALESCE(\"established\", '~'), \"id\" LIMIT ?"}};

static apr_status_t read_counts(sc_db_t *db, apr_pool_t *pool, sc_overview_t *overview)
{
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, counts_sql, NULL, 0, &rows);

    if (status == APR_SUCCESS) {
        overview->places = sc_row_integer(rows, 0, 0);
        overview->partnerships = sc_row_integer(rows, 0, 1);
        overview->agreements = sc_row_integer(rows, 0, 2);
        overview->activities = sc_row_integer(rows, 0, 3);
        overview->in_force = sc_row_integer(rows, 0, 4);
        overview->countries = sc_row_integer(rows, 0, 5);
    }
    return status;
}

static apr_status_t read_highlights(sc_db_t *db, apr_pool_t *pool, sc_overview_t *overview)
{
    apr_array_header_t *shown = apr_array_make(pool, 4 * A_FEW, sizeof(void *));
    sc_arg_t limit = sc_arg_integer(A_FEW);
    apr_status_t status = APR_SUCCESS;
    size_t i;

    for (i = 0; status == APR_SUCCESS && i < sizeof(highlights) / sizeof(highlights[0]); i++) {
        apr_array_header_t **member = (void *)((char *)overview + highlights[i].member);

        status =
            sc_related_select(db, pool, highlights[i].entity, highlights[i].sql, &limit, 1, member);
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
        status = read_highlights(db, pool, overview);
    }
    *data = overview;
    return status;
}
