/**
 * @file session.h
 * @brief What every new session needs before anything else.
 *
 * Private to store/db/db.c. DBDInitSQL cannot be trusted with it: it runs late, its result is
 * ignored, and a PRAGMA with a row ends it.
 */
#ifndef SC_STORE_SESSION_H
#define SC_STORE_SESSION_H

#include "store/db/db.h"

/** How long a statement waits for a lock on PostgreSQL. */
#define SC_SESSION_PATIENCE "2s"

/**
 * Makes a new session ready.
 * @param number PostgreSQL's for it; 0 on SQLite
 * @return 0, or a code of the driver
 */
int sc_session_begin(sc_db_t *db, apr_pool_t *pool, apr_int64_t *number);

/** Runs a statement without rows in whatever state the connection is, and waits a moment for an
 * SQLite file that somebody has locked. By store/db/db.c. @return 0, or a code of the driver */
int sc_db_query_patiently(sc_db_t *db, const char *sql);

/** The first cell of the first row that the SELECT finds; -1 if there is none. By store/db/db.c. */
apr_int64_t sc_db_ask_number(sc_db_t *db, const char *sql);

#endif
