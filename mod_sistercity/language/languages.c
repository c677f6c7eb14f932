#include "language/foreign.h"
#include "language/locale.h"
#include "model/array.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
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

static void country_code(int index, char code[3])
{
    code[0] = (char)('A' + index / 26);
    code[1] = (char)('A' + index % 26);
    code[2] = '\0';
}

/* English is written for readers everywhere: days before months, no comma before "and". What ICU
 * calls Portuguese without a country is Brazil's, and the catalogue is Portugal's. Which digits
 * Arabic without a country has, ICU 72 and 76 do not agree on; not "ar-u-nu-arab", for which ICU
 * would make tables of all that such tags can say. */
static const struct {
    const char *tag, *locale, *digits;
} usual[] = {{"en", "en-001", NULL}, {"pt", "pt-PT", NULL}, {"ar", "ar", "arab"}};

/* ICU's name of the locale: of a Gregorian calendar, whatever is usual there. */
static const char *icu_locale(const char *tag, apr_pool_t *pool)
{
    char locale[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    const char *digits = NULL;

    for (size_t i = 0; i < SC_LENGTH(usual); i++) {
        if (strcmp(usual[i].tag, tag) == 0) {
            tag = usual[i].locale;
            digits = usual[i].digits;
        }
    }
    uloc_forLanguageTag(tag, locale, sizeof(locale), NULL, &status);
    uloc_setKeywordValue("calendar", "gregorian", locale, sizeof(locale), &status);
    if (digits) {
        uloc_setKeywordValue("numbers", digits, locale, sizeof(locale), &status);
    }
    return U_SUCCESS(status) ? apr_pstrdup(pool, locale) : NULL;
}

static apr_status_t close_names(void *names)
{
    uldn_close(names);
    return APR_SUCCESS;
}

static apr_status_t fill_language(sc_language_t *language, sc_languages_t *all,
                                  const sc_catalogue_t *catalogue, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar name[NAME_UNITS];

    language->all = all;
    language->catalogue = catalogue;
    language->locale = icu_locale(catalogue->tag, pool);
    language->names = uldn_open(language->locale, ULDN_DIALECT_NAMES, &status);
    if (!language->locale || U_FAILURE(status)) {
        return APR_EGENERAL;
    }
    apr_pool_cleanup_register(pool, language->names, close_names, apr_pool_cleanup_null);
    int32_t length =
        uldn_localeDisplayName(language->names, catalogue->tag, name, NAME_UNITS, &status);
    language->endonym = U_SUCCESS(status) && length < NAME_UNITS ? sc_utf8_from(name, length, pool)
                                                                 : catalogue->tag;
    return APR_SUCCESS;
}

static const void *likely_language(const sc_language_t *language, int index, apr_pool_t *pool)
{
    char likely[ULOC_FULLNAME_CAPACITY];
    char name[ULOC_LANG_CAPACITY];
    char script[ULOC_SCRIPT_CAPACITY];
    char region[] = "und_XX";
    UErrorCode status = U_ZERO_ERROR;

    memcpy(region + strlen(region) - 2, language->all->codes[index], 2);
    uloc_addLikelySubtags(region, likely, sizeof(likely), &status);
    uloc_getLanguage(likely, name, sizeof(name), &status);
    uloc_getScript(likely, script, sizeof(script), &status);
    return U_SUCCESS(status) && *name && *script ? apr_pstrcat(pool, name, "-", script, NULL) : "";
}

const char *sc_country_language(const sc_language_t *language, int index)
{
    const char *found =
        sc_once(&language->all->country_languages[index], likely_language, language, index);

    return *found ? found : NULL;
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

static void add_name(const sc_languages_t *languages, apr_array_header_t *names, const char *name,
                     const char *tag, const char *code)
{
    char key[KEY_BYTES];

    if (name && write_key(languages->letters, name, key)) {
        APR_ARRAY_PUSH(names, country_name_t) =
            (country_name_t){apr_pstrdup(names->pool, key), tag, code, names->nelts};
    }
}

/* ICU names codes of the past, too, and those that stand for others: Germany is DD as well as DE.
 */
static const void *make_country_names(const sc_language_t *first, int index, apr_pool_t *pool)
{
    const sc_languages_t *languages = first->all;
    apr_array_header_t *names = apr_array_make(pool, 5000, sizeof(country_name_t));
    const char *code, *name;
    apr_pool_t *scratch;

    (void)index;
    apr_pool_create(&scratch, pool);
    for (int i = 0; i < languages->count * SC_COUNTRY_CODES; i++) {
        const sc_language_t *language = &languages->list[i / SC_COUNTRY_CODES];

        code = languages->codes[i % SC_COUNTRY_CODES];
        if (sc_country_is_known(code)) {
            add_name(languages, names, sc_country_name(language, code, scratch),
                     language->catalogue->tag, code);
        }
    }
    for (int i = 0; (code = sc_foreign_further_name(i, &name)) != NULL; i++) {
        add_name(languages, names, name, NULL, code);
    }
    apr_pool_destroy(scratch);
    qsort(names->elts, (size_t)names->nelts, sizeof(country_name_t), compare_names);
    return names;
}

apr_status_t sc_languages_create(sc_languages_t **languages, apr_pool_t *pool)
{
    sc_languages_t *made = apr_pcalloc(pool, sizeof(*made));

    pthread_mutex_init(&made->lock, NULL);
    made->pool = pool;
    made->count = sc_catalogue_count;
    made->letters = open_letters(pool);
    if (!made->letters) {
        return APR_EGENERAL;
    }
    for (int i = 0; i < SC_COUNTRY_CODES; i++) {
        country_code(i, made->codes[i]);
    }
    made->list = apr_pcalloc(pool, (apr_size_t)made->count * sizeof(*made->list));
    for (int i = 0; i < made->count; i++) {
        apr_status_t status = fill_language(&made->list[i], made, &sc_catalogues[i], pool);

        if (status != APR_SUCCESS) {
            return status;
        }
    }
    made->usage = sc_usage_of(sc_languages_get(made, "en"));
    made->dates = sc_dates_of(sc_languages_get(made, "en"));
    *languages = made;
    return made->usage && made->dates ? APR_SUCCESS : APR_EGENERAL;
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
    const apr_array_header_t *names;
    const country_name_t *first, *found;

    *tag = NULL;
    if (!write_key(languages->letters, name, key)) {
        return NULL;
    }
    names = sc_once(&languages->list->all->names, make_country_names, languages->list, 0);
    first = (const country_name_t *)names->elts;
    found = bsearch(&wanted, first, (size_t)names->nelts, sizeof(wanted), compare_keys);
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
