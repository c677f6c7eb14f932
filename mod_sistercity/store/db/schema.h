/**
 * @file schema.h
 * @brief The database's schema: creating it, bringing it up to date, knowing its version.
 *
 * The migrations are the numbered files in sql/sqlite and sql/postgresql, built into the program.
 * Tables are named after collections. A field is a column of the same name (quoted: some are SQL
 * words); a reference is `FIELD_id`; a list field is a table ENTITY_FIELD with `ENTITY_id`,
 * `position` (from 0) and `value` (words, languages), `target_id` (references) or the columns of
 * the part's fields.
 */
#ifndef SC_STORE_SCHEMA_H
#define SC_STORE_SCHEMA_H

#include "store/db/db.h"
#include "view/dossier.h"

/** The schema version this program works with: that of the last migration. */
int sc_schema_current(void);

/** Creates the schema in an empty database. APR_EEXIST if there is one already. */
apr_status_t sc_schema_init(sc_db_t *db, apr_pool_t *pool);

/** What sc_schema_migrate() has done. */
typedef struct sc_migrated_t {
    int applied;          /* so many migrations */
    int has_rebuilt_sets; /* the sets of items (store/query/item_sets.h) were made anew */
} sc_migrated_t;

/** Applies the migrations that the database lacks, each in a transaction, and makes the sets of
 * items anew behind them, or if very many items are unsettled. Waits for minutes for another
 * program that writes, which may be doing the same.
 * @param done set also when it fails in the middle */
apr_status_t sc_schema_migrate(sc_db_t *db, apr_pool_t *pool, sc_migrated_t *done);

/** Counts anew what PostgreSQL chooses its plans by, after much was stored: by itself it does so
 * only a minute or more later. Not within a transaction. Nothing on SQLite, whose plans do without.
 */
apr_status_t sc_schema_analyze(sc_db_t *db, apr_pool_t *pool);

/**
 * The revision, schema version and time of last change: one cheap statement.
 * @return APR_SUCCESS; APR_EINIT if the database has no registry; APR_EMISMATCH if its schema is
 * another version than sc_schema_current() (state->schema tells which)
 */
apr_status_t sc_state_read(sc_db_t *db, apr_pool_t *pool, sc_state_t *state);

#endif
