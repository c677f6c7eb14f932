/**
 * What people write into forms, made into what model/value.h reads.
 *
 * Dates and numbers as our own pages print them in any of their languages and as lists from
 * elsewhere have them, languages and countries by name, addresses without their scheme:
 * "25 November 2024", "15 000,50", "49.7475° N", "€", "German", "www.plzen.eu". Nothing is guessed:
 * what can mean two things is a problem that names both.
 */
#pragma once

#include "language/foreign.h"
#include "language/language.h"
#include "model/field.h"
#include "model/problem.h"

/** Who writes. */
typedef struct sc_writer_t {
    const sc_language_t *language;   /* of the page that was written on */
    const sc_languages_t *languages; /* of all pages */
    sc_foreign_t *foreign;           /* names of months, countries and languages */
} sc_writer_t;

/**
 * The text for sc_value_from_text() or sc_entry_from_text().
 * @return the same pointer where nothing is known to be meant by it but what stands there, else
 * made in the problems' pool; NULL after adding a problem because it can mean two things, or is a
 * currency's code that there is not
 */
const char *sc_read_typed(const sc_writer_t *writer, const sc_field_t *field, const char *text,
                          sc_problems_t *problems);

/**
 * The number of an amount that says its currency, as our own pages print it: "€15,000", "15 000
 * EUR".
 * @param currency what was typed as the currency, "" for nothing; set to the code that is meant, or
 * to the sign where two currencies have it
 * @return NULL, and nothing is set, if it is no such amount, or says another currency than that
 */
const char *sc_read_amount(const sc_writer_t *writer, const char *text, const char **currency,
                           apr_pool_t *pool);
