#include "language/foreign.h"

#include "language/locale.h"
#include "model/text/notation.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>

/** Names and what they mean; NULL means that languages differ. */
typedef struct meanings_t {
    apr_hash_t *english; /* key -> meaning */
    apr_hash_t *others;
} meanings_t;

struct sc_foreign_t {
    apr_pool_t *pool;
    UCollator *collator;
    meanings_t *countries, *months;
    apr_hash_t *own;    /* months of the writer's language */
    const char *spoken; /* ICU's name of that locale; NULL: not known */
};

static const char ambiguous[] = "";

/* Longer, shorter and older names that lists have and ICU does not, those of ISO 3166 among them.
 */
static const struct {
    const char *name, *code;
} further_names[] = {
    {"Czech Republic", "CZ"},
    {"Tschechische Republik", "CZ"},
    {"Republic of Korea", "KR"},
    {"Russian Federation", "RU"},
    {"Macedonia", "MK"},
    {"Republic of Macedonia", "MK"},
    {"U.A.E", "AE"},
    {"UAE", "AE"},
    {"Mazedonien", "MK"},
    {"Makedonya", "MK"},
    {"Republic of South Africa", "ZA"},
    {"Viet Nam", "VN"},
    {"Great Britain", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"Holland", "NL"},
    {"Turkey", "TR"},
    {"Türkiye", "TR"},
    {"Swaziland", "SZ"},
    {"Cape Verde", "CV"},
    {"Ivory Coast", "CI"},
    {"Burma", "MM"},
    {"People's Republic of China", "CN"},
    {"United States of America", "US"},
    {"USA", "US"},
    {"UK", "GB"},
    {"PRC", "CN"},
    {"Republic of China", "TW"},
    {"Taiwan, Province of China", "TW"},
    {"Chinese Taipei", "TW"},
    {"DR Congo", "CD"},
    {"Democratic Republic of the Congo", "CD"},
    {"Republic of the Congo", "CG"},
    {"Democratic People's Republic of Korea", "KP"},
    {"Lao PDR", "LA"},
    {"Lao People's Democratic Republic", "LA"},
    {"Syrian Arab Republic", "SY"},
    {"Islamic Republic of Iran", "IR"},
    {"United Republic of Tanzania", "TZ"},
    {"Plurinational State of Bolivia", "BO"},
    {"Bolivarian Republic of Venezuela", "VE"},
    {"Federated States of Micronesia", "FM"},
    {"Brunei Darussalam", "BN"},
    {"Cabo Verde", "CV"},
    {"Holy See", "VA"},
    {"State of Palestine", "PS"},
    {"Timor Leste", "TL"},
    {"Sakartvelas", "GE"},
    {"米国", "US"},
    {"アメリカ", "US"},
    {"英国", "GB"},
    {"豪州", "AU"},
    {"中華人民共和国", "CN"},
    {"中华人民共和国", "CN"},
    {"中華人民共和國", "CN"},
    {"中華民國", "TW"},
    {"中華民国", "TW"},
    {"大韓民国", "KR"},
    {"대한민국", "KR"},
    {"중화인민공화국", "CN"},
    {"튀르키예", "TR"},
};

/* What may stand before a name and says nothing, where the rest is the name of a country. */
static const char *const titles[] = {"the ",        "republic of ", "republic of the ",
                                     "kingdom of ", "state of ",    "les ",
                                     "la ",         "le ",          "die ",
                                     "los ",        "las ",         "el "};

const char *sc_foreign_further_name(int i, const char **name)
{
    if (i >= (int)(sizeof(further_names) / sizeof(further_names[0]))) {
        return NULL;
    }
    *name = further_names[i].name;
    return further_names[i].code;
}

static apr_status_t close_collator(void *collator)
{
    ucol_close(collator);
    return APR_SUCCESS;
}

sc_foreign_t *sc_foreign_create(apr_pool_t *pool)
{
    sc_foreign_t *foreign = apr_pcalloc(pool, sizeof(*foreign));
    UErrorCode error = U_ZERO_ERROR;

    foreign->pool = pool;
    foreign->collator = ucol_open("", &error);
    if (U_FAILURE(error)) {
        foreign->collator = NULL;
        return foreign;
    }
    ucol_setStrength(foreign->collator, UCOL_PRIMARY);
    /* U.S.A. is USA, and Côte d’Ivoire has whichever apostrophe. */
    ucol_setAttribute(foreign->collator, UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, &error);
    apr_pool_cleanup_register(pool, foreign->collator, close_collator, apr_pool_cleanup_null);
    return foreign;
}

sc_foreign_t *sc_foreign_create_in(const char *tag, apr_pool_t *pool)
{
    sc_foreign_t *foreign = sc_foreign_create(pool);
    char locale[ULOC_FULLNAME_CAPACITY];

    foreign->spoken = sc_locale_of_tag(tag, locale) ? apr_pstrdup(pool, locale) : NULL;
    return foreign;
}

/* What two spellings of a name have in common. */
static const char *key_of(const sc_foreign_t *foreign, const UChar *name, int32_t length)
{
    uint8_t key[512];
    int32_t size = ucol_getSortKey(foreign->collator, name, length, key, sizeof(key));

    return size > 1 && size <= (int32_t)sizeof(key)
               ? apr_pstrmemdup(foreign->pool, (char *)key, (apr_size_t)size - 1)
               : NULL;
}

static void learn(const sc_foreign_t *foreign, apr_hash_t *names, const UChar *name, int32_t length,
                  const char *meaning)
{
    const char *key = key_of(foreign, name, length);
    const char *known = key ? apr_hash_get(names, key, APR_HASH_KEY_STRING) : NULL;

    if (key) {
        apr_hash_set(names, key, APR_HASH_KEY_STRING,
                     !known || strcmp(known, meaning) == 0 ? meaning : ambiguous);
    }
}

static const char *look_up(const sc_foreign_t *foreign, const meanings_t *meanings,
                           const char *name)
{
    int32_t length;
    const UChar *text = sc_utf16_from(name, &length, foreign->pool);
    const char *key = key_of(foreign, text, length);
    const char *meaning = key ? apr_hash_get(meanings->english, key, APR_HASH_KEY_STRING) : NULL;

    if (key && !meaning) {
        meaning = apr_hash_get(meanings->others, key, APR_HASH_KEY_STRING);
    }
    return meaning && *meaning ? meaning : NULL;
}

typedef void learn_locale_fn(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale);

/* Every language once, in its usual form. */
static meanings_t *learn_all(const sc_foreign_t *foreign, learn_locale_fn *learn_locale)
{
    meanings_t *meanings = apr_palloc(foreign->pool, sizeof(*meanings));
    int32_t i;

    meanings->english = apr_hash_make(foreign->pool);
    meanings->others = apr_hash_make(foreign->pool);
    learn_locale(foreign, meanings->english, "en");
    for (i = 0; i < uloc_countAvailable(); i++) {
        const char *locale = uloc_getAvailable(i);

        if (!strchr(locale, '_') && strcmp(locale, "en") != 0) {
            learn_locale(foreign, meanings->others, locale);
        }
    }
    return meanings;
}

static void learn_countries_as(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale,
                               UDisplayContext length_context)
{
    UDisplayContext contexts[] = {length_context, UDISPCTX_NO_SUBSTITUTE};
    UErrorCode error = U_ZERO_ERROR;
    ULocaleDisplayNames *display = uldn_openForContext(locale, contexts, 2, &error);
    const char *const *code;
    UChar name[256];

    for (code = uloc_getISOCountries(); U_SUCCESS(error) && *code; code++) {
        UErrorCode missing = U_ZERO_ERROR;
        int32_t length = uldn_regionDisplayName(display, *code, name, 256, &missing);

        if (U_SUCCESS(missing) && length > 0) {
            learn(foreign, names, name, length, *code);
        }
    }
    uldn_close(display);
}

static void learn_countries(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale)
{
    learn_countries_as(foreign, names, locale, UDISPCTX_LENGTH_FULL);
    learn_countries_as(foreign, names, locale, UDISPCTX_LENGTH_SHORT);
}

static void learn_further_countries(const sc_foreign_t *foreign, apr_hash_t *names)
{
    for (apr_size_t i = 0; i < sizeof(further_names) / sizeof(further_names[0]); i++) {
        int32_t length;
        const UChar *name = sc_utf16_from(further_names[i].name, &length, foreign->pool);

        learn(foreign, names, name, length, further_names[i].code);
    }
}

/* Codes of two and three letters: "JP", "JPN", "UK". */
static const char *country_of_code(const char *name, apr_pool_t *pool)
{
    const char *code = apr_pstrdup(pool, name);
    UErrorCode error = U_ZERO_ERROR;
    const URegion *region;
    char *letter;

    if (strlen(name) < 2 || strlen(name) > 3) {
        return NULL;
    }
    for (letter = (char *)code; *letter; letter++) {
        if (!isalpha((unsigned char)*letter)) {
            return NULL;
        }
        *letter = (char)toupper((unsigned char)*letter);
    }
    if (sc_country_is_known(code)) {
        return code;
    }
    region = uregion_getRegionFromCode(code, &error);
    if (U_FAILURE(error) || !sc_country_is_known(uregion_getRegionCode(region))) {
        return NULL;
    }
    return uregion_getRegionCode(region);
}

static const char *find_country(sc_foreign_t *foreign, const char *name)
{
    const char *code = country_of_code(name, foreign->pool);

    if (code || !foreign->collator) {
        return code;
    }
    if (!foreign->countries) {
        foreign->countries = learn_all(foreign, learn_countries);
        learn_further_countries(foreign, foreign->countries->english);
    }
    code = look_up(foreign, foreign->countries, name);
    for (apr_size_t i = 0; !code && i < sizeof(titles) / sizeof(titles[0]); i++) {
        if (strncasecmp(name, titles[i], strlen(titles[i])) == 0) {
            code = look_up(foreign, foreign->countries, name + strlen(titles[i]));
        }
    }
    return code && sc_country_is_known(code) ? code : NULL;
}

/* "Korea, Republic of" and "Korea (Republic of)" the other way round, and "England, United
 * Kingdom", where both are the same country. */
static const char *find_in_two(sc_foreign_t *foreign, const char *name)
{
    apr_size_t before = strcspn(name, ",(");
    const char *behind = name + before + (name[before] != '\0');
    const char *one = apr_pstrmemdup(foreign->pool, name, before), *other, *code;

    behind += strspn(behind, " ");
    other = apr_pstrmemdup(foreign->pool, behind, strcspn(behind, ")"));
    if (!*one || !*other) {
        return NULL;
    }
    code = find_country(foreign, apr_pstrcat(foreign->pool, other, " ", one, NULL));
    if (!code && (code = find_country(foreign, one))) {
        other = find_country(foreign, other);
        return other && strcmp(code, other) == 0 ? code : NULL;
    }
    return code;
}

const char *sc_foreign_country(sc_foreign_t *foreign, const char *name)
{
    const char *code = find_country(foreign, name);

    return code || !foreign->collator ? code : find_in_two(foreign, name);
}

static void learn_months(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale)
{
    static const char *const numbers[] = {"1", "2", "3", "4",  "5",  "6",
                                          "7", "8", "9", "10", "11", "12"};
    static const UDateFormatSymbolType kinds[] = {
        UDAT_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_STANDALONE_SHORT_MONTHS};
    UErrorCode error = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT,
                                    apr_pstrcat(foreign->pool, locale, "@calendar=gregorian", NULL),
                                    NULL, 0, NULL, 0, &error);
    UChar name[128];

    for (apr_size_t i = 0; U_SUCCESS(error) && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        for (int month = 0; month < 12; month++) {
            int32_t length = udat_getSymbols(format, kinds[i], month, name, 128, &error);

            if (U_SUCCESS(error) && length > 1 && name[length - 1] == '.') {
                length--;
            }
            if (U_SUCCESS(error)) {
                learn(foreign, names, name, length, numbers[month]);
            }
        }
    }
    udat_close(format);
}

int sc_foreign_month(sc_foreign_t *foreign, const char *name)
{
    const char *number;

    if (!foreign->collator) {
        return 0;
    }
    if (!foreign->months) {
        foreign->months = learn_all(foreign, learn_months);
        foreign->own = apr_hash_make(foreign->pool);
        if (foreign->spoken) {
            learn_months(foreign, foreign->own, foreign->spoken);
        }
    }
    number = look_up(foreign, &(const meanings_t){foreign->own, foreign->own}, name);
    number = number ? number : look_up(foreign, foreign->months, name);
    return number ? atoi(number) : 0;
}

static void learn_languages(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale)
{
    const char *const *code;

    for (code = uloc_getISOLanguages(); *code; code++) {
        UErrorCode error = U_ZERO_ERROR;
        UChar name[256];
        int32_t length = uloc_getDisplayLanguage(*code, locale ? locale : *code, name, 256, &error);

        if (error == U_ZERO_ERROR && length > 0) {
            learn(foreign, names, name, length, *code);
        }
    }
}

const char *sc_foreign_language(sc_foreign_t *foreign, const char *tag, const char *name)
{
    meanings_t meanings = {apr_hash_make(foreign->pool), apr_hash_make(foreign->pool)};

    if (!foreign->collator) {
        return NULL;
    }
    learn_languages(foreign, meanings.english, tag);
    learn_languages(foreign, meanings.others, "en");
    learn_languages(foreign, meanings.others, NULL);
    return look_up(foreign, &meanings, name);
}
