/**
 * @file session.h
 * @brief What every new session needs before anything else.
 *
 * Private to store/db. DBDInitSQL cannot be trusted with it: it runs late, its result is
 * ignored, and a PRAGMA with a row ends it.
 */
#ifndef SC_STORE_SESSION_H
#define SC_STORE_SESSION_H

#include "store/db/driver.h"

/** How long a statement waits for a lock on PostgreSQL. */
#define SC_SESSION_PATIENCE "2s"

/**
 * Makes a new session ready.
 * @param number PostgreSQL's for it; 0 on SQLite
 * @return 0, or a code of the driver
 */
int sc_session_begin(const sc_driver_t *driver, apr_pool_t *pool, apr_int64_t *number);

#endif
