/**
 * @file number.h
 * @brief Numbers as text, the same in every locale.
 */
#ifndef SC_MODEL_NUMBER_H
#define SC_MODEL_NUMBER_H

#include <apr_pools.h>

/** Reads a whole number: digits, a hyphen-minus before them if it is negative. @return 1, or 0 for
 * anything else, numbers beyond 64 bits among them. */
int sc_integer_read(const char *text, apr_int64_t *number);

/** Reads a number: digits, with a decimal point and an exponent (1.5e+20) if need be. @return 1, or
 * 0 for anything else, numbers beyond the range of a double among them. */
int sc_real_read(const char *text, double *number);

/** The finite number in the fewest digits that sc_real_read() makes the same number of. */
const char *sc_real_text(double number, apr_pool_t *pool);

#endif
