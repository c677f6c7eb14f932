/**
 * Texts that follow a standard: address names, countries, languages, links, numbers.
 */
#pragma once

#include <apr_pools.h>

/** Greatest length of a slug. */
#define SC_SLUG_LIMIT 120

/** Whether the text is a slug, the stable address name of an item: a-z, 0-9 and single hyphens,
 * with a letter or digit at both ends. Slugs hold no slash: httpd refuses %2F in a path by default.
 */
int sc_slug_is_valid(const char *text);

/** The codes that sc_country_is_known() knows, in their order, with a space between them. */
const char *sc_country_codes(void);

/** Whether the text is an officially assigned alpha-2 code of ISO 3166-1, in upper case; or XK,
 * which that standard leaves to its users and which all the world uses for Kosovo. */
int sc_country_is_known(const char *code);

/** Greatest length of a language tag; RFC 5646, section 4.4.1, asks for at least this. */
#define SC_LANGUAGE_TAG_LIMIT 35

/**
 * Checks that the text is a well-formed tag (the langtag of RFC 5646, section 2.1) and writes its
 * conventional case (section 2.1.1): zh-Hant-TW. Not accepted, as no tag in use needs them: the
 * irregular tags of old (i-default), tags of private use alone (x-…), and languages of four to
 * eight letters, of which none was ever registered; `english` is a mistake, not a tag.
 * @return 1 or 0
 */
int sc_language_tag_read(const char *text, char canonical[SC_LANGUAGE_TAG_LIMIT + 1]);

/** What is wrong with an address that may become a link. */
typedef enum {
    SC_URL_GOOD,
    SC_URL_NOT_ABSOLUTE, /* does not begin with https:// or http:// and a host */
    SC_URL_BAD_CHARACTER /* has a character that an address must write as %XX */
} sc_url_fault_e;

/**
 * Looks at an address that is well-formed UTF-8: absolute, http or https (in lower case), with a
 * host, without a user or password, and without white space, controls and the ASCII characters that
 * no address has (RFC 3987). Letters beyond ASCII may stand as they are.
 * @param at where the first bad character stands
 */
sc_url_fault_e sc_url_check(const char *text, const char **at);

/** Reads a whole number: digits, a hyphen-minus before them if it is negative. @return 1, or 0 for
 * anything else, numbers beyond 64 bits among them. */
int sc_integer_read(const char *text, apr_int64_t *number);

/** Days of "90d", "12w", "3m" or "1y" (months of 30 days, years of 365), at most a hundred years;
 * -1 if the text is none. */
int sc_days_read(const char *text);

/** Reads a number: digits, with a decimal point and an exponent (1.5e+20) if need be. @return 1, or
 * 0 for anything else, numbers beyond the range of a double among them. */
int sc_real_read(const char *text, double *number);

/** The finite number in the fewest digits that sc_real_read() makes the same number of. */
const char *sc_real_text(double number, apr_pool_t *pool);

/** The same where it has at most eight decimals and is not nearly 0; else NULL. */
const char *sc_real_brief(double number, apr_pool_t *pool);
