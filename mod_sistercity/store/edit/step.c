#include "store/edit/item.h"

#include "model/vocabulary.h"
#include "store/record/read.h"
#include "view/change.h"
#include "view/derive.h"

#include <apr_strings.h>
#include <string.h>

/* The status of a partnership that has reached the step. */
static const char *status_after(const char *step)
{
    static const struct {
        const char *step, *status;
    } follows[] = {{"signing", "active"},
                   {"exchange", "active"},
                   {"renewed", "active"},
                   {"resumed", "active"}};

    for (size_t i = 0; i < sizeof(follows) / sizeof(follows[0]); i++) {
        if (strcmp(follows[i].step, step) == 0) {
            return follows[i].status;
        }
    }
    return sc_vocabulary_find(&sc_statuses, step) >= 0 ? step : "forming";
}

/* Whether a step on record is later than this one. */
static apr_status_t is_overtaken(sc_db_t *db, apr_pool_t *pool, const sc_step_t *step,
                                 const sc_partnership_t *partnership, int *is)
{
    const char *date = step->effective ? step->effective : step->date;
    const sc_arg_t args[] = {sc_arg_integer(partnership->record.id), sc_arg_text(date)};
    sc_rows_t *rows;

    *is = 0;
    if (date) {
        SC_TRY(sc_db_select(db, pool,
                            "SELECT 1 FROM \"steps\" WHERE \"partnership_id\" = ? "
                            "AND COALESCE(\"effective\", \"date\", '') > ? LIMIT 1",
                            args, 2, &rows));
        *is = rows->count > 0;
    }
    return APR_SUCCESS;
}

/* Gives the partnership the status of the step, and an end where it is in force no longer. */
static void follow(sc_partnership_t *partnership, const sc_step_t *step)
{
    const char *was = partnership->status;
    int was_in_force = strcmp(was, "suspended") != 0 && !sc_is_over(partnership);

    partnership->status = status_after(step->status);
    if (strcmp(partnership->status, "suspended") == 0 || sc_is_over(partnership)) {
        if (was_in_force || !partnership->ended) {
            partnership->ended = step->effective ? step->effective : step->date;
        }
    }
    else if (!was_in_force) {
        partnership->ended = NULL;
    }
}

apr_status_t sc_step_effect(sc_db_t *db, apr_pool_t *pool, const sc_step_t *step,
                            sc_partnership_t **now, sc_partnership_t **then)
{
    void *item = NULL;
    int is;

    *now = *then = NULL;
    SC_TRY(sc_read_present(db, pool, &sc_partnership, step->partnership, &item));
    *now = item;
    SC_TRY(is_overtaken(db, pool, step, *now, &is));
    if (!is) {
        *then = apr_pmemdup(pool, *now, sizeof(**now));
        follow(*then, step);
        *then = sc_record_is_equal(*then, *now) ? NULL : *then;
    }
    return APR_SUCCESS;
}

apr_status_t sc_step_put_partnership(sc_editing_t *editing, sc_partnership_t *then,
                                     apr_int64_t batch)
{
    void *before;

    SC_TRY(sc_item_check(editing, then, &before));
    /* Undoing the step is to undo this, too. */
    editing->batch = batch;
    SC_TRY(sc_item_put(editing, then, before));
    editing->batch = 0;
    editing->out->change = batch ? batch : editing->out->change;
    return APR_SUCCESS;
}

apr_status_t sc_step_put(sc_editing_t *editing, sc_step_t *step)
{
    sc_partnership_t *now, *then;

    SC_TRY(sc_step_effect(editing->db, editing->pool, step, &now, &then));
    SC_TRY(sc_item_put(editing, step, NULL));
    return then ? sc_step_put_partnership(editing, then, editing->out->change) : APR_SUCCESS;
}
