#include "model/text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The continuation bytes that each lead byte takes, and the least code point that many bytes may
 * stand for (RFC 3629, section 3). */
static int continuation_count(unsigned char lead, unsigned *least)
{
    if (lead >= 0xC2 && lead <= 0xDF) {
        *least = 0x80;
        return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *least = 0x800;
        return 2;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *least = 0x10000;
        return 3;
    }
    return -1;
}

/* Reads one code point of several bytes. Returns its length, 0 if it is malformed. */
static apr_size_t read_sequence(const unsigned char *bytes, apr_size_t left, unsigned *point)
{
    unsigned least = 0;
    int count = continuation_count(bytes[0], &least);

    if (count < 0 || (apr_size_t)count >= left) {
        return 0;
    }
    *point = bytes[0] & (0x3F >> count);
    for (int i = 1; i <= count; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        *point = (*point << 6) | (bytes[i] & 0x3F);
    }
    if (*point < least || *point > 0x10FFFF || (*point >= 0xD800 && *point <= 0xDFFF)) {
        return 0;
    }
    return (apr_size_t)count + 1;
}

unsigned sc_utf8_point(const char *text, int *length)
{
    unsigned point = (unsigned char)*text;

    *length = point < 0x80 ? 1 : (int)read_sequence((const unsigned char *)text, 4, &point);
    return point;
}

static int is_clean_ascii(unsigned char c)
{
    return (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || c == '\r';
}

/* Overrides of the reading direction show a text as another one than it is, and everything that
 * follows it on the line; scripts written from right to left do without them. */
static int is_clean_point(unsigned point)
{
    return point >= 0xA0 && point != 0x202D && point != 0x202E && point != 0xFFFE &&
           point != 0xFFFF;
}

int sc_utf8_is_clean(const char *bytes, apr_size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;
    const unsigned char *end = at + length;

    while (at < end) {
        unsigned point;

        if (*at < 0x80) {
            if (!is_clean_ascii(*at)) {
                return 0;
            }
            at++;
            continue;
        }
        apr_size_t size = read_sequence(at, (apr_size_t)(end - at), &point);
        if (size == 0 || !is_clean_point(point)) {
            return 0;
        }
        at += size;
    }
    return 1;
}

static int begins_code_point(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

apr_size_t sc_utf8_length(const char *text)
{
    apr_size_t length = 0;

    for (; *text; text++) {
        length += (apr_size_t)begins_code_point(*text);
    }
    return length;
}

apr_size_t sc_utf8_prefix(const char *text, apr_size_t count)
{
    const char *at = text;

    for (; *at; at++) {
        if (begins_code_point(*at) && count-- == 0) {
            break;
        }
    }
    return (apr_size_t)(at - text);
}

/* White space beyond ASCII: Unicode 15, PropList.txt, White_Space; and U+FEFF. The C1 control
 * U+0085 is left out, as controls are refused. */
static const char *const spaces[] = {"\xC2\xA0" /* no-break space */,
                                     "\xE1\x9A\x80" /* ogham space mark */,
                                     "\xE2\x80\x80" /* en quad */,
                                     "\xE2\x80\x81",
                                     "\xE2\x80\x82",
                                     "\xE2\x80\x83",
                                     "\xE2\x80\x84",
                                     "\xE2\x80\x85",
                                     "\xE2\x80\x86",
                                     "\xE2\x80\x87",
                                     "\xE2\x80\x88",
                                     "\xE2\x80\x89",
                                     "\xE2\x80\x8A" /* hair space */,
                                     "\xE2\x80\xA8" /* line separator */,
                                     "\xE2\x80\xA9" /* paragraph */,
                                     "\xE2\x80\xAF" /* narrow no-break space */,
                                     "\xE2\x81\x9F" /* mathematical */,
                                     "\xE3\x80\x80" /* ideographic space */,
                                     "\xEF\xBB\xBF" /* byte order mark */};

static int is_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The length of the white space at the beginning, or (from_end) the end, of the bytes; 0 if none.
 */
static apr_size_t space_at(const char *text, apr_size_t length, int from_end)
{
    char edge = length == 0 ? '\0' : from_end ? text[length - 1] : text[0];

    if (!((unsigned char)edge & 0x80)) {
        return (apr_size_t)is_ascii_space(edge);
    }
    for (apr_size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
        apr_size_t size = strlen(spaces[i]);
        const char *place = from_end ? text + length - size : text;

        if (size <= length && memcmp(place, spaces[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

const char *sc_utf8_trim(const char *text, apr_size_t *length)
{
    apr_size_t size;

    while ((size = space_at(text, *length, 0)) > 0) {
        text += size;
        *length -= size;
    }
    while ((size = space_at(text, *length, 1)) > 0) {
        *length -= size;
    }
    return text;
}

const char *sc_utf8_escape(const char *text, const char *special, char before, apr_pool_t *pool)
{
    char *escaped, *out;

    if (!strpbrk(text, special)) {
        return text;
    }
    escaped = out = apr_palloc(pool, 2 * strlen(text) + 1);
    for (; *text; text++) {
        if (strchr(special, *text)) {
            *out++ = before;
        }
        *out++ = *text;
    }
    *out = '\0';
    return escaped;
}

int sc_utf8_has_lines(const char *text)
{
    return strpbrk(text, "\r\n") || strstr(text, "\xE2\x80\xA8") || strstr(text, "\xE2\x80\xA9");
}

static int compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

void sc_utf8_sort(apr_array_header_t *texts)
{
    qsort(texts->elts, (size_t)texts->nelts, sizeof(const char *), compare);
}
