/**
 * Order and search keys of texts.
 */
#pragma once

#include "language/language.h"

/** Compares two UTF-8 texts as the language sorts them; like strcmp. */
int sc_collate(const sc_language_t *language, const char *a, const char *b);

/**
 * The text folded for search and for slugs: NFKC, case-folded, letters of any script in Latin where
 * ICU's Any-Latin; Latin-ASCII knows how, punctuation as single spaces: "Łódź" -> "lodz". Han, kana
 * and hangul are kept as they are (ICU would read kanji as Chinese), only NFKC-folded, radicals as
 * their ideographs (radicals.h): "平塚市" stays. Thread-safe. May be called without
 * sc_languages_create().
 */
const char *sc_fold(const char *text, apr_pool_t *pool);

/** Like sc_fold(), but with everything in ASCII, kana and hangul romanized too; characters that
 * cannot be romanized reliably (Han) are dropped. For slugs. */
const char *sc_fold_ascii(const char *text, apr_pool_t *pool);

/** The loose form of a folded word, which is the same of all that people spell in several ways:
 * umlauts written out, long vowels, y and ie for i, double letters, kana in Latin letters. "koln"
 * of "koeln", "kiv" of "kyiv" and "kiev". The same pointer if it has no other. */
const char *sc_fold_loose(const char *word, apr_pool_t *pool);

/** Like sc_fold_ascii(), with Han read as Chinese: "南京市" -> "nanjingshi". Wrong for Japanese. */
const char *sc_fold_pinyin(const char *text, apr_pool_t *pool);

/**
 * The alphabet of a language, made once and kept in the database, so that lists are sorted byte by
 * byte and alike whatever version of ICU each server has: its tag, then the letters that do not
 * sort as their plain Latin form, each with what stands for it. "lt č=c~1 y=i š=s~1 ž=z~1" says
 * that Lithuanian sorts y as i, and š behind all words that go on from s with another letter.
 * Letters of other scripts are sorted by their Latin form.
 * @return NULL if the tag is none
 */
const char *sc_alphabet_of(const char *tag, apr_pool_t *pool);

/** A letter that names are listed under, as a capital, and the key of the first of them. */
typedef struct sc_letter_t {
    const char *capital, *key;
} sc_letter_t;

/** The letters of the alphabet in their order, of sc_letter_t: those of "lt" are A to Z without Y,
 * with Č, Š and Ž behind C, S and Z. @param alphabet "" for plain Latin */
apr_array_header_t *sc_alphabet_letters(const char *alphabet, apr_pool_t *pool);

/** The text folded as by sc_fold(), with those letters replaced. @param alphabet "" for none */
const char *sc_alphabet_key(const char *alphabet, const char *text, apr_pool_t *pool);
