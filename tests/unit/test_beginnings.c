#include "typed.h"

#include "store/query/item_sets.h"
#include "store/query/list.h"
#include "store/query/list_order.h"
#include "store/query/statistics.h"

/* A registry in which many names begin alike: 1,500 places, 3,000 partnerships of two of them, and
 * ids in several blocks of a kept set. */

#define NUMBERS(most)                                                                              \
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " most ") SELECT "

static const char *const statements[] = {
    "INSERT INTO places (id, slug, name, country) " NUMBERS(
        "1500") "i * 101, 'place-' || i, CASE i % 3 WHEN 0 THEN 'Nova ' || (i % 20) "
                "WHEN 1 THEN 'Novara ' || i ELSE 'Stadt ' || (i % 7) || ' Nord' END, "
                "CASE i % 2 WHEN 0 THEN 'JP' ELSE 'LT' END FROM n",
    "INSERT INTO place_names (place_id, position, lang, text) " NUMBERS(
        "1500") "i * 101, 0, 'ja', CASE i % 5 WHEN 0 THEN '新平市' ELSE '平塚' || i END FROM n",
    "INSERT INTO partnerships (id, slug, type, status, name, established) " NUMBERS(
        "3000") "i * 53, 'partnership-' || i, 'sister', "
                "CASE i % 4 WHEN 0 THEN 'dormant' ELSE 'active' END, "
                "CASE i % 6 WHEN 0 THEN 'Ring ' || i END, '' || (1950 + i % 70) FROM n",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) " NUMBERS(
        "3000") "i * 53, 0, (1 + i % 1500) * 101 FROM n",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) " NUMBERS(
        "3000") "i * 53, 1, (1 + i * 7 % 1500) * 101 FROM n",
    "INSERT INTO activities (id, slug, partnership_id, title) " NUMBERS(
        "900") "i, 'activity-' || i, i * 53, 'Visit' FROM n"};

static apr_status_t rebuild(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_item_sets_rebuild(db, pool);
}

static apr_status_t settle(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_item_sets_settle(db, pool);
}

static void run(registry_t *registry, sc_transaction_fn *body)
{
    if (sc_db_transaction(registry->db, registry->pool, body, NULL) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(registry->db));
    }
}

static apr_status_t fill(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    size_t i;

    (void)baton;
    assert_int_equal(sc_statistics_rest(db, pool), APR_SUCCESS);
    for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        type_sql(db, pool, statements[i]);
    }
    assert_int_equal(sc_write_reindex(db, pool), APR_SUCCESS);
    assert_int_equal(sc_statistics_recount(db, pool), APR_SUCCESS);
    return sc_item_sets_rebuild(db, pool);
}

static int count(registry_t *registry, const char *sql)
{
    return atoi(ask(registry->db, registry->pool, sql));
}

static int unsettled(registry_t *registry)
{
    return count(registry, "SELECT COUNT(*) FROM unsettled");
}

static registry_t *registry_of_names(void **state)
{
    registry_t *registry = *state;

    empty_registry(registry);
    run(registry, fill);
    assert_int_equal(unsettled(registry), 0);
    return registry;
}

#define KEY(place, term)                                                                           \
    "EXISTS (SELECT 1 FROM place_keys k WHERE k.place_id = " place " AND k.key LIKE '" term "%')"
#define PARTY(partnership, term)                                                                   \
    "(EXISTS (SELECT 1 FROM partnership_parties m WHERE m.partnership_id = " partnership           \
    " AND " KEY("m.place_id", term) ") OR EXISTS (SELECT 1 FROM partnership_keys k "               \
                                    "WHERE k.partnership_id = " partnership                        \
                                    " AND k.key LIKE '" term "%'))"

static const struct {
    const sc_entity_t *entity;
    sc_query_t query;
    const char *meaning;
} asked[] = {
    {&sc_place, {.q = "nova"}, KEY("t.id", "nova")},
    {&sc_place, {.q = "s", .sort = "name", .descending = 1}, KEY("t.id", "s")},
    {&sc_place, {.q = "novara 1"}, KEY("t.id", "novara") " AND " KEY("t.id", "1")},
    {&sc_place, {.q = "平"}, KEY("t.id", "平")},
    {&sc_place, {.q = "新平"}, KEY("t.id", "新平")},
    {&sc_place, {.q = "nor", .country = "JP"}, KEY("t.id", "nor") " AND country = 'JP'"},
    {&sc_place, {.country = "JP"}, "country = 'JP'"},
    {&sc_partnership, {.q = "nova"}, PARTY("t.id", "nova")},
    {&sc_partnership, {.q = "ring"}, PARTY("t.id", "ring")},
    {&sc_partnership,
     {.q = "st", .status = "active", .sort = "established"},
     PARTY("t.id", "st") " AND status = 'active'"},
    {&sc_partnership, {.q = "平塚", .sort = "name", .descending = 1}, PARTY("t.id", "平塚")},
    {&sc_activity, {.q = "novara"}, PARTY("t.partnership_id", "novara")}};

static sc_rows_t *meant(registry_t *registry, size_t i)
{
    sc_list_order_t order = sc_list_order_of(asked[i].entity, &asked[i].query);
    const char *direction = order.ordering.descends ? " DESC" : "";
    const char *sql = apr_psprintf(
        registry->pool, "SELECT t.id FROM %s t WHERE %s ORDER BY %s%s, t.id%s",
        asked[i].entity->collection, asked[i].meaning, order.key, direction, direction);
    sc_rows_t *rows;

    assert_int_equal(sc_db_select(registry->db, registry->pool, sql, NULL, 0, &rows), APR_SUCCESS);
    return rows;
}

/* Every list has what a look at each item finds, page by page. */
static void assert_all_found(registry_t *registry)
{
    size_t i;
    int j;

    for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        sc_query_t query = asked[i].query;
        sc_rows_t *rows = meant(registry, i);
        int at = 0;
        sc_list_t *list;

        query.limit = 170;
        do {
            assert_int_equal(
                sc_list_read(registry->db, registry->pool, asked[i].entity, &query, &list),
                APR_SUCCESS);
            if (list->total != rows->count || at + list->items->nelts > rows->count) {
                fail_msg("%d of %d: %s", (int)list->total, rows->count, asked[i].meaning);
            }
            for (j = 0; j < list->items->nelts; j++, at++) {
                if (SC_AT(list->items, j, sc_record_t)->id != sc_row_integer(rows, at, 0)) {
                    fail_msg("item %d: %s", at, asked[i].meaning);
                }
            }
            query.after = list->next;
        } while (list->next);
        assert_int_equal(at, rows->count);
    }
}

#define SETS_OF "SELECT COUNT(*) FROM item_sets WHERE trait = 'key' AND word = "

static void a_few_letters_find_what_a_look_at_each_item_finds(void **state)
{
    registry_t *registry = registry_of_names(state);

    assert_true(count(registry, SETS_OF "'nova'") > 1);
    assert_int_equal(count(registry, SETS_OF "'novara 1'"), 0);
    assert_all_found(registry);
}

static void renamed_places_are_found_before_and_after_they_are_settled(void **state)
{
    registry_t *registry = registry_of_names(state);

    put(registry->db, registry->pool, "UPDATE places SET name = 'Nova Stella' WHERE id < 3030",
        "DELETE FROM place_names WHERE place_id IN (101, 202)",
        "UPDATE partnerships SET name = 'Nova ring' WHERE id IN (53, 106)", NULL);
    reindex(registry->db, registry->pool);
    assert_true(unsettled(registry) > 0);
    assert_all_found(registry);
    run(registry, settle);
    assert_int_equal(unsettled(registry), 0);
    assert_all_found(registry);
    run(registry, rebuild);
    assert_all_found(registry);
}

static void what_nothing_begins_with_any_more_is_found_again_when_it_returns(void **state)
{
    registry_t *registry = registry_of_names(state);

    put(registry->db, registry->pool, "UPDATE places SET name = 'Other ' || id WHERE id % 3 <> 1",
        "UPDATE places SET name = 'Else ' || id WHERE id % 3 = 1", NULL);
    reindex(registry->db, registry->pool);
    while (unsettled(registry) > 50) {
        run(registry, settle);
    }
    assert_int_equal(count(registry, SETS_OF "'nova'"), 0);
    assert_all_found(registry);
    put(registry->db, registry->pool, "UPDATE places SET name = 'Nova' WHERE id < 50500", NULL);
    reindex(registry->db, registry->pool);
    while (unsettled(registry) > 50) {
        run(registry, settle);
    }
    assert_all_found(registry);
}

static void a_place_that_is_stored_as_it_was_unsettles_nothing(void **state)
{
    registry_t *registry = registry_of_names(state);

    reindex(registry->db, registry->pool);
    assert_int_equal(unsettled(registry), 0);
}

static void a_deleted_place_is_not_found(void **state)
{
    registry_t *registry = registry_of_names(state);

    put(registry->db, registry->pool, "DELETE FROM partnership_parties WHERE place_id = 303",
        "DELETE FROM places WHERE id = 303", NULL);
    assert_all_found(registry);
    put(registry->db, registry->pool, "DELETE FROM partnership_parties WHERE place_id < 9000",
        "DELETE FROM places WHERE id < 9000", NULL);
    run(registry, settle);
    assert_all_found(registry);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_few_letters_find_what_a_look_at_each_item_finds),
        NAMED(renamed_places_are_found_before_and_after_they_are_settled),
        NAMED(what_nothing_begins_with_any_more_is_found_again_when_it_returns),
        NAMED(a_place_that_is_stored_as_it_was_unsettles_nothing),
        NAMED(a_deleted_place_is_not_found)};

    return RUN_ON_BOTH(tests);
}
