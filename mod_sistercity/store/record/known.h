/**
 * Ids of items by their slugs, each looked up once.
 *
 * Private to store. For as long as no other item gets one of the slugs: within one transaction.
 */
#pragma once

#include "model/entity.h"
#include "store/db/db.h"

/** A slug in a record that names another item. */
typedef struct sc_reference_t {
    const sc_field_t *field; /* the reference itself: a field of the record or of a part of it */
    const sc_field_t *list;  /* the list field in which it stands, or NULL */
    int index;               /* in that list */
    void *holder;            /* the record or the part that has the field */
    const char *slug;
} sc_reference_t;

typedef struct sc_known_t sc_known_t;

typedef struct sc_known_item_t {
    apr_int64_t id;
    const char *sort_name; /* of a place, else NULL */
} sc_known_item_t;

/** Nothing is known at first. @param pool what is known lives there */
sc_known_t *sc_known_new(sc_db_t *db, apr_pool_t *pool);

/** Looks up all items that the references name, in one statement for each entity. What does not
 * exist is passed over. @param references of sc_reference_t */
apr_status_t sc_known_look_up(sc_known_t *known, apr_pool_t *scratch,
                              const apr_array_header_t *references);

/** The item with the slug. APR_ENOENT if there is none. */
apr_status_t sc_known_item(sc_known_t *known, apr_pool_t *scratch, const sc_entity_t *entity,
                           const char *slug, const sc_known_item_t **item);

/** Remembers an item, also one that is not in the database yet; the texts are copied. */
void sc_known_add(sc_known_t *known, const sc_entity_t *entity, const char *slug, apr_int64_t id,
                  const char *sort_name);
