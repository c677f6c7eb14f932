#include "store/edit/edit.h"

#include "model/utf8.h"
#include "store/edit/edit_private.h"
#include "store/query/facets.h"
#include "store/record/read.h"
#include "store/record/references.h"

#include <string.h>

/* What edit_transact() hands to the database's transaction. */
typedef struct transaction_t {
    editing_t editing;
    int known; /* problems there were before */
    edit_body_fn *body;
    void *baton;
} transaction_t;

static apr_status_t run_body(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    transaction_t *transaction = baton;
    editing_t editing = transaction->editing;
    apr_status_t status;

    editing.db = db;
    editing.pool = pool;
    editing.problems->items->nelts = transaction->known;
    memset(editing.out, 0, sizeof(*editing.out));
    status = transaction->body(&editing, transaction->baton);
    return status == APR_SUCCESS ? sc_facets_update(db, pool) : status;
}

static int is_sound(const char *text, apr_size_t limit)
{
    return sc_utf8_is_clean(text, strlen(text)) && sc_utf8_length(text) <= limit;
}

apr_status_t edit_check_editor(const sc_editor_t *editor, sc_problems_t *problems)
{
    if (editor->role == SC_ROLE_NONE || !editor->who || !*editor->who) {
        return APR_EACCES;
    }
    if (!is_sound(editor->who, SC_NOTE_LIMIT)) {
        sc_problem_add(problems, NULL, "unsound_user",
                       N_("The name that you signed in with cannot be recorded."), NULL);
        return APR_EINVAL;
    }
    if (editor->note && !is_sound(editor->note, SC_NOTE_LIMIT)) {
        sc_problem_add(problems, "note", "unsound_note",
                       N_("The note is too long, or has characters in it that are none."), NULL);
        return APR_EINVAL;
    }
    return APR_SUCCESS;
}

void edit_begin(editing_t *editing, const sc_editor_t *editor)
{
    editing->editor = editor;
    editing->who = editor->who;
    editing->note = editor->note && *editor->note ? editor->note : NULL;
}

apr_status_t edit_transact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           sc_problems_t *problems, sc_edit_t *out, edit_body_fn *body, void *baton)
{
    transaction_t transaction = {.body = body, .baton = baton};
    apr_status_t status;

    memset(out, 0, sizeof(*out));
    status = edit_check_editor(editor, problems);
    if (status != APR_SUCCESS) {
        return status;
    }
    transaction.known = problems->items->nelts;
    edit_begin(&transaction.editing, editor);
    transaction.editing.problems = problems;
    transaction.editing.out = out;
    status = sc_db_transaction(db, pool, run_body, &transaction);
    if (status != APR_SUCCESS) {
        out->change = 0;
        out->draft = 0;
    }
    return status;
}

int edit_is_reviewed(const sc_editor_t *editor)
{
    return editor->is_reviewed && editor->role < SC_ROLE_REVIEWER;
}

/* A record as the caller gave it: the body of a transaction begins with it anew. */
typedef struct saving_t {
    sc_record_t *record;
    sc_record_t given;
} saving_t;

static apr_status_t save(editing_t *editing, void *baton)
{
    saving_t *saving = baton;
    apr_status_t status;
    void *before;

    *saving->record = saving->given;
    status = edit_check(editing, saving->record, &before);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (before && sc_record_is_equal(saving->record, before)) {
        return APR_SUCCESS;
    }
    return edit_is_reviewed(editing->editor)
               ? edit_propose(editing, saving->record, before)
               : edit_put(editing, saving->record, before, before ? "change" : "create");
}

apr_status_t sc_edit_save(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, void *record,
                          sc_problems_t *problems, sc_edit_t *out)
{
    saving_t saving = {record, *(sc_record_t *)record};
    apr_status_t status = edit_transact(db, pool, editor, problems, out, save, &saving);

    if (status != APR_SUCCESS) {
        *saving.record = saving.given;
    }
    return status;
}

typedef struct withdrawal_t {
    const sc_entity_t *entity;
    const char *slug;
    apr_int64_t version;
} withdrawal_t;

static apr_status_t propose_withdrawal(editing_t *editing, void *item)
{
    const sc_record_t *record = item;
    apr_status_t status;
    int is_used;

    status = sc_reference_check_unused(editing->db, editing->pool, record->entity, record->id,
                                       &is_used, editing->problems);
    if (status != APR_SUCCESS) {
        return status;
    }
    return is_used ? APR_EBUSY : edit_propose(editing, NULL, item);
}

static apr_status_t withdraw(editing_t *editing, void *baton)
{
    const withdrawal_t *withdrawal = baton;
    apr_array_header_t *belongings;
    apr_status_t status;
    void *item;

    status = sc_read_item(editing->db, editing->pool, withdrawal->entity, withdrawal->slug, &item);
    if (status == APR_ENOENT) {
        return edit_gone(editing->problems);
    }
    if (status == APR_SUCCESS) {
        status = edit_check_version(editing, item, withdrawal->version);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    if (edit_is_reviewed(editing->editor)) {
        return propose_withdrawal(editing, item);
    }
    status = edit_belongings(editing, item, &belongings);
    return status == APR_SUCCESS ? edit_remove(editing, item, belongings) : status;
}

apr_status_t sc_edit_withdraw(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              const sc_entity_t *entity, const char *slug, apr_int64_t version,
                              sc_problems_t *problems, sc_edit_t *out)
{
    withdrawal_t withdrawal = {entity, slug, version};

    return edit_transact(db, pool, editor, problems, out, withdraw, &withdrawal);
}

apr_status_t sc_edit_decide(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            apr_int64_t draft, int publish, sc_problems_t *problems, sc_edit_t *out)
{
    edit_decision_t decision = {draft, publish};

    return edit_transact(db, pool, editor, problems, out, edit_decide, &decision);
}

apr_status_t sc_edit_undo(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                          apr_int64_t change, sc_problems_t *problems, sc_edit_t *out)
{
    return edit_transact(db, pool, editor, problems, out, edit_undo, &change);
}

static apr_status_t redact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           edit_redaction_t *redaction, sc_edit_t *out)
{
    memset(out, 0, sizeof(*out));
    if (editor->role < SC_ROLE_ADMIN) {
        return APR_EACCES;
    }
    if (!*redaction->name || !is_sound(redaction->name, SC_NOTE_LIMIT) ||
        strcmp(redaction->name, sc_name_removed) == 0) {
        return APR_EINVAL;
    }
    return edit_transact(db, pool, editor, sc_problems_new(pool), out, edit_redact, redaction);
}

apr_status_t sc_edit_redact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            const char *name, apr_int64_t *count, sc_edit_t *out)
{
    edit_redaction_t redaction = {name, 0, 0};
    apr_status_t status = redact(db, pool, editor, &redaction, out);

    *count = status == APR_SUCCESS ? redaction.count : 0;
    return status;
}

apr_status_t sc_edit_redact_look(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                                 const char *name, apr_int64_t *count)
{
    edit_redaction_t redaction = {name, 1, 0};
    sc_edit_t none;
    apr_status_t status = redact(db, pool, editor, &redaction, &none);

    *count = status == APR_INCOMPLETE ? redaction.count : 0;
    return status == APR_INCOMPLETE ? APR_SUCCESS : status;
}
