/**
 * A row of a table as it is to be written: columns and their values.
 *
 * Private to store.
 */
#pragma once

#include "store/record/known.h"

typedef struct sc_tuple_t {
    const char *table;
    apr_array_header_t *columns; /* of const char *, in step with args */
    apr_array_header_t *args;    /* of sc_arg_t */
} sc_tuple_t;

/** One without columns. @param table lives as long as the pool */
sc_tuple_t *sc_tuple_new(const char *table, apr_pool_t *pool);

/** Adds a column. Name and value are kept by pointer. */
void sc_tuple_put(sc_tuple_t *tuple, const char *column, sc_arg_t arg);

/** Adds the fields of an item or a part that are columns of its table. APR_ENOENT: it refers to an
 * item that does not exist. */
apr_status_t sc_tuple_put_record(sc_tuple_t *tuple, sc_known_t *known, const void *record);

/** `INSERT INTO "TABLE" ("COLUMN", …)`, without values. @param verb "INSERT " */
const char *sc_tuple_insertion(const sc_tuple_t *tuple, const char *verb, apr_pool_t *pool);

/** Writes the columns into the rows that the condition finds. @param args of the condition */
apr_status_t sc_tuple_update(const sc_tuple_t *tuple, sc_db_t *db, const char *condition,
                             const sc_arg_t *args, int count);
