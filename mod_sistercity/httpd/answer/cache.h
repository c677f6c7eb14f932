/**
 * @file cache.h
 * @brief Rendered answers, kept in one of httpd's shared object caches (socache).
 */
#ifndef SC_HTTPD_CACHE_H
#define SC_HTTPD_CACHE_H

#include "httpd/answer/request.h"

typedef struct sc_cache_t sc_cache_t;

/**
 * Reads the directive's value: "off" or "PROVIDER[:ARGS]". To be called while httpd reads its
 * configuration.
 * @param cache set to NULL for "off"
 * @return a complaint, or NULL
 */
const char *sc_cache_configure(cmd_parms *cmd, const char *value, sc_cache_t **cache);

/** What holds without the directive: shmcb; without its module a notice in the log, and NULL. */
sc_cache_t *sc_cache_default(server_rec *main, apr_pool_t *pool, apr_pool_t *scratch);

/** Registers the lock, in pre_config. */
apr_status_t sc_cache_register(apr_pool_t *pool);

/** Makes it ready, in post_config. @return APR_SUCCESS, or what the log says */
apr_status_t sc_cache_open(sc_cache_t *cache, server_rec *main, apr_pool_t *pool);

/** Makes it ready for a process, in child_init. */
void sc_cache_open_child(sc_cache_t *cache, server_rec *main, apr_pool_t *pool);

/** An answer as it was kept. */
typedef struct sc_kept_t {
    sc_mark_t mark; /* the registry's state that it shows */
    sc_shown_t shown;
    char today[12]; /* the day whose years it counts */
    apr_time_t made;
    int is_too_large;  /* there is no body: it was more than the cache takes */
    const char *links; /* as the request has them, or NULL; in the request's pool */
    sc_buffer_t body;  /* likewise */
} sc_kept_t;

/** Looks up the answer of the request's key. @return whether it is there */
int sc_cache_find(sc_cache_t *cache, const sc_request_t *request, sc_kept_t *kept);

/** Keeps the answer that was made for the request; of one that is too large only that it is. */
void sc_cache_keep(sc_cache_t *cache, const sc_request_t *request, const sc_buffer_t *body);

/** Puts what the provider says of itself into mod_status' page. */
void sc_cache_show(sc_cache_t *cache, request_rec *r);

#endif
