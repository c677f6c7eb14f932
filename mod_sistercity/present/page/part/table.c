#include "present/page/part/table.h"

#include "present/page/part/part.h"

#include <apr_strings.h>
#include <string.h>

enum { COLUMNS_MOST = 8 };

/* All cells, row by row, and which columns have any. */
typedef struct grid_t {
    const char **cells;
    int columns;
    int rows;
    int is_used[COLUMNS_MOST];
    int used;
} grid_t;

static void fill(grid_t *grid, const sc_view_t *view, const sc_table_t *table,
                 const void *const *rows, int count)
{
    int row;
    int column;

    memset(grid, 0, sizeof(*grid));
    while (table->columns[grid->columns].label && grid->columns < COLUMNS_MOST) {
        grid->columns++;
    }
    grid->rows = count;
    grid->cells = apr_palloc(view->pool,
                             sizeof(char *) * (apr_size_t)grid->columns * (apr_size_t)(count + 1));
    for (row = 0; row < count; row++) {
        for (column = 0; column < grid->columns; column++) {
            const char *cell = table->columns[column].cell(view, table->baton, rows[row]);

            grid->cells[row * grid->columns + column] = cell;
            grid->is_used[column] |= column == 0 || (cell && *cell);
        }
    }
    for (column = 1; column < grid->columns; column++) {
        grid->is_used[column] &= sc_column_is_chosen(view->query, table->columns[column].name);
    }
    for (column = 0; column < grid->columns; column++) {
        grid->used += grid->is_used[column];
    }
}

void sc_part_table_open(sc_buffer_t *out, const sc_view_t *view, const char *caption,
                        const char *const *columns)
{
    sc_html(out,
            "<div class=\"sistercity__fit\">\n<table class=\"sistercity__table\">\n"
            "<caption class=\"sistercity__caption\">%t</caption>\n<thead><tr>",
            caption);
    for (; *columns; columns++) {
        sc_html(out, "<th scope=\"col\">%t</th>", sc_text(view->language, *columns));
    }
    sc_buffer_puts(out, "</tr></thead>\n");
}

void sc_part_table_close(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</table>\n</div>\n");
}

void sc_part_cell(sc_buffer_t *out, const sc_view_t *view, const char *column, const char *html)
{
    sc_html(out, "<td data-label=\"%t\">%r</td>", sc_text(view->language, column), html);
}

static void write_head(sc_buffer_t *out, const sc_view_t *view, const sc_table_t *table,
                       const grid_t *grid)
{
    const char *labels[COLUMNS_MOST + 1];
    int count = 0;
    int column;

    for (column = 0; column < grid->columns; column++) {
        if (grid->is_used[column]) {
            labels[count++] = table->columns[column].label;
        }
    }
    labels[count] = NULL;
    sc_part_table_open(out, view, table->caption, labels);
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_table_t *table,
                      const grid_t *grid, int row)
{
    int column;

    sc_html(out, "<tr><th scope=\"row\">%r</th>", grid->cells[row * grid->columns]);
    for (column = 1; column < grid->columns; column++) {
        if (grid->is_used[column]) {
            sc_part_cell(out, view, table->columns[column].label,
                         grid->cells[row * grid->columns + column]);
        }
    }
    sc_buffer_puts(out, "</tr>\n");
}

static void open_body(sc_buffer_t *out, const grid_t *grid, const char *group, int row)
{
    sc_buffer_puts(out, row ? "</tbody>\n<tbody>\n" : "<tbody>\n");
    if (group) {
        sc_html(
            out,
            "<tr class=\"sistercity__group\"><th scope=\"rowgroup\" colspan=\"%d\">%r</th></tr>\n",
            grid->used, group);
    }
}

void sc_table_write(sc_buffer_t *out, const sc_view_t *view, const sc_table_t *table,
                    const void *const *rows, int count)
{
    const char *group = NULL;
    grid_t grid;
    int row;

    fill(&grid, view, table, rows, count);
    write_head(out, view, table, &grid);
    for (row = 0; row < count; row++) {
        const char *own = table->group ? table->group(view, table->baton, rows[row]) : NULL;

        if (row == 0 || (own && strcmp(own, group) != 0)) {
            open_body(out, &grid, own, row);
            group = own;
        }
        write_row(out, view, table, &grid, row);
    }
    sc_buffer_puts(out, "</tbody>\n");
    sc_part_table_close(out);
}
