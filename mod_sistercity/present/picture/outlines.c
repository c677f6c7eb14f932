#include "present/picture/outlines.h"

#include "model/array.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

const sc_outlines_t sc_outlines_none = {NULL, 0, NULL, 0, NULL};

/* The most points in a file: outlines finer than 1:50m are not seen on a page. */
enum { POINTS_MOST = 200000 };

/* Outlines in the making. */
typedef struct reading_t {
    apr_array_header_t *rings;  /* of sc_ring_t */
    apr_array_header_t *points; /* of short[2] */
    const char *country;        /* of what is being read */
} reading_t;

/* A position on the Earth. Longitudes beyond 180° may have come from a ring that crosses it. */
static int read_position(const json_t *position, double *longitude, double *latitude)
{
    const json_t *x = json_array_get(position, 0), *y = json_array_get(position, 1);

    *longitude = json_number_value(x);
    *latitude = json_number_value(y);
    return json_is_number(x) && json_is_number(y) && fabs(*longitude) <= 270 &&
           fabs(*latitude) <= 90;
}

static void add_point(reading_t *reading, double longitude, double latitude)
{
    short *point = apr_array_push(reading->points);

    point[0] = (short)lround(longitude * 100);
    point[1] = (short)lround(latitude * 100);
}

static sc_ring_t *begin_ring(reading_t *reading, int is_hole)
{
    sc_ring_t *ring = apr_array_push(reading->rings);

    apr_cpystrn(ring->country, reading->country, sizeof(ring->country));
    ring->is_hole = (char)is_hole;
    ring->first = reading->points->nelts;
    return ring;
}

static int read_point(reading_t *reading, const json_t *position)
{
    sc_ring_t *ring = begin_ring(reading, 0);
    double longitude, latitude;

    ring->count = 1;
    if (!read_position(position, &longitude, &latitude)) {
        return 0;
    }
    add_point(reading, longitude, latitude);
    return 1;
}

/* Of points that jump over the 180th meridian those behind it go on beyond it. */
static int read_ring(reading_t *reading, const json_t *positions, int is_hole)
{
    size_t count = json_array_size(positions);
    double shift = 0, before = 0, longitude, latitude;

    if (count < 4 || reading->points->nelts + count > POINTS_MOST) {
        return 0;
    }
    sc_ring_t *ring = begin_ring(reading, is_hole);
    ring->count = (int)count - 1;
    for (size_t i = 0; i + 1 < count; i++) {
        if (!read_position(json_array_get(positions, i), &longitude, &latitude)) {
            return 0;
        }
        if (i > 0 && fabs(longitude - before) > 180) {
            shift += longitude > before ? -360 : 360;
        }
        if (fabs(longitude + shift) > 320) {
            return 0;
        }
        before = longitude;
        add_point(reading, longitude + shift, latitude);
    }
    return 1;
}

static int read_polygon(reading_t *reading, const json_t *rings)
{
    size_t i;
    json_t *ring;

    json_array_foreach(rings, i, ring) {
        if (!read_ring(reading, ring, i > 0)) {
            return 0;
        }
    }
    return i > 0;
}

static int read_geometry(reading_t *reading, const json_t *geometry)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    size_t i;
    json_t *polygon;

    if (sc_is(type, "Point")) {
        return read_point(reading, coordinates);
    }
    if (sc_is(type, "Polygon")) {
        return read_polygon(reading, coordinates);
    }
    if (!sc_is(type, "MultiPolygon")) {
        return 0;
    }
    json_array_foreach(coordinates, i, polygon) {
        if (!read_polygon(reading, polygon)) {
            return 0;
        }
    }
    return i > 0;
}

static const char *country_of(const json_t *feature)
{
    static const char *const names[] = {"country", "ISO_A2_EH", "ISO_A2"};
    const json_t *properties = json_object_get(feature, "properties");

    for (size_t i = 0; i < SC_LENGTH(names); i++) {
        const char *code = json_string_value(json_object_get(properties, names[i]));

        if (code && sc_country_is_known(code)) {
            return code;
        }
    }
    return "";
}

/* @return NULL, or what is wrong */
static const char *read_features(reading_t *reading, const json_t *features, apr_pool_t *pool)
{
    size_t i;
    json_t *feature;

    json_array_foreach(features, i, feature) {
        reading->country = country_of(feature);
        if (!read_geometry(reading, json_object_get(feature, "geometry"))) {
            return apr_psprintf(pool,
                                "feature %d is not a point or polygon of longitudes and latitudes",
                                (int)i + 1);
        }
    }
    return reading->points->nelts ? NULL : "it is not a FeatureCollection of GeoJSON with features";
}

static const char *read_collection(const json_t *root, sc_outlines_t *outlines, apr_pool_t *pool)
{
    reading_t reading = {apr_array_make(pool, 256, sizeof(sc_ring_t)),
                         apr_array_make(pool, 4096, sizeof(short[2])), ""};
    const char *source = json_string_value(json_object_get(root, "source"));
    const char *error = read_features(&reading, json_object_get(root, "features"), pool);

    outlines->rings = (const sc_ring_t *)(const void *)reading.rings->elts;
    outlines->ring_count = reading.rings->nelts;
    outlines->points = (const short(*)[2])(const void *)reading.points->elts;
    outlines->point_count = reading.points->nelts;
    outlines->source = source && *source ? apr_pstrdup(pool, source) : NULL;
    return error;
}

apr_status_t sc_outlines_read(const char *file, const sc_outlines_t **out, const char **error,
                              apr_pool_t *pool)
{
    sc_outlines_t *outlines = apr_pcalloc(pool, sizeof(*outlines));
    json_error_t fault;
    json_t *root = json_load_file(file, JSON_REJECT_DUPLICATES, &fault);

    *out = outlines;
    *error = root ? read_collection(root, outlines, pool)
             : fault.line > 0
                 ? apr_psprintf(pool, "it is not JSON: line %d: %s", fault.line, fault.text)
                 : "it cannot be read";
    json_decref(root);
    return *error ? APR_EGENERAL : APR_SUCCESS;
}

double sc_outlines_longitude(const sc_outlines_t *outlines, const char *country, double otherwise)
{
    for (int i = 0; country && i < outlines->ring_count; i++) {
        const sc_ring_t *ring = &outlines->rings[i];
        int least = 36000, most = -36000;

        if (strcmp(ring->country, country) != 0) {
            continue;
        }
        for (int j = 0; j < ring->count; j++) {
            int x = outlines->points[ring->first + j][0];

            least = x < least ? x : least;
            most = x > most ? x : most;
        }
        return (least + most) / 200.0;
    }
    return otherwise;
}
