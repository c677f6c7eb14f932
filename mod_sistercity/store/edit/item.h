/**
 * An edit from within its transaction: the change of an item with its audit row, what a step
 * makes of its partnership, proposals.
 *
 * Private to store.
 */
#pragma once

#include "store/edit/edit.h"
#include "store/write/bulk.h"
#include "view/change.h"

/** One edit within its transaction. */
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
    sc_bulk_t *bulk;      /* of an import, whose caller vouches that no slug is taken; or NULL */
    apr_hash_t *departed; /* as sc_audit_departed() says … */
    const sc_entity_t *departed_of; /* … of this entity */
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

/**
 * Whether the record may be stored: APR_EINVAL, APR_EEXIST, APR_EBUSY, APR_ENOENT as sc_edit_save()
 * says, with all problems.
 * @param before the stored item, or NULL for a new one
 */
apr_status_t sc_item_check(sc_editing_t *editing, void *record, void **before);

/** APR_EBUSY, a problem and out->current unless the stored item has this version. */
apr_status_t sc_item_check_version(sc_editing_t *editing, void *stored, apr_int64_t version);

/** Stores a checked record with its audit row. @param before the stored item, or NULL: it is new */
apr_status_t sc_item_put(sc_editing_t *editing, void *record, const void *before);

/** One of many new items, into editing->bulk without its audit row. Its address is known to be
 * free; its versions go on from those of the last one of that address. */
apr_status_t sc_item_gather(sc_editing_t *editing, void *record);

/** Withdraws a stored item with what belongs to it.
 * @param belongings of it, or NULL: as they are stored. APR_EBUSY and problems: others refer to it
 */
apr_status_t sc_item_remove(sc_editing_t *editing, void *item,
                            const apr_array_header_t *belongings);

/** The same for an editor: stories that name it let go of it first, as parts of the same change. */
apr_status_t sc_item_withdraw(sc_editing_t *editing, void *item);

/** Stores an item that was withdrawn anew with what belonged to it; versions continue. Status and
 * problems as sc_item_check(). */
apr_status_t sc_item_restore(sc_editing_t *editing, const void *item,
                             const apr_array_header_t *belongings);

/** Whether a place came after another: by the predecessors on record, near or far. @param is 1 or
 * as it was */
apr_status_t sc_place_came_after(sc_db_t *db, apr_pool_t *pool, apr_int64_t late, apr_int64_t early,
                                 int *is);

/** Gives a new record an address name that no stored item has. */
apr_status_t sc_item_give_slug(sc_editing_t *editing, void *record);

/** The problems as seen from an item: their fields begin with "COLLECTION/SLUG". */
sc_problems_t sc_item_problems(sc_problems_t *problems, const sc_entity_t *entity,
                               const char *slug);

/** Adds the problem that an item is no more and returns APR_ENOENT. */
apr_status_t sc_item_gone(sc_problems_t *problems);

/**
 * What a step that is not stored yet makes of its partnership.
 * @param now the partnership as it is stored; @param then as it is to be, or NULL: it stays as it
 * is (the step is planned, a later one is on record, or it has that status already)
 * @return APR_SUCCESS; APR_ENOENT: there is no such partnership
 */
apr_status_t sc_step_effect(sc_db_t *db, apr_pool_t *pool, const sc_step_t *step,
                            sc_partnership_t **now, sc_partnership_t **then);

/** Whether the agreement by which a step renews may be stored with it: status and problems as
 * sc_item_check(). It is given an address, and what it shares with the step. */
apr_status_t sc_step_check_renewal(sc_editing_t *editing, const sc_step_t *step,
                                   sc_agreement_t *renewal);

/** Stores a checked new step, the agreement by which it renews (or NULL), and the partnership as it
 * follows from it: as parts of the step's change, which out->change names. Status and problems as
 * sc_item_check(). */
apr_status_t sc_step_put(sc_editing_t *editing, sc_step_t *step, sc_agreement_t *renewal);

/** Stores a checked new step as sc_step_put(), or proposes it where the editor is reviewed, if its
 * partnership may be stored as it follows. @param seen the partnership's version as the editor saw
 * it, or 0. Status and problems as sc_item_check(); APR_ENOENT: there is no such partnership */
apr_status_t sc_step_record(sc_editing_t *editing, sc_step_t *step, sc_agreement_t *renewal,
                            apr_int64_t seen);

/** Stores a partnership as it follows from a step. @param batch the step's change, or 0 */
apr_status_t sc_step_put_partnership(sc_editing_t *editing, sc_partnership_t *then,
                                     apr_int64_t batch);

/** Keeps a proposal within a transaction: the record for @a before (NULL: a new item), or, when
 * @a record is NULL, that @a before be withdrawn. APR_EEXIST, APR_EBUSY as sc_edit_save(). */
apr_status_t sc_draft_propose(sc_editing_t *editing, const void *record, const void *before);

/** Keeps the proposal of a new item beside another proposal, which refers to it. */
apr_status_t sc_draft_propose_new(sc_editing_t *editing, const void *record);

/** Takes back the problems from @a known on that are about references to what the editor has
 * proposed: both are published together. @return what is left of them: APR_SUCCESS, APR_EEXIST,
 * APR_EINVAL */
apr_status_t sc_draft_forgive(sc_editing_t *editing, void *record, int known);

/** Keeps the proposal of a new step that moves its partnership on, and of the agreement by which it
 * renews (or NULL), as one. @param version of the partnership, not 0 */
apr_status_t sc_draft_propose_move(sc_editing_t *editing, const sc_step_t *step,
                                   const sc_agreement_t *renewal, apr_int64_t version);

/** The agreement by which a proposed step renews, or NULL: its author made another step of it. */
sc_agreement_t *sc_draft_renewal(const sc_draft_t *draft);

/** Clears the contact of a record, if it is one that has them: a sc_texts_change_fn. @return how
 * many fields it had */
int sc_contact_clear(void *record, const void *unused);
