#include "present/json.h"

#include <stdlib.h>

/* A double's decimal digits that always survive, and those that always tell it apart. */
#define DIGITS_LEAST 15
#define DIGITS_MOST 17

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

/* jansson's own choice is always 17 digits, which turns 55.7033 into 55.703299999999999. */
static size_t digits_of(double number)
{
    char text[32];
    int digits;

    for (digits = DIGITS_LEAST; digits < DIGITS_MOST; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    return digits;
}

static void write_scalar(sc_buffer_t *out, const json_t *value)
{
    size_t flags = JSON_ENCODE_ANY;

    if (json_is_real(value)) {
        flags |= JSON_REAL_PRECISION(digits_of(json_real_value(value)));
    }
    json_dump_callback(value, append, out, flags);
}

static void write_value(sc_buffer_t *out, json_t *value);

static void write_object(sc_buffer_t *out, json_t *object)
{
    const char *key, *separator = "";
    json_t *value;

    sc_buffer_puts(out, "{");
    json_object_foreach(object, key, value)
    {
        json_t *name = json_string(key);

        sc_buffer_puts(out, separator);
        write_scalar(out, name);
        sc_buffer_puts(out, ":");
        write_value(out, value);
        json_decref(name);
        separator = ",";
    }
    sc_buffer_puts(out, "}");
}

static void write_array(sc_buffer_t *out, json_t *array)
{
    size_t i;

    sc_buffer_puts(out, "[");
    for (i = 0; i < json_array_size(array); i++) {
        if (i > 0) {
            sc_buffer_puts(out, ",");
        }
        write_value(out, json_array_get(array, i));
    }
    sc_buffer_puts(out, "]");
}

static void write_value(sc_buffer_t *out, json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, value);
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    default:
        write_scalar(out, value);
    }
}

void sc_json_write(sc_buffer_t *out, json_t *document)
{
    write_value(out, document);
    sc_buffer_puts(out, "\n");
    json_decref(document);
}
