/**
 * Texts in encodings other than UTF-8: what is offered, and the conversion.
 *
 * Nothing is guessed here: somebody has said which encoding it is.
 */
#pragma once

#include <apr_pools.h>

typedef struct sc_charset_t {
    const char *name;  /* as language/table/encoding.h and forms call it: "WINDOWS-1254" */
    const char *label; /* message id: what people call it */
} sc_charset_t;

/** All that are offered, UTF-8 first; a NULL name ends. */
extern const sc_charset_t sc_charsets[];

/** The one with the name, or NULL. */
const sc_charset_t *sc_charset_find(const char *name);

/**
 * Makes UTF-8 of the bytes. A byte order mark is dropped.
 * @param length of the bytes; set to that of the result
 * @return NULL if they are not a text in this encoding
 */
const char *sc_charset_to_utf8(const sc_charset_t *charset, const char *bytes, apr_size_t *length,
                               apr_pool_t *pool);
