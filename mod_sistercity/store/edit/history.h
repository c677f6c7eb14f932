/**
 * @file history.h
 * @brief Who changed what, when, from what to what.
 */
#ifndef SC_STORE_HISTORY_H
#define SC_STORE_HISTORY_H

#include "store/db/db.h"
#include "view/change.h"

/** As many changes of an item are looked through for one of its versions. */
#define SC_HISTORY_SEEN 100

/** Every member that is not NULL or 0 narrows it down. */
typedef struct sc_history_query_t {
    const sc_entity_t *entity; /* alone: of that collection; with slug: one item's, with what
                                  belongs to it, under former addresses, too */
    const char *slug;
    const char *who;
    const char *action;
    const char *since, *until; /* "YYYY-MM-DD", UTC, inclusive */
    apr_int64_t batch;         /* the items of one import; 0: imports as a whole, unless an entity
                                  is given */
    apr_int64_t before;        /* id: older than this one (paging) */
    int limit;                 /* at least 1 */
} sc_history_query_t;

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

#endif
