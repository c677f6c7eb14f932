/**
 * @file board.h
 * @brief The life of partnerships: which step each has reached, and the next one.
 */
#ifndef SC_STORE_BOARD_H
#define SC_STORE_BOARD_H

#include "store/edit/edit.h"
#include "view/derive.h"

/** How many partnerships a board holds. */
#define SC_BOARD_LIMIT 300

typedef struct sc_board_entry_t {
    const sc_partnership_t *partnership;
    const sc_step_t *step;      /* the last one on record, or NULL */
    sc_conditions_t conditions; /* what CLAIR asks of a sister city */
} sc_board_entry_t;

/**
 * Partnerships with the step that each has reached: those that are forming first, then those whose
 * life goes on, then those that are over; the last changed ones first.
 * @param place slug: only those it takes part in; or NULL
 * @param entries of sc_board_entry_t, at most SC_BOARD_LIMIT; @param total of all
 * @param labels gets the places of them
 */
apr_status_t sc_board_read(sc_db_t *db, apr_pool_t *pool, const char *place,
                           apr_array_header_t **entries, apr_int64_t *total, apr_hash_t *labels);

/** The status of a partnership that has reached the step (a word of sc_step_words). */
const char *sc_board_status(const char *step);

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
apr_status_t sc_board_move(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           sc_step_t *step, apr_int64_t version, sc_problems_t *problems,
                           sc_edit_t *out);

#endif
