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

/** Puts our part into mod_status' page, also in its ?auto form. */
void sc_status_register(void);

#endif
