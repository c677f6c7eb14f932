/**
 * @file clock.h
 * @brief The server's local day, the only calendar that pages count years by.
 */
#ifndef SC_HTTPD_CLOCK_H
#define SC_HTTPD_CLOCK_H

#include <apr_pools.h>
#include <apr_time.h>

/** The local day of the moment: "2026-11-22". */
const char *sc_clock_today(apr_time_t moment, apr_pool_t *pool);

/** The local midnight with which the moment's day began. */
apr_time_t sc_clock_midnight(apr_time_t moment);

/** Whole seconds from the moment to the next local midnight, at least 1. */
int sc_clock_to_midnight(apr_time_t moment);

#endif
