#include "model/text/notation.h"

#include <string.h>

/* A tag as its subtags, each lower-cased and followed by NUL. */
typedef struct subtags_t {
    char text[SC_LANGUAGE_TAG_LIMIT + 2];
    const char *at[SC_LANGUAGE_TAG_LIMIT + 1];
    int count;
} subtags_t;

static int is_alpha(char c)
{
    return c >= 'a' && c <= 'z';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int split(const char *tag, subtags_t *subtags)
{
    char *out = subtags->text;

    if (strlen(tag) > SC_LANGUAGE_TAG_LIMIT) {
        return 0;
    }
    subtags->count = 1;
    subtags->at[0] = out;
    for (; *tag; tag++) {
        char c = *tag >= 'A' && *tag <= 'Z' ? (char)(*tag - 'A' + 'a') : *tag;

        if (c == '-') {
            *out++ = '\0';
            subtags->at[subtags->count++] = out;
        }
        else if (is_alpha(c) || is_digit(c)) {
            *out++ = c;
        }
        else {
            return 0;
        }
    }
    *out = '\0';
    return 1;
}

static int is_all_alpha(const char *subtag, size_t length)
{
    size_t i;

    for (i = 0; is_alpha(subtag[i]); i++) {
    }
    return i == length && subtag[i] == '\0';
}

static int is_region(const char *subtag)
{
    return is_all_alpha(subtag, 2) || (strlen(subtag) == 3 && is_digit(subtag[0]) &&
                                       is_digit(subtag[1]) && is_digit(subtag[2]));
}

static int is_variant(const char *subtag)
{
    size_t length = strlen(subtag);

    return (length >= 5 && length <= 8) || (length == 4 && is_digit(subtag[0]));
}

static int is_singleton(const char *subtag)
{
    return strlen(subtag) == 1;
}

/* Whether a subtag of the same kind occurred before: no variant and no singleton may stand twice.
 */
static int is_repeated(const subtags_t *subtags, int first, int index)
{
    for (int i = first; i < index; i++) {
        if (strcmp(subtags->at[i], subtags->at[index]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Passes over the subtags of an extension or of the private use part, of which there must be at
 * least one. Returns the index behind them, or -1. */
static int pass_extension(const subtags_t *subtags, int index)
{
    size_t least = subtags->at[index][0] == 'x' ? 1 : 2;
    int first = ++index;

    for (; index < subtags->count; index++) {
        size_t length = strlen(subtags->at[index]);

        if (length < least && length == 1) {
            break;
        }
        if (length < least || length > 8) {
            return -1;
        }
    }
    return index > first ? index : -1;
}

/* Reads what stands before the first singleton. Returns the index behind it, or -1. */
static int pass_language(const subtags_t *subtags)
{
    size_t length = strlen(subtags->at[0]);
    int index = 1;

    if (length < 2 || length > 3 || !is_all_alpha(subtags->at[0], length)) {
        return -1;
    }
    while (index < subtags->count && index <= 3 && is_all_alpha(subtags->at[index], 3)) {
        index++;
    }
    if (index < subtags->count && is_all_alpha(subtags->at[index], 4)) {
        index++;
    }
    if (index < subtags->count && is_region(subtags->at[index])) {
        index++;
    }
    int first_variant = index;
    while (index < subtags->count && is_variant(subtags->at[index])) {
        if (is_repeated(subtags, first_variant, index)) {
            return -1;
        }
        index++;
    }
    return index;
}

static int is_well_formed(const subtags_t *subtags)
{
    int index = pass_language(subtags);
    int first = index;

    while (index >= 0 && index < subtags->count) {
        if (!is_singleton(subtags->at[index]) || is_repeated(subtags, first, index)) {
            return 0;
        }
        index = pass_extension(subtags, index);
    }
    return index >= 0;
}

static char upper(char c)
{
    return is_alpha(c) ? (char)(c - 'a' + 'A') : c;
}

static void write_canonical(const subtags_t *subtags, char *out)
{
    int is_after_singleton = 0;

    for (int i = 0; i < subtags->count; i++) {
        const char *subtag = subtags->at[i];
        size_t length = strlen(subtag);

        if (i > 0) {
            *out++ = '-';
        }
        memcpy(out, subtag, length + 1);
        is_after_singleton |= length == 1;
        if (i > 0 && !is_after_singleton && (length == 2 || length == 4)) {
            out[0] = upper(out[0]);
        }
        if (i > 0 && !is_after_singleton && length == 2) {
            out[1] = upper(out[1]);
        }
        out += length;
    }
}

int sc_language_tag_read(const char *text, char canonical[SC_LANGUAGE_TAG_LIMIT + 1])
{
    subtags_t subtags;

    if (!split(text, &subtags) || !is_well_formed(&subtags)) {
        return 0;
    }
    write_canonical(&subtags, canonical);
    return 1;
}
