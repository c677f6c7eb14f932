/**
 * @file utc.h
 * @brief Moments as the database has them.
 *
 * Private to store.
 */
#ifndef SC_STORE_UTC_H
#define SC_STORE_UTC_H

#include <apr_pools.h>

/** Now: "2026-11-22T03:31:00Z". */
const char *sc_utc_now(apr_pool_t *pool);

/** The same of seconds since 1970, as items have the time of their last change; and back. */
const char *sc_utc_text(apr_int64_t seconds, apr_pool_t *pool);
apr_int64_t sc_utc_seconds(const char *moment);

#endif
