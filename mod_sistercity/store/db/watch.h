/**
 * Ends the wait for a PostgreSQL, or a cache's server, that has fallen silent.
 *
 * libpq waits for an answer without an end. tcp_user_timeout ends the wait where packets are lost,
 * but not for a server that stands still while its system goes on acknowledging them: stopped, or
 * waiting for storage that does not come back. So one thread of a process looks after all who wait,
 * and shuts down the connection of whoever has waited too long; the call then fails at once.
 *
 *     sc_watch_begin(watched, socket, apr_time_from_sec(3));
 *     rc = apr_dbd_query(…);
 *     sc_watch_end(watched);
 */
#pragma once

#include <apr_network_io.h>
#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_time.h>

/** What a process has. Any thread may use it. */
typedef struct sc_watch_t sc_watch_t;

/** What a connection has. One thread at a time. */
typedef struct sc_watched_t sc_watched_t;

/**
 * Starts the thread, which ends with the pool.
 * @return NULL if the system gives none: waits have no end then
 */
sc_watch_t *sc_watch_create(apr_pool_t *pool);

/** @param pool of the connection: it must end before the connection is closed, and before the
 *         watch's own
 * @return NULL if there is no watch, or no file descriptor for it */
sc_watched_t *sc_watched_new(sc_watch_t *watch, apr_pool_t *pool);

/** For a library that does not tell which sockets are its own: all that the process has connected
 * to one of the peers are shut down. @param peers of const apr_sockaddr_t * @return NULL without a
 * watch */
sc_watched_t *sc_watched_peers(sc_watch_t *watch, const apr_array_header_t *peers,
                               apr_pool_t *pool);

/** From now on the socket is shut down once @a limit is over, to half a second. @param watched may
 * be NULL @param socket -1 for one of peers */
void sc_watch_begin(sc_watched_t *watched, int socket, apr_interval_time_t limit);

/** The wait is over, whatever came of it. @param watched may be NULL */
void sc_watch_end(sc_watched_t *watched);
