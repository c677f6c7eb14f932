/**
 * @file validate.h
 * @brief Whether a value, or a whole record, may be stored.
 */
#ifndef SC_MODEL_VALIDATE_H
#define SC_MODEL_VALIDATE_H

#include "model/field.h"
#include "model/problem.h"

/** Whether the bytes are well-formed UTF-8 (RFC 3629) without NUL and without the C0 and C1
 * controls except TAB, LF and CR. */
int sc_utf8_is_clean(const char *bytes, apr_size_t length);

/** The number of code points of well-formed UTF-8. */
apr_size_t sc_utf8_length(const char *text);

/**
 * Reads a person's text for a field of any type but a list, and puts it into the record. White
 * space around it is dropped, and an empty text makes the field absent. Unambiguous spellings
 * become canonical (country and currency in upper case, language tags in canonical case,
 * line ends LF).
 * @return 1, or 0 after adding one problem; the field is then absent.
 */
int sc_value_from_text(const sc_field_t *field, void *record, const char *text,
                       sc_problems_t *problems);

/** One entry of a WORDS, LANGUAGES or REFERENCES list in canonical form; NULL after a problem. */
const char *sc_entry_from_text(const sc_field_t *field, const char *text, sc_problems_t *problems);

/** The field's text as sc_value_from_text() reads it back; NULL if absent. Reals have the fewest
 * digits that give the same number again. Not for lists. */
const char *sc_value_to_text(const sc_field_t *field, const void *record, apr_pool_t *pool);

/**
 * Checks the whole record: required fields, each value's type and limit, the parts, and what
 * fields say together (an end before its beginning; fewer than two parties, or the same one twice;
 * a latitude without a longitude; a source about nothing; a claim of nothing).
 * @return the number of problems added.
 */
int sc_validate(const void *record, sc_problems_t *problems);

#endif
