#include "present/json.h"

#include "model/number.h"

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

/* jansson writes every real with 17 digits, which turns 55.7033 into 55.703299999999999. */
static void write_scalar(sc_buffer_t *out, const json_t *value)
{
    if (json_is_real(value)) {
        sc_buffer_puts(out, sc_real_text(json_real_value(value), out->pool));
        return;
    }
    json_dump_callback(value, append, out, JSON_ENCODE_ANY);
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
