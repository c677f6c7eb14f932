/**
 * @file bulk.h
 * @brief Many new items at once: rows gathered to statements of many rows, ids looked up once.
 *
 * Private to store. For an import, within its transaction: one round trip for each row of each
 * table is most of what an import costs on PostgreSQL. The caller vouches that no slug is taken.
 * What has been gathered is in the database after sc_bulk_flush(), and not before. A row that the
 * database refuses ends the whole transaction.
 */
#ifndef SC_STORE_BULK_H
#define SC_STORE_BULK_H

#include "model/field.h"
#include "store/db/db.h"

typedef struct sc_bulk_t sc_bulk_t;

/** What a row is: one of an item's lists, the item itself, or a key by which it is found. */
typedef enum { SC_BULK_LISTS, SC_BULK_ITEMS, SC_BULK_KEYS, SC_BULK_STAGES } sc_bulk_stage_e;

/**
 * @param rests whether the triggers rest (statistics.h). Then items go into the database before
 *              their lists, which refer to them. Else they come after them, so that no trigger
 *              counts a change of an item that is there already.
 * @param pool lives as long as the import
 */
sc_bulk_t *sc_bulk_new(sc_db_t *db, int rests, apr_pool_t *pool);

/** The next free id of the collection. */
apr_status_t sc_bulk_next_id(sc_bulk_t *bulk, const sc_entity_t *entity, apr_int64_t *id);

/** The id of the item with this slug, gathered or stored. APR_ENOENT if there is none. */
apr_status_t sc_bulk_id(sc_bulk_t *bulk, const sc_entity_t *entity, const char *slug,
                        apr_int64_t *id);

/** The sort name of the place with this slug, gathered or stored; APR_ENOENT as above. */
apr_status_t sc_bulk_sort_name(sc_bulk_t *bulk, const char *place, const char **sort_name);

/** Remembers an item that has been gathered. @param sort_name of a place, else NULL */
void sc_bulk_know(sc_bulk_t *bulk, const sc_entity_t *entity, const char *slug, apr_int64_t id,
                  const char *sort_name);

/** Gathers a row; its texts are copied. Rows of one table must have the same columns.
 * @param columns of const char *  @param args of sc_arg_t */
void sc_bulk_add(sc_bulk_t *bulk, sc_bulk_stage_e stage, const char *table,
                 const apr_array_header_t *columns, const apr_array_header_t *args);

/** Stores all that has been gathered if that is enough; to be called between items. */
apr_status_t sc_bulk_flush_full(sc_bulk_t *bulk);

/** Stores all that has been gathered. */
apr_status_t sc_bulk_flush(sc_bulk_t *bulk);

#endif
