/**
 * @file database.h
 * @brief A registry of its own for each test: a SQLite file, or a schema on a PostgreSQL server.
 *
 * PostgreSQL is used when SISTERCITY_TEST_PGSQL holds the parameters of a connection, such as
 * "host=127.0.0.1 dbname=test"; the user must be allowed to create schemas there.
 */
#ifndef SC_TESTS_DATABASE_H
#define SC_TESTS_DATABASE_H

#include "store/db/db.h"
#include "store/db/schema.h"
#include "support.h"

#include <apr_time.h>
#include <unistd.h>

typedef struct registry_t {
    apr_pool_t *pool;
    const char *url;
    sc_db_t *db;
} registry_t;

static inline sc_db_t *connect_to(const char *url, apr_pool_t *pool)
{
    const char *error = NULL;
    sc_db_t *db = NULL;

    if (sc_db_open(url, pool, &db, &error) != APR_SUCCESS) {
        fail_msg("%s: %s", url, error);
    }
    return db;
}

static inline int make_on_sqlite(void **state)
{
    registry_t *registry;
    void *pool = NULL;

    make_pool(&pool);
    registry = apr_pcalloc(pool, sizeof(*registry));
    registry->pool = pool;
    registry->url = apr_pstrcat(pool, "sqlite3:", make_directory(pool), "/registry.db", NULL);
    registry->db = connect_to(registry->url, pool);
    *state = registry;
    return 0;
}

static inline const char *postgresql_parameters(void)
{
    return getenv("SISTERCITY_TEST_PGSQL");
}

static inline apr_status_t drop_schema(void *schema)
{
    apr_pool_t *pool;
    sc_db_t *db;

    apr_pool_create(&pool, NULL);
    db = connect_to(apr_pstrcat(pool, "pgsql:", postgresql_parameters(), NULL), pool);
    sc_db_execute_once(db, pool, apr_pstrcat(pool, "DROP SCHEMA ", schema, " CASCADE", NULL));
    apr_pool_destroy(pool);
    return APR_SUCCESS;
}

static inline int make_on_postgresql(void **state)
{
    registry_t *registry;
    const char *schema;
    apr_pool_t *pool;
    void *made = NULL;

    make_pool(&made);
    pool = made;
    registry = apr_pcalloc(pool, sizeof(*registry));
    registry->pool = pool;
    schema = apr_psprintf(pool, "test_%ld_%" APR_TIME_T_FMT, (long)getpid(), apr_time_now());
    registry->db = connect_to(apr_pstrcat(pool, "pgsql:", postgresql_parameters(), NULL), pool);
    assert_int_equal(
        sc_db_execute_once(registry->db, pool, apr_pstrcat(pool, "CREATE SCHEMA ", schema, NULL)),
        APR_SUCCESS);
    apr_pool_cleanup_register(pool, schema, drop_schema, apr_pool_cleanup_null);
    registry->url =
        apr_psprintf(pool, "pgsql:%s options=-csearch_path=%s", postgresql_parameters(), schema);
    apr_pool_create(&pool, pool); /* whose connection is closed before the schema is dropped */
    registry->db = connect_to(registry->url, pool);
    *state = registry;
    return 0;
}

/** Runs a statement that must succeed, as somebody does who types it by hand. */
static inline void type_sql(sc_db_t *db, apr_pool_t *pool, const char *sql)
{
    if (sc_db_execute_once(db, pool, sql) != APR_SUCCESS) {
        fail_msg("%s: %s", sql, sc_db_error(db));
    }
}

/** The first cell that a SELECT without arguments finds; NULL also if it finds no row. */
static inline const char *ask(sc_db_t *db, apr_pool_t *pool, const char *sql)
{
    sc_rows_t *rows;

    if (sc_db_select(db, pool, sql, NULL, 0, &rows) != APR_SUCCESS) {
        fail_msg("%s: %s", sql, sc_db_error(db));
    }
    return rows->count ? sc_row_text(rows, 0, 0) : NULL;
}

/* From now on each SELECT of the connection finds the table in another state, as if somebody edited
 * it between any two of them. @return 0 on PostgreSQL, where it is not done */
static inline int edit_all_the_time(registry_t *registry, const char *table, const char *slug,
                                    const char *condition)
{
    const char *columns;

    if (sc_db_dialect(registry->db) != SC_DIALECT_SQLITE) {
        return 0;
    }
    columns =
        ask(registry->db, registry->pool,
            apr_psprintf(registry->pool,
                         "SELECT group_concat(CASE \"name\" WHEN 'slug' THEN '%s AS \"slug\"' "
                         "ELSE '\"' || \"name\" || '\"' END) FROM pragma_table_info('%s')",
                         slug, table));
    type_sql(registry->db, registry->pool,
             apr_psprintf(registry->pool,
                          "CREATE TEMP VIEW \"%s\" AS SELECT %s FROM main.\"%s\" WHERE %s", table,
                          columns, table, condition));
    return 1;
}

/* All items have another slug for each SELECT. */
static inline int rename_all_the_time(registry_t *registry, const char *table)
{
    return edit_all_the_time(registry, table, "printf(''%s-%d'', \"slug\", abs(random()))", "1");
}

/* Some of the items are not there for each SELECT. */
static inline int withdraw_all_the_time(registry_t *registry, const char *table)
{
    return edit_all_the_time(registry, table, "\"slug\"", "abs(random() % 50) > 0");
}

static inline int drop_registry(void **state)
{
    apr_pool_destroy(((registry_t *)*state)->pool);
    return 0;
}

/** All that the table of facets keeps, in one text. */
static inline const char *kept_facets(registry_t *registry)
{
    const char *bitmap =
        sc_db_dialect(registry->db) == SC_DIALECT_SQLITE ? "QUOTE(bitmap)" : "bitmap";
    apr_array_header_t *lines = apr_array_make(registry->pool, 1000, sizeof(const char *));
    sc_rows_t *rows;

    assert_int_equal(
        sc_db_select(registry->db, registry->pool,
                     apr_pstrcat(registry->pool,
                                 "SELECT collection || ' ' || facet || ' ' || word || ' ' || "
                                 "count || ' ' || ",
                                 bitmap, " FROM facets ORDER BY collection, facet, word", NULL),
                     NULL, 0, &rows),
        APR_SUCCESS);
    assert_int_not_equal(rows->count, 0);
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(lines, const char *) = sc_row_text(rows, i, 0);
    }
    return apr_array_pstrcat(registry->pool, lines, '|');
}

typedef struct named_test_t {
    const char *name;
    CMUnitTestFunction run;
} named_test_t;

#define NAMED(function) {#function, function}

static inline int run_on(const char *database, const named_test_t *tests, size_t count,
                         CMFixtureFunction make)
{
    struct CMUnitTest *units = calloc(count, sizeof(*units));
    size_t i;
    int failed;

    for (i = 0; i < count; i++) {
        units[i].name = tests[i].name;
        units[i].test_func = tests[i].run;
        units[i].setup_func = make;
        units[i].teardown_func = drop_registry;
    }
    failed = _cmocka_run_group_tests(database, units, count, NULL, NULL);
    free(units);
    return failed;
}

/** Runs the tests on SQLite and (if there is one) on PostgreSQL. @return how many failed */
static inline int run_on_both(const named_test_t *tests, size_t count)
{
    int failed;

    apr_initialize();
    failed = run_on("SQLite", tests, count, make_on_sqlite);
    if (postgresql_parameters()) {
        failed += run_on("PostgreSQL", tests, count, make_on_postgresql);
    }
    apr_terminate();
    return failed;
}

/** The same for an array. */
#define RUN_ON_BOTH(tests) run_on_both(tests, sizeof(tests) / sizeof((tests)[0]))

#endif
