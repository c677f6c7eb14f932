/**
 * The registry into files: one CSV per collection.
 *
 * UTF-8 without BOM, rows ended by CRLF (RFC 4180), columns in the order of the field table, items
 * in byte order of their slugs: the same registry always gives the same bytes, and import reads
 * them back without loss.
 */
#pragma once

#include "model/entity.h"
#include "store/db/db.h"

/**
 * Writes DIR/COLLECTION.csv for every collection; the directory is made if it is missing. Private
 * fields are included: the files are the whole registry. A file is replaced only when its successor
 * is complete. If the registry changes meanwhile, all is written once more.
 * @param error a sentence, when it does not return APR_SUCCESS: APR_EBUSY if the registry kept
 *              changing, APR_EGENERAL with sc_db_error(), or what the file system says
 */
apr_status_t sc_export_directory(sc_db_t *db, apr_pool_t *pool, const char *directory,
                                 const char **error);
