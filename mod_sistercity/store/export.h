/**
 * @file export.h
 * @brief The registry into files: one CSV per collection, and the same rows for a web answer.
 */
#ifndef SC_STORE_EXPORT_H
#define SC_STORE_EXPORT_H

#include "model/entity.h"
#include "store/db.h"

/** Writes DIR/COLLECTION.csv for every collection, items in order of slug; the directory is made
 * if it is missing. Private fields are included: the files are the whole registry. */
apr_status_t sc_export_directory(sc_db_t *db, apr_pool_t *pool, const char *directory,
                                 const char **error);

#endif
