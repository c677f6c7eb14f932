/**
 * Slugs that name other items: to ids, and back from an item to those that refer to it.
 *
 * Private to store.
 */
#pragma once

#include "model/entity.h"
#include "model/problem.h"
#include "store/record/known.h"

/** The id of the item with the slug. APR_ENOENT if there is none. */
apr_status_t sc_reference_id(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *slug, apr_int64_t *id);

/** All references of a record, its lists and its parts; of sc_reference_t. @param before another
 * state of it: fields that are the same there are left out; or NULL */
apr_array_header_t *sc_references_of(void *record, const void *before, apr_pool_t *pool);

/** The field as problems name it: "partnership", "predecessors[2]", "parties[0].place". */
const char *sc_reference_path(const sc_reference_t *reference, apr_pool_t *pool);

/** Adds the problem that a field names an item that does not exist. @param field lives as long as
 * the problems */
void sc_reference_missing(sc_problems_t *problems, const char *field, const sc_entity_t *target,
                          const char *slug);

/** Has the record, its lists and its parts refer to items that were renamed by their present slugs.
 * A slug that no item has or had stays as it is. */
apr_status_t sc_reference_follow(sc_db_t *db, apr_pool_t *pool, void *record);

/** Has what a reference stands in name another item. */
void sc_reference_set(const sc_reference_t *reference, const char *slug);

/** A column of the database in which items refer to others. */
typedef struct sc_reference_column_t {
    const sc_entity_t *entity; /* whose items refer */
    const sc_field_t *list;    /* the list in whose table it is, or NULL: the items' own table */
    const sc_field_t *field;   /* the reference: of the item, or of a part in the list */
    const char *table, *name;
    const char *owner; /* the column of that table that has the item's id */
} sc_reference_column_t;

/** All columns that refer to items of the entity, in the order of its users; of
 * sc_reference_column_t. */
apr_array_header_t *sc_reference_columns(const sc_entity_t *target, apr_pool_t *pool);

/** Whether any field refers to items of the entity. */
int sc_reference_is_target(const sc_entity_t *entity);

/** Whether items of the entity belong to partnerships, which are filtered by them: when one of them
 * is dirty, its partnership is. */
int sc_reference_feeds_partnership(const sc_entity_t *entity);

/** An item that refers to another. */
typedef struct sc_reference_user_t {
    const sc_entity_t *entity;
    apr_int64_t id;
} sc_reference_user_t;

/** The first @a most items that refer to the item without belonging to it; of
 * sc_reference_user_t. @param passed as of sc_reference_check_unused() */
apr_status_t sc_reference_users(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                apr_int64_t id, const sc_entity_t *passed, int most,
                                apr_array_header_t **users);

/**
 * Whether items that do not belong to the item refer to it, which keeps it from being deleted.
 * Adds a problem for each kind of them, whose field is the address of one: "partnerships/SLUG".
 * @param passed items of this entity do not matter; NULL: all do
 * @param is_used 0 or 1
 */
apr_status_t sc_reference_check_unused(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       apr_int64_t id, const sc_entity_t *passed, int *is_used,
                                       sc_problems_t *problems);

/** Has all known that the records refer to. @param records of void *; NULL is passed over */
apr_status_t sc_references_look_up(sc_known_t *known, apr_pool_t *scratch,
                                   const apr_array_header_t *records);
