/**
 * The languages that readers are served in, and everything that depends on them.
 *
 * ICU is used in this room alone. It leaks across reloads of a module: call nothing of this in
 * httpd's parent process except sc_language_is_offered(). A sc_language_t is made once for a
 * process by sc_languages_create(), and may be used by any number of threads.
 */
#pragma once

#include <apr_errno.h>
#include <apr_pools.h>
#include <apr_tables.h>

typedef struct sc_language_t sc_language_t;
typedef struct sc_languages_t sc_languages_t;

/** Whether there is a message catalogue for the tag ("en", "lt", "ja", …). Uses no ICU. */
int sc_language_is_offered(const char *tag);

/** Tags of all catalogues in alphabetical order; NULL ends. Uses no ICU. */
const char *const *sc_language_offered(void);

/** Makes all offered languages ready. @a pool must live as long as the process, and where there are
 * threads be for nothing else: it grows when a language is first needed. */
apr_status_t sc_languages_create(sc_languages_t **languages, apr_pool_t *pool);

/** The language with exactly this tag, or NULL. */
const sc_language_t *sc_languages_get(const sc_languages_t *languages, const char *tag);

/**
 * The language that suits a reader.
 * @param offered tags that the site offers, the first is the default; of const char *
 * @param accept value of the Accept-Language header (RFC 9110, 12.5.4), or NULL
 * @return never NULL; lookup as RFC 4647 does it: lt-LT finds lt.
 */
const sc_language_t *sc_languages_negotiate(const sc_languages_t *languages,
                                            const apr_array_header_t *offered, const char *accept);

/** Whether two texts are the same but for case, accents and punctuation. */
int sc_languages_are_alike(const sc_languages_t *languages, const char *one, const char *other);

/** The ISO 3166-1 code of the country that is called so in an offered language, or is commonly;
 * NULL if none is. @param tag set to the language's, NULL where none has it */
const char *sc_languages_country(const sc_languages_t *languages, const char *name,
                                 const char **tag);

/** The tag as it goes into lang="" and Content-Language. */
const char *sc_language_tag(const sc_language_t *language);

/** The language's name in itself: "lietuvių". */
const char *sc_language_endonym(const sc_language_t *language);

/** "ltr" or "rtl", for this or any other BCP 47 tag. */
const char *sc_language_direction(const char *tag);

/** "ltr" or "rtl", by the first letter that has a direction and stands in no isolate (UAX #9, P2);
 * NULL if none has. */
const char *sc_text_direction(const char *text);

/** Whether any such letter has another direction. */
int sc_text_runs_against(const char *text, const char *direction);
