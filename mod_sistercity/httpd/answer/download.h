/**
 * All that a list's filters leave, as rows: `/places.csv` without limit= and after=.
 *
 * It is read in one snapshot into a file without a name, and sent from there when the connection to
 * the database is given back. A window of the list is found, its items are read by batches in the
 * order of their ids, in which the database has its rows, and their texts written in that of the
 * list: in list order each item was pages to read, and memory stays the same however long the list
 * is. No connection is held while a client reads, a failure on the way is an answer of its own and
 * never half a list, and the length is known. At most one is made at a time by a process for a
 * server, so that others have connections; who waits too long, or behind too many, is told to come
 * again. None of it is kept by the cache.
 */
#pragma once

#include "httpd/answer/request.h"
#include "store/db/db.h"

/** Whose turn it is, in a new process. NULL, which is logged, leaves downloads without an end to
 * how many there are.
 * @param pool lives as long as the process */
struct sc_turns_t *sc_turns_create(server_rec *server, apr_pool_t *pool);

struct sc_download_t {
    apr_file_t *file;
    apr_off_t length; /* bytes */
};

/** Whether the request, which has been read and is a good one, is for all of a list. */
int sc_download_is_asked(const sc_request_t *request);

/** Waits for the turn and makes the file: request->download.
 * @return OK; 503, and nothing is to be ended */
int sc_download_begin(sc_request_t *request);

/**
 * Writes the list and what follows it.
 * @param load reads a page of it by view.query
 * @param list its first page
 * @return OK or 503, which is logged
 */
int sc_download_write(sc_request_t *request, sc_db_t *db, sc_load_fn *load, sc_list_t *list);

/** Lets the next one have its turn. */
void sc_download_end(sc_request_t *request);
