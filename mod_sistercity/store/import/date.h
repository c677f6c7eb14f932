/**
 * @file date.h
 * @brief Dates as other people's tables write them.
 */
#ifndef SC_STORE_IMPORT_DATE_H
#define SC_STORE_IMPORT_DATE_H

#include "language/foreign.h"
#include "store/import/words.h"

/** A date in the order of day, month and year that somebody said, as EDTF; also a month or a year
 * alone, and dates with the month's name. What begins with a year is read as it stands.
 * @return NULL if it is no such date */
const char *sc_import_date(sc_foreign_t *foreign, const char *text, sc_reading_e order,
                           apr_pool_t *pool);

#endif
