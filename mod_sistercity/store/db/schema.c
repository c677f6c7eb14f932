#include "store/db/schema.h"

#include <apr_strings.h>
#include <limits.h>
#include <string.h>

/* The first there was, as in scripts/schema.py. Registries of lower numbers are from before the
 * first release; nothing brings them up to date. */
#define FIRST_VERSION 100

/* Another program's migration of a large registry takes less. */
#define MIGRATION_WAIT apr_time_from_sec(600)

int sc_schema_current(void)
{
    int count = 0;

    while (sc_sql_sqlite_migrations[count]) {
        count++;
    }
    return FIRST_VERSION + count;
}

int sc_schema_can_migrate(int version)
{
    return version >= FIRST_VERSION && version <= sc_schema_current();
}

static apr_status_t select_state(sc_db_t *db, apr_pool_t *pool, sc_state_t *state)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool,
                        "SELECT \"revision\", \"schema_version\", \"modified\" FROM \"registry\"",
                        NULL, 0, &rows));
    if (rows->count == 0) {
        return APR_EINIT;
    }
    state->revision = sc_row_number(rows, 0, 0);
    state->schema = sc_row_index(rows, 0, 1, INT_MAX);
    state->modified = sc_row_text(rows, 0, 2);
    return APR_SUCCESS;
}

/* Whether the database answers and has no registry. Asked of its catalogue, because drivers and
 * languages word the same failure differently. */
static int is_empty(sc_db_t *db, apr_pool_t *pool)
{
    const char *sql = sc_db_dialect(db) == SC_DIALECT_SQLITE
                          ? "SELECT name FROM sqlite_master WHERE type = 'table' "
                            "AND name = 'registry'"
                          : "SELECT 1 WHERE to_regclass('registry') IS NOT NULL";
    sc_rows_t *rows;

    return sc_db_select(db, pool, sql, NULL, 0, &rows) == APR_SUCCESS && rows->count == 0;
}

apr_status_t sc_state_read(sc_db_t *db, apr_pool_t *pool, sc_state_t *state)
{
    state->revision = 0;
    state->schema = 0;
    state->modified = NULL;
    apr_status_t status = select_state(db, pool, state);
    if (status == APR_EGENERAL && is_empty(db, pool)) {
        return APR_EINIT;
    }
    if (status == APR_SUCCESS && state->schema != sc_schema_current()) {
        return APR_EMISMATCH;
    }
    return status;
}

/* Within a transaction, where no statement may fail, and where only it is certain: somebody else
 * may have done the same just before. */
static apr_status_t create(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const char *const *statement =
        sc_db_dialect(db) == SC_DIALECT_SQLITE ? sc_sql_sqlite : sc_sql_postgresql;

    (void)baton;
    SC_TRY(is_empty(db, pool) ? APR_SUCCESS : APR_EEXIST);
    for (; *statement; statement++) {
        SC_TRY(sc_db_execute_once(db, pool, *statement));
    }
    return APR_SUCCESS;
}

apr_status_t sc_schema_init(sc_db_t *db, apr_pool_t *pool)
{
    sc_state_t state;
    sc_rows_t *rows;

    apr_status_t status = sc_state_read(db, pool, &state);
    if (status == APR_SUCCESS || status == APR_EMISMATCH) {
        return APR_EEXIST;
    }
    if (status != APR_EINIT) {
        return status;
    }
    /* The mode stays with the file. It is a SELECT because this PRAGMA answers with a row, which
     * the driver takes for an error elsewhere. */
    if (sc_db_dialect(db) == SC_DIALECT_SQLITE) {
        SC_TRY(sc_db_select(db, pool, "PRAGMA journal_mode = WAL", NULL, 0, &rows));
    }
    return sc_db_transaction(db, pool, create, NULL);
}

/* @param baton int *, set to how many migrations were applied */
static apr_status_t apply(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const char *const *migrations = sc_db_dialect(db) == SC_DIALECT_SQLITE
                                        ? sc_sql_sqlite_migrations
                                        : sc_sql_postgresql_migrations;
    const sc_arg_t version = sc_arg_integer(sc_schema_current());
    int *applied = baton;
    sc_state_t state;

    *applied = 0;
    SC_TRY(select_state(db, pool, &state));
    SC_TRY(sc_schema_can_migrate(state.schema) ? APR_SUCCESS : APR_EMISMATCH);
    for (migrations += state.schema - FIRST_VERSION; migrations[*applied]; (*applied)++) {
        SC_TRY(sc_db_execute_once(db, pool, migrations[*applied]));
    }
    return sc_db_execute(db, pool, "UPDATE \"registry\" SET \"schema_version\" = ?", &version, 1,
                         NULL);
}

apr_status_t sc_schema_migrate(sc_db_t *db, apr_pool_t *pool, int *applied)
{
    sc_db_wait_for_writers(db, MIGRATION_WAIT);
    apr_status_t status = sc_db_transaction(db, pool, apply, applied);
    sc_db_wait_for_writers(db, 0);
    return status;
}

apr_status_t sc_schema_check_file(sc_db_t *db, apr_pool_t *pool)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, "PRAGMA integrity_check(1)", NULL, 0, &rows));
    return rows->count == 1 && strcmp(sc_row_word(rows, 0, 0), "ok") == 0 ? APR_SUCCESS
                                                                          : APR_EINVAL;
}

/* ANALYZE by itself reads all tables of the database, which may have other programs', too. */
static const char *analyze(apr_pool_t *pool)
{
    static const char create[] = "CREATE TABLE ";
    apr_array_header_t *names = apr_array_make(pool, 64, sizeof(const char *));

    for (const char *const *statement = sc_sql_postgresql; *statement; statement++) {
        const char *name = *statement + sizeof(create) - 1;

        if (strncmp(*statement, create, sizeof(create) - 1) == 0) {
            APR_ARRAY_PUSH(names, const char *) = apr_pstrmemdup(pool, name, strcspn(name, " "));
        }
    }
    return apr_pstrcat(pool, "ANALYZE ", apr_array_pstrcat(pool, names, ','), NULL);
}

apr_status_t sc_schema_tidy(sc_db_t *db, apr_pool_t *pool)
{
    if (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        return sc_db_execute_once(db, pool, analyze(pool));
    }
    /* A copy of the whole registry is made for it, from end to end: on the disk, however large. */
    SC_TRY(sc_db_execute_once(db, pool, "PRAGMA temp_store = FILE"));
    SC_TRY(sc_db_execute_once(db, pool, "PRAGMA cache_size = -4000"));
    SC_TRY(sc_db_execute_once(db, pool, "VACUUM"));
    return sc_db_execute_once(db, pool, "PRAGMA temp_store = MEMORY");
}
