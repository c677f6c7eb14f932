/**
 * @file country_labels.h
 * @brief Finding a site's own country label. Of this room alone.
 */
#ifndef SC_LANGUAGE_COUNTRY_LABELS_H
#define SC_LANGUAGE_COUNTRY_LABELS_H

#include "language/format.h"

/** The label for the language or the nearest one that contains it (zh-Hant, zh), else the one for
 * every language, else NULL. */
const char *sc_country_labels_find(const sc_country_labels_t *labels, const char *code,
                                   const char *tag);

#endif
