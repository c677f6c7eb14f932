/**
 * @file lists.h
 * @brief List fields: rows of their own tables, into records and back.
 *
 * Private to store.
 */
#ifndef SC_STORE_LISTS_H
#define SC_STORE_LISTS_H

#include "model/entity.h"
#include "store/db/db.h"

/** Fills the list fields of all records (of one entity, with their ids set), in one statement per
 * field however many the records are. */
apr_status_t sc_lists_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records);

/** The same for one list field only, for pages that show no other. @param name of the field */
apr_status_t sc_lists_read_only(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                                const char *name);

#endif
