/**
 * What an item has, as other people's tools want to be told: made from the field tables.
 *
 * Each function makes a JSON value that the caller ends with json_decref(). Labels and help are in
 * the language of the view.
 */
#pragma once

#include "present/write/view.h"

#include <jansson.h>

/** What slugs look like, as a regular expression. */
#define SC_SLUG_PATTERN "^[a-z0-9]+(-[a-z0-9]+)*$"

/** JSON Schema 2020-12 of an item or a part as data.h writes it: all that readers may see.
 * Countries, parties and parts are references into `#/components/schemas/`. */
json_t *sc_schema_of_entity(const sc_view_t *view, const sc_entity_t *entity);

/** A field of a Table Schema (Data Package v2): the column in the collection's CSV file. */
json_t *sc_schema_of_cell(const sc_view_t *view, const sc_field_t *field);

/** A column of CSV on the Web's metadata. */
json_t *sc_schema_of_column(const sc_view_t *view, const sc_field_t *field);

/** Whether the field is a column of the CSV files that readers get. */
int sc_schema_has_column(const sc_field_t *field);

/** Writes the value as JSON, and ends it. */
void sc_schema_write(sc_buffer_t *out, json_t *value);
