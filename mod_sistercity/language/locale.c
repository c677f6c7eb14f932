#include "language/locale.h"

#include "model/array.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unumsys.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* A UTF-16 unit takes at most three bytes: a character of four bytes has two units. */
#define BYTES_OF_UNIT 3

/* Names of countries in any script are far shorter. */
#define NAME_UNITS 200

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

int sc_country_index(const char *code)
{
    if (!code || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' || code[2]) {
        return -1;
    }
    return (code[0] - 'A') * 26 + (code[1] - 'A');
}

const void *sc_once(const void **place, sc_once_fn *make, const sc_language_t *language, int index)
{
    const void *made = __atomic_load_n(place, __ATOMIC_ACQUIRE);

    if (!made) {
        pthread_mutex_lock(&language->all->lock);
        made = *place ? *place : make(language, index, language->all->pool);
        __atomic_store_n(place, made, __ATOMIC_RELEASE);
        pthread_mutex_unlock(&language->all->lock);
    }
    return made;
}

const char *sc_country_name(const sc_language_t *language, const char *code, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar name[NAME_UNITS];
    int32_t length = uldn_regionDisplayName(language->names, code, name, NAME_UNITS, &status);
    /* ICU gives the code back when it knows no name. */
    const char *text =
        U_SUCCESS(status) && length < NAME_UNITS ? sc_utf8_from(name, length, pool) : "";

    return *text && strcmp(text, code) != 0 ? text : NULL;
}

static apr_status_t close_usage(void *data)
{
    sc_usage_t *usage = data;

    ucol_close(usage->collator);
    unumf_close(usage->integers);
    unumf_close(usage->shares);
    return APR_SUCCESS;
}

static const void *make_usage(const sc_language_t *language, int index, apr_pool_t *pool)
{
    sc_usage_t *usage = apr_pcalloc(pool, sizeof(*usage));
    UErrorCode status = U_ZERO_ERROR;
    UNumberingSystem *digits;

    (void)index;
    apr_pool_cleanup_register(pool, usage, close_usage, apr_pool_cleanup_null);
    usage->collator = ucol_open(language->locale, &status);
    usage->integers = unumf_openForSkeletonAndLocale(u"", 0, language->locale, &status);
    usage->shares =
        unumf_openForSkeletonAndLocale(u"percent scale/100 @#", -1, language->locale, &status);
    digits = unumsys_open(language->locale, &status);
    usage->has_ascii_digits = U_SUCCESS(status) && strcmp(unumsys_getName(digits), "latn") == 0;
    unumsys_close(digits);
    for (int i = 0; i < SC_COUNTRY_CODES; i++) {
        usage->countries[i] = sc_country_name(language, language->all->codes[i], pool);
    }
    return U_SUCCESS(status) ? usage : NULL;
}

const sc_usage_t *sc_usage_of(const sc_language_t *language)
{
    const void **place = &language->all->list[language - language->all->list].usage;
    const sc_usage_t *usage = sc_once(place, make_usage, language, 0);

    return usage ? usage : language->all->usage;
}

const char *sc_language_tag(const sc_language_t *language)
{
    return language->catalogue->tag;
}

const char *sc_language_endonym(const sc_language_t *language)
{
    return language->endonym;
}

/* Two or three letters that ICU calls the same; it has other names for a few old codes. */
static int is_plain_code(const char *tag)
{
    static const char *const renamed[] = {"in", "iw", "ji", "jw", "mo", "sh"};
    size_t length = strspn(tag, "abcdefghijklmnopqrstuvwxyz");

    for (size_t i = 0; i < SC_LENGTH(renamed); i++) {
        if (strcmp(tag, renamed[i]) == 0) {
            return 0;
        }
    }
    return length == 2 && tag[length] == '\0';
}

int sc_locale_of_tag(const char *tag, char *locale)
{
    UErrorCode status = U_ZERO_ERROR;

    if (is_plain_code(tag)) {
        strcpy(locale, tag);
        return 1;
    }
    uloc_forLanguageTag(tag, locale, ULOC_FULLNAME_CAPACITY, NULL, &status);
    return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

const char *sc_language_direction(const char *tag)
{
    /* A page names places in few languages, over and over, and ICU parses each tag anew. */
    static _Thread_local struct {
        char tag[12];
        const char *direction;
    } known[128];
    size_t length = strlen(tag);
    size_t place = length ? (26u * (unsigned char)tag[0] + (unsigned char)tag[1]) % 128 : 0;
    char locale[ULOC_FULLNAME_CAPACITY];
    const char *direction;

    if (known[place].direction && strcmp(known[place].tag, tag) == 0) {
        return known[place].direction;
    }
    direction = sc_locale_of_tag(tag, locale) && uloc_isRightToLeft(locale) ? "rtl" : "ltr";
    if (length < sizeof(known[place].tag)) {
        memcpy(known[place].tag, tag, length + 1);
        known[place].direction = direction;
    }
    return direction;
}

/* Of the next letter from @a at on that has a direction and stands in no isolate (UAX #9, P2); NULL
 * where none is left. */
static const char *next_direction(const char *text, int32_t *at)
{
    int32_t length = *at + (int32_t)strlen(text + *at);
    int depth = 0;

    while (*at < length) {
        UChar32 letter;

        U8_NEXT(text, *at, length, letter);
        switch (letter < 0 ? U_OTHER_NEUTRAL : u_charDirection(letter)) {
        case U_LEFT_TO_RIGHT_ISOLATE:
        case U_RIGHT_TO_LEFT_ISOLATE:
        case U_FIRST_STRONG_ISOLATE:
            depth++;
            break;
        case U_POP_DIRECTIONAL_ISOLATE:
            depth -= depth > 0;
            break;
        case U_LEFT_TO_RIGHT:
            if (depth == 0) {
                return "ltr";
            }
            break;
        case U_RIGHT_TO_LEFT:
        case U_RIGHT_TO_LEFT_ARABIC:
            if (depth == 0) {
                return "rtl";
            }
            break;
        default:
            break;
        }
    }
    return NULL;
}

const char *sc_text_direction(const char *text)
{
    int32_t at = 0;

    return next_direction(text, &at);
}

int sc_text_runs_against(const char *text, const char *direction)
{
    int32_t at = 0;
    const char *next;

    while ((next = next_direction(text, &at)) != NULL) {
        if (strcmp(next, direction) != 0) {
            return 1;
        }
    }
    return 0;
}
