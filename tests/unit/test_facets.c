#include "typed.h"

#include "store/query/filter.h"
#include "store/write/write.h"

/* 3,000 partnerships of 20 places, and an activity of each. */

#define NUMBERS(most)                                                                              \
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " most ") SELECT "

static apr_status_t fill(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    assert_int_equal(sc_write_begin(db, pool), APR_SUCCESS);
    put(db, pool,
        "INSERT INTO places (id, slug, name, country, level) " NUMBERS(
            "20") "i, 'place-' || i, 'Place ' || i, CASE i % 2 WHEN 0 THEN 'JP' ELSE 'LT' END, "
                  "CASE i % 3 WHEN 0 THEN 'city' END FROM n",
        "INSERT INTO partnerships (id, slug, type, status, established) " NUMBERS(
            "3000") "i * 41, 'partnership-' || i, 'sister', "
                    "CASE i % 3 WHEN 0 THEN 'dormant' ELSE 'active' END, "
                    "'' || (1960 + i % 50) FROM n",
        "INSERT INTO partnership_parties (partnership_id, position, place_id) " NUMBERS(
            "3000") "i * 41, 0, 1 + i % 20 FROM n",
        "INSERT INTO partnership_fields (partnership_id, position, value) " NUMBERS(
            "3000") "i * 41, 0, CASE i % 4 WHEN 0 THEN 'culture' ELSE 'art' END FROM n",
        "INSERT INTO activities (id, slug, partnership_id, title) " NUMBERS(
            "3000") "i, 'activity-' || i, i * 41, 'Visit' FROM n",
        NULL);
    assert_int_equal(sc_write_end(db, pool, 0), APR_SUCCESS);
    return sc_facets_rebuild(db, pool);
}

static apr_status_t update(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_update(db, pool);
}

static apr_status_t rebuild(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_rebuild(db, pool);
}

static void run(registry_t *registry, sc_transaction_fn *body)
{
    if (sc_db_transaction(registry->db, registry->pool, body, NULL) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(registry->db));
    }
}

static int dirty(registry_t *registry)
{
    return atoi(ask(registry->db, registry->pool, "SELECT COUNT(*) FROM \"dirty_items\""));
}

/* Questions, and what they mean, asked of each item. */
static const struct {
    const sc_entity_t *entity;
    const char *facet;
    const char *word;
    const char *meaning;
} asked[] = {{&sc_place, "country", "JP", "country = 'JP'"},
             {&sc_partnership, "status", "active", "status = 'active'"},
             {&sc_partnership, "date", "1985", "established LIKE '1985%'"},
             {&sc_partnership, "country", "JP",
              "EXISTS (SELECT 1 FROM partnership_parties m JOIN places p ON p.id = m.place_id "
              "WHERE m.partnership_id = t.id AND p.country = 'JP')"},
             {&sc_partnership, "field", "culture",
              "EXISTS (SELECT 1 FROM partnership_fields f WHERE f.partnership_id = t.id "
              "AND f.value = 'culture')"},
             {&sc_partnership, "field", "art\n41 culture\n",
              "EXISTS (SELECT 1 FROM partnership_fields f WHERE f.partnership_id = t.id "
              "AND f.value = 'art\n41 culture\n')"},
             {&sc_activity, "status", "active",
              "EXISTS (SELECT 1 FROM partnerships s WHERE s.id = t.partnership_id "
              "AND s.status = 'active')"},
             {&sc_activity, "country", "JP",
              "EXISTS (SELECT 1 FROM partnership_parties m JOIN places p ON p.id = m.place_id "
              "WHERE m.partnership_id = t.partnership_id AND p.country = 'JP')"}};

static void assert_answers_exact(registry_t *registry)
{
    size_t i;
    int j;

    for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        const char *sql =
            apr_psprintf(registry->pool, "SELECT t.id FROM %s t WHERE %s ORDER BY t.id",
                         asked[i].entity->collection, asked[i].meaning);
        const sc_faceted_t *faceted = sc_faceted_of(asked[i].entity);
        apr_array_header_t *conditions = apr_array_make(registry->pool, 1, sizeof(sc_condition_t));
        const apr_array_header_t *found;
        sc_bitmap_t *ids;
        sc_rows_t *rows;

        APR_ARRAY_PUSH(conditions, sc_condition_t) = (sc_condition_t){
            sc_facet_named(faceted, asked[i].facet), asked[i].word, {NULL, NULL, 0}, NULL, 0};
        assert_int_equal(sc_facets_select(registry->db, registry->pool, faceted, conditions, &ids),
                         APR_SUCCESS);
        assert_int_equal(sc_db_select(registry->db, registry->pool, sql, NULL, 0, &rows),
                         APR_SUCCESS);
        found = sc_bitmap_ids(ids, registry->pool);
        if (found->nelts != rows->count) {
            fail_msg("%d of %d: %s", found->nelts, rows->count, asked[i].meaning);
        }
        for (j = 0; j < rows->count; j++) {
            assert_true(APR_ARRAY_IDX(found, j, apr_int64_t) == sc_row_integer(rows, j, 0));
        }
    }
}

static void assert_kept_as_made_anew(registry_t *registry)
{
    const char *before = kept_facets(registry);

    run(registry, rebuild);
    assert_string_equal(before, kept_facets(registry));
}

static void a_change_of_very_much_is_taken_in_little_by_little(void **state)
{
    registry_t *registry = *state;
    int before, after, edits = 0;

    put(registry->db, registry->pool,
        "UPDATE partnerships SET status = CASE status WHEN 'active' THEN 'dormant' ELSE 'active' "
        "END",
        "UPDATE places SET country = 'JP' WHERE id = 3",
        "UPDATE activities SET partnership_id = 41 WHERE id > 2900", NULL);
    for (before = dirty(registry); before > 50; before = after) {
        run(registry, update);
        after = dirty(registry);
        assert_true(after < before && after >= before - 2000);
        assert_answers_exact(registry);
        edits++;
    }
    assert_int_equal(before, 0);
    assert_true(edits > 1);
    assert_kept_as_made_anew(registry);
}

static void a_word_of_several_lines_is_one_word(void **state)
{
    registry_t *registry = *state;

    put(registry->db, registry->pool,
        "UPDATE partnership_fields SET value = 'art\n41 culture\n' WHERE partnership_id > 41 AND "
        "partnership_id < 8200",
        NULL);
    assert_answers_exact(registry);
    run(registry, update);
    assert_int_equal(dirty(registry), 0);
    assert_answers_exact(registry);
    assert_kept_as_made_anew(registry);
}

static void a_facet_that_an_older_program_did_not_know_is_made_of_all(void **state)
{
    registry_t *registry = *state;

    put(registry->db, registry->pool, "DELETE FROM facets WHERE facet IN ('initial', 'status')",
        "UPDATE partnerships SET status = 'ended' WHERE id < 41 * 200", NULL);
    run(registry, update);
    assert_int_equal(dirty(registry), 0);
    assert_answers_exact(registry);
    assert_kept_as_made_anew(registry);
}

/* Whether partnerships, their activities and places are found by a word that begins as typed. */
static void assert_found_by_keys(registry_t *registry, const char *typed)
{
    static const struct {
        const sc_entity_t *entity;
        const char *sql;
    } searched[] = {
        {&sc_partnership,
         "SELECT COUNT(DISTINCT m.partnership_id) FROM place_keys k JOIN "
         "partnership_parties m ON m.place_id = k.place_id WHERE k.key LIKE '%s%%'"},
        {&sc_activity,
         "SELECT COUNT(DISTINCT a.id) FROM place_keys k JOIN partnership_parties m ON "
         "m.place_id = k.place_id JOIN activities a ON a.partnership_id = "
         "m.partnership_id WHERE k.key LIKE '%s%%'"},
        {&sc_place, "SELECT COUNT(DISTINCT k.place_id) FROM place_keys k WHERE k.key LIKE '%s%%'"}};

    for (size_t i = 0; i < sizeof(searched) / sizeof(searched[0]); i++) {
        const char *sql = apr_psprintf(registry->pool, searched[i].sql, typed);
        const sc_query_t query = {.q = typed};
        sc_bitmap_t *ids;

        assert_int_equal(
            sc_filter_select(registry->db, registry->pool, searched[i].entity, &query, &ids),
            APR_SUCCESS);
        assert_int_equal(sc_bitmap_count(ids), apr_atoi64(ask(registry->db, registry->pool, sql)));
    }
}

static void a_few_letters_find_what_the_keys_of_places_begin_with(void **state)
{
    static const char *const typed[] = {"n", "no", "nov", "nova", "novas", "st", "ze", "zet", "x"};
    registry_t *registry = *state;

    put(registry->db, registry->pool,
        "INSERT INTO place_keys (place_id, key) SELECT id, CASE id % 2 WHEN 0 THEN 'nova' ELSE "
        "'stara' END FROM places",
        NULL);
    run(registry, rebuild);
    assert_int_equal(apr_atoi64(ask(registry->db, registry->pool,
                                    "SELECT COUNT(*) FROM facets WHERE facet LIKE 'prefix%'")),
                     8);
    for (int step = 0; step < 3; step++) {
        for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
            assert_found_by_keys(registry, typed[i]);
        }
        if (step == 0) {
            put(registry->db, registry->pool, "UPDATE places SET name = 'Zeta' WHERE id = 2",
                "UPDATE place_keys SET key = 'zeta' WHERE place_id = 2", NULL);
            assert_true(dirty(registry) > 100);
        }
        else {
            run(registry, update);
        }
    }
    assert_int_equal(dirty(registry), 0);
}

static void a_place_that_sql_typed_by_hand_deletes_is_found_no_more(void **state)
{
    registry_t *registry = *state;
    const sc_query_t query = {.q = "gone"};
    sc_bitmap_t *ids;

    for (int is_deleted = 0; is_deleted < 2; is_deleted++) {
        put(registry->db, registry->pool,
            is_deleted ? "DELETE FROM places WHERE id = 100"
                       : "INSERT INTO places (id, slug, name) VALUES (100, 'gone', 'Gone')",
            is_deleted ? NULL : "INSERT INTO place_keys (place_id, key) VALUES (100, 'gone')",
            NULL);
        assert_int_equal(sc_filter_select(registry->db, registry->pool, &sc_place, &query, &ids),
                         APR_SUCCESS);
        assert_int_equal(sc_bitmap_count(ids), !is_deleted);
    }
}

static void making_all_anew_waits_for_nobody(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other;

    if (sc_db_dialect(registry->db) != SC_DIALECT_POSTGRESQL) {
        skip();
    }
    other = connect_to(registry->url, registry->pool);
    put(registry->db, registry->pool,
        "UPDATE partnerships SET status = 'dormant' WHERE id IN (41, 82)",
        "SET lock_timeout = '100ms'", NULL);
    put(other, registry->pool, "BEGIN", "UPDATE partnerships SET status = 'active' WHERE id = 41",
        NULL);
    run(registry, rebuild);
    assert_int_equal(dirty(registry), 1);
    put(other, registry->pool, "COMMIT", NULL);
    assert_answers_exact(registry);
}

static void what_is_replaced_leaves_nothing_behind(void **state)
{
    registry_t *registry = *state;

    if (sc_db_dialect(registry->db) != SC_DIALECT_SQLITE) {
        skip();
    }
    put(registry->db, registry->pool,
        "INSERT OR REPLACE INTO partnerships (id, slug, type, status) "
        "VALUES (7, 'partnership-1', 'sister', 'active')",
        "UPDATE OR REPLACE partnerships SET slug = 'partnership-3' WHERE slug = 'partnership-4'",
        "INSERT OR REPLACE INTO activities (id, slug, partnership_id, title) "
        "VALUES (7000, 'activity-10', 410, 'Visit')",
        "INSERT OR REPLACE INTO places (id, slug, name, country) "
        "VALUES (2, 'place-2', 'Place 2', 'LT')",
        "INSERT INTO partnership_fields VALUES (4100, 1, 'art')", NULL);
    run(registry, update);
    put(registry->db, registry->pool,
        "UPDATE OR REPLACE partnership_fields SET position = 0 "
        "WHERE partnership_id = 4100 AND position = 1",
        NULL);
    assert_answers_exact(registry);
    put(registry->db, registry->pool, "UPDATE places SET level = 'district' WHERE id < 10", NULL);
    run(registry, update);
    assert_answers_exact(registry);
    assert_kept_as_made_anew(registry);
}

static void what_is_emptied_leaves_nothing_behind(void **state)
{
    static const char *const tables[] = {"partnership_fields", "partnership_parties", "activities",
                                         "partnerships", "countries"};
    registry_t *registry = *state;
    size_t i;

    if (sc_db_dialect(registry->db) != SC_DIALECT_POSTGRESQL) {
        skip();
    }
    for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        put(registry->db, registry->pool,
            apr_pstrcat(registry->pool, "TRUNCATE ", tables[i], " CASCADE", NULL), NULL);
        assert_answers_exact(registry);
        run(registry, update);
        assert_answers_exact(registry);
    }
}

static void a_country_that_is_written_as_it_was_makes_nothing_dirty(void **state)
{
    registry_t *registry = *state;

    put(registry->db, registry->pool, "UPDATE countries SET region = region", NULL);
    assert_int_equal(dirty(registry), 0);
    put(registry->db, registry->pool, "UPDATE countries SET region = 'oceania' WHERE code = 'LT'",
        NULL);
    assert_true(dirty(registry) > 0);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_change_of_very_much_is_taken_in_little_by_little),
        NAMED(a_word_of_several_lines_is_one_word),
        NAMED(a_facet_that_an_older_program_did_not_know_is_made_of_all),
        NAMED(a_few_letters_find_what_the_keys_of_places_begin_with),
        NAMED(a_place_that_sql_typed_by_hand_deletes_is_found_no_more),
        NAMED(making_all_anew_waits_for_nobody),
        NAMED(what_is_replaced_leaves_nothing_behind),
        NAMED(what_is_emptied_leaves_nothing_behind),
        NAMED(a_country_that_is_written_as_it_was_makes_nothing_dirty)};

    return RUN_ON_BOTH_FILLED(tests, fill);
}
