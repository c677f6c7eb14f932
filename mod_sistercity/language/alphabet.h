/**
 * @file alphabet.h
 * @brief The order of a language's letters, for texts that are sorted byte by byte.
 *
 * An alphabet is a text, made once and kept in the database: "lt č=c~1 y=i š=s~1 ž=z~1" says that
 * Lithuanian sorts y as i, and š behind all words that go on from s with another letter. So lists
 * have the same order whatever version of ICU each server has.
 */
#ifndef SC_LANGUAGE_ALPHABET_H
#define SC_LANGUAGE_ALPHABET_H

#include <apr_pools.h>

/**
 * The alphabet of a language: its tag, then the letters that do not sort as their plain Latin form,
 * each with what stands for it. Letters of other scripts are sorted by their Latin form.
 * @return NULL if the tag is none
 */
const char *sc_alphabet_of(const char *tag, apr_pool_t *pool);

/** The text folded (collate.h), with those letters replaced. @param alphabet "" for none */
const char *sc_alphabet_key(const char *alphabet, const char *text, apr_pool_t *pool);

#endif
