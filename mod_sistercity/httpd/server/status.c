#include "httpd/server/status.h"

#include "httpd/server/server.h"
#include "version.h"

#include <apr_atomic.h>
#include <http_protocol.h>
#include <mod_status.h>

struct sc_counters_t {
    apr_uint64_t values[SC_COUNTED];
};

static const struct {
    const char *key; /* of the ?auto form */
    const char *label;
} kinds[SC_COUNTED] = {
    [SC_ANSWERED] = {"Answered", "Pages and data sent"},
    [SC_INCLUDED] = {"Included", "Fragments put into pages by server-side includes"},
    [SC_UNCHANGED] = {"Unchanged", "Not sent because the client had it (304)"},
    [SC_REFUSED] = {"Refused", "Redirected or refused (3xx, 4xx)"},
    [SC_FAILED] = {"Failed", "Failed (5xx)"},
    [SC_HIT] = {"CacheHits", "Answers that the cache had"},
    [SC_STALE] = {"CacheStale", "Old answers of the cache while the database was away"},
    [SC_WAITED] = {"CacheWaits", "Answers that another request was just making"},
    [SC_MISSED] = {"CacheMisses", "Answers that were made anew"},
    [SC_STORED] = {"CacheStored", "Answers put into the cache"},
    [SC_STORED_BYTES] = {"CacheStoredBytes", "Their bytes"},
};

sc_counters_t *sc_counters_create(server_rec *main, apr_pool_t *pool)
{
    return sc_server_share(
        main, sizeof(sc_counters_t),
        "SC0105: no shared memory; mod_status will not show what the registry does", pool);
}

void sc_counters_add(sc_counters_t *counters, sc_counted_e what, apr_uint64_t many)
{
    if (counters) {
        apr_atomic_add64(&counters->values[what], many);
    }
}

void sc_counters_refused(sc_counters_t *counters, int status)
{
    sc_counters_add(counters, ap_is_HTTP_SERVER_ERROR(status) ? SC_FAILED : SC_REFUSED, 1);
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
    for (int i = 0; i < SC_COUNTED; i++) {
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
