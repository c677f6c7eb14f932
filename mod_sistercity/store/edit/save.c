#include "store/edit/edit.h"

#include "store/edit/draft.h"
#include "store/edit/item.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "view/change.h"

/* A record as the caller gave it: the body of a transaction begins with it anew. */
typedef struct saving_t {
    sc_record_t *record;
    sc_record_t given;
    const apr_array_header_t *added; /* or NULL */
} saving_t;

/* Stores the new items that the record refers to: what is stored behind the first follows from it.
 */
static apr_status_t put_added(sc_editing_t *editing, const apr_array_header_t *added)
{
    SC_EACH(sc_record_t, item, added) {
        void *before;

        item->id = item->version = 0;
        SC_TRY(sc_item_check(editing, item, &before));
        SC_TRY(sc_edit_is_reviewed(editing->editor) ? sc_draft_propose_new(editing, item)
                                                    : sc_item_put(editing, item, NULL));
        editing->batch = editing->batch ? editing->batch : editing->out->change;
    }
    return APR_SUCCESS;
}

/* What a proposal refers to need not be stored: it may be proposed by the same person. */
static apr_status_t check_proposal(sc_editing_t *editing, void *record, void **before)
{
    int known = editing->problems->items->nelts;
    apr_status_t status = sc_item_check(editing, record, before);

    return status == APR_EINVAL && sc_edit_is_reviewed(editing->editor)
               ? sc_draft_forgive(editing, record, known)
               : status;
}

/* A new step moves its partnership on, unless that is only proposed itself. */
static apr_status_t put(sc_editing_t *editing, void *record, void *before)
{
    apr_status_t status = !before && sc_record_entity(record) == &sc_step
                              ? sc_step_record(editing, record, NULL, 0)
                              : APR_ENOENT;

    if (status != APR_ENOENT) {
        return status;
    }
    return sc_edit_is_reviewed(editing->editor) ? sc_draft_propose(editing, record, before)
                                                : sc_item_put(editing, record, before);
}

static apr_status_t save(sc_editing_t *editing, void *baton)
{
    saving_t *saving = baton;
    void *before;

    *saving->record = saving->given;
    SC_TRY(put_added(editing, saving->added));
    SC_TRY(check_proposal(editing, saving->record, &before));
    if (before && sc_record_is_equal(saving->record, before)) {
        return APR_SUCCESS;
    }
    SC_TRY(put(editing, saving->record, before));
    editing->out->change = editing->batch ? editing->batch : editing->out->change;
    return APR_SUCCESS;
}

apr_status_t sc_edit_save(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, void *record,
                          const apr_array_header_t *added, sc_problems_t *problems, sc_edit_t *out)
{
    saving_t saving = {record, *(sc_record_t *)record, added};
    apr_status_t status = sc_edit_transact(db, pool, editor, problems, out, save, &saving);

    if (status != APR_SUCCESS) {
        *saving.record = saving.given;
    }
    return status;
}

/* An item that is to be withdrawn. */
typedef struct withdrawal_t {
    const sc_entity_t *entity;
    const char *slug;
    apr_int64_t version;
} withdrawal_t;

static apr_status_t withdraw(sc_editing_t *editing, void *baton)
{
    const withdrawal_t *withdrawal = baton;
    void *item;
    int is_used;

    apr_status_t status =
        sc_read_item(editing->db, editing->pool, withdrawal->entity, withdrawal->slug, &item);
    if (status == APR_ENOENT) {
        return sc_item_gone(editing->problems);
    }
    SC_TRY(status);
    SC_TRY(sc_item_check_version(editing, item, withdrawal->version));
    if (!sc_edit_is_reviewed(editing->editor)) {
        return sc_item_withdraw(editing, item);
    }
    SC_TRY(sc_reference_check_unused(editing->db, editing->pool, withdrawal->entity,
                                     ((const sc_record_t *)item)->id, &sc_story, &is_used,
                                     editing->problems));
    return is_used ? APR_EBUSY : sc_draft_propose(editing, NULL, item);
}

apr_status_t sc_edit_withdraw(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              const sc_entity_t *entity, const char *slug, apr_int64_t version,
                              sc_problems_t *problems, sc_edit_t *out)
{
    withdrawal_t withdrawal = {entity, slug, version};

    return sc_edit_transact(db, pool, editor, problems, out, withdraw, &withdrawal);
}
