/**
 * @file fuzz.h
 * @brief What every fuzzer here needs: a pool that is cleared between inputs, and the input as
 * text.
 */
#ifndef SC_TESTS_FUZZ_H
#define SC_TESTS_FUZZ_H

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline apr_pool_t *fuzz_pool(void)
{
    static apr_pool_t *pool;

    if (!pool) {
        if (apr_initialize() != APR_SUCCESS || apr_pool_create(&pool, NULL) != APR_SUCCESS) {
            abort();
        }
    }
    apr_pool_clear(pool);
    return pool;
}

/** The input as a text; what follows a NUL is lost to those who read texts. */
static inline char *fuzz_text(const uint8_t *data, size_t size, apr_pool_t *pool)
{
    return apr_pstrmemdup(pool, (const char *)data, size);
}

/** A promise that no input may break. */
#define FUZZ_PROMISE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
