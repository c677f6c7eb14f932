#include "store/query/beginnings.h"
#include "store/query/item_sets.h"
#include "store/query/item_sets_gather.h"

#include <apr_strings.h>

/* The first block behind this one that has an item.
 * @param block NULL: the first of all; set
 * @return APR_ENOENT if there is none */
static apr_status_t find_block(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const apr_int64_t *behind, apr_int64_t *block)
{
    const char *all =
        apr_pstrcat(pool, "SELECT MIN(\"id\") FROM \"", entity->collection, "\"", NULL);
    const sc_arg_t last = sc_arg_integer(behind ? sc_id_block_last(*behind) : 0);
    sc_rows_t *rows;
    apr_status_t status =
        behind ? sc_db_select(db, pool, apr_pstrcat(pool, all, " WHERE \"id\" > ?", NULL), &last, 1,
                              &rows)
               : sc_db_select(db, pool, all, NULL, 0, &rows);

    if (status != APR_SUCCESS) {
        return status;
    }
    if (!sc_row_text(rows, 0, 0)) {
        return APR_ENOENT;
    }
    *block = SC_ID_BLOCK_OF(sc_row_integer(rows, 0, 0));
    return APR_SUCCESS;
}

static int is_inherited(const char *trait)
{
    const sc_traits_t *traits;
    int i;

    for (i = 0; (traits = sc_traits_at(i)); i++) {
        if (sc_trait_is_inherited(traits, trait)) {
            return 1;
        }
    }
    return 0;
}

/* Keeps of a block of partnerships what their heirs will ask for. */
static void keep_inherited(const sc_words_t *words, sc_words_t *partnerships)
{
    apr_hash_index_t *i, *j;

    for (i = apr_hash_first(words->pool, words->traits); i; i = apr_hash_next(i)) {
        const char *trait = apr_hash_this_key(i);

        if (!is_inherited(trait)) {
            continue;
        }
        for (j = apr_hash_first(words->pool, apr_hash_this_val(i)); j; j = apr_hash_next(j)) {
            sc_id_set_unite(sc_words_set(partnerships, sc_words_of(partnerships, trait),
                                         apr_hash_this_key(j), apr_hash_this_key_len(j)),
                            apr_hash_this_val(j));
        }
    }
}

/* What the sets of one collection are made of for the next. */
typedef struct rebuilding_t {
    sc_words_t *partnerships; /* the words of all that are inherited */
    sc_beginnings_t *beginnings;
} rebuilding_t;

static apr_status_t rebuild_block(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                  apr_int64_t block, const rebuilding_t *rebuilding)
{
    const sc_scope_t scope = {NULL, block};
    sc_words_t *words = sc_words_new(pool);
    apr_status_t status = sc_words_gather_own(db, pool, traits, &scope, words);

    if (status == APR_SUCCESS && traits->inherited) {
        status =
            sc_words_gather_inherited(db, pool, traits, &scope, rebuilding->partnerships, words);
    }
    if (status == APR_SUCCESS && sc_beginnings_apply(traits->entity)) {
        status =
            sc_beginnings_gather(db, pool, traits->entity, &scope, rebuilding->beginnings, words);
    }
    if (traits->entity == &sc_partnership) {
        keep_inherited(words, rebuilding->partnerships);
    }
    return status == APR_SUCCESS
               ? sc_words_insert(db, pool, traits->entity->collection, block, words)
               : status;
}

static apr_status_t rebuild_collection(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                       const rebuilding_t *rebuilding)
{
    const apr_int64_t *behind = NULL;
    apr_pool_t *scratch;
    apr_int64_t block;
    apr_status_t status;

    apr_pool_create(&scratch, pool);
    while ((status = find_block(db, scratch, traits->entity, behind, &block)) == APR_SUCCESS) {
        status = rebuild_block(db, scratch, traits, block, rebuilding);
        if (status != APR_SUCCESS) {
            break;
        }
        behind = &block;
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

/* What a transaction of somebody else's has just noted on PostgreSQL stays noted: to wait for it
 * could end a long import by a timeout. */
static apr_status_t forget_all(sc_db_t *db, apr_pool_t *pool)
{
    return sc_db_execute_once(
        db, pool,
        sc_db_dialect(db) == SC_DIALECT_POSTGRESQL
            ? "DELETE FROM \"unsettled\" WHERE (\"collection\", \"id\") IN "
              "(SELECT \"collection\", \"id\" FROM \"unsettled\" FOR UPDATE SKIP LOCKED)"
            : "DELETE FROM \"unsettled\"");
}

apr_status_t sc_item_sets_rebuild(sc_db_t *db, apr_pool_t *pool)
{
    const sc_traits_t *traits;
    rebuilding_t rebuilding;
    apr_status_t status;
    apr_pool_t *own;
    int i;

    apr_pool_create(&own, pool);
    rebuilding.partnerships = sc_words_new(own);
    status = sc_db_execute_once(db, own, "DELETE FROM \"item_sets\"");
    if (status == APR_SUCCESS) {
        status = forget_all(db, own);
    }
    if (status == APR_SUCCESS) {
        status = sc_beginnings_common(db, own, &rebuilding.beginnings);
    }
    for (i = 0; status == APR_SUCCESS && (traits = sc_traits_at(i)); i++) {
        status = rebuild_collection(db, own, traits, &rebuilding);
    }
    apr_pool_destroy(own);
    return status;
}
