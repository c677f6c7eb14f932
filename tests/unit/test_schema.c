#include "database.h"

#include "model/vocabulary.h"
#include "store/record/read.h"

static void an_empty_database_has_no_registry(void **state)
{
    registry_t *registry = *state;
    sc_state_t found;

    assert_int_equal(sc_state_read(registry->db, registry->pool, &found), APR_EINIT);
}

static void a_new_registry_is_of_this_schema(void **state)
{
    registry_t *registry = *state;
    sc_state_t found;
    int applied;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    assert_int_equal(sc_state_read(registry->db, registry->pool, &found), APR_SUCCESS);
    assert_int_equal(found.schema, sc_schema_current());
    assert_int_equal(found.revision, 1);
    assert_int_equal(strlen(found.modified), strlen("2026-11-22T03:31:00Z"));
    assert_int_equal(sc_schema_migrate(registry->db, registry->pool, &applied), APR_SUCCESS);
    assert_int_equal(applied, 0);
}

static void a_registry_is_never_created_over_another(void **state)
{
    registry_t *registry = *state;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_EEXIST);
    type_sql(registry->db, registry->pool, "UPDATE \"registry\" SET \"schema_version\" = 9999");
    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_EEXIST);
}

static void another_schema_is_told_by_its_number(void **state)
{
    registry_t *registry = *state;
    sc_state_t found;
    int applied;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    type_sql(registry->db, registry->pool, "UPDATE \"registry\" SET \"schema_version\" = 9999");
    assert_int_equal(sc_state_read(registry->db, registry->pool, &found), APR_EMISMATCH);
    assert_int_equal(found.schema, 9999);
    assert_int_equal(sc_schema_migrate(registry->db, registry->pool, &applied), APR_EMISMATCH);
}

static void a_registry_from_before_the_first_release_stays_as_it_is(void **state)
{
    registry_t *registry = *state;
    sc_state_t found;
    int applied;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    type_sql(registry->db, registry->pool, "UPDATE \"registry\" SET \"schema_version\" = 12");
    assert_int_equal(sc_state_read(registry->db, registry->pool, &found), APR_EMISMATCH);
    assert_false(sc_schema_can_migrate(found.schema));
    assert_int_equal(sc_schema_migrate(registry->db, registry->pool, &applied), APR_EMISMATCH);
    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_EEXIST);
}

static void a_database_that_is_away_is_not_taken_for_an_empty_one(void **state)
{
    registry_t *registry = *state;
    const char *path = apr_pstrcat(registry->pool, make_directory(registry->pool), "/x.db", NULL);
    apr_file_t *file;
    sc_state_t found;
    sc_db_t *db;

    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        assert_int_equal(
            apr_file_open(&file, path, APR_WRITE | APR_CREATE, APR_OS_DEFAULT, registry->pool),
            APR_SUCCESS);
        apr_file_printf(file, "%2000s", "This is not a database.");
        apr_file_close(file);
        db = connect_to(apr_pstrcat(registry->pool, "sqlite3:", path, NULL), registry->pool);
    }
    else {
        db = registry->db;
        type_sql(db, registry->pool,
                 "CREATE VIEW \"registry\" AS SELECT count(*) AS revision, "
                 "1 AS schema_version, '' AS modified FROM pg_sleep(1)");
        type_sql(db, registry->pool, "SET statement_timeout = 1");
    }
    assert_int_equal(sc_state_read(db, registry->pool, &found), APR_EGENERAL);
    assert_string_not_equal(sc_db_error(db), "");
}

static void readers_and_a_writer_do_not_lock_each_other_out(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    type_sql(other, registry->pool, "BEGIN");
    type_sql(other, registry->pool, "UPDATE \"registry\" SET \"revision\" = 50");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT \"revision\" FROM \"registry\""),
                        "1");
    type_sql(other, registry->pool, "COMMIT");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT \"revision\" FROM \"registry\""),
                        "50");
}

static void only_the_registry_s_own_tables_are_estimated(void **state)
{
    static const char estimated[] = "SELECT DISTINCT \"tablename\" FROM pg_stats "
                                    "WHERE \"tablename\" IN ('registry', 'taxes')";
    registry_t *registry = *state;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        skip(); /* a file has no tables but ours */
    }
    type_sql(registry->db, registry->pool, "CREATE TABLE taxes AS SELECT 1 AS paid");
    assert_int_equal(sc_schema_tidy(registry->db, registry->pool), APR_SUCCESS);
    assert_string_equal(ask(registry->db, registry->pool, estimated), "registry");
}

static void every_field_has_its_column(void **state)
{
    registry_t *registry = *state;
    int i;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    for (i = 0; sc_entities[i]; i++) {
        apr_array_header_t *none;
        apr_int64_t count = -1;
        void *record;

        assert_int_equal(sc_read_count(registry->db, registry->pool, sc_entities[i], &count),
                         APR_SUCCESS);
        assert_true(count == 0 || sc_entities[i] == SC_SHIPPED);
        if (sc_read_batch(registry->db, registry->pool, sc_entities[i], 0, 10, &none) !=
            APR_SUCCESS) {
            fail_msg("%s: %s", sc_entities[i]->collection, sc_db_error(registry->db));
        }
        assert_int_equal(
            sc_read_item(registry->db, registry->pool, sc_entities[i], "nothing", &record),
            APR_ENOENT);
    }
}

/* Few enough for a person to read. */
static void there_are_few_triggers(void **state)
{
    registry_t *registry = *state;
    int collections = 0;

    while (sc_entities[collections]) {
        collections++;
    }
    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        assert_in_range(atoi(ask(registry->db, registry->pool,
                                 "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'")),
                        3 * collections, 10 * collections);
    }
}

static void every_country_lies_in_one_region(void **state)
{
    registry_t *registry = *state;
    int i;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"countries\""),
                        "249");
    for (i = 0; i < sc_regions.count; i++) {
        sc_arg_t arg = sc_arg_text(sc_regions.words[i].word);
        sc_rows_t *rows;

        assert_int_equal(sc_db_select(registry->db, registry->pool,
                                      "SELECT \"code\" FROM \"countries\" WHERE \"region\" = ?",
                                      &arg, 1, &rows),
                         APR_SUCCESS);
        assert_in_range(rows->count, 25, 80);
    }
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(an_empty_database_has_no_registry),
        NAMED(a_new_registry_is_of_this_schema),
        NAMED(a_registry_is_never_created_over_another),
        NAMED(another_schema_is_told_by_its_number),
        NAMED(a_registry_from_before_the_first_release_stays_as_it_is),
        NAMED(a_database_that_is_away_is_not_taken_for_an_empty_one),
        NAMED(readers_and_a_writer_do_not_lock_each_other_out),
        NAMED(only_the_registry_s_own_tables_are_estimated),
        NAMED(every_field_has_its_column),
        NAMED(there_are_few_triggers),
        NAMED(every_country_lies_in_one_region),
    };

    return RUN_ON_BARE_DATABASES(tests);
}
