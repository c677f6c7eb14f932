#include "database.h"

#include "store/edit/touched.h"
#include "store/query/statistics.h"

#include <stdlib.h>
#include <string.h>

/* Places 1 and 2 have partnership 1, places 2 and 3 partnership 2; place 6 has succeeded place 5.
 * Place 4 signed for partnership 1, and the organization 1 in place 5 took part in its activity. */
static const char *const items[] = {
    "INSERT INTO places (id, slug, name) VALUES (1, 'a', 'A'), (2, 'b', 'B'), (3, 'c', 'C'), "
    "(4, 'd', 'D'), (5, 'e', 'E'), (6, 'f', 'F'), (7, 'g', 'G')",
    "INSERT INTO place_names (place_id, position, lang, text) VALUES (1, 0, 'en', 'A')",
    "INSERT INTO place_predecessors (place_id, position, target_id) VALUES (6, 0, 5)",
    "INSERT INTO partnerships (id, slug, type, status) VALUES (1, 'a-b', 'sister', 'active'), "
    "(2, 'b-c', 'sister', 'active')",
    "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (1, 0, 1), "
    "(1, 1, 2), (2, 0, 2), (2, 1, 3)",
    "INSERT INTO partnership_fields (partnership_id, position, value) VALUES (1, 0, 'culture')",
    "INSERT INTO agreements (id, slug, partnership_id, kind) VALUES (1, 'x', 1, 'sister')",
    "INSERT INTO agreement_signatories (agreement_id, position, person, place_id) "
    "VALUES (1, 0, 'N. N.', 4)",
    "INSERT INTO approvals (id, slug, partnership_id, body) VALUES (1, 'x', 1, 'council')",
    "INSERT INTO steps (id, slug, partnership_id, status) VALUES (1, 'x', 1, 'active')",
    "INSERT INTO organizations (id, slug, name, place_id) VALUES (1, 'o', 'O', 5)",
    "INSERT INTO activities (id, slug, partnership_id, title) VALUES (1, 'x', 1, 'Visit')",
    "INSERT INTO activity_organizations (activity_id, position, target_id) VALUES (1, 0, 1)",
    "INSERT INTO gifts (id, slug, partnership_id, object) VALUES (1, 'x', 1, 'Clock')",
    "INSERT INTO sources (id, slug, partnership_id) VALUES (1, 'x', 1)",
    "INSERT INTO sources (id, slug, place_id) VALUES (2, 'y', 3)",
    "INSERT INTO claims (id, slug, place_id, partner_id) VALUES (1, 'x', 2, 3)"};

#define OF_FIRST "partnerships 1, places 1, places 2"
#define OF_SECOND "partnerships 2, places 2, places 3"
#define OF_BOTH "partnerships 1, partnerships 2, places 1, places 2, places 3"

/* What is typed, and the pages that it touches; of other items than these nobody keeps any. */
static const struct {
    const char *sql;
    const char *pages;
} changes[] = {
    {"UPDATE partnerships SET note = 'x' WHERE id = 1", OF_FIRST},
    {"UPDATE partnerships SET note = 'x'", OF_BOTH},
    {"UPDATE partnerships SET slug = 'renamed' WHERE id = 2", OF_SECOND},
    {"DELETE FROM partnerships WHERE id = 1", OF_FIRST},
    {"INSERT INTO partnerships (id, slug, type, status) VALUES (3, 'z', 'sister', 'active')",
     "partnerships 3"},
    {"INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (2, 2, 7)",
     OF_SECOND ", places 7"},
    {"DELETE FROM partnership_parties WHERE partnership_id = 1 AND position = 0", OF_FIRST},
    {"UPDATE partnership_parties SET place_id = 7 WHERE partnership_id = 1 AND position = 0",
     OF_FIRST ", places 7"},
    {"UPDATE partnership_parties SET partnership_id = 2, position = 2 WHERE partnership_id = 1 "
     "AND position = 0",
     OF_BOTH},
    {"UPDATE partnership_fields SET value = 'sport'", OF_FIRST},
    {"UPDATE partnership_fields SET partnership_id = 2", OF_BOTH},
    {"DELETE FROM partnership_fields", OF_FIRST},
    {"UPDATE agreements SET title = 'x'", OF_FIRST},
    {"UPDATE agreements SET partnership_id = 2", OF_BOTH},
    {"DELETE FROM agreements", OF_FIRST},
    {"INSERT INTO agreements (slug, partnership_id, kind) VALUES ('y', 2, 'sister')", OF_SECOND},
    {"UPDATE agreement_signatories SET person = 'x'", OF_FIRST},
    {"UPDATE approvals SET decision = 'x'", OF_FIRST},
    {"UPDATE approvals SET partnership_id = 2", OF_BOTH},
    {"UPDATE steps SET reason = 'x'", OF_FIRST},
    {"DELETE FROM steps", OF_FIRST},
    {"UPDATE activities SET partnership_id = 2", OF_BOTH},
    {"DELETE FROM activities", OF_FIRST},
    {"DELETE FROM activity_organizations", OF_FIRST},
    {"INSERT INTO activity_fields (activity_id, position, value) VALUES (1, 0, 'x')", OF_FIRST},
    {"UPDATE gifts SET partnership_id = 2", OF_BOTH},
    {"INSERT INTO gifts (slug, partnership_id, object) VALUES ('y', 2, 'Bell')", OF_SECOND},
    {"UPDATE sources SET title = 'x' WHERE id = 1", OF_FIRST},
    {"UPDATE sources SET title = 'x' WHERE id = 2", "places 3"},
    {"UPDATE sources SET place_id = 7 WHERE id = 2", "places 3, places 7"},
    {"UPDATE sources SET partnership_id = 2 WHERE id = 1", OF_BOTH},
    {"DELETE FROM sources WHERE id = 2", "places 3"},
    {"UPDATE claims SET number = 5", OF_SECOND},
    {"UPDATE claims SET partner_id = 7", OF_SECOND ", places 7"},
    {"UPDATE claims SET place_id = 1, partner_id = 2", OF_BOTH},
    {"DELETE FROM claims", OF_SECOND},
    {"INSERT INTO claims (slug, place_id, partner_id) VALUES ('y', 7, 4)", "places 4, places 7"},
    {"INSERT INTO claims (slug, place_id, number) VALUES ('y', 7, 4)", "places 7"},
    {"UPDATE organizations SET name = 'x'", "organizations 1, " OF_FIRST ", places 5"},
    {"UPDATE organizations SET place_id = 7", "organizations 1, " OF_FIRST ", places 5, places 7"},
    {"INSERT INTO organization_languages VALUES (1, 0, 'lt')",
     "organizations 1, " OF_FIRST ", places 5"},
    {"UPDATE places SET population = 5 WHERE id = 1", "home 1, " OF_FIRST},
    {"UPDATE places SET slug = 'x' WHERE id = 3", "home 3, " OF_SECOND},
    {"UPDATE places SET name = 'x' WHERE id = 4", "home 4, " OF_FIRST ", places 4"},
    {"UPDATE places SET name = 'x' WHERE id = 5",
     "home 5, organizations 1, " OF_FIRST ", places 5, places 6"},
    {"UPDATE places SET name = 'x' WHERE id = 6", "home 6, places 5, places 6"},
    {"UPDATE place_names SET text = 'x'", "home 1, " OF_FIRST},
    {"UPDATE place_names SET place_id = 7", "home 1, home 7, " OF_FIRST ", places 7"},
    {"DELETE FROM place_names", "home 1, " OF_FIRST},
    {"DELETE FROM place_predecessors", "home 6, places 5, places 6"},
    {"UPDATE place_predecessors SET target_id = 7", "home 6, places 5, places 6, places 7"},
    {"DELETE FROM places WHERE id = 7", "home 7, places 7"},
    {"INSERT INTO places (id, slug, name) VALUES (8, 'h', 'H')", "home 8, places 8"},
};

/* The same for what only SQLite has. */
static const struct {
    const char *sql;
    const char *pages;
} replacements[] = {
    {"INSERT OR REPLACE INTO places (id, slug, name) VALUES (9, 'g', 'H')",
     "home 7, home 9, places 7, places 9"},
    {"UPDATE OR REPLACE places SET slug = 'g' WHERE id = 4",
     "home 4, home 7, " OF_FIRST ", places 4, places 7"},
    {"INSERT OR REPLACE INTO agreements (id, slug, partnership_id, kind) VALUES (1, 'y', 2, 'x')",
     OF_BOTH},
    {"INSERT OR REPLACE INTO agreements (id, slug, partnership_id, kind) VALUES (9, 'x', 2, 'x')",
     OF_BOTH},
    {"INSERT OR REPLACE INTO partnerships (id, slug, type, status) VALUES (1, 'y', 'x', 'x')",
     OF_FIRST},
    {"INSERT OR REPLACE INTO partnership_parties (partnership_id, position, place_id) "
     "VALUES (1, 0, 7)",
     OF_FIRST ", places 7"},
    {"UPDATE OR REPLACE partnership_parties SET partnership_id = 2, position = 1 "
     "WHERE partnership_id = 1 AND position = 0",
     OF_BOTH},
    {"INSERT OR REPLACE INTO place_predecessors VALUES (6, 0, 7)",
     "home 6, places 5, places 6, places 7"},
};

static int compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static int is_kept(const char *page)
{
    return !*page || strcmp(page, SC_TOUCHED_HOME) == 0 || strcmp(page, "places") == 0 ||
           strcmp(page, "partnerships") == 0 || strcmp(page, "organizations") == 0;
}

static apr_int64_t revision_of(registry_t *registry)
{
    sc_state_t state;

    assert_int_equal(sc_state_read(registry->db, registry->pool, &state), APR_SUCCESS);
    return state.revision;
}

/* The pages that have been touched since the revision, each once, in alphabetical order. */
static const char *pages_touched_since(registry_t *registry, apr_int64_t revision)
{
    apr_array_header_t *touched, *pages = apr_array_make(registry->pool, 16, sizeof(char *));
    const char *list = "";
    int i;

    assert_int_equal(sc_touched_read(registry->db, registry->pool, revision + 1, 10000, &touched),
                     APR_SUCCESS);
    for (i = 0; i < touched->nelts; i++) {
        const sc_touched_t *each = &APR_ARRAY_IDX(touched, i, sc_touched_t);

        if (is_kept(each->page)) {
            APR_ARRAY_PUSH(pages, const char *) =
                apr_psprintf(registry->pool, "%s %" APR_INT64_T_FMT, each->page, each->id);
        }
    }
    qsort(pages->elts, pages->nelts, sizeof(char *), compare);
    for (i = 0; i < pages->nelts; i++) {
        const char *page = APR_ARRAY_IDX(pages, i, const char *);

        if (i == 0 || strcmp(page, APR_ARRAY_IDX(pages, i - 1, const char *)) != 0) {
            list = apr_pstrcat(registry->pool, list, *list ? ", " : "", page, NULL);
        }
    }
    return list;
}

/* What the statement touches; it is taken back. */
static const char *pages_touched_by(registry_t *registry, const char *sql)
{
    apr_int64_t before = revision_of(registry);
    const char *pages;

    type_sql(registry->db, registry->pool, "BEGIN");
    type_sql(registry->db, registry->pool, sql);
    pages = pages_touched_since(registry, before);
    type_sql(registry->db, registry->pool, "ROLLBACK");
    return pages;
}

static void type_items(registry_t *registry)
{
    size_t i;

    assert_int_equal(sc_schema_init(registry->db, registry->pool), APR_SUCCESS);
    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        type_sql(registry->db, registry->pool, "PRAGMA foreign_keys = ON");
    }
    for (i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        type_sql(registry->db, registry->pool, items[i]);
    }
}

static void a_change_touches_the_pages_that_show_it_and_no_others(void **state)
{
    registry_t *registry = *state;
    size_t i;

    type_items(registry);
    for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const char *touched = pages_touched_by(registry, changes[i].sql);

        if (strcmp(touched, changes[i].pages) != 0) {
            fail_msg("%s touched %s", changes[i].sql, touched);
        }
    }
}

static void what_takes_the_place_of_another_item_touches_its_pages_too(void **state)
{
    registry_t *registry = *state;
    size_t i;

    if (sc_db_dialect(registry->db) != SC_DIALECT_SQLITE) {
        skip();
    }
    type_items(registry);
    for (i = 0; i < sizeof(replacements) / sizeof(replacements[0]); i++) {
        const char *touched = pages_touched_by(registry, replacements[i].sql);

        if (strcmp(touched, replacements[i].pages) != 0) {
            fail_msg("%s touched %s", replacements[i].sql, touched);
        }
    }
}

static void emptying_a_table_touches_all_pages(void **state)
{
    static const char *const tables[] = {
        "places, organizations", "partnerships",        "agreements",     "gifts", "claims",
        "place_names",           "partnership_parties", "activity_fields"};
    registry_t *registry = *state;
    size_t i;

    if (sc_db_dialect(registry->db) != SC_DIALECT_POSTGRESQL) {
        skip();
    }
    type_items(registry);
    for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        assert_string_equal(pages_touched_by(registry, apr_pstrcat(registry->pool, "TRUNCATE ",
                                                                   tables[i], " CASCADE", NULL)),
                            " 0");
    }
}

static void each_revision_tells_when_it_came_about(void **state)
{
    registry_t *registry = *state;
    apr_array_header_t *touched;
    sc_state_t found;
    int i;

    type_items(registry);
    assert_int_equal(sc_state_read(registry->db, registry->pool, &found), APR_SUCCESS);
    assert_int_equal(sc_touched_read(registry->db, registry->pool, 1, 10000, &touched),
                     APR_SUCCESS);
    assert_int_equal(APR_ARRAY_IDX(touched, 0, sc_touched_t).revision, 2);
    for (i = 1; i < touched->nelts; i++) {
        const sc_touched_t *each = &APR_ARRAY_IDX(touched, i, sc_touched_t);

        assert_in_range(each->revision, each[-1].revision, each[-1].revision + 1);
        assert_int_equal(strlen(each->modified), strlen(found.modified));
    }
    assert_int_equal(APR_ARRAY_IDX(touched, touched->nelts - 1, sc_touched_t).revision,
                     found.revision);
    assert_string_equal(APR_ARRAY_IDX(touched, touched->nelts - 1, sc_touched_t).modified,
                        found.modified);
}

static void a_revision_that_is_set_by_hand_begins_another_history(void **state)
{
    registry_t *registry = *state;
    apr_array_header_t *touched;

    type_items(registry);
    type_sql(registry->db, registry->pool, "UPDATE registry SET revision = 3");
    assert_int_equal(sc_touched_read(registry->db, registry->pool, 3, 10, &touched), APR_SUCCESS);
    assert_int_equal(touched->nelts, 0);
    assert_string_equal(
        pages_touched_by(registry, "UPDATE partnerships SET note = 'x' WHERE id = 1"), OF_FIRST);
}

static void of_many_revisions_the_last_are_remembered(void **state)
{
    registry_t *registry = *state;
    int i;

    type_items(registry);
    type_sql(registry->db, registry->pool, "UPDATE registry SET revision = 1000");
    type_sql(registry->db, registry->pool, "UPDATE steps SET reason = 'x'");
    type_sql(registry->db, registry->pool, "UPDATE registry SET revision = 5000");
    for (i = 0; i < 300; i++) {
        type_sql(registry->db, registry->pool, "UPDATE steps SET reason = 'x'");
    }
    assert_string_equal(
        ask(registry->db, registry->pool, "SELECT MIN(revision) FROM touched_pages"), "5001");
}

static void a_change_of_very_much_touches_all_pages(void **state)
{
    registry_t *registry = *state;
    apr_int64_t before;

    if (sc_db_dialect(registry->db) != SC_DIALECT_POSTGRESQL) {
        skip();
    }
    type_items(registry);
    type_sql(registry->db, registry->pool,
             "INSERT INTO places (id, slug, name) SELECT i, 'p' || i, 'P' "
             "FROM generate_series(100, 5000) AS i");
    before = revision_of(registry);
    type_sql(registry->db, registry->pool, "UPDATE places SET population = 5");
    assert_int_equal(atoi(ask(registry->db, registry->pool,
                              "SELECT COUNT(*) FROM touched_pages WHERE page = ''")),
                     2);
    assert_int_equal(revision_of(registry), before + 1);
    assert_in_range(atoi(ask(registry->db, registry->pool, "SELECT COUNT(*) FROM touched_pages")),
                    1000, 6000);
}

static void a_large_import_touches_all_pages(void **state)
{
    registry_t *registry = *state;
    apr_int64_t before;

    type_items(registry);
    before = revision_of(registry);
    type_sql(registry->db, registry->pool, "BEGIN");
    assert_int_equal(sc_statistics_rest(registry->db, registry->pool), APR_SUCCESS);
    type_sql(registry->db, registry->pool, "UPDATE partnerships SET note = 'x' WHERE id = 1");
    type_sql(registry->db, registry->pool,
             "INSERT INTO places (id, slug, name) VALUES (8, 'h', 'H')");
    assert_int_equal(sc_statistics_wake(registry->db, registry->pool), APR_SUCCESS);
    type_sql(registry->db, registry->pool, "UPDATE steps SET reason = 'x'");
    type_sql(registry->db, registry->pool, "COMMIT");
    assert_string_equal(pages_touched_since(registry, before), " 0, " OF_FIRST);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_change_touches_the_pages_that_show_it_and_no_others),
        NAMED(what_takes_the_place_of_another_item_touches_its_pages_too),
        NAMED(emptying_a_table_touches_all_pages),
        NAMED(each_revision_tells_when_it_came_about),
        NAMED(a_revision_that_is_set_by_hand_begins_another_history),
        NAMED(of_many_revisions_the_last_are_remembered),
        NAMED(a_change_of_very_much_touches_all_pages),
        NAMED(a_large_import_touches_all_pages),
    };

    return RUN_ON_BOTH(tests);
}
