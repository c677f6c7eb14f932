/**
 * Search keys: folded words that find an item by their beginnings.
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
 * All of a text is a key as well, behind a character that no word begins with and without spaces,
 * and likewise in its loose form: "=newyork" tells that New York is named so, and nothing else
 * besides.
 *
 * A search is the items that have, for each term, a key that begins with it:
 *     "key" >= ? AND "key" < ?   with the term and sc_search_end() of it.
 * A partnership is found by its own name here, and by its places through place_keys.
 */
#pragma once

#include "model/entity.h"

/** Greatest length of a key in characters. */
#define SC_KEY_LIMIT 32

/** The most terms a search uses; more are dropped. */
#define SC_TERM_LIMIT 8

/** Whether the entity has a searchable field. */
int sc_search_knows(const sc_entity_t *entity);

/** The table of the entity's keys, "place_keys"; NULL if it has no searchable field. */
const char *sc_search_table(const sc_entity_t *entity, apr_pool_t *pool);

/** What the key of a whole text begins with. */
#define SC_KEY_OF_WHOLE "="

/** The terms of what a reader typed, of const char *, each once. Empty if nothing is left of it.
 * @param folded by sc_fold() */
apr_array_header_t *sc_search_terms(const char *folded, apr_pool_t *pool);

/** The key of a whole text. @return NULL if nothing is left of it, or if it has no loose form */
const char *sc_search_whole(const char *folded, int is_loose, apr_pool_t *pool);

/** "boston" of "sister cities of boston". @return NULL if it says nothing of a relationship, or
 * nothing else */
const char *sc_search_names_alone(const char *folded, apr_pool_t *pool);

/** The end of the range of keys that begin with the term: greater than all of them. */
const char *sc_search_end(const char *term, apr_pool_t *pool);

/** All keys of the record, of const char *, each once. */
apr_array_header_t *sc_search_keys(const void *record, apr_pool_t *pool);
