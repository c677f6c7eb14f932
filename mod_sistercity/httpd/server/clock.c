#include "httpd/server/clock.h"

#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <time.h>

struct sc_clock_t {
    const sc_day_t *day; /* the latest that is known, or NULL; read by everybody without a lock */
    apr_thread_mutex_t *mutex; /* of those who find a later one */
    apr_pool_t *days;          /* one a day as long as the process lives */
};

sc_clock_t *sc_clock_create(apr_pool_t *pool)
{
    sc_clock_t *clock = apr_pcalloc(pool, sizeof(*clock));

    if (apr_thread_mutex_create(&clock->mutex, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS ||
        apr_pool_create(&clock->days, pool) != APR_SUCCESS) {
        return NULL;
    }
    return clock;
}

static struct tm local_time(apr_time_t moment)
{
    time_t seconds = (time_t)apr_time_sec(moment);
    struct tm local;

    localtime_r(&seconds, &local);
    return local;
}

/* The midnight that is @a days after the one that the day began with. */
static apr_time_t midnight(struct tm local, int days)
{
    local.tm_mday += days;
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    local.tm_isdst = -1; /* a day of changing clocks has 23 or 25 hours */
    return apr_time_from_sec(mktime(&local));
}

static void find_day(apr_time_t moment, sc_day_t *day)
{
    struct tm local = local_time(moment);

    apr_snprintf(day->date, sizeof(day->date), "%04d-%02d-%02d", local.tm_year + 1900,
                 local.tm_mon + 1, local.tm_mday);
    day->begins = midnight(local, 0);
    day->ends = midnight(local, 1);
}

static void remember(sc_clock_t *clock, const sc_day_t *day)
{
    apr_thread_mutex_lock(clock->mutex);
    if (!clock->day || clock->day->ends <= day->begins) {
        const sc_day_t *kept = apr_pmemdup(clock->days, day, sizeof(*day));

        __atomic_store_n(&clock->day, kept, __ATOMIC_RELEASE);
    }
    apr_thread_mutex_unlock(clock->mutex);
}

void sc_clock_day(sc_clock_t *clock, apr_time_t moment, sc_day_t *day)
{
    const sc_day_t *known = clock ? __atomic_load_n(&clock->day, __ATOMIC_ACQUIRE) : NULL;

    if (known && moment >= known->begins && moment < known->ends) {
        *day = *known;
        return;
    }
    find_day(moment, day);
    if (clock) {
        remember(clock, day);
    }
}

const char *sc_clock_today(apr_time_t moment, apr_pool_t *pool)
{
    sc_day_t day;

    find_day(moment, &day);
    return apr_pstrdup(pool, day.date);
}
