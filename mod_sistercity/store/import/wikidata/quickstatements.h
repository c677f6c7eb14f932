/**
 * What Wikidata lacks, as commands for its QuickStatements.
 */
#pragma once

#include "store/db/db.h"

/** How many statements were written. */
typedef struct sc_quickstatements_t {
    apr_int64_t lacking; /* that Wikidata has not */
    apr_int64_t other;   /* that it has with another date, a less precise one, or none */
} sc_quickstatements_t;

/**
 * Writes what Wikidata lacks or has otherwise as commands of QuickStatements (version 1, tabs): for
 * each sister, friendship or partner city tie of two places with a Wikidata item, a statement of
 * each, with the first and last day (P580, P582) as precisely as they are known, the source (P854)
 * and when it was read (P813). What Wikidata has is known from the sources and claims that
 * import --from wikidata keeps. Dates that are not exact are left out.
 * @param error a sentence, when it does not return APR_SUCCESS
 */
apr_status_t sc_export_quickstatements(sc_db_t *db, apr_pool_t *pool, const char *path,
                                       sc_quickstatements_t *out, const char **error);
