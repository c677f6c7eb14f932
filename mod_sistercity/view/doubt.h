/**
 * What can be true of a partnership's steps, but seldom is: for the preview of a step, and
 * as rules of the check (store/load/check_rules.c), which says the same.
 *
 * Days are compared as far as they are known: one is after the other only if no reading of the two
 * has it otherwise. What cannot be true at all, an end before the beginning, is refused.
 */
#pragma once

#include "model/problem.h"
#include "view/dossier.h"

/* Message ids, and when they are said. */

/** Dated after one that ends what it is part of: a step of forming (up to the final text) after the
 * agreement is signed, active or renewed, unless the partnership ended in between; a rest or a
 * suspension after the end, unless it was taken up again in between. {slug} {date} */
extern const char sc_doubt_order[];

/** A renewal, rest or end before the partnership was established. {date} {established} */
extern const char sc_doubt_early[];

/** Taken up again, and nothing on record that may be earlier is a rest or an end. */
extern const char sc_doubt_resumed[];

/** Adds what is doubtful about the step among those of its partnership, as problems of the field
 * `date` or `status` of the code "step_order". @param steps of sc_step_t *, this one among them or
 * not */
void sc_step_doubts(const sc_step_t *step, const sc_partnership_t *partnership,
                    const apr_array_header_t *steps, sc_problems_t *doubts);
