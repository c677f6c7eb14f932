#include "store/query/words.h"

#include "language/collate.h"
#include "model/text/utf8.h"
#include "store/record/search.h"

#include <apr_strings.h>

typedef struct search_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_entity_t *entity;
    int has_parties;
    apr_hash_t *known; /* sort of what is found and key -> sc_bitmap_t * */
} search_t;

/* What keys are asked for: those that begin with a term, or that are it. */
typedef struct wanted_t {
    const char *term;
    int is_whole;
} wanted_t;

/* Whether a key begins with a term, up to sc_search_end(). */
#define IN_RANGE " WHERE k.\"key\" >= ? AND k.\"key\" < ?"
#define IS_TERM " WHERE k.\"key\" = ?"

/* By what is kept for a key. */
static const char *key_of(const search_t *search, const char *sort, wanted_t wanted)
{
    return apr_pstrcat(search->pool, sort, wanted.is_whole ? " is " : " begins ", wanted.term,
                       NULL);
}

/* What this sort of search has found before by the key. @return a set of its own, or NULL */
static sc_bitmap_t *recall(const search_t *search, const char *sort, wanted_t wanted)
{
    const sc_bitmap_t *known =
        apr_hash_get(search->known, key_of(search, sort, wanted), APR_HASH_KEY_STRING);
    sc_bitmap_t *ids = known ? sc_bitmap_new(search->pool) : NULL;

    if (known) {
        sc_bitmap_unite(ids, known);
    }
    return ids;
}

static void remember(const search_t *search, const char *sort, wanted_t wanted,
                     const sc_bitmap_t *ids)
{
    sc_bitmap_t *kept = sc_bitmap_new(search->pool);

    sc_bitmap_unite(kept, ids);
    apr_hash_set(search->known, key_of(search, sort, wanted), APR_HASH_KEY_STRING, kept);
}

/* The items with such a key in the entity's own table. @return NULL if it has none */
static sc_sql_t *select_keys(const search_t *search, const sc_entity_t *entity, wanted_t wanted)
{
    const char *table = sc_search_table(entity, search->pool);
    const char *id = apr_pstrcat(search->pool, "k.\"", entity->name, "_id\"", NULL);
    sc_sql_t *sql = sc_ids_select(search->db, search->pool, id);

    if (!table) {
        return NULL;
    }
    sc_sql_add(sql, apr_pstrcat(search->pool, " FROM \"", table, "\" k", NULL));
    if (wanted.is_whole) {
        sc_sql_add_arg(sql, IS_TERM, sc_arg_text(wanted.term));
    }
    else {
        sc_sql_add_pair(sql, IN_RANGE, wanted.term, sc_search_end(wanted.term, search->pool));
    }
    /* There no trigger deletes the keys of what SQL typed by hand has deleted. */
    if (sc_db_dialect(search->db) == SC_DIALECT_SQLITE) {
        sc_sql_add(sql, apr_pstrcat(search->pool, " AND ", id,
                                    " NOT IN (SELECT d.\"id\" FROM \"dirty_items\" d WHERE "
                                    "d.\"collection\" = '",
                                    table, "')", NULL));
    }
    return sql;
}

/* Adds them. */
static apr_status_t add_keyed(const search_t *search, const sc_entity_t *entity, wanted_t wanted,
                              sc_bitmap_t *ids)
{
    const sc_sql_t *sql = select_keys(search, entity, wanted);
    sc_bitmap_t *found;

    if (sql) {
        SC_TRY(sc_ids_read(search->db, sql, &found));
        sc_bitmap_unite(ids, found);
    }
    return APR_SUCCESS;
}

/* That a key begins with a frequent prefix. @return NULL if the term can be none */
static apr_array_header_t *kept_of(const search_t *search, const sc_entity_t *entity,
                                   wanted_t wanted)
{
    const sc_faceted_t *faceted = sc_faceted_of(entity);
    const char *name =
        apr_psprintf(search->pool, SC_FACET_PREFIX "%d", (int)sc_utf8_length(wanted.term));
    const sc_facet_t *facet = faceted && !wanted.is_whole ? sc_facet_named(faceted, name) : NULL;
    apr_array_header_t *conditions = apr_array_make(search->pool, 1, sizeof(sc_condition_t));

    if (!facet) {
        return NULL;
    }
    APR_ARRAY_PUSH(conditions, sc_condition_t) =
        (sc_condition_t){.facet = facet, .word = wanted.term};
    return conditions;
}

/* What has such a key. @param ids NULL if the term is no frequent prefix */
static apr_status_t find_kept(const search_t *search, const sc_entity_t *entity, wanted_t wanted,
                              sc_bitmap_t **ids)
{
    const apr_array_header_t *kept = kept_of(search, entity, wanted);

    *ids = NULL;
    return kept ? sc_facets_select(search->db, search->pool, sc_faceted_of(entity), kept, ids)
                : APR_SUCCESS;
}

/* What has such a key of its own, unless the entity is partnerships. */
static apr_status_t select_keyed(const search_t *search, const sc_entity_t *entity, wanted_t wanted,
                                 sc_bitmap_t **ids)
{
    *ids = recall(search, entity->name, wanted);
    if (*ids) {
        return APR_SUCCESS;
    }
    SC_TRY(find_kept(search, entity, wanted, ids));
    if (!*ids) {
        *ids = sc_bitmap_new(search->pool);
        SC_TRY(add_keyed(search, entity, wanted, *ids));
    }
    remember(search, entity->name, wanted, *ids);
    return APR_SUCCESS;
}

#define BY_PARTIES "parties"

/* Takes the places away whose partnerships are known: those whose names begin with the term. */
static sc_bitmap_t *take_begun(const search_t *search, wanted_t wanted, sc_bitmap_t *places)
{
    const wanted_t whole = {apr_pstrcat(search->pool, SC_KEY_OF_WHOLE, wanted.term, NULL), 0};
    const sc_bitmap_t *begun = recall(search, sc_place.name, whole);
    sc_bitmap_t *partnerships = recall(search, BY_PARTIES, whole);

    if (!begun || !partnerships || sc_bitmap_count_common(begun, places) < sc_bitmap_count(begun)) {
        return sc_bitmap_new(search->pool);
    }
    sc_bitmap_subtract(places, begun);
    return partnerships;
}

/* The partnerships of places that have such a key. The places come first: each has several keys,
 * and a search of everything has found them before. */
static apr_status_t select_by_parties(const search_t *search, wanted_t wanted,
                                      sc_bitmap_t **partnerships)
{
    sc_sql_t *sql = sc_ids_select(search->db, search->pool, "m.\"partnership_id\"");
    sc_bitmap_t *places, *found;

    SC_TRY(select_keyed(search, &sc_place, wanted, &places));
    *partnerships = take_begun(search, wanted, places);
    if (sc_bitmap_is_empty(places)) {
        return APR_SUCCESS;
    }
    sc_sql_add(sql, " FROM \"partnership_parties\" m WHERE m.\"place_id\"");
    sc_ids_add_in(search->db, sql, places);
    SC_TRY(sc_ids_read(search->db, sql, &found));
    sc_bitmap_unite(*partnerships, found);
    return APR_SUCCESS;
}

/* The partnerships that have such a key of their own name or of a party's. */
static apr_status_t select_partnerships(const search_t *search, wanted_t wanted,
                                        sc_bitmap_t **partnerships)
{
    *partnerships = recall(search, sc_partnership.name, wanted);
    if (*partnerships) {
        return APR_SUCCESS;
    }
    SC_TRY(find_kept(search, &sc_partnership, wanted, partnerships));
    if (!*partnerships) {
        SC_TRY(select_by_parties(search, wanted, partnerships));
        remember(search, BY_PARTIES, wanted, *partnerships);
    }
    SC_TRY(add_keyed(search, &sc_partnership, wanted, *partnerships));
    remember(search, sc_partnership.name, wanted, *partnerships);
    return APR_SUCCESS;
}

/* What has such a key of its own; of partnerships also those of a party. */
static apr_status_t select_own(const search_t *search, wanted_t wanted, sc_bitmap_t **ids)
{
    return search->entity == &sc_partnership ? select_partnerships(search, wanted, ids)
                                             : select_keyed(search, search->entity, wanted, ids);
}

/* What belongs to a partnership that has such a key. */
static apr_status_t select_heirs(const search_t *search, wanted_t wanted, sc_bitmap_t **ids)
{
    sc_bitmap_t *partnerships;

    SC_TRY(select_partnerships(search, wanted, &partnerships));
    return sc_facets_of_partnerships(search->db, search->pool, search->entity, partnerships, ids);
}

/* What a term finds: of its own, and with what belongs to a partnership that it finds. */
typedef struct by_term_t {
    sc_bitmap_t *own;
    sc_bitmap_t *all;
} by_term_t;

static int has_heirs(const search_t *search)
{
    return search->has_parties && search->entity != &sc_partnership;
}

static apr_status_t select_both(const search_t *search, wanted_t wanted, by_term_t *found)
{
    SC_TRY(select_own(search, wanted, &found->own));
    found->all = found->own;
    if (has_heirs(search)) {
        SC_TRY(select_heirs(search, wanted, &found->all));
        sc_bitmap_unite(found->all, found->own);
    }
    return APR_SUCCESS;
}

/* As the term is written, else in its loose form. */
static apr_status_t select_term(const search_t *search, const char *term, by_term_t *found)
{
    const char *loose = sc_fold_loose(term, search->pool);

    SC_TRY(select_both(search, (wanted_t){term, 0}, found));
    return loose != term && sc_bitmap_is_empty(found->all)
               ? select_both(search, (wanted_t){loose, 0}, found)
               : APR_SUCCESS;
}

/* What has, for each term, a key that begins with it. */
static apr_status_t select_by_terms(const search_t *search, const apr_array_header_t *terms,
                                    by_term_t *passing)
{
    *passing = (by_term_t){sc_bitmap_new(search->pool), sc_bitmap_new(search->pool)};
    for (int i = 0; i < terms->nelts && (i == 0 || !sc_bitmap_is_empty(passing->all)); i++) {
        by_term_t found;

        SC_TRY(select_term(search, APR_ARRAY_IDX(terms, i, const char *), &found));
        if (i == 0) {
            *passing = found;
            continue;
        }
        sc_bitmap_intersect(passing->own, found.own);
        sc_bitmap_intersect(passing->all, found.all);
    }
    return APR_SUCCESS;
}

/* Names that are, or begin with, what was typed, however it is put apart. */
static apr_status_t select_by_whole(const search_t *search, const char *whole, sc_found_t *found)
{
    if (!whole) {
        return APR_SUCCESS;
    }
    SC_TRY(select_own(search, (wanted_t){whole, 0}, &found->begun));
    sc_bitmap_unite(found->ids, found->begun);
    return sc_bitmap_is_empty(found->begun)
               ? APR_SUCCESS
               : select_own(search, (wanted_t){whole, 1}, &found->exact);
}

/* @param names folded */
static apr_status_t select_names(const search_t *search, const char *names, sc_found_t *found)
{
    const apr_array_header_t *terms = sc_search_terms(names, search->pool);
    by_term_t passing;

    *found = (sc_found_t){sc_bitmap_new(search->pool), sc_bitmap_new(search->pool),
                          sc_bitmap_new(search->pool)};
    /* The partnerships of what so begins need not be read again with those of the terms. */
    if (sc_search_knows(search->entity)) {
        SC_TRY(select_by_whole(search, sc_search_whole(names, 0, search->pool), found));
        if (sc_bitmap_is_empty(found->exact)) {
            SC_TRY(select_by_whole(search, sc_search_whole(names, 1, search->pool), found));
        }
    }
    SC_TRY(select_by_terms(search, terms, &passing));
    sc_bitmap_unite(found->ids, passing.all);
    if (has_heirs(search) && sc_search_knows(search->entity)) {
        sc_bitmap_unite(found->begun, passing.own);
    }
    return APR_SUCCESS;
}

/* Whether it is found by its partnership's name and parties, too. */
static int has_parties(const sc_entity_t *entity)
{
    const sc_faceted_t *faceted = sc_faceted_of(entity);

    return entity == &sc_partnership || (faceted && faceted->inherited);
}

int sc_words_find(const sc_entity_t *entity)
{
    return has_parties(entity) || sc_search_knows(entity);
}

apr_status_t sc_words_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const sc_query_t *query, sc_found_t *found)
{
    const search_t search = {db, pool, entity, has_parties(entity),
                             query->found ? query->found : apr_hash_make(pool)};
    const char *names = sc_fold(query->q, pool), *alone;

    *found = (sc_found_t){NULL, NULL, NULL};
    if (!sc_words_find(entity)) {
        return APR_SUCCESS;
    }
    SC_TRY(select_names(&search, names, found));
    alone = sc_bitmap_is_empty(found->ids) ? sc_search_names_alone(names, pool) : NULL;
    return alone ? select_names(&search, alone, found) : APR_SUCCESS;
}

/* The keys that begin with shorter terms are many, and mostly not asked: a facet has them. */
#define FORESEEN_LEAST 3

/* Each number of terms is a statement of its own. */
#define FORESEEN_TERMS 2

static void foresee(const search_t *search, sc_ahead_t *ahead, wanted_t wanted)
{
    const sc_entity_t *entity = search->entity;
    const apr_array_header_t *kept = kept_of(search, entity, wanted);
    const sc_sql_t *keys = select_keys(search, entity, wanted);

    if (kept) {
        sc_facets_select_ahead(ahead, sc_faceted_of(entity), kept);
    }
    if (keys && (!kept || entity == &sc_partnership ||
                 (int)sc_utf8_length(wanted.term) >= FORESEEN_LEAST)) {
        sc_ahead_ask_sql(ahead, keys);
    }
}

void sc_words_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, const sc_query_t *query)
{
    const search_t search = {ahead->db, ahead->pool, entity, has_parties(entity), NULL};
    const char *names = sc_fold(query->q, ahead->pool);
    const char *whole = sc_search_whole(names, 0, ahead->pool);
    const apr_array_header_t *terms = sc_search_terms(names, ahead->pool);

    if (whole) {
        foresee(&search, ahead, (wanted_t){whole, 0});
        foresee(&search, ahead, (wanted_t){whole, 1});
    }
    for (int i = 0; i < terms->nelts && i < FORESEEN_TERMS; i++) {
        foresee(&search, ahead, (wanted_t){APR_ARRAY_IDX(terms, i, const char *), 0});
    }
}
