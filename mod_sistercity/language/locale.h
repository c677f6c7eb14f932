/**
 * What a language is made of. Of this room alone.
 *
 * What takes ICU long to make, and memory to keep, is made when a process first needs it: sites
 * have pages in few of the languages. Objects of ICU are among it only where ICU lets threads share
 * them: collators, number formatters, display names.
 */
#pragma once

#include "language/catalogue.h"
#include "language/language.h"

#include <pthread.h>
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
    ULocaleDisplayNames *names;
    sc_languages_t *all;
    const void *usage; /* by sc_usage_of() */
    const void *dates; /* by sc_dates_of() */
};

struct sc_languages_t {
    sc_language_t *list;
    int count;
    char codes[SC_COUNTRY_CODES][3];
    UCollator *letters;             /* compares without regard to case and accents */
    const struct sc_usage_t *usage; /* English, for languages that ICU refuses */
    const sc_dates_t *dates;        /* likewise */
    pthread_mutex_t lock;           /* of the pool, and of what sc_once() makes */
    apr_pool_t *pool;
    const void *names;                               /* see languages.c */
    const void *country_languages[SC_COUNTRY_CODES]; /* const char *, "" for none */
};

/** Makes what sc_once() is to give. @return NULL when ICU refuses */
typedef const void *sc_once_fn(const sc_language_t *language, int index, apr_pool_t *pool);

/** What stands in the place, made when it is first asked for. */
const void *sc_once(const void **place, sc_once_fn *make, const sc_language_t *language, int index);

/** How a language writes and orders what pages have. */
typedef struct sc_usage_t {
    UCollator *collator;
    UNumberFormatter *integers;
    UNumberFormatter *shares;                /* of 1, in percent */
    int has_ascii_digits;                    /* whether it writes 123 so */
    const char *countries[SC_COUNTRY_CODES]; /* names; NULL where ICU knows none */
} sc_usage_t;

/** That of the language; English usage should ICU refuse it. */
const sc_usage_t *sc_usage_of(const sc_language_t *language);

/** The likeliest language and script of a country, by sc_country_index(): "ja-Jpan"; or NULL. */
const char *sc_country_language(const sc_language_t *language, int index);

/** The place of a two-letter country code in the tables, or -1. */
int sc_country_index(const char *code);

/** The name of a country in the language; NULL if it has none. */
const char *sc_country_name(const sc_language_t *language, const char *code, apr_pool_t *pool);

/** The date templates of the language, ICU's, and the spans that the catalogue words itself;
 * English ones should ICU refuse. */
const sc_dates_t *sc_dates_of(const sc_language_t *language);

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
