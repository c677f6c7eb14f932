/**
 * Numbers as people write them: 1,234.5 or 1.234,5 or 1 234,5.
 */
#pragma once

#include "language/reading/date.h"

/**
 * @param reading SC_READ_COMMA_GROUPS or SC_READ_DOT_GROUPS; blanks or apostrophes between the
 *                groups are read in both
 * @return the number without marks, with a point before its fraction; NULL if it is none: groups
 *         have three digits, so 5.2 is not 52 and 1,2,3 is nothing
 */
const char *sc_read_number(const char *text, sc_reading_e reading, apr_pool_t *pool);
