#include "language/locale.h"

#include <string.h>
#include <unicode/ustring.h>

/* A UTF-16 unit takes at most three bytes: a character of four bytes has two units. */
#define BYTES_OF_UNIT 3

const char *sc_utf8_from(const UChar *text, int32_t length, apr_pool_t *pool)
{
    int32_t room = length * BYTES_OF_UNIT + 1;
    char *bytes = apr_palloc(pool, (apr_size_t)room);
    UErrorCode status = U_ZERO_ERROR;

    u_strToUTF8WithSub(bytes, room, NULL, text, length, 0xFFFD, NULL, &status);
    return U_SUCCESS(status) ? bytes : "";
}

const UChar *sc_utf16_from(const char *text, int32_t *length, apr_pool_t *pool)
{
    int32_t room = (int32_t)strlen(text) + 1;
    UChar *units = apr_palloc(pool, (apr_size_t)room * sizeof(UChar));
    UErrorCode status = U_ZERO_ERROR;

    u_strFromUTF8WithSub(units, room, length, text, -1, 0xFFFD, NULL, &status);
    if (U_FAILURE(status)) {
        *length = 0;
        units[0] = 0;
    }
    return units;
}
