#include "httpd/office/desk_cache.h"

#include "httpd/server/clock.h"
#include "store/load/load.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>

/* As many rows of each kind as anybody is shown at once. */
#define ROWS_KEPT 1000

#define DAYS_AHEAD 90

struct sc_desk_cache_t {
    apr_thread_mutex_t *mutex;
    apr_pool_t *parent;
    apr_pool_t *pool;  /* of what is kept; NULL: nothing is */
    sc_mark_t mark;    /* the registry's state that it is of */
    const char *today; /* and the day */
    sc_desk_t desk;
};

sc_desk_cache_t *sc_desk_cache_create(apr_pool_t *pool)
{
    sc_desk_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));

    cache->parent = pool;
    return apr_thread_mutex_create(&cache->mutex, APR_THREAD_MUTEX_DEFAULT, pool) == APR_SUCCESS
               ? cache
               : NULL;
}

static const char *const *copied_arguments(const char *const *arguments, apr_pool_t *pool)
{
    int count = 0, i;
    const char **copy;

    while (arguments[count]) {
        count++;
    }
    copy = apr_pcalloc(pool, (count + 1) * sizeof(*copy));
    for (i = 0; i < count; i++) {
        copy[i] = apr_pstrdup(pool, arguments[i]);
    }
    return copy;
}

static apr_array_header_t *first_rows(const apr_array_header_t *rows, int most, apr_pool_t *pool)
{
    apr_array_header_t *copy = apr_array_copy(pool, rows);

    copy->nelts = most < copy->nelts ? most : copy->nelts;
    return copy;
}

static apr_array_header_t *copied_dues(const apr_array_header_t *dues, int most, apr_pool_t *pool)
{
    apr_array_header_t *copy = first_rows(dues, most, pool);
    int i;

    for (i = 0; i < copy->nelts; i++) {
        sc_due_t *due = &APR_ARRAY_IDX(copy, i, sc_due_t);

        due->date = apr_pstrdup(pool, due->date);
        due->slug = apr_pstrdup(pool, due->slug);
    }
    return copy;
}

/* Of its own memory, with the first rows of each kind. */
static sc_desk_t copied(const sc_desk_t *desk, int most, apr_pool_t *pool)
{
    sc_desk_t copy = *desk;
    int i;

    copy.until = apr_pstrdup(pool, desk->until);
    copy.counts = apr_array_copy(pool, desk->counts);
    copy.dues = copied_dues(desk->dues, most, pool);
    copy.silent = copied_dues(desk->silent, most, pool);
    copy.checks = first_rows(desk->checks, most, pool);
    for (i = 0; i < copy.checks->nelts; i++) {
        sc_check_t *check = &APR_ARRAY_IDX(copy.checks, i, sc_check_t);

        check->slug = apr_pstrdup(pool, check->slug);
        check->problem.arguments = copied_arguments(check->problem.arguments, pool);
    }
    return copy;
}

static apr_status_t find(const sc_request_t *request, sc_db_t *db, int most, sc_desk_t *desk)
{
    apr_pool_t *pool = request->r->pool;
    const char *today = request->view.today;
    apr_status_t rv = sc_load_counts(db, pool, desk);

    desk->until =
        sc_clock_today(request->r->request_time + apr_time_from_sec(DAYS_AHEAD * 86400), pool);
    if (rv == APR_SUCCESS) {
        rv = sc_load_checks(db, pool, today, most, desk);
    }
    return rv == APR_SUCCESS ? sc_load_dues(db, pool, today, most, desk) : rv;
}

static apr_status_t renew(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db)
{
    sc_desk_t desk = {0};
    apr_status_t rv = find(request, db, ROWS_KEPT, &desk);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (cache->pool) {
        apr_pool_destroy(cache->pool);
        cache->pool = NULL;
    }
    rv = apr_pool_create(&cache->pool, cache->parent);
    if (rv == APR_SUCCESS) {
        cache->mark = request->mark;
        cache->today = apr_pstrdup(cache->pool, request->view.today);
        cache->desk = copied(&desk, ROWS_KEPT, cache->pool);
    }
    return rv;
}

apr_status_t sc_desk_cache_read(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db,
                                int most, sc_desk_t *desk)
{
    apr_status_t rv = APR_SUCCESS;

    if (!cache) {
        return find(request, db, most, desk);
    }
    apr_thread_mutex_lock(cache->mutex);
    if (!cache->pool || cache->mark != request->mark ||
        strcmp(cache->today, request->view.today) != 0) {
        rv = renew(cache, request, db);
    }
    if (rv == APR_SUCCESS) {
        *desk = copied(&cache->desk, most, request->r->pool);
    }
    apr_thread_mutex_unlock(cache->mutex);
    return rv;
}
