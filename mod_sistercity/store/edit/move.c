#include "store/edit/edit.h"

#include "store/edit/draft.h"
#include "store/edit/item.h"
#include "store/record/read.h"
#include "store/write/write.h"

#include <string.h>

/* A move on its way. */
typedef struct move_t {
    sc_step_t *step;
    sc_step_t given; /* as the caller gave it: the body of a transaction begins with it anew */
    sc_agreement_t *renewal; /* or NULL */
    apr_int64_t version;
} move_t;

/* Whether the draft proposes the very step with the very renewal: it was sent twice. */
static int is_same_proposal(const sc_editing_t *editing, const sc_draft_t *draft,
                            const move_t *move)
{
    const sc_agreement_t *renewal = sc_draft_renewal(draft), *other = move->renewal;

    return sc_edit_is_reviewed(editing->editor) && strcmp(draft->who, editing->who) == 0 &&
           draft->is_move && draft->record && sc_record_is_equal(draft->record, move->step) &&
           !renewal == !other && (!renewal || sc_record_is_equal(renewal, other));
}

/* Finds an address for the step that no stored step has and no draft waits for.
 * @param is_twin whether the very same is on record, or waits as out->draft: it was sent twice, and
 * has the address of the first */
static apr_status_t give_slug(sc_editing_t *editing, const move_t *move, int *is_twin)
{
    sc_step_t *step = move->step;
    sc_draft_t *draft;
    void *other;

    for (int number = 1; !*is_twin; number++) {
        step->slug = sc_item_slug(step, number, editing->pool);
        if (!step->slug) {
            break;
        }
        apr_status_t status =
            sc_read_item(editing->db, editing->pool, &sc_step, step->slug, &other);
        if (status == APR_SUCCESS) {
            *is_twin = sc_record_is_equal(step, other);
            continue;
        }
        SC_TRY(status == APR_ENOENT ? APR_SUCCESS : status);
        status = sc_draft_of_address(editing->db, editing->pool, &sc_step, step->slug, &draft);
        if (status == APR_ENOENT) {
            break;
        }
        SC_TRY(status);
        *is_twin = is_same_proposal(editing, draft, move);
        editing->out->draft = *is_twin ? draft->id : 0;
        if (draft->id == editing->editor->draft) {
            break;
        }
    }
    return APR_SUCCESS;
}

/* The partnership as it follows from a step that is on record already. */
static apr_status_t follow_recorded(sc_editing_t *editing, const move_t *move)
{
    sc_partnership_t *now, *then;

    SC_TRY(sc_step_effect(editing->db, editing->pool, move->step, &now, &then));
    /* What changed it since is the step itself. */
    if (!then || now->record.version != move->version) {
        return APR_SUCCESS;
    }
    return sc_edit_is_reviewed(editing->editor) ? sc_draft_propose(editing, then, now)
                                                : sc_step_put_partnership(editing, then, 0);
}

/* What stands in the way of the status that follows is said of the day from which it follows. */
static apr_status_t check_effect(sc_editing_t *editing, const sc_step_t *step,
                                 sc_partnership_t *then)
{
    apr_array_header_t *problems = editing->problems->items;
    int known = problems->nelts;
    void *before;
    apr_status_t status = sc_item_check(editing, then, &before);

    for (int i = known; i < problems->nelts; i++) {
        sc_problem_t *problem = &APR_ARRAY_IDX(problems, i, sc_problem_t);

        if (sc_is(problem->field, "ended")) {
            problem->field = step->effective ? "effective" : "date";
        }
    }
    return status;
}

apr_status_t sc_step_record(sc_editing_t *editing, sc_step_t *step, sc_agreement_t *renewal,
                            apr_int64_t seen)
{
    sc_partnership_t *now, *then;

    SC_TRY(sc_step_effect(editing->db, editing->pool, step, &now, &then));
    SC_TRY(seen ? sc_item_check_version(editing, now, seen) : APR_SUCCESS);
    SC_TRY(then ? check_effect(editing, step, then) : APR_SUCCESS);
    if (!sc_edit_is_reviewed(editing->editor)) {
        return sc_step_put(editing, step, renewal);
    }
    /* What renews it has no address before it is published. */
    if (renewal) {
        SC_TRY(sc_step_check_renewal(editing, step, renewal));
        renewal->slug = NULL;
    }
    return sc_draft_propose_move(editing, step, renewal, now->record.version);
}

static apr_status_t record_move(sc_editing_t *editing, void *baton)
{
    move_t *move = baton;
    sc_step_t *step = move->step;
    int is_twin = 0;
    void *before;

    *step = move->given;
    if (!step->slug && step->partnership && step->status) {
        SC_TRY(give_slug(editing, move, &is_twin));
    }
    if (is_twin) {
        return editing->out->draft ? APR_SUCCESS : follow_recorded(editing, move);
    }
    /* A partnership that is not there, or none at all, is a problem of the step. */
    SC_TRY(sc_item_check(editing, step, &before));
    return sc_step_record(editing, step, move->renewal, move->version);
}

apr_status_t sc_edit_move(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, sc_step_t *step,
                          sc_agreement_t *renewal, apr_int64_t version, sc_problems_t *problems,
                          sc_edit_t *out)
{
    move_t move = {step, *step, renewal, version};
    apr_status_t status = sc_edit_transact(db, pool, editor, problems, out, record_move, &move);

    if (status != APR_SUCCESS) {
        *step = move.given;
    }
    return status;
}
