/**
 * @file validate.h
 * @brief Whether a whole record may be stored.
 */
#ifndef SC_MODEL_VALIDATE_H
#define SC_MODEL_VALIDATE_H

#include "model/text/utf8.h"
#include "model/value.h"

/**
 * Checks the whole record: required fields, each value's type and limit, the parts, and what
 * fields say together (an end before its beginning; fewer than two parties, or the same one twice;
 * a latitude without a longitude; a source about nothing; a claim of nothing).
 * @return the number of problems added.
 */
int sc_validate(const void *record, sc_problems_t *problems);

#endif
