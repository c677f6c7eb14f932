#include "httpd/office/desk_cache.h"

#include "httpd/server/kept.h"
#include "store/load/load.h"
#include "store/query/told.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <string.h>

/* How often those who wait look whether it is worth it. */
#define LOOK_INTERVAL apr_time_from_msec(250)

struct sc_desk_cache_t {
    apr_thread_mutex_t *gate; /* of those who may find it */
    sc_kept_t *found;
};

sc_desk_cache_t *sc_desk_cache_create(apr_pool_t *pool)
{
    sc_desk_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));

    cache->found = sc_kept_create(pool);
    return apr_thread_mutex_create(&cache->gate, APR_THREAD_MUTEX_TIMED, pool) == APR_SUCCESS
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

/** What is to be found. */
typedef struct search_t {
    const sc_request_t *request;
    sc_db_t *db;
    const char *place;
    int days;
} search_t;

static apr_status_t find(void *context, apr_pool_t *pool, void *value)
{
    const search_t *search = context;
    const sc_request_t *request = search->request;
    const char *today = request->view.today;
    apr_time_t ahead = apr_time_from_sec((apr_time_t)search->days * 86400);
    sc_desk_t *desk = value;

    desk->place = apr_pstrdup(pool, search->place);
    desk->until = sc_clock_today(request->r->request_time + ahead, pool);
    SC_TRY(sc_load_counts(search->db, pool, desk));
    SC_TRY(sc_told_count(search->db, pool, &desk->told));
    SC_TRY(sc_load_checks(search->db, pool, today, SC_DESK_ROWS, desk));
    return sc_load_dues(search->db, pool, today, SC_DESK_ROWS, desk);
}

/* What is asked for every day. */
static int is_kept(const search_t *search)
{
    const char *home = search->request->config->home;

    return search->days == SC_DESK_DAYS &&
           strcmp(search->place ? search->place : "", home ? home : "") == 0;
}

apr_status_t sc_desk_cache_read(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db,
                                const char *place, int days, sc_desk_t *desk)
{
    search_t search = {request, db, place, days};
    apr_pool_t *pool = request->r->pool;
    const void *found;

    SC_TRY(sc_kept_take(cache && is_kept(&search) ? cache->found : NULL,
                        request->server->process->scratch, request->mark,
                        apr_pstrcat(pool, request->view.today, " ", place, NULL), pool,
                        sizeof(*desk), find, &search, &found));
    *desk = *(const sc_desk_t *)found;
    return APR_SUCCESS;
}
