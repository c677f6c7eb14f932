/**
 * What a language is made of. Of this room alone.
 *
 * All of it is filled in by sc_languages_create() and only read afterwards. Objects of ICU are
 * among it only where ICU lets threads share them: collators, number formatters, display names.
 */
#pragma once

#include "language/catalogue.h"
#include "language/language.h"

#include <unicode/ucol.h>
#include <unicode/uldnames.h>
#include <unicode/unumberformatter.h>

/** The number of two-letter codes, countries or not. */
#define SC_COUNTRY_CODES (26 * 26)

typedef struct sc_dates_t sc_dates_t;

struct sc_language_t {
    const sc_catalogue_t *catalogue;
    const char *locale; /* as ICU calls it */
    const char *endonym;
    UCollator *collator;
    UNumberFormatter *integers;
    UNumberFormatter *shares; /* of 1, in percent */
    int has_ascii_digits;     /* whether it writes 123 so */
    ULocaleDisplayNames *names;
    const sc_dates_t *dates;
    const char *countries[SC_COUNTRY_CODES]; /* names; NULL where ICU knows none */
    const char *const *country_languages;    /* likeliest language and script: "ja-Jpan"; or NULL */
};

/** The place of a two-letter country code in the tables, or -1. */
int sc_country_index(const char *code);

/** Makes the date templates of the locale: ICU's, and the spans that the catalogue words itself.
 * NULL when ICU fails. */
const sc_dates_t *sc_dates_create(const sc_catalogue_t *catalogue, const char *locale,
                                  apr_pool_t *pool);

/**
 * A BCP 47 tag as ICU's name of a locale.
 * @param locale at least ULOC_FULLNAME_CAPACITY
 * @return 0 if it is no such tag, or too long
 */
int sc_locale_of_tag(const char *tag, char *locale);

/** UTF-16 as UTF-8. */
const char *sc_utf8_from(const UChar *text, int32_t length, apr_pool_t *pool);

/** UTF-8 as UTF-16; bytes that are not well-formed become U+FFFD. */
const UChar *sc_utf16_from(const char *text, int32_t *length, apr_pool_t *pool);
