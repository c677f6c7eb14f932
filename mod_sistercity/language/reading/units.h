/**
 * What a number is of: degrees of the Earth, amounts of money.
 */
#pragma once

#include "language/language.h"
#include "model/field.h"

/**
 * Degrees with their hemisphere, as maps and encyclopedias print them: 49.7475° N, 49°44′51″N,
 * S 33,45.
 * @param field latitude or longitude; of others nothing is read
 * @return decimal degrees; NULL if the text has no hemisphere of that field
 */
const char *sc_read_degrees(const sc_field_t *field, const char *text, apr_pool_t *pool);

/**
 * The code (ISO 4217, also of currencies that are no more) of what is written as the code, the sign
 * or the name of a currency, or a word of its name where no other has it: "eur", "€", "円", "yen",
 * "zł". What the writer's language calls so goes before what another one does.
 * @param other set to the other one where two are called so ("¥"), else to NULL
 * @return NULL if none is called so, or more than two are
 */
const char *sc_read_currency(const sc_languages_t *languages, const sc_language_t *language,
                             const char *text, const char **other, apr_pool_t *pool);

/** Whether one of the languages calls the currency of the code so. */
int sc_is_currency_called(const sc_languages_t *languages, const char *code, const char *text,
                          apr_pool_t *pool);
