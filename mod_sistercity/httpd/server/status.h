/**
 * What the module has done since httpd read its configuration, for mod_status.
 */
#pragma once

#include <httpd.h>

/** Counted by all processes together. */
typedef struct sc_counters_t sc_counters_t;

typedef enum {
    SC_ANSWERED,
    SC_INCLUDED,
    SC_UNCHANGED,
    SC_REFUSED,
    SC_FAILED,
    SC_HIT,    /* the cache had the answer */
    SC_STALE,  /* the cache had an old one, and the database was away */
    SC_WAITED, /* another request was making it */
    SC_MISSED, /* it was made */
    SC_STORED,
    SC_STORED_BYTES,
    SC_COUNTED /* so many are counted */
} sc_counted_e;

/** In shared memory. @return NULL (and nothing is counted) if there is none. */
sc_counters_t *sc_counters_create(server_rec *main, apr_pool_t *pool);

/** Counts one more, or many. @param counters may be NULL */
void sc_counters_add(sc_counters_t *counters, sc_counted_e what, apr_uint64_t many);

/** Counts a refusal with this status. */
void sc_counters_refused(sc_counters_t *counters, int status);

/** Puts our part into mod_status' page, also in its ?auto form; a function for its hook. */
int sc_status_show(request_rec *r, int flags);
