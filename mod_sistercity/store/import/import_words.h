/**
 * @file import_words.h
 * @brief Words of other people's tables: data for suggestions, which somebody confirms.
 *
 * Private to store. Headings and values that city lists of the world use, compared folded
 * (language/collate.h). To teach another language, add rows.
 */
#ifndef SC_STORE_IMPORT_WORDS_H
#define SC_STORE_IMPORT_WORDS_H

#include "store/import/import_plan.h"

typedef struct import_heading_t {
    const char *heading; /* folded */
    const sc_entity_t *entity;
    sc_column_role_e role;
    const char *field; /* SC_COLUMN_FIELD */
} import_heading_t;

typedef struct import_word_t {
    const char *value; /* folded */
    const sc_vocabulary_t *vocabulary;
    const char *word;
} import_word_t;

/** A NULL heading, or value, ends. */
extern const import_heading_t import_headings[];
extern const import_word_t import_words[];

#endif
