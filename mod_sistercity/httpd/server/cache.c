#include "httpd/server/cache.h"

#include "httpd/server/log.h"
#include "httpd/server/scratch.h"
#include "httpd/server/server.h"
#include "httpd/server/status.h"
#include "store/db/values.h"
#include "store/db/watch.h"

#include <ap_provider.h>
#include <ap_socache.h>
#include <apr_atomic.h>
#include <apr_global_mutex.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <mod_status.h>
#include <openssl/evp.h>
#include <stddef.h>
#include <stdlib.h>
#include <util_mutex.h>

/* At most 16 characters, as the providers want it; also the lock's name for the directive Mutex. */
#define NAME "sistercity-cache"

/* The memory of the default cache: some thousand pages. */
#define SHMCB_DEFAULT "sistercity-cache(33554432)"

/* What shmcb takes without a size (mod_socache_shmcb.c). */
#define SHMCB_BYTES_UNSAID 524288

/* With less, shmcb has no room for two answers, and ends httpd without a word. */
#define SHMCB_LEAST 49152

/* What an average answer has; shmcb makes its partitions by it. */
#define AVERAGE_BYTES 8192

/* memcached's items have at most 1 MiB, with their keys. */
#define ITEM_MOST 1000000

/* Where they listen unless somebody says otherwise. */
#define MEMCACHED_PORT 11211
#define REDIS_PORT 6379

/* How long a provider that failed is left alone: it logs every failure. Then one request tries. */
#define REST apr_time_from_sec(5)

/* How long one outside of httpd may take. The libraries beneath wait without an end. */
#define PATIENCE apr_time_from_sec(1)

/* How long an answer may serve that the registry's state still allows: after a day its own is
 * over. */
#define FRESH_MOST apr_time_from_sec(86400)

/* "SCk" and the version of head_t; also tells hosts of another byte order apart. */
#define MAGIC 0x53436b05u

typedef struct head_t {
    unsigned char digest[SC_KEY_LENGTH]; /* of all behind it */
    unsigned char key[SC_KEY_LENGTH];
    apr_uint32_t magic;
    apr_uint32_t is_too_large;
    apr_uint64_t mark;
    apr_int64_t made;
    char today[12];
    apr_uint32_t links;  /* length of the links that follow */
    apr_uint32_t length; /* of the body behind them */
} head_t;

struct sc_cache_t {
    const char *name;
    const ap_socache_provider_t *provider;
    ap_socache_instance_t *instance;
    apr_size_t item_most;      /* the head included */
    server_rec *server;        /* for the provider's messages */
    apr_global_mutex_t *mutex; /* NULL: the provider does without, and is outside of httpd */
    char *scratch;             /* where items are read to under the mutex, per process */
    const char *arguments;     /* as the provider has them, or NULL */
    apr_array_header_t *peers; /* of const apr_sockaddr_t *: its servers; NULL: has none */
    volatile apr_uint64_t
        resting; /* until when the provider is left alone, per process; 0: works */
};

static apr_status_t free_sha1(void *sha1)
{
    EVP_MD_free(sha1);
    return APR_SUCCESS;
}

const struct evp_md_st *sc_cache_sha1(apr_pool_t *pool)
{
    EVP_MD *sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);

    if (sha1) {
        apr_pool_cleanup_register(pool, sha1, free_sha1, apr_pool_cleanup_null);
    }
    return sha1;
}

/* libcrypto's is several times as fast as APR's, which does without it. */
void sc_cache_digest(const struct evp_md_st *sha1, const void *bytes, apr_size_t length,
                     unsigned char digest[SC_KEY_LENGTH])
{
    apr_sha1_ctx_t context;

    if (sha1 && EVP_Digest(bytes, length, digest, NULL, sha1, NULL)) {
        return;
    }
    apr_sha1_init(&context);
    apr_sha1_update_binary(&context, bytes, (unsigned)length);
    apr_sha1_final(digest, &context);
}

/* The largest item that leaves room for three others in a partition of shmcb, which divides its
 * memory as mod_socache_shmcb.c does in socache_shmcb_init(). */
static apr_size_t shmcb_item_most(apr_size_t bytes)
{
    apr_size_t items = bytes / (AVERAGE_BYTES + SC_KEY_LENGTH), partitions = 256;

    while (items / partitions < 2 * partitions && partitions > 1) {
        partitions /= 2;
    }
    return bytes / partitions / 4;
}

static const char *create(sc_cache_t *cache, const char *arguments, apr_pool_t *scratch,
                          apr_pool_t *pool)
{
    const char *size;
    long bytes;

    cache->item_most = ITEM_MOST;
    if (strcmp(cache->name, "shmcb") == 0) {
        arguments = arguments ? arguments : SHMCB_DEFAULT;
        size = strrchr(arguments, '(');
        bytes = size ? atol(size + 1) : SHMCB_BYTES_UNSAID;
        if (bytes < SHMCB_LEAST) {
            return "shmcb needs a size of " APR_STRINGIFY(SHMCB_LEAST) " bytes at least";
        }
        if (shmcb_item_most((apr_size_t)bytes) < cache->item_most) {
            cache->item_most = shmcb_item_most((apr_size_t)bytes);
        }
    }
    if (strcmp(cache->name, "dbm") == 0) {
        return "dbm keeps nothing that is larger than 950 bytes; use shmcb, memcache or redis";
    }
    cache->arguments = arguments;
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
    void *kept;

    apr_pool_userdata_get(&kept, NAME, pool);
    cache->mutex = kept;
    if (cache->mutex) {
        return APR_SUCCESS;
    }
    apr_status_t rv = ap_global_mutex_create(&cache->mutex, NULL, NAME, NULL, main, pool, 0);
    return rv == APR_SUCCESS ? apr_pool_userdata_setn(cache->mutex, NAME, NULL, pool) : rv;
}

/* Where "HOST:PORT,HOST" leads. */
static apr_array_header_t *find_peers(const sc_cache_t *cache, apr_pool_t *pool)
{
    apr_array_header_t *peers = apr_array_make(pool, 4, sizeof(const apr_sockaddr_t *));
    char *rest = NULL, *name = apr_strtok(apr_pstrdup(pool, cache->arguments), ", ", &rest);

    for (; name; name = apr_strtok(NULL, ", ", &rest)) {
        char *host = NULL, *scope;
        apr_sockaddr_t *address = NULL;
        apr_port_t port = 0;

        if (apr_parse_addr_port(&host, &scope, &port, name, pool) != APR_SUCCESS || !host ||
            apr_sockaddr_info_get(&address, host, APR_UNSPEC,
                                  port                                ? port
                                  : strcmp(cache->name, "redis") == 0 ? REDIS_PORT
                                                                      : MEMCACHED_PORT,
                                  0, pool) != APR_SUCCESS) {
            continue;
        }
        for (; address; address = address->next) {
            APR_ARRAY_PUSH(peers, const apr_sockaddr_t *) = address;
        }
    }
    return peers;
}

apr_status_t sc_cache_open(sc_cache_t *cache, server_rec *main, apr_pool_t *pool)
{
    static struct ap_socache_hints hints = {SC_KEY_LENGTH, AVERAGE_BYTES, 0};
    apr_status_t rv = APR_SUCCESS;

    cache->server = main;
    if (cache->provider->flags & AP_SOCACHE_FLAG_NOTMPSAFE) {
        rv = open_lock(cache, main);
    }
    else if (cache->arguments) {
        cache->peers = find_peers(cache, pool);
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
    if (!cache->mutex) {
        return;
    }
    cache->scratch = apr_palloc(pool, cache->item_most);
    apr_status_t rv =
        apr_global_mutex_child_init(&cache->mutex, apr_global_mutex_lockfile(cache->mutex), pool);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, main,
                     "SC0110: the cache's lock cannot be used by this process");
    }
}

static void rest(sc_cache_t *cache)
{
    apr_atomic_set64(&cache->resting, (apr_uint64_t)(sc_running_time() + REST));
}

/* Once it has rested, one request finds out whether it works, and the others wait for that. */
static int is_resting(sc_cache_t *cache)
{
    apr_uint64_t until = apr_atomic_read64(&cache->resting), now = (apr_uint64_t)sc_running_time();

    return until && (until > now || apr_atomic_cas64(&cache->resting, now + REST, until) != until);
}

/** What is asked of a provider. */
typedef struct asking_t {
    sc_watched_t *watched;
    apr_time_t began;
} asking_t;

static asking_t begin_asking(const sc_cache_t *cache, const request_rec *r)
{
    sc_watch_t *watch = sc_server_of(r->server)->process->watch;
    asking_t asking = {.began = sc_running_time()};

    if (cache->peers) {
        asking.watched = sc_watched_peers(watch, cache->peers, r->pool);
        sc_watch_begin(asking.watched, -1, PATIENCE);
    }
    return asking;
}

static void end_asking(sc_cache_t *cache, request_rec *r, const asking_t *asking)
{
    sc_watch_end(asking->watched);
    if (cache->peers && sc_running_time() - asking->began >= PATIENCE) {
        rest(cache);
        sc_logf(r, APLOG_WARNING, APR_TIMEUP,
                "SC0402: the cache %s does not answer; it is left alone for some seconds",
                cache->name);
    }
    else if (apr_atomic_read64(&cache->resting)) {
        apr_atomic_set64(&cache->resting, 0);
    }
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

static apr_status_t read_item(sc_cache_t *cache, request_rec *r, const unsigned char *key, char *to,
                              unsigned *length)
{
    asking_t asking = begin_asking(cache, r);

    *length = (unsigned)cache->item_most;
    apr_status_t rv = cache->provider->retrieve(cache->instance, cache->server, key, SC_KEY_LENGTH,
                                                (unsigned char *)to, length, r->pool);
    end_asking(cache, r, &asking);
    return rv;
}

/* The item in the request's pool. Providers do not tell what is too large for the memory they are
 * given from what they do not have, so there is room for the largest: the process's own under the
 * lock, else memory of which what is not needed goes back at once. @return NULL if there is none */
static const char *retrieve(sc_cache_t *cache, request_rec *r, const unsigned char *key,
                            unsigned *length)
{
    char *item = cache->mutex ? NULL : malloc(cache->item_most);
    apr_status_t rv = APR_EGENERAL;

    if (item) {
        rv = read_item(cache, r, key, item, length);
        if (rv == APR_SUCCESS && *length > 0) {
            return sc_scratch_adopt(r->pool, item, *length);
        }
        free(item);
        return NULL;
    }
    if (cache->mutex && lock(cache)) {
        rv = read_item(cache, r, key, cache->scratch, length);
        if (rv == APR_SUCCESS) {
            item = memcpy(sc_scratch_text(r->pool, *length), cache->scratch, *length);
        }
        unlock(cache);
    }
    return item;
}

/* Memory that httpd's processes share is as good as their own: its items bear no digest. */
static void digest_item(const sc_cache_t *cache, const request_rec *r, const char *item,
                        apr_size_t length, unsigned char digest[SC_KEY_LENGTH])
{
    memset(digest, 0, SC_KEY_LENGTH);
    if (!cache->mutex) {
        sc_cache_digest(sc_server_of(r->server)->process->digest, item + SC_KEY_LENGTH,
                        length - SC_KEY_LENGTH, digest);
    }
}

static int is_as_stored(const sc_cache_t *cache, const request_rec *r, const unsigned char *key,
                        const char *item, apr_size_t length)
{
    unsigned char digest[SC_KEY_LENGTH];

    if (length < sizeof(head_t) || memcmp(item + offsetof(head_t, key), key, SC_KEY_LENGTH) != 0) {
        return 0;
    }
    digest_item(cache, r, item, length, digest);
    return memcmp(item, digest, SC_KEY_LENGTH) == 0;
}

int sc_cache_find(sc_cache_t *cache, request_rec *r, const unsigned char key[SC_KEY_LENGTH],
                  sc_cache_entry_t *entry)
{
    unsigned length;
    head_t head;

    if (is_resting(cache)) {
        return 0;
    }
    const char *item = retrieve(cache, r, key, &length);
    if (!item || !is_as_stored(cache, r, key, item, length)) {
        return 0;
    }
    memcpy(&head, item, sizeof(head));
    if (head.magic != MAGIC || length - sizeof(head) != (apr_size_t)head.links + head.length) {
        return 0;
    }
    entry->mark = head.mark;
    entry->made = head.made;
    entry->is_too_large = (int)head.is_too_large;
    memcpy(entry->today, head.today, sizeof(entry->today));
    entry->today[sizeof(entry->today) - 1] = '\0'; /* whoever wrote it */
    entry->links = head.links ? apr_pstrmemdup(r->pool, item + sizeof(head), head.links) : NULL;
    entry->body.pool = r->pool;
    entry->body.data = (char *)item + sizeof(head) + head.links;
    entry->body.length = entry->body.room = head.length;
    return 1;
}

static apr_status_t store(sc_cache_t *cache, request_rec *r, const head_t *head,
                          const sc_cache_entry_t *entry, apr_time_t expires, apr_pool_t *pool)
{
    apr_size_t length = sizeof(*head) + head->links + head->length;
    unsigned char *item = apr_palloc(pool, length);
    apr_status_t rv = APR_EGENERAL;

    memcpy(item, head, sizeof(*head));
    if (head->links) {
        memcpy(item + sizeof(*head), entry->links, head->links);
    }
    memcpy(item + sizeof(*head) + head->links, entry->body.data, head->length);
    digest_item(cache, r, (const char *)item, length, item);
    if (lock(cache)) {
        asking_t asking = begin_asking(cache, r);

        rv = cache->provider->store(cache->instance, cache->server, head->key, SC_KEY_LENGTH,
                                    expires, item, (unsigned)length, pool);
        end_asking(cache, r, &asking);
        unlock(cache);
    }
    return rv;
}

void sc_cache_store(sc_cache_t *cache, request_rec *r, const unsigned char key[SC_KEY_LENGTH],
                    const sc_cache_entry_t *entry, int seconds)
{
    const sc_server_t *server = sc_server_of(r->server);
    apr_size_t links = entry->links ? strlen(entry->links) : 0;
    int is_too_large = sizeof(head_t) + links + entry->body.length > cache->item_most;
    head_t head = {.magic = MAGIC,
                   .is_too_large = (apr_uint32_t)is_too_large,
                   .mark = entry->mark,
                   .made = entry->made,
                   .links = is_too_large ? 0 : (apr_uint32_t)links,
                   .length = is_too_large ? 0 : (apr_uint32_t)entry->body.length};
    apr_pool_t *scratch;

    if (is_resting(cache)) {
        return;
    }
    memcpy(head.key, key, SC_KEY_LENGTH);
    memcpy(head.today, entry->today, sizeof(head.today));
    scratch = sc_scratch_take(server->process->scratch);
    apr_status_t rv =
        store(cache, r, &head, entry, entry->made + FRESH_MOST + apr_time_from_sec(seconds),
              scratch ? scratch : r->pool);
    sc_scratch_give(server->process->scratch, scratch);
    if (rv == APR_SUCCESS) {
        sc_counters_add(server->counters, SC_STORED, 1);
        sc_counters_add(server->counters, SC_STORED_BYTES, head.length);
        return;
    }
    rest(cache);
    sc_logf(r, APLOG_WARNING, rv,
            "SC0402: the cache %s does not take answers; it is left alone for some seconds",
            cache->name);
}

int sc_cache_show(request_rec *r, int flags)
{
    const sc_server_t *server = sc_server_of(r->server);
    sc_cache_t *cache = server ? server->cache : NULL;

    if (cache && cache->provider->status && !(flags & AP_STATUS_SHORT) && !is_resting(cache) &&
        lock(cache)) {
        asking_t asking = begin_asking(cache, r);

        cache->provider->status(cache->instance, r, 0);
        end_asking(cache, r, &asking);
        unlock(cache);
    }
    return OK;
}
