#include "store/edit/move.h"

#include "model/vocabulary.h"
#include "store/edit/edit_private.h"
#include "store/edit/history.h"
#include "store/record/item_slug.h"
#include "store/record/read.h"
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
    size_t i;

    for (i = 0; i < sizeof(follows) / sizeof(follows[0]); i++) {
        if (strcmp(follows[i].step, step) == 0) {
            return follows[i].status;
        }
    }
    return sc_vocabulary_find(&sc_statuses, step) >= 0 ? step : "forming";
}

/* Whether a step on record is later than this one. */
static apr_status_t is_overtaken(editing_t *editing, const sc_step_t *step,
                                 const sc_partnership_t *partnership, int *is)
{
    const char *date = step->effective ? step->effective : step->date;
    const sc_arg_t args[] = {sc_arg_integer(partnership->record.id), sc_arg_text(date)};
    sc_rows_t *rows;
    apr_status_t status;

    *is = 0;
    if (!date) {
        return APR_SUCCESS;
    }
    status = sc_db_select(editing->db, editing->pool,
                          "SELECT 1 FROM \"steps\" WHERE \"partnership_id\" = ? "
                          "AND COALESCE(\"effective\", \"date\", '') > ? LIMIT 1",
                          args, 2, &rows);
    *is = status == APR_SUCCESS && rows->count > 0;
    return status;
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

apr_status_t edit_step_effect(editing_t *editing, const sc_step_t *step, sc_partnership_t **now,
                              sc_partnership_t **then)
{
    apr_status_t status;
    void *item = NULL;
    int is = 0;

    *then = NULL;
    status = sc_read_present(editing->db, editing->pool, &sc_partnership, step->partnership, &item);
    *now = item;
    if (status == APR_SUCCESS) {
        status = is_overtaken(editing, step, *now, &is);
    }
    if (status != APR_SUCCESS || is) {
        return status;
    }
    *then = apr_pmemdup(editing->pool, *now, sizeof(**now));
    follow(*then, step);
    *then = sc_record_is_equal(*then, *now) ? NULL : *then;
    return APR_SUCCESS;
}

/* Stores a partnership as it follows from a step: an audit row of its own, in the step's batch. */
static apr_status_t put_partnership(editing_t *editing, sc_partnership_t *then, apr_int64_t batch)
{
    void *before;
    apr_status_t status = edit_check(editing, then, &before);

    if (status != APR_SUCCESS) {
        return status;
    }
    /* Undoing the step is to undo this, too. */
    editing->batch = batch;
    status = edit_put(editing, then, before, "change");
    editing->batch = 0;
    if (batch) {
        editing->out->change = batch;
    }
    return status;
}

apr_status_t edit_put_move(editing_t *editing, sc_step_t *step)
{
    sc_partnership_t *now, *then;
    apr_status_t status = edit_step_effect(editing, step, &now, &then);

    if (status == APR_SUCCESS) {
        status = edit_put(editing, step, NULL, "create");
    }
    return status == APR_SUCCESS && then ? put_partnership(editing, then, editing->out->change)
                                         : status;
}

/* A move on its way. */
typedef struct moving_t {
    sc_step_t *step;
    sc_step_t given; /* as the caller gave it: the body of a transaction begins with it anew */
    apr_int64_t version;
} moving_t;

/* Whether the draft proposes the very step: it was sent twice. */
static int is_same_proposal(const editing_t *editing, const sc_draft_t *draft,
                            const sc_step_t *step)
{
    return edit_is_reviewed(editing->editor) && strcmp(draft->who, editing->who) == 0 &&
           draft->is_move && sc_record_is_equal(draft->record, step);
}

/* Finds an address for the step that no stored step has and no draft waits for.
 * @param is_twin whether the very same is on record, or waits as out->draft: it was sent twice, and
 * has the address of the first */
static apr_status_t give_slug(editing_t *editing, sc_step_t *step, int *is_twin)
{
    apr_status_t status = APR_SUCCESS;
    sc_draft_t *draft;
    int number = 0;
    void *other;

    while (status == APR_SUCCESS && !*is_twin) {
        step->slug = sc_item_slug(step, ++number, editing->pool);
        if (!step->slug) {
            return APR_SUCCESS;
        }
        status = sc_read_item(editing->db, editing->pool, &sc_step, step->slug, &other);
        if (status == APR_SUCCESS) {
            *is_twin = sc_record_is_equal(step, other);
        }
        else if (status == APR_ENOENT) {
            status = sc_draft_of_address(editing->db, editing->pool, &sc_step, step->slug, &draft);
            if (status == APR_SUCCESS && is_same_proposal(editing, draft, step)) {
                editing->out->draft = draft->id;
                *is_twin = 1;
            }
        }
    }
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

/* The partnership as it follows from a step that is on record already. */
static apr_status_t follow_recorded(editing_t *editing, const moving_t *moving)
{
    sc_partnership_t *now, *then;
    apr_status_t status = edit_step_effect(editing, moving->step, &now, &then);

    /* What changed it since is the step itself. */
    if (status != APR_SUCCESS || !then || now->record.version != moving->version) {
        return status;
    }
    return edit_is_reviewed(editing->editor) ? edit_propose(editing, then, now)
                                             : put_partnership(editing, then, 0);
}

/* Whether the partnership could be stored as it is to be. */
static apr_status_t check_effect(editing_t *editing, const moving_t *moving)
{
    sc_partnership_t *now, *then;
    apr_status_t status = edit_step_effect(editing, moving->step, &now, &then);
    void *before;

    if (status == APR_SUCCESS) {
        status = edit_check_version(editing, now, moving->version);
    }
    return status == APR_SUCCESS && then ? edit_check(editing, then, &before) : status;
}

static apr_status_t move(editing_t *editing, void *baton)
{
    moving_t *moving = baton;
    sc_step_t *step = moving->step;
    apr_status_t status = APR_SUCCESS;
    int is_twin = 0;
    void *before;

    *step = moving->given;
    if (!step->slug && step->partnership && step->status) {
        status = give_slug(editing, step, &is_twin);
    }
    if (status != APR_SUCCESS || editing->out->draft) {
        return status;
    }
    if (is_twin) {
        return follow_recorded(editing, moving);
    }
    /* A partnership that is not there, or none at all, is a problem of the step. */
    status = edit_check(editing, step, &before);
    if (status == APR_SUCCESS) {
        status = check_effect(editing, moving);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    return edit_is_reviewed(editing->editor) ? edit_propose_move(editing, step, moving->version)
                                             : edit_put_move(editing, step);
}

apr_status_t sc_edit_move(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, sc_step_t *step,
                          apr_int64_t version, sc_problems_t *problems, sc_edit_t *out)
{
    moving_t moving = {step, *step, version};
    apr_status_t status = edit_transact(db, pool, editor, problems, out, move, &moving);

    if (status != APR_SUCCESS) {
        *step = moving.given;
    }
    return status;
}
