/**
 * @file beginnings.h
 * @brief What search keys begin with, and sets of items by it.
 *
 * Private to store. A search for a beginning that very many keys have would read each of them, and
 * for partnerships each party of each place. So sets (store/query/item_sets.h) are kept by the
 * beginnings that many keys have, as words of the trait "key", of places, and of partnerships by
 * their own name and their parties'. Making all sets anew decides which beginnings these are; until
 * then those are mended that are kept. What begins otherwise is few, and searched for by its keys.
 */
#ifndef SC_STORE_BEGINNINGS_H
#define SC_STORE_BEGINNINGS_H

#include "store/db/db.h"
#include "store/query/item_sets_gather.h"

/** The trait of the sets. */
#define SC_TRAIT_KEY "key"

/** Sets are kept of a beginning that so many keys have: to read fewer takes about as long as all
 * else that a list does. */
#define SC_BEGINNING_COMMON 400

/** The beginnings of which sets are kept. */
typedef struct sc_beginnings_t sc_beginnings_t;

/** Whether sets of the collection are kept by beginnings. */
int sc_beginnings_apply(const sc_entity_t *entity);

/** Those that many keys of places or of partnerships have. */
apr_status_t sc_beginnings_common(sc_db_t *db, apr_pool_t *pool, sc_beginnings_t **beginnings);

/** Those of which the collection has sets. */
apr_status_t sc_beginnings_kept(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                sc_beginnings_t **beginnings);

/** Adds to the words which items in the scope have which of the beginnings. @param pool for what is
 * read, and as long as the beginnings are used: partnerships are found by the places that were
 * gathered before, if these were */
apr_status_t sc_beginnings_gather(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                  const sc_scope_t *scope, sc_beginnings_t *beginnings,
                                  sc_words_t *words);

#endif
