/**
 * @file search.h
 * @brief Search keys: folded words that find an item by their beginnings.
 *
 * Private to store. An entity with fields marked SC_SEARCHABLE has a table ENTITY_keys with
 * `ENTITY_id` and `key`. A key is a word of a folded text (language/collate.h); words in scripts
 * that put no spaces between words have a key from each of their characters on, so that every
 * part of 平塚市 finds it. Keys and terms are cut at SC_KEY_LIMIT characters.
 *
 * What people spell in several ways has its loose form for a key besides: umlauts written out, long
 * vowels, y and ie for i, kana in Latin letters. A term of which no key begins is looked for in its
 * loose form: koeln and zuerich find Köln and Zürich, oosaka Osaka, kiev Kyiv, ヒラツカ Hiratsuka.
 *
 * A search is the items that have, for each term, a key that begins with it:
 *     "key" >= ? AND "key" < ?   with the term and sc_search_end() of it.
 * A partnership is found by its own name here, and by its places through place_keys.
 */
#ifndef SC_STORE_SEARCH_H
#define SC_STORE_SEARCH_H

#include "model/entity.h"

/** Greatest length of a key in characters. */
#define SC_KEY_LIMIT 32

/** The most terms a search uses; more are dropped. */
#define SC_TERM_LIMIT 8

/** The table of the entity's keys, "place_keys"; NULL if it has no searchable field. */
const char *sc_search_table(const sc_entity_t *entity, apr_pool_t *pool);

/** The terms of what a reader typed, of const char *, each once. Empty if nothing is left of it. */
apr_array_header_t *sc_search_terms(const char *typed, apr_pool_t *pool);

/** The loose form of a word; the same text if it has no other. */
const char *sc_search_loose(const char *word, apr_pool_t *pool);

/** The end of the range of keys that begin with the term: greater than all of them. */
const char *sc_search_end(const char *term, apr_pool_t *pool);

/** All keys of the record, of const char *, each once. */
apr_array_header_t *sc_search_keys(const void *record, apr_pool_t *pool);

#endif
