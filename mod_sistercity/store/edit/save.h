/**
 * @file save.h
 * @brief Storing and withdrawing an item.
 */
#ifndef SC_STORE_SAVE_H
#define SC_STORE_SAVE_H

#include "store/edit/edit.h"

/**
 * Stores a new item (record.id 0) or the new state of a stored one (record.id and record.version
 * as they were read). The record is validated whole; all its problems come at once. Publishes, or
 * makes a draft when the editor is reviewed and only an editor; a second draft by the same person
 * for the same stored item takes the place of the first, and so does one that continues it
 * (editor->draft; APR_EBUSY with a problem if that has been decided on); every other new item gets
 * a draft of its own. Sets record.id and record.version when it publishes. A record that says what
 * is stored already changes nothing: out->change stays 0.
 * @return APR_SUCCESS; APR_EINVAL with problems; APR_EEXIST with the one problem that the slug is
 * taken by a stored item or a waiting draft; APR_EBUSY: somebody else changed it meanwhile,
 * out->current is their state; APR_ENOENT: it is gone
 */
apr_status_t sc_edit_save(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor, void *record,
                          sc_problems_t *problems, sc_edit_t *out);

/**
 * Withdraws an item with what belongs to it; readers get 410. Waits as a draft like a save.
 * @param version as it was read
 * @return APR_SUCCESS; APR_ENOENT: it is gone; APR_EBUSY: somebody else changed it meanwhile
 * (out->current), or with problems: others refer to it
 */
apr_status_t sc_edit_withdraw(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                              const sc_entity_t *entity, const char *slug, apr_int64_t version,
                              sc_problems_t *problems, sc_edit_t *out);

#endif
