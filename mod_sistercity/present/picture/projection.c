#include "present/picture/projection.h"

#include <math.h>

#define RADIANS (3.14159265358979323846 / 180)

/* The polynomial of the projection. */
#define A1 1.340264
#define A2 (-0.081106)
#define A3 0.000893
#define A4 0.003796

double sc_longitude_from(double longitude, double meridian)
{
    return remainder(longitude - meridian, 360);
}

sc_point_t sc_project(sc_point_t position)
{
    const double m = sqrt(3) / 2;
    double t = asin(m * sin(position.y * RADIANS)), t2 = t * t, t6 = t2 * t2 * t2;

    return (sc_point_t){position.x * RADIANS * cos(t) /
                            (m * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2))),
                        t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))};
}

/* The haversine formula, exact also for places that are close to each other. */
static double angle(sc_point_t from, sc_point_t to)
{
    double x = sin((to.x - from.x) * RADIANS / 2), y = sin((to.y - from.y) * RADIANS / 2);

    return 2 * asin(fmin(1, sqrt(y * y + cos(from.y * RADIANS) * cos(to.y * RADIANS) * x * x)));
}

double sc_angle_between(sc_point_t from, sc_point_t to)
{
    return angle(from, to) / RADIANS;
}

sc_point_t sc_on_the_way(sc_point_t from, sc_point_t to, double part)
{
    double whole = angle(from, to), a, b, x, y, z;

    /* Between antipodes any way is the shortest, and none can be told. */
    if (sin(whole) < 1e-9) {
        return part < 0.5 ? from : to;
    }
    a = sin((1 - part) * whole) / sin(whole);
    b = sin(part * whole) / sin(whole);
    x = a * cos(from.y * RADIANS) * cos(from.x * RADIANS) +
        b * cos(to.y * RADIANS) * cos(to.x * RADIANS);
    y = a * cos(from.y * RADIANS) * sin(from.x * RADIANS) +
        b * cos(to.y * RADIANS) * sin(to.x * RADIANS);
    z = a * sin(from.y * RADIANS) + b * sin(to.y * RADIANS);
    return (sc_point_t){atan2(y, x) / RADIANS, atan2(z, hypot(x, y)) / RADIANS};
}
