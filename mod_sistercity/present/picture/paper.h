/**
 * A map on paper of fixed size: sea, countries, great circles, dots, names; as SVG.
 *
 *     sc_paper_t paper = sc_paper_world(&outlines, 11);
 *
 *     sc_paper_open(out, view, &paper, "Partnerships by country", "Japan 12, Germany 9");
 *     sc_paper_countries(out, view, &paper, shades);
 *     sc_paper_close(out);
 *
 * Colors stand as plain attributes, light; a style sheet in the picture has the dark ones.
 */
#pragma once

#include "present/picture/outlines.h"
#include "present/picture/projection.h"
#include "present/write/view.h"

#include <apr_hash.h>

/** Units of the picture; pages show two of them in a pixel. */
enum { SC_PAPER_WIDTH = 1440, SC_PAPER_HEIGHT = 660 };

/** Shades of countries, from 1; 0 is plain land. */
enum { SC_SHADES = 5 };

typedef struct sc_paper_t {
    const sc_outlines_t *outlines;
    double meridian;         /* in the middle of the Earth */
    double left, top, scale; /* of what is seen, on the projection's paper */
    int is_whole;            /* the whole Earth, round */
} sc_paper_t;

/** The Earth about a meridian. */
sc_paper_t sc_paper_world(const sc_outlines_t *outlines, double meridian);

/** What is around the positions; the Earth where they are far apart. The first one's meridian is in
 * the middle. */
sc_paper_t sc_paper_around(const sc_outlines_t *outlines, const sc_point_t *positions, int count);

/** Opens and closes the picture. @param title, @param description plain */
void sc_paper_open(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                   const char *title, const char *description);
void sc_paper_close(sc_buffer_t *out);

/** All land. @param shades country code -> const int *: its shade; those that are too small to be
 * seen, and those without an outline, are dots. */
void sc_paper_countries(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                        apr_hash_t *shades);

/** What the shades mean: a square and a text for each of them. */
void sc_paper_legend(sc_buffer_t *out, const char *const *texts, int count);

/** The great circle between two positions, in two pieces where it leaves the paper. */
void sc_paper_arc(sc_buffer_t *out, const sc_paper_t *paper, sc_point_t from, sc_point_t to,
                  int is_dashed);

/** Dots; the first of them is the larger one. Beside as many as there is room for stand their
 * names. */
void sc_paper_dots(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                   const sc_point_t *positions, const char *const *names, int count);
