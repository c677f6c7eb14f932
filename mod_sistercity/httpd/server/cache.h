/**
 * Rendered answers, stored in one of httpd's shared object caches (socache).
 *
 * What answers from the cache, by file:
 *   answer/identity.h   the key: all that decides on an answer's bytes but the registry's state;
 *                       and validators of both, so that who has it is not sent it again
 *   server/revision.h   the registry's state, without asking the database each time
 *   server/cache.h      the entry of the key, which says of which state it is
 *   server/flight.h     if it is of another: one request makes it, the others wait for that
 *   answer/answer.c     the order of all this
 */
#pragma once

#include <httpd.h>

#include <http_config.h>

#include "httpd/server/revision.h"
#include "present/write/buffer.h"

/** Bytes of an entry's key (SHA-1). */
#define SC_KEY_LENGTH 20

/** libcrypto's SHA-1, found once because finding it takes longer than using it. To be called in
 * child_init. @return NULL if it has none: then APR's is used. */
const struct evp_md_st *sc_cache_sha1(apr_pool_t *pool);

/** The SHA-1 of the bytes. @param sha1 may be NULL */
void sc_cache_digest(const struct evp_md_st *sha1, const void *bytes, apr_size_t length,
                     unsigned char digest[SC_KEY_LENGTH]);

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

/** A cache entry. */
typedef struct sc_cache_entry_t {
    sc_mark_t mark; /* the registry's state that it shows */
    char today[12]; /* the day whose years it counts */
    apr_time_t made;
    int is_too_large;  /* there is no body: it was more than the cache takes */
    const char *links; /* as the request has them, or NULL; in the request's pool */
    sc_buffer_t body;  /* likewise */
} sc_cache_entry_t;

/** Looks up the entry of the key. One that a cache outside of httpd gives back otherwise than it
 * was stored is as good as none. @return whether it is there */
int sc_cache_find(sc_cache_t *cache, request_rec *r, const unsigned char key[SC_KEY_LENGTH],
                  sc_cache_entry_t *entry);

/** Stores the entry; of one that is too large only that it is.
 * @param seconds for how long it may serve, beyond the day that it is for */
void sc_cache_store(sc_cache_t *cache, request_rec *r, const unsigned char key[SC_KEY_LENGTH],
                    const sc_cache_entry_t *entry, int seconds);

/** Puts what the provider says of itself into mod_status' page; a function for its hook. */
int sc_cache_show(request_rec *r, int flags);
