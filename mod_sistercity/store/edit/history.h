/**
 * Who changed what, when, from what to what.
 */
#pragma once

#include "store/db/db.h"
#include "view/change.h"

/** The most changes of an item that are looked through for one of its versions. */
#define SC_HISTORY_SEEN 100

/** Newest first. @param changes of sc_change_t *; @param more whether there are older ones */
apr_status_t sc_history_read(sc_db_t *db, apr_pool_t *pool, const sc_history_query_t *query,
                             apr_array_header_t **changes, int *more);

/** One change. APR_ENOENT if there is none. */
apr_status_t sc_history_change(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, sc_change_t **change);

/**
 * The state that an item had in a version, as far as its newest SC_HISTORY_SEEN changes tell.
 * @param state record, or NULL: it is not known
 * @param last the item's newest change, or NULL: there is none
 */
apr_status_t sc_history_state(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const char *slug, apr_int64_t version, const void **state,
                              const sc_change_t **last);
