/**
 * @file batches.h
 * @brief Walks through more rows than should be in memory at once.
 */
#ifndef SC_STORE_BATCHES_H
#define SC_STORE_BATCHES_H

#include "store/db/db.h"

/**
 * Handles the next rows.
 * @param pool cleared after each batch
 * @param after id of the last row handled, 0 at first; to be set to the last one of this batch
 * @param count to be set to the number of rows that were read
 */
typedef apr_status_t sc_batch_fn(sc_db_t *db, apr_pool_t *pool, apr_int64_t *after, int *count,
                                 void *baton);

/** Calls the function until it reads fewer than @a size rows, or fails. */
apr_status_t sc_batches_walk(sc_db_t *db, apr_pool_t *pool, int size, sc_batch_fn *handle,
                             void *baton);

#endif
