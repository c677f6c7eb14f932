#include "database.h"

#include "store/load/load_statistics.h"
#include "store/query/facets.h"
#include "store/query/list.h"

#include <math.h>
#include <string.h>

/* What readers may ask of any collection; those that a collection does not know are passed over. */
static const sc_query_t filters[] = {{.limit = 50},
                                     {.limit = 50, .country = "JP"},
                                     {.limit = 50, .region = "asia"},
                                     {.limit = 50, .level = "city"},
                                     {.limit = 50, .type = "sister"},
                                     {.limit = 50, .status = "active"},
                                     {.limit = 50, .field = "culture"},
                                     {.limit = 50, .kind = "renewal"},
                                     {.limit = 50, .place = "nowhere"},
                                     {.limit = 50, .partnership = "none"},
                                     {.limit = 50, .since = "1990", .until = "1995"},
                                     {.limit = 50, .since = "1990-05", .until = "1990-07"},
                                     {.limit = 50, .q = "kau"},
                                     {.limit = 50, .country = "JP", .field = "culture"},
                                     {.limit = 50, .q = "kau", .status = "active"}};

static const sc_entity_t *const collections[] = {&sc_place, &sc_partnership, &sc_agreement,
                                                 &sc_activity};

static void read_lists_in_every_order(registry_t *registry, const sc_entity_t *entity,
                                      const sc_query_t *filter)
{
    const char *const *order;
    sc_list_t *list;
    int descending;

    for (order = sc_list_orders(entity); *order; order++) {
        for (descending = 0; descending < 2; descending++) {
            sc_query_t query = *filter;

            query.sort = *order;
            query.descending = descending;
            assert_int_equal(sc_list_read(registry->db, registry->pool, entity, &query, &list),
                             APR_SUCCESS);
        }
    }
}

static void read_everything(registry_t *registry)
{
    static sc_load_fn *const items[] = {
        sc_load_place,          sc_load_place_page,       sc_load_place_partners,
        sc_load_place_timeline, sc_load_partnership,      sc_load_agreement,
        sc_load_activity,       sc_load_place_statistics, sc_load_place_with_activities,
        sc_load_place_data};
    sc_query_t query = {.limit = 50};
    size_t i, j;
    void *data;

    for (i = 0; i < sizeof(collections) / sizeof(collections[0]); i++) {
        for (j = 0; j < sizeof(filters) / sizeof(filters[0]); j++) {
            read_lists_in_every_order(registry, collections[i], &filters[j]);
        }
    }
    assert_int_equal(sc_load_overview(registry->db, registry->pool, NULL, &query, &data),
                     APR_SUCCESS);
    assert_int_equal(sc_load_statistics(registry->db, registry->pool, NULL, &query, &data),
                     APR_SUCCESS);
    for (i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        assert_int_equal(items[i](registry->db, registry->pool, "here", &query, &data),
                         APR_SUCCESS);
    }
}

/* One of each, so that dossiers run all their statements. */
static void type_items(registry_t *registry)
{
    static const char *const statements[] = {
        "INSERT INTO places (id, slug, name, country, level) VALUES (1, 'here', 'A', 'JP', 'city')",
        "INSERT INTO places (id, slug, name, country, level) VALUES (2, 'there', 'B', 'LT', "
        "'city')",
        "INSERT INTO partnerships (id, slug, type, status) VALUES (1, 'here', 'sister', 'active')",
        "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (1, 0, 1)",
        "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (1, 1, 2)",
        "INSERT INTO agreements (id, slug, partnership_id, kind) VALUES (1, 'here', 1, 'sister')",
        "INSERT INTO activities (id, slug, partnership_id, title) VALUES (1, 'here', 1, 'Visit')"};
    size_t i;

    for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        type_sql(registry->db, registry->pool, statements[i]);
    }
}

/* Whether a step of a plan reads a table that grows with the registry from end to end. An index in
 * whose order a page is read stops with the page. */
static int is_scan(const char *step)
{
    static const char *const allowed[] = {
        "_in_order_of_", "_in_falling_order_of_", "_by_modified", "_by_title", "countries",
        " VIRTUAL TABLE", /* ids as JSON */
        /* whether there is any: the first row tells */
        "INDEX sqlite_autoindex_guide_", "INDEX sqlite_autoindex_templates_",
        "INDEX sqlite_autoindex_stories_", "CONSTANT ROW",
        "SCAN part", /* of an order: no more than a page */
        "SCAN one",
        /* row of dirty_items */ "SCAN q" /* planned steps */};
    size_t i;

    if (strncmp(step, "SCAN ", 5) != 0 || strncmp(step, "SCAN (", 6) == 0) {
        return 0;
    }
    for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        if (strstr(step, allowed[i])) {
            return 0;
        }
    }
    return strcmp(step, "SCAN c") != 0;
}

/* The arguments of a statement, by their kinds, all absent. */
static sc_arg_t *absent_arguments(apr_pool_t *pool, const char *kinds, int count)
{
    sc_arg_t *args = apr_palloc(pool, (count + 1) * sizeof(*args));
    int i;

    for (i = 0; i < count; i++) {
        args[i] = kinds[i] == 't'   ? sc_arg_text(NULL)
                  : kinds[i] == 'i' ? sc_arg_integer(SC_NO_INTEGER)
                                    : sc_arg_real(NAN);
    }
    return args;
}

static void nothing_may_be_scanned(registry_t *registry, const char *key)
{
    int count = (int)strcspn(key, " ");
    const char *sql = key + count + 1;
    sc_rows_t *rows;
    int i;

    if (strncmp(sql, "SELECT", 6) != 0) {
        return;
    }
    assert_int_equal(sc_db_select(registry->db, registry->pool,
                                  apr_pstrcat(registry->pool, "EXPLAIN QUERY PLAN ", sql, NULL),
                                  absent_arguments(registry->pool, key, count), count, &rows),
                     APR_SUCCESS);
    for (i = 0; i < rows->count; i++) {
        if (is_scan(sc_row_text(rows, i, 3))) {
            fail_msg("%s in: %s", sc_row_text(rows, i, 3), sql);
        }
    }
}

static apr_status_t rebuild(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_rebuild(db, pool);
}

static void no_page_reads_a_whole_table(void **state)
{
    registry_t *registry = *state;
    apr_array_header_t *statements;
    int i;

    type_items(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, rebuild, NULL), APR_SUCCESS);
    registry->db = connect_to(registry->url, registry->pool);
    read_everything(registry);
    statements = sc_db_prepared(registry->db, registry->pool);
    /* More than a connection keeps prepared would not be looked at. */
    assert_in_range(statements->nelts, 50, 299);
    for (i = 0; i < statements->nelts; i++) {
        nothing_may_be_scanned(registry, APR_ARRAY_IDX(statements, i, const char *));
    }
}

int main(void)
{
    static const named_test_t tests[] = {NAMED(no_page_reads_a_whole_table)};

    return run_on_both(tests, 1, make_on_sqlite, NULL, NULL);
}
