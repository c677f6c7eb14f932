#include "httpd/office/desk_cache.h"

#include "httpd/server/clock.h"
#include "httpd/server/server.h"
#include "store/load/load.h"

#include <apr_allocator.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <string.h>

#define DAYS_AHEAD 90

/** What was found in one state of the registry on one day. */
typedef struct found_t {
    apr_pool_t *pool;
    struct sc_desk_cache_t *cache;
    int users; /* requests that show it, and the cache while it keeps it */
    sc_mark_t mark;
    const char *today;
    sc_desk_t desk;
} found_t;

struct sc_desk_cache_t {
    apr_thread_mutex_t *mutex;
    apr_pool_t *pool;
    found_t *found; /* the last one, or NULL */
};

sc_desk_cache_t *sc_desk_cache_create(apr_pool_t *pool)
{
    sc_desk_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));
    apr_allocator_t *allocator;

    /* All that is made in it is made with the lock held; no other pool of the process may share
     * its allocator. */
    if (apr_thread_mutex_create(&cache->mutex, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS ||
        apr_allocator_create(&allocator) != APR_SUCCESS ||
        apr_pool_create_ex(&cache->pool, pool, NULL, allocator) != APR_SUCCESS) {
        return NULL;
    }
    apr_allocator_owner_set(allocator, cache->pool);
    apr_allocator_max_free_set(allocator, 1);
    return cache;
}

/* With the lock held. */
static void drop(found_t *found)
{
    if (found && --found->users == 0) {
        apr_pool_destroy(found->pool);
    }
}

static apr_status_t leave(void *data)
{
    found_t *found = data;
    sc_desk_cache_t *cache = found->cache;

    apr_thread_mutex_lock(cache->mutex);
    drop(found);
    apr_thread_mutex_unlock(cache->mutex);
    return APR_SUCCESS;
}

static apr_status_t find(const sc_request_t *request, sc_db_t *db, apr_pool_t *pool,
                         sc_desk_t *desk)
{
    const char *today = request->view.today;
    apr_time_t until = request->r->request_time + apr_time_from_sec(DAYS_AHEAD * 86400);
    apr_status_t rv = sc_load_counts(db, pool, desk);

    desk->until = sc_clock_today(until, pool);
    if (rv == APR_SUCCESS) {
        rv = sc_load_checks(db, pool, today, SC_DESK_ROWS, desk);
    }
    return rv == APR_SUCCESS ? sc_load_dues(db, pool, today, SC_DESK_ROWS, desk) : rv;
}

/* With the lock held. */
static apr_status_t renew(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db)
{
    apr_pool_t *pool;
    found_t *found;
    apr_status_t rv = apr_pool_create(&pool, cache->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    found = apr_pcalloc(pool, sizeof(*found));
    rv = find(request, db, pool, &found->desk);
    if (rv != APR_SUCCESS) {
        apr_pool_destroy(pool);
        return rv;
    }
    found->pool = pool;
    found->cache = cache;
    found->users = 1;
    found->mark = request->mark;
    found->today = apr_pstrdup(pool, request->view.today);
    drop(cache->found);
    cache->found = found;
    return APR_SUCCESS;
}

apr_status_t sc_desk_cache_read(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db,
                                sc_desk_t *desk)
{
    apr_status_t rv = APR_SUCCESS;

    if (!cache) {
        return find(request, db, request->r->pool, desk);
    }
    apr_thread_mutex_lock(cache->mutex);
    if (!cache->found || cache->found->mark != request->mark ||
        strcmp(cache->found->today, request->view.today) != 0) {
        rv = renew(cache, request, db);
    }
    if (rv == APR_SUCCESS) {
        cache->found->users++;
        *desk = cache->found->desk;
        apr_pool_cleanup_register(request->r->pool, cache->found, leave, apr_pool_cleanup_null);
    }
    apr_thread_mutex_unlock(cache->mutex);
    return rv;
}
