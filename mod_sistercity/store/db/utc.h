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

#endif
