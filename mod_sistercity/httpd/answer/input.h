/**
 * Names and values as a query string or a form sends them, strictly decoded.
 */
#pragma once

#include "present/office/form.h"

#include <httpd.h>

/** Bounds of what a form may have. */
#define SC_INPUT_FIELDS_MOST 20000
#define SC_INPUT_NAME_LIMIT 200 /* bytes of one decoded name */

/** Of sc_typed_t, in the order in which they were sent. */
typedef apr_array_header_t sc_input_t;

/**
 * Undoes + and %XX.
 * @return NUL-terminated, in @a pool; NULL for anything that is not clean UTF-8 properly encoded
 */
char *sc_input_decode(const char *text, apr_size_t length, apr_pool_t *pool);

/**
 * Reads name=value&name=value. Line ends in values become LF.
 * @return NULL if a name or a value is not clean UTF-8 properly encoded, or there are too many;
 * @a why is then a message id of the reason
 */
sc_input_t *sc_input_read(const char *text, apr_size_t length, const char **why, apr_pool_t *pool);

/** What the address of the request asks; NULL for nothing, or what is no clean text. */
sc_input_t *sc_input_of(const request_rec *r, apr_pool_t *pool);

/** The first value of the name, or NULL. */
const char *sc_input_get(const sc_input_t *input, const char *name);

/** The value without white space around it; NULL where that leaves nothing, or there is none. */
const char *sc_input_trimmed(const char *value, apr_pool_t *pool);

/** The value as a number from 1; 0 if it is none or absent. */
apr_int64_t sc_input_number(const sc_input_t *input, const char *name);
