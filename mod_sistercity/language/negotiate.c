#include "language/catalogue.h"
#include "language/language.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>

/* A browser names a handful of languages; what goes beyond these is not read. */
#define MOST_RANGES 32
#define MOST_RANGE_LENGTH 35
#define MOST_HEADER_LENGTH 2000

/* Thousandths, the most precise that a q-value may be. */
#define FULL_QUALITY 1000

typedef struct range_t {
    char text[MOST_RANGE_LENGTH + 1];
    int quality;
} range_t;

typedef struct ranges_t {
    range_t list[MOST_RANGES];
    int count;
} ranges_t;

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

/* Reads "0", "0.7" or "1.000"; -1 for anything else. */
static int read_quality(const char *at, const char *end)
{
    int unit = FULL_QUALITY / 10;

    if (at == end || (*at != '0' && *at != '1')) {
        return -1;
    }
    int quality = (*at++ - '0') * FULL_QUALITY;
    if (at < end && *at == '.') {
        for (at++; at < end && apr_isdigit(*at) && unit; at++, unit /= 10) {
            quality += (*at - '0') * unit;
        }
    }
    return skip_blanks(at, end) == end && quality <= FULL_QUALITY ? quality : -1;
}

/* Reads what follows a range: nothing, or its weight. */
static int read_weight(const char *at, const char *end)
{
    at = skip_blanks(at, end);
    if (at == end) {
        return FULL_QUALITY;
    }
    if (*at != ';') {
        return -1;
    }
    at = skip_blanks(at + 1, end);
    if (end - at < 2 || (*at != 'q' && *at != 'Q') || at[1] != '=') {
        return -1;
    }
    return read_quality(at + 2, end);
}

/* Puts one element of the header into the list, behind those of the same weight. One that is
 * malformed is passed over: the others still say what the reader wants. */
static void add_range(ranges_t *ranges, const char *at, const char *end)
{
    const char *start = skip_blanks(at, end);
    const char *stop = start;
    int i;

    while (stop < end && (apr_isalnum(*stop) || *stop == '-' || *stop == '*')) {
        stop++;
    }
    int quality = read_weight(stop, end);
    if (stop == start || stop - start > MOST_RANGE_LENGTH || quality < 0) {
        return;
    }
    for (i = ranges->count; i > 0 && ranges->list[i - 1].quality < quality; i--) {
        ranges->list[i] = ranges->list[i - 1];
    }
    apr_cpystrn(ranges->list[i].text, start, (apr_size_t)(stop - start) + 1);
    ranges->list[i].quality = quality;
    ranges->count++;
}

static void read_ranges(ranges_t *ranges, const char *accept)
{
    apr_size_t length = strlen(accept);
    const char *end = accept + (length < MOST_HEADER_LENGTH ? length : MOST_HEADER_LENGTH);
    const char *at = accept;

    ranges->count = 0;
    while (at < end && ranges->count < MOST_RANGES) {
        const char *comma = memchr(at, ',', (apr_size_t)(end - at));
        const char *stop = comma ? comma : end;

        add_range(ranges, at, stop);
        at = stop + 1;
    }
}

/* Drops the last subtag, and a single letter left at the end with it (RFC 4647, 3.4). */
static int shorten(char *tag)
{
    char *hyphen = strrchr(tag, '-');

    if (!hyphen) {
        return 0;
    }
    *hyphen = '\0';
    if (hyphen - tag >= 2 && hyphen[-2] == '-') {
        hyphen[-2] = '\0';
    }
    return 1;
}

static int is_refused(const ranges_t *ranges, const char *tag)
{
    for (int i = 0; i < ranges->count; i++) {
        if (ranges->list[i].quality == 0 && strcasecmp(ranges->list[i].text, tag) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The offered tag that the range leads to, or NULL. "*" is any that the reader did not refuse. */
static const char *lookup_exactly(const ranges_t *ranges, range_t rest,
                                  const apr_array_header_t *offered)
{
    do {
        for (int i = 0; i < offered->nelts; i++) {
            const char *tag = APR_ARRAY_IDX(offered, i, const char *);
            int fits = strcmp(rest.text, "*") == 0 || strcasecmp(rest.text, tag) == 0;

            if (fits && sc_catalogue_get(tag) && !is_refused(ranges, tag)) {
                return tag;
            }
        }
    } while (shorten(rest.text));
    return NULL;
}

/* Browsers name Chinese by its country, catalogues by its script: zh-TW is zh-Hant-TW. */
static void add_script(range_t *range)
{
    char locale[ULOC_FULLNAME_CAPACITY], likely[ULOC_FULLNAME_CAPACITY];
    UErrorCode error = U_ZERO_ERROR;
    range_t whole;

    uloc_forLanguageTag(range->text, locale, sizeof(locale), NULL, &error);
    if (!*locale) {
        return; /* "*" and "und" are no language, for which ICU would take English */
    }
    uloc_addLikelySubtags(locale, likely, sizeof(likely), &error);
    uloc_toLanguageTag(likely, whole.text, sizeof(whole.text), 0, &error);
    if (U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING) {
        strcpy(range->text, whole.text);
    }
}

static const char *lookup(const ranges_t *ranges, const range_t *range,
                          const apr_array_header_t *offered)
{
    const char *found = lookup_exactly(ranges, *range, offered);
    range_t likely = *range;

    if (!found) {
        add_script(&likely);
        found = lookup_exactly(ranges, likely, offered);
    }
    return found;
}

const sc_language_t *sc_languages_negotiate(const sc_languages_t *languages,
                                            const apr_array_header_t *offered, const char *accept)
{
    const sc_language_t *language = NULL;
    ranges_t ranges;

    read_ranges(&ranges, accept ? accept : "");
    for (int i = 0; i < ranges.count && ranges.list[i].quality > 0; i++) {
        const char *tag = lookup(&ranges, &ranges.list[i], offered);

        if (tag) {
            return sc_languages_get(languages, tag);
        }
    }
    if (offered->nelts > 0) {
        language = sc_languages_get(languages, APR_ARRAY_IDX(offered, 0, const char *));
    }
    return language ? language : sc_languages_get(languages, "en");
}

int sc_language_is_offered(const char *tag)
{
    return sc_catalogue_get(tag) != NULL;
}

const char *const *sc_language_offered(void)
{
    return sc_catalogue_tags;
}
