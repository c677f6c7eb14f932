#include "present/picture/chart.h"

#include "present/write/html.h"

#include <apr_strings.h>

/* Units of the picture; pages show one of them in a pixel where they are wide. */
enum { WIDTH = 720, HEIGHT = 300, TOP = 40, BOTTOM = 252, ROW = 36, FONT = 22, LABELS = 280 };

/* Rows are for what has few words; of more the first ones are shown. */
enum { ROWS_MOST = 30 };

/* A text in the middle of a column nearer to the edge than half its width stands at the edge, and
 * this far inside: fonts differ. */
enum { EDGE = 60, INSET = 4 };

static const char style[] =
    "<style>@media (prefers-color-scheme:dark){svg{color:#e8ecf0}.sistercity__mark{fill:#8cc3ee}"
    ".sistercity__line{stroke:#8cc3ee}}</style>\n";

/* "Partnerships by decade: 1950s 2;1960s 14 · Not recorded: 3" */
static const char *told(const sc_view_t *view, const sc_chart_t *chart)
{
    apr_array_header_t *texts = apr_array_make(view->pool, chart->count + 1, sizeof(char *));

    for (int i = 0; i < chart->count; i++) {
        APR_ARRAY_PUSH(texts, const char *) =
            apr_pstrcat(view->pool, sc_isolated(view, chart->bars[i].label), " ",
                        sc_say_number(view, chart->bars[i].number), NULL);
    }
    return apr_pstrcat(
        view->pool,
        sc_join(view, SC_COLON, chart->title, apr_array_pstrcat(view->pool, texts, ';')),
        chart->note ? " · " : NULL, chart->note, NULL);
}

static apr_int64_t greatest(const sc_chart_t *chart)
{
    apr_int64_t most = 1;

    for (int i = 0; i < chart->count; i++) {
        most = chart->bars[i].number > most ? chart->bars[i].number : most;
    }
    return most;
}

static int shown_rows(const sc_chart_t *chart)
{
    return chart->count < ROWS_MOST ? chart->count : ROWS_MOST;
}

static void open_chart(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart)
{
    int height = chart->form == SC_CHART_ROWS ? shown_rows(chart) * ROW + 8 : HEIGHT;

    sc_html(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sistercity__plot\" "
            "viewBox=\"0 0 %d %d\" direction=\"ltr\" role=\"img\" aria-label=\"%t\" lang=\"%t\" "
            "color=\"%t\" "
            "font-family=\"%t\" font-size=\"%d\">\n",
            WIDTH, height, told(view, chart), sc_language_tag(view->language),
            chart->is_part ? "inherit" : "#1b1f23", chart->is_part ? "inherit" : "sans-serif",
            FONT);
    if (!chart->is_part) {
        sc_html(out, "<title>%t</title>\n%r", chart->title, style);
    }
}

static void write_text(sc_buffer_t *out, int x, int y, const char *anchor, const char *text)
{
    sc_html(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%t\" fill=\"currentColor\">%t</text>\n", x,
            y, anchor, text);
}

/* The middle of a column. */
static int middle_of(const sc_chart_t *chart, int i)
{
    return (2 * i + 1) * WIDTH / (2 * chart->count);
}

static int height_of(apr_int64_t number, apr_int64_t most)
{
    return (int)((number * (BOTTOM - TOP) + most - 1) / most);
}

/* Where columns are narrow, only one in a few has a text below it; the last one always has. */
static int has_text(const sc_chart_t *chart, int i, int width)
{
    int step = 1 + (width * chart->count - 1) / WIDTH;

    return (chart->count - 1 - i) % step == 0 && middle_of(chart, i) >= width / 3;
}

static void write_axis(sc_buffer_t *out, const sc_chart_t *chart)
{
    sc_html(out, "<path d=\"M0 %dh%d\" stroke=\"currentColor\" stroke-width=\"1\"/>\n", BOTTOM,
            WIDTH);
    for (int i = 0; i < chart->count; i++) {
        if (has_text(chart, i, 108)) {
            int x = middle_of(chart, i);
            int is_last = x > WIDTH - EDGE, is_first = x < EDGE;

            write_text(out,
                       is_last    ? WIDTH - INSET
                       : is_first ? INSET
                                  : x,
                       BOTTOM + 32,
                       is_last    ? "end"
                       : is_first ? "start"
                                  : "middle",
                       chart->bars[i].axis ? chart->bars[i].axis : chart->bars[i].label);
        }
    }
}

static void write_columns(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart)
{
    apr_int64_t most = greatest(chart);
    int width = WIDTH * 3 / (4 * chart->count);

    sc_buffer_puts(out, "<path class=\"sistercity__mark\" fill=\"#1d5c8c\" d=\"");
    for (int i = 0; i < chart->count; i++) {
        int height = height_of(chart->bars[i].number, most);

        if (height > 0) {
            sc_buffer_puts(out, apr_psprintf(view->pool, "M%d %dh%dv-%dh-%dz",
                                             middle_of(chart, i) - width / 2, BOTTOM,
                                             width > 0 ? width : 1, height, width > 0 ? width : 1));
        }
    }
    sc_buffer_puts(out, "\"/>\n");
    for (int i = 0; i < chart->count; i++) {
        if (has_text(chart, i, 48)) {
            write_text(out, middle_of(chart, i),
                       BOTTOM - 8 - height_of(chart->bars[i].number, most), "middle",
                       sc_say_number(view, chart->bars[i].number));
        }
    }
    write_axis(out, chart);
}

static void write_line(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart)
{
    apr_int64_t most = greatest(chart);

    sc_buffer_puts(out, "<path class=\"sistercity__line\" fill=\"none\" stroke=\"#1d5c8c\" "
                        "stroke-width=\"4\" stroke-linejoin=\"round\" d=\"");
    for (int i = 0; i < chart->count; i++) {
        sc_buffer_puts(out, apr_psprintf(view->pool, "%c%d %d", i ? 'L' : 'M', middle_of(chart, i),
                                         BOTTOM - height_of(chart->bars[i].number, most)));
    }
    sc_buffer_puts(out, "\"/>\n");
    for (int i = 0; i < chart->count; i++) {
        int y = BOTTOM - height_of(chart->bars[i].number, most);
        int is_edge = middle_of(chart, i) > WIDTH - EDGE;

        sc_html(out,
                "<circle class=\"sistercity__mark\" fill=\"#1d5c8c\" cx=\"%d\" cy=\"%d\" "
                "r=\"6\"/>\n",
                middle_of(chart, i), y);
        if (has_text(chart, i, 64)) {
            write_text(out, is_edge ? WIDTH - INSET : middle_of(chart, i), y - 14,
                       is_edge ? "end" : "middle", sc_say_number(view, chart->bars[i].number));
        }
    }
    write_axis(out, chart);
}

static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart)
{
    apr_int64_t most = greatest(chart);

    for (int i = 0; i < shown_rows(chart); i++) {
        int width = (int)((chart->bars[i].number * (WIDTH - LABELS - 90) + most - 1) / most);

        write_text(out, LABELS, i * ROW + 28, "end", chart->bars[i].label);
        sc_html(out,
                "<rect class=\"sistercity__mark\" fill=\"#1d5c8c\" x=\"%d\" y=\"%d\" width=\"%d\" "
                "height=\"%d\"/>\n",
                LABELS + 12, i * ROW + 8, width, ROW - 10);
        write_text(out, LABELS + 20 + width, i * ROW + 28, "start",
                   sc_say_number(view, chart->bars[i].number));
    }
}

void sc_chart_write(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart)
{
    static void (*const writers[])(sc_buffer_t *, const sc_view_t *,
                                   const sc_chart_t *) = {[SC_CHART_COLUMNS] = write_columns,
                                                          [SC_CHART_LINE] = write_line,
                                                          [SC_CHART_ROWS] = write_rows};

    open_chart(out, view, chart);
    if (chart->count > 0) {
        writers[chart->form](out, view, chart);
    }
    sc_buffer_puts(out, "</svg>\n");
}
