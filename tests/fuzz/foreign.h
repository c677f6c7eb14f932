/**
 * @file foreign.h
 * @brief Names of countries and months, made once: that takes longer than anything that is read.
 */
#ifndef SC_TESTS_FUZZ_FOREIGN_H
#define SC_TESTS_FUZZ_FOREIGN_H

#include "fuzz.h"
#include "language/foreign.h"

static inline sc_foreign_t *fuzz_foreign(void)
{
    static sc_foreign_t *made;
    static apr_pool_t *pool;

    if (!made && apr_pool_create(&pool, NULL) == APR_SUCCESS) {
        made = sc_foreign_create(pool);
    }
    return made;
}

#endif
