/**
 * @file item_sets_gather.h
 * @brief Who has which word: read from the items themselves, and stored as rows of item_sets.
 *
 * Private to what makes and mends the sets.
 */
#ifndef SC_STORE_ITEM_SETS_GATHER_H
#define SC_STORE_ITEM_SETS_GATHER_H

#include "store/db/db.h"
#include "store/query/id_set.h"
#include "store/query/trait.h"

#include <apr_hash.h>

/** The sets of some items. Everything lives in the pool. */
typedef struct sc_words_t {
    apr_pool_t *pool;
    apr_hash_t *traits; /* name of a trait -> hash of word -> sc_id_set_t * */
} sc_words_t;

/** Which items of a collection are looked at: those of a set, or those of a block. */
typedef struct sc_scope_t {
    const sc_id_set_t *ids; /* NULL: the block */
    apr_int64_t block;
} sc_scope_t;

/** What a row of item_sets is found by. */
typedef struct sc_set_row_t {
    const char *collection;
    const char *trait;
    const char *word;
    apr_int64_t block;
} sc_set_row_t;

sc_words_t *sc_words_new(apr_pool_t *pool);

/** The words of a trait: a hash of word -> sc_id_set_t *, made if there is none. */
apr_hash_t *sc_words_of(const sc_words_t *words, const char *trait);

/** The set of a word, made if there is none. @param of_trait by sc_words_of() */
sc_id_set_t *sc_words_set(const sc_words_t *words, apr_hash_t *of_trait, const char *word,
                          apr_ssize_t length);

/** Reads lines, each of an id of the scope, a space and a text. @param lines NULL: there are none
 */
apr_status_t sc_lines_read(sc_db_t *db, apr_pool_t *pool, const char *id, const char *text,
                           const char *from, const sc_scope_t *scope, const char **lines);

/** The text of a line, with a space behind each line feed in it. @param next line; "" behind the
 * last */
const char *sc_line_text(const char *line, apr_ssize_t *length, const char **next);

/** Adds to the words what the items in the scope have themselves. @param pool for what is read */
apr_status_t sc_words_gather_own(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                 const sc_scope_t *scope, sc_words_t *words);

/** Adds what the items in the scope have of their partnerships. @param partnerships the words of
 * all partnerships that they belong to */
apr_status_t sc_words_gather_inherited(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                       const sc_scope_t *scope, const sc_words_t *partnerships,
                                       sc_words_t *words);

/** Stores the block of each set, none of which is stored yet. */
apr_status_t sc_words_insert(sc_db_t *db, apr_pool_t *pool, const char *collection,
                             apr_int64_t block, const sc_words_t *words);

apr_status_t sc_set_row_insert(sc_db_t *db, apr_pool_t *pool, const sc_set_row_t *row,
                               const char *packed);
apr_status_t sc_set_row_delete(sc_db_t *db, apr_pool_t *pool, const sc_set_row_t *row);

#endif
