/**
 * Changes by people: validated, stored in one transaction with their audit row, undoable.
 *
 * The only way in which the admin side changes the registry; draft.h is about what waits for a
 * reviewer. Each edit is a transaction of its own: either everything, audit row included, or
 * nothing. Versions of what was withdrawn continue when its address is used again, so that nobody
 * mistakes one for the other.
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
#pragma once

#include "model/entity.h"
#include "model/problem.h"
#include "model/query.h"
#include "store/db/db.h"
#include "view/change.h"

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

/**
 * Stores a new item (record.id 0) or the new state of a stored one (record.id and record.version
 * as they were read). The record is validated whole; all its problems come at once. Publishes, or
 * makes a draft when the editor is reviewed and only an editor; a second draft by the same person
 * for the same stored item takes the place of the first, and so does one that continues it
 * (editor->draft; APR_EBUSY with a problem if that has been decided on); every other new item gets
 * a draft of its own. Sets record.id and record.version when it publishes. A record that says what
 * is stored already changes nothing: out->change stays 0. A new step gives its partnership the
 * status that follows from it, as sc_edit_move() says.
 * @param added of valid records: new items that the record refers to, stored, undone, proposed and
 * published with it, out->change then being that of the first of them; or NULL
 * @return APR_SUCCESS; APR_EINVAL with problems; APR_EEXIST with the one problem that the slug is
 * taken by a stored item or a waiting draft; APR_EBUSY: somebody else changed it meanwhile,
 * out->current is their state; APR_ENOENT: it is gone
 */
apr_status_t sc_edit_save(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, void *record,
                          const apr_array_header_t *added, sc_problems_t *problems, sc_edit_t *out);

/**
 * Withdraws an item with what belongs to it; readers get 410. Waits as a draft like a save.
 * @param version as it was read
 * @return APR_SUCCESS; APR_ENOENT: it is gone; APR_EBUSY: somebody else changed it meanwhile
 * (out->current), or with problems: others refer to it
 */
apr_status_t sc_edit_withdraw(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              const sc_entity_t *entity, const char *slug, apr_int64_t version,
                              sc_problems_t *problems, sc_edit_t *out);

/** The first @a most items that refer to a stored item and keep it on record while they do; of
 * records. */
apr_status_t sc_edit_users(sc_db_t *db, apr_pool_t *pool, const void *item, int most,
                           apr_array_header_t **records);

/** The stories that name a stored item, or what belongs to it: when it is withdrawn they stay, and
 * do not name it any more. Of records. */
apr_status_t sc_edit_tellers(sc_db_t *db, apr_pool_t *pool, const void *item,
                             apr_array_header_t **stories);

/** All that belongs to a stored item and would be withdrawn with it, whole; of records. */
apr_status_t sc_edit_belongings(sc_db_t *db, apr_pool_t *pool, const void *item,
                                apr_array_header_t **records);

/**
 * Records a new step and, unless a later one is on record, the status of the partnership that
 * follows from it, in one transaction: an end when it is over or suspended by a dated step, none
 * when it is in force again. Where an editor's changes are reviewed it waits as one draft, that of
 * the step; what follows from it is worked out when it is published. A step
 * that is on record already, the very same, was sent twice and is not recorded again.
 * @param step a new record; it gets an address if it has none
 * @param renewal a new agreement that is stored, or proposed, together with the step; or NULL
 * @param version of the partnership as it was read
 * @return as sc_edit_save(); out->change is that of the step, or the partnership's where that was
 * on record; out->current the partnership
 */
apr_status_t sc_edit_move(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, sc_step_t *step,
                          sc_agreement_t *renewal, apr_int64_t version, sc_problems_t *problems,
                          sc_edit_t *out);

/**
 * Undoes a change, or an import as a whole, by a new change: a created item is withdrawn, a
 * withdrawn one is restored with all that belonged to it under its address, a changed one takes the
 * former values of the fields that the change touched (fields that others changed later stay). An
 * undone change can be had again by undoing the undoing.
 * @return APR_SUCCESS; APR_ENOENT: there is no such change; APR_EBUSY with problems, all of them,
 * when something stands in the way: the same field was changed again, the created item was changed
 * or got belongings, its address is taken, what it refers to is gone, others refer to it, the
 * change is undone already or cannot be undone (a redaction, an import that replaced everything).
 * A problem's field is "COLLECTION/SLUG.FIELD", or "COLLECTION/SLUG" for the item as a whole.
 */
apr_status_t sc_edit_undo(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                          apr_int64_t change, sc_problems_t *problems, sc_edit_t *out);

/** Whether the editor may undo such a change, whatever stands in the way. */
int sc_edit_may_undo(const sc_editor_t *editor, const sc_change_t *change);

/**
 * Removes a person's name from every item, draft and audit row, keeping the act: in any case, with
 * and without accents, its words in any order. Where a field names a person (SC_PERSON:
 * signatories, gift makers, donors, recipients) sc_name_removed stands in its place; where a
 * contact (SC_CONTACT: person, e-mail or telephone) has it, the whole contact becomes absent; in
 * running texts "[…]" stands for it. A name of a single word is looked for where it is all that a
 * person's field says. Address names are left as they are, and so are copies elsewhere, such as
 * backups. The change itself is recorded without the name, with the editor's note, and cannot be
 * undone.
 * @param count how many fields held it
 * @return APR_SUCCESS, also if nothing held it (no change then); APR_EINVAL: there is no name in
 * it, or too much, or it is sc_name_removed itself
 */
apr_status_t sc_edit_redact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            const char *name, apr_int64_t *count, sc_edit_t *out);

/** How many places hold the name: what sc_edit_redact() would count, with nothing changed. Status
 * as there. @param mentions of sc_mention_t: the first of those in stored items, address names, and
 * what is perhaps another form of the name, which is not counted */
apr_status_t sc_edit_redact_look(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                                 const char *name, apr_int64_t *count,
                                 apr_array_header_t **mentions);

/**
 * Organizations and persons whose contact_until is over on the day @a today ("YYYY-MM-DD") and that
 * still have a contact person, e-mail or telephone.
 * @param records of records of either, at most @a limit; @param total of all
 */
apr_status_t sc_contacts_expired(sc_db_t *db, apr_pool_t *pool, const char *today, int limit,
                                 apr_array_header_t **records, apr_int64_t *total);

/**
 * Organizations and persons that have a contact, by name; those that the query's q finds, if it is
 * set. @param records of records of either
 */
apr_status_t sc_contacts_all(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                             apr_array_header_t **records);

/**
 * Removes those contacts from the organizations and persons, from their history and from drafts for
 * them. The change itself is recorded without what was removed, and cannot be undone. For
 * administrators: else APR_EACCES.
 * @param count of how many of them; none is no change
 * @return as sc_edit_redact()
 */
apr_status_t sc_contacts_purge(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                               const char *today, apr_int64_t *count, sc_problems_t *problems,
                               sc_edit_t *out);
