#include "store/db/watch.h"

#include "store/db/values.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOK_INTERVAL apr_time_from_msec(500)

struct sc_watched_t {
    sc_watch_t *watch;
    sc_watched_t *next;
    int copy; /* of the socket's descriptor, whose own number libpq may give away any time */
    const apr_array_header_t *peers; /* of const apr_sockaddr_t *: those to shut down; or NULL */
    apr_time_t until;                /* by sc_running_time(); 0: nobody waits */
};

struct sc_watch_t {
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t news;
    sc_watched_t *all;
    int is_needed; /* somebody has begun to wait since the thread looked last */
    int is_asleep;
    int is_over;
};

static int is_connected_to(int socket, const apr_sockaddr_t *peer)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
    } address;
    socklen_t length = sizeof(address);

    if (getpeername(socket, &address.any, &length) != 0 || address.any.sa_family != peer->family) {
        return 0;
    }
    return peer->family == AF_INET ? address.in.sin_port == peer->sa.sin.sin_port &&
                                         address.in.sin_addr.s_addr == peer->sa.sin.sin_addr.s_addr
                                   : address.in6.sin6_port == peer->sa.sin6.sin6_port &&
                                         memcmp(&address.in6.sin6_addr, &peer->sa.sin6.sin6_addr,
                                                sizeof(address.in6.sin6_addr)) == 0;
}

/* No descriptor is copied here: closing the copy of an SQLite file's would let go of its locks. */
static void shut_down_all(const apr_array_header_t *peers)
{
    DIR *descriptors = opendir("/dev/fd");
    const struct dirent *entry;

    while (descriptors && (entry = readdir(descriptors)) != NULL) {
        int number = *entry->d_name == '.' ? -1 : atoi(entry->d_name);

        for (int i = 0; number >= 0 && i < peers->nelts; i++) {
            if (is_connected_to(number, APR_ARRAY_IDX(peers, i, const apr_sockaddr_t *))) {
                shutdown(number, SHUT_RDWR);
            }
        }
    }
    if (descriptors) {
        closedir(descriptors);
    }
}

static void shut_down(const sc_watched_t *watched)
{
    if (watched->peers) {
        shut_down_all(watched->peers);
    }
    else {
        shutdown(watched->copy, SHUT_RDWR);
    }
}

static void look(sc_watch_t *watch)
{
    apr_time_t now = sc_running_time();

    for (sc_watched_t *watched = watch->all; watched; watched = watched->next) {
        if (watched->until) {
            watch->is_needed = 1;
        }
        if (watched->until && watched->until <= now) {
            shut_down(watched);
            watched->until = 0;
        }
    }
}

static void pause_until_next_look(sc_watch_t *watch)
{
    apr_time_t next = sc_running_time() + LOOK_INTERVAL;
    struct timespec moment = {(time_t)apr_time_sec(next), (long)apr_time_usec(next) * 1000};

    pthread_cond_timedwait(&watch->news, &watch->lock, &moment);
}

/* While nobody asks the database anything it sleeps. */
static void *run(void *data)
{
    sc_watch_t *watch = data;

    pthread_mutex_lock(&watch->lock);
    while (!watch->is_over) {
        if (watch->is_needed) {
            watch->is_needed = 0;
            pause_until_next_look(watch);
            look(watch);
        }
        else {
            watch->is_asleep = 1;
            pthread_cond_wait(&watch->news, &watch->lock);
            watch->is_asleep = 0;
        }
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

static apr_status_t end(void *data)
{
    sc_watch_t *watch = data;

    pthread_mutex_lock(&watch->lock);
    watch->is_over = 1;
    pthread_cond_signal(&watch->news);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    return APR_SUCCESS;
}

/* httpd's signals are for the threads that it has made itself. */
static int start(sc_watch_t *watch)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rv = pthread_create(&watch->thread, NULL, run, watch);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rv;
}

sc_watch_t *sc_watch_create(apr_pool_t *pool)
{
    sc_watch_t *watch = apr_pcalloc(pool, sizeof(*watch));
    pthread_mutexattr_t kind;
    pthread_condattr_t attributes;

    /* The prefork MPM ends a process from a signal handler, whatever its one thread holds then. */
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&watch->lock, &kind);
    pthread_mutexattr_destroy(&kind);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC); /* as sc_running_time() */
    pthread_cond_init(&watch->news, &attributes);
    pthread_condattr_destroy(&attributes);
    if (start(watch) != 0) {
        return NULL;
    }
    apr_pool_cleanup_register(pool, watch, end, apr_pool_cleanup_null);
    return watch;
}

static apr_status_t forget(void *data)
{
    sc_watched_t *watched = data;
    sc_watched_t **place = &watched->watch->all;

    pthread_mutex_lock(&watched->watch->lock);
    while (*place != watched) {
        place = &(*place)->next;
    }
    *place = watched->next;
    pthread_mutex_unlock(&watched->watch->lock);
    if (!watched->peers) {
        close(watched->copy);
    }
    return APR_SUCCESS;
}

static sc_watched_t *add(sc_watch_t *watch, apr_pool_t *pool)
{
    sc_watched_t *watched = apr_pcalloc(pool, sizeof(*watched));

    watched->watch = watch;
    pthread_mutex_lock(&watch->lock);
    watched->next = watch->all;
    watch->all = watched;
    pthread_mutex_unlock(&watch->lock);
    apr_pool_cleanup_register(pool, watched, forget, apr_pool_cleanup_null);
    return watched;
}

sc_watched_t *sc_watched_new(sc_watch_t *watch, apr_pool_t *pool)
{
    /* Any open file keeps the number until there is a socket. */
    int copy = watch ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;

    if (copy < 0) {
        return NULL;
    }
    sc_watched_t *watched = add(watch, pool);
    watched->copy = copy;
    return watched;
}

sc_watched_t *sc_watched_peers(sc_watch_t *watch, const apr_array_header_t *peers, apr_pool_t *pool)
{
    sc_watched_t *watched = watch ? add(watch, pool) : NULL;

    if (watched) {
        watched->peers = peers;
    }
    return watched;
}

void sc_watch_begin(sc_watched_t *watched, int socket, apr_interval_time_t limit)
{
    sc_watch_t *watch = watched ? watched->watch : NULL;

    if (!watch || (!watched->peers && dup3(socket, watched->copy, O_CLOEXEC) < 0)) {
        return;
    }
    pthread_mutex_lock(&watch->lock);
    watched->until = sc_running_time() + limit;
    watch->is_needed = 1;
    if (watch->is_asleep) {
        pthread_cond_signal(&watch->news);
    }
    pthread_mutex_unlock(&watch->lock);
}

void sc_watch_end(sc_watched_t *watched)
{
    if (watched) {
        pthread_mutex_lock(&watched->watch->lock);
        watched->until = 0;
        pthread_mutex_unlock(&watched->watch->lock);
    }
}
