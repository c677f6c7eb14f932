/**
 * Undoing many alike changes at once: what an import added, or what undoing one removed.
 *
 * Private to store/edit/undo. In few statements for hundreds of items: an import may have brought
 * tens of thousands.
 */
#pragma once

#include "store/edit/item.h"

/**
 * Undoes those changes that have nothing of their own to look at, each by a change that is told of
 * it, as one by one would be: items that were added, are as they were then, and that nothing refers
 * to; items that were removed, whose address is free and whose references are on record; items that
 * were changed and are as they were left then.
 * @param changes of sc_change_t *, none of them undone, all of one action and entity, the newest
 *                first
 * @param left the others, in the same order, for which the caller sees
 * @param count how many were undone
 */
apr_status_t sc_undo_many(sc_editing_t *editing, const apr_array_header_t *changes,
                          apr_array_header_t **left, int *count);
