/**
 * Whole records as JSON text and back: what the history and drafts keep.
 *
 * Unlike presentation's JSON these texts have every field, private ones included, and read back to
 * the same record. They are this program's own; nobody else sees them.
 */
#pragma once

#include "model/entity.h"

/** The record as a JSON object, with its version and time of modification; NULL for NULL. */
const char *sc_record_to_text(const void *record, apr_pool_t *pool);

/**
 * The record back. What a later program does not know or accept any more (a field that has gone, a
 * word that left its vocabulary) is absent.
 * @return NULL if the text is no JSON object, or there is no entity or no text
 */
void *sc_record_from_text(const sc_entity_t *entity, const char *text, apr_pool_t *pool);

/** Records of any entities as one JSON array; NULL for none. */
const char *sc_records_to_text(const apr_array_header_t *records, apr_pool_t *pool);

/** They back, as an array of records; those of an entity that has gone are left out. NULL if there
 * is no text, or it is no JSON array. */
apr_array_header_t *sc_records_from_text(const char *text, apr_pool_t *pool);
