/**
 * @file edit_private.h
 * @brief What the files of editing share; nobody else but import includes it.
 *
 * edit.c checks who may do what and holds the transactions; edit_item.c makes the change of one
 * item with its audit row; draft.c keeps proposals; move.c moves a partnership on; edit_undo.c and
 * edit_redact.c are each the body of one transaction.
 */
#ifndef SC_STORE_EDIT_PRIVATE_H
#define SC_STORE_EDIT_PRIVATE_H

#include "store/edit/edit.h"
#include "view/change.h"

/** One edit within its transaction. */
typedef struct editing_t {
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
} editing_t;

/** The body of an edit. It may run twice: what it changes of its baton it must set up anew. */
typedef apr_status_t edit_body_fn(editing_t *editing, void *baton);

/** Runs the body in a transaction. The problems that the editing has and its result are as they
 * were before, each time the body begins. */
apr_status_t edit_transact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           sc_problems_t *problems, sc_edit_t *out, edit_body_fn *body,
                           void *baton);

/** Whether the audit rows can say who it was and why: APR_EACCES or, with a problem, APR_EINVAL. */
apr_status_t edit_check_editor(const sc_editor_t *editor, sc_problems_t *problems);

/** Sets up what the audit rows say of the editor. */
void edit_begin(editing_t *editing, const sc_editor_t *editor);

/** Whether the editor's own changes wait for a reviewer. */
int edit_is_reviewed(const sc_editor_t *editor);

/** All that belongs to the item and is withdrawn with it, whole; of records. */
apr_status_t edit_belongings(editing_t *editing, const void *item, apr_array_header_t **records);

/**
 * Whether the record may be stored: APR_EINVAL, APR_EEXIST, APR_EBUSY, APR_ENOENT as sc_edit_save()
 * says, with all problems.
 * @param before the stored item, or NULL for a new one
 */
apr_status_t edit_check(editing_t *editing, void *record, void **before);

/** APR_EBUSY, a problem and out->current unless the stored item has this version. */
apr_status_t edit_check_version(editing_t *editing, void *stored, apr_int64_t version);

/** Stores a checked record with its audit row. @param before the stored item, or NULL: it is new */
apr_status_t edit_put(editing_t *editing, void *record, const void *before, const char *action);

/** Withdraws a stored item with what belongs to it. APR_EBUSY and problems: others refer to it. */
apr_status_t edit_remove(editing_t *editing, void *item, const apr_array_header_t *belongings);

/** Stores an item that was withdrawn anew with what belonged to it; versions continue. Status and
 * problems as edit_check(). */
apr_status_t edit_restore(editing_t *editing, const void *item,
                          const apr_array_header_t *belongings);

/** The problems as seen from an item: their fields begin with "COLLECTION/SLUG". */
sc_problems_t edit_problems_of(sc_problems_t *problems, const void *item);

/** Adds the problem that an item is no more and returns APR_ENOENT. */
apr_status_t edit_gone(sc_problems_t *problems);

/** Keeps a proposal: the record for @a before (NULL: a new item), or, when @a record is NULL, that
 * @a before be withdrawn. */
apr_status_t edit_propose(editing_t *editing, const void *record, const void *before);

/** Keeps the proposal of a new step that moves its partnership on.
 * @param version of the partnership, not 0 */
apr_status_t edit_propose_move(editing_t *editing, const sc_step_t *step, apr_int64_t version);

/**
 * What a step that is not stored yet makes of its partnership.
 * @param now the partnership as it is stored; @param then as it is to be, or NULL: it stays as it
 * is (a later step is on record, or it has that status already)
 * @return APR_SUCCESS; APR_ENOENT: there is no such partnership
 */
apr_status_t edit_step_effect(editing_t *editing, const sc_step_t *step, sc_partnership_t **now,
                              sc_partnership_t **then);

/** Stores a checked new step, and the partnership as it follows from it: as a part of the step's
 * change, which out->change names. Status and problems as edit_check(). */
apr_status_t edit_put_move(editing_t *editing, sc_step_t *step);

/** The bodies of sc_edit_decide(), sc_edit_undo() and sc_edit_redact(). */
typedef struct edit_decision_t {
    apr_int64_t draft;
    int publish;
} edit_decision_t;
apr_status_t edit_decide(editing_t *editing, void *decision);

apr_status_t edit_undo(editing_t *editing, void *change); /* an apr_int64_t */

typedef struct edit_redaction_t {
    const char *name;
    int is_look; /* count only: APR_INCOMPLETE, and with it the transaction is rolled back */
    apr_int64_t count;
} edit_redaction_t;
apr_status_t edit_redact(editing_t *editing, void *redaction);

#endif
