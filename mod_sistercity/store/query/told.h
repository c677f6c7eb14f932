/**
 * In which languages texts are, and which items lack one.
 *
 * For the office alone. An item whose entity is texts (sc_is_texts()) says all in them; another one
 * counts if it says anything that its texts could say for other readers.
 */
#pragma once

#include "store/db/db.h"
#include "store/query/bitmap.h"
#include "view/desk.h"

/** How many items of each entity with texts say something, and how many of those in which
 * language. @param told of sc_told_t, without entities of which nothing is told */
apr_status_t sc_told_count(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **told);

/** The items that say something, but not in this language. @param ids new; NULL: the entity has no
 * texts */
apr_status_t sc_told_missing(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *lang, sc_bitmap_t **ids);
