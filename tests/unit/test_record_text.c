#include "support.h"

#include "model/vocabulary.h"
#include "store/record/record_text.h"
#include "view/change.h"

#include <math.h>

/* How many records of each entity are made. */
#define ROUNDS 200

/* A small generator of our own (xorshift), so that a failure comes again. */
static unsigned next_number(unsigned *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

#define PICK(seed, array) (array)[next_number(seed) % (sizeof(array) / sizeof((array)[0]))]

static const char *any_text(const sc_field_t *field, unsigned *seed)
{
    static const char *const texts[] = {"Kaunas",
                                        "平塚市",
                                        "\"quoted\" \\ back",
                                        "</script>",
                                        "a\tb",
                                        "'; --",
                                        "Łódź – São Paulo",
                                        "true",
                                        "{}",
                                        "0",
                                        "null",
                                        "\xF0\x9F\x8C\xB8",
                                        "=1+1|x|y",
                                        "e\xCC\x81"};
    static const char *const dates[] = {"1959", "1955-12", "2019-02-22", "1959~", "1984?"};
    static const char *const slugs[] = {"kaunas-lt", "a", "0-1-2"};
    static const char *const urls[] = {"https://city.example/?a=1&b=%22", "http://x.example/"};
    static const char *const languages[] = {"ja", "ja-Latn", "zh-Hant-TW", "lt"};

    switch (field->type) {
    case SC_TYPE_SLUG:
    case SC_TYPE_REFERENCE:
    case SC_TYPE_REFERENCES:
        return PICK(seed, slugs);
    case SC_TYPE_DATE:
        return PICK(seed, dates);
    case SC_TYPE_URL:
        return PICK(seed, urls);
    case SC_TYPE_WORD:
    case SC_TYPE_WORDS:
        return field->vocabulary->words[next_number(seed) % (unsigned)field->vocabulary->count]
            .word;
    case SC_TYPE_LANGUAGE:
    case SC_TYPE_LANGUAGES:
        return PICK(seed, languages);
    case SC_TYPE_COUNTRY:
    case SC_TYPE_COUNTRIES:
        return next_number(seed) % 2 ? "XK" : "LT";
    case SC_TYPE_CURRENCY:
        return "JPY";
    case SC_TYPE_WIKIDATA:
        return "Q4115712";
    case SC_TYPE_MARKDOWN:
        return next_number(seed) % 2 ? "# One\n\n* two\n* \"three\"" : "plain";
    default:
        return PICK(seed, texts);
    }
}

/* Within the field's bounds, with as many digits as a real can have. */
static double any_real(const sc_field_t *field, unsigned *seed)
{
    double share = (next_number(seed) + next_number(seed) / 4294967296.0) / 4294967296.0;

    return (double)field->least + share * (double)(field->limit - field->least);
}

static void *any_record(const sc_entity_t *entity, unsigned *seed, apr_pool_t *pool);

static apr_array_header_t *any_list(const sc_field_t *field, unsigned *seed, apr_pool_t *pool)
{
    apr_array_header_t *list = apr_array_make(pool, 3, sizeof(void *));
    unsigned i, count = 1 + next_number(seed) % 3;

    for (i = 0; i < count; i++) {
        APR_ARRAY_PUSH(list, const void *) = field->type == SC_TYPE_PARTS
                                                 ? any_record(field->target, seed, pool)
                                                 : (const void *)any_text(field, seed);
    }
    return list;
}

static void set_any(const sc_field_t *field, void *record, unsigned *seed, apr_pool_t *pool)
{
    if (sc_field_is_list(field)) {
        sc_field_set_list(field, record, any_list(field, seed, pool));
    }
    else if (sc_field_is_text(field)) {
        sc_field_set_text(field, record, any_text(field, seed));
    }
    else if (field->type == SC_TYPE_REAL) {
        sc_field_set_real(field, record, any_real(field, seed));
    }
    else {
        apr_int64_t span = field->limit - field->least + 1;

        sc_field_set_integer(field, record, field->least + next_number(seed) % span);
    }
}

/* A record in which about every third field is absent. */
static void *any_record(const sc_entity_t *entity, unsigned *seed, apr_pool_t *pool)
{
    sc_record_t *record = sc_record_new(entity, pool);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        if (next_number(seed) % 3) {
            set_any(&entity->fields[i], record, seed, pool);
        }
    }
    if (entity->collection) {
        record->version = 1 + next_number(seed) % 1000;
        record->modified = "2026-11-22T03:31:00Z";
    }
    return record;
}

/* Names the fields that are not the same. */
static void must_be_equal(const void *before, const void *after, const char *text, apr_pool_t *pool)
{
    apr_array_header_t *differences = sc_differences(sc_record_entity(before), before, after, pool);

    if (differences->nelts) {
        fail_msg("%s.%s is lost in %s", sc_record_entity(before)->name,
                 APR_ARRAY_IDX(differences, 0, sc_difference_t).field->name, text);
    }
    assert_int_equal(((const sc_record_t *)before)->version, ((const sc_record_t *)after)->version);
    assert_string_equal(((const sc_record_t *)before)->modified,
                        ((const sc_record_t *)after)->modified);
}

static void every_field_of_every_item_survives_the_history(void **state)
{
    unsigned seed = 20261122;
    apr_pool_t *pool;
    int i, round;

    apr_pool_create(&pool, *state);
    for (i = 0; sc_entities[i]; i++) {
        for (round = 0; round < ROUNDS; round++) {
            const void *record = any_record(sc_entities[i], &seed, pool);
            const char *text = sc_record_to_text(record, pool);
            const void *back = sc_record_from_text(sc_entities[i], text, pool);

            assert_non_null(back);
            must_be_equal(record, back, text, pool);
            apr_pool_clear(pool);
        }
    }
}

static void items_of_all_kinds_survive_together(void **state)
{
    apr_array_header_t *records = apr_array_make(*state, 10, sizeof(void *));
    apr_array_header_t *back;
    unsigned seed = 7;
    const char *text;
    int i;

    for (i = 0; sc_entities[i]; i++) {
        APR_ARRAY_PUSH(records, void *) = any_record(sc_entities[i], &seed, *state);
    }
    text = sc_records_to_text(records, *state);
    back = sc_records_from_text(text, *state);
    assert_int_equal(back->nelts, records->nelts);
    for (i = 0; i < back->nelts; i++) {
        must_be_equal(APR_ARRAY_IDX(records, i, void *), APR_ARRAY_IDX(back, i, void *), text,
                      *state);
    }
    assert_null(sc_records_to_text(NULL, *state));
}

static void what_a_later_program_does_not_know_is_passed_over(void **state)
{
    const sc_place_t *place = sc_record_from_text(
        &sc_place, "{\"slug\":\"a\",\"mayor\":\"X\",\"level\":\"galaxy\",\"name\":\"A\"}", *state);
    const apr_array_header_t *records = sc_records_from_text(
        "[{\"collection\":\"stars\",\"item\":{}},{\"collection\":\"places\",\"item\":{}}]", *state);

    assert_string_equal(place->slug, "a");
    assert_string_equal(place->name, "A");
    assert_null(place->level);
    assert_int_equal(records->nelts, 1);
}

static void a_damaged_text_is_no_record(void **state)
{
    assert_null(sc_record_from_text(&sc_place, "{\"slug\":", *state));
    assert_null(sc_record_from_text(&sc_place, "[]", *state));
    assert_null(sc_records_from_text("{}", *state));
    assert_null(sc_records_from_text("", *state));
}

static void differences_are_found_in_lists_and_parts(void **state)
{
    sc_place_t *place = sc_record_new(&sc_place, *state);
    sc_name_t *name = sc_record_new(&sc_name, *state);
    sc_place_t *other;
    apr_array_header_t *differences;

    place->name = "Kaunas";
    place->latitude = 54.9;
    name->lang = "ja";
    name->text = "カウナス";
    place->names = apr_array_make(*state, 1, sizeof(void *));
    APR_ARRAY_PUSH(place->names, void *) = name;
    other = sc_record_from_text(&sc_place, sc_record_to_text(place, *state), *state);
    assert_true(sc_record_is_equal(place, other));
    SC_AT(other->names, 0, sc_name_t)->kind = "short";
    other->latitude = NAN;
    differences = sc_differences(&sc_place, place, other, *state);
    assert_int_equal(differences->nelts, 2);
    assert_string_equal(APR_ARRAY_IDX(differences, 0, sc_difference_t).field->name, "latitude");
    assert_string_equal(APR_ARRAY_IDX(differences, 1, sc_difference_t).field->name, "names");
    assert_int_equal(sc_differences(&sc_place, NULL, other, *state)->nelts, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_of_every_item_survives_the_history),
        TEST(items_of_all_kinds_survive_together),
        TEST(what_a_later_program_does_not_know_is_passed_over),
        TEST(a_damaged_text_is_no_record),
        TEST(differences_are_found_in_lists_and_parts),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
