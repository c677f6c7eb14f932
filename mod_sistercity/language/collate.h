/**
 * @file collate.h
 * @brief Order and search keys of texts.
 */
#ifndef SC_LANGUAGE_COLLATE_H
#define SC_LANGUAGE_COLLATE_H

#include "language/language.h"

/** Compares two UTF-8 texts as the language sorts them; like strcmp. */
int sc_collate(const sc_language_t *language, const char *a, const char *b);

/**
 * The text folded for search and for slugs: NFKC, case-folded, letters of any script in Latin where
 * ICU's Any-Latin; Latin-ASCII knows how, punctuation as single spaces: "Łódź" -> "lodz". Han, kana
 * and hangul are kept as they are (ICU would read kanji as Chinese), only NFKC-folded:
 * "平塚市" stays. Thread-safe. May be called without sc_languages_create().
 */
const char *sc_fold(const char *text, apr_pool_t *pool);

/** Like sc_fold(), but with everything in ASCII, kana and hangul romanized too; characters that
 * cannot be romanized reliably (Han) are dropped. For slugs. */
const char *sc_fold_ascii(const char *text, apr_pool_t *pool);

#endif
