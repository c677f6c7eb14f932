/**
 * What a person did wrong: the one error type of the model.
 *
 * What the machine does wrong is an apr_status_t. Problems are collected, never thrown: a caller
 * gets all of them at once.
 */
#pragma once

#include <apr_pools.h>
#include <apr_tables.h>

typedef struct sc_problem_t {
    const char *field;  /* path of the field, counted from 0: "established", "names[2].lang",
                           "names[2]" for the part itself; NULL: the whole */
    const char *code;   /* stable word for machines: "required", "too_long", "not_a_date" … */
    const char *detail; /* message id of one sentence, with {name} placeholders */
    const char *const *arguments; /* name, value, name, value, …, NULL; never NULL itself */
} sc_problem_t;

typedef struct sc_problems_t {
    apr_pool_t *pool;
    apr_array_header_t *items; /* of sc_problem_t */
    const char *prefix;        /* put before every field: "" or "names[2]." */
} sc_problems_t;

/** An empty list whose problems live in @a pool. */
sc_problems_t *sc_problems_new(apr_pool_t *pool);

/** The same list as seen from within a part: what is added to it gets "FIELD[INDEX]." before its
 * field, or is about the part itself if it has no field. */
sc_problems_t sc_problems_within(const sc_problems_t *problems, const char *field, int index);

/**
 * Adds a problem. @a field, @a code and @a detail are kept by pointer, the arguments are copied;
 * they are pairs of const char *, ended by NULL.
 */
void sc_problem_add(sc_problems_t *problems, const char *field, const char *code,
                    const char *detail, ...) __attribute__((sentinel));

/** The first problem about this very field, or, for NULL, about the whole; NULL if there is none.
 * @param problems or NULL */
const sc_problem_t *sc_problem_of(const sc_problems_t *problems, const char *field);

/** Whether any problem is about the field or what is within it, as "names[2].lang" is of "names".
 * @param problems or NULL */
int sc_problem_is_within(const sc_problems_t *problems, const char *field);

/** The detail with its arguments put in, in English. language/text.h has the translated one. */
const char *sc_problem_english(const sc_problem_t *problem, apr_pool_t *pool);

/** Replaces {name} in the template by the value that follows the name in @a arguments (NULL ends
 * it); an unknown placeholder stays as it is. No second full stop follows a value that ends in one.
 */
const char *sc_fill(const char *text, const char *const *arguments, apr_pool_t *pool);
