/**
 * @file countries.h
 * @brief All countries by name, to choose from.
 */
#ifndef SC_PRESENT_PAGE_PART_COUNTRIES_H
#define SC_PRESENT_PAGE_PART_COUNTRIES_H

#include "present/write/view.h"

typedef struct sc_country_t {
    char code[3];
    const char *name;              /* as the site labels it */
    const sc_language_t *language; /* that it is named and sorted in */
} sc_country_t;

/** Of sc_country_t, sorted as the view's language does. */
apr_array_header_t *sc_countries_by_name(const sc_view_t *view);

#endif
