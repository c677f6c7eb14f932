/**
 * @file foreign.h
 * @brief For fuzzers that read names: those of countries and months, and what makes Latin letters
 * of others, are learned before the first input. It takes seconds, in which nothing else is tried.
 */
#ifndef SC_TESTS_FUZZ_FOREIGN_H
#define SC_TESTS_FUZZ_FOREIGN_H

#include "fuzz.h"
#include "language/collate.h"
#include "language/foreign.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    apr_pool_t *pool = fuzz_pool();
    sc_foreign_t *foreign = sc_foreign_create(pool);

    (void)argc;
    (void)argv;
    sc_foreign_country(foreign, "Atlantis");
    sc_foreign_month(foreign, "Atlantis");
    sc_fold("平塚", pool);
    sc_fold_ascii("Каунас", pool);
    return 0;
}

#endif
