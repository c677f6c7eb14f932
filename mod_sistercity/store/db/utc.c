#include "store/db/utc.h"

#include <apr_strings.h>
#include <apr_time.h>

const char *sc_utc_now(apr_pool_t *pool)
{
    apr_time_exp_t now;
    char text[32];
    apr_size_t length;

    apr_time_exp_gmt(&now, apr_time_now());
    apr_strftime(text, &length, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &now);
    return apr_pstrdup(pool, text);
}
