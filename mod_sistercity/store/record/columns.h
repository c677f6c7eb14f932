/**
 * From field tables to columns and lists: the texts of statements, and rows to records.
 *
 * Private to store. A table's own columns are read under the alias `t`; a reference is read as the
 * slug of its target, which is joined. Lists are no columns but rows of tables of their
 * own.
 */
#pragma once

#include "model/entity.h"
#include "store/db/ahead.h"

/** Columns that a list of sc_columns_of_item() begins with: id, version, modified. */
#define SC_COLUMNS_LEAD 3

/** Whether the field is one column of its entity's table (everything but lists). */
int sc_column_is(const sc_field_t *field);

/** The name of the field's column, without quotes: its own, or FIELD_id of a reference. */
const char *sc_column_name(const sc_field_t *field, apr_pool_t *pool);

/** `t."id", t."version", t."modified", t."slug", …, r2."slug", …`: what a SELECT of items reads. */
const char *sc_columns_of_item(const sc_entity_t *entity, apr_pool_t *pool);

/** The same for a part: its fields only, each as a text, so that parts of several sorts can be the
 * rows of one answer. */
const char *sc_columns_of_part(const sc_entity_t *part, apr_pool_t *pool);

/** The same with the id of what a field refers to, for a SELECT of the parts' table alone. */
const char *sc_columns_of_part_alone(const sc_entity_t *part, apr_pool_t *pool);

/** `"TABLE" AS t LEFT JOIN "places" AS r2 ON r2."id" = t."place_id" …` with all that the columns
 * of the entity need. @param table of the items, or of the parts */
const char *sc_columns_from(const sc_entity_t *entity, const char *table, apr_pool_t *pool);

/** What kind of items the cell names by their collection; NULL for NULL. */
const sc_entity_t *sc_columns_entity(const sc_rows_t *rows, int row, int column);

/** The record in a row that was read with sc_columns_of_item(); its lists are absent. */
void *sc_columns_item(const sc_entity_t *entity, const sc_rows_t *rows, int row, apr_pool_t *pool);

/** The part in a row whose columns of sc_columns_of_part() begin at @a column. */
void *sc_columns_part(const sc_entity_t *part, const sc_rows_t *rows, int row, int column,
                      apr_pool_t *pool);

/** The field's value as an argument; not for lists and references. */
sc_arg_t sc_column_arg(const sc_field_t *field, const void *record);

/** The table of a list field: ENTITY_FIELD. */
const char *sc_list_table(const sc_entity_t *entity, const sc_field_t *field, apr_pool_t *pool);

/** `(?,?,?)` */
const char *sc_values_list(int size, apr_pool_t *pool);

/** Fills the list fields of all records (of one entity, with their ids set), in a few
 * statements however many the records are: on PostgreSQL, where each is a way there and back, in
 * one, and on SQLite, which does less for rows of one width, in one for each field. @param only the
 * name of the one field that is filled, for pages that show no other; NULL: all
 * A field that any of the records has is left as it is (sc_parties_read()). */
apr_status_t sc_lists_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                           const char *only);

/** What that will ask on PostgreSQL, of records with the ids, in their order. */
void sc_lists_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids, const char *only);
