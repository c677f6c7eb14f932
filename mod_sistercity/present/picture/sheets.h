/**
 * Rings of points, cut to the Earth's edges and to a picture's.
 *
 * Two sheets between which the points of one ring go to and fro: each step reads the one and leaves
 * its result on the other.
 */
#pragma once

#include "present/picture/outlines.h"
#include "present/picture/projection.h"

typedef struct sc_sheets_t {
    sc_point_t *from, *to;
    int count; /* on the first */
    int room;
} sc_sheets_t;

typedef enum { SC_ALONG_X, SC_ALONG_Y } sc_along_e;

/** Sheets with room for any of the rings. */
sc_sheets_t sc_sheets_new(const sc_outlines_t *outlines, apr_pool_t *pool);

/** Lays a ring on the first sheet, in degrees from the meridian, as far as it lies between -180 and
 * 180. @param turn -1, 0 and 1 give all pieces of it there are */
void sc_sheets_lay(sc_sheets_t *sheets, const sc_outlines_t *outlines, const sc_ring_t *ring,
                   double meridian, int turn);

/** Leaves what is on one side of a line. @param side 1: where the coordinate is greater; -1 */
void sc_sheets_clip(sc_sheets_t *sheets, sc_along_e along, double edge, int side);

/** Puts a point onto the second sheet, which has @a count of them; then turns the sheets over. */
void sc_sheets_put(sc_sheets_t *sheets, int *count, sc_point_t point);
void sc_sheets_turn(sc_sheets_t *sheets, int count);
