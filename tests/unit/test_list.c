#include "typed.h"

#include "store/query/facets.h"
#include "store/query/list.h"
#include "store/record/read.h"

/* Ten partnerships: hub with a to i, and a triangle; dates of every precision. */
static const char *const places[][4] = {
    {"1", "hub", "Hub", "US"},   {"2", "lodz", "Łódź", "PL"},   {"3", "klaipeda", "Klaipėda", "LT"},
    {"4", "kobe", "Kobe", "JP"}, {"5", "hyogo", "Hyōgo", "JP"}, {"6", "nowhere", "Nowhere", NULL}};

static const char *const partnerships[][5] = {
    /* id, slug, established, ended, status */
    {"1", "p-1959", "1959", NULL, "active"},
    {"2", "p-1959-03", "1959-03", NULL, "active"},
    {"3", "p-1959-07-15", "1959-07-15", "2022-03-01", "terminated"},
    {"4", "p-195x", "195X", NULL, "dormant"},
    {"5", "p-unknown-a", NULL, NULL, "active"},
    {"6", "p-2019", "2019-02-22", NULL, "active"},
    {"7", "p-unknown-b", NULL, NULL, "active"},
    {"8", "p-19xx", "19XX?", "2022", "suspended"}};

/* partnership, place */
static const char *const parties[][2] = {{"1", "1"}, {"1", "2"}, {"2", "1"}, {"2", "3"}, {"3", "1"},
                                         {"3", "4"}, {"4", "1"}, {"4", "5"}, {"5", "2"}, {"5", "3"},
                                         {"6", "3"}, {"6", "4"}, {"6", "5"}, {"7", "2"}, {"7", "6"},
                                         {"8", "4"}, {"8", "2"}};

static const char *quoted(apr_pool_t *pool, const char *text)
{
    return text ? apr_psprintf(pool, "'%s'", text) : "NULL";
}

static sc_db_t *small_registry(registry_t *registry)
{
    apr_pool_t *pool = registry->pool;
    sc_db_t *db = registry->db;
    size_t i;

    for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        put(db, pool,
            apr_psprintf(pool,
                         "INSERT INTO \"places\" (\"id\", \"slug\", \"name\", \"country\", "
                         "\"level\") VALUES (%s, '%s', '%s', %s, '%s')",
                         places[i][0], places[i][1], places[i][2], quoted(pool, places[i][3]),
                         strcmp(places[i][1], "hyogo") == 0 ? "prefecture" : "city"),
            NULL);
    }
    put(db, pool,
        "INSERT INTO \"place_names\" (\"place_id\", \"position\", \"lang\", \"text\") "
        "VALUES (4, 0, 'ja', '神戸市')",
        NULL);
    for (i = 0; i < sizeof(partnerships) / sizeof(partnerships[0]); i++) {
        put(db, pool,
            apr_psprintf(pool,
                         "INSERT INTO \"partnerships\" (\"id\", \"slug\", \"type\", \"status\", "
                         "\"established\", \"ended\") VALUES (%s, '%s', '%s', '%s', %s, %s)",
                         partnerships[i][0], partnerships[i][1], i == 5 ? "friendship" : "sister",
                         partnerships[i][4], quoted(pool, partnerships[i][2]),
                         quoted(pool, partnerships[i][3])),
            NULL);
    }
    for (i = 0; i < sizeof(parties) / sizeof(parties[0]); i++) {
        put(db, pool,
            apr_psprintf(pool,
                         "INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", "
                         "\"place_id\") VALUES (%s, %d, %s)",
                         parties[i][0], (int)i, parties[i][1]),
            NULL);
    }
    put(db, pool,
        "INSERT INTO \"partnership_fields\" (\"partnership_id\", \"position\", \"value\") "
        "VALUES (2, 0, 'culture')",
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"date\") "
        "VALUES (1, 'a-1', 1, 'sister', '1959')",
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"date\") "
        "VALUES (2, 'a-2', 1, 'renewal', '2019-04')",
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\") "
        "VALUES (3, 'a-3', 6, 'memorandum')",
        "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", \"title\", \"start\") "
        "VALUES (1, 'tanabata', 6, 'Tanabata festival', '2019-07-07')",
        "INSERT INTO \"activity_fields\" (\"activity_id\", \"position\", \"value\") "
        "VALUES (1, 0, 'culture')",
        NULL);
    reindex(db, pool);
    return db;
}

static sc_list_t *list_of(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          sc_query_t query)
{
    sc_list_t *list;

    query.limit = query.limit ? query.limit : SC_LIMIT_DEFAULT;
    if (sc_list_read(db, pool, entity, &query, &list) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(db));
    }
    return list;
}

/* The slugs of the page, joined by spaces. */
static const char *slugs_of(const sc_list_t *list, apr_pool_t *pool)
{
    const char *slugs = "";
    int i;

    for (i = 0; i < list->items->nelts; i++) {
        slugs = apr_pstrcat(pool, slugs, i ? " " : "", sc_record_slug(SC_AT(list->items, i, void)),
                            NULL);
    }
    return slugs;
}

#define QUERY(...) ((sc_query_t){__VA_ARGS__})

static void assert_list(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity, sc_query_t query,
                        const char *expected)
{
    sc_list_t *list = list_of(db, pool, entity, query);

    assert_string_equal(slugs_of(list, pool), expected);
    assert_int_equal(list->total, list->items->nelts);
}

static void unknown_dates_come_last_in_either_direction(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);

    assert_list(db, pool, &sc_partnership, QUERY(.sort = "established"),
                "p-1959 p-1959-03 p-1959-07-15 p-195x p-19xx p-2019 p-unknown-a p-unknown-b");
    assert_list(db, pool, &sc_partnership, QUERY(.sort = "established", .descending = 1),
                "p-2019 p-19xx p-195x p-1959-07-15 p-1959-03 p-1959 p-unknown-b p-unknown-a");
    assert_list(db, pool, &sc_agreement, QUERY(0), "a-2 a-1 a-3");
    assert_list(db, pool, &sc_agreement, QUERY(.sort = "date"), "a-1 a-2 a-3");
    assert_list(db, pool, &sc_place, QUERY(.sort = "country"),
                "hyogo kobe klaipeda lodz hub nowhere");
}

static void dates_are_compared_as_far_as_they_are_known(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);

    assert_list(db, pool, &sc_partnership, QUERY(.since = "1959-06", .sort = "established"),
                "p-1959 p-1959-07-15 p-195x p-19xx p-2019");
    assert_list(db, pool, &sc_partnership, QUERY(.until = "1955", .sort = "established"),
                "p-195x p-19xx");
    assert_list(db, pool, &sc_partnership,
                QUERY(.since = "1959-03-31", .until = "1959-04", .sort = "established"),
                "p-1959 p-1959-03 p-195x p-19xx");
    assert_list(db, pool, &sc_agreement, QUERY(.since = "2019-04-30"), "a-2");
    assert_list(db, pool, &sc_agreement, QUERY(.since = "2019-05-01"), "");
}

static void a_day_shows_what_was_in_force_then(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);

    assert_list(db, pool, &sc_partnership, QUERY(.as_of = "1959-05-01", .sort = "established"),
                "p-1959 p-1959-03 p-195x p-19xx p-unknown-a p-unknown-b");
    assert_list(db, pool, &sc_partnership, QUERY(.as_of = "2022-02-28", .status = "terminated"),
                "p-1959-07-15");
    assert_list(db, pool, &sc_partnership, QUERY(.as_of = "2022-03-01", .status = "terminated"),
                "");
    assert_list(db, pool, &sc_partnership, QUERY(.as_of = "2022-12-30", .status = "suspended"),
                "p-19xx");
    assert_list(db, pool, &sc_partnership, QUERY(.as_of = "2022-12-31", .status = "suspended"), "");
}

static void each_filter_narrows_and_all_hold_together(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);

    assert_list(db, pool, &sc_partnership, QUERY(.place = "hub", .sort = "established"),
                "p-1959 p-1959-03 p-1959-07-15 p-195x");
    assert_list(db, pool, &sc_partnership, QUERY(.place = "nobody"), "");
    assert_list(db, pool, &sc_partnership, QUERY(.country = "JP", .sort = "established"),
                "p-1959-07-15 p-195x p-19xx p-2019");
    assert_list(db, pool, &sc_partnership, QUERY(.region = "americas", .sort = "established"),
                "p-1959 p-1959-03 p-1959-07-15 p-195x");
    assert_list(db, pool, &sc_partnership, QUERY(.level = "prefecture", .sort = "established"),
                "p-195x p-2019");
    assert_list(db, pool, &sc_partnership, QUERY(.type = "friendship"), "p-2019");
    assert_list(db, pool, &sc_partnership, QUERY(.status = "dormant"), "p-195x");
    assert_list(db, pool, &sc_partnership, QUERY(.field = "culture"), "p-1959-03");
    assert_list(db, pool, &sc_partnership,
                QUERY(.place = "hub", .country = "JP", .status = "dormant", .until = "1960"),
                "p-195x");
    assert_list(db, pool, &sc_agreement, QUERY(.kind = "renewal", .place = "lodz"), "a-2");
    assert_list(db, pool, &sc_agreement, QUERY(.partnership = "p-2019"), "a-3");
    assert_list(db, pool, &sc_agreement, QUERY(.type = "friendship", .region = "asia"), "a-3");
    assert_list(db, pool, &sc_activity, QUERY(.field = "culture", .country = "LT"), "tanabata");
    assert_list(db, pool, &sc_activity, QUERY(.field = "sports"), "");
    assert_list(db, pool, &sc_place, QUERY(.country = "JP"), "hyogo kobe");
    assert_list(db, pool, &sc_place, QUERY(.region = "europe", .level = "city"), "klaipeda lodz");
}

static void words_find_places_by_any_of_their_names(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);

    assert_list(db, pool, &sc_place, QUERY(.q = "lodz"), "lodz");
    assert_list(db, pool, &sc_place, QUERY(.q = "ŁÓD"), "lodz");
    assert_list(db, pool, &sc_place, QUERY(.q = "神戸"), "kobe");
    assert_list(db, pool, &sc_partnership, QUERY(.q = "klaipeda lodz"), "p-unknown-a");
    assert_list(db, pool, &sc_partnership, QUERY(.q = "神戸 hyogo"), "p-2019");
    assert_list(db, pool, &sc_partnership, QUERY(.q = "lodz elsewhere"), "");
    assert_list(db, pool, &sc_activity, QUERY(.q = "festival kobe"), "tanabata");
    assert_list(db, pool, &sc_agreement, QUERY(.q = "lodz", .kind = "sister"), "a-1");
}

static void words_of_which_nothing_is_left_find_nothing(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);

    assert_list(db, pool, &sc_place, QUERY(.q = "!?"), "");
    assert_int_equal(list_of(db, pool, &sc_place, QUERY(.q = ""))->total, 6);
}

/* Walks over all pages in one direction and joins their slugs in the order of the list. */
static const char *walk(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity, sc_query_t query,
                        int is_backward, const char **last_token)
{
    const char *slugs = "";
    int pages = 0;

    do {
        sc_list_t *list = list_of(db, pool, entity, query);
        const char *page = slugs_of(list, pool);

        assert_true(++pages < 100);
        if (list->items->nelts) {
            slugs = is_backward ? apr_pstrcat(pool, page, " ", slugs, NULL)
                                : apr_pstrcat(pool, slugs, page, " ", NULL);
        }
        *last_token = is_backward ? list->next : list->previous;
        query.after = is_backward ? list->previous : list->next;
    } while (query.after);
    return slugs;
}

static void pages_neither_repeat_nor_lose_an_item(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);
    const sc_entity_t *const entities[] = {&sc_partnership, &sc_place, &sc_agreement, &sc_activity,
                                           &sc_claim};
    size_t e;
    int order, limit, descending;

    for (e = 0; e < sizeof(entities) / sizeof(entities[0]); e++) {
        const char *const *orders = sc_list_orders(entities[e]);

        for (order = 0; orders[order]; order++) {
            for (limit = 1; limit < 5; limit++) {
                for (descending = 0; descending < 2; descending++) {
                    sc_query_t all = {.sort = orders[order], .descending = descending};
                    sc_query_t query = all;
                    const char *whole = apr_pstrcat(
                        pool, slugs_of(list_of(db, pool, entities[e], all), pool), " ", NULL);
                    const char *token;

                    query.limit = limit;
                    assert_string_equal(walk(db, pool, entities[e], query, 0, &token),
                                        strcmp(whole, " ") == 0 ? "" : whole);
                }
            }
        }
    }
}

static void pages_lead_back_the_way_they_came(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);
    sc_query_t query = {.sort = "established", .descending = 1, .limit = 3};
    sc_list_t *first = list_of(db, pool, &sc_partnership, query);
    sc_list_t *second, *third, *back;

    assert_null(first->previous);
    query.after = first->next;
    second = list_of(db, pool, &sc_partnership, query);
    query.after = second->next;
    third = list_of(db, pool, &sc_partnership, query);
    assert_null(third->next);
    assert_int_equal(third->total, 8);
    query.after = third->previous;
    back = list_of(db, pool, &sc_partnership, query);
    assert_string_equal(slugs_of(back, pool), slugs_of(second, pool));
    query.after = back->previous;
    back = list_of(db, pool, &sc_partnership, query);
    assert_string_equal(slugs_of(back, pool), slugs_of(first, pool));
    assert_null(back->previous);
    query.after = back->next;
    back = list_of(db, pool, &sc_partnership, query);
    assert_string_equal(slugs_of(back, pool), slugs_of(second, pool));
}

static void a_page_holds_its_place_when_items_come_and_go(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);
    sc_query_t query = {.sort = "established", .limit = 3};
    sc_list_t *list = list_of(db, pool, &sc_partnership, query);

    assert_string_equal(slugs_of(list, pool), "p-1959 p-1959-03 p-1959-07-15");
    query.after = list->next;
    put(db, pool, "DELETE FROM \"partnerships\" WHERE \"slug\" = 'p-1959-07-15'",
        "INSERT INTO \"partnerships\" (\"id\", \"slug\", \"type\", \"status\", \"established\") "
        "VALUES (20, 'p-1900', 'sister', 'active', '1900')",
        NULL);
    list = list_of(db, pool, &sc_partnership, query);
    assert_string_equal(slugs_of(list, pool), "p-195x p-19xx p-2019");
    query.after = list->previous;
    list = list_of(db, pool, &sc_partnership, query);
    assert_string_equal(slugs_of(list, pool), "p-1900 p-1959 p-1959-03");
}

static void a_page_that_has_run_empty_still_leads_back(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);
    sc_query_t query = {.sort = "date", .limit = 2};
    sc_list_t *list = list_of(db, pool, &sc_agreement, query);

    query.after = list->next;
    put(db, pool, "DELETE FROM \"agreements\" WHERE \"slug\" = 'a-3'", NULL);
    list = list_of(db, pool, &sc_agreement, query);
    assert_int_equal(list->items->nelts, 0);
    assert_int_equal(list->total, 2);
    assert_null(list->next);
    query.after = list->previous;
    assert_string_equal(slugs_of(list_of(db, pool, &sc_agreement, query), pool), "a-1 a-2");
}

static void damaged_and_foreign_tokens_are_recognized(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);
    sc_query_t query = {.sort = "established", .limit = 2};
    sc_query_t other = {.sort = "name", .limit = 2};
    sc_query_t reversed = {.sort = "established", .descending = 1, .limit = 2};
    const char *token = list_of(db, pool, &sc_partnership, query)->next;
    size_t i;

    assert_true(sc_list_token_is_valid(&sc_partnership, &query, token));
    assert_false(sc_list_token_is_valid(&sc_partnership, &other, token));
    assert_false(sc_list_token_is_valid(&sc_partnership, &reversed, token));
    assert_false(sc_list_token_is_valid(&sc_place, &query, token));
    assert_false(sc_list_token_is_valid(&sc_partnership, &query, ""));
    assert_false(sc_list_token_is_valid(&sc_partnership, &query, "1"));
    assert_false(sc_list_token_is_valid(&sc_partnership, &query, "%00../../"));
    for (i = 0; i < strlen(token); i++) {
        char *damaged = apr_pstrdup(pool, token);

        damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
        assert_false(sc_list_token_is_valid(&sc_partnership, &query, damaged));
        assert_false(sc_list_token_is_valid(&sc_partnership, &query, apr_pstrndup(pool, token, i)));
    }
}

static void a_list_brings_the_names_that_it_needs(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = small_registry(*state);
    sc_list_t *list = list_of(db, pool, &sc_agreement, QUERY(.partnership = "p-2019"));
    sc_partnership_t *partnership = apr_hash_get(list->partnerships, "p-2019", APR_HASH_KEY_STRING);
    sc_label_t *kobe = apr_hash_get(list->labels, "kobe", APR_HASH_KEY_STRING);
    apr_int64_t *count;

    assert_non_null(partnership);
    assert_int_equal(SC_COUNT(partnership->parties), 3);
    assert_non_null(kobe);
    assert_string_equal(SC_AT(kobe->names, 0, sc_name_t)->text, "神戸市");
    list = list_of(db, pool, &sc_place, QUERY(0));
    count = apr_hash_get(list->counts, "lodz", APR_HASH_KEY_STRING);
    assert_non_null(count);
    assert_int_equal(*count, 4);
}

/* The first ten that a search for all of a kind finds are those that the SQL tells. */
static void assert_first(registry_t *registry, const sc_entity_t *entity, const char *sql)
{
    sc_list_t *list =
        list_of(registry->db, registry->pool, entity, QUERY(.q = "santo", .limit = 10));
    sc_rows_t *rows;

    assert_int_equal(sc_db_select(registry->db, registry->pool,
                                  apr_pstrcat(registry->pool, sql, " LIMIT 10", NULL), NULL, 0,
                                  &rows),
                     APR_SUCCESS);
    assert_int_equal(list->items->nelts, rows->count);
    for (int i = 0; i < rows->count; i++) {
        assert_string_equal(sc_record_slug(SC_AT(list->items, i, void)), sc_row_word(rows, i, 0));
    }
}

static void assert_most_first(registry_t *registry)
{
    assert_first(registry, &sc_place,
                 "SELECT p.\"slug\" FROM \"places\" p ORDER BY (SELECT COUNT(*) "
                 "FROM \"partnership_parties\" m WHERE m.\"place_id\" = p.\"id\") "
                 "DESC, p.\"sort_name\", p.\"id\"");
}

static apr_status_t make_facets(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_rebuild(db, pool);
}

#define NUMBERS(most)                                                                              \
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " most ") SELECT "

static void a_search_shows_places_with_many_partnerships_first_whatever_changed(void **state)
{
    registry_t *registry = *state;
    sc_db_t *db = registry->db;
    apr_pool_t *pool = registry->pool;

    put(db, pool,
        "INSERT INTO places (id, slug, name) " NUMBERS("300") "i, 'p' || i, 'Santo ' || i FROM n",
        "INSERT INTO partnerships (id, slug, type, status) " NUMBERS(
            "300") "i, 's' || i, 'sister', 'active' FROM n",
        /* Twenty places have 16 to 35 of them, some 4. */
        "INSERT INTO partnership_parties (partnership_id, position, place_id) SELECT s.id, p.id, "
        "p.id FROM partnerships s JOIN places p ON p.id <= 20 AND s.id <= 15 + p.id "
        "OR p.id BETWEEN 21 AND 40 AND s.id > 296",
        NULL);
    reindex(db, pool);
    assert_int_equal(sc_db_transaction(db, pool, make_facets, NULL), APR_SUCCESS);
    assert_most_first(registry);
    /* Whoever was behind is among the first, and the first has hardly any left. */
    put(db, pool,
        "INSERT INTO partnership_parties (partnership_id, position, place_id) SELECT s.id, 400, "
        "200 FROM partnerships s WHERE s.id BETWEEN 200 AND 290",
        "DELETE FROM partnership_parties WHERE place_id IN (9, 20) AND partnership_id > 3", NULL);
    assert_most_first(registry);
    /* More of them than there were beyond the page. */
    put(db, pool, "DELETE FROM partnership_parties WHERE place_id < 13 AND partnership_id > 3",
        NULL);
    assert_most_first(registry);
    put(db, pool, "UPDATE facets SET bitmap = 'none' WHERE facet = 'many'", NULL);
    assert_most_first(registry);
}

static apr_status_t rename_one(sc_db_t *db, apr_pool_t *pool, void *problems)
{
    void *before, *after;

    SC_TRY(sc_read_item(db, pool, &sc_partnership, "s6", &before));
    SC_TRY(sc_read_item(db, pool, &sc_partnership, "s6", &after));
    ((sc_partnership_t *)after)->name = "a Santo";
    SC_TRY(sc_write_begin(db, pool));
    SC_TRY(sc_write_update(db, pool, after, before, problems));
    return sc_write_end(db, pool, 1);
}

static void assert_in_order(registry_t *registry)
{
    assert_first(registry, &sc_partnership,
                 "SELECT \"slug\" FROM \"partnerships\" ORDER BY \"sort_name\", \"id\"");
    assert_first(registry, &sc_activity,
                 "SELECT \"slug\" FROM \"activities\" "
                 "ORDER BY COALESCE(\"start\", '') DESC, \"id\" DESC");
}

static void a_search_finds_the_first_of_many_that_lie_far_apart_whatever_changed(void **state)
{
    registry_t *registry = *state;
    sc_db_t *db = registry->db;
    apr_pool_t *pool = registry->pool;

    put(db, pool,
        "INSERT INTO partnerships (id, slug, type, status, name) " NUMBERS(
            "400") "i * 100, 's' || i, 'sister', 'active', SUBSTR('zvylab', 1 + i % 6, 1) || "
                   "' santo' FROM n",
        "INSERT INTO activities (id, slug, partnership_id, title, start) " NUMBERS(
            "400") "i * 100, 'a' || i, i * 100, 'Santo', CASE WHEN i % 3 > 0 THEN 1900 + i % 40 "
                   "|| '-05' END FROM n",
        "INSERT INTO places (id, slug, name) VALUES (1, 'p1', 'Ut'), (2, 'p2', 'Ur')",
        "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES "
        "(600, 0, 1), (600, 1, 2)",
        NULL);
    reindex(db, pool);
    assert_int_equal(sc_db_transaction(db, pool, make_facets, NULL), APR_SUCCESS);
    assert_in_order(registry);
    assert_int_equal(sc_db_transaction(db, pool, rename_one, sc_problems_new(pool)), APR_SUCCESS);
    assert_in_order(registry);
    put(db, pool, "UPDATE partnerships SET sort_name = 'z' WHERE sort_name < 'b' AND id > 1000",
        "UPDATE partnerships SET sort_name = '' WHERE id IN (700, 900, 40000)",
        "UPDATE activities SET start = '1950' WHERE id IN (300, 500)",
        "UPDATE activities SET start = NULL WHERE start = '1939-05' AND id < 30000", NULL);
    assert_in_order(registry);
    put(db, pool, "UPDATE facets SET bitmap = 'none' WHERE facet IN ('initial', 'date')", NULL);
    assert_in_order(registry);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(unknown_dates_come_last_in_either_direction),
        NAMED(dates_are_compared_as_far_as_they_are_known),
        NAMED(a_day_shows_what_was_in_force_then),
        NAMED(each_filter_narrows_and_all_hold_together),
        NAMED(words_find_places_by_any_of_their_names),
        NAMED(words_of_which_nothing_is_left_find_nothing),
        NAMED(pages_neither_repeat_nor_lose_an_item),
        NAMED(pages_lead_back_the_way_they_came),
        NAMED(a_page_holds_its_place_when_items_come_and_go),
        NAMED(a_page_that_has_run_empty_still_leads_back),
        NAMED(damaged_and_foreign_tokens_are_recognized),
        NAMED(a_list_brings_the_names_that_it_needs),
        NAMED(a_search_shows_places_with_many_partnerships_first_whatever_changed),
        NAMED(a_search_finds_the_first_of_many_that_lie_far_apart_whatever_changed),
    };

    return RUN_ON_BOTH(tests);
}
