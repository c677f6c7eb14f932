#include "store/load/load.h"

#include "store/db/sql.h"
#include "store/load/find/suggest.h"
#include "store/query/list.h"
#include "store/query/words.h"

/* The most of each collection that a page shows; a list tells the rest. */
#define SHOWN 8

/* Where no more places are found, another spelling may have been meant. */
#define LITTLE 2

/* What is searched, in the order in which it is shown. */
static const sc_entity_t *const searched[] = {
    &sc_place,     &sc_partnership, &sc_network, &sc_organization, &sc_person,   &sc_activity,
    &sc_agreement, &sc_gift,        &sc_story,   &sc_guide,        &sc_template, &sc_award};

#define SEARCHED (sizeof(searched) / sizeof(searched[0]))

/* Which of the collections have any item: to search one takes several statements. */
static sc_sql_t *select_filled(apr_pool_t *pool)
{
    const char *tables[SEARCHED];

    for (size_t i = 0; i < SEARCHED; i++) {
        tables[i] = searched[i]->collection;
    }
    return sc_sql_filled(pool, tables, (int)SEARCHED);
}

/* What is asked whatever is found. */
static apr_status_t foresee(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query)
{
    sc_ahead_t *ahead = sc_ahead_new(db, pool);

    if (!ahead) {
        return APR_SUCCESS;
    }
    sc_ahead_ask_sql(ahead, select_filled(pool));
    sc_words_ahead(ahead, &sc_place, query);
    sc_words_ahead(ahead, &sc_partnership, query);
    return sc_ahead_fetch(ahead);
}

/* Whose items have a page of their own, under a name or a title that is theirs alone. */
static int is_titled(const sc_entity_t *entity)
{
    return entity == &sc_person || entity == &sc_organization || entity == &sc_network ||
           entity == &sc_activity || entity == &sc_story;
}

/* Places; and where nothing at all is found, what else has a name or a title like that. */
static apr_status_t suggest(sc_db_t *db, apr_pool_t *pool, const char *typed,
                            const sc_rows_t *filled, sc_search_t *search)
{
    SC_TRY(sc_suggest(db, pool, &sc_place, typed, &search->suggestions));
    for (size_t i = 0; i < SEARCHED && !search->lists->nelts && !search->suggestions->nelts; i++) {
        if (is_titled(searched[i]) && sc_row_number(filled, 0, (int)i)) {
            SC_TRY(sc_suggest(db, pool, searched[i], typed, &search->suggestions));
        }
    }
    return APR_SUCCESS;
}

static apr_status_t search(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                           sc_search_t *search)
{
    apr_int64_t places = 0;
    sc_rows_t *filled;

    SC_TRY(foresee(db, pool, query));
    SC_TRY(sc_sql_select(db, select_filled(pool), &filled));
    for (size_t i = 0; i < SEARCHED; i++) {
        sc_list_t *list;

        if (!sc_row_number(filled, 0, (int)i)) {
            continue;
        }
        SC_TRY(sc_list_read(db, pool, searched[i], query, &list));
        places = i ? places : list->total;
        if (list->total) {
            APR_ARRAY_PUSH(search->lists, sc_list_t *) = list;
        }
    }
    return places < LITTLE ? suggest(db, pool, query->q, filled, search) : APR_SUCCESS;
}

static apr_status_t load(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query, int limit,
                         void **data)
{
    sc_search_t *made = apr_pcalloc(pool, sizeof(*made));
    /* Nothing but the words: an address may carry what a list would read. */
    const sc_query_t asked = {.q = query->q,
                              .q_country = query->q_country,
                              .q_rest = query->q_rest,
                              .limit = limit,
                              .found = apr_hash_make(pool)};

    made->lists = apr_array_make(pool, 8, sizeof(sc_list_t *));
    made->suggestions = apr_array_make(pool, 1, sizeof(void *));
    *data = made;
    return query->q && *query->q ? search(db, pool, &asked, made) : APR_SUCCESS;
}

apr_status_t sc_load_search(sc_db_t *db, apr_pool_t *pool, const char *slug,
                            const sc_query_t *query, void **data)
{
    (void)slug;
    return load(db, pool, query, query->limit < SHOWN ? query->limit : SHOWN, data);
}

apr_status_t sc_load_search_data(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                 const sc_query_t *query, void **data)
{
    (void)slug;
    return load(db, pool, query, query->limit, data);
}
