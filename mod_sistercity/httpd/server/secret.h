/**
 * The key that form tokens are made with.
 */
#pragma once

#include <httpd.h>

/** Bytes that a key has at least; SHA-256 needs no more than 64. */
#define SC_SECRET_LEAST 32
#define SC_SECRET_MOST 4096

typedef struct sc_secret_t {
    const unsigned char *bytes;
    apr_size_t length;
} sc_secret_t;

/**
 * Reads the key from a file: all of its bytes, white space at its end left out.
 * @param error a sentence when it cannot be read, is too short or long, or others may read it
 * @return NULL then
 */
const sc_secret_t *sc_secret_read(const char *file, const char **error, apr_pool_t *pool);

/** A random key that lasts as long as httpd runs, reloads included. NULL if there is no randomness.
 */
const sc_secret_t *sc_secret_random(server_rec *main);
