#include "view/force.h"

#include "model/cell.h"
#include "model/text/edtf.h"
#include "model/vocabulary.h"

#include <string.h>

static int is_one_of(const char *word, const char *const *words)
{
    while (*words && (!word || strcmp(word, *words) != 0)) {
        words++;
    }
    return *words != NULL;
}

const char *sc_step_day(const sc_step_t *step)
{
    return step->effective ? step->effective : step->date;
}

/* The status of a partnership that has reached the step. */
static const char *status_after(const char *step)
{
    static const char *const active[] = {"signing", "exchange", "renewed", "resumed", NULL};

    return is_one_of(step, active)                       ? "active"
           : sc_vocabulary_find(&sc_statuses, step) >= 0 ? step
                                                         : "forming";
}

int sc_is_over(const sc_partnership_t *partnership)
{
    static const char *const over[] = {"terminated", "expired", "succeeded", "upgraded", NULL};

    return is_one_of(partnership->status, over);
}

/* Whether its status says that it is not in force any more. */
static int has_stopped(const sc_partnership_t *partnership)
{
    return sc_is(partnership->status, "suspended") || sc_is_over(partnership);
}

void sc_step_follow(sc_partnership_t *partnership, const sc_step_t *step)
{
    int had_stopped = has_stopped(partnership);

    /* Another party has come: it stands as it stood. */
    if (sc_is(step->status, "passed_on")) {
        return;
    }
    partnership->status = status_after(step->status);
    if (has_stopped(partnership)) {
        if (!had_stopped || !partnership->ended) {
            partnership->ended = sc_step_day(step);
        }
    }
    else if (had_stopped) {
        partnership->ended = NULL;
    }
}

/* Whether the date is certainly reached on the day: then the last day that it can mean is. */
static int is_reached(const char *date, const char *day)
{
    char first[11], last[11];
    sc_date_t parsed;

    if (!date || sc_edtf_parse(date, &parsed) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&parsed, first, last);
    return strcmp(last, day) <= 0;
}

int sc_step_stops(const sc_step_t *step, const char *day, int stopped)
{
    const sc_partnership_t after = {.status = status_after(step->status)};
    const char *date = sc_step_day(step);

    if (has_stopped(&after)) {
        return stopped || is_reached(date, day);
    }
    return stopped && !(sc_is(after.status, "active") && !sc_edtf_is_future(date, day));
}

/* The status of what has stopped by today, on a day that may be another. */
static const char *status_before_end(const sc_partnership_t *partnership, const char *day,
                                     const char *today)
{
    if (sc_edtf_is_future(partnership->ended, day)) {
        return "active";
    }
    return strcmp(day, today) >= 0 || is_reached(partnership->ended, day) ? partnership->status
                                                                          : "unknown";
}

const char *sc_status_on(const sc_partnership_t *partnership, const char *day, const char *today)
{
    const char *status = partnership->status ? partnership->status : "unknown";

    if (sc_is(status, "forming") || sc_edtf_is_future(partnership->established, day)) {
        return "forming";
    }
    if (has_stopped(partnership)) {
        return status_before_end(partnership, day, today);
    }
    return !sc_is(status, "dormant") && is_reached(partnership->ended, day) ? "terminated" : status;
}

const char *sc_status_planned(const sc_partnership_t *partnership, const char *today,
                              const char **from)
{
    *from = NULL;
    if (sc_edtf_is_future(partnership->established, today)) {
        *from = partnership->established;
        return "active";
    }
    if (sc_edtf_is_future(partnership->ended, today) &&
        !sc_is(partnership->status, sc_status_on(partnership, today, today))) {
        *from = partnership->ended;
        return partnership->status;
    }
    *from = partnership->next_day;
    return partnership->next_status;
}

const char *sc_cell_today(const sc_field_t *column, const void *record, const char *today,
                          apr_pool_t *pool)
{
    const char *stated, *status;

    if (column->vocabulary != &sc_statuses) {
        return sc_cell_write(column, record, pool);
    }
    stated = sc_field_text(column, record);
    status = sc_status_on(record, today, today);
    if (sc_column_is_further(sc_record_entity(record), column)) {
        return sc_is(stated, status) ? "" : stated;
    }
    return status;
}

const char *const sc_statuses_in_force[] = {"active", "dormant", "unknown", NULL};

int sc_status_is_in_force(const char *status)
{
    return is_one_of(status, sc_statuses_in_force);
}
