#include "present/page/part/table.h"

#include "present/page/part/fact.h"

#include <apr_strings.h>
#include <string.h>

/* Columns whose cells need no heading: countries, words of vocabularies, "since 1959". Where all
 * say the same, it is said once. */
static const char *const plain[] = {"country", "subdivision", "level",   "type",   "established",
                                    "status",  "kind",        "network", "role",   "fields",
                                    "lang",    "languages",   "usage",   "parties"};

#define NUMBER "sistercity__count"

/* Columns whose digits stand below one another. */
static const char *const numbers[] = {"population", "partnerships", "member_total", "distance"};

/* Fewer rows do not show that a column tells nothing. */
enum { COLUMNS_MOST = 8, ROWS_TO_COMPARE = 4 };

/* All cells, row by row, and which columns have any. */
typedef struct grid_t {
    const char **cells;
    int columns;
    int rows;
    int is_used[COLUMNS_MOST];
    int is_alike[COLUMNS_MOST]; /* left out for that */
    int used;
} grid_t;

static const char *cell_of(const sc_view_t *view, const sc_table_t *table,
                           const sc_column_t *column, const void *item)
{
    const sc_row_t row = {view, table->with, item};

    return column->cell ? column->cell(&row) : sc_fact_value(view, NULL, item, column->name);
}

static int is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static int says_itself(const char *name)
{
    return is_among(plain, SC_LENGTH(plain), name);
}

static int is_number(const char *name)
{
    return is_among(numbers, SC_LENGTH(numbers), name);
}

/* Whether all cells say the same. What the reader chose to see stands in any case. */
static int is_alike(const grid_t *grid, const sc_view_t *view, const sc_column_t *columns,
                    int column)
{
    const char *first = grid->cells[column];
    int row = 1;

    if (grid->rows < ROWS_TO_COMPARE || !says_itself(columns[column].name) || !first ||
        (view->query && view->query->columns)) {
        return 0;
    }
    while (row < grid->rows) {
        const char *cell = grid->cells[row++ * grid->columns + column];

        if (!sc_is(cell, first)) {
            return 0;
        }
    }
    return 1;
}

static void fill(grid_t *grid, const sc_view_t *view, const sc_table_t *table,
                 const void *const *rows, int count)
{
    memset(grid, 0, sizeof(*grid));
    while (table->columns[grid->columns].label && grid->columns < COLUMNS_MOST) {
        grid->columns++;
    }
    grid->rows = count;
    grid->cells = apr_palloc(view->pool,
                             sizeof(char *) * (apr_size_t)grid->columns * (apr_size_t)(count + 1));
    for (int row = 0; row < count; row++) {
        for (int column = 0; column < grid->columns; column++) {
            const char *cell = cell_of(view, table, &table->columns[column], rows[row]);

            grid->cells[row * grid->columns + column] = cell;
            grid->is_used[column] |= column == 0 || (cell && *cell);
        }
    }
    for (int column = 1; column < grid->columns; column++) {
        grid->is_used[column] &= sc_column_is_chosen(view->query, table->columns[column].name);
        grid->is_alike[column] = is_alike(grid, view, table->columns, column);
        grid->is_used[column] &= !grid->is_alike[column];
    }
    for (int column = 0; column < grid->columns; column++) {
        grid->used += grid->is_used[column];
    }
}

static void open_head(sc_buffer_t *out, const char *caption)
{
    sc_html(out,
            "<div class=\"sistercity__fit\">\n<table class=\"sistercity__table\">\n"
            "<caption class=\"sistercity__caption\">%t</caption>\n<thead><tr>",
            caption);
}

static void close_head(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</tr></thead>\n<tbody>\n");
}

void sc_part_table_open(sc_buffer_t *out, const sc_view_t *view, const char *caption,
                        const char *const *columns)
{
    open_head(out, caption);
    for (; *columns; columns++) {
        sc_html(out, "<th scope=\"col\">%t</th>", sc_say(view, *columns));
    }
    close_head(out);
}

void sc_part_table_close(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</tbody>\n</table>\n</div>\n");
}

void sc_part_cell(sc_buffer_t *out, const sc_view_t *view, const char *column, const char *html)
{
    sc_html(out, "<td data-label=\"%t\">%r</td>", sc_say(view, column), html);
}

static void write_cell(sc_buffer_t *out, const sc_view_t *view, const sc_column_t *column,
                       const char *html)
{
    if (says_itself(column->name)) {
        sc_html(out, "<td class=\"sistercity__said\">%r</td>", html);
    }
    else if (is_number(column->name)) {
        sc_html(out, "<td class=\"" NUMBER "\" data-label=\"%t\">%r</td>",
                sc_say(view, column->label), html);
    }
    else {
        sc_part_cell(out, view, column->label, html);
    }
}

static void write_alike(sc_buffer_t *out, const sc_view_t *view, const grid_t *grid)
{
    sc_buffer_t *said = sc_buffer_new(view->pool, 0);

    for (int column = 1; column < grid->columns; column++) {
        if (grid->is_alike[column]) {
            sc_html(said, "%r%r", said->length ? SC_DOT : NULL, grid->cells[column]);
        }
    }
    if (said->length) {
        sc_buffer_puts(out, "<p class=\"sistercity__quiet sistercity__alike\">");
        sc_html_fill(out, sc_say(view, "All shown here: {facts}"), "facts", said->data, NULL);
        sc_buffer_puts(out, "</p>\n");
    }
}

static void write_head(sc_buffer_t *out, const sc_view_t *view, const sc_table_t *table,
                       const grid_t *grid)
{
    open_head(out, table->caption);
    for (int i = 0; i < grid->columns; i++) {
        const sc_column_t *column = &table->columns[i];

        if (grid->is_used[i]) {
            sc_html(out, "<th scope=\"col\"%r>%t</th>",
                    is_number(column->name) ? " class=\"" NUMBER "\"" : NULL,
                    sc_say(view, column->label));
        }
    }
    close_head(out);
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_table_t *table,
                      const grid_t *grid, int row)
{
    sc_html(out, "<tr><th scope=\"row\">%r</th>", grid->cells[row * grid->columns]);
    for (int column = 1; column < grid->columns; column++) {
        if (grid->is_used[column]) {
            write_cell(out, view, &table->columns[column],
                       grid->cells[row * grid->columns + column]);
        }
    }
    sc_buffer_puts(out, "</tr>\n");
}

/* The table has a body already when its first row comes. */
static void open_group(sc_buffer_t *out, const grid_t *grid, const char *group, int row)
{
    if (row) {
        sc_buffer_puts(out, "</tbody>\n<tbody>\n");
    }
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

    fill(&grid, view, table, rows, count);
    write_alike(out, view, &grid);
    write_head(out, view, table, &grid);
    for (int row = 0; row < count; row++) {
        const char *own =
            table->group ? table->group(&(sc_row_t){view, table->with, rows[row]}) : NULL;

        if (row == 0 || (own && strcmp(own, group) != 0)) {
            open_group(out, &grid, own, row);
            group = own;
        }
        write_row(out, view, table, &grid, row);
    }
    sc_part_table_close(out);
}
