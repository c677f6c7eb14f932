/* SQL that somebody types by hand counts like the program's own changes. */
#include "database.h"

#include "model/entity.h"
#include "store/record/columns.h"

static void type_items(registry_t *registry)
{
    static const char *const statements[] = {
        "INSERT INTO places (id, slug, name, country, level) VALUES (1, 'a', 'A', 'JP', 'city'), "
        "(2, 'b', 'B', 'LT', 'town'), (3, 'c', 'C', 'LT', NULL)",
        "INSERT INTO place_names (place_id, position, lang, text) VALUES (1, 0, 'en', 'A')",
        "INSERT INTO place_predecessors (place_id, position, target_id) VALUES (1, 0, 3)",
        "INSERT INTO organizations (id, slug, name) VALUES (1, 'o', 'O')",
        "INSERT INTO organization_languages (organization_id, position, value) VALUES (1, 0, 'en')",
        "INSERT INTO organization_countries (organization_id, position, value) VALUES (1, 0, 'JP')",
        "INSERT INTO partnerships (id, slug, type, status) VALUES (1, 'p', 'sister', 'active'), "
        "(2, 'q', 'sister', 'active')",
        "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES (1, 0, 1), "
        "(1, 1, 2)",
        "INSERT INTO partnership_fields (partnership_id, position, value) VALUES (1, 0, 'culture')",
        "INSERT INTO agreements (id, slug, partnership_id, kind) VALUES (1, 'k', 1, 'renewal')",
        "INSERT INTO agreement_signatories (agreement_id, position, person) VALUES (1, 0, 'X')",
        "INSERT INTO agreement_documents (agreement_id, position, url) VALUES (1, 0, 'http://x/')",
        "INSERT INTO approvals (id, slug, partnership_id, body) VALUES (1, 'l', 1, 'Council')",
        "INSERT INTO steps (id, slug, partnership_id, status) VALUES (1, 's', 1, 'paused')",
        "INSERT INTO activities (id, slug, partnership_id, title) VALUES (1, 'v', 1, 'Visit')",
        "INSERT INTO activity_hosts (activity_id, position, target_id) VALUES (1, 0, 1)",
        "INSERT INTO activity_program (activity_id, position, what) VALUES (1, 0, 'Tour')",
        "INSERT INTO activity_tasks (activity_id, position, what) VALUES (1, 0, 'Book')",
        "INSERT INTO activity_fields (activity_id, position, value) VALUES (1, 0, 'sports')",
        "INSERT INTO activity_participants (activity_id, position, \"group\") VALUES (1, 0, 'X')",
        "INSERT INTO activity_organizations (activity_id, position, target_id) VALUES (1, 0, 1)",
        "INSERT INTO gifts (id, slug, partnership_id, object) VALUES (1, 'g', 1, 'Bell')",
        "INSERT INTO sources (id, slug, place_id) VALUES (1, 'e', 1)",
        "INSERT INTO claims (id, slug, place_id, number) VALUES (1, 'm', 1, 5)",
        "INSERT INTO persons (id, slug, name) VALUES (1, 'o', 'O')",
        "INSERT INTO person_offices (person_id, position, kind) VALUES (1, 0, 'mayor')",
        "INSERT INTO person_names (person_id, position, lang, text) VALUES (1, 0, 'en', 'O')",
        "INSERT INTO awards (id, slug, name) VALUES (1, 'a', 'A')",
        "INSERT INTO networks (id, slug, name) VALUES (1, 'n', 'N')",
        "INSERT INTO network_names (network_id, position, lang, text) VALUES (1, 0, 'en', 'N')",
        "INSERT INTO memberships (id, slug, network_id, place_id) VALUES (1, 'n', 1, 1)",
        "INSERT INTO seeking (id, slug, place_id) VALUES (1, 'w', 1)",
        "INSERT INTO seeking_countries (seeking_id, position, value) VALUES (1, 0, 'JP')",
        "INSERT INTO seeking_fields (seeking_id, position, value) VALUES (1, 0, 'sports')",
        "INSERT INTO seeking_languages (seeking_id, position, value) VALUES (1, 0, 'ja')",
        "INSERT INTO activity_texts (activity_id, position, lang, title) VALUES (1, 0, 'en', 'T')",
        "INSERT INTO partnership_texts (partnership_id, position, lang, note) VALUES (1, 0, 'en', "
        "'T')",
        "INSERT INTO agreement_texts (agreement_id, position, lang, note) VALUES (1, 0, 'en', 'T')",
        "INSERT INTO gift_texts (gift_id, position, lang, note) VALUES (1, 0, 'en', 'T')",
        "INSERT INTO guide (id, slug) VALUES (1, 'h')",
        "INSERT INTO guide_texts (guide_id, position, lang, title) VALUES (1, 0, 'en', 'T')",
        "INSERT INTO stories (id, slug) VALUES (1, 'y')",
        "INSERT INTO story_texts (story_id, position, lang, title) VALUES (1, 0, 'en', 'T')",
        "INSERT INTO place_files (place_id, position, name) VALUES (1, 0, 'F')",
        "INSERT INTO partnership_files (partnership_id, position, name) VALUES (1, 0, 'F')",
        "INSERT INTO agreement_files (agreement_id, position, name) VALUES (1, 0, 'F')",
        "INSERT INTO activity_files (activity_id, position, name) VALUES (1, 0, 'F')",
        "INSERT INTO gift_files (gift_id, position, name) VALUES (1, 0, 'F')",
        "INSERT INTO story_files (story_id, position, name) VALUES (1, 0, 'F')",
        "INSERT INTO templates (id, slug, kind) VALUES (1, 'x', 'sister')",
        "INSERT INTO template_texts (template_id, position, lang, title) VALUES (1, 0, 'en', 'T')"};
    size_t i;

    for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        type_sql(registry->db, registry->pool, statements[i]);
    }
}

static int number(registry_t *registry, const char *sql)
{
    return atoi(ask(registry->db, registry->pool, sql));
}

/* What a story is about: kept apart, since what is referred to cannot be removed. */
static void type_subjects(registry_t *registry)
{
    static const char *const lists[] = {"story_partnerships", "story_places", "story_activities"};

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        type_sql(registry->db, registry->pool,
                 apr_psprintf(registry->pool,
                              "INSERT INTO %s (story_id, position, target_id) VALUES (1, 0, 1)",
                              lists[i]));
    }
}

/* Types it, on the table, and expects that readers will see pages anew. */
static void expect_revision(registry_t *registry, const char *format, const char *table)
{
    int before = number(registry, "SELECT revision FROM registry");

    type_sql(registry->db, registry->pool, apr_psprintf(registry->pool, format, table));
    if (number(registry, "SELECT revision FROM registry") <= before) {
        fail_msg("%s of %s", format, table);
    }
}

static void expect_version(registry_t *registry, const sc_entity_t *entity, const char *format,
                           const char *table)
{
    const char *ask_version =
        apr_psprintf(registry->pool, "SELECT version FROM %s WHERE id = 1", entity->collection);
    int before = number(registry, ask_version);

    expect_revision(registry, format, table);
    if (number(registry, ask_version) != before + 1) {
        fail_msg("%s of %s", format, table);
    }
}

static void a_change_of_any_table_makes_a_version_and_a_revision(void **state)
{
    registry_t *registry = *state;
    int i, j;

    type_items(registry);
    type_subjects(registry);
    for (i = 0; sc_entities[i]; i++) {
        const sc_entity_t *entity = sc_entities[i];

        expect_version(registry, entity, "UPDATE %s SET id = id WHERE id = 1", entity->collection);
        for (j = 0; j < entity->field_count; j++) {
            if (sc_field_is_list(&entity->fields[j])) {
                const char *table = sc_list_table(entity, &entity->fields[j], registry->pool);

                expect_version(registry, entity, "UPDATE %s SET position = 9 WHERE position = 0",
                               table);
                expect_version(registry, entity, "DELETE FROM %s WHERE position = 9", table);
            }
        }
    }
    while (i-- > 0) {
        expect_revision(registry, "DELETE FROM %s WHERE id = 1", sc_entities[i]->collection);
    }
}

static void a_row_that_is_given_to_another_item_changes_both(void **state)
{
    registry_t *registry = *state;

    type_items(registry);
    type_sql(registry->db, registry->pool,
             "UPDATE place_names SET place_id = 2 WHERE place_id = 1");
    assert_int_equal(number(registry, "SELECT version FROM places WHERE id = 1"),
                     number(registry, "SELECT version FROM places WHERE id = 2") + 3);
    assert_int_equal(number(registry, "SELECT version FROM places WHERE id = 2"), 2);
}

/* Without those whose search keys are to be looked for. */
static const char *dirty(registry_t *registry)
{
    const char *found = ask(
        registry->db, registry->pool,
        sc_db_dialect(registry->db) == SC_DIALECT_SQLITE
            ? "SELECT group_concat(item, ' ') FROM (SELECT collection || ':' || id AS item FROM "
              "dirty_items WHERE collection NOT LIKE '%_keys' ORDER BY 1) AS d"
            : "SELECT string_agg(collection || ':' || id, ' ' ORDER BY collection, id) FROM "
              "dirty_items");

    return found ? apr_pstrdup(registry->pool, found) : "";
}

typedef struct noted_t {
    const char *statement;
    const char *dirty;
} noted_t;

static void expect_dirty(registry_t *registry, const noted_t *noted, size_t count)
{
    size_t i;

    type_items(registry);
    for (i = 0; i < count; i++) {
        type_sql(registry->db, registry->pool, "DELETE FROM dirty_items");
        type_sql(registry->db, registry->pool, noted[i].statement);
        if (strcmp(dirty(registry), noted[i].dirty) != 0) {
            fail_msg("%s: %s", noted[i].statement, dirty(registry));
        }
    }
}

static void items_whose_facets_change_are_noted(void **state)
{
    static const noted_t noted[] = {
        {"UPDATE places SET website = 'http://x/', population = 1", ""},
        {"UPDATE places SET name = 'Y' WHERE id = 3", "places:3"},
        {"UPDATE places SET country = 'LV' WHERE id = 2", "partnerships:1 places:2"},
        {"UPDATE places SET country = 'LV' WHERE id = 2", ""},
        {"UPDATE places SET level = 'city' WHERE id = 2", "partnerships:1 places:2"},
        {"UPDATE place_names SET text = 'Z'", ""},
        {"UPDATE partnerships SET note = 'N'", ""},
        {"UPDATE partnerships SET established = '1999' WHERE id = 2", "partnerships:2"},
        {"UPDATE partnership_parties SET place_id = 3 WHERE position = 1", "partnerships:1"},
        {"UPDATE partnership_parties SET term = 'T'", ""},
        {"UPDATE partnership_fields SET partnership_id = 2", "partnerships:1 partnerships:2"},
        {"DELETE FROM partnership_fields", "partnerships:2"},
        {"UPDATE agreements SET date = '2001'", "agreements:1 partnerships:1"},
        {"UPDATE activities SET partnership_id = 2", "activities:1 partnerships:1 partnerships:2"},
        {"INSERT INTO activity_fields (activity_id, position, value) VALUES (1, 1, 'arts')",
         "activities:1 partnerships:2"},
        {"UPDATE organizations SET name = 'P'", ""},
        {"INSERT INTO places (id, slug, name) VALUES (7, 'h', 'H')", "places:7"},
        {"UPDATE places SET id = 8 WHERE id = 7", "places:7 places:8"},
        {"DELETE FROM places WHERE id = 8", "places:8"},
        {"UPDATE countries SET region = region", ""},
        {"UPDATE countries SET region = 'africa' WHERE code = 'JP'", "partnerships:1 places:1"},
        {"DELETE FROM countries WHERE code = 'JP'", "partnerships:1 places:1"},
        {"DELETE FROM partnerships WHERE id = 1",
         "agreements:1 approvals:1 gifts:1 partnerships:1 steps:1"}};

    expect_dirty(*state, noted, sizeof(noted) / sizeof(noted[0]));
}

/* REPLACE deletes without the triggers of a deletion, TRUNCATE without those of rows. */
static void items_that_are_replaced_or_emptied_are_noted(void **state)
{
    static const noted_t replaced[] = {
        {"INSERT OR REPLACE INTO partnerships (id, slug, type, status) VALUES (5, 'q', 'sister', "
         "'active')",
         "partnerships:2 partnerships:5"},
        {"UPDATE OR REPLACE partnerships SET slug = 'p' WHERE id = 5",
         "activities:1 agreements:1 approvals:1 gifts:1 partnerships:1 partnerships:5 steps:1"},
        {"REPLACE INTO places (id, slug, name, country) VALUES (2, 'b', 'B', 'LV')", "places:2"},
        {"INSERT INTO places (id, slug, name) VALUES (4, 'z', 'Z')", "places:4"},
        {"REPLACE INTO places (id, slug, name) VALUES (9, 'z', 'Z')", "places:4 places:9"}};
    static const noted_t emptied[] = {
        {"TRUNCATE place_names", "places:1"},
        {"TRUNCATE partnership_fields", "partnerships:1"},
        {"TRUNCATE countries", "partnerships:1 places:1 places:2 places:3"},
        {"TRUNCATE steps CASCADE", "partnerships:1 steps:1"},
        {"TRUNCATE partnerships CASCADE",
         "activities:1 agreements:1 approvals:1 gifts:1 partnerships:1 partnerships:2"}};
    registry_t *registry = *state;

    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        expect_dirty(registry, replaced, sizeof(replaced) / sizeof(replaced[0]));
    }
    else {
        expect_dirty(registry, emptied, sizeof(emptied) / sizeof(emptied[0]));
        expect_revision(registry, "TRUNCATE %s CASCADE", "places");
    }
}

static void triggers_rest_while_the_program_says_all_itself(void **state)
{
    registry_t *registry = *state;
    int is_sqlite = sc_db_dialect(registry->db) == SC_DIALECT_SQLITE;
    int before;

    type_items(registry);
    type_sql(registry->db, registry->pool, "DELETE FROM dirty_items");
    before = number(registry, "SELECT revision FROM registry");
    type_sql(registry->db, registry->pool, "BEGIN");
    type_sql(registry->db, registry->pool,
             is_sqlite ? "UPDATE registry SET is_writing = 1"
                       : "SET LOCAL sistercity.writing = 'on'");
    type_sql(registry->db, registry->pool,
             "UPDATE places SET country = 'LV', slug = 'd' "
             "WHERE id = 1");
    type_sql(registry->db, registry->pool, "DELETE FROM partnership_parties");
    type_sql(registry->db, registry->pool, "COMMIT");
    assert_int_equal(number(registry, "SELECT revision FROM registry"), before);
    assert_int_equal(number(registry, "SELECT version FROM places WHERE id = 1"), 1 + 3);
    assert_int_equal(number(registry, "SELECT COUNT(*) FROM slug_fates"), 0);
    assert_string_equal(dirty(registry), "");
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_change_of_any_table_makes_a_version_and_a_revision),
        NAMED(a_row_that_is_given_to_another_item_changes_both),
        NAMED(items_whose_facets_change_are_noted),
        NAMED(items_that_are_replaced_or_emptied_are_noted),
        NAMED(triggers_rest_while_the_program_says_all_itself),
    };

    return RUN_ON_BOTH(tests);
}
