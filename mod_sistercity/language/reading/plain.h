/**
 * Texts without what only the page or the spreadsheet needed that they come from.
 */
#pragma once

#include <apr_pools.h>

/**
 * The text without marks of footnotes ("Kaunas[1]", "Kaunas*"), with the characters that entities
 * stand for ("Aix &amp; Arles"), and with the words that a wiki's links show
 * ("[[Kaunas city|Kaunas]]"), in one line and without white space around it.
 * @return the same pointer if there is nothing of the kind
 */
const char *sc_plain_text(const char *text, apr_pool_t *pool);
