#include "httpd/server/scratch.h"

#include <apr_allocator.h>
#include <apr_thread_mutex.h>
#include <stdlib.h>

/* Pools that wait for their next use: two for the recommended connections, and one for an answer
 * that is being written already. When more are made at once, the others' memory goes back to the
 * system. */
#define IDLE_MOST 3

/* What each of them keeps, in bytes: what most pages take. Long lists map the rest anew. */
#define MEMORY_KEPT (512 * 1024)

struct sc_scratch_t {
    apr_pool_t *parent; /* its allocator has a lock, so that any thread may make pools in it */
    apr_thread_mutex_t *mutex;
    apr_pool_t *idle[IDLE_MOST];
    int count;
};

apr_pool_t *sc_scratch_within(apr_pool_t *parent, apr_size_t kept)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool;

    if (apr_allocator_create(&allocator) != APR_SUCCESS) {
        return NULL;
    }
    apr_allocator_max_free_set(allocator, kept);
    if (apr_pool_create_ex(&pool, parent, NULL, allocator) != APR_SUCCESS) {
        apr_allocator_destroy(allocator);
        return NULL;
    }
    apr_allocator_owner_set(allocator, pool);
    apr_pool_tag(pool, "sistercity-scratch");
    return pool;
}

sc_scratch_t *sc_scratch_create(apr_pool_t *pool)
{
    sc_scratch_t *scratch = apr_pcalloc(pool, sizeof(*scratch));
    apr_thread_mutex_t *mutex;

    scratch->parent = sc_scratch_within(pool, 1);
    if (!scratch->parent ||
        apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS ||
        apr_thread_mutex_create(&scratch->mutex, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS) {
        return NULL;
    }
    apr_allocator_mutex_set(apr_pool_allocator_get(scratch->parent), mutex);
    return scratch;
}

apr_pool_t *sc_scratch_take(sc_scratch_t *scratch)
{
    apr_pool_t *pool = NULL;

    if (!scratch) {
        return NULL;
    }
    apr_thread_mutex_lock(scratch->mutex);
    if (scratch->count) {
        pool = scratch->idle[--scratch->count];
    }
    apr_thread_mutex_unlock(scratch->mutex);
    return pool ? pool : sc_scratch_within(scratch->parent, MEMORY_KEPT);
}

void sc_scratch_give(sc_scratch_t *scratch, apr_pool_t *pool)
{
    if (!pool) {
        return;
    }
    apr_pool_clear(pool);
    apr_thread_mutex_lock(scratch->mutex);
    if (scratch->count < IDLE_MOST) {
        scratch->idle[scratch->count++] = pool;
        pool = NULL;
    }
    apr_thread_mutex_unlock(scratch->mutex);
    if (pool) {
        apr_pool_destroy(pool);
    }
}

static apr_status_t free_text(void *text)
{
    free(text);
    return APR_SUCCESS;
}

char *sc_scratch_adopt(apr_pool_t *pool, char *text, apr_size_t size)
{
    char *smaller = realloc(text, size);

    text = smaller ? smaller : text;
    apr_pool_cleanup_register(pool, text, free_text, apr_pool_cleanup_null);
    return text;
}

char *sc_scratch_text(apr_pool_t *pool, apr_size_t size)
{
    char *text = malloc(size);

    if (!text) {
        return apr_palloc(pool, size); /* which knows what httpd does without memory */
    }
    text[0] = '\0';
    return sc_scratch_adopt(pool, text, size);
}
