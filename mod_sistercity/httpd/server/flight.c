#include "httpd/server/flight.h"

#include "httpd/server/server.h"
#include "store/db/values.h"

#include <apr_atomic.h>
#include <string.h>

/* More than all threads of a large server; two answers that fall on the same slot only cost a
 * wait less. */
#define SLOTS 1024

/* How often those who wait look, in microseconds. */
#define LOOK_INTERVAL 1000

/* A slot is 0 when nobody is at work. Otherwise: which answer in its upper half, since when in its
 * lower one, in milliseconds modulo 2^32. */
struct sc_flights_t {
    apr_uint64_t slots[SLOTS];
};

sc_flights_t *sc_flights_create(server_rec *main, apr_pool_t *pool)
{
    return sc_server_share(main, sizeof(sc_flights_t),
                           "SC0108: no shared memory; a page that many ask for may be made several "
                           "times at once",
                           pool);
}

static apr_uint32_t milliseconds_now(void)
{
    return (apr_uint32_t)apr_time_as_msec(sc_running_time());
}

/* Never 0: the lowest bit of the upper half is always set. */
static apr_uint64_t word_for(const unsigned char *key)
{
    apr_uint32_t name;

    memcpy(&name, key, sizeof(name));
    return (apr_uint64_t)(name | 1) << 32 | milliseconds_now();
}

static apr_uint64_t *slot_for(sc_flights_t *flights, const unsigned char *key)
{
    apr_uint32_t number;

    memcpy(&number, key + sizeof(number), sizeof(number));
    return &flights->slots[number % SLOTS];
}

/* Whether whoever set the word may still be at work. */
static int is_under_way(apr_uint64_t word)
{
    return word && milliseconds_now() - (apr_uint32_t)word < apr_time_as_msec(SC_FLIGHT_MOST);
}

static void wait_for(apr_uint64_t *slot, apr_uint64_t word)
{
    apr_time_t end = sc_running_time() + SC_FLIGHT_WAIT;

    while (apr_atomic_read64(slot) == word && sc_running_time() < end) {
        apr_sleep(LOOK_INTERVAL);
    }
}

int sc_flight_begin(sc_flights_t *flights, const unsigned char *key, sc_flight_t *flight)
{
    flight->slot = NULL;
    if (!flights) {
        return 1;
    }
    flight->slot = slot_for(flights, key);
    flight->word = word_for(key);
    apr_uint64_t found = apr_atomic_read64(flight->slot);
    if (!is_under_way(found)) {
        apr_uint64_t before = apr_atomic_cas64(flight->slot, flight->word, found);

        if (before == found) {
            return 1;
        }
        found = before;
    }
    if (found >> 32 != flight->word >> 32) {
        flight->slot = NULL;
        return 1;
    }
    wait_for(flight->slot, found);
    return 0;
}

void sc_flight_end(const sc_flight_t *flight)
{
    if (flight->slot) {
        apr_atomic_cas64(flight->slot, 0, flight->word);
    }
}
