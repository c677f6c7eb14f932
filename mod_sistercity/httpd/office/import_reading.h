/**
 * @file import_reading.h
 * @brief What import_choices.c and import_columns.c share; nobody else includes it.
 */
#ifndef SC_HTTPD_IMPORT_READING_H
#define SC_HTTPD_IMPORT_READING_H

#include "httpd/office/import_choices.h"
#include "store/import/date.h"

/** What is worked out. */
typedef struct import_reading_t {
    apr_pool_t *pool;
    const sc_language_t *language;
    const char *home;
    apr_hash_t *choices; /* as the editor sent them */
    sc_foreign_t *foreign;
    sc_import_page_t *page;
    apr_array_header_t *asked; /* of sc_import_choice_t: about the file */
    sc_import_plan_t *plan;
    sc_problems_t *problems;
} import_reading_t;

/* import_choices.c */

/** What the editor said for the input, or NULL. */
const char *import_said(const import_reading_t *reading, const char *name);

/** The message in the editor's language. */
const char *import_message(const import_reading_t *reading, const char *msgid);

/** An empty list of options, and one more of them. */
apr_array_header_t *import_options(const import_reading_t *reading);
void import_option(apr_array_header_t *options, const char *value, const char *label);

/** Adds a choice to those that are asked. @param options NULL: a text is typed */
void import_ask(apr_array_header_t *asked, const char *name, const char *label, const char *help,
                const char *value, const apr_array_header_t *options);

/* import_columns.c */

/** One column: what it is taken for, and how it is read.
 * @return whether somebody, or the column's own name, has said what it is */
int import_column_read(import_reading_t *reading, int number, const sc_look_column_t *look,
                       apr_array_header_t *matches, apr_array_header_t *columns);

/** Two columns cannot be the same field. @return whether each is itself */
int import_columns_check(import_reading_t *reading, const apr_array_header_t *matches);

/** Whether the column names places. */
int import_is_place(const sc_import_match_t *match);

/** The words of the vocabulary, and none of them. */
apr_array_header_t *import_word_options(const import_reading_t *reading,
                                        const sc_vocabulary_t *vocabulary);

#endif
