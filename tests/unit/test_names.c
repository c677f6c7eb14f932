#include "database.h"

#include "language/names.h"
#include "model/vocabulary.h"
#include "store/load/load.h"

static const sc_language_t *language(apr_pool_t *pool, const char *tag)
{
    sc_languages_t *languages;

    assert_int_equal(sc_languages_create(&languages, pool), APR_SUCCESS);
    return sc_languages_get(languages, tag);
}

/* What a new registry calls ties. */
static const sc_terms_t *shipped_terms(apr_pool_t *pool)
{
    sc_db_t *db =
        connect_to(apr_pstrcat(pool, "sqlite3:", make_directory(pool), "/registry.db", NULL), pool);
    sc_terms_t *terms = apr_palloc(pool, sizeof(*terms));

    assert_int_equal(sc_schema_init(db, pool), APR_SUCCESS);
    assert_int_equal(sc_load_all_terms(db, pool, terms), APR_SUCCESS);
    return terms;
}

static void add_name(sc_label_t *place, const char *lang, const char *text, const char *kind,
                     const char *to)
{
    sc_name_t *name = sc_record_new(&sc_name, place->names->pool);

    name->lang = lang;
    name->text = text;
    name->kind = kind;
    name->to = to;
    APR_ARRAY_PUSH(place->names, sc_name_t *) = name;
}

static sc_label_t *label(apr_pool_t *pool, const char *name, const char *country)
{
    sc_label_t *place = apr_pcalloc(pool, sizeof(*place));

    place->slug = "place";
    place->name = name;
    place->country = country;
    place->names = apr_array_make(pool, 4, sizeof(sc_name_t *));
    return place;
}

static sc_label_t *hiratsuka(apr_pool_t *pool)
{
    sc_label_t *place = label(pool, "Hiratsuka", "JP");

    add_name(place, "ja-Latn", "Hiratsuka-shi", "reading", NULL);
    add_name(place, "ja", "平塚町", "former", NULL);
    add_name(place, "ja", "平塚", "short", NULL);
    add_name(place, "ja", "平塚市", "official", NULL);
    add_name(place, "lt", "Hiracuka", "exonym", NULL);
    return place;
}

static void readers_see_the_name_in_their_language(void **state)
{
    sc_label_t *place = hiratsuka(*state);

    assert_string_equal(sc_name_for(language(*state, "en"), place).text, "Hiratsuka");
    assert_string_equal(sc_name_for(language(*state, "lt"), place).text, "Hiracuka");
    assert_string_equal(sc_name_for(language(*state, "ja"), place).text, "平塚市");
}

static void the_local_form_stands_beside_a_foreign_one(void **state)
{
    sc_lang_text_t local = sc_name_local(language(*state, "en"), hiratsuka(*state));

    assert_string_equal(local.text, "平塚市");
    assert_string_equal(local.lang, "ja");
}

static void the_local_form_is_not_said_twice(void **state)
{
    sc_label_t *kaunas = label(*state, "Kaunas", "LT");

    assert_null(sc_name_local(language(*state, "ja"), hiratsuka(*state)).text);
    assert_null(sc_name_local(language(*state, "en"), kaunas).text);
    add_name(kaunas, "lt", "Kaunas", "official", NULL);
    assert_null(sc_name_local(language(*state, "en"), kaunas).text);
}

static void a_former_name_and_a_romanization_are_no_names_for_today(void **state)
{
    sc_label_t *place = label(*state, "Chemnitz", "DE");

    add_name(place, "en", "Karl-Marx-City", NULL, "1990");
    add_name(place, "en", "Karl Marx Town", "former", NULL);
    add_name(place, "ja-Latn", "Kemunittsu", NULL, NULL);
    assert_string_equal(sc_name_for(language(*state, "en"), place).text, "Chemnitz");
    assert_string_equal(sc_name_for(language(*state, "ja"), place).text, "Chemnitz");
}

static void without_an_official_name_the_countrys_likeliest_language_is_local(void **state)
{
    sc_label_t *place = label(*state, "Taipei", "TW");
    sc_lang_text_t local;

    add_name(place, "zh-Hans", "台北市", NULL, NULL);
    add_name(place, "zh-Hant", "臺北市", NULL, NULL);
    local = sc_name_local(language(*state, "en"), place);
    assert_string_equal(local.text, "臺北市");
    assert_string_equal(local.lang, "zh-Hant");
}

static void of_two_official_names_the_likeliest_language_goes_first(void **state)
{
    sc_label_t *place = label(*state, "Turku", "FI");

    add_name(place, "sv", "Åbo", "official", NULL);
    add_name(place, "fi", "Turun kaupunki", "official", NULL);
    assert_string_equal(sc_name_local(language(*state, "en"), place).text, "Turun kaupunki");
}

static void a_place_of_no_country_on_record_has_no_guessed_local_form(void **state)
{
    sc_label_t *place = label(*state, "Somewhere", NULL);

    add_name(place, "fr", "Quelque part", NULL, NULL);
    assert_null(sc_name_local(language(*state, "en"), place).text);
}

static void the_word_for_the_relationship_suits_the_partners_country(void **state)
{
    const sc_terms_t *terms = shipped_terms(*state);
    const sc_language_t *english = language(*state, "en");

    assert_string_equal(sc_term_for(english, terms, "sister", "JP", "LT"), "sister city");
    assert_string_equal(sc_term_for(english, terms, "sister", "US", "LT"), "sister city");
    assert_string_equal(sc_term_for(english, terms, "sister", NULL, "LT"), "sister city");
    assert_string_equal(sc_term_for(english, terms, "sister", "FR", "LT"), "twin town");
    assert_string_equal(sc_term_for(english, terms, "sister", "GB", "LT"), "twin town");
    assert_string_equal(sc_term_for(english, terms, "sister", "ES", "US"), "sister city");
    assert_string_equal(sc_term_for(english, terms, "sister", "ES", NULL), "sister city");
    assert_string_equal(sc_term_for(english, terms, "sister", "US", "CN"), "sister city");
    assert_string_equal(sc_term_local(terms, "sister", "CN", NULL).text, "友好城市");
    assert_string_equal(sc_term_local(terms, "sister", "AT", NULL).text, "Partnerstadt");
    assert_string_equal(sc_term_local(terms, "sister", "PT", NULL).text, "cidade geminada");
    assert_string_equal(sc_term_for(english, terms, "friendship", "KR", "LT"), "friendship city");
    assert_string_equal(sc_term_for(english, terms, "unheard-of", "KR", "LT"), "unheard-of");
    assert_string_equal(sc_term_for(language(*state, "ja"), terms, "sister", "US", "JP"),
                        "姉妹都市");
    assert_string_equal(sc_term_for(language(*state, "lt"), terms, "sister", "JP", "LT"),
                        "miestas partneris");
}

static void only_english_calls_a_tie_with_china_sister(void **state)
{
    const sc_terms_t *terms = shipped_terms(*state);
    const char *const *tag;
    int i;

    for (tag = sc_language_offered(); *tag; tag++) {
        const sc_language_t *reader = language(*state, *tag);

        for (i = 0; i < sc_partnership_types.count; i++) {
            const char *type = sc_partnership_types.words[i].word;
            const char *term = sc_term_for(reader, terms, type, "CN", "US");
            sc_lang_text_t local = sc_term_local(terms, type, "CN", NULL);

            /* Otherwise it could not be told from a friendship. */
            assert_int_equal(strstr(term, "sister") != NULL,
                             strcmp(*tag, "en") == 0 && strncmp(type, "sister", 6) == 0);
            /* Schools are an exception: 日中姉妹校協定 (Japan's embassy in China, October 2025). */
            assert_true(!strstr(term, "姉妹") || strcmp(type, "sister_school") == 0);
            assert_null(strstr(term, "seser"));
            assert_true(!local.text || !strstr(local.text, "姐妹"));
        }
    }
}

static void the_local_word_is_in_the_countrys_language(void **state)
{
    const sc_terms_t *terms = shipped_terms(*state);
    sc_lang_text_t term = sc_term_local(terms, "sister", "JP", NULL);

    assert_string_equal(term.text, "姉妹都市");
    assert_string_equal(term.lang, "ja");
    assert_string_equal(sc_term_local(terms, "friendship", "JP", NULL).text, "友好都市");
    assert_string_equal(sc_term_local(terms, "sister", "LT", NULL).text, "miestas partneris");
    assert_string_equal(sc_term_local(terms, "sister", "MX", NULL).text, "ciudad hermana");
    assert_null(sc_term_local(terms, "sister", "ZZ", NULL).text);
    assert_null(sc_term_local(terms, "sister", NULL, NULL).text);
    assert_null(sc_term_local(terms, "sister", "M ", NULL).text);
}

static void a_partys_own_term_goes_before_the_usual_word(void **state)
{
    const sc_terms_t *terms = shipped_terms(*state);
    sc_party_t *party = sc_record_new(&sc_party, *state);
    sc_lang_text_t term;

    party->term = "susigiminiavęs miestas";
    party->term_lang = "lt";
    term = sc_term_local(terms, "sister", "LT", party);
    assert_string_equal(term.text, "susigiminiavęs miestas");
    assert_string_equal(term.lang, "lt");
}

static void
a_word_of_a_country_goes_before_one_of_its_region_and_that_before_one_for_all(void **state)
{
    sc_terms_t terms = *shipped_terms(*state);
    sc_term_t *all = sc_record_new(&sc_term, *state),
              *local = apr_pmemdup(*state, all, sizeof(*all));
    const sc_language_t *english = language(*state, "en");

    all->type = "sister";
    all->text = "twinned place";
    all->lang = "en";
    all->usage = "reader";
    *local = *all;
    local->text = "sister town";
    local->country = "JP";
    terms.words = apr_array_copy(*state, terms.words);
    APR_ARRAY_PUSH(terms.words, sc_term_t *) = all;
    APR_ARRAY_PUSH(terms.words, sc_term_t *) = local;
    assert_string_equal(sc_term_for(english, &terms, "sister", "US", "LT"), "twinned place");
    assert_string_equal(sc_term_for(english, &terms, "sister", "FR", "LT"), "twin town");
    assert_string_equal(sc_term_for(english, &terms, "sister", "LT", "JP"), "sister town");
    assert_string_equal(sc_term_for(language(*state, "lt"), &terms, "sister", "US", "LT"),
                        "miestas partneris");
    assert_string_equal(sc_term_for(english, NULL, "sister", "FR", "LT"), "sister city");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(readers_see_the_name_in_their_language),
        TEST(the_local_form_stands_beside_a_foreign_one),
        TEST(the_local_form_is_not_said_twice),
        TEST(a_former_name_and_a_romanization_are_no_names_for_today),
        TEST(without_an_official_name_the_countrys_likeliest_language_is_local),
        TEST(of_two_official_names_the_likeliest_language_goes_first),
        TEST(a_place_of_no_country_on_record_has_no_guessed_local_form),
        TEST(the_word_for_the_relationship_suits_the_partners_country),
        TEST(only_english_calls_a_tie_with_china_sister),
        TEST(the_local_word_is_in_the_countrys_language),
        TEST(a_partys_own_term_goes_before_the_usual_word),
        TEST(a_word_of_a_country_goes_before_one_of_its_region_and_that_before_one_for_all),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
