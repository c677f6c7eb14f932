/**
 * Tables that become cards where they are narrow, and that leave out what nobody knows.
 *
 * What is the same in every row is said once above them: "All shown here: sister city, active".
 */
#pragma once

#include "present/write/html.h"

typedef struct sc_row_t {
    const sc_view_t *view;
    const void *with; /* what the table is about: its `with` */
    const void *item;
} sc_row_t;

/** The HTML of a row's cell; NULL if there is nothing to show. */
typedef const char *sc_cell_fn(const sc_row_t *row);

typedef struct sc_column_t {
    const char *label; /* message id */
    sc_cell_fn *cell;  /* NULL: the field of that name */
    const char *name;  /* what `columns=` calls it */
} sc_column_t;

typedef struct sc_table_t {
    const char *caption;        /* translated */
    const sc_column_t *columns; /* label NULL ends; the first one heads its row and always stands */
    sc_cell_fn *group;          /* rows with equal text here stand under it; or NULL */
    const void *with;           /* for the functions */
} sc_table_t;

/** Writes the table. A column without any cell to show, or that the reader did
 * not choose, is left out.
 * @param rows the records or whatever the functions understand */
void sc_table_write(sc_buffer_t *out, const sc_view_t *view, const sc_table_t *table,
                    const void *const *rows, int count);
