#include "store/query/words.h"

#include "model/text/utf8.h"
#include "store/record/search.h"

#include <apr_strings.h>

typedef struct search_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_entity_t *entity;
    int has_parties;
} search_t;

/* Whether a key begins with a term, up to sc_search_end(). */
#define IN_RANGE " WHERE k.\"key\" >= ? AND k.\"key\" < ?"

/* Adds what is found by keys `k`. @param from what comes behind FROM, before the condition */
static apr_status_t add_found(const search_t *search, const char *id, const char *from,
                              const char *term, sc_bitmap_t *ids)
{
    sc_sql_t *sql = sc_ids_select(search->db, search->pool, id);
    sc_bitmap_t *found;

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, from);
    sc_sql_add_pair(sql, IN_RANGE, term, sc_search_end(term, search->pool));
    SC_TRY(sc_ids_read(search->db, sql, &found));
    sc_bitmap_unite(ids, found);
    return APR_SUCCESS;
}

/* What has a key that begins with a frequent prefix. @param ids NULL if the term is none */
static apr_status_t find_kept(const search_t *search, const sc_entity_t *entity, const char *term,
                              sc_bitmap_t **ids)
{
    const sc_faceted_t *faceted = sc_faceted_of(entity);
    const char *name = apr_psprintf(search->pool, SC_FACET_PREFIX "%d", (int)sc_utf8_length(term));
    const sc_facet_t *facet = faceted ? sc_facet_named(faceted, name) : NULL;
    apr_array_header_t *conditions = apr_array_make(search->pool, 1, sizeof(sc_condition_t));

    *ids = NULL;
    if (!facet) {
        return APR_SUCCESS;
    }
    APR_ARRAY_PUSH(conditions, sc_condition_t) = (sc_condition_t){.facet = facet, .word = term};
    return sc_facets_select(search->db, search->pool, faceted, conditions, ids);
}

/* The partnerships that have such a word in their own name or in a party's. */
static apr_status_t select_partnerships(const search_t *search, const char *term,
                                        sc_bitmap_t **partnerships)
{
    SC_TRY(find_kept(search, &sc_partnership, term, partnerships));
    if (!*partnerships) {
        *partnerships = sc_bitmap_new(search->pool);
        SC_TRY(add_found(search, "m.\"partnership_id\"",
                         "\"place_keys\" k JOIN \"partnership_parties\" m ON m.\"place_id\" = "
                         "k.\"place_id\"",
                         term, *partnerships));
    }
    return add_found(search, "k.\"partnership_id\"", "\"partnership_keys\" k", term, *partnerships);
}

static apr_status_t select_by_term(const search_t *search, const char *table, const char *term,
                                   sc_bitmap_t **ids)
{
    apr_pool_t *pool = search->pool;
    apr_status_t status = APR_SUCCESS;
    sc_bitmap_t *partnerships, *heirs;

    if (search->entity == &sc_partnership) {
        return select_partnerships(search, term, ids);
    }
    SC_TRY(find_kept(search, search->entity, term, ids));
    if (*ids) {
        return APR_SUCCESS; /* the names of places are all that they are found by */
    }
    *ids = sc_bitmap_new(pool);
    if (table) {
        status = add_found(search, apr_pstrcat(pool, "k.\"", search->entity->name, "_id\"", NULL),
                           apr_pstrcat(pool, "\"", table, "\" k", NULL), term, *ids);
    }
    if (status != APR_SUCCESS || !search->has_parties) {
        return status;
    }
    status = select_partnerships(search, term, &partnerships);
    if (status == APR_SUCCESS) {
        status = sc_facets_of_partnerships(search->db, pool, search->entity, partnerships, &heirs);
    }
    if (status == APR_SUCCESS) {
        sc_bitmap_unite(*ids, heirs);
    }
    return status;
}

/* As the term is written, else in its loose form. */
static apr_status_t select_term(const search_t *search, const char *table, const char *term,
                                sc_bitmap_t **ids)
{
    const char *loose = sc_search_loose(term, search->pool);

    SC_TRY(select_by_term(search, table, term, ids));
    return loose != term && sc_bitmap_is_empty(*ids) ? select_by_term(search, table, loose, ids)
                                                     : APR_SUCCESS;
}

apr_status_t sc_words_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             int has_parties, const char *typed, sc_bitmap_t **ids)
{
    const search_t search = {db, pool, entity, has_parties};
    const char *table = sc_search_table(entity, pool);
    apr_array_header_t *terms = sc_search_terms(typed, pool);
    apr_status_t status = APR_SUCCESS;
    sc_bitmap_t *found;

    *ids = NULL;
    if (!has_parties && !table) {
        return APR_SUCCESS;
    }
    for (int i = 0; status == APR_SUCCESS && i < terms->nelts; i++) {
        if (*ids && sc_bitmap_is_empty(*ids)) {
            return APR_SUCCESS;
        }
        status = select_term(&search, table, APR_ARRAY_IDX(terms, i, const char *), &found);
        if (*ids) {
            sc_bitmap_intersect(*ids, found);
        }
        *ids = *ids ? *ids : found;
    }
    *ids = *ids ? *ids : sc_bitmap_new(pool);
    return status;
}
