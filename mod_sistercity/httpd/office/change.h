/**
 * @file change.h
 * @brief Changes and drafts as programs read them, and the names that pages about them need.
 */
#ifndef SC_HTTPD_OFFICE_CHANGE_H
#define SC_HTTPD_OFFICE_CHANGE_H

#include "httpd/office/record.h"
#include "present/office/pages.h"

/** Whole, with the item before and after it. */

/** @param changes of sc_change_t *, @param drafts of sc_draft_t *; either may be NULL */
sc_named_t sc_admin_named_of(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *changes,
                             const apr_array_header_t *drafts);

/** Whether the editor may undo the change, as far as can be told without trying. */
int sc_admin_may_undo(const sc_admin_t *admin, const sc_change_t *change);

/** Reads the change that the address names, for a page about it. @param baton sc_change_page_t * */
sc_admin_stage_fn sc_admin_read_change;

/** Answers with the history that the address asks for; as a page with the status @a good. */
int sc_admin_answer_history(sc_admin_t *admin, int good);

#endif
