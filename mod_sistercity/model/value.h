/**
 * Values as people write them, and as the registry keeps them; whether a record may be kept.
 *
 * Texts become canonical where the spelling is unambiguous (country and currency in upper case,
 * language tags in canonical case, line ends LF, white space around them dropped). Everything else
 * that is not as it should be is a problem; nothing is guessed.
 */
#pragma once

#include "model/field.h"
#include "model/problem.h"

/**
 * Reads a person's text for a field of any type but a list, and puts it into the record. An empty
 * text makes the field absent. Booleans are `true` or `false`; yes, no, 1 and 0 are understood.
 * @param pool where the value is made; @a text itself is not kept
 * @return 1, or 0 after adding one problem; the field is then absent.
 */
int sc_value_from_text(const sc_field_t *field, void *record, const char *text, apr_pool_t *pool,
                       sc_problems_t *problems);

/** One entry of a WORDS, LANGUAGES or REFERENCES list in canonical form, made in @a pool; NULL
 * after a problem (an empty entry is one). */
const char *sc_entry_from_text(const sc_field_t *field, const char *text, apr_pool_t *pool,
                               sc_problems_t *problems);

/** The field's text as sc_value_from_text() reads it back; NULL if absent. Reals have the fewest
 * digits that give the same number again. Not for lists. */
const char *sc_value_to_text(const sc_field_t *field, const void *record, apr_pool_t *pool);

/**
 * Checks the value that a field of any type but a list has in the record: type, limit and canonical
 * spelling. Takes no memory unless there is a problem.
 * @return 1 (also if it is absent), or 0 after adding one problem
 */
int sc_value_check(const sc_field_t *field, const void *record, sc_problems_t *problems);

/** The same for one entry of a WORDS, LANGUAGES or REFERENCES list. */
int sc_entry_check(const sc_field_t *field, const char *entry, sc_problems_t *problems);

/**
 * Checks a whole record: required fields, each value's type and limit, the parts, and what fields
 * say together (an end before its beginning; fewer than two parties, or the same one twice; a
 * latitude without a longitude; a source about nothing; a claim of nothing).
 * @return the number of problems added
 */
int sc_validate(const void *record, sc_problems_t *problems);
