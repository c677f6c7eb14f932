#include "store/db/utc.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <stdio.h>

const char *sc_utc_text(apr_int64_t seconds, apr_pool_t *pool)
{
    apr_time_exp_t moment;
    char text[32];
    apr_size_t length;

    apr_time_exp_gmt(&moment, apr_time_from_sec(seconds));
    apr_strftime(text, &length, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &moment);
    return apr_pstrdup(pool, text);
}

const char *sc_utc_now(apr_pool_t *pool)
{
    return sc_utc_text(apr_time_sec(apr_time_now()), pool);
}

apr_int64_t sc_utc_seconds(const char *moment)
{
    apr_time_exp_t parts = {0};
    apr_time_t time = 0;

    if (sscanf(moment, "%d-%d-%dT%d:%d:%dZ", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
               &parts.tm_hour, &parts.tm_min, &parts.tm_sec) == 6) {
        parts.tm_year -= 1900;
        parts.tm_mon--;
        (void)apr_time_exp_gmt_get(&time, &parts);
    }
    return apr_time_sec(time);
}
