/**
 * @file cache_size.h
 * @brief The page cache of SQLite while a transaction writes much.
 *
 * Private to store. Such a transaction changes pages all over its indexes, and those that the cache
 * does not hold are written and read again and again. PostgreSQL has one cache for all connections.
 */
#ifndef SC_STORE_CACHE_SIZE_H
#define SC_STORE_CACHE_SIZE_H

#include "store/db/db.h"

/**
 * Enlarges the connection's cache for storing so many items: to some hundred megabytes at most, and
 * less where the machine has little.
 * @param before set to the size that sc_cache_size_restore() goes back to
 */
void sc_cache_size_raise(sc_db_t *db, apr_pool_t *pool, apr_int64_t items, apr_int64_t *before);

void sc_cache_size_restore(sc_db_t *db, apr_pool_t *pool, apr_int64_t before);

#endif
