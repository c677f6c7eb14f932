#include "support.h"

#include "model/text/notation.h"
#include "store/write/write.h"

static const char *text_of_length(apr_pool_t *pool, char c, apr_size_t length)
{
    char *text = apr_palloc(pool, length + 1);

    memset(text, c, length);
    text[length] = '\0';
    return text;
}

static void slugs_are_letters_digits_and_single_hyphens(void **state)
{
    assert_true(sc_slug_is_valid("kaunas-lt"));
    assert_true(sc_slug_is_valid("a"));
    assert_true(sc_slug_is_valid("1959"));
    assert_true(sc_slug_is_valid("boston-us-kyoto-jp-2"));
    assert_true(sc_slug_is_valid(text_of_length(*state, 'a', SC_SLUG_LIMIT)));
}

static void nothing_else_is_a_slug(void **state)
{
    static const char *const bad[] = {"",     "-",    "-a",  "a-",    "a--b",       "A",    "a b",
                                      "a_b",  "a/b",  "../", "a.b",   "klaipėda",   "平塚", "a\n",
                                      "a%2F", "a-b-", "?",   "a\x01", "kaunas-lt ", " a"};
    apr_size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (sc_slug_is_valid(bad[i])) {
            fail_msg("%s is accepted", bad[i]);
        }
    }
    assert_false(sc_slug_is_valid(text_of_length(*state, 'a', SC_SLUG_LIMIT + 1)));
}

static const char *address_of(const char *name, const char *country, apr_pool_t *pool)
{
    sc_place_t *place = sc_record_new(&sc_place, pool);

    place->name = name;
    place->country = country;
    return sc_item_slug(place, 1, pool);
}

static void a_place_s_address_is_made_of_its_name(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(address_of("Saint Paul, Minnesota", "US", pool), "saint-paul-minnesota-us");
    assert_string_equal(address_of("  --Kaunas--  ", "LT", pool), "kaunas-lt");
}

static void a_long_name_makes_an_address_too(void **state)
{
    const char *name = text_of_length(*state, 'x', 500);

    assert_true(sc_slug_is_valid(address_of(name, "LT", *state)));
    assert_string_not_equal(address_of(name, "LT", *state), address_of(name, "JP", *state));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(slugs_are_letters_digits_and_single_hyphens),
        TEST(nothing_else_is_a_slug),
        TEST(a_place_s_address_is_made_of_its_name),
        TEST(a_long_name_makes_an_address_too),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
