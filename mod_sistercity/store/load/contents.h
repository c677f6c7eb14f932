/**
 * The arrays of a dossier, from a table that says which SELECT fills which.
 *
 * Private to store/load.
 */
#pragma once

#include "store/db/ahead.h"
#include "view/dossier.h"

/** One array of a dossier. */
typedef struct sc_content_t {
    const sc_entity_t *entity;
    size_t member;   /* offset of the apr_array_header_t * in the dossier */
    const char *sql; /* gives the ids in order; its only `?` is the id of the dossier's item */
} sc_content_t;

/** A dated collection's items that belong to a partnership; those without a date are last. */
#define SC_OLDEST_OF(table, date)                                                                  \
    "SELECT \"id\" FROM \"" table "\" WHERE \"partnership_id\" = ? ORDER BY COALESCE(\"" date      \
    "\", '~'), \"id\""

/** Whether the partnership of this id is one of those that a place takes part in, whose slug is the
 * `?`. */
#define SC_OF_PLACE(id)                                                                            \
    id " IN (SELECT m.\"partnership_id\" FROM \"partnership_parties\" m JOIN \"places\" p "        \
       "ON p.\"id\" = m.\"place_id\" WHERE p.\"slug\" = ?)"

/** Has the ids of all contents found ahead. @param id as an argument */
void sc_contents_ahead(sc_ahead_t *ahead, const sc_content_t *contents, int count, sc_arg_t id);

/** Reads all of the contents, and the labels of the places that they name. */
apr_status_t sc_load_contents(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents,
                              int count, apr_int64_t id, void *dossier, apr_hash_t *labels);
