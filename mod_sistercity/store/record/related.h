/**
 * What is shown beside items: the places they name, the partnerships they belong to.
 *
 * Each function takes a few statements however many the records are.
 */
#pragma once

#include "store/db/ahead.h"
#include "view/dossier.h"

/** The first column of the rows, of apr_int64_t. */
apr_array_header_t *sc_related_ids(const sc_rows_t *rows, apr_pool_t *pool);

/** The ids of the records, as the argument of sc_sql_in_ids(). */
sc_arg_t sc_related_arg(sc_db_t *db, const apr_array_header_t *records, apr_pool_t *pool);

/** The items whose ids @a sql, a SELECT of one column, gives, in its order. */
apr_status_t sc_related_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const char *sql, const sc_arg_t *args, int count,
                               apr_array_header_t **records);

/** Adds the labels of all places that the records are or name (parts included) and that @a labels
 * does not have yet. */
apr_status_t sc_load_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                            apr_hash_t *labels);

/**
 * Reads the parties of the partnerships, which have none yet, and adds the labels of their places:
 * on SQLite each place is looked up once for both. Nothing on PostgreSQL, where sc_lists_read()
 * and sc_load_labels() take what was fetched ahead; they pass over what this has read.
 */
apr_status_t sc_parties_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *partnerships,
                             apr_hash_t *labels);

/** Items whose ids are known, or will be. */
typedef struct sc_set_t {
    const sc_entity_t *entity;
    sc_arg_t ids; /* sc_sql_ids(), sc_ahead_ids() */
} sc_set_t;

/** Has the labels of all places fetched that the items are or name. */
void sc_labels_ahead(sc_ahead_t *ahead, const sc_set_t *sets, int count);

/** Adds the labels of the places; @param slugs of const char *, each once. */
apr_status_t sc_related_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *slugs,
                               apr_hash_t *labels);

/** Adds the labels of the organizations and persons that the record and its parts refer to, by
 * "organizations/SLUG". */
apr_status_t sc_related_named(sc_db_t *db, apr_pool_t *pool, const void *record,
                              apr_hash_t *labels);

/** Adds the items of the entity that the records' fields of its name (`network`) refer to and
 * @a by_slug lacks. */
apr_status_t sc_related_items(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const apr_array_header_t *records, apr_hash_t *by_slug);

/** The same of partnerships. */
apr_status_t sc_related_partnerships(sc_db_t *db, apr_pool_t *pool,
                                     const apr_array_header_t *records, apr_hash_t *by_slug);

/** That an agreement `l` has an end. */
#define SC_SQL_IS_LIMITED "(l.\"term_months\" IS NOT NULL OR l.\"effective_until\" IS NOT NULL)"

/**
 * The agreements (sc_agreement_t *, oldest first) of those of the partnerships that any agreement
 * limits; one statement where none is limited, as most are not.
 * @param partnerships of sc_partnership_t *
 */
apr_status_t sc_related_terms(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *partnerships,
                              apr_array_header_t **agreements);

/** What that will ask, of partnerships with these ids. */
void sc_related_terms_ahead(sc_ahead_t *ahead, sc_arg_t ids);

/** Adds slug -> number (apr_int64_t *) for each of the records: of a place its partnerships on
 * record, of a network its members today; nothing for others. */
apr_status_t sc_related_counts(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                               apr_hash_t *counts);

/** What that will ask, of records with these ids. */
void sc_related_counts_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids);

/** The values of a hash as an array of records. */
apr_array_header_t *sc_related_values(apr_hash_t *hash, apr_pool_t *pool);
