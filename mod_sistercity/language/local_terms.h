/**
 * @file local_terms.h
 * @brief What a relationship is called: by the reader, and by the people of a country.
 */
#ifndef SC_LANGUAGE_LOCAL_TERMS_H
#define SC_LANGUAGE_LOCAL_TERMS_H

#include "language/names.h"

/**
 * The reader's word for the relationship, for a sentence or a badge: "sister city", "twin town",
 * "friendship city" … It depends on the type, on the countries of both parties, and on the
 * reader's language (DOMAIN.md, Words).
 * @param partner, @param own ISO 3166-1 codes, or NULL where unknown
 */
const char *sc_term_for(const sc_language_t *language, const char *type, const char *partner,
                        const char *own);

/**
 * The word that people in the country use, in their language: "姉妹都市", "Partnerstadt". The
 * party's own term goes before it. text is NULL if none is known.
 */
sc_lang_text_t sc_term_local(const char *type, const char *country, const sc_party_t *party);

#endif
