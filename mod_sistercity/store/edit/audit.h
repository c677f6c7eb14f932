/**
 * Writing the history: one row for each change; and changing what it and drafts keep.
 *
 * Private to store. To be called in the transaction of the change itself.
 */
#pragma once

#include "model/entity.h"
#include "store/write/bulk.h"

/** A change as its row tells it; see sc_change_t. */
typedef struct sc_audit_t {
    const char *who;
    const char *approved_by;
    const char *note;
    const char *action;
    apr_int64_t batch;
    apr_int64_t undoes;
    const void *before, *after;           /* records; both NULL: an import or a redaction */
    const apr_array_header_t *belongings; /* of records, or NULL */
    apr_int64_t items;                    /* how many an import or a redaction changed */
} sc_audit_t;

/**
 * Writes the row, and in whose history it stands: the item's, its belongings', and that of the
 * items it belongs or belonged to. When the item was renamed its history goes with it.
 * @param id of the row
 */
apr_status_t sc_audit_write(sc_db_t *db, apr_pool_t *pool, const sc_audit_t *audit,
                            apr_int64_t *id);

/** The same among many: the rows are in the database after sc_bulk_flush(). */
apr_status_t sc_audit_gather(sc_bulk_t *bulk, apr_pool_t *pool, const sc_audit_t *audit,
                             apr_int64_t *id);

/** The greatest versions of the addresses of the collection that no item has now.
 * @param versions slug -> apr_int64_t * */
apr_status_t sc_audit_departed(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               apr_hash_t **versions);

/** Sets how many items an import changed. */
apr_status_t sc_audit_set_items(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, apr_int64_t items);

/** The same of a change that others followed: how many they are. */
apr_status_t sc_audit_count_batch(sc_db_t *db, apr_pool_t *pool, apr_int64_t id);

/** Makes the changes from an id on, all of this transaction, followers of one of them. */
apr_status_t sc_audit_set_batch(sc_db_t *db, apr_pool_t *pool, apr_int64_t first,
                                apr_int64_t batch);

/** Marks a change as undone by another; what the undone one had undone itself is in force again. */
apr_status_t sc_audit_mark_undone(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, apr_int64_t by);

/** The same of all that the changes from an id on undo, which are of this transaction. */
apr_status_t sc_audit_mark_all_undone(sc_db_t *db, apr_pool_t *pool, apr_int64_t first);

/** The greatest version that any item of this address had when it was changed; 0 if none was. */
apr_status_t sc_audit_last_version(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                   const char *slug, apr_int64_t *version);

/** Changes a record in place. @return how many fields */
typedef int sc_texts_change_fn(void *record, const void *baton);

/** Which rows: SQL of the table changes, and of drafts, in which each `?` is the argument. */
typedef struct sc_texts_t {
    const char *changes, *drafts;
    const char *argument;
} sc_texts_t;

/** Changes the records that these rows keep, and what belonged to them. @param count adds how many
 * fields were changed */
apr_status_t sc_texts_change(sc_db_t *db, apr_pool_t *pool, const sc_texts_t *texts,
                             sc_texts_change_fn *change, const void *baton, apr_int64_t *count);
