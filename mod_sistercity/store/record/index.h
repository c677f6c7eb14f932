/**
 * @file index.h
 * @brief What is derived from items and stored beside them: sort names and search keys.
 *
 * Private to store. Hand-typed SQL leaves both as they were; sc_write_reindex() mends that.
 */
#ifndef SC_STORE_INDEX_H
#define SC_STORE_INDEX_H

#include "model/entity.h"
#include "store/db/db.h"
#include "store/record/bulk.h"

/** Whether the entity's table has a column sort_name: places and partnerships. */
int sc_index_sorts(const sc_entity_t *entity);

/**
 * What the item is sorted by, compared byte by byte; never empty.
 * A place: its folded name. A partnership: its own folded name, or those of its parties, whose rows
 * must be stored already.
 */
apr_status_t sc_index_sort_name(sc_db_t *db, apr_pool_t *pool, const void *record,
                                const char **sort_name);

/** Stores the item's search keys. @param is_new there are none to replace */
apr_status_t sc_index_write_keys(sc_db_t *db, apr_pool_t *pool, const void *record, int is_new);

/** Stores the sort names of the partnerships without a name of their own in which the place takes
 * part. */
apr_status_t sc_index_write_partnerships(sc_db_t *db, apr_pool_t *pool, apr_int64_t place);

/** Stores the item's own sort name, if it is sorted by one. */
apr_status_t sc_index_write_sort_name(sc_db_t *db, apr_pool_t *pool, const void *record);

/** The sort name of an item that has not been stored yet. */
apr_status_t sc_index_gathered_sort_name(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                         const char **sort_name);

#endif
