/**
 * @file import_progress.h
 * @brief How far the large imports are that are being stored, for whoever asks on this host.
 *
 * All processes share it. What a process was storing when it ended counts no longer.
 */
#ifndef SC_HTTPD_FORM_IMPORT_PROGRESS_H
#define SC_HTTPD_FORM_IMPORT_PROGRESS_H

#include <httpd.h>

typedef struct sc_progress_t sc_progress_t;

/** In shared memory. @return NULL without it: then nobody knows anything */
sc_progress_t *sc_progress_create(server_rec *main, apr_pool_t *pool);

/** Tells of an import, from its begin to its end. Once a request has given up storing an upload,
 * another may begin before the first says that it has ended: its end is not the other's.
 * @param progress may be NULL
 * @param r the request that stores it
 * @param id of the upload */
void sc_progress_tell(sc_progress_t *progress, const request_rec *r, apr_int64_t id,
                      apr_int64_t done, apr_int64_t total);
void sc_progress_end(sc_progress_t *progress, const request_rec *r);

/** How many can be under way. */
#define SC_PROGRESS_MOST 8

/** One that is under way. */
typedef struct sc_under_way_t {
    apr_int64_t id;
    apr_int64_t done, total; /* rows */
} sc_under_way_t;

/** Those that are under way. @param progress may be NULL @return how many */
int sc_progress_read(sc_progress_t *progress, sc_under_way_t found[SC_PROGRESS_MOST]);

#endif
