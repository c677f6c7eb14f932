#include "store/query/beginnings.h"
#include "store/query/id_select.h"
#include "store/query/item_sets.h"
#include "store/query/item_sets_gather.h"

#include <string.h>

/* Mending costs about the same for one item as for many, and reading is hardly slower for a few
 * that are unsettled. */
#define UNSETTLED_MOST 50

/* Somebody waits for the page that tells of the edit: no more are mended at once. */
#define MENDED_MOST 2000

/* A kept set of a block that is being mended. */
typedef struct mending_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_traits_t *traits;
    apr_int64_t block;
    sc_scope_t scope;  /* the unsettled items of the block */
    sc_words_t *words; /* theirs; taken out once they are in a kept set */
} mending_t;

/* Of search keys only the beginnings that are kept: others are not complete. */
static apr_status_t gather_beginnings(mending_t *mending)
{
    const sc_entity_t *entity = mending->traits->entity;
    sc_beginnings_t *beginnings;
    apr_status_t status;

    if (!sc_beginnings_apply(entity)) {
        return APR_SUCCESS;
    }
    status = sc_beginnings_kept(mending->db, mending->pool, entity, &beginnings);
    return status == APR_SUCCESS ? sc_beginnings_gather(mending->db, mending->pool, entity,
                                                        &mending->scope, beginnings, mending->words)
                                 : status;
}

static apr_status_t gather_unsettled(mending_t *mending)
{
    const sc_traits_t *traits = sc_traits_of(&sc_partnership);
    sc_words_t *inherited = sc_words_new(mending->pool);
    apr_status_t status = sc_words_gather_own(mending->db, mending->pool, mending->traits,
                                              &mending->scope, mending->words);
    sc_scope_t heritage = {NULL, 0};
    sc_id_set_t *partnerships;

    if (status != APR_SUCCESS || !mending->traits->inherited) {
        return status;
    }
    status = sc_item_sets_partnerships(mending->db, mending->pool, mending->traits->entity,
                                       mending->scope.ids, &partnerships);
    heritage.ids = partnerships;
    if (status == APR_SUCCESS) {
        status = sc_words_gather_own(mending->db, mending->pool, traits, &heritage, inherited);
    }
    return status == APR_SUCCESS
               ? sc_words_gather_inherited(mending->db, mending->pool, mending->traits,
                                           &mending->scope, inherited, mending->words)
               : status;
}

/* @param scratch is cleared by the caller */
static apr_status_t mend_row(mending_t *mending, apr_pool_t *scratch, const sc_set_row_t *row,
                             const char *before)
{
    apr_hash_t *of_trait = sc_words_of(mending->words, row->trait);
    const sc_id_set_t *now = apr_hash_get(of_trait, row->word, APR_HASH_KEY_STRING);
    sc_id_set_t *set = sc_id_set_new(scratch);
    apr_status_t status = sc_id_set_add_packed(set, row->block, before, NULL);
    apr_int64_t count = sc_id_set_count(set);
    const char *after;

    if (status != APR_SUCCESS) {
        return status;
    }
    sc_id_set_subtract(set, mending->scope.ids);
    if (!now && sc_id_set_count(set) == count) {
        return APR_SUCCESS;
    }
    if (now) {
        sc_id_set_unite(set, now);
        apr_hash_set(of_trait, row->word, APR_HASH_KEY_STRING, NULL);
    }
    after = sc_id_set_packed(set, row->block, scratch);
    if (after && strcmp(after, before) == 0) {
        return APR_SUCCESS;
    }
    status = sc_set_row_delete(mending->db, scratch, row);
    return status == APR_SUCCESS && after ? sc_set_row_insert(mending->db, scratch, row, after)
                                          : status;
}

static apr_status_t mend_rows(mending_t *mending, const char *collection, const sc_rows_t *rows)
{
    apr_status_t status = APR_SUCCESS;
    apr_pool_t *scratch;
    int i;

    apr_pool_create(&scratch, mending->pool);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const sc_set_row_t row = {collection, sc_row_text(rows, i, 0), sc_row_text(rows, i, 1),
                                  mending->block};

        status = mend_row(mending, scratch, &row, sc_row_text(rows, i, 2));
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    return status;
}

static apr_status_t mend_block(mending_t *mending)
{
    const char *collection = mending->traits->entity->collection;
    const sc_arg_t args[] = {sc_arg_text(collection), sc_arg_integer(mending->block)};
    apr_status_t status = gather_unsettled(mending);
    sc_rows_t *rows;

    if (status == APR_SUCCESS) {
        status = gather_beginnings(mending);
    }
    if (status == APR_SUCCESS) {
        status = sc_db_select(mending->db, mending->pool,
                              "SELECT \"trait\", \"word\", \"ids\" FROM \"item_sets\" "
                              "WHERE \"collection\" = ? AND \"block\" = ?",
                              args, 2, &rows);
    }
    if (status == APR_SUCCESS) {
        status = mend_rows(mending, collection, rows);
    }
    return status == APR_SUCCESS ? sc_words_insert(mending->db, mending->pool, collection,
                                                   mending->block, mending->words)
                                 : status;
}

static apr_status_t mend_collection(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                    const sc_id_set_t *unsettled)
{
    apr_array_header_t *blocks = sc_id_set_blocks(unsettled, pool);
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < blocks->nelts && status == APR_SUCCESS; i++) {
        mending_t mending = {.db = db, .traits = traits};

        apr_pool_create(&mending.pool, pool);
        mending.block = APR_ARRAY_IDX(blocks, i, apr_int64_t);
        mending.scope.ids = sc_id_set_of_block(unsettled, mending.block, mending.pool);
        mending.words = sc_words_new(mending.pool);
        status = mend_block(&mending);
        apr_pool_destroy(mending.pool);
    }
    return status;
}

/* Unsettled ids of a collection, the lowest first, for they share blocks. On PostgreSQL a
 * transaction of somebody else's may be changing some of them: it has its row locked, and what it
 * does will be seen by the next that settles. */
static apr_status_t take_unsettled(sc_db_t *db, apr_pool_t *pool, const char *collection,
                                   apr_int64_t most, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "u.\"id\"");

    sc_sql_add_arg(sql, " FROM (SELECT \"id\" FROM \"unsettled\" WHERE \"collection\" = ?",
                   sc_arg_text(collection));
    sc_sql_add_arg(sql, " ORDER BY \"id\" LIMIT ?", sc_arg_integer(most));
    sc_sql_add(sql,
               sc_db_dialect(db) == SC_DIALECT_POSTGRESQL ? " FOR UPDATE SKIP LOCKED) u" : ") u");
    return sc_id_select_read(db, sql, ids);
}

static apr_status_t forget_unsettled(sc_db_t *db, apr_pool_t *pool, const char *collection,
                                     const sc_id_set_t *ids)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add_arg(sql, "DELETE FROM \"unsettled\" WHERE \"collection\" = ? AND \"id\"",
                   sc_arg_text(collection));
    sc_id_select_add_in(db, sql, ids);
    return sc_sql_execute(db, sql);
}

/* @param most so many may still be mended; lessened
 * @param partnerships those that are mended: set with their own collection, for their heirs */
static apr_status_t settle_collection(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                      apr_int64_t *most, sc_id_set_t **partnerships)
{
    sc_id_set_t *own, *heirs, *all;
    apr_status_t status = take_unsettled(db, pool, traits->entity->collection, *most, &own);

    if (status != APR_SUCCESS) {
        return status;
    }
    *most -= sc_id_set_count(own);
    all = sc_id_set_new(pool);
    sc_id_set_unite(all, own);
    if (traits->entity == &sc_partnership) {
        *partnerships = own;
    }
    if (traits->inherited && sc_id_set_count(*partnerships) > 0) {
        status = sc_item_sets_of_partnerships(db, pool, traits->entity, *partnerships, &heirs);
        if (status == APR_SUCCESS) {
            sc_id_set_unite(all, heirs);
        }
    }
    if (status == APR_SUCCESS) {
        status = mend_collection(db, pool, traits, all);
    }
    return status == APR_SUCCESS ? forget_unsettled(db, pool, traits->entity->collection, own)
                                 : status;
}

static apr_status_t settle_some(sc_db_t *db, apr_pool_t *pool)
{
    sc_id_set_t *partnerships = sc_id_set_new(pool);
    apr_int64_t most = MENDED_MOST;
    apr_status_t status = APR_SUCCESS;
    const sc_traits_t *traits;
    int i;

    for (i = 0; status == APR_SUCCESS && (traits = sc_traits_at(i)); i++) {
        status = settle_collection(db, pool, traits, &most, &partnerships);
    }
    return status;
}

apr_status_t sc_item_sets_settle(sc_db_t *db, apr_pool_t *pool)
{
    const sc_arg_t most = sc_arg_integer(UNSETTLED_MOST + 1);
    apr_pool_t *own;
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(
        db, pool, "SELECT COUNT(*) FROM (SELECT 1 FROM \"unsettled\" LIMIT ?) u", &most, 1, &rows);

    if (status != APR_SUCCESS || sc_row_integer(rows, 0, 0) <= UNSETTLED_MOST) {
        return status;
    }
    apr_pool_create(&own, pool);
    status = settle_some(db, own);
    if (status == APR_EINVAL) { /* a kept set that cannot be read */
        status = sc_item_sets_rebuild(db, own);
    }
    apr_pool_destroy(own);
    return status;
}
