/**
 * @file step.h
 * @brief What a new step makes of its partnership, within a transaction.
 */
#ifndef SC_STORE_STEP_H
#define SC_STORE_STEP_H

#include "store/edit/edit.h"

/**
 * What a step that is not stored yet makes of its partnership.
 * @param now the partnership as it is stored; @param then as it is to be, or NULL: it stays as it
 * is (a later step is on record, or it has that status already)
 * @return APR_SUCCESS; APR_ENOENT: there is no such partnership
 */
apr_status_t sc_step_effect(sc_db_t *db, apr_pool_t *pool, const sc_step_t *step,
                            sc_partnership_t **now, sc_partnership_t **then);

/** Stores a checked new step, and the partnership as it follows from it: as a part of the step's
 * change, which out->change names. Status and problems as sc_item_check(). */
apr_status_t sc_step_put(sc_editing_t *editing, sc_step_t *step);

/** Stores a partnership as it follows from a step. @param batch the step's change, or 0 */
apr_status_t sc_step_put_partnership(sc_editing_t *editing, sc_partnership_t *then,
                                     apr_int64_t batch);

#endif
