/**
 * Typed records out of the database, whatever the entity.
 *
 * A partnership has the status of today, also where a planned step has brought it since it was
 * stored (store/record/planned.h).
 *
 * Records come whole, unless said otherwise: with their lists and parts, which are read for all of
 * them together. Everything is allocated from the given pool.
 */
#pragma once

#include "store/db/ahead.h"
#include "view/dossier.h"

/** One item by its slug. APR_ENOENT if there is none. */
apr_status_t sc_read_item(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const char *slug, void **record);

/** The items whose ids are given, in that order; ids that do not exist are passed over.
 * @param ids of apr_int64_t */
apr_status_t sc_read_by_ids(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const apr_array_header_t *ids, apr_array_header_t **records);

/** The items that have the slugs, in no order. @param slugs of const char * */
apr_status_t sc_read_by_slugs(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const apr_array_header_t *slugs, apr_array_header_t **records);

/** Those of ids without their lists and parts, which are NULL, for pages that do not show them. */
apr_status_t sc_read_shallow(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const apr_array_header_t *ids, apr_array_header_t **records);

/** Which items, as SQL of the table `t`: a condition without its first `t.`, and an order (" ORDER
 * BY …") or nothing. Each is static: statements are kept by its address. */
typedef struct sc_choice_t {
    const char *condition;
    const char *order;
} sc_choice_t;

/** The items that meet the condition, without their lists and parts. */
apr_status_t sc_read_where(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           const sc_choice_t *choice, const sc_arg_t *args, int count,
                           apr_array_header_t **records);

/** The items of which the column that is the whole condition holds one of the ids, without their
 * lists and parts. @param ids of apr_int64_t */
apr_status_t sc_read_chosen(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const sc_choice_t *choice, const apr_array_header_t *ids,
                            apr_array_header_t **records);

/** The items whose id is greater than @a after, in order of id, at most @a limit: for export and
 * checks that walk over everything. */
apr_status_t sc_read_batch(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t after, int limit, apr_array_header_t **records);

/* What the functions above will ask, for sc_ahead_fetch(). They return the ids of the items. */
sc_arg_t sc_read_item_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, const char *slug);
sc_arg_t sc_read_where_ahead(sc_ahead_t *ahead, const sc_entity_t *entity,
                             const sc_choice_t *choice, sc_arg_t arg);
sc_arg_t sc_read_chosen_ahead(sc_ahead_t *ahead, const sc_entity_t *entity,
                              const sc_choice_t *choice, sc_arg_t ids);
void sc_read_shallow_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids);
void sc_read_by_ids_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids);

/** How many items there are. */
apr_status_t sc_read_count(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t *count);

/** The next free id of a table. */
apr_status_t sc_read_next_id(sc_db_t *db, apr_pool_t *pool, const char *table, apr_int64_t *id);

/** What became of a slug that no item has. */
typedef enum { SC_FATE_NEVER, SC_FATE_RENAMED, SC_FATE_GONE } sc_fate_e;

/** @param now the item's present slug, when it was renamed */
apr_status_t sc_read_fate(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const char *slug, sc_fate_e *fate, const char **now);

/** The item that has the slug, or had it before it was renamed. APR_ENOENT if it is gone. */
apr_status_t sc_read_present(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *slug, void **record);
