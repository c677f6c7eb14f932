#include "present/picture/sheets.h"

sc_sheets_t sc_sheets_new(const sc_outlines_t *outlines, apr_pool_t *pool)
{
    sc_sheets_t sheets = {NULL, NULL, 0, 0};

    for (int i = 0; i < outlines->ring_count; i++) {
        sheets.room =
            outlines->rings[i].count > sheets.room ? outlines->rings[i].count : sheets.room;
    }
    /* A cut adds a point where it crosses, and edges that are round some more. */
    sheets.room = 2 * sheets.room + 256;
    sheets.from = apr_palloc(pool, sizeof(sc_point_t) * (apr_size_t)sheets.room);
    sheets.to = apr_palloc(pool, sizeof(sc_point_t) * (apr_size_t)sheets.room);
    return sheets;
}

void sc_sheets_put(sc_sheets_t *sheets, int *count, sc_point_t point)
{
    if (*count < sheets->room) {
        sheets->to[(*count)++] = point;
    }
}

void sc_sheets_turn(sc_sheets_t *sheets, int count)
{
    sc_point_t *other = sheets->from;

    sheets->from = sheets->to;
    sheets->to = other;
    sheets->count = count;
}

static double beyond(sc_point_t point, sc_along_e along, double edge, int side)
{
    return ((along == SC_ALONG_X ? point.x : point.y) - edge) * side;
}

/* Sutherland and Hodgman. */
void sc_sheets_clip(sc_sheets_t *sheets, sc_along_e along, double edge, int side)
{
    int count = 0;

    for (int i = 0; i < sheets->count; i++) {
        sc_point_t a = sheets->from[i], b = sheets->from[(i + 1) % sheets->count];
        double at = beyond(a, along, edge, side), next = beyond(b, along, edge, side);
        double part = at / (at - next);

        if (at >= 0) {
            sc_sheets_put(sheets, &count, a);
        }
        if ((at >= 0) != (next >= 0)) {
            sc_sheets_put(sheets, &count,
                          along == SC_ALONG_X ? (sc_point_t){edge, a.y + part * (b.y - a.y)}
                                              : (sc_point_t){a.x + part * (b.x - a.x), edge});
        }
    }
    sc_sheets_turn(sheets, count);
}

void sc_sheets_lay(sc_sheets_t *sheets, const sc_outlines_t *outlines, const sc_ring_t *ring,
                   double meridian, int turn)
{
    const short(*points)[2] = outlines->points + ring->first;
    double begin = sc_longitude_from(points[0][0] / 100.0, meridian) + 360 * turn;

    sheets->count = ring->count;
    for (int i = 0; i < ring->count; i++) {
        sheets->from[i] =
            (sc_point_t){begin + (points[i][0] - points[0][0]) / 100.0, points[i][1] / 100.0};
    }
    sc_sheets_clip(sheets, SC_ALONG_X, -180, 1);
    sc_sheets_clip(sheets, SC_ALONG_X, 180, -1);
}
