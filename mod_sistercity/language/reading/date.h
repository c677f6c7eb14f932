/**
 * Dates as people write them.
 */
#pragma once

#include "language/foreign.h"

/** How a text is read. */
typedef enum {
    SC_READ_AS_IS,
    SC_READ_DAY_FIRST,    /* dates: 30.06.1966, 30 June 1966 */
    SC_READ_MONTH_FIRST,  /* dates: 6/30/1966, Jun.30.1966 */
    SC_READ_YEAR_FIRST,   /* dates: 1966.6.30 */
    SC_READ_NAMES,        /* countries by their names in any language, places by their names */
    SC_READ_COMMA_GROUPS, /* numbers: 1,234.5 */
    SC_READ_DOT_GROUPS,   /* numbers: 1.234,5 */
    SC_READ_COUNT
} sc_reading_e;

/** A date in the order of day, month and year that somebody said, as EDTF; also a month, a year or
 * a decade alone, and dates with the month's name, with words beside it ("12 de janeiro de 1996",
 * "7th April 2014") or the weekday, with eras (昭和35年, 民國78年, พ.ศ. 2536), in Han digits, with
 * "about" ("c. 1985"), of eight digits, and with a time behind. What begins with a year is read as
 * it stands.
 * @return NULL if it is no such date */
const char *sc_read_date(sc_foreign_t *foreign, const char *text, sc_reading_e order,
                         apr_pool_t *pool);

/** The languages (of const char *, "pl") in which a text is a date, where the name of its month is
 * another month's in another one of them: "17 listopada 1987" is of November in Polish and of
 * October in Croatian. Empty for all other texts. */
const apr_array_header_t *sc_date_languages(sc_foreign_t *foreign, const char *text,
                                            apr_pool_t *pool);

/** The date as somebody means it who writes in one of these languages. */
const char *sc_read_date_in(sc_foreign_t *foreign, const char *language, const char *text,
                            apr_pool_t *pool);
