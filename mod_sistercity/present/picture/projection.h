/**
 * The round Earth on flat paper: Equal Earth, an equal-area projection (Šavrič, Patterson,
 * Jenny 2018), about any meridian.
 */
#pragma once

/** A point on the paper; of a position, degrees of longitude and latitude. */
typedef struct sc_point_t {
    double x, y;
} sc_point_t;

/** Half the width of the whole Earth on the paper, where its radius is 1. */
#define SC_EARTH_HALF_WIDTH 2.7066

/** A longitude as degrees east of the meridian, from -180 to 180. */
double sc_longitude_from(double longitude, double meridian);

/** @param position relative to the meridian in the middle of the paper
 * @return y grows to the north */
sc_point_t sc_project(sc_point_t position);

/** The great circle between two positions: angular distance in degrees, and the position at a part
 * (0 to 1) of the way. */
double sc_angle_between(sc_point_t from, sc_point_t to);
sc_point_t sc_on_the_way(sc_point_t from, sc_point_t to, double part);
