#include "present/write/json.h"

#include "model/text/notation.h"
#include "model/text/utf8.h"

#include <jansson.h>
#include <string.h>

sc_json_t sc_json_begin(sc_buffer_t *out, const sc_view_t *view)
{
    sc_json_t json = {.out = out, .view = view};

    sc_buffer_add(out, "{", 1);
    return json;
}

void sc_json_end(sc_json_t *json)
{
    sc_buffer_add(json->out, "}\n", 2);
}

static void write_key(sc_json_t *json, const char *key)
{
    size_t length = key ? strlen(key) : 0;
    char *begin = sc_buffer_reserve(json->out, length + sizeof(",\"\":")), *at = begin;

    if (json->needs_comma) {
        *at++ = ',';
    }
    if (key) {
        *at++ = '"';
        at = (char *)memcpy(at, key, length) + length;
        *at++ = '"';
        *at++ = ':';
    }
    *at = '\0';
    json->out->length += (apr_size_t)(at - begin);
    json->needs_comma = 1;
}

void sc_json_open(sc_json_t *json, const char *key, char bracket)
{
    write_key(json, key);
    sc_buffer_add(json->out, &bracket, 1);
    json->needs_comma = 0;
}

void sc_json_close(sc_json_t *json, char bracket)
{
    sc_buffer_add(json->out, &bracket, 1);
    json->needs_comma = 1;
}

static int append(const char *bytes, size_t length, void *buffer)
{
    sc_buffer_add(buffer, bytes, length);
    return 0;
}

/* Whatever a text must not hold: the library knows how to say it, or that it cannot be said. */
static void write_unclean(sc_json_t *json, const char *key, const char *text)
{
    json_t *value = json_string(text);

    if (value) {
        write_key(json, key);
        json_dump_callback(value, append, json->out, JSON_ENCODE_ANY);
        json_decref(value);
    }
}

/* What a byte asks for; the rows of a range are GCC's and clang's. */
enum { ESCAPED = 1, BEYOND_ASCII = 2, CONTROL = 4 };
static const unsigned char kinds[256] = {[1 ... 8] = CONTROL, ['\t'] = ESCAPED,
                                         ['\n'] = ESCAPED,    [11 ... 12] = CONTROL,
                                         ['\r'] = ESCAPED,    [14 ... 31] = CONTROL,
                                         ['"'] = ESCAPED,     ['\\'] = ESCAPED,
                                         [127] = CONTROL,     [128 ... 255] = BEYOND_ASCII};

static void write_escaped(sc_buffer_t *out, const char *text)
{
    static const char special[] = "\"\\\t\n\r", letters[] = "\"\\tnr";

    for (const char *at; *text; text = at) {
        for (at = text; *at && !(kinds[(unsigned char)*at] & ESCAPED); at++) {
        }
        sc_buffer_add(out, text, (apr_size_t)(at - text));
        if (*at) {
            sc_buffer_add(out, "\\", 1);
            sc_buffer_add(out, &letters[strchr(special, *at++) - special], 1);
        }
    }
}

void sc_json_text(sc_json_t *json, const char *key, const char *text)
{
    const char *end = text;
    int kind = 0;

    if (!text || !*text) {
        return;
    }
    for (; *end; end++) {
        kind |= kinds[(unsigned char)*end];
    }
    if (kind & CONTROL ||
        (kind & BEYOND_ASCII && !sc_utf8_is_clean(text, (apr_size_t)(end - text)))) {
        write_unclean(json, key, text);
        return;
    }
    write_key(json, key);
    sc_buffer_add(json->out, "\"", 1);
    if (kind & ESCAPED) {
        write_escaped(json->out, text);
    }
    else {
        sc_buffer_add(json->out, text, (apr_size_t)(end - text));
    }
    sc_buffer_add(json->out, "\"", 1);
}

void sc_json_integer(sc_json_t *json, const char *key, apr_int64_t number)
{
    if (number != SC_NO_INTEGER) {
        write_key(json, key);
        sc_buffer_number(json->out, number);
    }
}

void sc_json_id(sc_json_t *json, const char *key, apr_int64_t id)
{
    sc_json_integer(json, key, id ? id : SC_NO_INTEGER);
}

void sc_json_real(sc_json_t *json, const char *key, double number)
{
    write_key(json, key);
    sc_buffer_puts(json->out, sc_real_text(number, json->out->pool));
}

void sc_json_boolean(sc_json_t *json, const char *key, int truth)
{
    write_key(json, key);
    sc_buffer_puts(json->out, truth ? "true" : "false");
}

void sc_json_texts(sc_json_t *json, const char *key, const apr_array_header_t *texts)
{
    if (SC_COUNT(texts) == 0) {
        return;
    }
    sc_json_open(json, key, '[');
    for (int i = 0; i < texts->nelts; i++) {
        sc_json_text(json, NULL, APR_ARRAY_IDX(texts, i, const char *));
    }
    sc_json_close(json, ']');
}
