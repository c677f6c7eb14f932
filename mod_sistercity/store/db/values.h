/**
 * What goes into statements and what comes out of them.
 */
#pragma once

#include <apr_pools.h>
#include <apr_time.h>

typedef enum { SC_DIALECT_SQLITE, SC_DIALECT_POSTGRESQL } sc_dialect_e;

/** An argument of a statement. Absent values are bound as NULL, with their kind. */
typedef struct sc_arg_t {
    enum { SC_ARG_TEXT, SC_ARG_INTEGER, SC_ARG_REAL, SC_ARG_BYTES } kind;
    const char *text;    /* or bytes; NULL: NULL */
    apr_int64_t integer; /* SC_NO_INTEGER: NULL */
    apr_size_t size;     /* of bytes */
    double real;         /* NAN: NULL */
} sc_arg_t;

sc_arg_t sc_arg_text(const char *value);
sc_arg_t sc_arg_integer(apr_int64_t value);
sc_arg_t sc_arg_real(double value);
/** On SQLite only. */
sc_arg_t sc_arg_bytes(const char *bytes, apr_size_t size);

/** An id; 0: NULL. */
sc_arg_t sc_arg_id(apr_int64_t id);

/** Whether the argument stands for NULL. */
int sc_arg_is_absent(const sc_arg_t *arg);

/** The whole result of a SELECT, in the pool that was given for it. Reals have at least 15
 * significant digits. */
typedef struct sc_rows_t {
    int count;
    int columns;
    const char **cells; /* row by row; NULL for NULL */
    int *is_false;      /* of the connection; set when a cell is not what it is read as */
} sc_rows_t;

/* A cell that is not what it is read as makes the answer false: the transaction, or whatever else
 * is done with the connection, then fails (sc_db_verdict()). Until then what is read stays within
 * the bounds that are said here. */

/** Calls the answer false. */
void sc_row_refuse(const sc_rows_t *rows);

/** The cell; NULL for NULL, and for what the answer does not have. Of a blob its bytes, whose
 * number somebody else must tell. */
const char *sc_row_text(const sc_rows_t *rows, int row, int column);
/** The cell, which is not NULL; "" if it is. */
const char *sc_row_word(const sc_rows_t *rows, int row, int column);
/** The cell as a number; SC_NO_INTEGER for NULL. */
apr_int64_t sc_row_integer(const sc_rows_t *rows, int row, int column);
/** The cell as a number from 0 to below @a limit; 0 if it is none. */
int sc_row_index(const sc_rows_t *rows, int row, int column, int limit);
/** The cell as a count or a key, which is not NULL; 0 if it is, or below 0. */
apr_int64_t sc_row_number(const sc_rows_t *rows, int row, int column);
/** The cell as ids with commas between them; NULL for NULL. */
const char *sc_row_ids(const sc_rows_t *rows, int row, int column);
/** The cell as an id; 0 for NULL. */
apr_int64_t sc_row_id(const sc_rows_t *rows, int row, int column);
/** The cell as a number; NAN for NULL. */
double sc_row_real(const sc_rows_t *rows, int row, int column);

/** Time that passes evenly since the machine was started, the same for all its processes: to wait
 * by, since somebody may set the clock meanwhile. */
apr_time_t sc_running_time(void);

/** Now: "2026-11-22T03:31:00Z". */
const char *sc_utc_now(apr_pool_t *pool);

/** The same of seconds since 1970, as items have the time of their last change; and back: 0 for
 * NULL and for what is no moment. */
const char *sc_utc_text(apr_int64_t seconds, apr_pool_t *pool);
apr_int64_t sc_utc_seconds(const char *moment);
