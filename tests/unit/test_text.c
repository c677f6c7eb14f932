#include "support.h"

#include "language/locale.h"
#include "language/text.h"

#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

static const sc_language_t *language(apr_pool_t *pool, const char *tag)
{
    sc_languages_t *languages;

    assert_int_equal(sc_languages_create(&languages, pool), APR_SUCCESS);
    assert_non_null(sc_languages_get(languages, tag));
    return sc_languages_get(languages, tag);
}

static void every_catalogue_divides_numbers_as_its_language_does(void **state)
{
    for (int i = 0; i < sc_catalogue_count; i++) {
        const sc_catalogue_t *catalogue = &sc_catalogues[i];
        UErrorCode status = U_ZERO_ERROR;
        UPluralRules *rules = uplrules_open(language(*state, catalogue->tag)->locale, &status);
        UChar keywords[201][20];
        unsigned n;
        unsigned m;

        for (n = 0; n <= 200; n++) {
            uplrules_select(rules, n, keywords[n], 20, &status);
            assert_true(U_SUCCESS(status));
            assert_in_range(catalogue->plural(n), 0, catalogue->form_count - 1);
            for (m = 0; m < n; m++) {
                int alike = u_strcmp(keywords[n], keywords[m]) == 0;

                assert_int_equal(catalogue->plural(n) == catalogue->plural(m), alike);
            }
        }
        uplrules_close(rules);
    }
}

static void every_catalogue_finds_each_of_its_messages(void **state)
{
    (void)state;
    for (int i = 0; i < sc_catalogue_count; i++) {
        const sc_catalogue_t *catalogue = &sc_catalogues[i];

        for (unsigned slot = 0; slot < sc_message_slot_count; slot++) {
            int j = sc_message_slots[slot] - 1;
            const char *text =
                j >= 0 && catalogue->places[j] ? catalogue->texts + catalogue->places[j] : NULL;

            assert_true(j < 0 || text == sc_catalogue_text(catalogue,
                                                           sc_message_keys + sc_messages[j].context,
                                                           sc_message_keys + sc_messages[j].id));
        }
    }
}

static void a_message_without_translation_is_shown_in_english(void **state)
{
    static const sc_word_t words[] = {{"city", "city"}};
    static const sc_vocabulary_t unknown = {"no such context", words, 1};
    const sc_language_t *lithuanian = language(*state, "lt");

    assert_string_equal(sc_text(lithuanian, "no such message"), "no such message");
    assert_string_equal(sc_text_word(lithuanian, &unknown, "city"), "city");
    assert_string_equal(sc_text_n(lithuanian, *state, "{n} oddity", "{n} oddities", 1, NULL),
                        "1 oddity");
    assert_string_equal(sc_text_n(lithuanian, *state, "{n} oddity", "{n} oddities", 21, NULL),
                        "21 oddities");
}

static void a_context_tells_two_meanings_apart(void **state)
{
    const sc_language_t *lithuanian = language(*state, "lt");

    assert_string_equal(sc_text_word(lithuanian, &sc_directions, "online"), "nuotoliniu būdu");
    assert_string_equal(sc_text_word(lithuanian, &sc_levels, "state"), "valstija");
}

static void english_has_one_and_many(void **state)
{
    const sc_language_t *english = language(*state, "en");

    assert_string_equal(sc_text_n(english, *state, "{n} city", "{n} cities", 1, NULL), "1 city");
    assert_string_equal(sc_text_n(english, *state, "{n} city", "{n} cities", 0, NULL), "0 cities");
    assert_string_equal(sc_text_n(english, *state, "{n} city", "{n} cities", -1, NULL), "-1 city");
    assert_string_equal(sc_text_n(english, *state, "{n} city", "{n} cities", 22954, NULL),
                        "22,954 cities");
}

static void lithuanian_has_three_forms_and_japanese_one(void **state)
{
    const sc_language_t *lithuanian = language(*state, "lt");
    const sc_language_t *japanese = language(*state, "ja");
    const char *one = "and {n} more";

    assert_string_equal(sc_text_n(lithuanian, *state, one, one, 1, NULL), "ir dar 1");
    assert_string_equal(sc_text_n(japanese, *state, one, one, 2, NULL), "ほか2件");
    assert_int_equal(sc_catalogue_get("lt")->form_count, 3);
    assert_int_equal(sc_catalogue_get("ja")->form_count, 1);
}

static void two_texts_that_a_table_holds_are_a_singular_and_a_plural(void **state)
{
    const sc_language_t *lithuanian = language(*state, "lt");

    assert_string_equal(sc_text_n(lithuanian, *state, "country", "places", 1, NULL), "valstybė");
    assert_string_equal(sc_text_n(lithuanian, *state, "country", "places", 21, NULL), "vietos");
}

static void placeholders_are_filled_and_a_filled_in_text_is_not_read_again(void **state)
{
    const sc_language_t *english = language(*state, "en");

    assert_string_equal(sc_textf(english, *state, "{a} and {b}, {c}", "a", "{b}", "b", "2", NULL),
                        "{b} and 2, {c}");
    assert_string_equal(sc_textf(english, *state, "nothing", NULL), "nothing");
}

static void a_word_has_its_label_and_an_unknown_word_stays_itself(void **state)
{
    const sc_language_t *english = language(*state, "en");
    const sc_language_t *japanese = language(*state, "ja");

    assert_string_equal(sc_text_word(english, &sc_statuses, "terminated"), "ended");
    assert_string_equal(sc_text_word(japanese, &sc_levels, "prefecture"), "都道府県");
    assert_string_equal(sc_text_word(japanese, &sc_levels, "galaxy"), "galaxy");
}

static void a_problem_is_told_in_the_readers_language(void **state)
{
    sc_problems_t *problems = sc_problems_new(*state);
    const sc_problem_t *problem;

    sc_problem_add(problems, "name", "required", "This must be filled in.", NULL);
    problem = &APR_ARRAY_IDX(problems->items, 0, sc_problem_t);
    assert_string_equal(sc_text_problem(language(*state, "en"), problem, *state),
                        "This must be filled in.");
    assert_string_equal(sc_text_problem(language(*state, "lt"), problem, *state),
                        "Šį lauką būtina užpildyti.");
}

static void a_list_is_joined_as_the_language_joins(void **state)
{
    static const char *const words[] = {"culture", "sports", "youth"};
    static const char *const joined[] = {"", "culture", "culture and sports",
                                         "culture, sports and youth"};
    apr_array_header_t *texts = apr_array_make(*state, 3, sizeof(const char *));
    const sc_language_t *english = language(*state, "en");
    int i;

    assert_string_equal(sc_text_list(english, texts, *state), joined[0]);
    for (i = 0; i < 3; i++) {
        APR_ARRAY_PUSH(texts, const char *) = words[i];
        assert_string_equal(sc_text_list(english, texts, *state), joined[i + 1]);
    }
    assert_string_equal(sc_text_list(language(*state, "ja"), texts, *state),
                        "culture、sports、youth");
}

static void what_runs_against_the_language_takes_no_neighbor_with_it(void **state)
{
    const sc_language_t *english = language(*state, "en"), *arabic = language(*state, "ar");
    apr_array_header_t *texts = apr_array_make(*state, 3, sizeof(const char *));

    assert_string_equal(sc_text_join(english, SC_BRACKETS, "דן (2)", "1959", *state),
                        "\u2068דן (2)\u2069 (1959)");
    assert_string_equal(sc_text_join(english, SC_BRACKETS, "Dan דן", "京都", *state),
                        "\u2068Dan דן\u2069 (京都)");
    assert_string_equal(
        sc_textf(arabic, *state, "Everything about {place}", "place", "Boston", NULL),
        sc_textf(arabic, *state, "Everything about {place}", "place", "\u2068Boston\u2069", NULL));
    APR_ARRAY_PUSH(texts, const char *) = "a";
    APR_ARRAY_PUSH(texts, const char *) = "דן – b";
    APR_ARRAY_PUSH(texts, const char *) = "\u2068דן\u2069 – b";
    assert_string_equal(sc_text_list(english, texts, *state),
                        "a, \u2068דן – b\u2069 and \u2068דן\u2069 – b");
    assert_string_equal(sc_text_join(arabic, SC_COLON, "<a>b</a>", "http://a.example/", *state),
                        "<a>b</a>: http://a.example/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_catalogue_divides_numbers_as_its_language_does),
        TEST(every_catalogue_finds_each_of_its_messages),
        TEST(a_message_without_translation_is_shown_in_english),
        TEST(a_context_tells_two_meanings_apart),
        TEST(english_has_one_and_many),
        TEST(lithuanian_has_three_forms_and_japanese_one),
        TEST(two_texts_that_a_table_holds_are_a_singular_and_a_plural),
        TEST(placeholders_are_filled_and_a_filled_in_text_is_not_read_again),
        TEST(a_word_has_its_label_and_an_unknown_word_stays_itself),
        TEST(a_problem_is_told_in_the_readers_language),
        TEST(a_list_is_joined_as_the_language_joins),
        TEST(what_runs_against_the_language_takes_no_neighbor_with_it),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
