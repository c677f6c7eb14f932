/**
 * @file edit.h
 * @brief Changes by people: validated, stored in one transaction with their audit row, undoable.
 *
 * The only way in which the admin side changes the registry: save.h (an item), move.h (the next
 * step of a partnership), draft.h (what waits for a reviewer), undo.h, redact.h and contacts.h
 * (what may not be kept). Each of their edits is a transaction of its own: either everything, audit
 * row included, or nothing. Versions of what was withdrawn continue when its address is used again,
 * so that nobody mistakes one for the other.
 *
 * Who may do what (else APR_EACCES; "own" is what the same user did):
 *
 *                             | editor | reviewed editor | reviewer | admin
 *     create, change, withdraw| yes    | as a draft      | yes      | yes
 *     undo a change           | own    | no              | yes      | yes
 *     reject a draft          | own    | own             | yes      | yes
 *     publish a draft         | no     | no              | yes      | yes
 *     import, undo an import  | no     | no              | no       | yes
 *     redact                  | no     | no              | no       | yes
 *
 * All of them return APR_EINVAL (with a problem of the field "note" where there are problems) when
 * the note is no sound text of at most SC_NOTE_LIMIT characters, and else the database's error.
 */
#ifndef SC_STORE_EDIT_H
#define SC_STORE_EDIT_H

#include "model/entity.h"
#include "model/problem.h"
#include "store/db/db.h"

/** The longest note in characters. */
#define SC_NOTE_LIMIT 2000

/** What somebody may do; each role may do what the ones before it may. */
typedef enum { SC_ROLE_NONE, SC_ROLE_EDITOR, SC_ROLE_REVIEWER, SC_ROLE_ADMIN } sc_role_e;

typedef struct sc_editor_t {
    const char *who; /* httpd's authenticated user */
    sc_role_e role;
    int is_reviewed;   /* an editor's changes wait as drafts for a reviewer */
    const char *note;  /* why, in the editor's words, or NULL */
    apr_int64_t draft; /* the waiting draft of their own of a new item that what they save takes the
                          place of; 0: none */
} sc_editor_t;

/** What came of an edit. */
typedef struct sc_edit_t {
    apr_int64_t change; /* id of the audit row; 0 if nothing was published */
    apr_int64_t draft;  /* id of the draft that now waits; 0 if none */
    void *current;      /* APR_EBUSY: the item as it is stored now, if that is what differs */
} sc_edit_t;

/** One edit within its transaction; of store/edit and store/import alone, as is all below. */
typedef struct sc_editing_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_editor_t *editor;
    const char *who;         /* in whose name: the editor's, or that of a draft's author */
    const char *approved_by; /* the reviewer of the draft, or NULL */
    const char *note;
    apr_int64_t batch;  /* the import that it is part of, or 0 */
    apr_int64_t undoes; /* the change that it undoes, or 0 */
    sc_problems_t *problems;
    sc_edit_t *out;
} sc_editing_t;

/** The body of an edit. It may run twice: what it changes of its baton it must set up anew. */
typedef apr_status_t sc_edit_body_fn(sc_editing_t *editing, void *baton);

/** Runs the body in a transaction. The problems that the editing has and its result are as they
 * were before, each time the body begins. */
apr_status_t sc_edit_transact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              sc_problems_t *problems, sc_edit_t *out, sc_edit_body_fn *body,
                              void *baton);

/** Whether the audit rows can say who it was and why: APR_EACCES or, with a problem, APR_EINVAL. */
apr_status_t sc_edit_check_editor(const sc_editor_t *editor, sc_problems_t *problems);

/** Sets up what the audit rows say of the editor. */
void sc_edit_begin(sc_editing_t *editing, const sc_editor_t *editor);

/** Whether the editor's own changes wait for a reviewer. */
int sc_edit_is_reviewed(const sc_editor_t *editor);

/** Whether the text is well-formed, has no characters that are none, and is not too long. */
int sc_edit_is_sound(const char *text);

#endif
