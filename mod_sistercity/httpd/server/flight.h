/**
 * No stampede: of all who need an answer made anew, one makes it and the others wait for it.
 *
 * Nobody waits long, whatever happens to the maker: a marker that is left behind is passed over
 * after a moment.
 */
#pragma once

#include <httpd.h>

/** How long somebody waits for what another makes. */
#define SC_FLIGHT_WAIT apr_time_from_sec(1)

/** After this time a maker counts as gone. */
#define SC_FLIGHT_MOST apr_time_from_sec(2)

/** The answers that are being made by any process. */
typedef struct sc_flights_t sc_flights_t;

/** In shared memory. @return NULL if there is none: then everybody makes what they need. */
sc_flights_t *sc_flights_create(server_rec *main, apr_pool_t *pool);

/** Somebody's promise to make an answer. */
typedef struct sc_flight_t {
    apr_uint64_t *slot; /* NULL: nobody knows of it */
    apr_uint64_t word;
} sc_flight_t;

/**
 * Begins to make the answer with the key, unless somebody else does: then waits until they are done
 * or SC_FLIGHT_WAIT is over.
 * @param key of at least eight bytes that are as good as random
 * @return whether the answer is ours to make; then sc_flight_end() follows. Otherwise it may be
 * there now.
 */
int sc_flight_begin(sc_flights_t *flights, const unsigned char *key, sc_flight_t *flight);

/** The answer is there, or will not be. */
void sc_flight_end(const sc_flight_t *flight);
