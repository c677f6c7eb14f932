/**
 * Which of a place's names a reader sees, and what a relationship is called: by the reader,
 * and by the people of a country.
 */
#pragma once

#include "language/language.h"
#include "model/entity.h"

/** A text in a language of its own. */
typedef struct sc_lang_text_t {
    const char *text;
    const char *lang; /* BCP 47, or NULL where it is the reader's language or not known */
} sc_lang_text_t;

/**
 * The place's name in the reader's language: a name on record in that language that is neither
 * former nor a reading (official before short before foreign), else the usual name, with lang NULL.
 */
sc_lang_text_t sc_name_for(const sc_language_t *language, const sc_label_t *place);

/**
 * The local form, to stand beside sc_name_for(): the official name on record, else the one in the
 * country's most likely language. text is NULL when there is none or it reads the same.
 */
sc_lang_text_t sc_name_local(const sc_language_t *language, const sc_label_t *place);

/** The terms on record (the collection `terms`), for those who say what ties are called. */
typedef struct sc_terms_t {
    apr_array_header_t *words; /* of sc_term_t *, in the order of their slugs */
    apr_hash_t *regions;       /* country -> word of sc_regions, see sql/countries.txt */
} sc_terms_t;

/**
 * The reader's word for the relationship, for a sentence or a badge: "sister city", "twin town",
 * "friendship city" … It depends on the type, on the countries of both parties, and on the
 * reader's language: the word on record for ties with either country, else for those within the
 * region that both are in, else for all, else the type's own name.
 * @param terms or NULL
 * @param partner, @param own ISO 3166-1 codes, or NULL where unknown
 */
const char *sc_term_for(const sc_language_t *language, const sc_terms_t *terms, const char *type,
                        const char *partner, const char *own);

/**
 * The word that people in the country use, in their language: "姉妹都市", "Partnerstadt". The
 * party's own term goes before it. text is NULL if none is known.
 */
sc_lang_text_t sc_term_local(const sc_terms_t *terms, const char *type, const char *country,
                             const sc_party_t *party);
