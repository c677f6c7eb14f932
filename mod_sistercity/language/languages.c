#include "language/foreign.h"
#include "language/locale.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unumsys.h>
#include <unicode/ustring.h>

/* Names of countries and languages in any script are far shorter. */
#define NAME_UNITS 200

/* Of a name's sort key; a longer one is no country's. */
#define KEY_BYTES 400

/* What a country is called. */
typedef struct country_name_t {
    const char *key;  /* the same for names that differ in case, accents or punctuation only */
    const char *tag;  /* of the language; NULL where none has it */
    const char *code; /* ISO 3166-1 */
    int order;        /* of what was found first, where languages call different countries so */
} country_name_t;

struct sc_languages_t {
    sc_language_t *list;
    int count;
    char codes[SC_COUNTRY_CODES][3];
    UCollator *letters;        /* compares without regard to case and accents */
    apr_array_header_t *names; /* of country_name_t, ordered by compare_names() */
    const char *country_languages[SC_COUNTRY_CODES];
};

static void country_code(int index, char code[3])
{
    code[0] = (char)('A' + index / 26);
    code[1] = (char)('A' + index % 26);
    code[2] = '\0';
}

/* English is written for readers everywhere: days before months, no comma before "and". What ICU
 * calls Portuguese without a country is Brazil's, and the catalogue is Portugal's. Which digits
 * Arabic without a country has, ICU 72 and 76 do not agree on. */
static const char *locale_of(const char *tag)
{
    static const struct {
        const char *tag, *locale;
    } locales[] = {{"en", "en-001"}, {"pt", "pt-PT"}, {"ar", "ar-u-nu-arab"}};

    for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
        if (strcmp(locales[i].tag, tag) == 0) {
            return locales[i].locale;
        }
    }
    return tag;
}

/* ICU's name of the locale: of a Gregorian calendar, whatever is usual there. */
static const char *icu_locale(const char *tag, apr_pool_t *pool)
{
    char locale[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;

    uloc_forLanguageTag(locale_of(tag), locale, sizeof(locale), NULL, &status);
    uloc_setKeywordValue("calendar", "gregorian", locale, sizeof(locale), &status);
    return U_SUCCESS(status) ? apr_pstrdup(pool, locale) : NULL;
}

static void fill_countries(sc_language_t *language, const ULocaleDisplayNames *names,
                           apr_pool_t *pool)
{
    for (int i = 0; i < SC_COUNTRY_CODES; i++) {
        UChar name[NAME_UNITS];
        UErrorCode status = U_ZERO_ERROR;
        char code[3];

        country_code(i, code);
        int32_t length = uldn_regionDisplayName(names, code, name, NAME_UNITS, &status);
        /* ICU gives the code back when it knows no name. */
        if (U_SUCCESS(status) && length > 0 && length < NAME_UNITS) {
            const char *text = sc_utf8_from(name, length, pool);

            language->countries[i] = strcmp(text, code) == 0 ? NULL : text;
        }
    }
}

static apr_status_t fill_names(sc_language_t *language, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar name[NAME_UNITS];

    language->names = uldn_open(language->locale, ULDN_DIALECT_NAMES, &status);
    if (U_FAILURE(status)) {
        return APR_EGENERAL;
    }
    fill_countries(language, language->names, pool);
    int32_t length = uldn_localeDisplayName(language->names, language->catalogue->tag, name,
                                            NAME_UNITS, &status);
    language->endonym = U_SUCCESS(status) && length < NAME_UNITS ? sc_utf8_from(name, length, pool)
                                                                 : language->catalogue->tag;
    return APR_SUCCESS;
}

static apr_status_t close_language(void *data)
{
    sc_language_t *language = data;

    ucol_close(language->collator);
    unumf_close(language->integers);
    unumf_close(language->shares);
    uldn_close(language->names);
    return APR_SUCCESS;
}

static apr_status_t fill_language(sc_language_t *language, const sc_catalogue_t *catalogue,
                                  apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;

    language->catalogue = catalogue;
    language->locale = icu_locale(catalogue->tag, pool);
    if (!language->locale) {
        return APR_EGENERAL;
    }
    apr_pool_cleanup_register(pool, language, close_language, apr_pool_cleanup_null);
    language->collator = ucol_open(language->locale, &status);
    language->integers = unumf_openForSkeletonAndLocale(u"", 0, language->locale, &status);
    language->shares =
        unumf_openForSkeletonAndLocale(u"percent scale/100 @#", -1, language->locale, &status);
    UNumberingSystem *digits = unumsys_open(language->locale, &status);
    language->has_ascii_digits = U_SUCCESS(status) && strcmp(unumsys_getName(digits), "latn") == 0;
    unumsys_close(digits);
    language->dates = sc_dates_create(catalogue, language->locale, pool);
    if (U_FAILURE(status) || !language->dates) {
        return APR_EGENERAL;
    }
    return fill_names(language, pool);
}

/* "ja-Jpan" for JP, "zh-Hant" for TW; NULL where the code is no country's. */
static const char *likely_language(const char *code, apr_pool_t *pool)
{
    char likely[ULOC_FULLNAME_CAPACITY];
    char language[ULOC_LANG_CAPACITY];
    char script[ULOC_SCRIPT_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;

    uloc_addLikelySubtags(apr_pstrcat(pool, "und_", code, NULL), likely, sizeof(likely), &status);
    uloc_getLanguage(likely, language, sizeof(language), &status);
    uloc_getScript(likely, script, sizeof(script), &status);
    if (U_FAILURE(status) || !*language || !*script) {
        return NULL;
    }
    return apr_pstrcat(pool, language, "-", script, NULL);
}

static void fill_country_languages(sc_languages_t *languages, apr_pool_t *pool)
{
    for (int i = 0; i < SC_COUNTRY_CODES; i++) {
        char code[3];

        country_code(i, code);
        memcpy(languages->codes[i], code, sizeof(code));
        languages->country_languages[i] = likely_language(code, pool);
    }
}

static apr_status_t close_letters(void *letters)
{
    ucol_close(letters);
    return APR_SUCCESS;
}

static UCollator *open_letters(apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollator *letters = ucol_open("", &status);

    ucol_setAttribute(letters, UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, &status);
    if (U_FAILURE(status)) {
        return NULL;
    }
    ucol_setStrength(letters, UCOL_PRIMARY);
    apr_pool_cleanup_register(pool, letters, close_letters, apr_pool_cleanup_null);
    return letters;
}

/* @return 0 if the text is too long */
static int write_key(const UCollator *letters, const char *text, char key[KEY_BYTES])
{
    UChar units[NAME_UNITS];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0, size = 0;

    u_strFromUTF8(units, NAME_UNITS, &length, text, -1, &status);
    if (U_SUCCESS(status)) {
        size = ucol_getSortKey(letters, units, length, (uint8_t *)key, KEY_BYTES);
    }
    return size > 0 && size <= KEY_BYTES;
}

static int compare_keys(const void *one, const void *other)
{
    return strcmp(((const country_name_t *)one)->key, ((const country_name_t *)other)->key);
}

static int compare_names(const void *one, const void *other)
{
    int order = compare_keys(one, other);

    return order ? order
                 : ((const country_name_t *)one)->order - ((const country_name_t *)other)->order;
}

static void add_name(sc_languages_t *languages, const char *name, const char *tag, const char *code)
{
    apr_array_header_t *names = languages->names;
    char key[KEY_BYTES];

    if (name && write_key(languages->letters, name, key)) {
        APR_ARRAY_PUSH(names, country_name_t) =
            (country_name_t){apr_pstrdup(names->pool, key), tag, code, names->nelts};
    }
}

/* ICU names codes of the past, too, and those that stand for others: Germany is DD as well as DE.
 */
static void fill_country_names(sc_languages_t *languages, apr_pool_t *pool)
{
    const char *code, *name;

    languages->names = apr_array_make(pool, 5000, sizeof(country_name_t));
    for (int i = 0; i < languages->count * SC_COUNTRY_CODES; i++) {
        const sc_language_t *language = &languages->list[i / SC_COUNTRY_CODES];

        code = languages->codes[i % SC_COUNTRY_CODES];
        if (sc_country_is_known(code)) {
            add_name(languages, language->countries[i % SC_COUNTRY_CODES], language->catalogue->tag,
                     code);
        }
    }
    for (int i = 0; (code = sc_foreign_further_name(i, &name)) != NULL; i++) {
        add_name(languages, name, NULL, code);
    }
    qsort(languages->names->elts, (size_t)languages->names->nelts, sizeof(country_name_t),
          compare_names);
}

apr_status_t sc_languages_create(sc_languages_t **languages, apr_pool_t *pool)
{
    sc_languages_t *made = apr_pcalloc(pool, sizeof(*made));

    made->count = sc_catalogue_count;
    made->letters = open_letters(pool);
    if (!made->letters) {
        return APR_EGENERAL;
    }
    made->list = apr_pcalloc(pool, (apr_size_t)made->count * sizeof(*made->list));
    fill_country_languages(made, pool);
    for (int i = 0; i < made->count; i++) {
        apr_status_t status = fill_language(&made->list[i], &sc_catalogues[i], pool);

        if (status != APR_SUCCESS) {
            return status;
        }
        made->list[i].country_languages = made->country_languages;
    }
    fill_country_names(made, pool);
    *languages = made;
    return APR_SUCCESS;
}

int sc_languages_are_alike(const sc_languages_t *languages, const char *one, const char *other)
{
    UErrorCode status = U_ZERO_ERROR;

    return ucol_strcollUTF8(languages->letters, one, -1, other, -1, &status) == UCOL_EQUAL &&
           U_SUCCESS(status);
}

const char *sc_languages_country(const sc_languages_t *languages, const char *name,
                                 const char **tag)
{
    char key[KEY_BYTES];
    country_name_t wanted = {.key = key};
    const country_name_t *first = (const country_name_t *)languages->names->elts, *found;

    *tag = NULL;
    if (!write_key(languages->letters, name, key)) {
        return NULL;
    }
    found = bsearch(&wanted, first, (size_t)languages->names->nelts, sizeof(wanted), compare_keys);
    while (found && found > first && strcmp(found[-1].key, key) == 0) {
        found--;
    }
    *tag = found ? found->tag : NULL;
    return found ? found->code : NULL;
}

const sc_language_t *sc_languages_get(const sc_languages_t *languages, const char *tag)
{
    const sc_catalogue_t *catalogue = sc_catalogue_get(tag);

    return catalogue ? &languages->list[catalogue - sc_catalogues] : NULL;
}
