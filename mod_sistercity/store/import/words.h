/**
 * Words of other people's tables: data for suggestions, which somebody confirms.
 *
 * Headings and values that city lists of the world use, compared folded
 * (language/collate.h, so "город" as "gorod") and without spaces. To teach another language, add
 * rows.
 */
#pragma once

#include "language/reading/date.h"
#include "model/entity.h"
#include "model/vocabulary.h"

/** What a column of the file may be besides one of the collection's fields: the places that a
 * partnership joins, by their names; how a place's name is read, which its address is made of. */
typedef enum {
    SC_COLUMN_LEFT_OUT,
    SC_COLUMN_FIELD,
    SC_COLUMN_PLACE,           /* one of the two places */
    SC_COLUMN_PLACE_COUNTRY,   /* its country */
    SC_COLUMN_PARTNER,         /* the other one */
    SC_COLUMN_PARTNER_COUNTRY, /* its country */
    SC_COLUMN_READING,         /* places: the name in kana or Latin letters */
    SC_COLUMN_COUNT
} sc_column_role_e;

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

/** What a role is called in forms: "place", "partner_country" …; NULL for the first two. */
const char *sc_column_role_name(sc_column_role_e role);

/** What a reading is called in forms: "", "day_first" … */
const char *sc_reading_name(sc_reading_e reading);
