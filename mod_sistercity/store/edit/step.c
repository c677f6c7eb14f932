#include "store/edit/item.h"

#include "model/text/edtf.h"
#include "store/db/date_sql.h"
#include "store/record/planned.h"
#include "store/record/read.h"
#include "view/change.h"

#include <apr_strings.h>

/* Whether a step on record that holds by now is later than this one. */
static apr_status_t is_overtaken(sc_db_t *db, apr_pool_t *pool, const sc_step_t *step,
                                 const sc_partnership_t *partnership, int *is)
{
    const char *date = sc_step_day(step);
    const sc_arg_t args[] = {sc_arg_integer(partnership->record.id), sc_arg_text(date),
                             sc_arg_text(sc_db_today(db))};
    sc_rows_t *rows;

    *is = 0;
    if (date) {
        SC_TRY(sc_db_select(db, pool,
                            "SELECT 1 FROM \"steps\" s WHERE s.\"partnership_id\" = ? "
                            "AND s.\"status\" <> 'passed_on' "
                            "AND " SC_SQL_STEP_DAY
                            " > ? AND " SC_SQL_FIRST_DAY(SC_SQL_STEP_DAY) " <= ? LIMIT 1",
                            args, 3, &rows));
        *is = rows->count > 0;
    }
    return APR_SUCCESS;
}

apr_status_t sc_step_effect(sc_db_t *db, apr_pool_t *pool, const sc_step_t *step,
                            sc_partnership_t **now, sc_partnership_t **then)
{
    void *item = NULL;
    int is;

    *now = *then = NULL;
    SC_TRY(sc_read_present(db, pool, &sc_partnership, step->partnership, &item));
    *now = item;
    if (sc_edtf_is_future(sc_step_day(step), sc_db_today(db))) {
        return APR_SUCCESS;
    }
    SC_TRY(is_overtaken(db, pool, step, *now, &is));
    if (!is) {
        *then = apr_pmemdup(pool, *now, sizeof(**now));
        sc_step_follow(*then, step);
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

apr_status_t sc_step_check_renewal(sc_editing_t *editing, const sc_step_t *step,
                                   sc_agreement_t *renewal)
{
    void *before;

    renewal->partnership = step->partnership;
    renewal->date = step->date;
    renewal->source = step->source;
    renewal->slug = NULL;
    SC_TRY(sc_item_give_slug(editing, renewal));
    return sc_item_check(editing, renewal, &before);
}

/* As a part of the step's change. */
static apr_status_t put_renewal(sc_editing_t *editing, const sc_step_t *step,
                                sc_agreement_t *renewal)
{
    const sc_edit_t out = *editing->out;
    apr_int64_t batch = editing->batch;

    SC_TRY(sc_step_check_renewal(editing, step, renewal));
    editing->batch = out.change;
    SC_TRY(sc_item_put(editing, renewal, NULL));
    editing->batch = batch;
    *editing->out = out;
    return APR_SUCCESS;
}

apr_status_t sc_step_put(sc_editing_t *editing, sc_step_t *step, sc_agreement_t *renewal)
{
    sc_partnership_t *now, *then;

    SC_TRY(sc_step_effect(editing->db, editing->pool, step, &now, &then));
    SC_TRY(sc_item_put(editing, step, NULL));
    SC_TRY(then ? sc_step_put_partnership(editing, then, editing->out->change) : APR_SUCCESS);
    return renewal ? put_renewal(editing, step, renewal) : APR_SUCCESS;
}
