/**
 * Names of countries and months, and our own words, as lists from anywhere in the world
 * write them.
 *
 * Compared without regard to case and accents, in every language that ICU has. A name that means
 * one thing in English means that; otherwise one that means different things in different
 * languages means nothing here. Of months it can be said what they are in each: "listopad" is
 * November for a Pole and October for a Croat, so whoever knows the language says it.
 */
#pragma once

#include <apr_errno.h>
#include <apr_pools.h>
#include <apr_tables.h>

typedef struct sc_foreign_t sc_foreign_t;

/** The tables of countries and months are made when the process first needs them, which takes some
 * tenths of a second, and stay. */
sc_foreign_t *sc_foreign_create(apr_pool_t *pool);

/** The same for what is written in the language of the tag, whose months go before all others. */
sc_foreign_t *sc_foreign_create_in(const char *tag, apr_pool_t *pool);

/** From now on, months of the language of the tag go before all others; NULL: of none. @return that
 * of before */
const char *sc_foreign_speak(sc_foreign_t *foreign, const char *tag);

/** The ISO 3166-1 code of a country: "Japan", "ALMANYA", "USA", "JP". NULL if nobody says so. */
const char *sc_foreign_country(sc_foreign_t *foreign, const char *name);

/** Names that ICU does not have, among them longer, shorter and older ones. @return its code; NULL
 * behind the last */
const char *sc_foreign_further_name(int i, const char **name);

/** What a word says in a date besides the months 1 to 12. */
typedef enum {
    SC_MONTH_DISPUTED = -2, /* languages differ */
    SC_MONTH_NONE = -1,     /* nothing that is known */
    SC_MONTH_WEEKDAY = 0    /* a day of the week */
} sc_month_e;

/** The month, 1 to 12, of a name such as "Jun", "juin" or "Juni", or one of the above. Points and
 * spaces in it do not count. */
int sc_foreign_month(sc_foreign_t *foreign, const char *name);

/** Adds the languages (of const char *, "pl", some more than once) that know a disputed name. */
void sc_foreign_month_languages(sc_foreign_t *foreign, const char *name,
                                apr_array_header_t *languages);

/** Whether a text is the message in some language that there are pages in.
 * @param context the message's; "" for none
 * @param text without regard to case, accents and punctuation */
int sc_foreign_says(sc_foreign_t *foreign, const char *context, const char *msgid,
                    const char *text);

/** The code of a language by its name in the language @a tag, in English or in itself: "German",
 * "vokiečių", "Deutsch". NULL if it is none. */
const char *sc_foreign_language(sc_foreign_t *foreign, const char *tag, const char *name);
