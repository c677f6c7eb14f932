/**
 * The canonical spelling of every kind of text, which value.h builds on.
 */
#pragma once

#include "model/field.h"
#include "model/problem.h"

/** The text without white space around it and with ideographs for the radicals of a printed page
 * (radicals.h), the same pointer if there is neither, else made in @a pool;
 * NULL after adding a problem with its bytes (see sc_utf8_is_clean()). */
const char *sc_spelling_sound(const sc_field_t *field, const char *text, apr_pool_t *pool,
                              sc_problems_t *problems);

/**
 * The canonical spelling of a text for a field with texts, or of an entry for a list of texts.
 * @return the same pointer if it is canonical already, a word of the vocabulary, else made in
 * @a pool; "" for an empty text; NULL after adding a problem
 */
const char *sc_spelling_canonical(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                  sc_problems_t *problems);

/** The beginning of a wrong text, short enough for a message. */
const char *sc_spelling_shorten(const char *text, apr_pool_t *pool);
