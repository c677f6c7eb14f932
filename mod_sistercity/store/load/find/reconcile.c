#include "store/load/load.h"

#include "store/load/find/suggest.h"
#include "store/query/list.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

/* So that places of one name are told from each other, no fewer candidates are looked at. */
#define LEAST_CANDIDATES 10

static apr_status_t find(sc_db_t *db, apr_pool_t *pool, sc_reconcile_t *reconcile,
                         const sc_query_t *asked, sc_reconcile_query_t *query)
{
    sc_list_t *list;

    SC_TRY(sc_list_read(db, pool, &sc_place, asked, &list));
    query->places = list->items;
    for (apr_hash_index_t *i = apr_hash_first(pool, list->counts); i; i = apr_hash_next(i)) {
        apr_hash_set(reconcile->counts, apr_hash_this_key(i), APR_HASH_KEY_STRING,
                     apr_hash_this_val(i));
    }
    return APR_SUCCESS;
}

/* In the country that is stated, else anywhere; else what is spelled almost so. */
static apr_status_t find_candidates(sc_db_t *db, apr_pool_t *pool, sc_reconcile_t *reconcile,
                                    sc_reconcile_query_t *query)
{
    sc_query_t asked = query->asked;

    asked.limit = query->limit < LEAST_CANDIDATES ? LEAST_CANDIDATES : query->limit;
    query->places = apr_array_make(pool, 1, sizeof(void *));
    if (query->is_nothing || !asked.q || !*asked.q) {
        return APR_SUCCESS;
    }
    SC_TRY(find(db, pool, reconcile, &asked, query));
    if (query->places->nelts == 0 && asked.country) {
        asked.country = NULL;
        SC_TRY(find(db, pool, reconcile, &asked, query));
    }
    return query->places->nelts == 0 && !asked.level
               ? sc_suggest(db, pool, &sc_place, asked.q, &query->places)
               : APR_SUCCESS;
}

static apr_status_t read_places(sc_db_t *db, apr_pool_t *pool, sc_reconcile_t *reconcile)
{
    sc_arg_t arg =
        sc_sql_texts(db, (const char *const *)reconcile->ids->elts, reconcile->ids->nelts, pool);
    apr_array_header_t *places;

    SC_TRY(sc_related_select(db, pool, &sc_place,
                             apr_pstrcat(pool, "SELECT \"id\" FROM \"places\" WHERE \"slug\"",
                                         sc_sql_in_texts(db), NULL),
                             &arg, 1, &places));
    SC_EACH(sc_place_t, place, places) {
        apr_hash_set(reconcile->places, place->slug, APR_HASH_KEY_STRING, place);
    }
    return sc_related_counts(db, pool, places, reconcile->counts);
}

apr_status_t sc_load_reconcile(sc_db_t *db, apr_pool_t *pool, sc_reconcile_t *reconcile)
{
    reconcile->places = apr_hash_make(pool);
    reconcile->counts = apr_hash_make(pool);
    for (int i = 0; i < reconcile->queries->nelts; i++) {
        SC_TRY(find_candidates(db, pool, reconcile,
                               &APR_ARRAY_IDX(reconcile->queries, i, sc_reconcile_query_t)));
    }
    return reconcile->ids->nelts ? read_places(db, pool, reconcile) : APR_SUCCESS;
}
