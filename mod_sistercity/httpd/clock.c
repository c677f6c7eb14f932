#include "httpd/clock.h"

#include <apr_strings.h>
#include <time.h>

static struct tm local_time(apr_time_t moment)
{
    time_t seconds = (time_t)apr_time_sec(moment);
    struct tm local;

    localtime_r(&seconds, &local);
    return local;
}

const char *sc_clock_today(apr_time_t moment, apr_pool_t *pool)
{
    struct tm local = local_time(moment);

    return apr_psprintf(pool, "%04d-%02d-%02d", local.tm_year + 1900, local.tm_mon + 1,
                        local.tm_mday);
}

/* The midnight that is @a days after the one that the moment's day began with. */
static time_t midnight(apr_time_t moment, int days)
{
    struct tm local = local_time(moment);

    local.tm_mday += days;
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    local.tm_isdst = -1; /* a day of changing clocks has 23 or 25 hours */
    return mktime(&local);
}

apr_time_t sc_clock_midnight(apr_time_t moment)
{
    return apr_time_from_sec(midnight(moment, 0));
}

int sc_clock_to_midnight(apr_time_t moment)
{
    int left = (int)(midnight(moment, 1) - (time_t)apr_time_sec(moment));

    return left > 0 ? left : 1;
}
