#include "httpd/answer/terms.h"

#include "httpd/server/scratch.h"
#include "store/load/load.h"

#include <apr_thread_mutex.h>

/** Those of one state of the registry. */
typedef struct kept_t {
    apr_pool_t *pool;
    sc_scratch_t *scratch; /* that the pool goes back to */
    sc_terms_cache_t *cache;
    int users; /* requests that read them, and the cache while it keeps them */
    sc_mark_t mark;
    sc_terms_t terms;
} kept_t;

struct sc_terms_cache_t {
    apr_thread_mutex_t *mutex;
    kept_t *kept; /* or NULL */
};

sc_terms_cache_t *sc_terms_cache_create(apr_pool_t *pool)
{
    sc_terms_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));

    return apr_thread_mutex_create(&cache->mutex, APR_THREAD_MUTEX_DEFAULT, pool) == APR_SUCCESS
               ? cache
               : NULL;
}

/* With the lock held. */
static void drop(kept_t *kept)
{
    if (kept && --kept->users == 0) {
        sc_scratch_give(kept->scratch, kept->pool);
    }
}

static apr_status_t end_use(void *data)
{
    kept_t *kept = data;
    sc_terms_cache_t *cache = kept->cache;

    apr_thread_mutex_lock(cache->mutex);
    drop(kept);
    apr_thread_mutex_unlock(cache->mutex);
    return APR_SUCCESS;
}

static kept_t *known(sc_terms_cache_t *cache, sc_mark_t mark)
{
    kept_t *kept;

    apr_thread_mutex_lock(cache->mutex);
    kept = cache->kept && cache->kept->mark == mark ? cache->kept : NULL;
    if (kept) {
        kept->users++;
    }
    apr_thread_mutex_unlock(cache->mutex);
    return kept;
}

/* Reads them, and keeps them in the place of those before. */
static apr_status_t renew(sc_terms_cache_t *cache, sc_db_t *db, kept_t *kept)
{
    SC_TRY(sc_load_all_terms(db, kept->pool, &kept->terms));
    kept->cache = cache;
    kept->users = 2;
    apr_thread_mutex_lock(cache->mutex);
    drop(cache->kept);
    cache->kept = kept;
    apr_thread_mutex_unlock(cache->mutex);
    return APR_SUCCESS;
}

static apr_status_t read_alone(sc_request_t *request, sc_db_t *db)
{
    sc_terms_t *terms = apr_palloc(request->r->pool, sizeof(*terms));

    request->view.terms = terms;
    return sc_load_all_terms(db, request->r->pool, terms);
}

apr_status_t sc_terms_take(sc_request_t *request, sc_db_t *db)
{
    sc_terms_cache_t *cache = request->server->terms;
    sc_scratch_t *scratch = request->server->process->scratch;
    kept_t *kept = cache ? known(cache, request->mark) : NULL;

    if (!kept) {
        apr_pool_t *pool = cache ? sc_scratch_take(scratch) : NULL;
        apr_status_t rv;

        if (!pool) {
            return read_alone(request, db);
        }
        kept = apr_pcalloc(pool, sizeof(*kept));
        kept->pool = pool;
        kept->scratch = scratch;
        kept->mark = request->mark;
        rv = renew(cache, db, kept);
        if (rv != APR_SUCCESS) {
            sc_scratch_give(scratch, pool);
            return rv;
        }
    }
    request->view.terms = &kept->terms;
    apr_pool_cleanup_register(request->r->pool, kept, end_use, apr_pool_cleanup_null);
    return APR_SUCCESS;
}
