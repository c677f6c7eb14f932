#include "support.h"

#include "model/value.h"
#include "store/record/json_record.h"

#include <math.h>

/* The object read into a new record of the entity; its problems are in *problems. */
static void *read_json(apr_pool_t *pool, const sc_entity_t *entity, const char *text,
                       sc_problems_t **problems)
{
    const char *error;
    json_t *object = sc_json_parse(text, strlen(text), &error, pool);
    void *record = sc_record_new(entity, pool);
    int added;

    assert_non_null(object);
    *problems = sc_problems_new(pool);
    added = sc_json_record_read(object, record, pool, *problems);
    assert_int_equal(added, (*problems)->items->nelts);
    json_decref(object);
    return record;
}

static void expect_problem(const sc_problems_t *problems, int position, const char *field,
                           const char *code)
{
    const sc_problem_t *problem;

    assert_true(position < problems->items->nelts);
    problem = &APR_ARRAY_IDX(problems->items, position, sc_problem_t);
    assert_string_equal(problem->field, field);
    assert_string_equal(problem->code, code);
}

static void test_every_kind_of_value_is_read(void **state)
{
    sc_problems_t *problems;
    sc_place_t *place =
        read_json(*state, &sc_place,
                  "{\"slug\": \"kaunas-lt\", \"name\": \" Kaunas \", \"country\": \"lt\", "
                  "\"latitude\": 54.9, \"longitude\": 23, \"population\": 300000, "
                  "\"website\": \"https://kaunas.lt/\", \"predecessors\": [\"kauen\", {\"slug\": "
                  "\"kowno\"}], "
                  "\"names\": [{\"lang\": \"JA\", \"text\": \"カウナス\", \"kind\": \"exonym\"}]}",
                  &problems);

    assert_int_equal(problems->items->nelts, 0);
    assert_string_equal(place->slug, "kaunas-lt");
    assert_string_equal(place->name, "Kaunas");
    assert_string_equal(place->country, "LT");
    assert_true(place->latitude == 54.9 && place->longitude == 23);
    assert_int_equal(place->population, 300000);
    assert_string_equal(APR_ARRAY_IDX(place->predecessors, 1, const char *), "kowno");
    assert_string_equal(SC_AT(place->names, 0, sc_name_t)->lang, "ja");
    assert_string_equal(SC_AT(place->names, 0, sc_name_t)->kind, "exonym");
}

static void test_booleans_are_true_or_false_and_nothing_else(void **state)
{
    sc_problems_t *problems;
    sc_organization_t *organization =
        read_json(*state, &sc_organization, "{\"contact_published\": false}", &problems);

    assert_int_equal(organization->contact_published, 0);
    organization = read_json(*state, &sc_organization, "{\"contact_published\": 1}", &problems);
    expect_problem(problems, 0, "contact_published", "wrong_type");
    assert_int_equal(organization->contact_published, SC_NO_INTEGER);
}

static void test_values_of_another_type_are_problems_of_their_fields(void **state)
{
    sc_problems_t *problems;

    read_json(*state, &sc_place,
              "{\"name\": 5, \"population\": \"many\", \"latitude\": true, \"names\": {}, "
              "\"predecessors\": [7]}",
              &problems);
    assert_int_equal(problems->items->nelts, 5);
    expect_problem(problems, 0, "name", "wrong_type");
    expect_problem(problems, 1, "population", "wrong_type");
    expect_problem(problems, 2, "latitude", "wrong_type");
    expect_problem(problems, 3, "names", "wrong_type");
    expect_problem(problems, 4, "predecessors", "wrong_type");
}

static void test_problems_within_parts_are_named_by_their_path(void **state)
{
    sc_problems_t *problems;

    read_json(*state, &sc_partnership,
              "{\"parties\": [{\"place\": \"a\"}, {\"place\": \"b\", \"joined\": \"1.1.1990\", "
              "\"mayor\": \"x\"}, \"c\"]}",
              &problems);
    assert_int_equal(problems->items->nelts, 3);
    expect_problem(problems, 0, "parties[1].joined", "not_a_date");
    expect_problem(problems, 1, "parties[1].mayor", "unknown_field");
    expect_problem(problems, 2, "parties", "wrong_type");
}

static void test_our_own_json_is_read_back(void **state)
{
    sc_problems_t *problems;
    sc_partnership_t *partnership = read_json(
        *state, &sc_partnership,
        "{\"slug\": \"a-b\", \"url\": \"http://h/partnerships/a-b\", \"version\": 4, \"modified\": "
        "\"2026-01-01T00:00:00Z\", \"type\": \"sister\", \"term\": \"sister city\", \"status\": "
        "\"active\", \"parties\": [{\"slug\": \"a\", \"url\": \"x\", \"name\": \"A\", "
        "\"country\": {\"code\": \"LT\", \"name\": \"Lithuania\"}, \"term\": \"miestas\", "
        "\"term_lang\": \"lt\"}, {\"slug\": \"b\"}], \"conditions\": {}, \"agreements\": [], "
        "\"history\": [], \"fixed_term\": null}",
        &problems);

    assert_int_equal(problems->items->nelts, 0);
    assert_string_equal(SC_AT(partnership->parties, 0, sc_party_t)->place, "a");
    assert_string_equal(SC_AT(partnership->parties, 0, sc_party_t)->term, "miestas");
    assert_string_equal(SC_AT(partnership->parties, 1, sc_party_t)->place, "b");
}

static void test_a_country_may_come_with_its_name(void **state)
{
    sc_problems_t *problems;
    sc_place_t *place = read_json(
        *state, &sc_place, "{\"country\": {\"code\": \"JP\", \"name\": \"Japan\"}}", &problems);

    assert_string_equal(place->country, "JP");
    read_json(*state, &sc_place, "{\"country\": {\"name\": \"Japan\"}}", &problems);
    expect_problem(problems, 0, "country", "wrong_type");
}

static void test_keys_that_are_made_for_others_are_unknown_here(void **state)
{
    sc_problems_t *problems;

    read_json(*state, &sc_claim, "{\"conditions\": {}, \"url\": \"https://a.example/\"}",
              &problems);
    assert_int_equal(problems->items->nelts, 1);
    expect_problem(problems, 0, "conditions", "unknown_field");
}

static void test_a_patch_changes_only_what_it_names(void **state)
{
    static const char text[] = "{\"population\": null, \"website\": null, \"latitude\": null, "
                               "\"names\": null, \"level\": \"city\"}";
    sc_problems_t *problems;
    const char *error;
    sc_place_t *place = read_json(*state, &sc_place,
                                  "{\"slug\": \"a\", \"name\": \"A\", \"population\": 5, "
                                  "\"website\": \"https://a.example/\", \"latitude\": 5, "
                                  "\"names\": [{\"lang\": \"lt\", \"text\": \"A\"}]}",
                                  &problems);
    json_t *patch = sc_json_parse(text, strlen(text), &error, *state);

    assert_int_equal(sc_json_record_read(patch, place, *state, problems), 0);
    json_decref(patch);
    assert_string_equal(place->name, "A");
    assert_string_equal(place->level, "city");
    assert_int_equal(place->population, SC_NO_INTEGER);
    assert_null(place->website);
    assert_null(place->names);
    assert_true(isnan(place->latitude));
}

static void test_a_record_outlives_the_json_it_was_read_from(void **state)
{
    char *text = apr_pstrdup(*state, "{\"name\": \"Kaunas\", \"level\": \"city\"}");
    sc_problems_t *problems;
    sc_place_t *place = read_json(*state, &sc_place, text, &problems);

    memset(text, 'x', strlen(text));
    assert_string_equal(place->name, "Kaunas");
    assert_string_equal(place->level, "city");
}

static void test_lists_are_bounded(void **state)
{
    const char *text = "{\"names\": [{}";
    sc_problems_t *problems;
    int i;

    for (i = 0; i < 100; i++) {
        text = apr_pstrcat(*state, text, ",{}", NULL);
    }
    read_json(*state, &sc_place, apr_pstrcat(*state, text, "]}", NULL), &problems);
    assert_int_equal(problems->items->nelts, 1);
    expect_problem(problems, 0, "names", "too_many");
}

static void test_json_that_is_none_is_told_with_its_line(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {{"{\"a\": 1,\n \"a\": 2}", "line 2"},
                 {"{\"a\":\n\n", "line 3"},
                 {"{\"a\": \"\\u0000\"}", "line 1"},
                 {"{\"a\": \"\xff\"}", "line 1"},
                 {"", "line 1"}};
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *error = NULL;

        assert_null(sc_json_parse(cases[i].text, strlen(cases[i].text), &error, *state));
        assert_non_null(strstr(error, cases[i].words));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_kind_of_value_is_read),
        TEST(test_booleans_are_true_or_false_and_nothing_else),
        TEST(test_values_of_another_type_are_problems_of_their_fields),
        TEST(test_problems_within_parts_are_named_by_their_path),
        TEST(test_our_own_json_is_read_back),
        TEST(test_a_country_may_come_with_its_name),
        TEST(test_keys_that_are_made_for_others_are_unknown_here),
        TEST(test_a_patch_changes_only_what_it_names),
        TEST(test_a_record_outlives_the_json_it_was_read_from),
        TEST(test_lists_are_bounded),
        TEST(test_json_that_is_none_is_told_with_its_line),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
