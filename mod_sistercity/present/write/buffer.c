#include "present/write/buffer.h"

#include <string.h>

enum { LEAST_ROOM = 128 };

sc_buffer_t *sc_buffer_new(apr_pool_t *pool, apr_size_t room)
{
    sc_buffer_t *buffer = apr_palloc(pool, sizeof(*buffer));

    buffer->pool = pool;
    buffer->length = 0;
    buffer->room = room < LEAST_ROOM ? LEAST_ROOM : room;
    buffer->data = apr_palloc(pool, buffer->room);
    buffer->data[0] = '\0';
    return buffer;
}

/* Pools cannot free: doubling bounds what growing leaves behind to the size of the text itself. */
static void make_room(sc_buffer_t *buffer, apr_size_t needed)
{
    while (buffer->room < needed) {
        buffer->room *= 2;
    }
    char *data = apr_palloc(buffer->pool, buffer->room);
    memcpy(data, buffer->data, buffer->length);
    buffer->data = data;
}

char *sc_buffer_reserve(sc_buffer_t *buffer, apr_size_t most)
{
    if (buffer->length + most + 1 > buffer->room) {
        make_room(buffer, buffer->length + most + 1);
    }
    return buffer->data + buffer->length;
}

void sc_buffer_add(sc_buffer_t *buffer, const char *bytes, apr_size_t length)
{
    memcpy(sc_buffer_reserve(buffer, length), bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void sc_buffer_puts(sc_buffer_t *buffer, const char *text)
{
    sc_buffer_add(buffer, text, strlen(text));
}

void sc_buffer_number(sc_buffer_t *buffer, apr_int64_t number)
{
    apr_uint64_t rest = number < 0 ? 0 - (apr_uint64_t)number : (apr_uint64_t)number;
    char digits[24], *at = digits + sizeof(digits);

    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0) {
        *--at = '-';
    }
    sc_buffer_add(buffer, at, (apr_size_t)(digits + sizeof(digits) - at));
}
