#include "store/schema.h"

#include "store/item_sets.h"
#include "store/migrations.h"

/* More items than this are unsettled only if they never were settled, or by a change of very much.
 */
#define UNSETTLED_MOST 1000

int sc_schema_current(void)
{
    return sc_migration_count;
}

static apr_status_t select_state(sc_db_t *db, apr_pool_t *pool, sc_state_t *state)
{
    apr_status_t status;
    sc_rows_t *rows;

    status = sc_db_select(db, pool,
                          "SELECT \"revision\", \"schema_version\", \"modified\" FROM \"registry\"",
                          NULL, 0, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (rows->count == 0) {
        return APR_EINIT;
    }
    state->revision = sc_row_integer(rows, 0, 0);
    state->schema = (int)sc_row_integer(rows, 0, 1);
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
    apr_status_t status;

    state->revision = 0;
    state->schema = 0;
    state->modified = NULL;
    status = select_state(db, pool, state);
    if (status == APR_EGENERAL && is_empty(db, pool)) {
        return APR_EINIT;
    }
    if (status == APR_SUCCESS && state->schema != sc_schema_current()) {
        return APR_EMISMATCH;
    }
    return status;
}

static apr_status_t apply(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const char *const *statement = baton;
    apr_status_t status = APR_SUCCESS;

    for (; *statement && status == APR_SUCCESS; statement++) {
        status = sc_db_execute_once(db, pool, *statement);
    }
    return status;
}

static apr_status_t apply_from(sc_db_t *db, apr_pool_t *pool, int version, int *applied)
{
    const char *const *const *migrations =
        sc_db_dialect(db) == SC_DIALECT_SQLITE ? sc_migrations_sqlite : sc_migrations_postgresql;
    apr_status_t status = APR_SUCCESS;

    for (*applied = 0; version < sc_migration_count; version++, (*applied)++) {
        status = sc_db_transaction(db, pool, apply, (void *)migrations[version]);
        if (status != APR_SUCCESS) {
            break;
        }
    }
    return status;
}

static apr_status_t rebuild_sets(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_item_sets_rebuild(db, pool);
}

/* The sets behind the migrations: an interruption between the two leaves all items unsettled. */
static apr_status_t rebuild_if_due(sc_db_t *db, apr_pool_t *pool, int applied)
{
    const sc_arg_t most = sc_arg_integer(UNSETTLED_MOST + 1);
    apr_status_t status = APR_SUCCESS;
    sc_rows_t *rows;

    if (!applied) {
        status =
            sc_db_select(db, pool, "SELECT COUNT(*) FROM (SELECT 1 FROM \"unsettled\" LIMIT ?) u",
                         &most, 1, &rows);
    }
    if (status != APR_SUCCESS || (!applied && sc_row_integer(rows, 0, 0) <= UNSETTLED_MOST)) {
        return status;
    }
    return sc_db_transaction(db, pool, rebuild_sets, NULL);
}

apr_status_t sc_schema_init(sc_db_t *db, apr_pool_t *pool)
{
    sc_state_t state;
    apr_status_t status;
    sc_rows_t *rows;
    int applied;

    status = sc_state_read(db, pool, &state);
    if (status == APR_SUCCESS || status == APR_EMISMATCH) {
        return APR_EEXIST;
    }
    if (status != APR_EINIT) {
        return status;
    }
    /* The mode stays with the file. It is a SELECT because this PRAGMA answers with a row, which
     * the driver takes for an error elsewhere. */
    if (sc_db_dialect(db) == SC_DIALECT_SQLITE) {
        status = sc_db_select(db, pool, "PRAGMA journal_mode = WAL", NULL, 0, &rows);
        if (status != APR_SUCCESS) {
            return status;
        }
    }
    return apply_from(db, pool, 0, &applied);
}

apr_status_t sc_schema_migrate(sc_db_t *db, apr_pool_t *pool, int *applied)
{
    sc_state_t state;
    apr_status_t status;

    *applied = 0;
    status = sc_state_read(db, pool, &state);
    if (status != APR_EMISMATCH) {
        return status == APR_SUCCESS ? rebuild_if_due(db, pool, 0) : status;
    }
    if (state.schema > sc_schema_current()) {
        return APR_EMISMATCH;
    }
    status = apply_from(db, pool, state.schema, applied);
    return status == APR_SUCCESS ? rebuild_if_due(db, pool, *applied) : status;
}

apr_status_t sc_schema_analyze(sc_db_t *db, apr_pool_t *pool)
{
    return sc_db_dialect(db) == SC_DIALECT_POSTGRESQL ? sc_db_execute_once(db, pool, "ANALYZE")
                                                      : APR_SUCCESS;
}
