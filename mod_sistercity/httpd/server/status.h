/**
 * @file status.h
 * @brief What the module has done since httpd read its configuration, for mod_status.
 */
#ifndef SC_HTTPD_STATUS_H
#define SC_HTTPD_STATUS_H

#include <httpd.h>

/** Counted by all processes together. */
typedef struct sc_counters_t sc_counters_t;

/** In shared memory. @return NULL (and nothing is counted) if there is none. */
sc_counters_t *sc_counters_create(server_rec *main, apr_pool_t *pool);

/* The counters may be NULL. */
void sc_counters_answered(sc_counters_t *counters, int is_included);
void sc_counters_refused(sc_counters_t *counters, int status);
void sc_counters_unchanged(sc_counters_t *counters);

/** How an answer came about. */
typedef enum {
    SC_ORIGIN_CACHE, /* the cache had it */
    SC_ORIGIN_STALE, /* the cache had an old one, and the database was away */
    SC_ORIGIN_WAIT,  /* another request was making it */
    SC_ORIGIN_MADE   /* it was made */
} sc_origin_e;

void sc_counters_origin(sc_counters_t *counters, sc_origin_e origin);

/** An answer was put into the cache. */
void sc_counters_stored(sc_counters_t *counters, apr_size_t bytes);

/** Puts our part into mod_status' page, also in its ?auto form; a function for its hook. */
int sc_status_show(request_rec *r, int flags);

#endif
