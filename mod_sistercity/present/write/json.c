#include "present/write/json.h"

#include "model/number.h"
#include "model/utf8.h"

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
    if (json->needs_comma) {
        sc_buffer_add(json->out, ",", 1);
    }
    if (key) {
        sc_buffer_add(json->out, "\"", 1);
        sc_buffer_puts(json->out, key);
        sc_buffer_add(json->out, "\":", 2);
    }
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

void sc_json_text(sc_json_t *json, const char *key, const char *text)
{
    static const char special[] = "\"\\\t\n\r", letters[] = "\"\\tnr";
    const char *rest = text;

    if (!text || !*text) {
        return;
    }
    if (!sc_utf8_is_clean(text, strlen(text))) {
        write_unclean(json, key, text);
        return;
    }
    write_key(json, key);
    sc_buffer_add(json->out, "\"", 1);
    while (*rest) {
        size_t plain = strcspn(rest, special);

        sc_buffer_add(json->out, rest, plain);
        rest += plain;
        if (*rest) {
            sc_buffer_add(json->out, "\\", 1);
            sc_buffer_add(json->out, &letters[strchr(special, *rest++) - special], 1);
        }
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
