#include "support.h"

#include "model/entity.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "model/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What becomes of a text typed into a field: the value as text, "" if the field stays absent; "!"
 * and the problem's code if it is refused. */
static const char *typed(apr_pool_t *pool, const sc_entity_t *entity, const char *name,
                         const char *text)
{
    const sc_field_t *field = sc_entity_field(entity, name);
    sc_problems_t *problems = sc_problems_new(pool);
    void *record = sc_record_new(entity, pool);
    int is_good = sc_value_from_text(field, record, text, pool, problems);
    const char *value = sc_value_to_text(field, record, pool);

    assert_int_equal(problems->items->nelts, is_good ? 0 : 1);
    if (!is_good) {
        assert_null(value);
        assert_string_equal(APR_ARRAY_IDX(problems->items, 0, sc_problem_t).field, name);
        return apr_pstrcat(pool, "!", APR_ARRAY_IDX(problems->items, 0, sc_problem_t).code, NULL);
    }
    assert_true(sc_value_check(field, record, problems));
    return value ? value : "";
}

/* The sentence that a refused text gets. */
static const char *told(apr_pool_t *pool, const sc_entity_t *entity, const char *name,
                        const char *text)
{
    const sc_field_t *field = sc_entity_field(entity, name);
    sc_problems_t *problems = sc_problems_new(pool);

    assert_false(sc_value_from_text(field, sc_record_new(entity, pool), text, pool, problems));
    return sc_problem_english(&APR_ARRAY_IDX(problems->items, 0, sc_problem_t), pool);
}

static void assert_says(const char *sentence, const char *words)
{
    if (!strstr(sentence, words)) {
        fail_msg("“%s” does not say “%s”", sentence, words);
    }
}

typedef struct example_t {
    const char *text;
    const char *value;
} example_t;

static void check_examples(apr_pool_t *pool, const sc_entity_t *entity, const char *name,
                           const example_t *examples)
{
    for (; examples->text; examples++) {
        assert_string_equal(typed(pool, entity, name, examples->text), examples->value);
    }
}

static void white_space_around_a_text_is_dropped(void **state)
{
    static const example_t examples[] = {
        {"  Kaunas\t", "Kaunas"},           {"\xC2\xA0Kaunas\xE3\x80\x80", "Kaunas"},
        {"\xEF\xBB\xBFKaunas\n", "Kaunas"}, {"平塚市", "平塚市"},
        {"Saint Paul", "Saint Paul"},       {"", ""},
        {" \t\r\n\xE3\x80\x80 ", ""},       {NULL, NULL}};

    check_examples(*state, &sc_place, "name", examples);
}

static void radicals_of_a_printed_page_become_the_characters_they_look_like(void **state)
{
    static const example_t examples[] = {
        {"⽔⼾市", "水戸市"}, {"⻄宮市", "西宮市"}, {"⺀⻳ ⿔", "⺀龟 龜"}, {NULL, NULL}};

    check_examples(*state, &sc_place, "name", examples);
}

static void what_is_no_text_is_refused(void **state)
{
    static const example_t examples[] = {{"Kau\nnas", "!has_line_break"},
                                         {"Kau\rnas", "!has_line_break"},
                                         {"Kau\xE2\x80\xA8nas", "!has_line_break"},
                                         {"Kau\x01nas", "!not_text"},
                                         {"Kau\x7Fnas", "!not_text"},
                                         {"Kau\xC2\x85nas", "!not_text"},
                                         {"\xFF", "!not_text"},
                                         {"\xC3", "!not_text"},
                                         {"\xC0\xAF", "!not_text"},
                                         {"\xE0\x80\xAF", "!not_text"},
                                         {"\xED\xA0\x80", "!not_text"},
                                         {"\xF4\x90\x80\x80", "!not_text"},
                                         {"\xEF\xBF\xBF", "!not_text"},
                                         {"\x80", "!not_text"},
                                         {NULL, NULL}};

    check_examples(*state, &sc_place, "name", examples);
}

static void lengths_are_counted_in_characters(void **state)
{
    apr_pool_t *pool = *state;
    const char *text = "";
    int i;

    for (i = 0; i < 200; i++) {
        text = apr_pstrcat(pool, text, "平", NULL);
    }
    assert_string_equal(typed(pool, &sc_place, "name", text), text);
    text = apr_pstrcat(pool, text, "市", NULL);
    assert_string_equal(typed(pool, &sc_place, "name", text), "!too_long");
    assert_says(told(pool, &sc_place, "name", text), "201 characters");
    assert_says(told(pool, &sc_place, "name", text), "200");
}

static void bytes_are_clean_only_without_nul(void **state)
{
    (void)state;
    assert_true(sc_utf8_is_clean("a\tb\r\n", 5));
    assert_false(sc_utf8_is_clean("a\0b", 3));
    assert_true(sc_utf8_is_clean("\xF0\x9F\x8C\xB8", 4));
    assert_false(sc_utf8_is_clean("\xF0\x9F\x8C\xB8", 3));
    assert_int_equal(sc_utf8_length("Łódź 🌸"), 6);
}

static void no_text_can_turn_the_words_around_it(void **state)
{
    (void)state;
    assert_false(sc_utf8_is_clean("a\u202Eb", 5));
    assert_false(sc_utf8_is_clean("a\u202Db", 5));
    assert_true(sc_utf8_is_clean("\u2067العربية\u2069", 20));
    assert_true(sc_utf8_is_clean("A\u200F", 4));
}

static void markdown_lines_end_in_lf(void **state)
{
    static const example_t examples[] = {{"a\r\nb\rc\nd\n\n", "a\nb\nc\nd"},
                                         {"\r\n", ""},
                                         {"- one\n- two", "- one\n- two"},
                                         {NULL, NULL}};

    check_examples(*state, &sc_partnership, "note", examples);
}

static void dates_are_taken_as_they_are_stored(void **state)
{
    static const example_t examples[] = {{" 1959 ", "1959"},
                                         {"1955-12", "1955-12"},
                                         {"2019-02-22", "2019-02-22"},
                                         {"195X", "195X"},
                                         {"1959~", "1959~"},
                                         {"1966-06-31", "!not_a_date"},
                                         {"30.06.1966", "!not_a_date"},
                                         {"1959/1965", "!not_a_date"},
                                         {"-99", "!not_a_date"},
                                         {"0000-00-00", "!not_a_date"},
                                         {"", ""},
                                         {NULL, NULL}};

    check_examples(*state, &sc_partnership, "established", examples);
}

static void a_wrong_date_is_answered_with_what_to_write(void **state)
{
    static const example_t examples[] = {
        {"30.06.1966", "Write 1966-06-30."},
        {"07.02.1997", "Write 1997-02-07."},
        {"7.2.1997", "Write 1997-02-07."},
        {"30/06/1966", "Write 1966-06-30."},
        {"06/30/1966", "Write 1966-06-30."},
        {"2007.5.17", "Write 2007-05-17."},
        {"1966/6/30", "Write 1966-06-30."},
        {"1966-6-3", "Write 1966-06-03."},
        {"19660630", "Write 1966-06-30."},
        {"2001年10月1日", "Write 2001-10-01."},
        {"1955年12月", "Write 1955-12."},
        {"1955年", "Write 1955."},
        {"12/1955", "Write 1955-12."},
        {"1959-00-00", "Write 1959."},
        {"1959-07-00", "Write 1959-07."},
        {"195x", "Write 195X."},
        {"1955-12-XX", "Write 1955-12."},
        {"836", "four digits. Write 0836."},
        {"1966-06-31", "“1966-06-31” is not a day of the calendar."},
        {"1900-02-29", "not a day of the calendar"},
        {"1959/1965", "span"},
        {"1959/..", "span"},
        {"03/04/1966", "1959, 1955-12, 2019-02-22"},
        {"Jun.30.1966", "1959, 1955-12, 2019-02-22"},
        {"59", "1959, 1955-12, 2019-02-22"},
        {"1959-13", "1959, 1955-12, 2019-02-22"},
        {"99999999", "1959, 1955-12, 2019-02-22"},
        {"12345678901234567890", "1959, 1955-12, 2019-02-22"},
        {"x", "1959, 1955-12, 2019-02-22"},
        {"-", "1959, 1955-12, 2019-02-22"},
        {NULL, NULL}};
    const example_t *example;

    for (example = examples; example->text; example++) {
        assert_says(told(*state, &sc_partnership, "established", example->text), example->value);
    }
}

static void words_are_those_of_the_vocabulary(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(typed(pool, &sc_partnership, "status", " active "), "active");
    assert_string_equal(typed(pool, &sc_partnership, "status", "Active"), "!unknown_word");
    assert_says(told(pool, &sc_partnership, "status", "over"), "terminated");
}

static void slugs_and_references_are_address_names(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(typed(pool, &sc_place, "slug", " kaunas-lt"), "kaunas-lt");
    assert_string_equal(typed(pool, &sc_place, "slug", "Kaunas"), "!not_a_slug");
    assert_string_equal(typed(pool, &sc_approval, "place", "../kaunas"), "!not_a_slug");
}

static void whole_numbers_are_digits_alone(void **state)
{
    static const example_t examples[] = {{" 8912 ", "8912"},
                                         {"0", "0"},
                                         {"007", "7"},
                                         {"100000000", "100000000"},
                                         {"100000001", "!out_of_range"},
                                         {"-99", "!out_of_range"},
                                         {"99999999999999999999", "!not_an_integer"},
                                         {"8,912", "!not_an_integer"},
                                         {"12.5", "!not_an_integer"},
                                         {"1e3", "!not_an_integer"},
                                         {"+5", "!not_an_integer"},
                                         {"0x10", "!not_an_integer"},
                                         {"-", "!not_an_integer"},
                                         {"８", "!not_an_integer"},
                                         {"", ""},
                                         {NULL, NULL}};

    check_examples(*state, &sc_place, "population", examples);
}

static void a_grouped_number_is_answered_with_its_digits(void **state)
{
    apr_pool_t *pool = *state;

    assert_says(told(pool, &sc_place, "population", "8,912"), "Write 8912,");
    assert_says(told(pool, &sc_place, "population", "1 250 000"), "Write 1250000,");
    assert_says(told(pool, &sc_place, "population",
                     "1\xC2\xA0"
                     "250"),
                "Write 1250,");
    assert_says(told(pool, &sc_place, "population", "8,91"), "not a whole number");
    assert_says(told(pool, &sc_place, "population", ",912"), "not a whole number");
}

static void numbers_have_a_decimal_point_and_no_more(void **state)
{
    static const example_t examples[] = {{"54.897", "54.897"},
                                         {"-71.06", "-71.06"},
                                         {"-0", "0"},
                                         {"-0.0", "0"},
                                         {"90", "90"},
                                         {"90.0001", "!out_of_range"},
                                         {"-90.5", "!out_of_range"},
                                         {"5,5", "!not_a_number"},
                                         {"nan", "!not_a_number"},
                                         {"inf", "!not_a_number"},
                                         {"1e999", "!not_a_number"},
                                         {"0x1p3", "!not_a_number"},
                                         {".5", "!not_a_number"},
                                         {"5.", "!not_a_number"},
                                         {"1e1", "10"},
                                         {"54°53′", "!not_a_number"},
                                         {"", ""},
                                         {NULL, NULL}};

    check_examples(*state, &sc_place, "latitude", examples);
}

static void numbers_have_the_fewest_digits_that_keep_them(void **state)
{
    static const double numbers[] = {0.1,    0.30000000000000004, 35.09505, 1e12, 1.0 / 3,
                                     1952.5, 123456789.123456789, 5e-324,   1e7};
    const sc_field_t *field = sc_entity_field(&sc_place, "area_km2");
    sc_place_t *place = sc_record_new(&sc_place, *state);
    apr_size_t i;

    for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        place->area_km2 = numbers[i];
        assert_true(strtod(sc_value_to_text(field, place, *state), NULL) == numbers[i]);
    }
    place->area_km2 = 0.1;
    assert_string_equal(sc_value_to_text(field, place, *state), "0.1");
    place->area_km2 = 1e7;
    assert_string_equal(sc_value_to_text(field, place, *state), "10000000");
    place->area_km2 = NAN;
    assert_null(sc_value_to_text(field, place, *state));
}

static void booleans_are_true_or_false(void **state)
{
    static const example_t examples[] = {
        {"true", "true"}, {"FALSE", "false"}, {"yes", "true"},         {"No", "false"},
        {"1", "true"},    {"0", "false"},     {"2", "!not_a_boolean"}, {"x", "!not_a_boolean"},
        {" ", ""},        {NULL, NULL}};

    check_examples(*state, &sc_source, "preferred", examples);
}

static void addresses_are_absolute_and_safe_to_link(void **state)
{
    static const example_t examples[] = {
        {"https://www.kaunas.lt/", "https://www.kaunas.lt/"},
        {"http://example.org", "http://example.org"},
        {"Https://Example.org/A", "https://Example.org/A"},
        {"https://ja.wikipedia.org/wiki/平塚市", "https://ja.wikipedia.org/wiki/平塚市"},
        {"https://example.org:8443/a?b=c&d=%20#e", "https://example.org:8443/a?b=c&d=%20#e"},
        {"https://[2001:db8::1]/", "https://[2001:db8::1]/"},
        {"https://[2001:db8::1]:80/", "https://[2001:db8::1]:80/"},
        {"www.kaunas.lt", "!not_a_url"},
        {"//www.kaunas.lt/", "!not_a_url"},
        {"javascript:alert(1)", "!not_a_url"},
        {"ftp://example.org/", "!not_a_url"},
        {"https:///x", "!not_a_url"},
        {"https://", "!not_a_url"},
        {"https://?x", "!not_a_url"},
        {"https://:80/", "!not_a_url"},
        {"https://example.org:80x/", "!not_a_url"},
        {"https://example.org@evil.example/", "!not_a_url"},
        {"https://[::1", "!not_a_url"},
        {"https://[::1]x/", "!not_a_url"},
        {"https://a b/", "!not_a_url"},
        {"https://example.org/a b", "!not_a_url"},
        {"https://example.org/\tb", "!not_a_url"},
        {"https://example.org/a\xC2\xA0"
         "b",
         "!not_a_url"},
        {"https://example.org/\"onclick=", "!not_a_url"},
        {"https://example.org/<b>", "!not_a_url"},
        {"https://example.org/100%", "!not_a_url"},
        {"https://example.org\\@evil.example/", "!not_a_url"},
        {NULL, NULL}};

    check_examples(*state, &sc_place, "website", examples);
    assert_says(told(*state, &sc_place, "website", "https://example.org/<b>"), "“<”");
}

static void countries_are_codes_in_use(void **state)
{
    static const example_t examples[] = {{"lt", "LT"},
                                         {"JP", "JP"},
                                         {"tw", "TW"},
                                         {"XK", "XK"},
                                         {"hK", "HK"},
                                         {"UK", "!not_a_country"},
                                         {"XX", "!not_a_country"},
                                         {"EU", "!not_a_country"},
                                         {"LTU", "!not_a_country"},
                                         {"L", "!not_a_country"},
                                         {"1T", "!not_a_country"},
                                         {"Lithuania", "!not_a_country"},
                                         {NULL, NULL}};

    check_examples(*state, &sc_place, "country", examples);
    assert_says(told(*state, &sc_place, "country", "uk"), "Write GB.");
}

static void all_assigned_countries_are_known(void **state)
{
    char code[3] = "";
    int count = 0;

    (void)state;
    for (code[0] = 'A'; code[0] <= 'Z'; code[0]++) {
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
            count += sc_country_is_known(code);
        }
    }
    assert_int_equal(count, 249 + 1);
    assert_false(sc_country_is_known(""));
    assert_false(sc_country_is_known("lt"));
    assert_false(sc_country_is_known("A "));
}

static void language_tags_get_their_usual_case(void **state)
{
    static const example_t examples[] = {{"lt", "lt"},
                                         {"JA-latn", "ja-Latn"},
                                         {"zh-hant-tw", "zh-Hant-TW"},
                                         {"en-us-x-us-latn", "en-US-x-us-latn"},
                                         {"es-419", "es-419"},
                                         {"DE-1996", "de-1996"},
                                         {"sl-rozaj-biske", "sl-rozaj-biske"},
                                         {"zh-min-nan", "zh-min-nan"},
                                         {"de-DE-u-co-phonebk", "de-DE-u-co-phonebk"},
                                         {"ltg", "ltg"},
                                         {NULL, NULL}};

    check_examples(*state, &sc_name, "lang", examples);
}

static void malformed_language_tags_are_refused(void **state)
{
    static const char *const bad[] = {"l",
                                      "english",
                                      "pt_BR",
                                      "lt-",
                                      "-lt",
                                      "lt--LT",
                                      "lt-L",
                                      "lt-12",
                                      "1t",
                                      "ja-Latn-Latn",
                                      "en-u",
                                      "en-x",
                                      "x-private",
                                      "en-US-GB",
                                      "lt-ąžuolas",
                                      "de-1996-1996",
                                      "en-a-bb-a-cc",
                                      "i-default",
                                      "lt LT",
                                      "en-toolongsubtag",
                                      "aa-bbb-ccc-ddd-eeee-ff-ggggg-hhhhhh-iiiiiii"};
    apr_size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_string_equal(typed(*state, &sc_name, "lang", bad[i]), "!not_a_language");
    }
}

static void currencies_and_wikidata_items_are_codes(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(typed(pool, &sc_approval, "budget_currency", "jpy"), "JPY");
    assert_string_equal(typed(pool, &sc_approval, "budget_currency", "¥"), "!not_a_currency");
    assert_string_equal(typed(pool, &sc_place, "wikidata", "q4115712"), "Q4115712");
    assert_string_equal(typed(pool, &sc_place, "wikidata", "Q0"), "!not_wikidata");
    assert_string_equal(typed(pool, &sc_place, "wikidata", "Q"), "!not_wikidata");
    assert_string_equal(typed(pool, &sc_place, "wikidata", "4115712"), "!not_wikidata");
}

static void messages_show_no_more_than_the_beginning_of_a_long_text(void **state)
{
    apr_pool_t *pool = *state;
    char *text = apr_palloc(pool, 100001);

    memset(text, 'x', 100000);
    text[100000] = '\0';
    assert_true(strlen(told(pool, &sc_place, "slug", text)) < 300);
    assert_true(strlen(told(pool, &sc_place, "population", text)) < 300);
    assert_true(strlen(told(pool, &sc_partnership, "established", text)) < 400);
}

static void a_value_outlives_the_text_it_was_read_from(void **state)
{
    char text[] = "Kaunas";
    sc_place_t *place = sc_record_new(&sc_place, *state);

    assert_true(sc_value_from_text(sc_entity_field(&sc_place, "name"), place, text, *state,
                                   sc_problems_new(*state)));
    text[0] = 'X';
    assert_string_equal(place->name, "Kaunas");
}

static void a_refused_text_leaves_the_field_absent(void **state)
{
    sc_place_t *place = sc_record_new(&sc_place, *state);

    place->country = "LT";
    assert_false(sc_value_from_text(sc_entity_field(&sc_place, "country"), place, "Lithuania",
                                    *state, sc_problems_new(*state)));
    assert_null(place->country);
}

static void entries_of_lists_are_read_one_by_one(void **state)
{
    apr_pool_t *pool = *state;
    sc_problems_t *problems = sc_problems_new(pool);
    const sc_field_t *fields = sc_entity_field(&sc_partnership, "fields");
    const sc_field_t *languages = sc_entity_field(&sc_organization, "languages");
    const sc_field_t *predecessors = sc_entity_field(&sc_place, "predecessors");

    assert_string_equal(sc_entry_from_text(fields, " sports", pool, problems), "sports");
    assert_string_equal(sc_entry_from_text(languages, "LT", pool, problems), "lt");
    assert_string_equal(sc_entry_from_text(predecessors, "amagi", pool, problems), "amagi");
    assert_int_equal(problems->items->nelts, 0);
    assert_null(sc_entry_from_text(fields, "football", pool, problems));
    assert_null(sc_entry_from_text(languages, "", pool, problems));
    assert_null(sc_entry_from_text(predecessors, "A", pool, problems));
    assert_int_equal(problems->items->nelts, 3);
}

/* As the C library does, but for a locale. */
static void numbers_of_any_length_come_back_as_they_were_written(void **state)
{
    static const char *const texts[] = {
        "0",       "-0.5",    "54.8985",           "-179.999999",      "0.0001",
        "0.00001", "1e-05",   "123456789012345",   "1234567890123456", "1e+20",
        "0.1",     "9999999", "0.123456789012345", "-12.34567890",     "4503599627370497.5"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        double number = 0;

        assert_true(sc_real_read(texts[i], &number));
        assert_true(number == strtod(texts[i], NULL));
    }
    for (int i = -20000; i < 20000; i++) {
        double number = i / 7.0 * (i % 3 ? 1 : 1e4), read = 0;
        char rounded[40], printed[40];

        snprintf(rounded, sizeof(rounded), "%.*f", abs(i) % 9, number);
        assert_true(sc_real_read(rounded, &read));
        assert_true(read == strtod(rounded, NULL));
        snprintf(printed, sizeof(printed), "%.15g", read);
        assert_string_equal(sc_real_text(read, *state), read == 0 ? "0" : printed);
        assert_true(sc_real_read(sc_real_text(number, *state), &read));
        assert_true(read == number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(white_space_around_a_text_is_dropped),
        TEST(radicals_of_a_printed_page_become_the_characters_they_look_like),
        TEST(what_is_no_text_is_refused),
        TEST(lengths_are_counted_in_characters),
        TEST(bytes_are_clean_only_without_nul),
        TEST(no_text_can_turn_the_words_around_it),
        TEST(markdown_lines_end_in_lf),
        TEST(dates_are_taken_as_they_are_stored),
        TEST(a_wrong_date_is_answered_with_what_to_write),
        TEST(words_are_those_of_the_vocabulary),
        TEST(slugs_and_references_are_address_names),
        TEST(whole_numbers_are_digits_alone),
        TEST(a_grouped_number_is_answered_with_its_digits),
        TEST(numbers_have_a_decimal_point_and_no_more),
        TEST(numbers_have_the_fewest_digits_that_keep_them),
        TEST(booleans_are_true_or_false),
        TEST(addresses_are_absolute_and_safe_to_link),
        TEST(countries_are_codes_in_use),
        TEST(all_assigned_countries_are_known),
        TEST(language_tags_get_their_usual_case),
        TEST(malformed_language_tags_are_refused),
        TEST(currencies_and_wikidata_items_are_codes),
        TEST(messages_show_no_more_than_the_beginning_of_a_long_text),
        TEST(a_value_outlives_the_text_it_was_read_from),
        TEST(a_refused_text_leaves_the_field_absent),
        TEST(entries_of_lists_are_read_one_by_one),
        TEST(numbers_of_any_length_come_back_as_they_were_written),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
