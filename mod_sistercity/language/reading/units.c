#include "language/reading/units.h"

#include "language/collate.h"
#include "language/locale.h"
#include "model/text/notation.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>

/* Degrees, minutes, seconds. */
#define PARTS 3

/* The letters of a field's hemispheres, east and north first. */
static const char *hemispheres(const sc_field_t *field)
{
    return strcmp(field->name, "latitude") == 0    ? "NS"
           : strcmp(field->name, "longitude") == 0 ? "EW"
                                                   : NULL;
}

static const char *skip_marks(const char *at)
{
    static const char *const marks[] = {" ", "°", "º", "′", "″", "'", "\"", "’", "”"};
    int is_found = 1;

    while (is_found) {
        is_found = 0;
        for (size_t i = 0; i < SC_LENGTH(marks); i++) {
            apr_size_t length = strlen(marks[i]);

            if (strncmp(at, marks[i], length) == 0) {
                at += length;
                is_found = 1;
            }
        }
    }
    return at;
}

/* The number at the place, with a point or comma before its fraction. @return behind it; NULL if
 * there is none */
static const char *take_number(const char *at, double *value, apr_pool_t *pool)
{
    apr_size_t length = strspn(at, "0123456789");

    if (length == 0) {
        return NULL;
    }
    if ((at[length] == '.' || at[length] == ',') && apr_isdigit(at[length + 1])) {
        length += 1 + strspn(at + length + 1, "0123456789");
    }
    char *digits = apr_pstrmemdup(pool, at, length);
    if (strchr(digits, ',')) {
        *strchr(digits, ',') = '.';
    }
    return sc_real_read(digits, value) ? at + length : NULL;
}

/* @return the letter at the place, which moves behind it; 0 if there is none of them */
static char take_letter(const char **at, const char *letters)
{
    char letter = (char)apr_toupper(**at);

    if (!letter || !strchr(letters, letter)) {
        return 0;
    }
    *at = skip_marks(*at + 1);
    return letter;
}

const char *sc_read_degrees(const sc_field_t *field, const char *text, apr_pool_t *pool)
{
    const char *letters = hemispheres(field), *at = text;
    double degrees = 0, part, unit = 1;

    if (!letters) {
        return NULL;
    }
    char letter = take_letter(&at, letters);
    for (int i = 0; i < PARTS && apr_isdigit(*at); i++, unit *= 60) {
        at = take_number(at, &part, pool);
        if (!at || (i > 0 && part >= 60)) {
            return NULL;
        }
        degrees += part / unit;
        at = skip_marks(at);
    }
    letter = letter ? letter : take_letter(&at, letters);
    if (!letter || *at || at == text) {
        return NULL;
    }
    return sc_real_text(letter == letters[0] ? degrees : -degrees, pool);
}

/* How a text names a currency. A word of it, as in "yen", which is the Japanese yen, goes behind
 * the whole: names of some currencies have others in them. */
typedef enum { CALLED_OTHERWISE, CALLED_BY_A_WORD, CALLED_SO } called_t;

static int has_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = text; (at = strstr(at, word)) != NULL; at += length) {
        if ((at == text || at[-1] == ' ') && (!at[length] || at[length] == ' ')) {
            return 1;
        }
    }
    return 0;
}

/* Signs are compared as they are, names in any case and with or without accents. */
static called_t compare_names(const UChar *name, int32_t length, const char *text, apr_pool_t *pool)
{
    const char *other = sc_utf8_from(name, length, pool), *folded = sc_fold(text, pool);

    if (strcmp(other, text) == 0) {
        return CALLED_SO;
    }
    other = sc_fold(other, pool);
    return !*folded || !has_word(other, folded) ? CALLED_OTHERWISE
           : strcmp(other, folded) == 0         ? CALLED_SO
                                                : CALLED_BY_A_WORD;
}

/* How the language's sign, name and names in numbers of the currency are like the text. */
static called_t how_called(const sc_language_t *language, const UChar *code, const char *text,
                           apr_pool_t *pool)
{
    static const char *const counts[] = {"one", "few", "many", "other"};
    static const UCurrNameStyle styles[] = {UCURR_SYMBOL_NAME, UCURR_LONG_NAME};
    called_t called, best = CALLED_OTHERWISE;
    UBool is_choice;
    int32_t length;

    for (int i = 0; i < 6 && best != CALLED_SO; i++) {
        UErrorCode status = U_ZERO_ERROR;
        const UChar *name =
            i < 2 ? ucurr_getName(code, language->locale, styles[i], &is_choice, &length, &status)
                  : ucurr_getPluralName(code, language->locale, &is_choice, counts[i - 2], &length,
                                        &status);

        called = U_SUCCESS(status) ? compare_names(name, length, text, pool) : CALLED_OTHERWISE;
        best = called > best ? called : best;
    }
    return best;
}

/* @param language that calls it so; NULL: any of them */
static called_t how_called_in(const sc_languages_t *languages, const sc_language_t *language,
                              const UChar *code, const char *text, apr_pool_t *pool)
{
    called_t called, best = CALLED_OTHERWISE;
    const char *const *tag;

    if (language) {
        return how_called(language, code, text, pool);
    }
    for (tag = sc_language_offered(); *tag && best != CALLED_SO; tag++) {
        called = how_called(sc_languages_get(languages, *tag), code, text, pool);
        best = called > best ? called : best;
    }
    return best;
}

static const char *find_currency(const sc_languages_t *languages, const sc_language_t *language,
                                 const char *text, const char **other, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *codes = ucurr_openISOCurrencies(UCURR_ALL, &status);
    called_t called, best = CALLED_BY_A_WORD;
    const char *found = *other = NULL, *code;
    int is_code = 0, count = 0;
    apr_pool_t *scratch;
    const UChar *name;
    int32_t length;

    apr_pool_create(&scratch, pool);
    while (U_SUCCESS(status) && !is_code && (name = uenum_unext(codes, &length, &status)) != NULL) {
        code = sc_utf8_from(name, length, pool);
        is_code = apr_strnatcasecmp(code, text) == 0;
        called = is_code ? CALLED_SO : how_called_in(languages, language, name, text, scratch);
        if (called > best) {
            best = called;
            found = NULL;
            count = 0;
        }
        if (called == best) {
            *other = found;
            found = code;
            count++;
        }
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    uenum_close(codes);
    found = is_code || count <= 2 ? found : NULL;
    *other = is_code || !found ? NULL : *other;
    return found;
}

const char *sc_read_currency(const sc_languages_t *languages, const sc_language_t *language,
                             const char *text, const char **other, apr_pool_t *pool)
{
    const char *code = find_currency(languages, language, text, other, pool);

    return code && !*other ? code : find_currency(languages, NULL, text, other, pool);
}

int sc_is_currency_called(const sc_languages_t *languages, const char *code, const char *text,
                          apr_pool_t *pool)
{
    int32_t length;

    return apr_strnatcasecmp(code, text) == 0 ||
           how_called_in(languages, NULL, sc_utf16_from(code, &length, pool), text, pool);
}
