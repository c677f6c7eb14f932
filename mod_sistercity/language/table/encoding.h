/**
 * What a file that is not UTF-8 most likely is.
 */
#pragma once

#include <apr_pools.h>

/** A guess, for the sentence that tells a person what to do; never for converting silently. */
typedef struct sc_encoding_t {
    const char *name;  /* as iconv -f takes it: "SHIFT_JIS" */
    const char *words; /* message id: what that is in plain words */
} sc_encoding_t;

/**
 * Looks at the beginning of a file.
 * @param bytes, length the first bytes; the last character may be cut off
 * @param fault on a guess: the offset of the first byte that is not UTF-8
 * @return NULL if the bytes are UTF-8, or UTF-8 with a few broken characters
 */
const sc_encoding_t *sc_encoding_guess(const char *bytes, apr_size_t length, apr_size_t *fault);
