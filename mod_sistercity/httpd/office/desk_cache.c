#include "httpd/office/desk_cache.h"

#include "httpd/server/scratch.h"
#include "store/load/load.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <string.h>

/* How often those who wait look whether it is worth it. */
#define LOOK_INTERVAL apr_time_from_msec(250)

/** What was found in one state of the registry on one day. */
typedef struct found_t {
    apr_pool_t *pool;
    sc_scratch_t *scratch; /* that the pool goes back to */
    sc_desk_cache_t *cache;
    int users; /* requests that show it, and the cache while it keeps it */
    sc_mark_t mark;
    const char *today;
    sc_desk_t desk;
} found_t;

struct sc_desk_cache_t {
    apr_thread_mutex_t *gate;  /* of those who may find it */
    apr_thread_mutex_t *mutex; /* of what follows, and of the count of users */
    found_t *found;            /* the last one, or NULL */
};

sc_desk_cache_t *sc_desk_cache_create(apr_pool_t *pool)
{
    sc_desk_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));

    return apr_thread_mutex_create(&cache->gate, APR_THREAD_MUTEX_TIMED, pool) == APR_SUCCESS &&
                   apr_thread_mutex_create(&cache->mutex, APR_THREAD_MUTEX_DEFAULT, pool) ==
                       APR_SUCCESS
               ? cache
               : NULL;
}

int sc_desk_cache_enter(sc_desk_cache_t *cache, const sc_request_t *request)
{
    apr_status_t rv = APR_TIMEUP;

    while (cache && APR_STATUS_IS_TIMEUP(rv) && !sc_revision_is_open(request->server->revision)) {
        rv = apr_thread_mutex_timedlock(cache->gate, LOOK_INTERVAL);
    }
    return rv == APR_SUCCESS;
}

void sc_desk_cache_leave(sc_desk_cache_t *cache)
{
    apr_thread_mutex_unlock(cache->gate);
}

/* With the lock held. */
static void drop(found_t *found)
{
    if (found && --found->users == 0) {
        sc_scratch_give(found->scratch, found->pool);
    }
}

static apr_status_t end_use(void *data)
{
    found_t *found = data;
    sc_desk_cache_t *cache = found->cache;

    apr_thread_mutex_lock(cache->mutex);
    drop(found);
    apr_thread_mutex_unlock(cache->mutex);
    return APR_SUCCESS;
}

static int is_same(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static found_t *known(sc_desk_cache_t *cache, const sc_request_t *request)
{
    found_t *found;

    apr_thread_mutex_lock(cache->mutex);
    found = cache->found;
    if (found && found->mark == request->mark && strcmp(found->today, request->view.today) == 0 &&
        is_same(found->desk.place, request->config->home)) {
        found->users++;
    }
    else {
        found = NULL;
    }
    apr_thread_mutex_unlock(cache->mutex);
    return found;
}

static apr_status_t find(const sc_request_t *request, sc_db_t *db, const char *place, int days,
                         apr_pool_t *pool, sc_desk_t *desk)
{
    const char *today = request->view.today;
    apr_time_t until = request->r->request_time + apr_time_from_sec((apr_time_t)days * 86400);

    desk->place = apr_pstrdup(pool, place);
    desk->until = sc_clock_today(until, pool);
    SC_TRY(sc_load_counts(db, pool, desk));
    SC_TRY(sc_load_checks(db, pool, today, SC_DESK_ROWS, desk));
    return sc_load_dues(db, pool, today, SC_DESK_ROWS, desk);
}

/* Finds it, and keeps it in the place of what was found before. */
static apr_status_t renew(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db,
                          found_t *found)
{
    SC_TRY(find(request, db, request->config->home, SC_DESK_DAYS, found->pool, &found->desk));
    found->cache = cache;
    found->users = 2;
    found->mark = request->mark;
    found->today = apr_pstrdup(found->pool, request->view.today);
    apr_thread_mutex_lock(cache->mutex);
    drop(cache->found);
    cache->found = found;
    apr_thread_mutex_unlock(cache->mutex);
    return APR_SUCCESS;
}

apr_status_t sc_desk_cache_read(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db,
                                const char *place, int days, sc_desk_t *desk)
{
    sc_scratch_t *scratch = request->server->process->scratch;
    found_t *found;

    /* What is asked for every day is kept. */
    if (days != SC_DESK_DAYS || !is_same(place, request->config->home)) {
        cache = NULL;
    }
    found = cache ? known(cache, request) : NULL;

    if (!found) {
        apr_pool_t *pool = cache ? sc_scratch_take(scratch) : NULL;
        apr_status_t rv;

        if (!pool) {
            return find(request, db, place, days, request->r->pool, desk);
        }
        found = apr_pcalloc(pool, sizeof(*found));
        found->pool = pool;
        found->scratch = scratch;
        rv = renew(cache, request, db, found);
        if (rv != APR_SUCCESS) {
            sc_scratch_give(scratch, pool);
            return rv;
        }
    }
    *desk = found->desk;
    apr_pool_cleanup_register(request->r->pool, found, end_use, apr_pool_cleanup_null);
    return APR_SUCCESS;
}
