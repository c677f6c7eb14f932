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
} saving_t;

static apr_status_t save(sc_editing_t *editing, void *baton)
{
    saving_t *saving = baton;
    void *before;

    *saving->record = saving->given;
    SC_TRY(sc_item_check(editing, saving->record, &before));
    if (before && sc_record_is_equal(saving->record, before)) {
        return APR_SUCCESS;
    }
    return sc_edit_is_reviewed(editing->editor) ? sc_draft_propose(editing, saving->record, before)
                                                : sc_item_put(editing, saving->record, before);
}

apr_status_t sc_edit_save(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, void *record,
                          sc_problems_t *problems, sc_edit_t *out)
{
    saving_t saving = {record, *(sc_record_t *)record};
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
    apr_status_t status;
    void *item;
    int is_used;

    status = sc_read_item(editing->db, editing->pool, withdrawal->entity, withdrawal->slug, &item);
    if (status == APR_ENOENT) {
        return sc_item_gone(editing->problems);
    }
    SC_TRY(status);
    SC_TRY(sc_item_check_version(editing, item, withdrawal->version));
    if (!sc_edit_is_reviewed(editing->editor)) {
        return sc_item_remove(editing, item, NULL);
    }
    SC_TRY(sc_reference_check_unused(editing->db, editing->pool, withdrawal->entity,
                                     ((const sc_record_t *)item)->id, &is_used, editing->problems));
    return is_used ? APR_EBUSY : sc_draft_propose(editing, NULL, item);
}

apr_status_t sc_edit_withdraw(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              const sc_entity_t *entity, const char *slug, apr_int64_t version,
                              sc_problems_t *problems, sc_edit_t *out)
{
    withdrawal_t withdrawal = {entity, slug, version};

    return sc_edit_transact(db, pool, editor, problems, out, withdraw, &withdrawal);
}
