/**
 * The parts of undoing a merge that no other undoing has, and of undoing that undoing.
 *
 * Private to store/edit/undo. In few statements, however many items referred to one of both: a
 * place may have ten thousand partnerships.
 */
#pragma once

#include "store/edit/item.h"

/** The change by which the other item was withdrawn. @param id 0: it was not, as in an undoing */
apr_status_t sc_undo_find_removal(sc_editing_t *editing, const sc_change_t *merge, apr_int64_t *id);

/**
 * Has all that the merge redirected to the kept item refer to the other one again. Each is a change
 * that undoes its own of the merge. Items that are not as the merge left them, or that referred to
 * both, are not touched: they are undone one by one, or stand in the way. Nothing is done unless
 * both are on record.
 * @param is_again the change is the undoing of a merge: all refer to the kept item again
 */
apr_status_t sc_undo_redirection(sc_editing_t *editing, const sc_change_t *merge, int is_again);

/** Has the addresses of items that are merged again lead to those that are kept. */
apr_status_t sc_undo_lead_on(sc_editing_t *editing, const sc_change_t *merge);
