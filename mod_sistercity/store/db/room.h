/**
 * @file room.h
 * @brief Memory for the pages of SQLite while a transaction writes much.
 *
 * Private to store. Such a transaction touches pages all over its indexes, and those that have no
 * room are written and read again and again. PostgreSQL has its own for all connections together.
 */
#ifndef SC_STORE_ROOM_H
#define SC_STORE_ROOM_H

#include "store/db/db.h"

/**
 * Lets the connection keep as much as storing so many items is best done with: some hundred
 * megabytes at most, and less where the machine has little.
 * @param usual set to what it kept before, for sc_room_give_back()
 */
void sc_room_take(sc_db_t *db, apr_pool_t *pool, apr_int64_t items, apr_int64_t *usual);

/** Lets the connection keep as much as before. */
void sc_room_give_back(sc_db_t *db, apr_pool_t *pool, apr_int64_t usual);

#endif
