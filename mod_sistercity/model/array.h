/**
 * What is used everywhere: APR's arrays, tables in the source, and words.
 */
#pragma once

#include <apr_tables.h>
#include <string.h>

/** The number of rows of a table in the source. */
#define SC_LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/** Whether a text, which may be absent (NULL), is the word. */
static inline int sc_is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

/** Element @a i of an array of records, cast to its struct. */
#define SC_AT(array, i, type) (((type **)(array)->elts)[i])

/** The number of elements of an array that may be absent. */
#define SC_COUNT(array) ((array) ? (array)->nelts : 0)

/** Goes through an array of pointers, records or texts, which may be absent and must not grow:
 * SC_EACH(const sc_party_t, party, parties) { … } */
#define SC_EACH(type, item, array)                                                                 \
    for (type *const *item##_at = (array) ? (type *const *)(array)->elts : NULL, *item;            \
         item##_at && item##_at < (type *const *)(array)->elts + (array)->nelts &&                 \
         (item = *item##_at, 1);                                                                   \
         item##_at++)

/** The same of an array of structs. */
#define SC_EACH_OF(type, item, array)                                                              \
    for (type *item = (array) ? (type *)(array)->elts : NULL;                                      \
         item && item < (type *)(array)->elts + (array)->nelts; item++)
