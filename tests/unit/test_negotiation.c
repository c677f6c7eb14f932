#include "support.h"

#include "language/language.h"

static const sc_language_t *negotiate(apr_pool_t *pool, const char *const *offered,
                                      const char *accept)
{
    apr_array_header_t *tags = apr_array_make(pool, 4, sizeof(const char *));
    sc_languages_t *languages;

    for (; *offered; offered++) {
        APR_ARRAY_PUSH(tags, const char *) = *offered;
    }
    assert_int_equal(sc_languages_create(&languages, pool), APR_SUCCESS);
    return sc_languages_negotiate(languages, tags, accept);
}

static const char *const lithuanian_site[] = {"lt", "en", "ja", NULL};

static void assert_negotiated(apr_pool_t *pool, const char *accept, const char *tag)
{
    assert_string_equal(sc_language_tag(negotiate(pool, lithuanian_site, accept)), tag);
}

static void a_reader_gets_the_language_that_the_browser_prefers(void **state)
{
    assert_negotiated(*state, "ja", "ja");
    assert_negotiated(*state, "en;q=0.5, ja;q=0.9, lt;q=0.1", "ja");
    assert_negotiated(*state, "de, en;q=0.8", "en");
    assert_negotiated(*state, "en, ja", "en");
    assert_negotiated(*state, "  JA ; q=1.000 ", "ja");
}

static void a_regional_variant_finds_its_language(void **state)
{
    assert_negotiated(*state, "ja-JP", "ja");
    assert_negotiated(*state, "en-Latn-US-x-piglatin", "en");
}

static void chinese_is_offered_by_script_and_asked_for_by_country(void **state)
{
    static const char *const site[] = {"en", "zh-Hans", "zh-Hant", NULL};

    assert_string_equal(sc_language_tag(negotiate(*state, site, "zh-TW")), "zh-Hant");
    assert_string_equal(sc_language_tag(negotiate(*state, site, "zh-HK;q=0.9, en;q=0.8")),
                        "zh-Hant");
    assert_string_equal(sc_language_tag(negotiate(*state, site, "zh-CN")), "zh-Hans");
    assert_string_equal(sc_language_tag(negotiate(*state, site, "zh")), "zh-Hans");
    assert_string_equal(sc_language_tag(negotiate(*state, site, "fi, und, *;q=0")), "en");
}

static void without_a_usable_wish_the_sites_default_is_served(void **state)
{
    assert_negotiated(*state, NULL, "lt");
    assert_negotiated(*state, "", "lt");
    assert_negotiated(*state, "de, fr;q=0.5", "lt");
    assert_negotiated(*state, "*", "lt");
}

static void a_refused_language_is_not_served_in_place_of_another(void **state)
{
    assert_negotiated(*state, "lt;q=0, *", "en");
    assert_negotiated(*state, "ja;q=0, ja-JP", "lt");
    assert_negotiated(*state, "lt;q=0, en;q=0, ja;q=0", "lt");
}

static void a_malformed_header_never_fails(void **state)
{
    assert_negotiated(*state, ",,;;q=,=", "lt");
    assert_negotiated(*state, "ja;q=abc, en", "en");
    assert_negotiated(*state, "ja;q=1.5, en;q=0.1", "en");
    assert_negotiated(*state, "ja;q=-1", "lt");
    assert_negotiated(*state, "ja;q=", "lt");
    assert_negotiated(*state, "\x01\xff, ja", "ja");
    assert_negotiated(*state, "-, --, -ja, ja", "ja");
    assert_negotiated(*state, "ja;level=1", "lt");
}

static void an_overlong_header_is_read_in_part(void **state)
{
    apr_pool_t *pool = *state;
    char *many = apr_palloc(pool, 300001);
    char *one = apr_palloc(pool, 100001);
    int i;

    for (i = 0; i < 100000; i++) {
        memcpy(many + 3 * i, "de,", 3);
        one[i] = 'j';
    }
    many[300000] = '\0';
    one[100000] = '\0';
    assert_negotiated(pool, apr_pstrcat(pool, "ja,", many, "en", NULL), "ja");
    assert_negotiated(pool, one, "lt");
}

static void a_site_that_offers_nothing_known_is_served_in_english(void **state)
{
    static const char *const nothing[] = {NULL};
    static const char *const unknown[] = {"tlh", NULL};

    assert_string_equal(sc_language_tag(negotiate(*state, nothing, "ja")), "en");
    assert_string_equal(sc_language_tag(negotiate(*state, unknown, "tlh")), "en");
}

static void the_offered_languages_are_those_with_a_catalogue(void **state)
{
    const char *const *tag;

    (void)state;
    for (tag = sc_language_offered(); *tag; tag++) {
        assert_true(sc_language_is_offered(*tag));
        assert_true(!tag[1] || strcmp(tag[0], tag[1]) < 0);
    }
    assert_true(sc_language_is_offered("en"));
    assert_true(sc_language_is_offered("lt"));
    assert_true(sc_language_is_offered("ja"));
    assert_false(sc_language_is_offered("tlh"));
    assert_false(sc_language_is_offered(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reader_gets_the_language_that_the_browser_prefers),
        TEST(a_regional_variant_finds_its_language),
        TEST(chinese_is_offered_by_script_and_asked_for_by_country),
        TEST(without_a_usable_wish_the_sites_default_is_served),
        TEST(a_refused_language_is_not_served_in_place_of_another),
        TEST(a_malformed_header_never_fails),
        TEST(an_overlong_header_is_read_in_part),
        TEST(a_site_that_offers_nothing_known_is_served_in_english),
        TEST(the_offered_languages_are_those_with_a_catalogue),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
