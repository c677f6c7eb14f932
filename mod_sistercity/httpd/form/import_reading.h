/**
 * Working out what an editor said about an uploaded file, and asking for the rest.
 *
 * Private to httpd/form.
 */
#pragma once

#include "language/reading/date.h"
#include "present/office/pages.h"
#include "store/import/plan.h"

/** What is worked out. */
typedef struct import_reading_t {
    apr_pool_t *pool;
    const sc_language_t *language;
    const sc_view_t *view;
    const char *home;
    apr_hash_t *choices; /* as the editor sent them */
    int sheet;           /* of a workbook, from 1; 0: the file is a text */
    const char *charset; /* that a text is read in */
    int is_other_table;  /* what was said of columns was said of other ones than are shown now */
    sc_foreign_t *foreign;
    int knows_months; /* somebody said in which language they are written */
    sc_import_page_t *page;
    apr_array_header_t *asked; /* of sc_import_choice_t: about the file */
    sc_import_plan_t *plan;
    sc_problems_t *problems;
} import_reading_t;

/** What the editor said for the input, or NULL; of a column ("read[2]"), only what was said of the
 * columns that are shown now. */
const char *import_said(const import_reading_t *reading, const char *name);

/** An empty list of options. */
apr_array_header_t *import_options(const import_reading_t *reading);

/** Adds an option. @param label message id */
void import_offer(const import_reading_t *reading, apr_array_header_t *options, const char *value,
                  const char *label);

/** "as it stands", and the words of the vocabulary. */
apr_array_header_t *import_word_options(const import_reading_t *reading,
                                        const sc_vocabulary_t *vocabulary);

/** Adds a choice to those that are asked. @param label, help translated; help may be NULL
 * @param options NULL: a text is typed */
void import_ask(apr_array_header_t *asked, const char *name, const char *label, const char *help,
                const char *value, const apr_array_header_t *options);

/** One column: what it is taken for, and how it is read.
 * @return whether somebody, or the column's own name, has said what it is */
int import_column_read(import_reading_t *reading, int number, const sc_look_column_t *look,
                       apr_array_header_t *matches, apr_array_header_t *columns);

/** Two columns cannot be the same field. @return whether each is itself */
int import_columns_check(import_reading_t *reading, const apr_array_header_t *matches);

/** Whether the column names places. */
int import_is_place(const sc_import_match_t *match);

/** Whether the column names partnerships. */
int import_is_tie(const sc_import_match_t *match);
