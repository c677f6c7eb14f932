/**
 * Items as the editing side reads them, names their versions, and stores what an editor
 * sent, whether by a form or as JSON.
 */
#pragma once

#include "httpd/office/admin.h"
#include "present/office/form.h"

/**
 * The item that the address names.
 * @return OK; 301 (with location, and the present slug in the request) if it was renamed, 404, 410;
 * 503
 */
int sc_admin_read_item(sc_admin_t *admin, sc_db_t *db, void **record);

/** A record of its own with the same values. */
void *sc_admin_copy(const void *record, apr_pool_t *pool);

/** The item's path below the mount: "/places/kaunas-lt". */
const char *sc_admin_item_path(const void *record, apr_pool_t *pool);

/** Where an editor goes on after a change of the item: the workbench of what it belongs to. */
const char *sc_admin_next_path(const void *record, apr_pool_t *pool);

/** Sets the ETag of the item's version. */
void sc_admin_set_tag(sc_admin_t *admin, const void *record);

/**
 * What If-Match asks for.
 * @param stored the item as it is now
 * @return OK; 412 (with a problem) if it is another version; 428 if there is no If-Match
 */
int sc_admin_check_tag(sc_admin_t *admin, const void *stored);

/** The names of all that the records refer to; what cannot be read is left out.
 * @param records of const void *, NULLs among them passed over */
sc_named_t sc_admin_named(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *records);

/** The same of changes and drafts.
 * @param changes of sc_change_t *, @param drafts of sc_draft_t *; either may be NULL */
sc_named_t sc_admin_named_of(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *changes,
                             const apr_array_header_t *drafts);

/** Adds the items that the request's problems are about by their address. */
void sc_admin_name_problems(sc_admin_t *admin, sc_db_t *db, sc_named_t *named);

/* store.c */

/**
 * Stores a new or a changed record for the editor. A new one without an address name gets one.
 * What came of it stands in admin->edit. When reading the record has left problems already,
 * everything else that is wrong with it is added and nothing is stored.
 * @param is_form sent by a form, which people send twice: what the same editor made a moment ago is
 * not made once more
 * @param twin the item that was made a moment ago, or NULL
 * @return as sc_edit_save(); APR_SUCCESS if there is a twin
 */
apr_status_t sc_admin_store(sc_admin_t *admin, sc_db_t *db, void *record, int is_form,
                            const void **twin);

/** The stored item of the record's address, if the same editor made the very same a moment ago. */
const void *sc_admin_twin(sc_admin_t *admin, sc_db_t *db, const void *record);

/** What is on record that a new place or partnership may be: records; of any other entity none. */
apr_status_t sc_admin_alike(sc_admin_t *admin, sc_db_t *db, const void *record,
                            apr_array_header_t **found);

/** The moment that was @a seconds ago, as the history writes moments. */
const char *sc_admin_ago(int seconds, apr_pool_t *pool);

/** The editor's own drafts that wait, newest first; of sc_draft_t *. None if they cannot be read.
 */
const apr_array_header_t *sc_admin_own_drafts(sc_admin_t *admin, sc_db_t *db);
