/**
 * Workbooks (.xlsx, .ods) as the rows of their sheets.
 *
 * Nothing of a foreign archive is unpacked in this process: workbook.py does that in one of its
 * own, bounded in time, memory and output, with openpyxl for .xlsx and the XML reader of Python's
 * library for .ods. Among readers of .xlsx that Debian has, openpyxl is the one that tells the
 * format of each cell, so that a date which shows its year stays a year: xlsx2csv and orcus tell
 * either what is shown or what is stored, and ssconvert makes it the first of January. odfpy holds
 * a whole document in memory, orcus-ods moves the cells behind a merged one.
 */
#pragma once

#include "model/problem.h"

#include <apr_tables.h>

/** A sheet with its rows as CSV, where sc_csv_reader_t.is_sheet is to be set. */
typedef struct sc_sheet_t {
    const char *name;
    int is_hidden;
    const char *bytes;
    apr_size_t length;
    const apr_array_header_t *notes; /* of sc_problem_t: what somebody should look at */
} sc_sheet_t;

/**
 * Makes the sheets of a workbook text: what sc_workbook_sheets() takes, and a database keeps.
 * @param problems gets one if it cannot be read; nothing else is set then
 * @return what kept the reading from being tried
 */
apr_status_t sc_workbook_read(const char *bytes, apr_size_t length, sc_problems_t *problems,
                              apr_pool_t *pool, const char **text, apr_size_t *text_length);

/** The sheets with rows of such a text, those first that are not hidden, in their order.
 * @return an array of sc_sheet_t, empty if the text is none; bytes are the text's */
apr_array_header_t *sc_workbook_sheets(const char *text, apr_size_t length, apr_pool_t *pool);

/** The note on merged cells, of {count} areas, the first from {cell} on: a message id. */
extern const char sc_merged_cells[];

/** workbook.py, made at build. */
extern const char sc_workbook_script[];
