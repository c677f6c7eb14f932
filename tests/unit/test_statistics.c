#include "database.h"

#include "model/entity.h"
#include "store/load/load_statistics.h"
#include "store/query/statistics.h"
#include "store/record/write.h"

/* How many statements a life of a registry has here, and how many items there are to hit. */
#define STATEMENTS 400
#define PLACES 12
#define PARTNERSHIPS 20
#define ITEMS 30

static void make_schema(registry_t *registry)
{
    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
}

/* What a table has and a count from scratch has not, or the other way round. A number that has come
 * down to 0 may stay. */
static void must_be_counted(registry_t *registry, const char *table, const char *counts,
                            const char *is_left, const char *after)
{
    const char *sql = apr_psprintf(
        registry->pool,
        "SELECT COUNT(*) FROM (SELECT * FROM (SELECT * FROM %s WHERE %s EXCEPT SELECT * FROM %s) a "
        "UNION ALL SELECT * FROM (SELECT * FROM %s EXCEPT SELECT * FROM %s) b) c",
        table, is_left, counts, counts, table);

    if (strcmp(ask(registry->db, registry->pool, sql), "0") != 0) {
        fail_msg("%s is not true any more after: %s", table, after);
    }
}

static void all_must_be_counted(registry_t *registry, const char *after)
{
    must_be_counted(registry, "partnership_statistics", "partnership_counts",
                    "partnerships <> 0 OR agreements <> 0 OR activities <> 0", after);
    must_be_counted(registry, "trait_statistics", "trait_counts", "partnerships <> 0", after);
    must_be_counted(registry, "item_statistics", "item_counts", "items <> 0", after);
    must_be_counted(registry, "place_statistics", "place_counts", "places <> 0", after);
    must_be_counted(registry, "place_partnerships", "place_partnership_counts", "partnerships <> 0",
                    after);
    must_be_counted(registry, "hub_statistics", "hub_counts", "items <> 0", after);
}

/* What is asked of hubs needs no hundred partnerships here. */
static void make_hubs(registry_t *registry, const char *condition)
{
    type_sql(registry->db, registry->pool, "DELETE FROM hubs");
    type_sql(registry->db, registry->pool,
             apr_pstrcat(registry->pool, "INSERT INTO hubs SELECT id FROM places WHERE ", condition,
                         NULL));
    type_sql(registry->db, registry->pool, "INSERT INTO hub_statistics SELECT * FROM hub_counts");
}

/* All numbers of the statistics of all places. */
static const char *numbers_of_places(registry_t *registry)
{
    apr_pool_t *pool = registry->pool;
    const char *text = "";
    int i, j, k;

    for (i = 1; i <= PLACES; i++) {
        sc_query_t query = {.limit = 50};
        const sc_statistics_t *statistics;
        void *data;

        assert_int_equal(sc_load_place_statistics(registry->db, pool,
                                                  apr_psprintf(pool, "place-%d", i), &query, &data),
                         APR_SUCCESS);
        statistics = data;
        text = apr_psprintf(
            pool, "%s\n%d: %" APR_INT64_T_FMT " %" APR_INT64_T_FMT " %" APR_INT64_T_FMT, text, i,
            statistics->partnerships, statistics->agreements, statistics->activities);
        for (j = 0; j < SC_STATISTIC_COUNT; j++) {
            for (k = 0; k < statistics->tallies[j]->nelts; k++) {
                const sc_tally_t *tally = &APR_ARRAY_IDX(statistics->tallies[j], k, sc_tally_t);

                text = apr_psprintf(pool, "%s %d:%s=%" APR_INT64_T_FMT, text, j, tally->word,
                                    tally->count);
            }
        }
    }
    return text;
}

static void places_must_have_their_numbers(registry_t *registry)
{
    const char *kept = numbers_of_places(registry);

    type_sql(registry->db, registry->pool, "DELETE FROM hubs");
    assert_string_equal(kept, numbers_of_places(registry));
}

static const char *const levels[] = {"'city'", "'town'", "NULL"};
static const char *const countries[] = {"'JP'", "'DE'", "'LT'", "NULL"};
static const char *const types[] = {"sister", "friendship"};
static const char *const statuses[] = {"active", "dormant", "terminated"};
static const char *const dates[] = {"'1959'", "'196X'", "'2001-05'", "NULL"};
static const char *const fields[] = {"culture", "sports", "youth"};

static unsigned chance(unsigned *seed, unsigned limit)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % limit;
}

#define ONE_OF(words) words[chance(seed, sizeof(words) / sizeof(words[0]))]

static const char *insert_statement(registry_t *registry, unsigned *seed, int number)
{
    apr_pool_t *pool = registry->pool;
    unsigned partnership = 1 + chance(seed, PARTNERSHIPS);
    unsigned item = 1 + chance(seed, ITEMS);

    switch (chance(seed, 6)) {
    case 0:
        return apr_psprintf(pool,
                            "INSERT INTO partnerships (id, slug, type, status, established) SELECT "
                            "%u, 'p%d', '%s', '%s', %s WHERE NOT EXISTS (SELECT 1 FROM "
                            "partnerships WHERE id = %u)",
                            partnership, number, ONE_OF(types), ONE_OF(statuses), ONE_OF(dates),
                            partnership);
    case 1:
        return apr_psprintf(pool,
                            "INSERT INTO partnership_parties (partnership_id, position, place_id) "
                            "SELECT s.id, %d + p.id, p.id FROM partnerships s, places p "
                            "WHERE s.id = %u AND p.id IN (%u, %u)",
                            number * 100, partnership, 1 + chance(seed, PLACES),
                            1 + chance(seed, PLACES));
    case 2:
        return apr_psprintf(pool,
                            "INSERT INTO partnership_fields SELECT id, %d, '%s' FROM partnerships "
                            "WHERE id <= %u",
                            number, ONE_OF(fields), partnership);
    case 3:
        return apr_psprintf(pool,
                            "INSERT INTO agreements (id, slug, partnership_id, kind, date) SELECT "
                            "%u, 'a%d', id, 'sister', %s FROM partnerships WHERE id = %u AND NOT "
                            "EXISTS (SELECT 1 FROM agreements WHERE id = %u)",
                            item, number, ONE_OF(dates), partnership, item);
    case 4:
        return apr_psprintf(
            pool,
            "INSERT INTO activities (id, slug, partnership_id, title, start) SELECT "
            "%u, 'a%d', id, 'Visit', %s FROM partnerships WHERE id = %u AND NOT "
            "EXISTS (SELECT 1 FROM activities WHERE id = %u)",
            item, number, ONE_OF(dates), partnership, item);
    default:
        return apr_psprintf(pool,
                            "INSERT INTO activity_fields SELECT id, %d, '%s' FROM activities "
                            "WHERE id <= %u",
                            number, ONE_OF(fields), item);
    }
}

static const char *other_statement(registry_t *registry, unsigned *seed)
{
    apr_pool_t *pool = registry->pool;
    unsigned partnership = 1 + chance(seed, PARTNERSHIPS);
    unsigned item = 1 + chance(seed, ITEMS);
    unsigned place = 1 + chance(seed, PLACES);

    switch (chance(seed, 10)) {
    case 0:
        return apr_psprintf(pool, "UPDATE places SET country = %s, level = %s WHERE id <= %u",
                            ONE_OF(countries), ONE_OF(levels), place);
    case 1:
        return apr_psprintf(pool, "UPDATE partnerships SET status = '%s' WHERE id <= %u",
                            ONE_OF(statuses), partnership);
    case 2:
        return apr_psprintf(pool,
                            "UPDATE partnerships SET established = %s, note = 'x' WHERE id = %u",
                            ONE_OF(dates), partnership);
    case 3:
        return apr_psprintf(pool,
                            "UPDATE partnership_parties SET place_id = %u WHERE place_id = %u",
                            place, 1 + chance(seed, PLACES));
    case 4:
        return apr_psprintf(pool, "DELETE FROM partnership_parties WHERE place_id = %u", place);
    case 5:
        return apr_psprintf(pool, "DELETE FROM partnership_fields WHERE partnership_id = %u",
                            partnership);
    case 6:
        return apr_psprintf(pool, "DELETE FROM partnerships WHERE id = %u", partnership);
    case 7:
        return apr_psprintf(pool,
                            "UPDATE activities SET partnership_id = (SELECT MIN(id) FROM "
                            "partnerships), start = %s WHERE id <= %u",
                            ONE_OF(dates), item);
    case 8:
        return apr_psprintf(pool, "UPDATE agreements SET kind = 'renewal' WHERE id >= %u", item);
    default:
        return apr_psprintf(pool, "DELETE FROM activity_fields WHERE value = '%s'", ONE_OF(fields));
    }
}

static void type_places(registry_t *registry, unsigned *seed)
{
    int i;

    for (i = 1; i <= PLACES; i++) {
        type_sql(registry->db, registry->pool,
                 apr_psprintf(registry->pool,
                              "INSERT INTO places (id, slug, name, country, level) "
                              "VALUES (%d, 'place-%d', 'Place', %s, %s)",
                              i, i, ONE_OF(countries), ONE_OF(levels)));
    }
}

static void whatever_is_typed_statistics_stay_true(void **state)
{
    registry_t *registry = *state;
    unsigned seed = 1959;
    int i;

    make_schema(registry);
    type_places(registry, &seed);
    make_hubs(registry, "id % 3 = 0");
    for (i = 1; i <= STATEMENTS; i++) {
        const char *sql = chance(&seed, 5) < 3 ? insert_statement(registry, &seed, i)
                                               : other_statement(registry, &seed);

        type_sql(registry->db, registry->pool, sql);
        all_must_be_counted(registry, sql);
    }
    assert_string_not_equal(
        ask(registry->db, registry->pool, "SELECT COUNT(*) FROM partnership_statistics"), "0");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT COUNT(*) FROM hubs"), "4");
}

static void a_place_with_kept_statistics_has_the_numbers_that_it_has_without(void **state)
{
    static const char *const sqlite[] = {
        "REPLACE INTO partnerships (id, slug, type, status) SELECT id, 'x', 'friendship', 'active' "
        "FROM partnerships WHERE id = 4",
        "REPLACE INTO partnerships (slug, type, status) SELECT slug, 'friendship', 'active' "
        "FROM partnerships WHERE id = 5",
        "UPDATE OR REPLACE activities SET slug = (SELECT MAX(slug) FROM activities)",
        "UPDATE OR REPLACE agreements SET id = 7 WHERE id < 7", NULL};
    static const char *const postgresql[] = {
        "TRUNCATE activity_fields",      "TRUNCATE activities CASCADE",
        "TRUNCATE partnership_fields",   "TRUNCATE partnership_parties",
        "TRUNCATE partnerships CASCADE", NULL};
    registry_t *registry = *state;
    const char *const *statement =
        sc_db_dialect(registry->db) == SC_DIALECT_SQLITE ? sqlite : postgresql;
    unsigned seed = 2022;
    int i;

    make_schema(registry);
    type_places(registry, &seed);
    for (i = 1; i <= STATEMENTS; i++) {
        type_sql(registry->db, registry->pool, insert_statement(registry, &seed, i));
    }
    make_hubs(registry, "id < 10");
    places_must_have_their_numbers(registry);
    make_hubs(registry, "id > 3");
    type_sql(registry->db, registry->pool, "UPDATE countries SET region = 'oceania'");
    places_must_have_their_numbers(registry);
    for (; *statement; statement++) {
        make_hubs(registry, "id > 0");
        type_sql(registry->db, registry->pool, *statement);
        places_must_have_their_numbers(registry);
    }
}

static apr_status_t write_at_rest(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    if (sc_statistics_rest(db, pool) != APR_SUCCESS ||
        sc_db_execute(db, pool,
                      "INSERT INTO partnerships (id, slug, type, status) "
                      "VALUES (77, 'late', 'sister', 'active')",
                      NULL, 0, NULL) != APR_SUCCESS) {
        return APR_EGENERAL;
    }
    return sc_statistics_recount(db, pool);
}

static void what_is_written_at_rest_is_counted_at_the_end(void **state)
{
    registry_t *registry = *state;

    make_schema(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, write_at_rest, NULL),
                     APR_SUCCESS);
    all_must_be_counted(registry, "a recount");
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT SUM(partnerships) FROM partnership_statistics "
                            "WHERE trait = 'all'"),
                        "1");
    type_sql(registry->db, registry->pool, "DELETE FROM partnerships");
    all_must_be_counted(registry, "a change after a recount");
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(whatever_is_typed_statistics_stay_true),
        NAMED(a_place_with_kept_statistics_has_the_numbers_that_it_has_without),
        NAMED(what_is_written_at_rest_is_counted_at_the_end),
    };

    return RUN_ON_BOTH(tests);
}
