#include "httpd/server/status.h"

#include "httpd/answer/cache.h"
#include "httpd/server/mod_sistercity.h"
#include "version.h"

#include <apr_atomic.h>
#include <apr_optional_hooks.h>
#include <apr_shm.h>
#include <http_protocol.h>
#include <mod_status.h>

typedef enum {
    ANSWERED,
    INCLUDED,
    UNCHANGED,
    REFUSED,
    FAILED,
    HIT,
    OUTLIVED,
    STALE,
    WAITED,
    MISSED,
    KEPT,
    KEPT_BYTES,
    KINDS
} kind_e;

struct sc_counters_t {
    apr_uint64_t values[KINDS];
};

static const struct {
    const char *key; /* of the ?auto form */
    const char *label;
} kinds[KINDS] = {
    [ANSWERED] = {"Answered", "Pages and data sent"},
    [INCLUDED] = {"Included", "Fragments put into pages by server-side includes"},
    [UNCHANGED] = {"Unchanged", "Not sent because the client had it (304)"},
    [REFUSED] = {"Refused", "Redirected or refused (3xx, 4xx)"},
    [FAILED] = {"Failed", "Failed (5xx)"},
    [HIT] = {"CacheHits", "Answers that the cache had"},
    [OUTLIVED] = {"CacheOutlived", "Found there though the registry has changed, but not of them"},
    [STALE] = {"CacheStale", "Old answers of the cache while the database was away"},
    [WAITED] = {"CacheWaits", "Answers that another request was just making"},
    [MISSED] = {"CacheMisses", "Answers that were made anew"},
    [KEPT] = {"CacheStored", "Answers put into the cache"},
    [KEPT_BYTES] = {"CacheStoredBytes", "Their bytes"},
};

sc_counters_t *sc_counters_create(server_rec *main, apr_pool_t *pool)
{
    apr_shm_t *memory;
    apr_status_t rv = apr_shm_create(&memory, sizeof(sc_counters_t), NULL, pool);
    sc_counters_t *counters;

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, main,
                     "SC0105: no shared memory; mod_status will not show what the registry does");
        return NULL;
    }
    counters = apr_shm_baseaddr_get(memory);
    memset(counters, 0, sizeof(*counters));
    return counters;
}

static void count(sc_counters_t *counters, kind_e kind)
{
    if (counters) {
        apr_atomic_inc64(&counters->values[kind]);
    }
}

void sc_counters_answered(sc_counters_t *counters, int is_included)
{
    count(counters, is_included ? INCLUDED : ANSWERED);
}

void sc_counters_refused(sc_counters_t *counters, int status)
{
    count(counters, ap_is_HTTP_SERVER_ERROR(status) ? FAILED : REFUSED);
}

void sc_counters_unchanged(sc_counters_t *counters)
{
    count(counters, UNCHANGED);
}

void sc_counters_origin(sc_counters_t *counters, sc_origin_e origin)
{
    static const kind_e kinds_of[] = {[SC_ORIGIN_CACHE] = HIT,
                                      [SC_ORIGIN_STALE] = STALE,
                                      [SC_ORIGIN_WAIT] = WAITED,
                                      [SC_ORIGIN_MADE] = MISSED};

    count(counters, kinds_of[origin]);
}

void sc_counters_outlived(sc_counters_t *counters)
{
    count(counters, OUTLIVED);
}

void sc_counters_kept(sc_counters_t *counters, apr_size_t bytes)
{
    if (counters) {
        apr_atomic_inc64(&counters->values[KEPT]);
        apr_atomic_add64(&counters->values[KEPT_BYTES], bytes);
    }
}

static int show(request_rec *r, int flags)
{
    const sc_server_t *server = sc_server_of(r->server);
    int i;

    if (!server || !server->counters) {
        return OK;
    }
    if (!(flags & AP_STATUS_SHORT)) {
        ap_rputs("<hr>\n<h2>Sister cities (mod_sistercity " SC_VERSION ")</h2>\n<dl>\n", r);
    }
    for (i = 0; i < KINDS; i++) {
        ap_rprintf(r,
                   flags & AP_STATUS_SHORT ? "Sistercity%s: %" APR_UINT64_T_FMT "\n"
                                           : "<dt>%s: %" APR_UINT64_T_FMT "</dt>\n",
                   flags & AP_STATUS_SHORT ? kinds[i].key : kinds[i].label,
                   apr_atomic_read64(&server->counters->values[i]));
    }
    if (!(flags & AP_STATUS_SHORT)) {
        ap_rputs("</dl>\n", r);
        if (server->cache) {
            sc_cache_show(server->cache, r);
        }
    }
    return OK;
}

void sc_status_register(void)
{
    APR_OPTIONAL_HOOK(ap, status_hook, show, NULL, NULL, APR_HOOK_MIDDLE);
}
