/**
 * The server's local day, the only calendar that pages count years by.
 */
#pragma once

#include <apr_pools.h>
#include <apr_time.h>

typedef struct sc_day_t {
    char date[12];     /* "2026-11-22" */
    apr_time_t begins; /* at local midnight */
    apr_time_t ends;   /* at the next one */
} sc_day_t;

/** What a process remembers of the day, since the C library looks at the time zone's file whenever
 * it is asked. */
typedef struct sc_clock_t sc_clock_t;

/** @param pool lives as long as the process. @return NULL if there is no memory of the day */
sc_clock_t *sc_clock_create(apr_pool_t *pool);

/** The local day of the moment. @param clock may be NULL */
void sc_clock_day(sc_clock_t *clock, apr_time_t moment, sc_day_t *day);

/** Only its name: "2026-11-22". */
const char *sc_clock_today(apr_time_t moment, apr_pool_t *pool);
