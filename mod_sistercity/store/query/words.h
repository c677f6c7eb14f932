/**
 * What is found by the words that a reader typed: items of which each word begins a key.
 *
 * Private to store. Keys are those of store/record/search.h, in the tables ENTITY_keys.
 */
#pragma once

#include "model/query.h"
#include "store/query/facets.h"

/** What is found, and what of it is likely to be meant. */
typedef struct sc_found_t {
    sc_bitmap_t *ids;   /* all of it; NULL if the collection cannot be searched */
    sc_bitmap_t *exact; /* named just so: the item itself, or a party of the partnership */
    sc_bitmap_t *begun; /* whose name so begins, or of which the words are its own */
} sc_found_t;

/** Whether the collection can be searched. */
int sc_words_find(const sc_entity_t *entity);

/**
 * Words that say something of the relationship ("sister cities of Boston") are passed over where
 * nothing is found with them.
 * @param query its words are looked for
 * @param found in the pool; empty if nothing is left of the words
 */
apr_status_t sc_words_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const sc_query_t *query, sc_found_t *found);

/** What that will ask of the first words, whatever is found. */
void sc_words_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, const sc_query_t *query);
