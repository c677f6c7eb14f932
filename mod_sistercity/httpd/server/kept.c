#include "httpd/server/kept.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <string.h>

/** The value of one state. */
typedef struct state_t {
    sc_kept_t *kept;
    apr_pool_t *pool;
    sc_scratch_t *scratch; /* that the pool goes back to */
    int users;             /* requests that read it, and the keeper while it is the last */
    sc_mark_t mark;
    const char *variant;
    void *value;
} state_t;

struct sc_kept_t {
    apr_thread_mutex_t *mutex; /* of what follows, and of the counts of users */
    state_t *last;             /* or NULL */
};

sc_kept_t *sc_kept_create(apr_pool_t *pool)
{
    sc_kept_t *kept = apr_pcalloc(pool, sizeof(*kept));

    return apr_thread_mutex_create(&kept->mutex, APR_THREAD_MUTEX_DEFAULT, pool) == APR_SUCCESS
               ? kept
               : NULL;
}

/* With the lock held. */
static void drop(state_t *state)
{
    if (state && --state->users == 0) {
        sc_scratch_give(state->scratch, state->pool);
    }
}

static apr_status_t end_use(void *data)
{
    state_t *state = data;
    sc_kept_t *kept = state->kept;

    apr_thread_mutex_lock(kept->mutex);
    drop(state);
    apr_thread_mutex_unlock(kept->mutex);
    return APR_SUCCESS;
}

static state_t *known(sc_kept_t *kept, sc_mark_t mark, const char *variant)
{
    apr_thread_mutex_lock(kept->mutex);
    state_t *state = kept->last;
    if (state && state->mark == mark && strcmp(state->variant, variant) == 0) {
        state->users++;
    }
    else {
        state = NULL;
    }
    apr_thread_mutex_unlock(kept->mutex);
    return state;
}

/* Used by one request and by the keeper. */
static void keep(sc_kept_t *kept, state_t *state)
{
    state->kept = kept;
    state->users = 2;
    apr_thread_mutex_lock(kept->mutex);
    drop(kept->last);
    kept->last = state;
    apr_thread_mutex_unlock(kept->mutex);
}

apr_status_t sc_kept_take(sc_kept_t *kept, sc_scratch_t *scratch, sc_mark_t mark,
                          const char *variant, apr_pool_t *pool, apr_size_t size,
                          sc_kept_fill_t *fill, void *context, const void **value)
{
    state_t *state = kept ? known(kept, mark, variant) : NULL;

    if (!state) {
        apr_pool_t *own = kept ? sc_scratch_take(scratch) : NULL;
        void *made = apr_pcalloc(own ? own : pool, size);
        apr_status_t rv = fill(context, own ? own : pool, made);

        if (rv != APR_SUCCESS) {
            sc_scratch_give(scratch, own);
            return rv;
        }
        if (!own) {
            *value = made;
            return APR_SUCCESS;
        }
        state = apr_pcalloc(own, sizeof(*state));
        state->pool = own;
        state->scratch = scratch;
        state->mark = mark;
        state->variant = apr_pstrdup(own, variant);
        state->value = made;
        keep(kept, state);
    }
    *value = state->value;
    apr_pool_cleanup_register(pool, state, end_use, apr_pool_cleanup_null);
    return APR_SUCCESS;
}
