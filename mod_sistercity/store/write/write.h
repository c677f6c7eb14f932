/**
 * Typed records into the database, whatever the entity.
 *
 * Call these inside sc_db_transaction(), between sc_write_begin() and sc_write_end(). Records must
 * have passed sc_validate(). Ids are given by the caller's transaction, which holds the only write
 * lock. The database keeps references whole by constraints; each item's version and time of
 * modification, the fate of slugs and which facets are dirty are written here, and kept by triggers
 * for SQL typed by hand and for deletions.
 */
#pragma once

#include "model/entity.h"
#include "model/problem.h"
#include "store/db/db.h"
#include "store/write/bulk.h"

/** Lets the triggers rest that serve SQL typed by hand. */
apr_status_t sc_write_begin(sc_db_t *db, apr_pool_t *pool);

/** Ends that. @param has_changed whether readers see something else now: a revision is counted */
apr_status_t sc_write_end(sc_db_t *db, apr_pool_t *pool, int has_changed);

/** Forgets what became of slugs that items have: for the end of a large import. */
apr_status_t sc_write_forget_fates(sc_db_t *db, apr_pool_t *pool);

/**
 * Looks for what would keep the record from being stored: adds a problem for a slug that is taken
 * (APR_EEXIST) and for each reference to an item that does not exist (APR_ENOENT). The record need
 * not be valid otherwise, and nothing is written.
 * @param before the item as it is stored, or NULL: it is new
 */
apr_status_t sc_write_check(sc_db_t *db, apr_pool_t *pool, void *record, const void *before,
                            sc_problems_t *problems);

/**
 * Stores a new item; sets record.id and record.modified, and record.version to 1 unless it goes on
 * from another. Adds a problem, and returns APR_EEXIST or APR_ENOENT, when its slug is taken or it
 * refers to an item that does not exist.
 */
apr_status_t sc_write_insert(sc_db_t *db, apr_pool_t *pool, void *record, sc_problems_t *problems);

/**
 * The same for one of many new items, whose slug is known to be free: it is in the database after
 * sc_bulk_flush(). APR_ENOENT and problems as above.
 */
apr_status_t sc_write_gather(sc_bulk_t *bulk, apr_pool_t *pool, void *record,
                             sc_problems_t *problems);

/** What is noted with each single item, of many that a large bulk has stored: that their addresses
 * lead nowhere else, and that facets are to be read anew.
 * @param slugs argument of sc_sql_in_texts() */
apr_status_t sc_write_note_gathered(sc_bulk_t *bulk, apr_pool_t *pool, const sc_entity_t *entity,
                                    sc_arg_t slugs);

/**
 * Has the stored item say what the record says: only rows that differ are written. Sets
 * record.version and record.modified. APR_EEXIST and APR_ENOENT as above.
 * @param before the item as it was read within the same transaction, a record of its own; APR_EBUSY
 * unless it has the version that the record was made from
 */
apr_status_t sc_write_update(sc_db_t *db, apr_pool_t *pool, void *record, const void *before,
                             sc_problems_t *problems);

/** The same for one of many changes, each of another item: it is in the database after
 * sc_bulk_flush(). */
apr_status_t sc_write_gather_change(sc_bulk_t *bulk, apr_pool_t *pool, void *record,
                                    const void *before, sc_problems_t *problems);

/** Removes an item with what belongs to it. APR_EBUSY and a problem when others refer to it.
 * @param item, belongings as they are stored */
apr_status_t sc_write_delete(sc_db_t *db, apr_pool_t *pool, const void *item,
                             const apr_array_header_t *belongings, sc_problems_t *problems);

/** Removes everything but the schema, and the items of @a kept, if it is not NULL. */
apr_status_t sc_write_clear(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *kept);

/** Makes all search and sort keys anew (after hand-typed SQL). */
apr_status_t sc_write_reindex(sc_db_t *db, apr_pool_t *pool);

/**
 * An address name for a new item, made of what tells it from others of its kind; the same as an
 * import gives it. Whether it is free is not looked at.
 * @param number 1 for the plain one; from 2 on it stands behind it
 * @return NULL if the record does not say enough yet
 */
const char *sc_item_slug(const void *record, int number, apr_pool_t *pool);

/** An address name for a place that sc_item_slug() makes none for, because its name is in Han: read
 * as Chinese where its country does so, else with a number that is made of the name:
 * place-48213377-jp. NULL without a name. */
const char *sc_place_slug_made(const sc_place_t *place, apr_pool_t *pool);

/** The address name with a number behind it, not longer than one may be. */
const char *sc_item_slug_numbered(const char *slug, int number, apr_pool_t *pool);
