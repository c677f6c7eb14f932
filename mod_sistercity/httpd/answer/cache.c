#include "httpd/answer/cache.h"

#include <ap_provider.h>
#include <ap_socache.h>
#include <apr_atomic.h>
#include <apr_global_mutex.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <util_mutex.h>

/* At most 16 characters, as the providers want it; also the lock's name for the directive Mutex. */
#define NAME "sistercity-cache"

/* The memory of the default cache: some thousand pages. */
#define SHMCB_DEFAULT "sistercity-cache(33554432)"
#define SHMCB_DEFAULT_BYTES 33554432

/* What shmcb takes without a size (mod_socache_shmcb.c). */
#define SHMCB_BYTES_UNSAID 524288

/* What an average answer has; shmcb makes its partitions by it. */
#define AVERAGE_BYTES 8192

/* memcached's items have at most 1 MiB, with their keys. */
#define ITEM_MOST 1000000

/* What nearly all answers fit in: these are copied but once. */
#define USUAL_BYTES 32768

/* How long a provider that failed is left alone: it logs every failure. */
#define REST apr_time_from_sec(5)

/* How long an answer may serve that the registry's state still allows; a day later its key's day is
 * over anyway. */
#define FRESH_MOST apr_time_from_sec(86400)

/* "SCk" and the version of head_t; also tells hosts of another byte order apart. */
#define MAGIC 0x53436b03u

typedef struct head_t {
    apr_uint32_t magic;
    apr_uint32_t is_too_large;
    apr_uint64_t mark;
    apr_int64_t made;
    char today[12];
    sc_shown_t shown;
    apr_uint32_t links;  /* length of the links that follow */
    apr_uint32_t length; /* of the body behind them */
} head_t;

struct sc_cache_t {
    const char *name;
    const ap_socache_provider_t *provider;
    ap_socache_instance_t *instance;
    apr_size_t item_most;          /* the head included */
    server_rec *server;            /* for the provider's messages */
    apr_global_mutex_t *mutex;     /* NULL: the provider does without */
    unsigned char *scratch;        /* where items are read to under the mutex, per process */
    volatile apr_uint64_t resting; /* until when the provider is left alone, per process */
};

/* The largest item that leaves room for three others in a partition of shmcb, which divides its
 * memory as mod_socache_shmcb.c does in socache_shmcb_init(). */
static apr_size_t shmcb_item_most(const char *arguments)
{
    const char *size = arguments ? strrchr(arguments, '(') : NULL;
    apr_size_t bytes = size ? (apr_size_t)atol(size + 1) : SHMCB_BYTES_UNSAID;
    apr_size_t items = bytes / (AVERAGE_BYTES + SC_KEY_LENGTH), partitions = 256;

    while (items / partitions < 2 * partitions && partitions > 1) {
        partitions /= 2;
    }
    return bytes / partitions / 4;
}

static const char *create(sc_cache_t *cache, const char *arguments, apr_pool_t *scratch,
                          apr_pool_t *pool)
{
    cache->item_most = ITEM_MOST;
    if (strcmp(cache->name, "shmcb") == 0) {
        arguments = arguments ? arguments : SHMCB_DEFAULT;
        if (shmcb_item_most(arguments) < cache->item_most) {
            cache->item_most = shmcb_item_most(arguments);
        }
    }
    if (strcmp(cache->name, "dbm") == 0) {
        return "dbm keeps nothing that is larger than 950 bytes; use shmcb, memcache or redis";
    }
    return cache->provider->create(&cache->instance, arguments, scratch, pool);
}

static const ap_socache_provider_t *provider_named(const char *name)
{
    return ap_lookup_provider(AP_SOCACHE_PROVIDER_GROUP, name, AP_SOCACHE_PROVIDER_VERSION);
}

const char *sc_cache_configure(cmd_parms *cmd, const char *value, sc_cache_t **out)
{
    const char *colon = ap_strchr_c(value, ':'), *error;
    sc_cache_t *cache;

    *out = NULL;
    if (strcasecmp(value, "off") == 0) {
        return NULL;
    }
    cache = apr_pcalloc(cmd->pool, sizeof(*cache));
    cache->name = colon ? apr_pstrmemdup(cmd->pool, value, colon - value) : value;
    cache->provider = provider_named(cache->name);
    if (!cache->provider) {
        return apr_psprintf(cmd->pool,
                            "\"%s\" is neither off nor a cache that httpd has; LoadModule "
                            "socache_%s_module must stand before this line",
                            value, cache->name);
    }
    error = create(cache, colon && colon[1] ? colon + 1 : NULL, cmd->temp_pool, cmd->pool);
    if (!error) {
        *out = cache;
    }
    return error;
}

sc_cache_t *sc_cache_default(server_rec *main, apr_pool_t *pool, apr_pool_t *scratch)
{
    sc_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));

    cache->name = "shmcb";
    cache->provider = provider_named(cache->name);
    if (!cache->provider) {
        ap_log_error(APLOG_MARK, APLOG_NOTICE, 0, main,
                     "SC0106: mod_socache_shmcb is not loaded, so answers are not kept and each "
                     "is made anew; load it, or say SisterCityCache off");
        return NULL;
    }
    return create(cache, NULL, scratch, pool) ? NULL : cache;
}

apr_status_t sc_cache_register(apr_pool_t *pool)
{
    return ap_mutex_register(pool, NAME, NULL, APR_LOCK_DEFAULT, 0);
}

/* The lock outlives a graceful reload, or the children of before would have none to their end. */
static apr_status_t open_lock(sc_cache_t *cache, server_rec *main)
{
    apr_pool_t *pool = main->process->pool;
    apr_status_t rv;
    void *kept;

    apr_pool_userdata_get(&kept, NAME, pool);
    cache->mutex = kept;
    if (cache->mutex) {
        return APR_SUCCESS;
    }
    rv = ap_global_mutex_create(&cache->mutex, NULL, NAME, NULL, main, pool, 0);
    return rv == APR_SUCCESS ? apr_pool_userdata_setn(cache->mutex, NAME, NULL, pool) : rv;
}

apr_status_t sc_cache_open(sc_cache_t *cache, server_rec *main, apr_pool_t *pool)
{
    static struct ap_socache_hints hints = {SC_KEY_LENGTH, AVERAGE_BYTES, 0};
    apr_status_t rv = APR_SUCCESS;

    cache->server = main;
    if (cache->provider->flags & AP_SOCACHE_FLAG_NOTMPSAFE) {
        rv = open_lock(cache, main);
    }
    if (rv == APR_SUCCESS) {
        rv = cache->provider->init(cache->instance, NAME, &hints, main, pool);
    }
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, main,
                     "SC0109: SisterCityCache: the cache %s cannot be made ready", cache->name);
    }
    return rv;
}

void sc_cache_open_child(sc_cache_t *cache, server_rec *main, apr_pool_t *pool)
{
    apr_status_t rv;

    if (!cache->mutex) {
        return;
    }
    cache->scratch = apr_palloc(pool, cache->item_most);
    rv = apr_global_mutex_child_init(&cache->mutex, apr_global_mutex_lockfile(cache->mutex), pool);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, main,
                     "SC0110: the cache's lock cannot be used by this process");
    }
}

static int is_resting(sc_cache_t *cache)
{
    return (apr_time_t)apr_atomic_read64(&cache->resting) > apr_time_now();
}

/* Also without the lock something must be answered, so failing to get it is like a cache that
 * has nothing. */
static int lock(sc_cache_t *cache)
{
    return !cache->mutex || apr_global_mutex_lock(cache->mutex) == APR_SUCCESS;
}

static void unlock(sc_cache_t *cache)
{
    if (cache->mutex) {
        apr_global_mutex_unlock(cache->mutex);
    }
}

static apr_status_t read_item(sc_cache_t *cache, const unsigned char *key, unsigned char *to,
                              apr_size_t room, unsigned *length, apr_pool_t *pool)
{
    *length = (unsigned)room;
    return cache->provider->retrieve(cache->instance, cache->server, key, SC_KEY_LENGTH, to, length,
                                     pool);
}

/* A provider that needs the lock does not tell what is too large for the room it was given from
 * what it does not have. */
static unsigned char *retrieve_locked(sc_cache_t *cache, const unsigned char *key, apr_pool_t *pool,
                                      unsigned *length)
{
    apr_size_t room = cache->item_most < USUAL_BYTES ? cache->item_most : USUAL_BYTES;
    unsigned char *item = apr_palloc(pool, room);
    apr_status_t rv;

    if (!lock(cache)) {
        return NULL;
    }
    rv = read_item(cache, key, item, room, length, pool);
    if (rv != APR_SUCCESS && room < cache->item_most) {
        rv = read_item(cache, key, cache->scratch, cache->item_most, length, pool);
        item = rv == APR_SUCCESS ? (unsigned char *)memcpy(sc_scratch_text(pool, *length),
                                                           cache->scratch, *length)
                                 : NULL;
    }
    unlock(cache);
    return rv == APR_SUCCESS ? item : NULL;
}

/* The item, in the pool. @return NULL if there is none */
static unsigned char *retrieve(sc_cache_t *cache, const unsigned char *key, apr_pool_t *pool,
                               unsigned *length)
{
    unsigned char *item;

    if (cache->mutex) {
        return retrieve_locked(cache, key, pool, length);
    }
    item = apr_palloc(pool, cache->item_most);
    return read_item(cache, key, item, cache->item_most, length, pool) == APR_SUCCESS ? item : NULL;
}

int sc_cache_find(sc_cache_t *cache, const sc_request_t *request, sc_kept_t *kept)
{
    unsigned char *item;
    unsigned length;
    head_t head;

    if (is_resting(cache)) {
        return 0;
    }
    item = retrieve(cache, request->key, request->r->pool, &length);
    if (!item || length < sizeof(head)) {
        return 0;
    }
    memcpy(&head, item, sizeof(head));
    if (head.magic != MAGIC || length - sizeof(head) != (apr_size_t)head.links + head.length) {
        return 0;
    }
    kept->mark = head.mark;
    kept->shown = head.shown;
    kept->made = head.made;
    kept->is_too_large = (int)head.is_too_large;
    memcpy(kept->today, head.today, sizeof(kept->today));
    kept->body.pool = request->r->pool;
    kept->links = head.links
                      ? apr_pstrmemdup(request->r->pool, (char *)item + sizeof(head), head.links)
                      : NULL;
    kept->body.data = (char *)item + sizeof(head) + head.links;
    kept->body.length = kept->body.room = head.length;
    return 1;
}

static apr_status_t store(sc_cache_t *cache, const sc_request_t *request, unsigned char *item,
                          apr_size_t length, apr_pool_t *pool)
{
    apr_time_t expires =
        request->made + FRESH_MOST + apr_time_from_sec(sc_config_stale_if_error(request->config));
    apr_status_t rv = APR_EGENERAL;

    if (lock(cache)) {
        rv = cache->provider->store(cache->instance, cache->server, request->key, SC_KEY_LENGTH,
                                    expires, item, (unsigned)length, pool);
        unlock(cache);
    }
    return rv;
}

static apr_status_t store_parts(sc_cache_t *cache, const sc_request_t *request, const head_t *head,
                                const char *links, const sc_buffer_t *body, apr_pool_t *pool)
{
    apr_size_t length = sizeof(*head) + head->links + head->length;
    unsigned char *item = apr_palloc(pool, length);

    memcpy(item, head, sizeof(*head));
    memcpy(item + sizeof(*head), links, head->links);
    memcpy(item + sizeof(*head) + head->links, body->data, head->length);
    return store(cache, request, item, length, pool);
}

void sc_cache_keep(sc_cache_t *cache, const sc_request_t *request, const sc_buffer_t *body)
{
    const char *links = request->links ? request->links : "";
    apr_size_t before = sizeof(head_t) + strlen(links);
    int is_too_large = before + body->length > cache->item_most;
    head_t head = {MAGIC,
                   (apr_uint32_t)is_too_large,
                   request->mark,
                   request->made,
                   "",
                   request->shown,
                   is_too_large ? 0 : (apr_uint32_t)strlen(links),
                   is_too_large ? 0 : (apr_uint32_t)body->length};
    sc_scratch_t *pools = request->server->process->scratch;
    apr_pool_t *scratch;
    apr_status_t rv;

    if (is_resting(cache)) {
        return;
    }
    apr_cpystrn(head.today, request->view.today, sizeof(head.today));
    scratch = sc_scratch_take(pools);
    rv = store_parts(cache, request, &head, links, body, scratch ? scratch : request->r->pool);
    if (scratch) {
        sc_scratch_give(pools, scratch);
    }
    if (rv == APR_SUCCESS) {
        sc_counters_kept(request->server->counters, head.length);
        return;
    }
    apr_atomic_set64(&cache->resting, (apr_uint64_t)(apr_time_now() + REST));
    sc_logf(request->r, APLOG_WARNING, rv,
            "SC0402: the cache %s does not take answers; it is left "
            "alone for some seconds",
            cache->name);
}

void sc_cache_show(sc_cache_t *cache, request_rec *r)
{
    if (cache->provider->status && lock(cache)) {
        cache->provider->status(cache->instance, r, 0);
        unlock(cache);
    }
}
