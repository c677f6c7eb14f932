/**
 * Rows of other people's tables made into rows of ours, as a plan says.
 *
 * Private to store/import.
 */
#pragma once

#include "store/import/run.h"

typedef struct import_recast_t import_recast_t;

/** @param table gets its columns from the plan */
import_recast_t *import_recast_new(import_run_t *run, import_table_t *table,
                                   const sc_import_plan_t *plan);

/**
 * Adds the row to the table, as one that cannot be read after findings.
 * @param cells as many as the plan has matches
 * @return the database's error
 */
apr_status_t import_recast_row(import_recast_t *recast, int line, const char *const *cells);
