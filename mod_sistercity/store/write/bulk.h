/**
 * Many items at once: rows gathered to statements of many rows, ids looked up once.
 *
 * Private to store. For an import, within its transaction: one round trip for each row of each
 * table is most of what an import costs on PostgreSQL. The caller vouches that no slug is taken.
 * What has been gathered is in the database after sc_bulk_flush(), and not before. A row that the
 * database refuses ends the whole transaction.
 */
#pragma once

#include "store/write/tuple.h"

#include <apr_hash.h>

/** What a row is, in the order in which they are stored: the item itself, what a stored item is
 * now, one of its lists; and a key by which it is found, a text first, for which the order is no
 * matter. */
typedef enum {
    SC_BULK_ITEMS,
    SC_BULK_CHANGES,
    SC_BULK_LISTS,
    SC_BULK_KEYS,
    SC_BULK_STAGES
} sc_bulk_stage_e;

/** To be looked into by store/write alone. */
typedef struct sc_bulk_t {
    sc_db_t *db;
    int is_large;         /* the caller makes facets anew and forgets fates of slugs in the end */
    int is_planned;       /* PostgreSQL's plans fit the rows that are there by now */
    int is_dirty;         /* facets of an item that was gathered differ */
    int has_plans;        /* whether a step is planned; -1: not asked yet */
    sc_known_t *known;    /* the items that are stored or gathered */
    const char *alphabet; /* of sc_bulk_alphabet(); NULL: not read yet */
    apr_pool_t *pool;     /* as long as the import */
    apr_pool_t *texts;    /* of the gathered rows, but for … */
    apr_pool_t *keys;     /* … those of keys */
    apr_pool_t *scratch;  /* cleared with each statement */
    apr_array_header_t *stages[SC_BULK_STAGES]; /* the gathered rows of each table … */
    apr_hash_t *tables;                         /* … by its name, too */
    apr_hash_t *last_ids;                       /* table -> apr_int64_t * */
} sc_bulk_t;

sc_bulk_t *sc_bulk_new(sc_db_t *db, int is_large, apr_pool_t *pool);

/** The next free id of the table. */
apr_status_t sc_bulk_next_id(sc_bulk_t *bulk, const char *table, apr_int64_t *id);

/** The registry's order of letters. */
apr_status_t sc_bulk_alphabet(sc_bulk_t *bulk, const char **alphabet);

/** Gathers a row; its texts are copied. Rows of one table and stage must have the same columns. Of
 * SC_BULK_CHANGES the last one is the id of the row that is to have the others. */
void sc_bulk_add(sc_bulk_t *bulk, sc_bulk_stage_e stage, const sc_tuple_t *tuple);

/** Stores all that has been gathered if that is enough; to be called between items. */
apr_status_t sc_bulk_flush_full(sc_bulk_t *bulk);

/** Stores all that has been gathered. */
apr_status_t sc_bulk_flush(sc_bulk_t *bulk);
