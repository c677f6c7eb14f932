#include "store/load/load.h"

#include "store/query/facets.h"
#include "store/query/filter.h"
#include "store/query/in_force.h"
#include "store/query/list.h"

#include <string.h>

/* The first year that a date can have: only what has a date is since then. */
#define SINCE_EVER "0001"

/* How many activities and agreements a page about much else shows. */
#define A_FEW 5

static apr_status_t count(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                          sc_country_ties_t *ties)
{
    static const char *const facets[] = {"country", NULL};
    sc_bitmap_t *ids, *in_force;
    apr_array_header_t *counts;

    SC_TRY(sc_filter_select(db, pool, &sc_partnership, query, &ids));
    SC_TRY(sc_in_force_select(db, pool, sc_db_today(db), &in_force));
    ties->in_force = sc_bitmap_count_common(ids, in_force);
    SC_TRY(sc_facets_count(db, pool, sc_faceted_of(&sc_partnership), facets, ids, &counts));
    for (int i = 0; i < counts->nelts; i++) {
        ties->countries += APR_ARRAY_IDX(counts, i, sc_word_count_t).count > 0;
    }
    return APR_SUCCESS;
}

/* How many are known to have begun, and those that may have by the date of the first one. */
static apr_status_t find_oldest(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                sc_country_ties_t *ties)
{
    sc_query_t dated = *query;

    dated.sort = "established";
    dated.descending = 0;
    dated.limit = 1;
    dated.since = query->since ? query->since : SINCE_EVER;
    dated.until = query->until ? query->until : sc_db_today(db);
    SC_TRY(sc_list_read(db, pool, &sc_partnership, &dated, &ties->oldest));
    ties->dated = ties->oldest->total;
    if (ties->dated > 1) {
        dated.limit = A_FEW;
        dated.until = SC_AT(ties->oldest->items, 0, sc_partnership_t)->established;
        return sc_list_read(db, pool, &sc_partnership, &dated, &ties->oldest);
    }
    return APR_SUCCESS;
}

static apr_status_t find_recent(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const char *order, const sc_query_t *query, sc_list_t **list)
{
    const sc_query_t recent = {.country = query->country,
                               .until = sc_db_today(db),
                               .sort = order,
                               .descending = 1,
                               .limit = A_FEW};

    return sc_list_read(db, pool, entity, &recent, list);
}

/* One country, from the beginning of the list. */
static int is_about_country(const sc_query_t *query)
{
    return query->country && !strchr(query->country, ',') && !query->q && !query->after;
}

apr_status_t sc_load_partnerships_page(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                       const sc_query_t *query, void **data)
{
    sc_country_ties_t *ties;

    SC_TRY(sc_load_partnerships(db, pool, slug, query, data));
    sc_list_t *list = *data;
    if (!is_about_country(query) || list->total == 0) {
        return APR_SUCCESS;
    }
    list->ties = ties = apr_pcalloc(pool, sizeof(*ties));
    SC_TRY(count(db, pool, query, ties));
    SC_TRY(find_oldest(db, pool, query, ties));
    SC_TRY(find_recent(db, pool, &sc_activity, "start", query, &ties->activities));
    return find_recent(db, pool, &sc_agreement, "date", query, &ties->agreements);
}
