/**
 * CSV files row by row, as RFC 4180 describes them and as spreadsheets write them.
 *
 * Memory stays bounded whatever the file holds: no row may be longer than SC_CSV_ROW_LIMIT.
 */
#pragma once

#include <apr_errno.h>
#include <apr_file_io.h>
#include <apr_pools.h>

/** Greatest length of a row in bytes. */
#define SC_CSV_ROW_LIMIT (1024 * 1024)

/** What keeps a row, or the file, from being read. */
typedef enum {
    SC_CSV_ENCODING,    /* the file is not UTF-8; nothing after the fault was read */
    SC_CSV_BROKEN_TEXT, /* a cell is not clean UTF-8 */
    SC_CSV_NUL,         /* a cell has a NUL */
    SC_CSV_STRAY_QUOTE, /* a quotation mark within a cell that is not quoted, or text behind a
                           closing one */
    SC_CSV_OPEN_QUOTE,  /* the file ends within a quoted cell */
    SC_CSV_ROW_TOO_LONG,
    SC_CSV_SPREADSHEET /* the file is a workbook or another archive; nothing was read */
} sc_csv_fault_e;

typedef struct sc_csv_row_t {
    int line;       /* from 1, where the row begins */
    char delimiter; /* that was between the cells: the file's */
    int count;
    const char *cells; /* the cells one behind the other, each ended by NUL */
    apr_size_t length; /* of them all, in bytes */
} sc_csv_row_t;

typedef struct sc_csv_fault_t {
    sc_csv_fault_e kind;
    int line;             /* where the row begins */
    int fault_line;       /* where the fault is: for quotes, the line of the opening mark */
    int end_line;         /* the last line that was passed over because of it */
    int column;           /* from 1; 0 if the whole row is meant */
    const char *encoding; /* SC_CSV_ENCODING: as iconv takes it */
    const char *words;    /* SC_CSV_ENCODING: message id, in plain words */
} sc_csv_fault_t;

typedef struct sc_csv_reader_t {
    /** Called for each row that has a cell with content. @return 0 to stop. What it is given
     * lives until it returns. */
    int (*row)(void *baton, const sc_csv_row_t *row);
    void (*fault)(void *baton, const sc_csv_fault_t *fault);
    void *baton;
    char delimiter; /* between cells; 0: as below */
    int is_sheet; /* the text is a sheet of a workbook (workbook.h): commas, and a vertical tab for
                     a line break within a cell, so that each row has a line of its own */
} sc_csv_reader_t;

/**
 * Reads the whole file. The delimiter is the one of comma, semicolon, tab and bar that splits the
 * most of the first rows into equally many cells, or what a first line `sep=;` says.
 */
apr_status_t sc_csv_read(const char *file, const sc_csv_reader_t *reader, apr_pool_t *pool);

/** The same for a text in memory. */
apr_status_t sc_csv_read_text(const char *bytes, apr_size_t length, const sc_csv_reader_t *reader,
                              apr_pool_t *pool);

/** Whether the bytes begin as those of a workbook do: .xlsx, .ods, .xls. workbook.h reads them. */
int sc_csv_is_archive(const char *bytes, apr_size_t length);

/** The cell as it stands in a file: in quotes where RFC 4180 or a reader that trims needs it. */
const char *sc_csv_quoted(const char *cell, apr_pool_t *pool);

/** Writes one row, ended by CRLF. */
apr_status_t sc_csv_write(apr_file_t *file, const char *const *cells, int count, apr_pool_t *pool);
