/**
 * What may have been meant by words that find nothing.
 *
 * Private to store. Of all that can become the typed name by one letter more, less, other or
 * changed with its neighbor, the keys say which are names: some hundred keys are looked up,
 * however large the registry is.
 */
#pragma once

#include "model/entity.h"
#include "store/db/db.h"

#include <apr_tables.h>

/** Places by a whole name; of another entity, which must be one that is searched, also what has the
 * one word in it that was typed.
 * @param items a few; the places with the most partnerships first. Empty for a name that is too
 * short, too long or in a script without letters */
apr_status_t sc_suggest(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity, const char *typed,
                        apr_array_header_t **items);
