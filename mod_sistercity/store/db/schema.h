/**
 * The database's schema: creating it, bringing it up to date, knowing its version.
 *
 * scripts/schema.py makes it at build from model/entities/ and sql/; see build/generated/ for it as
 * a whole. Tables are named after collections. A field is a column of the same name (quoted: some
 * are SQL words); a reference is `FIELD_id`; a list field is a table ENTITY_FIELD with `ENTITY_id`,
 * `position` (rising) and `value` (words, languages), `target_id` (references) or the columns of
 * the part's fields.
 */
#pragma once

#include "store/db/db.h"
#include "view/dossier.h"

/** The statements that make an empty registry, without semicolons; NULL ends them. */
extern const char *const sc_sql_sqlite[], *const sc_sql_postgresql[];

/** What brings an older registry up to date: the statement of a version is the one of that number,
 * less the number of the first version. NULL ends them. */
extern const char *const sc_sql_sqlite_migrations[], *const sc_sql_postgresql_migrations[];

/** The schema version this program works with. */
int sc_schema_current(void);

/** Whether migrations lead from that version to this one. From versions before the first release
 * only an export and an import do. */
int sc_schema_can_migrate(int version);

/** Creates the schema in an empty database. APR_EEXIST if there is one already. */
apr_status_t sc_schema_init(sc_db_t *db, apr_pool_t *pool);

/**
 * Applies the migrations that the database lacks, in one transaction. Waits for minutes for another
 * program that writes, which may be doing the same.
 * @param applied set to their number
 * @return APR_EMISMATCH if none lead from the database's version
 */
apr_status_t sc_schema_migrate(sc_db_t *db, apr_pool_t *pool, int *applied);

/** Looks through the whole of an SQLite file. @return APR_EINVAL if it is damaged */
apr_status_t sc_schema_check_file(sc_db_t *db, apr_pool_t *pool);

/** After much was stored: counts anew what PostgreSQL chooses its plans by, which by itself it does
 * only a minute or more later, in the registry's own tables alone, and packs the pages of SQLite.
 * Not within a transaction. */
apr_status_t sc_schema_tidy(sc_db_t *db, apr_pool_t *pool);

/**
 * The revision, schema version and time of last change: one cheap statement.
 * @return APR_SUCCESS; APR_EINIT if the database has no registry; APR_EMISMATCH if its schema is
 * another version than sc_schema_current() (state->schema tells which)
 */
apr_status_t sc_state_read(sc_db_t *db, apr_pool_t *pool, sc_state_t *state);
