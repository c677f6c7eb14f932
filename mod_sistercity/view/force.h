/**
 * What is in force on a day: the one definition, for pages, data, lists, numbers and
 * reports.
 *
 * A partnership is in force on a day when it has begun by then, and is neither forming, suspended
 * nor over. A dormant one is: nobody has ended it. So is one whose status is not recorded. What is
 * stated for a later day is planned, and holds from that day on. Of days that are over, what is not
 * certain counts as far as it is known: a partnership that ended in 2022 may have been in force on
 * any day of that year but the last.
 */
#pragma once

#include "view/dossier.h"

/** The day from which the step holds: EDTF, or NULL. */
const char *sc_step_day(const sc_step_t *step);

/** Gives the partnership the status of the step, and an end where it is in force no longer. */
void sc_step_follow(sc_partnership_t *partnership, const sc_step_t *step);

/** Whether a partnership rests or is over on a day, after the steps on record: what a step makes of
 * that. One that ends or suspends it holds when its date is certainly reached, one that takes it up
 * again as soon as it may be.
 * @param stopped what the step before it left @param day "YYYY-MM-DD" */
int sc_step_stops(const sc_step_t *step, const char *day, int stopped);

/** Whether the partnership is over (terminated, expired, succeeded, upgraded). */
int sc_is_over(const sc_partnership_t *partnership);

/**
 * The status on a day, from the stated status and the dates beside it: before its beginning a
 * partnership is forming, before its end it is active.
 * @param day, today "YYYY-MM-DD"
 * @return a word of sc_statuses
 */
const char *sc_status_on(const sc_partnership_t *partnership, const char *day, const char *today);

/** What is stated for a later day: a beginning, an end or a step.
 * @param from EDTF: when it is so @return a word of sc_statuses, or NULL: nothing is planned */
const char *sc_status_planned(const sc_partnership_t *partnership, const char *today,
                              const char **from);

/** What a cell of CSV says of the record: the status is that of the day, as everywhere, and what is
 * on record stands in the further column stated_status where that is another, so that an import
 * brings it back. */
const char *sc_cell_today(const sc_field_t *column, const void *record, const char *today,
                          apr_pool_t *pool);

/** The statuses of what is in force; NULL ends. */
extern const char *const sc_statuses_in_force[];

/** Whether a partnership with this status is in force. */
int sc_status_is_in_force(const char *status);
