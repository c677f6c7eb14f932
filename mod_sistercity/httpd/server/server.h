/**
 * What the module keeps for a server and for a process.
 *
 * Every message in the error log begins with a stable tag, SC and four digits, listed in
 * log_tags.md.
 */
#pragma once

#include <httpd.h>

#include <http_config.h>
#include <http_log.h>

/* Everything else in the program is hidden; httpd looks this one up by name. */
extern module AP_MODULE_DECLARE_DATA sistercity_module __attribute__((visibility("default")));
APLOG_USE_MODULE(sistercity);

/** What a child process has for itself, made in child_init. */
typedef struct sc_process_t {
    struct sc_languages_t *languages; /* NULL if ICU refused */
    struct sc_log_t *log;
    struct sc_clock_t *clock;       /* may be NULL */
    struct sc_scratch_t *scratch;   /* likewise */
    const struct evp_md_st *digest; /* SHA-1, see cache.h; likewise */
    struct sc_watch_t *watch;       /* see store/db/watch.h; likewise */
} sc_process_t;

/** Bytes of a server's scope (SHA-1). */
#define SC_SCOPE_LENGTH 20

/** What a server (virtual host) has, made in post_config from its merged configuration. */
typedef struct sc_server_t {
    const apr_array_header_t *mounts;     /* of sc_mount_t, see mount.h */
    const char *driver;                   /* of its database, as DBDriver says, or "" */
    int has_name;                         /* ServerName says what it is called */
    struct sc_counters_t *counters;       /* shared by all processes; NULL without shared memory */
    const struct sc_secret_t *secret;     /* random, for forms where no file has one; may be NULL */
    struct sc_cache_t *cache;             /* of answers; NULL: they are not kept */
    int cache_is_set;                     /* by the directive */
    struct sc_revision_t *revision;       /* shared by all processes; NULL without shared memory */
    struct sc_flights_t *flights;         /* likewise */
    struct sc_progress_t *progress;       /* of imports; likewise */
    unsigned char scope[SC_SCOPE_LENGTH]; /* part of its answers' names, see identity.h */
    const struct sc_ssi_t *ssi;           /* what mod_include offers; NULL without it */
    sc_process_t *process;                /* NULL in the parent process */
    struct sc_desk_cache_t *desk;         /* what editors find to do; likewise */
    struct sc_kept_t *terms;              /* what ties are called; likewise */
    struct apr_thread_mutex_t *gate;      /* of connections; NULL in the parent process */
    struct sc_turns_t *turns;             /* of downloads; NULL: without an end, see download.h */
} sc_server_t;

/** The record of the server that answers the request. NULL only before post_config. */
sc_server_t *sc_server_of(const server_rec *server);

/** Whether the process has all that answering takes; if not, the log has said why. */
int sc_server_is_ready(const sc_server_t *server);

/**
 * Shared memory of all processes, zeroed.
 * @param without what a warning says if the system has none: tag, and what is missed then
 * @return NULL then
 */
void *sc_server_share(server_rec *main, apr_size_t size, const char *without, apr_pool_t *pool);
