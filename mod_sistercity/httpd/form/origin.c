#include "httpd/form/body.h"

#include <apr_strings.h>
#include <apr_uri.h>
#include <string.h>

/* "scheme://host:port" with the scheme's own port written out, in lower case; NULL if it is none.
 */
static const char *canonical(const char *url, apr_pool_t *pool)
{
    apr_uri_t uri;

    if (apr_uri_parse(pool, url, &uri) != APR_SUCCESS || !uri.scheme || !uri.hostname) {
        return NULL;
    }
    char *origin = apr_psprintf(pool, "%s://%s:%d", uri.scheme, uri.hostname,
                                uri.port_str ? uri.port : apr_uri_port_of_scheme(uri.scheme));
    ap_str_tolower(origin);
    return origin;
}

static int is_same(const char *origin, const char *url, apr_pool_t *pool)
{
    const char *own = canonical(url, pool);

    return own && strcmp(origin, own) == 0;
}

/* The Host header goes without a scheme: it is that of the origin, which the same host may have
 * under both, as behind a proxy that ends TLS. */
static int is_host(const char *origin, const char *host, apr_pool_t *pool)
{
    const char *scheme = apr_pstrndup(pool, origin, strcspn(origin, ":"));

    return is_same(origin, apr_pstrcat(pool, scheme, "://", host, NULL), pool);
}

static int is_own_origin(const sc_request_t *request, const char *sent)
{
    request_rec *r = request->r;
    const char *host = apr_table_get(r->headers_in, "Host");
    const char *origin = canonical(sent, r->pool);

    if (!origin) {
        return 0; /* "null" among others: a sandboxed frame, a redirection from elsewhere */
    }
    return is_same(origin, request->view.base_url, r->pool) ||
           (host && is_host(origin, host, r->pool));
}

int sc_origin_is_own(const sc_request_t *request)
{
    const char *site = apr_table_get(request->r->headers_in, "Sec-Fetch-Site");
    const char *origin = apr_table_get(request->r->headers_in, "Origin");

    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) {
        return 0;
    }
    return !origin || is_own_origin(request, origin);
}
