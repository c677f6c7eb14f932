#include "store/edit/item.h"

#include "model/text/utf8.h"
#include "store/query/facets.h"
#include "store/write/write.h"

#include <string.h>

/* What sc_edit_transact() hands to the database's transaction. */
typedef struct transaction_t {
    sc_editing_t editing;
    int known; /* problems there were before */
    sc_edit_body_fn *body;
    void *baton;
} transaction_t;

static apr_status_t run_body(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    transaction_t *transaction = baton;
    sc_editing_t editing = transaction->editing;

    editing.db = db;
    editing.pool = pool;
    editing.problems->items->nelts = transaction->known;
    memset(editing.out, 0, sizeof(*editing.out));
    SC_TRY(sc_write_begin(db, pool));
    SC_TRY(transaction->body(&editing, transaction->baton));
    SC_TRY(sc_facets_update(db, pool));
    return sc_write_end(db, pool, editing.out->change != 0);
}

int sc_edit_is_sound(const char *text)
{
    return sc_utf8_is_clean(text, strlen(text)) && sc_utf8_length(text) <= SC_NOTE_LIMIT;
}

apr_status_t sc_edit_check_editor(const sc_editor_t *editor, sc_problems_t *problems)
{
    if (editor->role == SC_ROLE_NONE || !editor->who || !*editor->who) {
        return APR_EACCES;
    }
    if (!sc_edit_is_sound(editor->who)) {
        sc_problem_add(problems, NULL, "unsound_user",
                       N_("The name that you signed in with cannot be recorded."), NULL);
        return APR_EINVAL;
    }
    if (editor->note && !sc_edit_is_sound(editor->note)) {
        sc_problem_add(problems, "note", "unsound_note",
                       N_("The note is too long, or has characters in it that are none."), NULL);
        return APR_EINVAL;
    }
    return APR_SUCCESS;
}

void sc_edit_begin(sc_editing_t *editing, const sc_editor_t *editor)
{
    editing->editor = editor;
    editing->who = editor->who;
    editing->note = editor->note && *editor->note ? editor->note : NULL;
}

apr_status_t sc_edit_transact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              sc_problems_t *problems, sc_edit_t *out, sc_edit_body_fn *body,
                              void *baton)
{
    transaction_t transaction = {.body = body, .baton = baton};

    memset(out, 0, sizeof(*out));
    SC_TRY(sc_edit_check_editor(editor, problems));
    transaction.known = problems->items->nelts;
    sc_edit_begin(&transaction.editing, editor);
    transaction.editing.problems = problems;
    transaction.editing.out = out;
    apr_status_t status = sc_db_transaction(db, pool, run_body, &transaction);
    if (status != APR_SUCCESS) {
        out->change = 0;
        out->draft = 0;
    }
    return status;
}

int sc_edit_is_reviewed(const sc_editor_t *editor)
{
    return editor->is_reviewed && editor->role < SC_ROLE_REVIEWER;
}
