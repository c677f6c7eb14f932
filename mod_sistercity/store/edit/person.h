/**
 * Finding a person's name in texts, in any case, with and without accents, its words in any
 * order: "Visvaldas Matijošaitis", "MATIJOSAITIS, Visvaldas".
 *
 * Private to store/edit.
 */
#pragma once

#include <apr_pools.h>

/** The most words that a name has. */
#define SC_PERSON_WORDS 8

/** A name that is looked for. */
typedef struct sc_sought_name_t {
    const char *words[SC_PERSON_WORDS]; /* folded */
    int count;                          /* 0: there is no word in it, or too many */
    int is_loose; /* its words are found in other forms, too: Matijošaičio of Matijošaitis */
} sc_sought_name_t;

/** Takes a name apart. */
sc_sought_name_t sc_person_of(const char *name, apr_pool_t *pool);

/** Whether a single word is all there is of it, which prose may use for something else. */
int sc_person_is_vague(const sc_sought_name_t *person);

/** Where the name occurs first. @return 1, or 0: nowhere */
int sc_person_find(const sc_sought_name_t *person, const char *text, const char **from,
                   const char **until, apr_pool_t *pool);

/** Whether the text is the name and nothing else. */
int sc_person_is(const sc_sought_name_t *person, const char *text, apr_pool_t *pool);

/** The text with @a instead wherever the name occurs; the same pointer if it does not. */
const char *sc_person_replace(const sc_sought_name_t *person, const char *text, const char *instead,
                              apr_pool_t *pool);
