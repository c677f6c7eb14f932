#include "database.h"

#include "model/entity.h"
#include "model/value.h"
#include "model/vocabulary.h"
#include "store/import/export.h"
#include "store/import/import.h"
#include "store/record/read.h"
#include "store/write/write.h"

/* Items of each collection: one with every field, the others with what is required. */
#define ITEMS 3

/* Texts that CSV, spreadsheets, shells and careless splitting stumble over. */
static const char *const awkward[] = {"=HYPERLINK(\"http://x\")",
                                      "+1",
                                      "-1",
                                      "@x",
                                      "'quoted'",
                                      "'=already",
                                      "a|b;c=d\\e",
                                      "comma, \"quote\"",
                                      "平塚市 🌸",
                                      "Klaipėda – Łódź",
                                      "<b>&amp;",
                                      "; kind=official",
                                      "100 %"};

static const char *awkward_text(int *turn)
{
    return awkward[(*turn)++ % (int)(sizeof(awkward) / sizeof(awkward[0]))];
}

static const char *slug_of(apr_pool_t *pool, const sc_entity_t *entity, int number)
{
    return apr_psprintf(pool, "%s-%d", entity->name, number % ITEMS);
}

static void fill(void *record, apr_pool_t *pool, int *turn);

static const char *text_for(const sc_field_t *field, apr_pool_t *pool, int *turn)
{
    /* A kept file is called by its content, and by nothing else. */
    if (field == sc_entity_field(&sc_attachment, "name")) {
        return apr_psprintf(pool, "%064x.pdf", (*turn)++);
    }
    switch (field->type) {
    case SC_TYPE_MARKDOWN:
        return apr_pstrcat(pool, awkward_text(turn), "\n\n- ", awkward_text(turn), "\n- x", NULL);
    case SC_TYPE_DATE:
        return "195X~";
    case SC_TYPE_WORD:
    case SC_TYPE_WORDS:
        return field->vocabulary->words[(*turn)++ % field->vocabulary->count].word;
    case SC_TYPE_URL:
        return "https://a.example/?q=a;b=c,d'e";
    case SC_TYPE_COUNTRY:
    case SC_TYPE_COUNTRIES:
        return "LT";
    case SC_TYPE_LANGUAGE:
    case SC_TYPE_LANGUAGES:
        return "zh-Hant-TW";
    case SC_TYPE_CURRENCY:
        return "EUR";
    case SC_TYPE_WIKIDATA:
        return "Q4115712";
    case SC_TYPE_REFERENCE:
    case SC_TYPE_REFERENCES:
        return slug_of(pool, field->target, (*turn)++);
    default:
        return awkward_text(turn);
    }
}

static apr_array_header_t *list_for(const sc_field_t *field, apr_pool_t *pool, int *turn)
{
    apr_array_header_t *list = apr_array_make(pool, 2, sizeof(void *));
    int i;

    for (i = 0; i < 2; i++) {
        if (field->type == SC_TYPE_PARTS) {
            void *part = sc_record_new(field->target, pool);

            fill(part, pool, turn);
            APR_ARRAY_PUSH(list, void *) = part;
        }
        else if ((field->type != SC_TYPE_LANGUAGES && field->type != SC_TYPE_COUNTRIES) || i == 0) {
            APR_ARRAY_PUSH(list, const char *) = text_for(field, pool, turn);
        }
    }
    return list;
}

static void fill_field(const sc_field_t *field, void *record, apr_pool_t *pool, int *turn)
{
    if (field->type == SC_TYPE_SLUG) {
        return;
    }
    if (sc_field_is_list(field)) {
        sc_field_set_list(field, record, list_for(field, pool, turn));
    }
    else if (sc_field_is_text(field)) {
        sc_field_set_text(field, record, text_for(field, pool, turn));
    }
    else if (field->type == SC_TYPE_REAL) {
        sc_field_set_real(field, record, 54.8985207);
    }
    else {
        sc_field_set_integer(field, record, field->limit);
    }
}

/* Gives every field of the record a value. */
static void fill(void *record, apr_pool_t *pool, int *turn)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        fill_field(&entity->fields[i], record, pool, turn);
    }
}

/* Gives only the required fields a value. */
static void fill_required(void *record, apr_pool_t *pool, int *turn)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].flags & SC_REQUIRED) {
            fill_field(&entity->fields[i], record, pool, turn);
        }
    }
}

/* What fields must say together. */
static void adjust(void *record, apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(record);

    if (entity == &sc_source) {
        sc_source_t *source = record;

        source->place = source->partnership ? NULL : slug_of(pool, &sc_place, 0);
    }
    else if (entity == &sc_claim && !((sc_claim_t *)record)->partner) {
        ((sc_claim_t *)record)->number = 11;
    }
    else if (sc_entity_field(entity, "texts") &&
             SC_COUNT(sc_field_list(sc_entity_field(entity, "texts"), record))) {
        void *last = SC_AT(sc_field_list(sc_entity_field(entity, "texts"), record), 1, void);

        sc_field_set_text(sc_entity_field(sc_record_entity(last), "lang"), last, "ja");
    }
    else if (entity == &sc_term) {
        sc_term_t *wording = record;

        wording->country = wording->country ? wording->country : "LT";
        wording->region = NULL;
    }
    else if (entity == &sc_award) {
        sc_award_t *award = record;

        award->place = award->place ? award->place : slug_of(pool, &sc_place, 0);
        award->awarded_by = award->awarded_by ? award->awarded_by : "Somebody";
    }
    else if (entity == &sc_place && ((sc_place_t *)record)->predecessors) {
        sc_place_t *place = record;

        place->predecessors = apr_array_make(pool, 1, sizeof(const char *));
        APR_ARRAY_PUSH(place->predecessors, const char *) = slug_of(pool, &sc_place, 2);
    }
}

static apr_status_t write_items(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    int i, j, turn = 0;

    (void)baton;
    for (i = 0; sc_entities[i]; i++) {
        for (j = ITEMS - 1; j >= 0; j--) {
            sc_problems_t *problems = sc_problems_new(pool);
            void *record = sc_record_new(sc_entities[i], pool);

            sc_field_set_text(sc_entity_field(sc_entities[i], "slug"), record,
                              slug_of(pool, sc_entities[i], j));
            if (j == 0) {
                fill(record, pool, &turn);
            }
            else {
                fill_required(record, pool, &turn);
            }
            adjust(record, pool);
            sc_validate(record, problems);
            sc_write_insert(db, pool, record, problems);
            if (problems->items->nelts) {
                const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, 0, sc_problem_t);

                fail_msg("%s %d, %s: %s", sc_entities[i]->name, j, problem->field,
                         sc_problem_english(problem, pool));
            }
        }
    }
    return APR_SUCCESS;
}

static void expect_same(const void *one, const void *other, apr_pool_t *pool);

static void expect_same_list(const sc_field_t *field, const void *one, const void *other,
                             apr_pool_t *pool)
{
    const apr_array_header_t *mine = sc_field_list(field, one);
    const apr_array_header_t *others = sc_field_list(field, other);
    int i;

    assert_int_equal(SC_COUNT(mine), SC_COUNT(others));
    for (i = 0; i < SC_COUNT(mine); i++) {
        if (field->type == SC_TYPE_PARTS) {
            expect_same(SC_AT(mine, i, void), SC_AT(others, i, void), pool);
        }
        else {
            assert_string_equal(APR_ARRAY_IDX(mine, i, const char *),
                                APR_ARRAY_IDX(others, i, const char *));
        }
    }
}

static void expect_same(const void *one, const void *other, apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(one);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        assert_int_equal(sc_field_is_set(field, one), sc_field_is_set(field, other));
        if (sc_field_is_list(field)) {
            expect_same_list(field, one, other, pool);
        }
        else if (sc_field_is_set(field, one)) {
            assert_string_equal(sc_value_to_text(field, one, pool),
                                sc_value_to_text(field, other, pool));
        }
    }
}

static registry_t *filled(void **state)
{
    registry_t *registry = *state;

    assert_int_equal(sc_db_transaction(registry->db, registry->pool, write_items, NULL),
                     APR_SUCCESS);
    return registry;
}

static const char *export_to(sc_db_t *db, apr_pool_t *pool)
{
    const char *directory = make_directory(pool), *error = NULL;

    if (sc_export_directory(db, pool, directory, &error) != APR_SUCCESS) {
        fail_msg("%s", error);
    }
    return directory;
}

/* A second registry, with what the directory holds. */
static sc_db_t *import_from(const char *directory, apr_pool_t *pool)
{
    const char *file = apr_pstrcat(pool, "sqlite3:", make_directory(pool), "/r.db", NULL);
    apr_array_header_t *paths = apr_array_make(pool, 1, sizeof(const char *));
    sc_import_t import = {0};
    sc_db_t *db = connect_to(file, pool);

    APR_ARRAY_PUSH(paths, const char *) = directory;
    assert_int_equal(sc_schema_init(db, pool), APR_SUCCESS);
    assert_int_equal(sc_import_files(db, pool, paths, &import), APR_SUCCESS);
    if (import.finding_count) {
        const sc_finding_t *finding = &APR_ARRAY_IDX(import.findings, 0, sc_finding_t);

        fail_msg("%s:%d: %s: %s", finding->file, finding->line, finding->problem.field,
                 sc_problem_english(&finding->problem, pool));
    }
    return db;
}

static const char *read_file(const char *directory, const char *collection, apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, directory, "/", collection, ".csv", NULL);
    char *bytes = apr_pcalloc(pool, 100000);
    apr_file_t *file;

    assert_int_equal(apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool),
                     APR_SUCCESS);
    apr_file_read_full(file, bytes, 99999, NULL);
    apr_file_close(file);
    return bytes;
}

static void test_every_field_of_every_item_survives_export_and_import(void **state)
{
    registry_t *registry = filled(state);
    apr_pool_t *pool = registry->pool;
    sc_db_t *other = import_from(export_to(registry->db, pool), pool);
    int i, j;

    for (i = 0; sc_entities[i]; i++) {
        for (j = 0; j < ITEMS; j++) {
            const char *slug = slug_of(pool, sc_entities[i], j);
            void *before, *after;

            assert_int_equal(sc_read_item(registry->db, pool, sc_entities[i], slug, &before),
                             APR_SUCCESS);
            assert_int_equal(sc_read_item(other, pool, sc_entities[i], slug, &after), APR_SUCCESS);
            expect_same(before, after, pool);
        }
    }
}

static void test_a_second_export_has_the_same_bytes(void **state)
{
    registry_t *registry = filled(state);
    apr_pool_t *pool = registry->pool;
    const char *first = export_to(registry->db, pool);
    const char *second = export_to(import_from(first, pool), pool);
    int i;

    for (i = 0; sc_entities[i]; i++) {
        assert_string_equal(read_file(first, sc_entities[i]->collection, pool),
                            read_file(second, sc_entities[i]->collection, pool));
    }
}

static void test_columns_are_the_fields_in_the_order_of_their_table(void **state)
{
    static const char heading[] = "slug,name,level,country,subdivision,latitude,longitude,"
                                  "population,population_year,wikidata,website,names,area_km2,"
                                  "predecessors,begun,ended,ended_by,files\r\n";
    registry_t *registry = filled(state);
    const char *text = read_file(export_to(registry->db, registry->pool), "places", registry->pool);

    assert_memory_equal(text, heading, strlen(heading));
}

static void test_items_stand_in_order_of_their_slugs(void **state)
{
    registry_t *registry = filled(state);
    const char *text = read_file(export_to(registry->db, registry->pool), "places", registry->pool);
    const char *first = strstr(text, "\r\nplace-0,"), *last = strstr(text, "\r\nplace-2,");

    assert_non_null(first);
    assert_true(last > first);
}

static void test_an_export_replaces_an_older_one(void **state)
{
    registry_t *registry = filled(state);
    apr_pool_t *pool = registry->pool;
    const char *directory = export_to(registry->db, pool), *error;

    type_sql(registry->db, pool, "DELETE FROM claims");
    assert_int_equal(sc_export_directory(registry->db, pool, directory, &error), APR_SUCCESS);
    assert_null(strstr(read_file(directory, "claims", pool), "claim-0"));
}

static void test_a_directory_that_cannot_be_written_is_told(void **state)
{
    registry_t *registry = filled(state);
    const char *error = NULL;

    assert_int_not_equal(
        sc_export_directory(registry->db, registry->pool, "/dev/null/export", &error), APR_SUCCESS);
    assert_non_null(strstr(error, "/dev/null/export"));
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(test_every_field_of_every_item_survives_export_and_import),
        NAMED(test_a_second_export_has_the_same_bytes),
        NAMED(test_columns_are_the_fields_in_the_order_of_their_table),
        NAMED(test_items_stand_in_order_of_their_slugs),
        NAMED(test_an_export_replaces_an_older_one),
        NAMED(test_a_directory_that_cannot_be_written_is_told),
    };

    return RUN_ON_BOTH(tests);
}
