/**
 * How far the large imports are that are being stored, for whoever asks on any host.
 *
 * On SQLite, which has one host, all processes share it. On PostgreSQL the session says it that
 * stores the import. What was being stored when a process or session ended counts no longer.
 */
#pragma once

#include "store/edit/upload.h"

#include <httpd.h>

typedef struct sc_progress_t sc_progress_t;

/** In shared memory, once for each pool.
 * @param pool lives as long as httpd, also through reloads
 * @return NULL without it: then nobody knows anything on SQLite */
sc_progress_t *sc_progress_create(server_rec *main, apr_pool_t *pool);

/** Tells of an import, from its begin to its end. Once a request has given up storing an upload,
 * another may begin before the first says that it has ended: its end is not the other's.
 * @param progress may be NULL
 * @param r the request that stores it
 * @param db that it stores it by */
void sc_progress_tell(sc_progress_t *progress, const request_rec *r, sc_db_t *db,
                      const sc_under_way_t *under_way);
void sc_progress_end(sc_progress_t *progress, const request_rec *r, sc_db_t *db);

/** How many can be under way. */
#define SC_PROGRESS_MOST 8

/** Those that are under way. @param progress may be NULL @return how many */
int sc_progress_read(sc_progress_t *progress, apr_pool_t *pool, sc_db_t *db,
                     sc_under_way_t found[SC_PROGRESS_MOST]);
