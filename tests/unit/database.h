/**
 * @file database.h
 * @brief A registry for each test: a SQLite file, or a schema on a PostgreSQL server.
 *
 * PostgreSQL is used when SISTERCITY_TEST_PGSQL holds the parameters of a superuser's connection,
 * such as "host=127.0.0.1 dbname=test", to a database of the program's own. When that has an empty
 * registry, which is quickly copied, none has to be made.
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

/* What the tests of a program share: it is made once, which takes longer than most of them. */
typedef struct shared_t {
    apr_pool_t *pool;
    const char *file;   /* SQLite's, with what a test begins with */
    const char *schema; /* PostgreSQL's, in which one test after the other works */
    sc_db_t *keeper;    /* has what its tables hold when a test begins */
    int table_count;
    sc_transaction_fn *fill; /* what a test begins with; NULL: an empty registry */
} shared_t;

static shared_t shared;

static inline const char *postgresql_parameters(void)
{
    return getenv("SISTERCITY_TEST_PGSQL");
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

static inline registry_t *new_registry(void)
{
    registry_t *registry;
    void *pool = NULL;

    make_pool(&pool);
    registry = apr_pcalloc(pool, sizeof(*registry));
    registry->pool = pool;
    return registry;
}

/* What a test begins with; its tables may be there. */
static inline void make_tables(const char *url, int are_there)
{
    apr_pool_t *pool;
    sc_db_t *db;

    apr_pool_create(&pool, NULL);
    db = connect_to(url, pool);
    if ((!are_there && sc_schema_init(db, pool) != APR_SUCCESS) ||
        (shared.fill && (sc_db_transaction(db, pool, shared.fill, NULL) != APR_SUCCESS ||
                         sc_schema_tidy(db, pool) != APR_SUCCESS))) {
        fail_msg("%s", sc_db_error(db));
    }
    apr_pool_destroy(pool);
}

static inline registry_t *new_on_sqlite(void)
{
    registry_t *registry = new_registry();

    registry->url = apr_pstrcat(registry->pool, "sqlite3:", make_directory(registry->pool),
                                "/registry.db", NULL);
    return registry;
}

/** A database without a registry. */
static inline int make_bare_on_sqlite(void **state)
{
    registry_t *registry = new_on_sqlite();

    registry->db = connect_to(registry->url, registry->pool);
    *state = registry;
    return 0;
}

/** An empty registry, or a filled one. */
static inline int make_on_sqlite(void **state)
{
    registry_t *registry = new_on_sqlite();

    if (!shared.file) {
        shared.file = apr_pstrcat(shared.pool, make_directory(shared.pool), "/registry.db", NULL);
        make_tables(apr_pstrcat(shared.pool, "sqlite3:", shared.file, NULL), 0);
    }
    assert_int_equal(apr_file_copy(shared.file, strchr(registry->url, ':') + 1,
                                   APR_FPROT_FILE_SOURCE_PERMS, registry->pool),
                     APR_SUCCESS);
    registry->db = connect_to(registry->url, registry->pool);
    *state = registry;
    return 0;
}

static inline const char *postgresql_url(apr_pool_t *pool)
{
    return apr_psprintf(pool, "pgsql:%s options=-csearch_path=%s", postgresql_parameters(),
                        shared.schema);
}

/* The schema is PostgreSQL's from now on. */
static inline void work_in(const char *schema)
{
    if (!shared.schema) {
        shared.schema = schema;
        shared.keeper = connect_to(postgresql_url(shared.pool), shared.pool);
    }
}

/* A schema without tables, in the place of what there is. */
static inline void make_schema(void)
{
    type_sql(shared.keeper, shared.pool,
             apr_psprintf(shared.pool, "DROP SCHEMA IF EXISTS %s CASCADE", shared.schema));
    type_sql(shared.keeper, shared.pool,
             apr_pstrcat(shared.pool, "CREATE SCHEMA ", shared.schema, NULL));
}

/* Does something with each table t of the schema, while no trigger and no key hinders it. */
#define EACH_TABLE(statements)                                                                     \
    "DO $$ DECLARE t text; is_filled boolean; BEGIN "                                              \
    "PERFORM set_config('session_replication_role', 'replica', true); "                            \
    "FOR t IN SELECT relname" OF_SCHEMA " LOOP " statements " END LOOP; END $$"

#define OF_SCHEMA                                                                                  \
    " FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"

#define KEEP                                                                                       \
    "EXECUTE 'SELECT EXISTS (SELECT FROM ' || quote_ident(t) || ')' INTO is_filled; "              \
    "IF is_filled THEN "                                                                           \
    "EXECUTE 'CREATE TEMP TABLE IF NOT EXISTS kept_' || t || ' AS TABLE ' || quote_ident(t); "     \
    "END IF;"

#define EMPTY                                                                                      \
    "EXECUTE 'DELETE FROM ' || quote_ident(t); "                                                   \
    "IF to_regclass('pg_temp.kept_' || t) IS NOT NULL THEN "                                       \
    "EXECUTE 'INSERT INTO ' || quote_ident(t) || ' TABLE kept_' || t; "                            \
    "END IF;"

static inline int count_tables(void)
{
    return atoi(ask(shared.keeper, shared.pool, "SELECT count(*)" OF_SCHEMA));
}

/** A database without a registry. */
static inline int make_bare_on_postgresql(void **state)
{
    registry_t *registry = new_registry();

    work_in("bare");
    make_schema();
    registry->url = postgresql_url(registry->pool);
    registry->db = connect_to(registry->url, registry->pool);
    *state = registry;
    return 0;
}

/** An empty registry, or a filled one. */
static inline int make_on_postgresql(void **state)
{
    registry_t *registry = new_registry();
    int count;

    work_in("public");
    count = count_tables();
    if (count && count == shared.table_count) {
        type_sql(shared.keeper, shared.pool, EACH_TABLE(EMPTY));
    }
    else {
        int are_given = count && !shared.table_count;

        if (!are_given) {
            make_schema();
        }
        make_tables(postgresql_url(shared.pool), are_given);
        type_sql(shared.keeper, shared.pool, EACH_TABLE(KEEP));
        shared.table_count = count_tables();
    }
    registry->url = postgresql_url(registry->pool);
    registry->db = connect_to(registry->url, registry->pool);
    *state = registry;
    return 0;
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

/** Runs the tests on SQLite and, if there is one, on PostgreSQL, but where nothing makes a database
 * there. @return how many failed */
static inline int run_on_both(const named_test_t *tests, size_t count, CMFixtureFunction on_sqlite,
                              CMFixtureFunction on_postgresql, sc_transaction_fn *fill)
{
    int failed;

    apr_initialize();
    apr_pool_create(&shared.pool, NULL);
    shared.fill = fill;
    failed = run_on("SQLite", tests, count, on_sqlite);
    if (on_postgresql && postgresql_parameters()) {
        failed += run_on("PostgreSQL", tests, count, on_postgresql);
    }
    apr_pool_destroy(shared.pool);
    apr_terminate();
    return failed;
}

/** The tests of an array, each with an empty registry. */
#define RUN_ON_BOTH(tests) RUN_ON_BOTH_FILLED(tests, NULL)

/** The same, each with what a transaction has filled the registry with, once. */
#define RUN_ON_BOTH_FILLED(tests, fill)                                                            \
    run_on_both(tests, sizeof(tests) / sizeof((tests)[0]), make_on_sqlite, make_on_postgresql, fill)

/** The same, with databases in which no registry was made. */
#define RUN_ON_BARE_DATABASES(tests)                                                               \
    run_on_both(tests, sizeof(tests) / sizeof((tests)[0]), make_bare_on_sqlite,                    \
                make_bare_on_postgresql, NULL)

#endif
