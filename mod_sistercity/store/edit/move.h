/**
 * @file move.h
 * @brief Moving a partnership on: a new step, and the status that follows from it.
 */
#ifndef SC_STORE_MOVE_H
#define SC_STORE_MOVE_H

#include "store/edit/edit.h"

/**
 * Records a new step and, unless a later one is on record, the status of the partnership that
 * follows from it, in one transaction: an end when it is over or suspended by a dated step, none
 * when it is in force again. Where an editor's changes are reviewed it waits as one draft, that of
 * the step; what follows from it is worked out when it is published. A step
 * that is on record already, the very same, was sent twice and is not recorded again.
 * @param step a new record; it gets an address if it has none
 * @param version of the partnership as it was read
 * @return as sc_edit_save(); out->change is that of the step, or the partnership's where that was
 * on record; out->current the partnership
 */
apr_status_t sc_edit_move(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, sc_step_t *step,
                          apr_int64_t version, sc_problems_t *problems, sc_edit_t *out);

#endif
