#include "store/query/shift.h"

#include "store/db/date_sql.h"
#include "store/record/planned.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

/* The first bounds, which the last implies, are ones that an index can use. */
#define IS_LATER(column, indexed)                                                                  \
    " UNION SELECT \"id\", \"status\" FROM \"partnerships\" WHERE " indexed " > ? AND " indexed    \
    " < '~' AND " SC_SQL_FIRST_DAY(column) " > ?"

#define CANDIDATES                                                                                 \
    "SELECT \"id\", \"status\" FROM \"partnerships\" WHERE \"id\" IN "                             \
    "(" SC_SQL_PLANNED_PARTNERSHIPS                                                                \
    ")" IS_LATER("\"established\"", "COALESCE(\"established\", '~')")                              \
        IS_LATER("\"ended\"", "\"ended\"")

/* The steps of all that were taken up again, in their order. */
#define LIFTED                                                                                     \
    "SELECT s.\"partnership_id\", s.\"status\", " SC_SQL_STEP_DAY " FROM \"steps\" s "             \
    "WHERE s.\"partnership_id\" IN (SELECT h.\"partnership_id\" FROM \"steps\" h JOIN \"steps\" "  \
    "l "                                                                                           \
    "ON l.\"partnership_id\" = h.\"partnership_id\" AND l.\"id\" <> h.\"id\" WHERE h.\"status\" "  \
    "IN "                                                                                          \
    "('suspended', 'terminated', 'expired', 'succeeded', 'upgraded') AND l.\"status\" IN "         \
    "('signing', 'exchange', 'renewed', 'resumed') AND COALESCE(l.\"effective\", l.\"date\") > "   \
    "COALESCE(h.\"effective\", h.\"date\")) "                                                      \
    "ORDER BY s.\"partnership_id\", " SC_SQL_STEP_DAY ", s.\"id\""

/* A partnership that rested or was over on the day. */
static void add_stopped(apr_array_header_t *shifts, apr_int64_t id)
{
    SC_EACH_OF(sc_shift_t, shift, shifts) {
        if (shift->id == id) {
            shift->word = "suspended";
            return;
        }
    }
    APR_ARRAY_PUSH(shifts, sc_shift_t) = (sc_shift_t){id, "active", "suspended"};
}

/* Their stored status and end are those of today: the steps tell of the day. */
static apr_status_t add_lifted(sc_db_t *db, apr_pool_t *pool, const char *day,
                               apr_array_header_t *shifts)
{
    sc_rows_t *rows;
    int stopped = 0;

    SC_TRY(sc_db_select(db, pool, LIFTED, NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, 0);
        const sc_step_t step = {.status = sc_row_word(rows, i, 1),
                                .effective = sc_row_text(rows, i, 2)};

        stopped = sc_step_stops(&step, day, stopped);
        if (i + 1 == rows->count || sc_row_number(rows, i + 1, 0) != id) {
            if (stopped) {
                add_stopped(shifts, id);
            }
            stopped = 0;
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_shifts_read(sc_db_t *db, apr_pool_t *pool, const char *day,
                            apr_array_header_t **shifts)
{
    const char *today = sc_db_today(db);
    sc_arg_t year = sc_arg_text(apr_pstrndup(pool, today, 4)), now = sc_arg_text(today);
    const sc_arg_t args[] = {sc_arg_text(strcmp(day, today) > 0 ? day : today), year, now, year,
                             now};
    apr_array_header_t *ids = apr_array_make(pool, 4, sizeof(apr_int64_t)), *read;
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, CANDIDATES, args, 5, &rows));
    *shifts = apr_array_make(pool, rows->count + 1, sizeof(sc_shift_t));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = sc_row_number(rows, i, 0);
    }
    SC_TRY(sc_read_shallow(db, pool, &sc_partnership, ids, &read));
    if (strcmp(day, today) > 0) {
        SC_TRY(sc_planned_follow(db, pool, day, read));
    }
    for (int i = 0; i < read->nelts && i < rows->count; i++) {
        const sc_partnership_t *partnership = SC_AT(read, i, sc_partnership_t);

        APR_ARRAY_PUSH(*shifts, sc_shift_t) = (sc_shift_t){
            partnership->record.id, sc_row_text(rows, i, 1), sc_status_on(partnership, day, today)};
    }
    return strcmp(day, today) < 0 ? add_lifted(db, pool, day, *shifts) : APR_SUCCESS;
}

sc_bitmap_t *sc_shifts_with(const apr_array_header_t *shifts, const char *const *words)
{
    sc_bitmap_t *ids = sc_bitmap_new(shifts->pool);

    for (int i = 0; i < shifts->nelts; i++) {
        const sc_shift_t *shift = &APR_ARRAY_IDX(shifts, i, sc_shift_t);
        const char *const *word = words;

        while (word && *word && strcmp(*word, shift->word) != 0) {
            word++;
        }
        if (!word || *word) {
            sc_bitmap_add_list(ids, apr_ltoa(shifts->pool, (long)shift->id), NULL);
        }
    }
    return ids;
}
