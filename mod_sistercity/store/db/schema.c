#include "store/db/schema.h"

#include "store/db/migrations.h"
#include "store/query/item_sets.h"

/* More items than this are unsettled only if they never were settled, or by a change of very much.
 */
#define UNSETTLED_MOST 1000

/* As long as another program's migration of a large registry takes. */
#define MIGRATION_WAIT apr_time_from_sec(600)

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

/* The version within a transaction, where no statement may fail; 0 for an empty database. */
static apr_status_t read_version(sc_db_t *db, apr_pool_t *pool, int *version)
{
    sc_state_t state = {0};
    apr_status_t status = is_empty(db, pool) ? APR_SUCCESS : select_state(db, pool, &state);

    *version = state.schema;
    return status;
}

/* A migration. */
typedef struct step_t {
    int version; /* which the registry had before */
    int was_due; /* whether there was one to apply */
} step_t;

/* Applies the next migration. Which one that is, is only certain here: somebody else may have done
 * the same just before.
 * @param baton step_t *, set */
static apr_status_t apply_next(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const char *const *const *migrations =
        sc_db_dialect(db) == SC_DIALECT_SQLITE ? sc_migrations_sqlite : sc_migrations_postgresql;
    step_t *step = baton;
    const char *const *statement;
    apr_status_t status = read_version(db, pool, &step->version);

    step->was_due = status == APR_SUCCESS && step->version < sc_migration_count;
    if (!step->was_due) {
        return status;
    }
    for (statement = migrations[step->version]; *statement && status == APR_SUCCESS; statement++) {
        status = sc_db_execute_once(db, pool, *statement);
    }
    return status;
}

/* @param first the version before the first that was applied */
static apr_status_t apply_all(sc_db_t *db, apr_pool_t *pool, int *applied, int *first)
{
    apr_status_t status;
    step_t step;

    *applied = 0;
    *first = -1;
    while ((status = sc_db_transaction(db, pool, apply_next, &step)) == APR_SUCCESS &&
           step.was_due) {
        *first = *applied ? *first : step.version;
        (*applied)++;
    }
    return status;
}

/* The sets behind the migrations: an interruption between the two leaves all items unsettled. */
static apr_status_t rebuild_if_due(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const sc_arg_t most = sc_arg_integer(UNSETTLED_MOST + 1);
    sc_migrated_t *done = baton;
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(
        db, pool, "SELECT COUNT(*) FROM (SELECT 1 FROM \"unsettled\" LIMIT ?) u", &most, 1, &rows);

    done->has_rebuilt_sets =
        status == APR_SUCCESS && (done->applied || sc_row_integer(rows, 0, 0) > UNSETTLED_MOST);
    return done->has_rebuilt_sets ? sc_item_sets_rebuild(db, pool) : status;
}

apr_status_t sc_schema_init(sc_db_t *db, apr_pool_t *pool)
{
    sc_state_t state;
    apr_status_t status;
    sc_rows_t *rows;
    int applied, first;

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
    status = apply_all(db, pool, &applied, &first);
    /* Somebody else has begun at the same time. */
    return status == APR_SUCCESS && first != 0 ? APR_EEXIST : status;
}

apr_status_t sc_schema_migrate(sc_db_t *db, apr_pool_t *pool, sc_migrated_t *done)
{
    sc_state_t state;
    apr_status_t status = sc_state_read(db, pool, &state);
    int first;

    done->applied = 0;
    done->has_rebuilt_sets = 0;
    if (status != APR_SUCCESS && (status != APR_EMISMATCH || state.schema > sc_schema_current())) {
        return status;
    }
    sc_db_wait_for_writers(db, MIGRATION_WAIT);
    status = apply_all(db, pool, &done->applied, &first);
    if (status == APR_SUCCESS) {
        status = sc_db_transaction(db, pool, rebuild_if_due, done);
    }
    sc_db_wait_for_writers(db, 0);
    return status;
}

apr_status_t sc_schema_analyze(sc_db_t *db, apr_pool_t *pool)
{
    return sc_db_dialect(db) == SC_DIALECT_POSTGRESQL ? sc_db_execute_once(db, pool, "ANALYZE")
                                                      : APR_SUCCESS;
}
