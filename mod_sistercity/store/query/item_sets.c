#include "store/query/item_sets.h"

#include "store/query/id_select.h"
#include "store/record/search.h"

#include <apr_strings.h>
#include <string.h>

static apr_status_t read_unsettled(sc_db_t *db, apr_pool_t *pool, const char *collection,
                                   sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "\"id\"");

    sc_sql_add_arg(sql, " FROM \"unsettled\" WHERE \"collection\" = ?", sc_arg_text(collection));
    return sc_id_select_read(db, sql, ids);
}

apr_status_t sc_item_sets_of_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                          const sc_id_set_t *partnerships, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "x.\"id\"");

    sc_sql_add(sql, apr_pstrcat(pool, " FROM \"", entity->collection,
                                "\" x WHERE x.\"partnership_id\"", NULL));
    sc_id_select_add_in(db, sql, partnerships);
    return sc_id_select_read(db, sql, ids);
}

apr_status_t sc_item_sets_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       const sc_id_set_t *items, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "x.\"partnership_id\"");

    sc_sql_add(sql, apr_pstrcat(pool, " FROM \"", entity->collection, "\" x WHERE x.\"id\"", NULL));
    sc_id_select_add_in(db, sql, items);
    return sc_id_select_read(db, sql, ids);
}

/* What is inherited is unsettled with the partnership. */
static apr_status_t add_heirs(sc_item_sets_t *sets)
{
    sc_id_set_t *partnerships, *heirs;
    apr_status_t status =
        read_unsettled(sets->db, sets->pool, sc_partnership.collection, &partnerships);

    if (status != APR_SUCCESS || sc_id_set_is_empty(partnerships)) {
        return status;
    }
    status = sc_item_sets_of_partnerships(sets->db, sets->pool, sets->traits->entity, partnerships,
                                          &heirs);
    if (status == APR_SUCCESS) {
        sc_id_set_unite(sets->unsettled, heirs);
    }
    return status;
}

apr_status_t sc_item_sets_open(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                               sc_item_sets_t *sets)
{
    apr_status_t status;

    sets->db = db;
    sets->pool = pool;
    sets->traits = traits;
    status = read_unsettled(db, pool, traits->entity->collection, &sets->unsettled);
    return status == APR_SUCCESS && traits->inherited ? add_heirs(sets) : status;
}

int sc_item_sets_are_settled(const sc_item_sets_t *sets)
{
    return sc_id_set_is_empty(sets->unsettled);
}

apr_status_t sc_item_sets_add_kept(const sc_item_sets_t *sets, sc_sql_t *sql,
                                   const sc_id_set_t *among, sc_id_set_t *ids)
{
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    /* Packed sets can be larger than all else that a page takes. */
    apr_pool_create(&sql->pool, sets->pool);
    status = sc_sql_select(sets->db, sql, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        status =
            sc_id_set_add_packed(ids, sc_row_integer(rows, i, 0), sc_row_text(rows, i, 1), among);
    }
    apr_pool_destroy(sql->pool);
    if (status == APR_EINVAL) {
        sc_db_note_damage(sets->db);
    }
    return status;
}

apr_status_t sc_item_sets_kept(const sc_item_sets_t *sets, const char *trait, const char *word,
                               const sc_id_set_t *among, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_sql_new(sets->pool);

    *ids = sc_id_set_new(sets->pool);
    sc_sql_add_arg(sql, "SELECT \"block\", \"ids\" FROM \"item_sets\" WHERE \"collection\" = ?",
                   sc_arg_text(sets->traits->entity->collection));
    sc_sql_add_arg(sql, " AND \"trait\" = ?", sc_arg_text(trait));
    sc_sql_add_arg(sql, " AND \"word\" = ?", sc_arg_text(word));
    return sc_item_sets_add_kept(sets, sql, among, *ids);
}

/* Those among the items that have the word, asked of themselves.
 * @param among NULL: all */
static apr_status_t ask_for_word(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                 const char *word, const sc_id_set_t *among, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(sets->db, sets->pool, trait->id);

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, trait->from);
    sc_sql_add(sql, " WHERE ");
    sc_sql_add(sql, trait->word);
    sc_sql_add_arg(sql, " = ?", sc_arg_text(word));
    if (among) {
        sc_sql_add(sql, " AND ");
        sc_sql_add(sql, trait->id);
        sc_id_select_add_in(sets->db, sql, among);
    }
    return sc_id_select_read(sets->db, sql, ids);
}

static apr_status_t ask_for_inherited(const sc_item_sets_t *sets, const char *trait,
                                      const char *word, const sc_id_set_t *among, sc_id_set_t **ids)
{
    sc_id_set_t *partnerships = NULL, *having;
    apr_status_t status = APR_SUCCESS;

    if (among) {
        status = sc_item_sets_partnerships(sets->db, sets->pool, sets->traits->entity, among,
                                           &partnerships);
    }
    if (status == APR_SUCCESS) {
        status = ask_for_word(sets, sc_trait_own(sc_traits_of(&sc_partnership), trait), word,
                              partnerships, &having);
    }
    if (status == APR_SUCCESS) {
        status =
            sc_item_sets_of_partnerships(sets->db, sets->pool, sets->traits->entity, having, ids);
    }
    if (status == APR_SUCCESS && among) {
        sc_id_set_intersect(*ids, among);
    }
    return status;
}

static apr_status_t ask(const sc_item_sets_t *sets, const char *trait, const char *word,
                        const sc_id_set_t *among, sc_id_set_t **ids)
{
    return sc_trait_is_inherited(sets->traits, trait)
               ? ask_for_inherited(sets, trait, word, among, ids)
               : ask_for_word(sets, sc_trait_own(sets->traits, trait), word, among, ids);
}

/* Adds what was asked of the unsettled items. */
static void add_others(sc_id_set_t *ids, sc_id_set_t *others, const sc_id_set_t *among)
{
    if (among) {
        sc_id_set_intersect(others, among);
    }
    sc_id_set_unite(ids, others);
}

apr_status_t sc_item_sets_of_word(const sc_item_sets_t *sets, const char *trait, const char *word,
                                  const sc_id_set_t *among, sc_id_set_t **ids)
{
    const sc_id_set_t *asked = sets->unsettled;
    apr_status_t status;
    sc_id_set_t *others;

    *ids = sc_id_set_new(sets->pool);
    if (among && sc_id_set_is_empty(among)) {
        return APR_SUCCESS;
    }
    status = sc_item_sets_kept(sets, trait, word, among, ids);
    if (status == APR_EINVAL) {
        *ids = sc_id_set_new(sets->pool);
        asked = NULL;
    }
    else if (status != APR_SUCCESS || sc_item_sets_are_settled(sets)) {
        return status;
    }
    else {
        sc_id_set_subtract(*ids, sets->unsettled);
    }
    status = ask(sets, trait, word, asked, &others);
    if (status == APR_SUCCESS) {
        add_others(*ids, others, among);
    }
    return status;
}

apr_status_t sc_item_sets_words(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                const char *prefix, apr_array_header_t **words)
{
    sc_sql_t *sql = sc_sql_new(sets->pool);
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    *words = apr_array_make(sets->pool, 100, sizeof(const char *));
    sc_sql_add_arg(sql, "SELECT DISTINCT \"word\" FROM \"item_sets\" WHERE \"collection\" = ?",
                   sc_arg_text(sets->traits->entity->collection));
    sc_sql_add_arg(sql, " AND \"trait\" = ?", sc_arg_text(trait->name));
    sc_sql_add_arg(sql, " AND \"word\" >= ?", sc_arg_text(prefix));
    sc_sql_add_arg(sql, " AND \"word\" < ?", sc_arg_text(sc_search_end(prefix, sets->pool)));
    sc_sql_add(sql, " ORDER BY \"word\"");
    status = sc_sql_select(sets->db, sql, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        APR_ARRAY_PUSH(*words, const char *) = sc_row_text(rows, i, 0);
    }
    return status;
}
