#include "present/picture/paper.h"

#include "present/picture/names.h"
#include "present/picture/sheets.h"
#include "present/write/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is seen of the Earth where all of it is: nothing south of Cape Horn but a margin. */
#define WORLD_TOP 1.31
#define WORLD_WIDTH (2 * SC_EARTH_HALF_WIDTH)

/* The narrowest part, some 3,000 km; wider ones than this part of the Earth are all of it. */
#define LEAST_WIDTH 0.5
#define WIDEST_PART 0.7

/* Around the outermost dots. */
#define MARGIN 1.25

static const char style[] =
    "<style>@media (prefers-color-scheme:dark){.sea{fill:#171d24}.land path{fill:#343e49;"
    "stroke:#171d24}.land .s1{fill:#2a5577}.land .s2{fill:#3a75a3}.land .s3{fill:#5b9cca}"
    ".land .s4{fill:#93c6ea}.land .s5{fill:#d3ebfd}.arc{stroke:#9dd0f5}.dot{fill:#9dd0f5;"
    "stroke:#171d24}.home{fill:#ffb59e;stroke:#171d24}.name{fill:#e8ecf0;stroke:#171d24}"
    ".box{fill:#171d24}}</style>\n";

#define RATIO ((double)SC_PAPER_HEIGHT / SC_PAPER_WIDTH)

sc_paper_t sc_paper_world(const sc_outlines_t *outlines, double meridian)
{
    return (sc_paper_t){
        outlines, meridian, -SC_EARTH_HALF_WIDTH, WORLD_TOP, SC_PAPER_WIDTH / WORLD_WIDTH, 1};
}

static sc_point_t relative(const sc_paper_t *paper, sc_point_t position)
{
    return (sc_point_t){sc_longitude_from(position.x, paper->meridian), position.y};
}

static sc_point_t on_paper(const sc_paper_t *paper, sc_point_t position)
{
    sc_point_t at = sc_project(position);

    return (sc_point_t){(at.x - paper->left) * paper->scale, (paper->top - at.y) * paper->scale};
}

sc_paper_t sc_paper_around(const sc_outlines_t *outlines, const sc_point_t *positions, int count)
{
    sc_paper_t paper = sc_paper_world(outlines, count ? positions[0].x : 0);
    double left = INFINITY, right = -INFINITY, top = -INFINITY, bottom = INFINITY, width;

    for (int i = 0; i < count; i++) {
        sc_point_t at = sc_project(relative(&paper, positions[i]));

        left = fmin(left, at.x);
        right = fmax(right, at.x);
        top = fmax(top, at.y);
        bottom = fmin(bottom, at.y);
    }
    width = fmax(fmax(right - left, (top - bottom) / RATIO) * MARGIN, LEAST_WIDTH);
    if (count == 0 || width > WORLD_WIDTH * WIDEST_PART) {
        return paper;
    }
    paper.left = (left + right - width) / 2;
    paper.top = (top + bottom + width * RATIO) / 2;
    paper.scale = SC_PAPER_WIDTH / width;
    paper.is_whole = 0;
    return paper;
}

static void add_pair(sc_buffer_t *out, int x, int y)
{
    sc_buffer_number(out, x);
    sc_buffer_puts(out, y < 0 ? "" : " ");
    sc_buffer_number(out, y);
}

/* A path in the making. Points that no eye would tell apart are one. */
typedef struct path_t {
    sc_buffer_t *out;
    int x, y; /* where it has come to */
    int count;
} path_t;

static void path_begin(path_t *path, sc_point_t at)
{
    path->x = (int)lround(at.x);
    path->y = (int)lround(at.y);
    path->count = 1;
    sc_buffer_puts(path->out, "M");
    add_pair(path->out, path->x, path->y);
}

static void path_add(path_t *path, sc_point_t at)
{
    int x = (int)lround(at.x) - path->x, y = (int)lround(at.y) - path->y;

    if (abs(x) + abs(y) < 4) {
        return;
    }
    sc_buffer_puts(path->out, path->count++ == 1 ? "l" : x < 0 ? "" : " ");
    add_pair(path->out, x, y);
    path->x += x;
    path->y += y;
}

/* The edge of the Earth, from pole to pole and back. */
static void write_sea(sc_buffer_t *out, const sc_paper_t *paper)
{
    path_t path = {out, 0, 0, 0};

    if (!paper->is_whole) {
        sc_html(out, "<rect class=\"sea\" fill=\"#eef3f7\" width=\"%d\" height=\"%d\"/>\n",
                SC_PAPER_WIDTH, SC_PAPER_HEIGHT);
        return;
    }
    sc_buffer_puts(out, "<path class=\"sea\" fill=\"#eef3f7\" d=\"");
    path_begin(&path, on_paper(paper, (sc_point_t){-180, -90}));
    for (int y = -84; y <= 90; y += 6) {
        path_add(&path, on_paper(paper, (sc_point_t){-180, y}));
    }
    for (int y = 90; y >= -90; y -= 6) {
        path_add(&path, on_paper(paper, (sc_point_t){180, y}));
    }
    sc_buffer_puts(out, "z\"/>\n");
}

void sc_paper_open(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                   const char *title, const char *description)
{
    sc_html(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
            "height=\"%d\" role=\"img\" aria-labelledby=\"t d\" lang=\"%t\">\n<title "
            "id=\"t\">%t</title>\n<desc id=\"d\">%t</desc>\n",
            SC_PAPER_WIDTH, SC_PAPER_HEIGHT, SC_PAPER_WIDTH / 2, SC_PAPER_HEIGHT / 2,
            sc_language_tag(view->language), title, description);
    sc_buffer_puts(out, style);
    write_sea(out, paper);
}

void sc_paper_close(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</svg>\n");
}

/* The edge of the Earth is round: what runs along it needs points there. */
static void project(sc_sheets_t *sheets, const sc_paper_t *paper)
{
    int count = 0;

    for (int i = 0; i < sheets->count; i++) {
        sc_point_t a = sheets->from[i], b = sheets->from[(i + 1) % sheets->count];
        int steps = a.x == b.x && fabs(a.x) == 180 ? 1 + (int)(fabs(b.y - a.y) / 6) : 1;

        for (int step = 0; step < steps; step++) {
            sc_sheets_put(sheets, &count,
                          on_paper(paper, (sc_point_t){a.x, a.y + (b.y - a.y) * step / steps}));
        }
    }
    sc_sheets_turn(sheets, count);
}

/* What is drawn of a country. */
typedef struct drawn_t {
    sc_point_t first; /* of the largest ring, on paper */
    double extent;
} drawn_t;

static void add_ring(sc_sheets_t *sheets, sc_buffer_t *out, drawn_t *drawn)
{
    path_t path = {out, 0, 0, 0};
    double left = INFINITY, right = -INFINITY;
    apr_size_t before = out->length;

    if (sheets->count == 0) {
        return;
    }
    path_begin(&path, sheets->from[0]);
    for (int i = 0; i < sheets->count; i++) {
        path_add(&path, sheets->from[i]);
        left = fmin(left, sheets->from[i].x);
        right = fmax(right, sheets->from[i].x);
    }
    if (path.count < 3) {
        out->length = before;
        out->data[before] = '\0';
        right = left;
    }
    else {
        sc_buffer_puts(out, "z");
    }
    if (right - left >= drawn->extent) {
        drawn->extent = right - left;
        drawn->first = sheets->from[0];
    }
}

/* The ring as it lies on the paper, which it may reach from either side. */
static void draw_ring(sc_sheets_t *sheets, const sc_paper_t *paper, const sc_ring_t *ring,
                      sc_buffer_t *out, drawn_t *drawn)
{
    for (int turn = -1; turn <= 1; turn++) {
        sc_sheets_lay(sheets, paper->outlines, ring, paper->meridian, turn);
        project(sheets, paper);
        sc_sheets_clip(sheets, SC_ALONG_X, -20, 1);
        sc_sheets_clip(sheets, SC_ALONG_X, SC_PAPER_WIDTH + 20, -1);
        sc_sheets_clip(sheets, SC_ALONG_Y, -20, 1);
        sc_sheets_clip(sheets, SC_ALONG_Y, SC_PAPER_HEIGHT + 20, -1);
        add_ring(sheets, out, drawn);
    }
}

/* Land, and the shades from the lightest to the darkest. */
static const char *const fills[SC_SHADES + 1] = {"#d3d9df", "#b5d0e6", "#86b3d6",
                                                 "#5290bf", "#2a6b9f", "#11456f"};

/* Narrower countries than this are dots of this width. */
enum { DOT = 12 };

static void add_dot(sc_buffer_t *out, sc_point_t at)
{
    sc_buffer_puts(out, "M");
    add_pair(out, (int)lround(at.x) - DOT / 2, (int)lround(at.y));
    sc_buffer_puts(out, "a6 6 0 1 0 12 0 6 6 0 1 0-12 0z");
}

void sc_paper_countries(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                        apr_hash_t *shades)
{
    const sc_outlines_t *outlines = paper->outlines;
    sc_sheets_t sheets = sc_sheets_new(outlines, view->pool);
    sc_buffer_t *paths[SC_SHADES + 1];

    for (int i = 0; i <= SC_SHADES; i++) {
        paths[i] = sc_buffer_new(view->pool, 1024);
    }
    for (int i = 0, end; i < outlines->ring_count; i = end) {
        const char *country = outlines->rings[i].country;
        const int *shade = apr_hash_get(shades, country, APR_HASH_KEY_STRING);
        drawn_t drawn = {{0, 0}, -1};

        for (end = i;
             end < outlines->ring_count && strcmp(outlines->rings[end].country, country) == 0;
             end++) {
            draw_ring(&sheets, paper, &outlines->rings[end], paths[shade ? *shade : 0], &drawn);
        }
        if (shade && drawn.extent >= 0 && drawn.extent < DOT) {
            add_dot(paths[*shade], drawn.first);
        }
    }
    sc_buffer_puts(out, "<g class=\"land\" fill-rule=\"evenodd\" stroke=\"#fff\" "
                        "stroke-width=\"1.5\" stroke-linejoin=\"round\">\n");
    for (int i = 0; i <= SC_SHADES; i++) {
        if (paths[i]->length) {
            sc_html(out, "<path class=\"s%d\" fill=\"%t\" d=\"%r\"/>\n", i, fills[i],
                    paths[i]->data);
        }
    }
    sc_buffer_puts(out, "</g>\n");
}

void sc_paper_legend(sc_buffer_t *out, const char *const *texts, int count)
{
    enum { LINE = 38 };
    int top = SC_PAPER_HEIGHT - count * LINE - 12;

    sc_html(out,
            "<rect class=\"box\" fill=\"#eef3f7\" fill-opacity=\".8\" x=\"0\" y=\"%d\" "
            "width=\"190\" height=\"%d\"/>\n<g class=\"land\">",
            top - 12, count * LINE + 24);
    for (int i = 0; i < count; i++) {
        int y = top + i * LINE;

        sc_html(out, "<path class=\"s%d\" fill=\"%t\" d=\"M12 %dh32v28h-32z\"/>", i + 1,
                fills[i + 1], y);
    }
    sc_buffer_puts(out, "</g>\n<g class=\"name\" fill=\"#1b1f23\" font-family=\"sans-serif\" "
                        "font-size=\"30\">");
    for (int i = 0; i < count; i++) {
        sc_html(out, "<text x=\"58\" y=\"%d\">%t</text>", top + i * LINE + 25, texts[i]);
    }
    sc_buffer_puts(out, "</g>\n");
}

void sc_paper_arc(sc_buffer_t *out, const sc_paper_t *paper, sc_point_t from, sc_point_t to,
                  int is_dashed)
{
    sc_point_t begin = relative(paper, from), end = relative(paper, to), before = begin;
    int steps = 2 + (int)(sc_angle_between(begin, end) * paper->scale / 700);
    path_t path = {out, 0, 0, 0};

    sc_html(out,
            "<path class=\"arc\" fill=\"none\" stroke=\"#1d5c8c\" stroke-width=\"3\" "
            "stroke-linecap=\"round\"%r d=\"",
            is_dashed ? " stroke-dasharray=\"3 9\"" : NULL);
    path_begin(&path, on_paper(paper, begin));
    for (int i = 1; i <= steps; i++) {
        sc_point_t at = sc_on_the_way(begin, end, (double)i / steps);

        if (fabs(at.x - before.x) > 180) {
            double side = before.x > 0 ? 180 : -180, behind = at.x + 2 * side;
            double y = before.y + (at.y - before.y) * (side - before.x) / (behind - before.x);

            path_add(&path, on_paper(paper, (sc_point_t){side, y}));
            path_begin(&path, on_paper(paper, (sc_point_t){-side, y}));
        }
        path_add(&path, on_paper(paper, at));
        before = at;
    }
    sc_buffer_puts(out, "\"/>\n");
}

void sc_paper_dots(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                   const sc_point_t *positions, const char *const *names, int count)
{
    sc_point_t *at = apr_palloc(view->pool, sizeof(sc_point_t) * ((apr_size_t)count + 1));

    for (int i = count - 1; i >= 0; i--) {
        at[i] = on_paper(paper, relative(paper, positions[i]));
        sc_html(out,
                "<circle class=\"%t\" fill=\"%t\" stroke=\"#fff\" stroke-width=\"3\" cx=\"%d\" "
                "cy=\"%d\" r=\"%d\"/>\n",
                i ? "dot" : "home", i ? "#1d5c8c" : "#a83a12", (int)lround(at[i].x),
                (int)lround(at[i].y), i ? 9 : 13);
    }
    sc_names_write(out, view, at, names, count, SC_PAPER_WIDTH, SC_PAPER_HEIGHT);
}
