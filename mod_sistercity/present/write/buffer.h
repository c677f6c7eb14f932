/**
 * Text that grows. A response is written into one of these, whole, before anything is sent.
 */
#pragma once

#include <apr_pools.h>

typedef struct sc_buffer_t {
    apr_pool_t *pool;
    char *data; /* NUL-terminated */
    apr_size_t length;
    apr_size_t room;
} sc_buffer_t;

sc_buffer_t *sc_buffer_new(apr_pool_t *pool, apr_size_t room);
/** Room for @a most bytes more, which the caller fills and adds to the length. */
char *sc_buffer_reserve(sc_buffer_t *buffer, apr_size_t most);
void sc_buffer_add(sc_buffer_t *buffer, const char *bytes, apr_size_t length);
void sc_buffer_puts(sc_buffer_t *buffer, const char *text);
void sc_buffer_number(sc_buffer_t *buffer, apr_int64_t number);
