#include "language/reading/plain.h"

#include "model/array.h"
#include "model/text/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* More letters or digits make no footnote. */
#define FOOTNOTE_MOST 3

static const struct {
    const char *entity, *text;
} entities[] = {{"&amp;", "&"},    {"&lt;", "<"},        {"&gt;", ">"},     {"&quot;", "\""},
                {"&apos;", "'"},   {"&nbsp;", "\u00A0"}, {"&ndash;", "–"},  {"&auml;", "ä"},
                {"&ouml;", "ö"},   {"&uuml;", "ü"},      {"&Auml;", "Ä"},   {"&Ouml;", "Ö"},
                {"&Uuml;", "Ü"},   {"&szlig;", "ß"},     {"&aacute;", "á"}, {"&eacute;", "é"},
                {"&iacute;", "í"}, {"&oacute;", "ó"},    {"&uacute;", "ú"}, {"&egrave;", "è"},
                {"&agrave;", "à"}, {"&ecirc;", "ê"},     {"&acirc;", "â"},  {"&ocirc;", "ô"},
                {"&ccedil;", "ç"}, {"&ntilde;", "ñ"},    {"&atilde;", "ã"}, {"&oslash;", "ø"},
                {"&aring;", "å"},  {"&rsquo;", "’"}};

static const char *const stars[] = {"*", "†", "‡", "¹", "²", "³"};

/* Puts the character in UTF-8. @return behind it */
static char *put_character(char *out, unsigned long code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    }
    else if (code < 0x800) {
        *out++ = (char)(0xC0 | (code >> 6));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    else {
        if (code >= 0x10000) {
            *out++ = (char)(0xF0 | (code >> 18));
            *out++ = (char)(0x80 | ((code >> 12) & 0x3F));
        }
        else {
            *out++ = (char)(0xE0 | (code >> 12));
        }
        *out++ = (char)(0x80 | ((code >> 6) & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* An entity by its number. @return its length; 0 if it is none */
static apr_size_t take_number(const char *text, char **out)
{
    int is_hex = text[2] == 'x' || text[2] == 'X';
    char *end;

    if (!apr_isxdigit(text[is_hex ? 3 : 2])) {
        return 0;
    }
    unsigned long code = strtoul(text + (is_hex ? 3 : 2), &end, is_hex ? 16 : 10);
    if (*end != ';' || code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        return 0;
    }
    *out = put_character(*out, code);
    return (apr_size_t)(end + 1 - text);
}

static apr_size_t take_entity(const char *text, char **out)
{
    if (text[1] == '#') {
        return take_number(text, out);
    }
    for (apr_size_t i = 0; i < SC_LENGTH(entities); i++) {
        apr_size_t length = strlen(entities[i].entity);

        if (strncmp(text, entities[i].entity, length) == 0) {
            apr_size_t size = strlen(entities[i].text);

            memcpy(*out, entities[i].text, size);
            *out += size;
            return length;
        }
    }
    return 0;
}

/* [[Kaunas city|Kaunas]] shows Kaunas. */
static apr_size_t take_link(const char *text, char **out)
{
    const char *end = strstr(text, "]]");
    const char *shown = text + 2;

    if (!end) {
        return 0;
    }
    for (const char *at = text; at < end; at++) {
        shown = *at == '|' ? at + 1 : shown;
    }
    memcpy(*out, shown, (apr_size_t)(end - shown));
    *out += end - shown;
    return (apr_size_t)(end + 2 - text);
}

/* [1], [a], [note 2] */
static apr_size_t take_footnote(const char *text)
{
    const char *mark = text + 1;

    if (strncmp(mark, "note ", 5) == 0 || strncmp(mark, "nb ", 3) == 0) {
        mark = strchr(mark, ' ') + 1;
    }
    apr_size_t length = strspn(mark, "0123456789");
    if (length == 0 && apr_islower(*mark)) {
        length = 1;
    }
    return length > 0 && length <= FOOTNOTE_MOST && mark[length] == ']'
               ? (apr_size_t)(mark + length + 1 - text)
               : 0;
}

/* Takes marks off the end, and the blanks before them. */
static char *drop_stars(char *start, char *end)
{
    int is_found = 1;

    while (is_found) {
        is_found = 0;
        for (apr_size_t i = 0; i < SC_LENGTH(stars); i++) {
            apr_size_t length = strlen(stars[i]);

            if ((apr_size_t)(end - start) > length && memcmp(end - length, stars[i], length) == 0) {
                end -= length;
                is_found = 1;
            }
        }
        while (is_found && end > start && end[-1] == ' ') {
            end--;
        }
    }
    return end;
}

const char *sc_plain_text(const char *text, apr_pool_t *pool)
{
    apr_size_t size = strlen(text);
    const char *trimmed = sc_utf8_trim(text, &size);
    char *plain, *out;

    text = size == strlen(text) ? text : apr_pstrmemdup(pool, trimmed, size);

    if (!strpbrk(text, "[&*\n\r\xE2\xC2")) { /* the last two lead the marks beyond ASCII */
        return text;
    }
    plain = out = apr_palloc(pool, strlen(text) + 1);
    for (const char *at = text; *at;) {
        apr_size_t taken = 0;

        if (*at == '\n' || *at == '\r') {
            taken = strspn(at, " \t\n\r");
            *out++ = ' ';
        }
        else if (*at == '&') {
            taken = take_entity(at, &out);
        }
        else if (*at == '[') {
            taken = at[1] == '[' ? take_link(at, &out) : take_footnote(at);
        }
        if (!taken) {
            *out++ = *at;
        }
        at += taken ? taken : 1;
    }
    out = drop_stars(plain, out);
    size = (apr_size_t)(out - plain);
    trimmed = sc_utf8_trim(plain, &size);
    plain[trimmed - plain + (apr_ssize_t)size] = '\0';
    return strcmp(trimmed, text) == 0 ? text : trimmed;
}
