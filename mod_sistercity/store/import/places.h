/**
 * Places of other people's tables, by their names.
 *
 * Private to store/import.
 */
#pragma once

#include "language/foreign.h"
#include "store/import/run.h"

typedef struct import_places_t import_places_t;

/** @param makes_places those that are not on record become rows of a table of the run */
import_places_t *import_places_new(import_run_t *run, const char *file, sc_foreign_t *foreign,
                                   int makes_places);

/**
 * The slug of the place that is called this in the country (NULL or "": in any).
 * @param slug set to NULL after a problem of the field "parties"
 */
apr_status_t import_places_find(import_places_t *places, int line, const char *name,
                                const char *country, sc_problems_t *problems, const char **slug);

/** Whether the place is one that this import adds: nothing on record refers to it. */
int import_places_is_made(const import_places_t *places, const char *slug);
