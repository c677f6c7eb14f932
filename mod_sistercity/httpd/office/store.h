/**
 * @file store.h
 * @brief Storing what an editor sent, whether by a form or as JSON.
 */
#ifndef SC_HTTPD_OFFICE_STORE_H
#define SC_HTTPD_OFFICE_STORE_H

#include "httpd/office/admin.h"

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

/** The editor's own drafts that wait, newest first; of sc_draft_t *. None if they cannot be read.
 */
const apr_array_header_t *sc_admin_own_drafts(sc_admin_t *admin, sc_db_t *db);

#endif
