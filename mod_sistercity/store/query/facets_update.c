#include "store/query/facets.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* Bringing bitmaps up to date costs about the same for one item as for many, and readers hardly
 * notice that a few are dirty. */
#define DIRTY_MOST 50

/* Somebody waits for the page that tells of the edit: no more are read anew at once. */
#define UPDATED_MOST 2000

/* Fewer changes than these, or than this part of the registry, are few. */
#define FEW_CHANGES 500
#define SMALL_PART 10

/* Fewer partnerships are read as fast in any way. */
#define ESTIMATED_LEAST 1000

/* The rows of one facet in the making. */
typedef struct making_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_faceted_t *faceted;
    const sc_facet_t *facet;
    const sc_bitmap_t *dirty; /* the items that are read anew; NULL: all, and there are no rows */
    apr_hash_t *words;        /* theirs -> sc_bitmap_t *; taken out once they are in a row */
    apr_hash_t *heirs;        /* owner -> its items; NULL: each is asked for its words */
    apr_hash_t *keys;         /* of dirty places, as far as they are known */
    apr_hash_t *owned;        /* words of the owners -> sc_bitmap_t *; NULL: as their rows say */
} making_t;

/* Deletes the row of the word, or all of the facet. @param word NULL: all */
static apr_status_t delete_rows(const making_t *making, apr_pool_t *scratch, const char *word)
{
    sc_sql_t *sql = sc_sql_new(scratch);

    sc_sql_add_arg(sql, "DELETE FROM \"facets\" WHERE \"collection\" = ?",
                   sc_arg_text(making->faceted->entity->collection));
    sc_sql_add_arg(sql, " AND \"facet\" = ?", sc_arg_text(making->facet->name));
    if (word) {
        sc_sql_add_arg(sql, " AND \"word\" = ?", sc_arg_text(word));
    }
    return sc_sql_execute(making->db, sql);
}

static apr_status_t insert_row(const making_t *making, apr_pool_t *scratch, const char *word,
                               const sc_bitmap_t *bitmap)
{
    const sc_arg_t args[] = {sc_arg_text(making->faceted->entity->collection),
                             sc_arg_text(making->facet->name), sc_arg_text(word),
                             sc_arg_integer(sc_bitmap_count(bitmap)),
                             sc_facets_arg(making->db, bitmap, scratch)};

    return sc_db_execute(making->db, scratch, "INSERT INTO \"facets\" VALUES (?, ?, ?, ?, ?)", args,
                         5, NULL);
}

/* Reads who has which word from the items themselves. */
static apr_status_t read_words(making_t *making)
{
    apr_pool_t *reading;
    sc_rows_t *rows;

    apr_pool_create(&reading, making->pool);
    sc_sql_t *sql = sc_ids_select(making->db, reading, "x.\"id\"");
    sc_sql_add(sql, ", x.\"word\" FROM ");
    sc_sql_add(sql, sc_facet_source(making->faceted, making->facet, reading));
    sc_sql_add(sql, " WHERE x.\"word\" IS NOT NULL");
    if (making->dirty) {
        sc_sql_add(sql, " AND x.\"id\"");
        sc_ids_add_in(making->db, sql, making->dirty);
    }
    sc_sql_add(sql, " GROUP BY x.\"word\"");
    apr_status_t status = sc_sql_select(making->db, sql, &rows);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        sc_bitmap_t *bitmap = sc_bitmap_new(making->pool);

        sc_bitmap_add_list(bitmap, sc_row_ids(rows, i, 0), NULL);
        apr_hash_set(making->words, apr_pstrdup(making->pool, sc_row_word(rows, i, 1)),
                     APR_HASH_KEY_STRING, bitmap);
    }
    apr_pool_destroy(reading);
    return status;
}

/* The rows of the facet that there are, of this collection or of the partnerships. */
static apr_status_t read_facet(const making_t *making, const sc_entity_t *entity, sc_rows_t **rows)
{
    const sc_arg_t args[] = {sc_arg_text(entity->collection), sc_arg_text(making->facet->name)};

    return sc_db_select(
        making->db, making->pool,
        apr_pstrcat(making->pool, "SELECT \"word\", \"count\"", sc_facets_columns(making->db),
                    " FROM \"facets\" WHERE \"collection\" = ? AND \"facet\" = ?", NULL),
        args, 2, rows);
}

/* The items of each owner, as lists of ids. */
static apr_status_t read_heirs(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               apr_hash_t **heirs)
{
    int are_parties = entity == &sc_partnership;
    const char *owner = are_parties ? "\"place_id\"" : "\"partnership_id\"";
    sc_sql_t *sql = sc_ids_select(db, pool, are_parties ? "\"partnership_id\"" : "\"id\"");
    sc_rows_t *rows;

    sc_sql_add(sql, apr_pstrcat(pool, ", ", owner, " FROM \"",
                                are_parties ? "partnership_parties" : entity->collection,
                                "\" WHERE ", owner, " IS NOT NULL GROUP BY ", owner, NULL));
    SC_TRY(sc_sql_select(db, sql, &rows));
    *heirs = apr_hash_make(pool);
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, 1);

        apr_hash_set(*heirs, apr_pmemdup(pool, &id, sizeof(id)), sizeof(id),
                     sc_row_ids(rows, i, 0));
    }
    return APR_SUCCESS;
}

static void inherit_word(making_t *making, const char *word, const sc_bitmap_t *owners)
{
    const apr_array_header_t *ids = sc_bitmap_ids(owners, making->pool);
    sc_bitmap_t *bitmap = sc_bitmap_new(making->pool);

    SC_EACH_OF(const apr_int64_t, id, ids) {
        sc_bitmap_add_list(bitmap, apr_hash_get(making->heirs, id, sizeof(apr_int64_t)), NULL);
    }
    if (!sc_bitmap_is_empty(bitmap)) {
        apr_hash_set(making->words, word, APR_HASH_KEY_STRING, bitmap);
    }
}

/* What has a word because its owner has it: who of these does is known already, and to ask for it
 * once more by the items would be a third of an import's work. */
static apr_status_t inherit_words(making_t *making)
{
    sc_rows_t *rows;

    for (apr_hash_index_t *i = making->owned ? apr_hash_first(making->pool, making->owned) : NULL;
         i; i = apr_hash_next(i)) {
        inherit_word(making, apr_hash_this_key(i), apr_hash_this_val(i));
    }
    if (making->owned) {
        return APR_SUCCESS;
    }
    SC_TRY(read_facet(making, &sc_partnership, &rows));
    for (int i = 0; i < rows->count; i++) {
        const sc_bitmap_t *owners = sc_facets_bitmap(making->db, rows, i, 1, making->pool);

        if (owners) {
            inherit_word(making, sc_row_word(rows, i, 0), owners);
        }
    }
    return APR_SUCCESS;
}

static apr_status_t mend_row(making_t *making, apr_pool_t *scratch, const char *word,
                             sc_bitmap_t *bitmap)
{
    const sc_bitmap_t *now = apr_hash_get(making->words, word, APR_HASH_KEY_STRING);
    apr_int64_t before = sc_bitmap_count_common(bitmap, making->dirty);

    if (before == (now ? sc_bitmap_count_common(bitmap, now) : 0) &&
        before == (now ? sc_bitmap_count(now) : 0)) {
        apr_hash_set(making->words, word, APR_HASH_KEY_STRING, NULL);
        return APR_SUCCESS;
    }
    sc_bitmap_subtract(bitmap, making->dirty);
    if (now) {
        sc_bitmap_unite(bitmap, now);
        apr_hash_set(making->words, word, APR_HASH_KEY_STRING, NULL);
    }
    apr_status_t status = delete_rows(making, scratch, word);
    return status == APR_SUCCESS && !sc_bitmap_is_empty(bitmap)
               ? insert_row(making, scratch, word, bitmap)
               : status;
}

/* A facet without a row that now has words may be one that the program did not know which made the
 * others: it is made of all. @return also APR_EINVAL: a bitmap that is none */
static apr_status_t mend_rows(making_t *making)
{
    apr_pool_t *scratch;
    sc_rows_t *rows;
    apr_status_t status = read_facet(making, making->faceted->entity, &rows);

    if (status == APR_SUCCESS && rows->count == 0 && apr_hash_count(making->words) > 0 &&
        !making->facet->least) {
        making->dirty = NULL;
        return read_words(making);
    }
    apr_pool_create(&scratch, making->pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        sc_bitmap_t *bitmap = sc_facets_bitmap(making->db, rows, i, 1, scratch);

        status = bitmap ? mend_row(making, scratch, sc_row_word(rows, i, 0), bitmap) : APR_EINVAL;
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    return status;
}

/* Of a facet of frequent words no row is made later: it would be of the dirty items only. */
static apr_status_t insert_rows(const making_t *making)
{
    int least = making->facet->least;
    apr_status_t status = APR_SUCCESS;
    apr_pool_t *scratch;

    apr_pool_create(&scratch, making->pool);
    for (apr_hash_index_t *i = apr_hash_first(making->pool, making->words);
         i && status == APR_SUCCESS; i = apr_hash_next(i)) {
        if (!least || (!making->dirty && sc_bitmap_count(apr_hash_this_val(i)) >= least)) {
            status = insert_row(making, scratch, apr_hash_this_key(i), apr_hash_this_val(i));
        }
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    return status;
}

static apr_status_t make_facet(making_t *making)
{
    apr_status_t status = APR_SUCCESS;

    if (making->dirty && making->facet->is_ranking) {
        making->dirty = NULL;
        status = delete_rows(making, making->pool, NULL);
    }
    if (status == APR_SUCCESS && making->dirty && making->facet->least) {
        status = sc_facets_read_prefixes(making->db, making->faceted, making->facet, making->dirty,
                                         making->keys, making->words);
    }
    else if (status == APR_SUCCESS) {
        status = making->heirs ? inherit_words(making) : read_words(making);
    }
    if (status == APR_SUCCESS && making->dirty) {
        status = mend_rows(making);
    }
    return status == APR_SUCCESS ? insert_rows(making) : status;
}

static apr_status_t make_collection(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                                    const sc_bitmap_t *dirty)
{
    apr_hash_t *keys = apr_hash_make(pool);
    apr_status_t status = APR_SUCCESS;
    const sc_facet_t *facet;

    for (int i = 0; status == APR_SUCCESS && (facet = sc_facet_at(faceted, i)); i++) {
        making_t making = {
            .db = db, .faceted = faceted, .facet = facet, .dirty = dirty, .keys = keys};

        apr_pool_create(&making.pool, pool);
        making.words = apr_hash_make(making.pool);
        status = make_facet(&making);
        apr_pool_destroy(making.pool);
    }
    return status;
}

static int is_of_prefixes(const sc_facet_t *facet)
{
    return strncmp(facet->name, SC_FACET_PREFIX, strlen(SC_FACET_PREFIX)) == 0;
}

/* Makes all rows of a collection, of which there are none. What comes later inherits from it.
 * @param prefixes facet -> the words of places, more than have rows */
static apr_status_t make_all(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                             apr_hash_t *prefixes)
{
    apr_hash_t *heirs = NULL;
    const sc_facet_t *facet;

    if (faceted->entity != &sc_place) {
        SC_TRY(read_heirs(db, pool, faceted->entity, &heirs));
    }
    for (int i = 0; (facet = sc_facet_at(faceted, i)); i++) {
        making_t making = {.db = db, .faceted = faceted, .facet = facet};

        apr_pool_create(&making.pool, pool);
        making.words = apr_hash_make(making.pool);
        making.owned = apr_hash_get(prefixes, facet->name, APR_HASH_KEY_STRING);
        making.heirs = making.owned || i >= faceted->count ? heirs : NULL;
        SC_TRY(make_facet(&making));
        if (faceted->entity == &sc_place && is_of_prefixes(facet)) {
            apr_hash_set(prefixes, facet->name, APR_HASH_KEY_STRING, making.words);
        }
        else {
            apr_pool_destroy(making.pool);
        }
    }
    return APR_SUCCESS;
}

/* Takes the first dirty items out of the table: joined with it, since PostgreSQL compares each row
 * with each element of an array that it does not know when it plans. On PostgreSQL somebody else's
 * transaction may be changing some of them: it has their rows locked, and they stay. */
static apr_status_t take_dirty(sc_db_t *db, apr_pool_t *pool, const char *collection,
                               apr_int64_t most, sc_bitmap_t **dirty)
{
    sc_sql_t *sql = sc_ids_select(db, pool, "u.\"id\"");
    sc_sql_t *forget = sc_sql_new(pool);

    sc_sql_add_arg(sql, " FROM (SELECT \"id\" FROM \"dirty_items\" WHERE \"collection\" = ?",
                   sc_arg_text(collection));
    sc_sql_add_arg(sql, " ORDER BY \"id\" LIMIT ?", sc_arg_integer(most));
    sc_sql_add(sql,
               sc_db_dialect(db) == SC_DIALECT_POSTGRESQL ? " FOR UPDATE SKIP LOCKED) u" : ") u");
    apr_status_t status = sc_ids_read(db, sql, dirty);
    if (status != APR_SUCCESS || sc_bitmap_is_empty(*dirty)) {
        return status;
    }
    sc_sql_add_arg(forget,
                   "DELETE FROM \"dirty_items\" WHERE \"collection\" = ? "
                   "AND \"id\" IN (SELECT j.\"value\" FROM ",
                   sc_arg_text(collection));
    sc_ids_add_table(db, forget, *dirty);
    sc_sql_add(forget, ")");
    return sc_sql_execute(db, forget);
}

/* @param partnerships those that are read anew, with all that belongs to them: set with their own
 * collection, which comes first */
static apr_status_t update_collection(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                                      apr_int64_t *most, sc_bitmap_t **partnerships)
{
    sc_bitmap_t *dirty, *heirs;

    SC_TRY(take_dirty(db, pool, faceted->entity->collection, *most, &dirty));
    *most -= sc_bitmap_count(dirty);
    if (faceted->entity == &sc_partnership) {
        *partnerships = dirty;
    }
    if (faceted->inherited && !sc_bitmap_is_empty(*partnerships)) {
        SC_TRY(sc_facets_of_partnerships(db, pool, faceted->entity, *partnerships, &heirs));
        sc_bitmap_unite(dirty, heirs);
    }
    /* The ranking of places changes with partnerships. */
    if (sc_bitmap_is_empty(dirty) && faceted->entity != &sc_place) {
        return APR_SUCCESS;
    }
    return make_collection(db, pool, faceted, dirty);
}

static apr_status_t update_some(sc_db_t *db, apr_pool_t *pool)
{
    sc_bitmap_t *partnerships = sc_bitmap_new(pool);
    apr_int64_t most = UPDATED_MOST;
    apr_status_t status = APR_SUCCESS;
    const sc_faceted_t *faceted;

    for (int i = 0; status == APR_SUCCESS && (faceted = sc_faceted_at(i)); i++) {
        status = update_collection(db, pool, faceted, &most, &partnerships);
    }
    return status;
}

apr_status_t sc_facets_update(sc_db_t *db, apr_pool_t *pool)
{
    const sc_arg_t most = sc_arg_integer(DIRTY_MOST + 1);
    apr_pool_t *own;
    sc_rows_t *rows;
    apr_status_t status =
        sc_db_select(db, pool, "SELECT COUNT(*) FROM (SELECT 1 FROM \"dirty_items\" LIMIT ?) u",
                     &most, 1, &rows);

    if (status != APR_SUCCESS || sc_row_number(rows, 0, 0) <= DIRTY_MOST) {
        return status;
    }
    apr_pool_create(&own, pool);
    status = update_some(db, own);
    if (status == APR_EINVAL) { /* a bitmap that cannot be read */
        status = sc_facets_rebuild(db, own);
    }
    apr_pool_destroy(own);
    return status;
}

/* What somebody else's transaction has just noted on PostgreSQL stays: to wait for it could end a
 * long import by a timeout. */
static apr_status_t forget_dirty(sc_db_t *db, apr_pool_t *pool)
{
    return sc_db_execute_once(
        db, pool,
        sc_db_dialect(db) == SC_DIALECT_POSTGRESQL
            ? "DELETE FROM \"dirty_items\" WHERE ctid = ANY "
              "(ARRAY(SELECT ctid FROM \"dirty_items\" FOR UPDATE SKIP LOCKED))"
            : "DELETE FROM \"dirty_items\"");
}

/* The tables that facets are made of: not the history, which is large, nor another program's. One
 * that somebody else's ANALYZE or VACUUM holds is passed over: to wait could end a long import. */
#define ESTIMATE                                                                                   \
    "ANALYZE (SKIP_LOCKED) \"places\", \"place_keys\", \"partnerships\", "                         \
    "\"partnership_parties\", "                                                                    \
    "\"partnership_fields\", \"agreements\", \"agreement_signatories\", \"activities\", "          \
    "\"activity_fields\", \"approvals\", \"steps\", \"gifts\""

/* As long as PostgreSQL takes the tables for nearly empty, as they were before a large import, it
 * reads all exchanges again for each partnership. */
static apr_status_t estimate(sc_db_t *db, apr_pool_t *pool)
{
    const sc_arg_t most = sc_arg_integer(ESTIMATED_LEAST);
    sc_rows_t *rows;

    if (sc_db_dialect(db) != SC_DIALECT_POSTGRESQL) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool, "SELECT COUNT(*) FROM (SELECT 1 FROM \"partnerships\" LIMIT ?) u",
                        &most, 1, &rows));
    return sc_row_number(rows, 0, 0) < ESTIMATED_LEAST ? APR_SUCCESS
                                                       : sc_db_execute_once(db, pool, ESTIMATE);
}

apr_status_t sc_facets_rebuild(sc_db_t *db, apr_pool_t *pool)
{
    const sc_faceted_t *faceted;
    apr_pool_t *own;

    SC_TRY(estimate(db, pool));
    apr_status_t status = sc_db_execute_once(db, pool, "DELETE FROM \"facets\"");
    if (status == APR_SUCCESS) {
        status = forget_dirty(db, pool);
    }
    apr_pool_create(&own, pool);
    apr_hash_t *prefixes = apr_hash_make(own);
    for (int i = 0; status == APR_SUCCESS && (faceted = sc_faceted_at(i)); i++) {
        status = make_all(db, own, faceted, prefixes);
    }
    apr_pool_destroy(own);
    return status;
}

apr_status_t sc_facets_are_sooner_made_anew(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes,
                                            int *are)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(
        db, pool, "SELECT COALESCE(SUM(\"count\"), 0) FROM \"facets\" WHERE \"facet\" = 'all'",
        NULL, 0, &rows));
    *are = changes > FEW_CHANGES && changes > sc_row_integer(rows, 0, 0) / SMALL_PART;
    return APR_SUCCESS;
}

apr_status_t sc_facets_settle(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes)
{
    int anew;

    SC_TRY(sc_facets_are_sooner_made_anew(db, pool, changes, &anew));
    return anew ? sc_facets_rebuild(db, pool) : sc_facets_update(db, pool);
}
