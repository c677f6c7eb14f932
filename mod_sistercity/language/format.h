/**
 * Dates, numbers and country names as a language writes them.
 */
#pragma once

#include "language/country_labels.h"
#include "language/language.h"

/**
 * A date exactly as precise as it is known: "1959", "December 1955", "22 February 2019", "1950s",
 * "about 1959", "1959 (uncertain)". A text that is not a date is given back as it is.
 */
const char *sc_format_date(const sc_language_t *language, const char *edtf, apr_pool_t *pool);

/**
 * The same for a place in a sentence: since "the 1950s".
 * @param text the sentence, translated: it has {date}, or {date_since} or {date_until}, which are
 *   the date as the language has it behind its word for "since" or "until" ("le 22 février 2019")
 * @param placeholder receives the one that @a text has, without its braces
 */
const char *sc_format_date_in_text(const sc_language_t *language, const char *edtf,
                                   const char *text, const char **placeholder, apr_pool_t *pool);

/** A span: "27–28 April 2019", "1959–1961"; one date where both are equal or @a until is NULL. */
const char *sc_format_span(const sc_language_t *language, const char *from, const char *until,
                           apr_pool_t *pool);

/** The number of a year, in the language's digits: never grouped. */
const char *sc_format_year(const sc_language_t *language, int year, apr_pool_t *pool);

/** A whole number with the language's grouping. Not for years: those are never grouped. */
const char *sc_format_number(const sc_language_t *language, apr_int64_t number, apr_pool_t *pool);

/** A number with at most @a digits fraction digits. */
const char *sc_format_real(const sc_language_t *language, double number, int digits,
                           apr_pool_t *pool);

/** A share of 1 in percent, to two digits: "30%", "4.3%". */
const char *sc_format_share(const sc_language_t *language, double share, apr_pool_t *pool);

/** An amount of money; @a currency is ISO 4217 or NULL. */
const char *sc_format_money(const sc_language_t *language, double amount, const char *currency,
                            apr_pool_t *pool);

/** The country's name: the site's label, else ICU's, else the code. XK is known. */
const char *sc_format_country(const sc_language_t *language, const sc_country_labels_t *labels,
                              const char *code);

/** The name of a language in the language: "Japanese"; the tag itself if ICU does not know it. */
const char *sc_format_language(const sc_language_t *language, const char *tag, apr_pool_t *pool);
