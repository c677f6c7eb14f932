#include "typed.h"

#include "store/db/date_sql.h"
#include "store/query/facets.h"
#include "store/query/list.h"
#include "store/query/order.h"
#include "store/write/write.h"

#include <apr_encode.h>

/* A registry in which everything that lists are filtered by is mixed: 1,500 partnerships among 200
 * places, 1,500 activities, and ids on both sides of what one container of a bitmap holds. */

#define NUMBERS(most)                                                                              \
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " most ") SELECT "

#define ID "i + 64600"

/* Dates of all precisions, and none. */
#define DATE                                                                                       \
    "CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN '19' || (60 + i % 40) "                              \
    "WHEN 2 THEN '19' || (60 + i % 40) || '-0' || (1 + i % 9) WHEN 3 THEN '19' || (6 + i % 4) "    \
    "|| 'X' WHEN 4 THEN '19XX' WHEN 5 THEN '19' || (60 + i % 40) || '~' "                          \
    "WHEN 6 THEN '1962%' WHEN 7 THEN '20' || (10 + i % 4) || '?' "                                 \
    "ELSE '20' || (10 + i % 14) || '-0' || (1 + i % 9) || '-1' || (i % 10) END"

static const char *const statements[] = {
    "INSERT INTO places (id, slug, name, sort_name, population, country, level) " NUMBERS(
        "200") "i, 'place-' || i, 'Place ' || i, 'place ' || (i % 37), "
               "CASE WHEN i % 3 > 0 THEN i % 7 END, "
               "CASE i % 5 WHEN 0 THEN 'JP' WHEN 1 THEN 'LT' WHEN 2 THEN 'US' WHEN 3 THEN 'DE' "
               "END, "
               "CASE i % 3 WHEN 0 THEN 'city' WHEN 1 THEN 'district' END FROM n",
    "INSERT INTO partnerships (id, slug, sort_name, type, status, established, ended) " NUMBERS(
        "1500") ID ", 'partnership-' || i, 'place ' || (i % 37), "
                   "CASE i % 2 WHEN 0 THEN 'sister' ELSE 'friendship' END, "
                   "CASE i % 11 WHEN 0 THEN 'terminated' WHEN 1 THEN 'dormant' ELSE 'active' "
                   "END, " DATE ", "
                   "CASE i % 11 WHEN 0 THEN '2020-0' || (1 + i % 9) END FROM n",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) " NUMBERS("1500") ID
    ", 0, 1 + i % 200 FROM n",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) " NUMBERS("1500") ID
    ", 1, 1 + (i * 7 + i / 200) % 200 FROM n",
    "INSERT INTO partnership_fields (partnership_id, position, value) " NUMBERS("1500") ID
    ", 0, CASE i % 4 WHEN 0 THEN 'culture' WHEN 1 THEN 'sports' ELSE 'education' "
    "END FROM n",
    "INSERT INTO activities (id, slug, partnership_id, title, start) " NUMBERS(
        "1500") "i, 'activity-' || i, 1 + i % 1200 + 64600, 'Visit ' || i, " DATE " FROM n",
    "INSERT INTO activity_fields (activity_id, position, value) " NUMBERS(
        "1500") "i, 0, CASE i % 3 WHEN 0 THEN 'culture' ELSE 'youth' END FROM n"};

/* What of the whole is changed by hand: a few items, then many. */
static const char *const changes[] = {
    "UPDATE partnerships SET status = 'suspended' WHERE id IN (64601, 64602, 64603)",
    "UPDATE partnerships SET established = '1985-05-17' WHERE id = 64604",
    "UPDATE partnership_fields SET value = 'culture' WHERE partnership_id = 64605",
    "DELETE FROM partnership_fields WHERE partnership_id = 64606",
    "DELETE FROM partnerships WHERE id = 65600",
    "INSERT INTO partnerships (id, slug, sort_name, type, status, established) "
    "VALUES (7, 'new', 'new', 'sister', 'active', '1999')",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (7, 0, 1)",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (7, 1, 2)",
    "UPDATE activities SET start = '1985-05', partnership_id = 64607 WHERE id IN (17, 34)",
    "INSERT INTO activities (id, slug, partnership_id, title) VALUES (5000, 'new', 7, 'New')",
    "DELETE FROM activity_fields WHERE activity_id = 51"};

static const char *const larger_changes[] = {
    "UPDATE places SET country = 'JP', level = NULL WHERE id IN (2, 3)",
    "UPDATE partnership_parties SET place_id = 1 WHERE position = 1 AND place_id = 5",
    "UPDATE countries SET region = 'oceania' WHERE code = 'LT'",
    "UPDATE activities SET start = NULL WHERE id < 60"};

static void type_all(sc_db_t *db, apr_pool_t *pool, const char *const *sql, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        type_sql(db, pool, sql[i]);
    }
}

#define TYPE_ALL(registry, sql)                                                                    \
    type_all((registry)->db, (registry)->pool, sql, sizeof(sql) / sizeof(sql[0]))

static apr_status_t fill(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    assert_int_equal(sc_write_begin(db, pool), APR_SUCCESS);
    type_all(db, pool, statements, sizeof(statements) / sizeof(statements[0]));
    assert_int_equal(sc_write_end(db, pool, 0), APR_SUCCESS);
    assert_int_equal(sc_write_reindex(db, pool), APR_SUCCESS);
    return sc_facets_rebuild(db, pool);
}

#define PARTY(partnership, condition)                                                              \
    "EXISTS (SELECT 1 FROM partnership_parties m JOIN places p ON p.id = m.place_id "              \
    "LEFT JOIN countries c ON c.code = p.country WHERE m.partnership_id = " partnership            \
    " AND " condition ")"
#define OF_PARTNERSHIP(condition)                                                                  \
    "EXISTS (SELECT 1 FROM partnerships s WHERE s.id = t.partnership_id AND s." condition ")"
#define FIELD(item, value)                                                                         \
    "EXISTS (SELECT 1 FROM " item "_fields f WHERE f." item "_id = t.id AND f.value = '" value "'" \
    ")"
#define SINCE(date, day) SC_SQL_AFTER_LAST_DAY(date) " >= '" day "'"
#define UNTIL(date, day) SC_SQL_FIRST_DAY(date) " <= '" day "'"

/* Queries, and what they mean, asked of each item. */
static const struct {
    const sc_entity_t *entity;
    sc_query_t query;
    const char *meaning;
} asked[] = {
    {&sc_place, {.country = "JP", .level = "city"}, "country = 'JP' AND level = 'city'"},
    {&sc_place,
     {.region = "europe", .sort = "country"},
     "country IN (SELECT code FROM countries WHERE region = 'europe')"},
    {&sc_partnership, {.country = "JP"}, PARTY("t.id", "p.country = 'JP'")},
    {&sc_partnership,
     {.country = "JP", .status = "active", .since = "1990"},
     PARTY("t.id", "p.country = 'JP'") " AND status = 'active' AND " SINCE("established",
                                                                           "1990-01-01")},
    {&sc_partnership,
     {.region = "europe", .field = "culture", .type = "sister", .sort = "established"},
     PARTY("t.id", "c.region = 'europe'") " AND type = 'sister' AND " FIELD("partnership",
                                                                            "culture")},
    {&sc_partnership,
     {.level = "district", .status = "active", .sort = "status", .descending = 1},
     PARTY("t.id", "p.level = 'district'") " AND status = 'active'"},
    {&sc_partnership, {.sort = "status"}, "1 = 1"},
    {&sc_partnership, {.sort = "status", .descending = 1}, "1 = 1"},
    {&sc_partnership, {.sort = "established", .descending = 1}, "1 = 1"},
    {&sc_place, {.sort = "country", .descending = 1}, "1 = 1"},
    {&sc_place, {.region = "asia", .sort = "country", .descending = 1}, "country = 'JP'"},
    {&sc_place, {.sort = "population", .descending = 1}, "1 = 1"},
    {&sc_partnership, {.status = "active"}, "status = 'active'"},
    {&sc_partnership, {.status = "active", .sort = "established"}, "status = 'active'"},
    {&sc_partnership,
     {.status = "active", .sort = "established", .descending = 1},
     "status = 'active'"},
    {&sc_partnership, {.status = "active", .sort = "modified"}, "status = 'active'"},
    {&sc_partnership,
     {.since = "1962-05", .sort = "established"},
     SINCE("established", "1962-05-01")},
    {&sc_partnership,
     {.since = "1962-05", .sort = "established", .descending = 1},
     SINCE("established", "1962-05-01")},
    {&sc_partnership,
     {.until = "2012-05", .sort = "established"},
     UNTIL("established", "2012-05-31")},
    {&sc_partnership,
     {.since = "1985-05-03", .until = "1991-08", .sort = "established"},
     SINCE("established", "1985-05-03") " AND " UNTIL("established", "1991-08-31")},
    {&sc_partnership,
     {.since = "2011-03-01", .until = "2011-09-13"},
     SINCE("established", "2011-03-01") " AND " UNTIL("established", "2011-09-13")},
    {&sc_partnership,
     {.until = "2012-05", .sort = "established", .descending = 1},
     UNTIL("established", "2012-05-31")},
    {&sc_partnership,
     {.as_of = "2020-04-30", .sort = "established"},
     "(established IS NULL OR " UNTIL(
         "established",
         "2020-04-30") ") AND (ended IS NULL OR " SC_SQL_AFTER_LAST_DAY("ended") " > '2020-04~')"},
    {&sc_partnership,
     {.place = "place-4", .country = "US"},
     PARTY("t.id", "p.id = 4") " AND " PARTY("t.id", "p.id <> 4 AND p.country = 'US'")},
    {&sc_activity,
     {.country = "DE", .since = "1975", .until = "2015-03-11"},
     PARTY("t.partnership_id", "p.country = 'DE'") " AND " SINCE(
         "start", "1975-01-01") " AND " UNTIL("start", "2015-03-11")},
    {&sc_activity,
     {.status = "active", .field = "youth", .sort = "title"},
     OF_PARTNERSHIP("status = 'active'") " AND " FIELD("activity", "youth")},
    {&sc_activity, {.as_of = "2012-03-15"}, "start IS NULL OR " UNTIL("start", "2012-03-15")},
    {&sc_activity, {.place = "place-4"}, PARTY("t.partnership_id", "p.id = 4")}};

static sc_list_t *page_of(registry_t *registry, const sc_entity_t *entity, const sc_query_t *query)
{
    sc_list_t *list;

    assert_int_equal(sc_list_read(registry->db, registry->pool, entity, query, &list), APR_SUCCESS);
    return list;
}

static apr_int64_t id_at(const sc_list_t *list, int i)
{
    return SC_AT(list->items, i, sc_record_t)->id;
}

/* Follows the pages back from the last one: they must have what they had on the way there. */
static void assert_way_back(registry_t *registry, const sc_entity_t *entity, sc_query_t query,
                            const sc_list_t *last, const apr_array_header_t *ids)
{
    int before = ids->nelts - last->items->nelts;
    const sc_list_t *list = last;
    int i;

    while (list->previous) {
        query.after = list->previous;
        list = page_of(registry, entity, &query);
        before -= list->items->nelts;
        assert_true(before >= 0);
        for (i = 0; i < list->items->nelts; i++) {
            if (id_at(list, i) != APR_ARRAY_IDX(ids, before + i, apr_int64_t)) {
                fail_msg("item %d on the way back in order of %s", before + i,
                         query.sort ? query.sort : "the collection");
            }
        }
    }
    assert_int_equal(before, 0);
}

/* So few items on a page that it is looked for in the list's order. */
#define PAGE 60

/* The ids of a list's first page, or page by page of all, and the way back. */
static apr_array_header_t *ids_of(registry_t *registry, const sc_entity_t *entity, sc_query_t query,
                                  int is_whole, apr_int64_t *total)
{
    apr_array_header_t *ids = apr_array_make(registry->pool, 4096, sizeof(apr_int64_t));
    sc_list_t *list;
    int i;

    query.limit = PAGE;
    do {
        list = page_of(registry, entity, &query);
        for (i = 0; i < list->items->nelts; i++) {
            APR_ARRAY_PUSH(ids, apr_int64_t) = id_at(list, i);
        }
        *total = list->total;
        query.after = list->next;
    } while (is_whole && list->next);
    if (is_whole) {
        assert_way_back(registry, entity, query, list, ids);
    }
    return ids;
}

static sc_rows_t *rows_of(registry_t *registry, const sc_entity_t *entity, const sc_query_t *query,
                          const char *meaning)
{
    sc_order_t order = sc_order_of(entity, query);
    const char *direction = order.ordering.descends ? " DESC" : "";
    const char *sql = apr_psprintf(
        registry->pool, "SELECT t.id FROM %s t WHERE %s ORDER BY %s%s, t.id%s", entity->collection,
        meaning, order.is_by_status ? "t.status || ' ' || t.sort_name" : order.key, direction,
        direction);
    sc_rows_t *rows;

    if (sc_db_select(registry->db, registry->pool, sql, NULL, 0, &rows) != APR_SUCCESS) {
        fail_msg("%s: %s", sql, sc_db_error(registry->db));
    }
    return rows;
}

/* @param is_whole whether all pages are looked at, or the first and the total */
static void assert_found(registry_t *registry, int is_whole)
{
    apr_int64_t total = 0;
    size_t i;
    int j;

    for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        apr_array_header_t *ids =
            ids_of(registry, asked[i].entity, asked[i].query, is_whole, &total);
        sc_rows_t *rows = rows_of(registry, asked[i].entity, &asked[i].query, asked[i].meaning);

        if (total != rows->count ||
            ids->nelts != (is_whole || rows->count < PAGE ? rows->count : PAGE)) {
            fail_msg("%d of %d, said to be %d: %s", ids->nelts, rows->count, (int)total,
                     asked[i].meaning);
        }
        if (rows->count == 0) {
            fail_msg("nothing to be found: %s", asked[i].meaning);
        }
        for (j = 0; j < ids->nelts; j++) {
            if (APR_ARRAY_IDX(ids, j, apr_int64_t) != sc_row_integer(rows, j, 0)) {
                fail_msg("item %d of %s", j, asked[i].meaning);
            }
        }
    }
}

static void assert_all_found(registry_t *registry)
{
    assert_found(registry, 0);
}

static void any_filters_find_what_a_look_at_each_item_finds(void **state)
{
    assert_found(*state, 1);
}

static void what_was_changed_by_hand_is_found_at_once(void **state)
{
    registry_t *registry = *state;

    TYPE_ALL(registry, changes);
    assert_all_found(registry);
    TYPE_ALL(registry, larger_changes);
    assert_all_found(registry);
}

static const char *dirty(registry_t *registry)
{
    return ask(registry->db, registry->pool, "SELECT COUNT(*) FROM \"dirty_items\"");
}

static apr_status_t update(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    SC_TRY(sc_write_begin(db, pool));
    SC_TRY(sc_facets_update(db, pool));
    return sc_write_end(db, pool, 1);
}

static apr_status_t rebuild(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_rebuild(db, pool);
}

static void an_update_makes_what_making_all_anew_makes(void **state)
{
    registry_t *registry = *state;
    const char *updated;

    TYPE_ALL(registry, changes);
    TYPE_ALL(registry, larger_changes);
    assert_string_not_equal(dirty(registry), "0");
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, update, NULL), APR_SUCCESS);
    assert_string_equal(dirty(registry), "0");
    assert_all_found(registry);
    updated = kept_facets(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, rebuild, NULL), APR_SUCCESS);
    assert_string_equal(updated, kept_facets(registry));
}

static void a_few_changes_wait_for_an_update(void **state)
{
    registry_t *registry = *state;
    const char *before = kept_facets(registry);

    type_sql(registry->db, registry->pool,
             "UPDATE partnerships SET status = 'suspended' WHERE id = 64601");
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, update, NULL), APR_SUCCESS);
    assert_string_equal(dirty(registry), "1");
    assert_string_equal(before, kept_facets(registry));
}

static void bitmaps_that_cannot_be_read_are_made_anew(void **state)
{
    registry_t *registry = *state;

    type_sql(registry->db, registry->pool, "UPDATE facets SET bitmap = 'damaged'");
    TYPE_ALL(registry, larger_changes);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, update, NULL), APR_SUCCESS);
    assert_all_found(registry);
}

static void bitmaps_that_cannot_be_read_are_done_without(void **state)
{
    registry_t *registry = *state;

    assert_all_found(registry);
    assert_false(sc_db_take_damage(registry->db));
    type_sql(registry->db, registry->pool, "UPDATE facets SET bitmap = 'damaged'");
    assert_all_found(registry);
    assert_true(sc_db_take_damage(registry->db));
    TYPE_ALL(registry, changes);
    assert_all_found(registry);
}

static void one_bitmap_that_cannot_be_read_spoils_no_other(void **state)
{
    static const char *const facets[] = {"country",        "status",        "field",
                                         "date",           "began",         "ended",
                                         "date by decade", "date by month", "began by month"};
    registry_t *registry = *state;
    /* No Base64; a bitmap of nothing; one that breaks off. */
    static const char *const texts[] = {"gA?AA", "OjAAAAAAAAA=", "OjAAAAEAAAAA"};
    size_t i;

    for (i = 0; i < sizeof(facets) / sizeof(facets[0]); i++) {
        sc_arg_t args[] = {sc_arg_text(texts[i % 3]), sc_arg_text(facets[i])};

        if (i % 3 && sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
            args[0] = sc_arg_bytes(NULL, 0);
            args[0].text = (const char *)apr_pdecode_base64_binary(
                registry->pool, texts[i % 3], APR_ENCODE_STRING, APR_ENCODE_NONE, &args[0].size);
        }

        assert_int_equal(sc_db_execute(registry->db, registry->pool,
                                       "UPDATE facets SET bitmap = ? WHERE facet = ?", args, 2,
                                       NULL),
                         APR_SUCCESS);
        assert_all_found(registry);
    }
}

static apr_status_t add_places(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    assert_int_equal(sc_write_begin(db, pool), APR_SUCCESS);
    type_sql(
        db, pool,
        "INSERT INTO places (id, slug, name, sort_name, country) " NUMBERS(
            "9000") "i + 1000, 'town-' || i, 'Town', CASE WHEN i <= 6000 THEN 'a' ELSE 'x' END || "
                    "i, CASE WHEN i <= 6000 THEN 'LT' ELSE 'FR' END FROM n");
    assert_int_equal(sc_write_end(db, pool, 0), APR_SUCCESS);
    return sc_facets_rebuild(db, pool);
}

static void items_that_are_all_at_the_end_of_an_order_are_found(void **state)
{
    registry_t *registry = *state;
    const sc_query_t query = {.country = "FR"};
    apr_int64_t total = 0;
    apr_array_header_t *ids;
    sc_rows_t *rows;
    int i;

    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_places, NULL),
                     APR_SUCCESS);
    ids = ids_of(registry, &sc_place, query, 1, &total);
    rows = rows_of(registry, &sc_place, &query, "country = 'FR'");
    assert_int_equal(total, 3000);
    assert_int_equal(ids->nelts, rows->count);
    for (i = 0; i < rows->count; i++) {
        assert_int_equal(APR_ARRAY_IDX(ids, i, apr_int64_t), sc_row_integer(rows, i, 0));
    }
}

int main(void)
{
    static const named_test_t tests[] = {NAMED(any_filters_find_what_a_look_at_each_item_finds),
                                         NAMED(items_that_are_all_at_the_end_of_an_order_are_found),
                                         NAMED(what_was_changed_by_hand_is_found_at_once),
                                         NAMED(an_update_makes_what_making_all_anew_makes),
                                         NAMED(a_few_changes_wait_for_an_update),
                                         NAMED(bitmaps_that_cannot_be_read_are_made_anew),
                                         NAMED(bitmaps_that_cannot_be_read_are_done_without),
                                         NAMED(one_bitmap_that_cannot_be_read_spoils_no_other)};

    return RUN_ON_BOTH_FILLED(tests, fill);
}
