/**
 * What is stored beside an item's own row: its lists, and what is derived from it, sort
 * names and search keys.
 *
 * Hand-typed SQL leaves what is derived as it was; sc_write_reindex() mends that.
 */
#pragma once

#include "store/write/bulk.h"

/** Has names be sorted by the alphabet of a language, from then on (language/collate.h).
 * APR_EINVAL if the tag is none. */
apr_status_t sc_index_set_language(sc_db_t *db, apr_pool_t *pool, const char *tag);

/**
 * What the item is sorted by, compared byte by byte; never empty. A place: its folded name. A
 * partnership: its own folded name, or those of its first parties.
 * @param sort_name NULL for all other items. APR_ENOENT: a party does not exist
 */
apr_status_t sc_index_sort_name(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                const char **sort_name);

/** Writes those search keys of the item that differ; new ones are gathered in the bulk. No index
 * leads from an item to its keys: those that it has are the ones that follow from what it was.
 * @param before the item as it is stored; NULL: there are none yet */
apr_status_t sc_index_write_keys(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                 const void *before);

/** Deletes those of items that go, where no trigger does (on PostgreSQL).
 * @param items as they are stored */
apr_status_t sc_index_delete_keys(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *items);

/** Deletes those of all items of a kind. */
apr_status_t sc_index_clear_keys(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity);

/** Deletes those of items that SQL typed by hand has deleted: before another can get the id. */
apr_status_t sc_index_forget_keys(sc_db_t *db, apr_pool_t *pool);

/** Writes the sort names of the partnerships that follow from that of the item, if it is a place
 * whose sort name has changed. */
apr_status_t sc_index_write_followers(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                      const void *before);

/** Writes the sort names of items of one kind, where they have one and it differs, in one
 * statement.
 * @param items of records */
apr_status_t sc_index_write_sort_names(sc_bulk_t *bulk, apr_pool_t *pool,
                                       const apr_array_header_t *items);

/**
 * Writes the record's list, where its references exist: only rows that differ. Entries have
 * positions far apart, so that an entry in the middle of thousands is one new row. New rows are
 * gathered in the bulk.
 * @param before the record as it is stored; NULL: it is new
 */
apr_status_t sc_write_list(sc_bulk_t *bulk, apr_pool_t *pool, const sc_field_t *field,
                           const void *record, const void *before);
