/**
 * @file board.h
 * @brief The life of partnerships: which step each has reached.
 */
#ifndef SC_VIEW_BOARD_H
#define SC_VIEW_BOARD_H

#include "view/derive.h"

/** How many partnerships a board holds. */
#define SC_BOARD_LIMIT 300

typedef struct sc_board_card_t {
    const sc_partnership_t *partnership;
    const sc_step_t *step;      /* the last one on record, or NULL */
    sc_conditions_t conditions; /* what CLAIR asks of a sister city */
} sc_board_card_t;

/** Partnerships that are forming come first, then those whose life goes on, then those that are
 * over; the last changed ones first. */
typedef struct sc_board_t {
    const char *place;         /* slug: only those it takes part in; NULL: all */
    apr_array_header_t *cards; /* of sc_board_card_t, at most SC_BOARD_LIMIT */
    apr_int64_t total;         /* of all */
    apr_hash_t *labels;
} sc_board_t;

#endif
