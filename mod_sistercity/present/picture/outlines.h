/**
 * Where countries are, for drawing: rings of points.
 *
 * Built in are those of outlines.txt, which scripts/outlines.py makes of Natural Earth; a site may
 * have its own. They are for the eye: nothing ever looks up a country by a position.
 */
#pragma once

#include <apr_pools.h>

/** A ring of points; its last one is joined with the first. A single point is a country without an
 * outline. */
typedef struct sc_ring_t {
    char country[3]; /* ISO 3166-1 alpha-2, XK; "" for land that has no code */
    char is_hole;    /* in the last ring before it that is none */
    int first, count;
} sc_ring_t;

typedef struct sc_outlines_t {
    const sc_ring_t *rings; /* those of one country stand together */
    int ring_count;
    const short (*points)[2]; /* longitude and latitude in hundredths of a degree. A ring that
                                 crosses the 180th meridian goes on beyond it */
    int point_count;
    const char *source; /* plain; NULL: nothing is said of it */
} sc_outlines_t;

#define SC_OUTLINES_SOURCE "Natural Earth"

extern const sc_outlines_t sc_outlines_built_in;

/** Those of a site without maps. */
extern const sc_outlines_t sc_outlines_none;

/**
 * Reads GeoJSON (RFC 7946): a FeatureCollection of polygons, and of points for countries without
 * one, each with its code in the property `country` (or `ISO_A2_EH` or `ISO_A2`, as Natural Earth
 * has it). A member `source` of the collection names whose they are. Fit for httpd's configuration
 * stage.
 * @param error a sentence when it cannot be read or is something else
 */
apr_status_t sc_outlines_read(const char *file, const sc_outlines_t **out, const char **error,
                              apr_pool_t *pool);

/** The longitude in the middle of the country's largest ring; @a otherwise for one without. */
double sc_outlines_longitude(const sc_outlines_t *outlines, const char *country, double otherwise);
