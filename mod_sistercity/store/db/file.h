/**
 * The file beneath an SQLite connection, which somebody may replace or remove meanwhile.
 *
 * SQLite goes on with the file that it has opened, whatever is at its path:
 * what is written then is lost. Asked of SQLite itself, since the driver knows nothing of it.
 */
#pragma once

#include "store/db/driver.h"

#include <apr_file_info.h>
#include <sys/types.h>

/** The file, and what SQLite keeps beside it: the write-ahead log and the index of that. */
typedef struct sc_file_t {
    const char *path;    /* NULL: there is none, such as on PostgreSQL */
    apr_ino_t beside[2]; /* 0: was not there */
} sc_file_t;

/** Finds out which file the connection has open; to be asked once it has read from it. */
void sc_file_find(const sc_driver_t *driver, apr_pool_t *pool, apr_pool_t *scratch,
                  sc_file_t *file);

/** Whether what is at the path, if anything, is no more the file that the connection has open. */
int sc_file_has_moved(const sc_driver_t *driver, const sc_file_t *file);

/**
 * Opens what is at the path now. What the old file has left beside it is removed: read as part of
 * the new one, it would make that malformed.
 * @return APR_SUCCESS; APR_ENOENT if there is nothing
 */
apr_status_t sc_file_reopen(const sc_driver_t *driver, const sc_file_t *file, apr_pool_t *pool,
                            apr_pool_t *scratch, apr_dbd_t **handle);

/**
 * Puts all that one SQLite file holds in the place of what another one holds, in one transaction;
 * connections that are open on it go on. Waits for a minute for another program that writes.
 * @param to made if it is missing
 * @param error a sentence, when it fails
 * @return APR_EINVAL if there is something that is no database, or damaged
 */
apr_status_t sc_file_copy(const char *from, const char *to, apr_pool_t *pool, const char **error);

/** Whether that user may write the file, and the directory that it is in, where SQLite keeps two
 * more. Only root can tell for somebody else. @return 1, 0; -1: not known */
int sc_file_may_be_written(const char *path, uid_t user, apr_pool_t *pool);
