/**
 * What editors propose, and what reviewers decide about it.
 */
#pragma once

#include "store/edit/edit.h"
#include "view/change.h"

/** Drafts, newest first; of sc_draft_t *. @param state or NULL; @param who their author, or NULL */
apr_status_t sc_drafts_read(sc_db_t *db, apr_pool_t *pool, const char *state, const char *who,
                            int limit, apr_array_header_t **drafts);

/** One draft. APR_ENOENT if there is none. */
apr_status_t sc_draft_read(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, sc_draft_t **draft);

/** The waiting draft of the stored item that is not this person's own, the last one. APR_ENOENT if
 * there is none. */
apr_status_t sc_draft_of_others(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const char *slug, const char *who, sc_draft_t **draft);

/** The drafts of new items that its author proposed and the draft refers to: they are published
 * with it. */
apr_status_t sc_drafts_awaited(sc_db_t *db, apr_pool_t *pool, const sc_draft_t *draft,
                               apr_array_header_t **drafts);

/** The drafts of the person's that others have rejected since the day, newest first. */
apr_status_t sc_drafts_rejected(sc_db_t *db, apr_pool_t *pool, const char *who, const char *since,
                                int limit, apr_array_header_t **drafts);

/** The waiting draft with which a new or renamed item is to get this address. APR_ENOENT if there
 * is none. */
apr_status_t sc_draft_of_address(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                 const char *slug, sc_draft_t **draft);

/**
 * Decides on a draft: publishes it in the author's name as approved by the reviewer, or rejects it
 * with the editor's note.
 * @return as sc_edit_save() and sc_edit_withdraw(); APR_ENOENT also: there is no such draft;
 * APR_EBUSY also with a problem: it has been decided already, or cannot be read
 */
apr_status_t sc_edit_decide(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            apr_int64_t draft, int publish, sc_problems_t *problems,
                            sc_edit_t *out);
