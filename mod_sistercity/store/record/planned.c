#include "store/record/planned.h"

#include "store/db/date_sql.h"

#include <apr_strings.h>
#include <string.h>

#define HOLDS SC_SQL_FIRST_DAY(SC_SQL_STEP_DAY) " <= ?"

enum { PARTNERSHIP, STATUS, DAY, IS_REACHED };
#define PLANNED                                                                                    \
    "SELECT s.\"partnership_id\", s.\"status\", " SC_SQL_STEP_DAY ", CASE WHEN " HOLDS             \
    " THEN 1 ELSE 0 END FROM \"planned_steps\" q CROSS JOIN \"steps\" s "                          \
    "WHERE s.\"id\" = q.\"step_id\" ORDER BY " SC_SQL_STEP_DAY ", s.\"id\""

/* The first bound, which the second implies, is one that an index on the day can use. */
#define STILL_TO_COME                                                                              \
    "INSERT INTO \"planned_steps\" SELECT s.\"id\" FROM \"steps\" s WHERE " SC_SQL_STEP_DAY        \
    " > ? AND " SC_SQL_FIRST_DAY(SC_SQL_STEP_DAY) " > ? ON CONFLICT DO NOTHING"

#define FORGET                                                                                     \
    "DELETE FROM \"planned_steps\" WHERE \"step_id\" IN (SELECT s.\"id\" FROM \"steps\" s "        \
    "WHERE s.\"partnership_id\" = ? AND " HOLDS ")"

/* The first step to come that changes the status is what is planned. */
static void expect(sc_partnership_t *partnership, const sc_step_t *step)
{
    sc_partnership_t then = *partnership;

    sc_step_follow(&then, step);
    if (!partnership->next_status && strcmp(then.status, partnership->status) != 0) {
        partnership->next_status = then.status;
        partnership->next_day = step->effective;
    }
}

apr_status_t sc_planned_follow(sc_db_t *db, apr_pool_t *pool, const char *day,
                               const apr_array_header_t *partnerships)
{
    const sc_arg_t arg = sc_arg_text(day);
    sc_rows_t *rows;

    if (partnerships->nelts == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool, PLANNED, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        const sc_step_t step = {.status = sc_row_word(rows, i, STATUS),
                                .effective = sc_row_text(rows, i, DAY)};

        SC_EACH(sc_partnership_t, partnership, partnerships) {
            if (partnership->record.id != sc_row_number(rows, i, PARTNERSHIP)) {
                continue;
            }
            if (sc_row_number(rows, i, IS_REACHED)) {
                sc_step_follow(partnership, &step);
            }
            else {
                expect(partnership, &step);
            }
        }
    }
    return APR_SUCCESS;
}

void sc_planned_ahead(sc_ahead_t *ahead, const char *day)
{
    const sc_arg_t arg = sc_arg_text(day);

    sc_ahead_ask(ahead, PLANNED, &arg, 1);
}

apr_status_t sc_planned_note(sc_db_t *db, apr_pool_t *pool)
{
    const char *today = sc_db_today(db);
    const sc_arg_t args[] = {sc_arg_text(apr_pstrndup(pool, today, 4)), sc_arg_text(today)};

    return sc_db_execute(db, pool, STILL_TO_COME, args, 2, NULL);
}

apr_status_t sc_planned_forget(sc_db_t *db, apr_pool_t *pool, apr_int64_t partnership, int *count)
{
    const sc_arg_t args[] = {sc_arg_integer(partnership), sc_arg_text(sc_db_today(db))};

    return sc_db_execute(db, pool, FORGET, args, 2, count);
}
