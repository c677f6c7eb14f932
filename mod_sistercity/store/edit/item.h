/**
 * @file item.h
 * @brief The change of one item with its audit row, within a transaction.
 */
#ifndef SC_STORE_ITEM_H
#define SC_STORE_ITEM_H

#include "store/edit/edit.h"

/** All that belongs to a stored item and would be withdrawn with it, whole; of records. */
apr_status_t sc_edit_belongings(sc_db_t *db, apr_pool_t *pool, const void *item,
                                apr_array_header_t **records);

/**
 * Whether the record may be stored: APR_EINVAL, APR_EEXIST, APR_EBUSY, APR_ENOENT as sc_edit_save()
 * says, with all problems.
 * @param before the stored item, or NULL for a new one
 */
apr_status_t sc_item_check(sc_editing_t *editing, void *record, void **before);

/** APR_EBUSY, a problem and out->current unless the stored item has this version. */
apr_status_t sc_item_check_version(sc_editing_t *editing, void *stored, apr_int64_t version);

/** Stores a checked record with its audit row. @param before the stored item, or NULL: it is new */
apr_status_t sc_item_put(sc_editing_t *editing, void *record, const void *before);

/** Withdraws a stored item with what belongs to it.
 * @param belongings of it, or NULL: as they are stored. APR_EBUSY and problems: others refer to it
 */
apr_status_t sc_item_remove(sc_editing_t *editing, void *item,
                            const apr_array_header_t *belongings);

/** Stores an item that was withdrawn anew with what belonged to it; versions continue. Status and
 * problems as sc_item_check(). */
apr_status_t sc_item_restore(sc_editing_t *editing, const void *item,
                             const apr_array_header_t *belongings);

/** The problems as seen from an item: their fields begin with "COLLECTION/SLUG". */
sc_problems_t sc_item_problems(sc_problems_t *problems, const void *item);

/** Adds the problem that an item is no more and returns APR_ENOENT. */
apr_status_t sc_item_gone(sc_problems_t *problems);

#endif
