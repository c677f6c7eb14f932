/**
 * @file undo.h
 * @brief Undoing a change.
 */
#ifndef SC_STORE_UNDO_H
#define SC_STORE_UNDO_H

#include "store/edit/edit.h"

/**
 * Undoes a change, or an import as a whole, by a new change: a created item is withdrawn, a
 * withdrawn one is restored with all that belonged to it under its address, a changed one takes the
 * former values of the fields that the change touched (fields that others changed later stay). An
 * undone change can be had again by undoing the undoing.
 * @return APR_SUCCESS; APR_ENOENT: there is no such change; APR_EBUSY with problems, all of them,
 * when something stands in the way: the same field was changed again, the created item was changed
 * or got belongings, its address is taken, what it refers to is gone, others refer to it, the
 * change is undone already or cannot be undone (a redaction, an import that replaced everything).
 * A problem's field is "COLLECTION/SLUG.FIELD", or "COLLECTION/SLUG" for the item as a whole.
 */
apr_status_t sc_edit_undo(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                          apr_int64_t change, sc_problems_t *problems, sc_edit_t *out);

#endif
