/**
 * The life of partnerships: which step each has reached.
 */
#pragma once

#include "view/derive.h"

/** How many partnerships a board holds. */
#define SC_BOARD_LIMIT 300

typedef struct sc_board_card_t {
    const sc_partnership_t *partnership;
    const sc_step_t *step;                   /* the last one on record, or NULL */
    const sc_partnership_dossier_t *dossier; /* without gifts, sources, claims and stories */
    sc_conditions_t conditions;              /* what CLAIR asks of a sister city */
} sc_board_card_t;

/** Partnerships that are forming come first, then those whose life goes on, then those that are
 * over; the last changed ones first. */
typedef struct sc_board_t {
    const char *place;         /* slug: only those it takes part in; NULL: all */
    apr_array_header_t *cards; /* of sc_board_card_t, at most SC_BOARD_LIMIT */
    apr_int64_t total;         /* of all */
    apr_hash_t *labels;
} sc_board_t;

/** A place with which a partnership is forming, or which is suggested. */
typedef struct sc_candidate_t {
    const sc_place_dossier_t *dossier;
    const sc_partnership_t *forming; /* with it, or NULL */
    const char *step;                /* word of sc_step_words: how far it has come; or NULL */
    const sc_seeking_t *search;      /* by which it is suggested, else its latest; or NULL */
} sc_candidate_t;

/** The most that are set side by side, and that are suggested among them. */
enum { SC_CANDIDATES_MOST = 10, SC_CANDIDATES_SUGGESTED = 5 };

typedef struct sc_candidates_t {
    const sc_place_dossier_t *own; /* whose candidates they are; NULL: nobody's */
    apr_array_header_t *items;     /* of sc_candidate_t: those of forming partnerships first */
} sc_candidates_t;
