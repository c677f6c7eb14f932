#include "support.h"

#include "language/collate.h"

#include <apr_thread_proc.h>

static const sc_language_t *language(apr_pool_t *pool, const char *tag)
{
    sc_languages_t *languages;

    assert_int_equal(sc_languages_create(&languages, pool), APR_SUCCESS);
    return sc_languages_get(languages, tag);
}

static void names_are_found_however_they_are_typed(void **state)
{
    static const char *const folded[][2] = {
        {"Klaipėda", "klaipeda"},
        {"Łódź", "lodz"},
        {"Córdoba", "cordoba"},
        {"Weißwasser", "weisswasser"},
        {"Sekondi-Takoradi", "sekondi takoradi"},
        {"  L'Aquila — (IT) ", "l aquila it"},
        {"Saint Paul, Minnesota", "saint paul minnesota"},
        {"Кольцово", "kolcovo"},
        {"Αθήνα", "athena"},
        {"Oʻzbekiston", "ozbekiston"},
        {"İstanbul", "istanbul"},
        {"ＫＵＪＩ　１２", "kuji 12"},
        {"", ""},
        {"!?", ""},
    };
    size_t i;

    for (i = 0; i < sizeof(folded) / sizeof(folded[0]); i++) {
        assert_string_equal(sc_fold(folded[i][0], *state), folded[i][1]);
    }
}

static void folding_what_is_folded_changes_nothing(void **state)
{
    static const char *const texts[] = {"Łódź", "平塚市", "한국", "ニューヨーク", "Київ", "دبي"};
    size_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *once = sc_fold(texts[i], *state);

        assert_string_equal(sc_fold(once, *state), once);
    }
}

static void east_asian_names_are_not_read_as_chinese(void **state)
{
    assert_string_equal(sc_fold("平塚市", *state), "平塚市");
    assert_string_equal(sc_fold("ﾆｭｰﾖｰｸ", *state), "ニューヨーク");
    assert_string_equal(sc_fold("東かがわ市・香川県", *state), "東かがわ市 香川県");
    assert_string_equal(sc_fold("서울특별시", *state), "서울특별시");
}

/* Chromium 156 writes these radicals into the PDF of a page with those names in Noto Sans CJK JP;
 * of Mito, Nagasaki and Aomori, NFKC makes other characters or none. */
static void names_that_are_copied_from_a_printed_page_are_found(void **state)
{
    static const char *const names[][2] = {
        {"⽔⼾市", "水戸市"}, {"⻑崎市", "長崎市"}, {"⻘森市", "青森市"}, {"⾦沢市", "金沢市"},
        {"⽇光市", "日光市"}, {"⻓春", "长春"},     {"平塚市", "平塚市"},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_string_equal(sc_fold(names[i][0], *state), names[i][1]);
    }
}

/* Names in the order of a language's dictionaries. */
static void names_sort_by_the_alphabet_of_a_language(void **state)
{
    static const struct {
        const char *tag;
        const char *names[12];
    } orders[] = {
        {"lt",
         {"Čekiškė", "Ylakiai", "Inturkė", "Įsrutis", "Juodupė", "Senoji Šventoji",
          "Senoji Zanavykija", "Skuodas", "Šiauliai", "ŠIRVINTOS", "Zarasai", "Žagarė"}},
        {"sv", {"Alingsås", "Arboga", "Zinkgruvan", "Åmål", "Älmhult", "Örebro"}},
        {"da", {"Aalborg", "Vejle", "Ærø", "Øster Ulslev", "Århus"}},
        {"pl", {"Legnica", "Lwówek", "Łódź", "Sopot", "Święciany", "Zamość", "Źródło", "Żory"}},
        {"et", {"Saku", "Šveits", "Zürich", "Tartu", "Võru", "Õisu", "Ülenurme"}},
        {"de", {"Oberhausen", "Öhringen", "Olpe", "Weißenburg", "Weissenfels"}},
        {"ja", {"Boston", "Hiratsuka", "Šiauliai", "平塚市", "東京"}},
        {"und", {"Šiauliai", "Skuodas", "Zarasai", "Žasliai"}},
    };
    size_t i;
    int j;

    for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        const char *alphabet = sc_alphabet_of(orders[i].tag, *state);

        for (j = 1; j < 12 && orders[i].names[j]; j++) {
            const char *before = sc_alphabet_key(alphabet, orders[i].names[j - 1], *state);
            const char *key = sc_alphabet_key(alphabet, orders[i].names[j], *state);

            if (strcmp(before, key) >= 0) {
                fail_msg("%s: %s >= %s", alphabet, before, key);
            }
        }
    }
    assert_null(sc_alphabet_of("lithuanian", *state));
    assert_string_equal(sc_alphabet_key("", "Šiauliai", *state), "siauliai");
}

static void slugs_are_ascii_and_guess_no_reading_of_kanji(void **state)
{
    assert_string_equal(sc_fold_ascii("Łódź", *state), "lodz");
    assert_string_equal(sc_fold_ascii("トロント", *state), "toronto");
    assert_string_equal(sc_fold_ascii("東かがわ市", *state), "kagawa");
    assert_string_equal(sc_fold_ascii("평창", *state), "pyeongchang");
    assert_string_equal(sc_fold_ascii("平塚市", *state), "");
}

static void text_that_is_not_utf8_does_no_harm(void **state)
{
    assert_string_equal(sc_fold("Kau\xffnas", *state), "kau nas");
    assert_string_equal(sc_fold_ascii("\xc3", *state), "");
}

static void names_are_sorted_as_the_language_sorts(void **state)
{
    const sc_language_t *lithuanian = language(*state, "lt");
    const sc_language_t *english = language(*state, "en");

    assert_true(sc_collate(english, "Łódź", "Zagreb") < 0);
    assert_true(sc_collate(english, "Šiauliai", "Tauragė") < 0);
    assert_int_equal(sc_collate(english, "Kaunas", "Kaunas"), 0);
    assert_true(sc_collate(lithuanian, "Yla", "Jonava") < 0);
    assert_true(sc_collate(english, "Yla", "Jonava") > 0);
    assert_true(sc_collate(lithuanian, "Suvalkai", "Šakiai") < 0);
}

#define THREADS 8

static void *APR_THREAD_FUNC fold_many(apr_thread_t *thread, void *data)
{
    apr_pool_t *pool = apr_thread_pool_get(thread);
    int *different = data;
    int i;

    for (i = 0; i < 500; i++) {
        *different += strcmp(sc_fold("Нижний Новгород", pool), "niznij novgorod") != 0;
        *different += strcmp(sc_fold("Panevėžys", pool), "panevezys") != 0;
        *different += strcmp(sc_fold_ascii("トロント", pool), "toronto") != 0;
    }
    return NULL;
}

static void eight_threads_at_once_fold_alike(void **state)
{
    apr_thread_t *threads[THREADS];
    int different[THREADS] = {0};
    apr_status_t status;
    int i;

    for (i = 0; i < THREADS; i++) {
        assert_int_equal(apr_thread_create(&threads[i], NULL, fold_many, &different[i], *state),
                         APR_SUCCESS);
    }
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&status, threads[i]);
        assert_int_equal(different[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_found_however_they_are_typed),
        TEST(folding_what_is_folded_changes_nothing),
        TEST(east_asian_names_are_not_read_as_chinese),
        TEST(names_that_are_copied_from_a_printed_page_are_found),
        TEST(names_sort_by_the_alphabet_of_a_language),
        TEST(slugs_are_ascii_and_guess_no_reading_of_kanji),
        TEST(text_that_is_not_utf8_does_no_harm),
        TEST(names_are_sorted_as_the_language_sorts),
        TEST(eight_threads_at_once_fold_alike),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
