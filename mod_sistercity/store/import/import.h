/**
 * Files into the registry: CSV, workbooks and JSON.
 *
 *   places.csv        slug,name,country / ,Kaunas,LT          what came in (csv.c, json.c, files.c)
 *   as a plan says    "Kauno miestas" -> kaunas-lt            other people's tables only (recast.c)
 *   table of rows     kaunas-lt | Kaunas | LT, line 2         compact, no records yet (table.c)
 *   examined          line 2: add; line 3: rejected, because  slugs, values, references (examine.c)
 *   stored            one transaction, and one change in the history (store.c, order.c)
 *
 * Reads UTF-8 with or without BOM; LF, CRLF or CR; comma, semicolon or tab. Anything it cannot read
 * is reported, never guessed silently. Files of several collections may come in any order; they are
 * stored in the order of sc_entities.
 */
#pragma once

#include "store/db/db.h"
#include "store/edit/edit.h"
#include "store/import/plan.h"
#include "view/import.h"

/**
 * @param paths of const char *: files NAME.csv, .xlsx, .ods or .json (NAME a collection), or
 * directories of them; a JSON file may also be one object with a member per collection
 * @return APR_SUCCESS also when there are findings; else the database's or file system's error,
 *         with sc_db_error(); APR_EACCES: the editor is no admin; APR_EINVAL: the editor's name or
 *         note cannot be recorded
 */
apr_status_t sc_import_files(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *paths,
                             sc_import_t *import);

/** What Wikidata's query service gives for sister cities, in one file: wikidata/result.h. What
 * the registry has is never contradicted. Not with SC_IMPORT_REPLACE.
 * @return as above; APR_ENOSPC: the file is larger than an import in memory may be */
apr_status_t sc_import_wikidata(sc_db_t *db, apr_pool_t *pool, const char *path,
                                sc_import_t *import);

/** Whether a text is such a result. */
int sc_import_is_wikidata(const char *bytes, apr_size_t length, apr_pool_t *pool);

/** The same for a text that somebody sent. */
apr_status_t sc_import_text(sc_db_t *db, apr_pool_t *pool, const sc_import_text_t *text,
                            sc_import_t *import);
