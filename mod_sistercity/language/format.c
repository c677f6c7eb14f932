#include "language/format.h"

#include "language/locale.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <math.h>
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>

/* Beyond this a double has no digits of its own. */
#define MOST_DIGITS 15

/* So many of a fraction the formatter of whole numbers writes, too, and up to this number all of
 * them are exact. */
#define SHARED_DIGITS 6
#define SHARED_MOST 1e9

#define NAME_UNITS 300

/* The formatted number as UTF-8; NULL when ICU failed. */
static const char *text_of(const UFormattedNumber *number, UErrorCode *status, apr_pool_t *pool)
{
    int32_t length = 0;
    const UChar *text = ufmtval_getString(unumf_resultAsValue(number, status), &length, status);

    return U_SUCCESS(*status) ? sc_utf8_from(text, length, pool) : NULL;
}

const char *sc_format_number(const sc_language_t *language, apr_int64_t number, apr_pool_t *pool)
{
    const sc_usage_t *usage = sc_usage_of(language);
    UErrorCode status = U_ZERO_ERROR;

    /* Most numbers on a page are small, and no language groups or signs these. */
    if (usage->has_ascii_digits && number >= 0 && number < 1000) {
        return apr_itoa(pool, (int)number);
    }
    UFormattedNumber *result = unumf_openResult(&status);
    unumf_formatInt(usage->integers, number, result, &status);
    const char *text = text_of(result, &status, pool);
    unumf_closeResult(result);
    return text ? text : apr_psprintf(pool, "%" APR_INT64_T_FMT, number);
}

/* NULL when ICU failed. */
static const char *format_double(const UNumberFormatter *formatter, double number, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UFormattedNumber *result = unumf_openResult(&status);

    unumf_formatDouble(formatter, number, result, &status);
    const char *text = text_of(result, &status, pool);
    unumf_closeResult(result);
    return text;
}

/* Formats by an ICU number skeleton, which is ASCII; NULL when ICU refuses it. A formatter is
 * opened for each number, which takes as long as a short page does: for what is rare. */
static const char *format_by(const sc_language_t *language, const char *skeleton, double number,
                             apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length;
    const UChar *units = sc_utf16_from(skeleton, &length, pool);
    UNumberFormatter *formatter =
        unumf_openForSkeletonAndLocale(units, length, language->locale, &status);
    const char *text = U_SUCCESS(status) ? format_double(formatter, number, pool) : NULL;

    unumf_close(formatter);
    return text;
}

/* By the formatter that the language keeps. Halves are rounded to the even digit, as ICU does. */
static const char *format_rounded(const sc_language_t *language, double number, int digits,
                                  apr_pool_t *pool)
{
    const double power = pow(10, digits);

    return format_double(sc_usage_of(language)->integers, rint(number * power) / power, pool);
}

const char *sc_format_real(const sc_language_t *language, double number, int digits,
                           apr_pool_t *pool)
{
    char skeleton[32] = ".";
    int count = digits < MOST_DIGITS ? digits : MOST_DIGITS;
    const char *text;

    if (digits <= SHARED_DIGITS && fabs(number) < SHARED_MOST) {
        text = format_rounded(language, number, digits, pool);
    }
    else {
        memset(skeleton + 1, '#', (size_t)count);
        skeleton[count + 1] = '\0';
        text = format_by(language, count > 0 ? skeleton : "precision-integer", number, pool);
    }
    return text ? text : apr_psprintf(pool, "%.*f", digits, number);
}

const char *sc_format_share(const sc_language_t *language, double share, apr_pool_t *pool)
{
    const char *text = format_double(sc_usage_of(language)->shares, share, pool);

    return text ? text : apr_psprintf(pool, "%.0f%%", 100 * share);
}

static int is_currency(const char *code)
{
    return apr_isalpha(code[0]) && apr_isalpha(code[1]) && apr_isalpha(code[2]) && !code[3];
}

const char *sc_format_money(const sc_language_t *language, double amount, const char *currency,
                            apr_pool_t *pool)
{
    const char *text = NULL;

    if (!currency) {
        return sc_format_real(language, amount, 2, pool);
    }
    if (is_currency(currency)) {
        /* "w": a whole amount shows no fraction. */
        text = format_by(
            language,
            apr_pstrcat(pool, "currency/", currency, " precision-currency-standard/w", NULL),
            amount, pool);
    }
    return text ? text
                : apr_pstrcat(pool, sc_format_real(language, amount, 2, pool), " ", currency, NULL);
}

const char *sc_format_country(const sc_language_t *language, const sc_country_labels_t *labels,
                              const char *code)
{
    int index = sc_country_index(code);
    const char *name =
        labels ? sc_country_labels_find(labels, code, sc_language_tag(language)) : NULL;

    if (!name && index >= 0) {
        name = sc_usage_of(language)->countries[index];
    }
    return name ? name : code;
}

const char *sc_format_language(const sc_language_t *language, const char *tag, apr_pool_t *pool)
{
    char locale[ULOC_FULLNAME_CAPACITY];
    char code[ULOC_LANG_CAPACITY];
    UChar name[NAME_UNITS];
    UErrorCode status = U_ZERO_ERROR;

    if (!sc_locale_of_tag(tag, locale)) {
        return tag;
    }
    uloc_getLanguage(locale, code, sizeof(code), &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || !*code) {
        return tag;
    }
    int32_t length = uldn_localeDisplayName(language->names, locale, name, NAME_UNITS, &status);
    return U_SUCCESS(status) && length < NAME_UNITS ? sc_utf8_from(name, length, pool) : tag;
}
