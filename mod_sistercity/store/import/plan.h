/**
 * Tables of other people: what their columns are, and how their cells are read.
 *
 * sc_import_look() tells what a table has. sc_import_suggest_columns() says what each column
 * probably is, from a small table of words that such lists use; nothing follows from that until
 * somebody has said so in a plan.
 */
#pragma once

#include "language/foreign.h"
#include "store/import/words.h"
#include "view/import.h"

#include <apr_hash.h>

/** How many different values of a column are kept by a look. */
#define SC_LOOK_VALUES 400

/** Rows at the beginning of a table that a look keeps. */
#define SC_LOOK_TOP 6

typedef struct sc_import_match_t {
    sc_column_role_e role;
    const sc_field_t *field; /* SC_COLUMN_FIELD */
    sc_reading_e reading;
    apr_hash_t *words; /* cell -> word of the field's vocabulary, or country; or NULL */
    int fills_down;    /* an empty cell means what stands above it */
} sc_import_match_t;

/** The same text in every row. */
typedef struct sc_import_fill_t {
    const sc_field_t *field;
    const char *text;
} sc_import_fill_t;

typedef struct sc_import_plan_t {
    const sc_entity_t *entity;
    sc_import_shape_t shape;
    int takes_all; /* a row with one cell only, or a total, is a row like others; else it is passed
                      over */
    const apr_array_header_t *matches; /* of sc_import_match_t, one for each heading */
    const apr_array_header_t *fills;   /* of sc_import_fill_t */
    const char *own_place;    /* partnerships without a column for it: slug of the one place of all;
                                 or NULL */
    sc_foreign_t *foreign;    /* names of countries and months, where they are at hand; or NULL */
    int makes_places;         /* places that are not on record are added */
    const char *participants; /* activities: what a group is called of which only the number is
                                 told, in the editor's language */
} sc_import_plan_t;

/** A text that somebody sent, with what they said about it. */
typedef struct sc_import_text_t {
    const char *name;  /* as findings call it: "friends.csv" */
    const char *bytes; /* UTF-8 */
    apr_size_t length;
    int is_json;
    int is_wikidata;              /* what Wikidata's query service gives; nothing else is said */
    const sc_entity_t *entity;    /* NULL: JSON whose members name their collections */
    const sc_import_plan_t *plan; /* CSV: what its columns are; NULL: they say it themselves */
} sc_import_text_t;

/** What a look at a column shows. */
typedef struct sc_look_column_t {
    const char *heading;
    apr_array_header_t *values; /* of const char *: its different values in order of their
                                         first appearance, at most SC_LOOK_VALUES */
    int has_gaps;               /* whether rows lack it that are no sections */
    int is_sparse;              /* its gaps are not those of merged cells: nothing stands above one,
                                   or two cells in a row have the same */
    const char *last;           /* its last cell with anything in it, while it is not sparse */
    sc_import_match_t suggested; /* by sc_import_suggest_columns() */
} sc_look_column_t;

typedef struct sc_look_t {
    char delimiter;                    /* 0: there is no row at all */
    int rows;                          /* below the heading */
    int sections;                      /* rows of these that have one cell only */
    const apr_array_header_t *columns; /* of sc_look_column_t; without a heading, A, B, C … */
    const apr_array_header_t *top; /* the first SC_LOOK_TOP rows, each an array of const char * */
} sc_look_t;

/** Takes the next cell of a column, to see whether merged cells have left gaps in it. */
void sc_look_for_gap(sc_look_column_t *column, const char *cell, apr_pool_t *pool);

/** Whether the field tells which one a row is about. */
int sc_import_names_row(const sc_field_t *field);

/** What spreadsheets call a column, from 0: "A". */
const char *sc_import_letters(int column, apr_pool_t *pool);

/** Looks through a table. @param bytes UTF-8 */
apr_status_t sc_import_look(const char *bytes, apr_size_t length, const sc_import_shape_t *shape,
                            apr_pool_t *pool, sc_look_t *look);

/** Where the headings most likely are, as a look from the first row on shows it: none where the
 * rows begin with data. */
sc_import_shape_t sc_import_suggest_shape(const sc_entity_t *entity, const sc_look_t *look,
                                          sc_foreign_t *foreign, apr_pool_t *pool);

/** The collection that a table is about, as its headings have it, of those that others have lists
 * of: NULL if nothing tells. The beginning of the table is enough. */
const sc_entity_t *sc_import_suggest_entity(const char *bytes, apr_size_t length, int is_sheet,
                                            sc_foreign_t *foreign, apr_pool_t *pool);

/** The field or role that the heading names: one of our own columns (by its very name), or
 * @return 0 if it is none. */
int sc_import_match_own(const sc_entity_t *entity, const char *heading, sc_import_match_t *match);

/** What each column of a table most likely is, seen together: of two columns of towns one has the
 * places whose partners the other has. Without headings, the values tell. */
void sc_import_suggest_columns(const sc_entity_t *entity, const sc_import_shape_t *shape,
                               const sc_look_t *look, sc_foreign_t *foreign, apr_pool_t *pool);

/** The word of the vocabulary that a foreign word stands for, which may be ours in any language of
 * pages; NULL if it is not known. */
const char *sc_import_suggest_word(const sc_vocabulary_t *vocabulary, const char *word,
                                   sc_foreign_t *foreign, apr_pool_t *pool);
