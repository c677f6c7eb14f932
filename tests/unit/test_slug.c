#include "support.h"

#include "model/slug.h"

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

static void a_name_makes_a_slug(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(sc_slug_make("Saint Paul, Minnesota", pool), "saint-paul-minnesota");
    assert_string_equal(sc_slug_make("  --Kaunas--  ", pool), "kaunas");
    assert_string_equal(sc_slug_make("L'Hay-les-Roses", pool), "l-hay-les-roses");
    assert_null(sc_slug_make("", pool));
    assert_null(sc_slug_make(" -.- ", pool));
    assert_null(sc_slug_make("平塚", pool));
}

static void a_long_name_is_cut_between_words(void **state)
{
    apr_pool_t *pool = *state;
    const char *words = text_of_length(pool, 'a', SC_SLUG_LIMIT - 1);
    const char *slug = sc_slug_make(apr_pstrcat(pool, words, " bcd", NULL), pool);

    assert_string_equal(slug, words);
    slug = sc_slug_make(text_of_length(pool, 'x', 500), pool);
    assert_int_equal(strlen(slug), SC_SLUG_LIMIT);
    slug =
        sc_slug_make(apr_pstrcat(pool, text_of_length(pool, 'a', SC_SLUG_LIMIT), " b", NULL), pool);
    assert_int_equal(strlen(slug), SC_SLUG_LIMIT);
}

/* A fixed sequence of pseudo-random numbers: a failure can be repeated. */
static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static void whatever_is_made_is_valid(void **state)
{
    static const char alphabet[] = "abzAZ09-- .\x80\xFF_/";
    unsigned seed = 1;
    int round;

    for (round = 0; round < 2000; round++) {
        char text[300];
        apr_size_t length = next_random(&seed) % sizeof(text);
        const char *slug;
        apr_size_t i;

        for (i = 0; i < length; i++) {
            text[i] = alphabet[next_random(&seed) % (sizeof(alphabet) - 1)];
        }
        text[length ? length - 1 : 0] = '\0';
        slug = sc_slug_make(text, *state);
        assert_true(!slug || sc_slug_is_valid(slug));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(slugs_are_letters_digits_and_single_hyphens),
        TEST(nothing_else_is_a_slug),
        TEST(a_name_makes_a_slug),
        TEST(a_long_name_is_cut_between_words),
        TEST(whatever_is_made_is_valid),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
