#include "httpd/server/status.h"

#include "httpd/server/server.h"
#include "version.h"

#include <apr_atomic.h>
#include <http_protocol.h>
#include <mod_status.h>

typedef enum {
    ANSWERED,
    INCLUDED,
    UNCHANGED,
    REFUSED,
    FAILED,
    HIT,
    STALE,
    WAITED,
    MISSED,
    STORED,
    STORED_BYTES,
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
    [STALE] = {"CacheStale", "Old answers of the cache while the database was away"},
    [WAITED] = {"CacheWaits", "Answers that another request was just making"},
    [MISSED] = {"CacheMisses", "Answers that were made anew"},
    [STORED] = {"CacheStored", "Answers put into the cache"},
    [STORED_BYTES] = {"CacheStoredBytes", "Their bytes"},
};

sc_counters_t *sc_counters_create(server_rec *main, apr_pool_t *pool)
{
    return sc_server_share(
        main, sizeof(sc_counters_t),
        "SC0105: no shared memory; mod_status will not show what the registry does", pool);
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

void sc_counters_stored(sc_counters_t *counters, apr_size_t bytes)
{
    if (counters) {
        apr_atomic_inc64(&counters->values[STORED]);
        apr_atomic_add64(&counters->values[STORED_BYTES], bytes);
    }
}

int sc_status_show(request_rec *r, int flags)
{
    const sc_server_t *server = sc_server_of(r->server);

    if (!server || !server->counters) {
        return OK;
    }
    if (!(flags & AP_STATUS_SHORT)) {
        ap_rputs("<hr>\n<h2>Sister cities (mod_sistercity " SC_VERSION ")</h2>\n<dl>\n", r);
    }
    for (int i = 0; i < KINDS; i++) {
        ap_rprintf(r,
                   flags & AP_STATUS_SHORT ? "Sistercity%s: %" APR_UINT64_T_FMT "\n"
                                           : "<dt>%s: %" APR_UINT64_T_FMT "</dt>\n",
                   flags & AP_STATUS_SHORT ? kinds[i].key : kinds[i].label,
                   apr_atomic_read64(&server->counters->values[i]));
    }
    if (!(flags & AP_STATUS_SHORT)) {
        ap_rputs("</dl>\n", r);
    }
    return OK;
}
