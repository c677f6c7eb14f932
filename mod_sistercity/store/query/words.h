/**
 * @file words.h
 * @brief What is found by the words that a reader typed: items of which each word begins a key.
 *
 * Private to store. Keys are those of store/record/search.h, in the tables ENTITY_keys.
 */
#ifndef SC_STORE_WORDS_H
#define SC_STORE_WORDS_H

#include "store/query/facets.h"

/**
 * @param has_parties whether it is found by its partnership's name and parties, too
 * @param typed as the reader typed it
 * @param ids in the pool; empty if nothing is left of the words; NULL if the collection cannot be
 * searched
 */
apr_status_t sc_words_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             int has_parties, const char *typed, sc_bitmap_t **ids);

#endif
