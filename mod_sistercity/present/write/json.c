#include "present/write/json.h"

#include "model/number.h"

#include <string.h>

void sc_json_set(json_t *object, const char *key, json_t *value)
{
    if (value) {
        json_object_set_new(object, key, value);
    }
}

void sc_json_set_text(json_t *object, const char *key, const char *text)
{
    if (text && *text) {
        sc_json_set(object, key, json_string(text));
    }
}

void sc_json_set_integer(json_t *object, const char *key, apr_int64_t number)
{
    if (number != SC_NO_INTEGER) {
        sc_json_set(object, key, json_integer(number));
    }
}

static int append(const char *bytes, size_t length, void *buffer)
{
    sc_buffer_add(buffer, bytes, length);
    return 0;
}

/* Whether a string is written as it is, between quotes: most are, and need no library for it. */
static int is_plain(const char *text, size_t length)
{
    size_t i;

    for (i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == '"' || text[i] == '\\') {
            return 0;
        }
    }
    return 1;
}

static void write_plain(sc_buffer_t *out, const char *text, size_t length)
{
    sc_buffer_add(out, "\"", 1);
    sc_buffer_add(out, text, length);
    sc_buffer_add(out, "\"", 1);
}

static void write_string(sc_buffer_t *out, json_t *value)
{
    const char *text = json_string_value(value);
    size_t length = json_string_length(value);

    if (is_plain(text, length)) {
        write_plain(out, text, length);
    }
    else {
        json_dump_callback(value, append, out, JSON_ENCODE_ANY);
    }
}

static void write_key(sc_buffer_t *out, const char *key)
{
    json_t *name;

    if (is_plain(key, strlen(key))) {
        write_plain(out, key, strlen(key));
        return;
    }
    name = json_string(key);
    write_string(out, name);
    json_decref(name);
}

/* @param separator what is written before the first */
static void write_members(sc_buffer_t *out, json_t *object, const char *separator)
{
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        sc_buffer_puts(out, separator);
        write_key(out, key);
        sc_buffer_puts(out, ":");
        sc_json_write_value(out, value);
        separator = ",";
    }
}

static void write_array(sc_buffer_t *out, json_t *array)
{
    size_t i;

    sc_buffer_puts(out, "[");
    for (i = 0; i < json_array_size(array); i++) {
        if (i > 0) {
            sc_buffer_puts(out, ",");
        }
        sc_json_write_value(out, json_array_get(array, i));
    }
    sc_buffer_puts(out, "]");
}

void sc_json_write_value(sc_buffer_t *out, json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        sc_buffer_puts(out, "{");
        write_members(out, value, "");
        sc_buffer_puts(out, "}");
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    case JSON_STRING:
        write_string(out, value);
        break;
    case JSON_REAL:
        /* jansson writes every real with 17 digits, which turns 55.7033 into 55.703299999999999. */
        sc_buffer_puts(out, sc_real_text(json_real_value(value), out->pool));
        break;
    default:
        json_dump_callback(value, append, out, JSON_ENCODE_ANY);
    }
}

void sc_json_write_items(sc_buffer_t *out, sc_json_item_fn *item, const void *baton, int count,
                         json_t *rest)
{
    int i;

    sc_buffer_puts(out, "{\"items\":[");
    for (i = 0; i < count; i++) {
        json_t *object = item(baton, i);

        sc_buffer_puts(out, i > 0 ? "," : "");
        sc_json_write_value(out, object);
        json_decref(object);
    }
    sc_buffer_puts(out, "]");
    write_members(out, rest, ",");
    sc_buffer_puts(out, "}\n");
    json_decref(rest);
}

void sc_json_write(sc_buffer_t *out, json_t *document)
{
    sc_json_write_value(out, document);
    sc_buffer_puts(out, "\n");
    json_decref(document);
}
