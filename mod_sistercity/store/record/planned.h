/**
 * Steps that take effect after the day on which they are recorded.
 *
 * The status in a partnership's row is that of the day on which it was stored. A step that was
 * recorded before its day is noted in the table `planned_steps` until the partnership is stored
 * anew on that day or later; from its day on, whoever reads the partnership reads what the step
 * made of it. So a status changes on its day though nobody edits anything, and readers never write.
 */
#pragma once

#include "store/db/ahead.h"
#include "view/force.h"

/** A SELECT of the partnerships of which a planned step holds on a day, the `?`. It is a CROSS JOIN
 * because SQLite would begin with all steps. */
#define SC_SQL_PLANNED_PARTNERSHIPS                                                                \
    "SELECT s.\"partnership_id\" FROM \"planned_steps\" q CROSS JOIN \"steps\" s "                 \
    "WHERE s.\"id\" = q.\"step_id\" AND " SC_SQL_FIRST_DAY(SC_SQL_STEP_DAY) " <= ?"

/** The day of a step `s`. */
#define SC_SQL_STEP_DAY "COALESCE(s.\"effective\", s.\"date\")"

/** Gives partnerships (sc_partnership_t *) the status and end that planned steps have brought them
 * by the day, and says what the next one will bring. */
apr_status_t sc_planned_follow(sc_db_t *db, apr_pool_t *pool, const char *day,
                               const apr_array_header_t *partnerships);

/** What that will ask. */
void sc_planned_ahead(sc_ahead_t *ahead, const char *day);

/** Notes all steps whose day is still to come. Within a transaction that has stored steps. */
apr_status_t sc_planned_note(sc_db_t *db, apr_pool_t *pool);

/** Forgets the planned steps that a partnership says now: it is being stored, as it was read.
 * @param count how many there were */
apr_status_t sc_planned_forget(sc_db_t *db, apr_pool_t *pool, apr_int64_t partnership, int *count);
