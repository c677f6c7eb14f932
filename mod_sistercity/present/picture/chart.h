/**
 * Numbers as a picture: columns or a line over time, rows of bars for all else; as SVG.
 *
 * The numbers stand in the picture, too, as far as there is room, and all of them in what it says
 * to those who do not see it.
 */
#pragma once

#include "present/write/view.h"

typedef enum { SC_CHART_COLUMNS, SC_CHART_LINE, SC_CHART_ROWS } sc_chart_e;

typedef struct sc_bar_t {
    const char *label; /* plain */
    const char *axis;  /* as short as it must be below a column; NULL: the label */
    apr_int64_t number;
} sc_bar_t;

typedef struct sc_chart_t {
    sc_chart_e form;
    const char *title; /* plain */
    const sc_bar_t *bars;
    int count;
    const char *note; /* plain: what has no bar; or NULL */
    int is_part;      /* of a page, whose style sheet colors it; else a file of its own */
} sc_chart_t;

void sc_chart_write(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart);
