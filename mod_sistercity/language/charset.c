#include "language/charset.h"

#include "language/locale.h"
#include "model/field.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

const sc_charset_t sc_charsets[] = {
    {"UTF-8", N_("UTF-8")},
    {"UTF-16", N_("UTF-16 (Unicode text of spreadsheets)")},
    {"UTF-16LE", N_("UTF-16, little end first")},
    {"UTF-16BE", N_("UTF-16, big end first")},
    {"WINDOWS-1252", N_("Western European (Windows-1252)")},
    {"WINDOWS-1250", N_("Central European (Windows-1250)")},
    {"WINDOWS-1251", N_("Cyrillic (Windows-1251)")},
    {"WINDOWS-1253", N_("Greek (Windows-1253)")},
    {"WINDOWS-1254", N_("Turkish (Windows-1254)")},
    {"WINDOWS-1255", N_("Hebrew (Windows-1255)")},
    {"WINDOWS-1256", N_("Arabic (Windows-1256)")},
    {"WINDOWS-1257", N_("Baltic (Windows-1257)")},
    {"WINDOWS-1258", N_("Vietnamese (Windows-1258)")},
    {"WINDOWS-874", N_("Thai (Windows-874)")},
    {"ISO-8859-1", N_("Western European (Latin-1)")},
    {"ISO-8859-2", N_("Central European (Latin-2)")},
    {"ISO-8859-9", N_("Turkish (Latin-5)")},
    {"ISO-8859-13", N_("Baltic (Latin-7)")},
    {"ISO-8859-15", N_("Western European with the euro (Latin-9)")},
    {"KOI8-R", N_("Cyrillic (KOI8-R)")},
    {"MACINTOSH", N_("Western European (Mac Roman)")},
    {"CP932", N_("Japanese (Shift_JIS)")},
    {"EUC-JP", N_("Japanese (EUC-JP)")},
    {"EUC-KR", N_("Korean (EUC-KR)")},
    {"GB18030", N_("Chinese, simplified (GB18030)")},
    {"BIG5", N_("Chinese, traditional (Big5)")},
    {NULL, NULL},
};

const sc_charset_t *sc_charset_find(const char *name)
{
    for (const sc_charset_t *charset = sc_charsets; charset->name; charset++) {
        if (strcmp(charset->name, name) == 0) {
            return charset;
        }
    }
    return NULL;
}

/* What ICU calls those that it knows by another name, or better. */
static const char *converter_name(const char *name)
{
    static const char *const names[][2] = {{"CP932", "windows-31j"}, {"EUC-KR", "windows-949"}};

    for (apr_size_t i = 0; i < SC_LENGTH(names); i++) {
        if (strcmp(names[i][0], name) == 0) {
            return names[i][1];
        }
    }
    return name;
}

/* The bytes as UTF-16, from a pool of their own; NULL if one of them means nothing. */
static UChar *decode(const char *name, const char *bytes, apr_size_t length, int32_t *units,
                     apr_pool_t *pool)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(converter_name(name), &error);
    UChar *text = NULL;

    if (U_SUCCESS(error)) {
        ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
        /* No encoding makes more UTF-16 units than it has bytes, but for a mark at the end. */
        text = apr_palloc(pool, (length + 2) * sizeof(*text));
        *units =
            ucnv_toUChars(converter, text, (int32_t)length + 2, bytes, (int32_t)length, &error);
    }
    ucnv_close(converter);
    return U_SUCCESS(error) ? text : NULL;
}

const char *sc_charset_to_utf8(const sc_charset_t *charset, const char *bytes, apr_size_t *length,
                               apr_pool_t *pool)
{
    const char *utf8 = NULL;
    apr_pool_t *scratch;
    int32_t units = 0;

    if (*length > INT32_MAX / 4 || apr_pool_create(&scratch, pool) != APR_SUCCESS) {
        return NULL;
    }
    const UChar *text = decode(charset->name, bytes, *length, &units, scratch);
    if (text) {
        if (units > 0 && text[0] == 0xFEFF) {
            text++;
            units--;
        }
        utf8 = sc_utf8_from(text, units, pool);
        *length = strlen(utf8);
    }
    apr_pool_destroy(scratch);
    return utf8;
}
