#include "store/id_select.h"
#include "store/item_sets.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* Mending costs about the same for one item as for many, and reading is hardly slower for a few
 * that are unsettled. */
#define UNSETTLED_MOST 50

/* The sets of some items: trait -> hash of word -> sc_id_set_t *. */
typedef struct words_t {
    apr_pool_t *pool;
    apr_hash_t *traits;
} words_t;

/* Which items of a collection are looked at: those of a set, or those of a block. */
typedef struct scope_t {
    const sc_id_set_t *ids; /* NULL: the block */
    apr_int64_t block;
} scope_t;

static words_t *words_new(apr_pool_t *pool)
{
    words_t *words = apr_palloc(pool, sizeof(*words));

    words->pool = pool;
    words->traits = apr_hash_make(pool);
    return words;
}

static apr_hash_t *words_of(const words_t *words, const char *trait)
{
    apr_hash_t *found = apr_hash_get(words->traits, trait, APR_HASH_KEY_STRING);

    if (!found) {
        found = apr_hash_make(words->pool);
        apr_hash_set(words->traits, apr_pstrdup(words->pool, trait), APR_HASH_KEY_STRING, found);
    }
    return found;
}

static sc_id_set_t *set_of(const words_t *words, apr_hash_t *of_trait, const char *word,
                           apr_ssize_t length)
{
    sc_id_set_t *set = apr_hash_get(of_trait, word, length);

    if (!set) {
        set = sc_id_set_new(words->pool);
        apr_hash_set(of_trait, apr_pstrmemdup(words->pool, word, length), length, set);
    }
    return set;
}

static void add_scope(sc_db_t *db, sc_sql_t *sql, const char *id, const scope_t *scope)
{
    sc_sql_add(sql, id);
    if (scope->ids) {
        sc_id_select_add_in(db, sql, scope->ids);
    }
    else {
        sc_sql_add_arg(sql, " >= ?", sc_arg_integer(scope->block * SC_ID_BLOCK));
        sc_sql_add(sql, " AND ");
        sc_sql_add(sql, id);
        sc_sql_add_arg(sql, " < ?", sc_arg_integer((scope->block + 1) * SC_ID_BLOCK));
    }
}

/* Lines of an id, a space, and a text.
 * @param lines NULL: there are none */
static apr_status_t read_lines(sc_db_t *db, apr_pool_t *pool, const char *id, const char *text,
                               const char *from, const scope_t *scope, const char **lines)
{
    sc_sql_t *sql = sc_id_select_texts(
        db, pool, apr_pstrcat(pool, "CAST(", id, " AS TEXT) || ' ' || ", text, NULL), "\n");
    apr_status_t status;
    sc_rows_t *rows;

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, from);
    sc_sql_add(sql, " WHERE ");
    add_scope(db, sql, id, scope);
    status = sc_sql_select(db, sql, &rows);
    *lines = status == APR_SUCCESS && rows->count > 0 ? sc_row_text(rows, 0, 0) : NULL;
    return status;
}

/* The text of a line, and the next line. */
static const char *text_of(const char *line, apr_ssize_t *length, const char **next)
{
    const char *text = line + strcspn(line, " \n");

    text += *text == ' ';
    *length = (apr_ssize_t)strcspn(text, "\n");
    *next = text[*length] ? text + *length + 1 : text + *length;
    return text;
}

static apr_status_t gather_trait(sc_db_t *db, apr_pool_t *pool, const sc_trait_t *trait,
                                 const scope_t *scope, words_t *words)
{
    apr_hash_t *of_trait = words_of(words, trait->name);
    const char *line, *next;
    apr_status_t status = read_lines(db, pool, trait->id, trait->word, trait->from, scope, &line);

    for (; status == APR_SUCCESS && line && *line; line = next) {
        apr_ssize_t length;
        const char *word = text_of(line, &length, &next);

        sc_id_set_add(set_of(words, of_trait, word, length), apr_atoi64(line));
    }
    return status;
}

static apr_status_t gather_own(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                               const scope_t *scope, words_t *words)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < traits->count && status == APR_SUCCESS; i++) {
        status = gather_trait(db, pool, &traits->own[i], scope, words);
    }
    return status;
}

/* An item and its partnership. */
typedef struct heir_t {
    apr_int64_t id;
    apr_int64_t partnership;
} heir_t;

static apr_status_t read_heirs(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const scope_t *scope, apr_array_header_t *heirs)
{
    const char *line, *next;
    apr_status_t status =
        read_lines(db, pool, "x.\"id\"", "CAST(x.\"partnership_id\" AS TEXT)",
                   apr_pstrcat(pool, "\"", entity->collection, "\" x", NULL), scope, &line);

    for (; status == APR_SUCCESS && line && *line; line = next) {
        heir_t *heir = apr_array_push(heirs);
        apr_ssize_t length;

        heir->id = apr_atoi64(line);
        heir->partnership = apr_atoi64(text_of(line, &length, &next));
    }
    return status;
}

static void inherit(const apr_array_header_t *heirs, const sc_id_set_t *partnerships,
                    sc_id_set_t *ids)
{
    int i;

    for (i = 0; i < heirs->nelts; i++) {
        const heir_t *heir = &APR_ARRAY_IDX(heirs, i, heir_t);

        if (sc_id_set_has(partnerships, heir->partnership)) {
            sc_id_set_add(ids, heir->id);
        }
    }
}

/* @param partnerships the words of all partnerships that the items in the scope belong to */
static apr_status_t gather_inherited(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                     const scope_t *scope, const words_t *partnerships,
                                     words_t *words)
{
    apr_array_header_t *heirs = apr_array_make(pool, 1024, sizeof(heir_t));
    apr_status_t status = read_heirs(db, pool, traits->entity, scope, heirs);
    const char *const *trait;

    for (trait = traits->inherited; status == APR_SUCCESS && *trait; trait++) {
        apr_hash_t *of_trait = words_of(words, *trait);
        apr_hash_index_t *i;

        for (i = apr_hash_first(pool, words_of(partnerships, *trait)); i; i = apr_hash_next(i)) {
            const char *word = apr_hash_this_key(i);

            inherit(heirs, apr_hash_this_val(i),
                    set_of(words, of_trait, word, apr_hash_this_key_len(i)));
        }
    }
    return status;
}

/* What a row of item_sets is found by. */
typedef struct row_t {
    const char *collection;
    const char *trait;
    const char *word;
    apr_int64_t block;
} row_t;

static apr_status_t insert_row(sc_db_t *db, apr_pool_t *pool, const row_t *row, const char *packed)
{
    const sc_arg_t args[] = {sc_arg_text(row->collection), sc_arg_text(row->trait),
                             sc_arg_text(row->word), sc_arg_integer(row->block),
                             sc_arg_text(packed)};

    return sc_db_execute(db, pool, "INSERT INTO \"item_sets\" VALUES (?, ?, ?, ?, ?)", args, 5,
                         NULL);
}

static apr_status_t delete_row(sc_db_t *db, apr_pool_t *pool, const row_t *row)
{
    const sc_arg_t args[] = {sc_arg_text(row->collection), sc_arg_text(row->trait),
                             sc_arg_text(row->word), sc_arg_integer(row->block)};

    return sc_db_execute(db, pool,
                         "DELETE FROM \"item_sets\" WHERE \"collection\" = ? AND \"trait\" = ? "
                         "AND \"word\" = ? AND \"block\" = ?",
                         args, 4, NULL);
}

static apr_status_t insert_block(sc_db_t *db, apr_pool_t *pool, const char *collection,
                                 apr_int64_t block, const words_t *words)
{
    apr_hash_index_t *i, *j;

    for (i = apr_hash_first(pool, words->traits); i; i = apr_hash_next(i)) {
        for (j = apr_hash_first(pool, apr_hash_this_val(i)); j; j = apr_hash_next(j)) {
            const row_t row = {collection, apr_hash_this_key(i), apr_hash_this_key(j), block};
            const char *packed = sc_id_set_packed(apr_hash_this_val(j), block, pool);
            apr_status_t status = packed ? insert_row(db, pool, &row, packed) : APR_SUCCESS;

            if (status != APR_SUCCESS) {
                return status;
            }
        }
    }
    return APR_SUCCESS;
}

/* The first block from this one on that has an item. @return APR_ENOENT if there is none */
static apr_status_t find_block(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               apr_int64_t *block)
{
    const char *sql = apr_pstrcat(pool, "SELECT MIN(\"id\") FROM \"", entity->collection,
                                  "\" WHERE \"id\" >= ?", NULL);
    const sc_arg_t from = sc_arg_integer(*block * SC_ID_BLOCK);
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, sql, &from, 1, &rows);

    if (status != APR_SUCCESS) {
        return status;
    }
    if (!sc_row_text(rows, 0, 0)) {
        return APR_ENOENT;
    }
    *block = SC_ID_BLOCK_OF(sc_row_integer(rows, 0, 0));
    return APR_SUCCESS;
}

/* @param partnerships the words of all partnerships: filled by theirs, read by their heirs */
static apr_status_t rebuild_block(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                  apr_int64_t block, words_t *partnerships)
{
    const scope_t scope = {NULL, block};
    words_t *words = traits->entity == &sc_partnership ? partnerships : words_new(pool);
    apr_status_t status = gather_own(db, pool, traits, &scope, words);

    if (status == APR_SUCCESS && traits->inherited) {
        status = gather_inherited(db, pool, traits, &scope, partnerships, words);
    }
    return status == APR_SUCCESS ? insert_block(db, pool, traits->entity->collection, block, words)
                                 : status;
}

static apr_status_t rebuild_collection(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                       words_t *partnerships)
{
    apr_int64_t block = SC_ID_BLOCK_OF(APR_INT64_MIN) + 1;
    apr_pool_t *scratch;
    apr_status_t status;

    apr_pool_create(&scratch, pool);
    while ((status = find_block(db, scratch, traits->entity, &block)) == APR_SUCCESS) {
        status = rebuild_block(db, scratch, traits, block++, partnerships);
        if (status != APR_SUCCESS) {
            break;
        }
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

apr_status_t sc_item_sets_rebuild(sc_db_t *db, apr_pool_t *pool)
{
    const sc_traits_t *traits;
    words_t *partnerships;
    apr_status_t status;
    apr_pool_t *own;
    int i;

    apr_pool_create(&own, pool);
    partnerships = words_new(own);
    status = sc_db_execute_once(db, own, "DELETE FROM \"item_sets\"");
    if (status == APR_SUCCESS) {
        status = sc_db_execute_once(db, own, "DELETE FROM \"unsettled\"");
    }
    for (i = 0; status == APR_SUCCESS && (traits = sc_traits_at(i)); i++) {
        status = rebuild_collection(db, own, traits, partnerships);
    }
    apr_pool_destroy(own);
    return status;
}

/* A kept set of a block that is being mended. */
typedef struct mending_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_traits_t *traits;
    apr_int64_t block;
    scope_t scope;  /* the unsettled items of the block */
    words_t *words; /* theirs; taken out once they are in a kept set */
} mending_t;

static apr_status_t gather_unsettled(mending_t *mending)
{
    const sc_traits_t *traits = sc_traits_of(&sc_partnership);
    words_t *inherited = words_new(mending->pool);
    apr_status_t status =
        gather_own(mending->db, mending->pool, mending->traits, &mending->scope, mending->words);
    scope_t heritage = {NULL, 0};
    sc_id_set_t *partnerships;

    if (status != APR_SUCCESS || !mending->traits->inherited) {
        return status;
    }
    status = sc_item_sets_partnerships(mending->db, mending->pool, mending->traits->entity,
                                       mending->scope.ids, &partnerships);
    heritage.ids = partnerships;
    if (status == APR_SUCCESS) {
        status = gather_own(mending->db, mending->pool, traits, &heritage, inherited);
    }
    return status == APR_SUCCESS ? gather_inherited(mending->db, mending->pool, mending->traits,
                                                    &mending->scope, inherited, mending->words)
                                 : status;
}

static apr_status_t mend_row(mending_t *mending, const row_t *row, const char *before)
{
    apr_hash_t *of_trait = words_of(mending->words, row->trait);
    const sc_id_set_t *now = apr_hash_get(of_trait, row->word, APR_HASH_KEY_STRING);
    sc_id_set_t *set = sc_id_set_new(mending->pool);
    apr_status_t status = sc_id_set_add_packed(set, row->block, before);
    const char *after;

    if (status != APR_SUCCESS) {
        return status;
    }
    sc_id_set_subtract(set, mending->scope.ids);
    if (now) {
        sc_id_set_unite(set, now);
        apr_hash_set(of_trait, row->word, APR_HASH_KEY_STRING, NULL);
    }
    after = sc_id_set_packed(set, row->block, mending->pool);
    if (after && strcmp(after, before) == 0) {
        return APR_SUCCESS;
    }
    status = delete_row(mending->db, mending->pool, row);
    return status == APR_SUCCESS && after ? insert_row(mending->db, mending->pool, row, after)
                                          : status;
}

static apr_status_t mend_block(mending_t *mending)
{
    const char *collection = mending->traits->entity->collection;
    const sc_arg_t args[] = {sc_arg_text(collection), sc_arg_integer(mending->block)};
    apr_status_t status = gather_unsettled(mending);
    sc_rows_t *rows;
    int i;

    if (status == APR_SUCCESS) {
        status = sc_db_select(mending->db, mending->pool,
                              "SELECT \"trait\", \"word\", \"ids\" FROM \"item_sets\" "
                              "WHERE \"collection\" = ? AND \"block\" = ?",
                              args, 2, &rows);
    }
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const row_t row = {collection, sc_row_text(rows, i, 0), sc_row_text(rows, i, 1),
                           mending->block};

        status = mend_row(mending, &row, sc_row_text(rows, i, 2));
    }
    return status == APR_SUCCESS ? insert_block(mending->db, mending->pool, collection,
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
        mending.words = words_new(mending.pool);
        status = mend_block(&mending);
        apr_pool_destroy(mending.pool);
    }
    return status;
}

/* The unsettled ids of a collection. On PostgreSQL a transaction of somebody else's may be changing
 * some of them: it has its row locked, and what it does will be seen by the next that settles. */
static apr_status_t take_unsettled(sc_db_t *db, apr_pool_t *pool, const char *collection,
                                   sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "u.\"id\"");

    sc_sql_add_arg(sql, " FROM (SELECT \"id\" FROM \"unsettled\" WHERE \"collection\" = ?",
                   sc_arg_text(collection));
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

/* @param partnerships those that are unsettled: set with their own collection, for their heirs */
static apr_status_t settle_collection(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                      sc_id_set_t **partnerships)
{
    sc_id_set_t *own, *heirs, *all;
    apr_status_t status = take_unsettled(db, pool, traits->entity->collection, &own);

    if (status != APR_SUCCESS) {
        return status;
    }
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

static apr_status_t settle_all(sc_db_t *db, apr_pool_t *pool)
{
    sc_id_set_t *partnerships = sc_id_set_new(pool);
    apr_status_t status = APR_SUCCESS;
    const sc_traits_t *traits;
    int i;

    for (i = 0; status == APR_SUCCESS && (traits = sc_traits_at(i)); i++) {
        status = settle_collection(db, pool, traits, &partnerships);
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
    status = settle_all(db, own);
    if (status == APR_EINVAL) { /* a kept set that cannot be read */
        status = sc_item_sets_rebuild(db, own);
    }
    apr_pool_destroy(own);
    return status;
}
