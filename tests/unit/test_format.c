#include "support.h"

#include "language/format.h"
#include "language/locale.h"
#include "language/text.h"
#include "model/text/notation.h"

#include <apr_thread_proc.h>
#include <math.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/uldnames.h>

static sc_languages_t *languages(apr_pool_t *pool)
{
    sc_languages_t *made;

    assert_int_equal(sc_languages_create(&made, pool), APR_SUCCESS);
    return made;
}

static const sc_language_t *english(apr_pool_t *pool)
{
    return sc_languages_get(languages(pool), "en");
}

static UDate moment(int year, int month, int day)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(u"Etc/GMT", -1, "@calendar=gregorian", UCAL_GREGORIAN, &status);
    UDate date;

    ucal_setDateTime(calendar, year, month - 1, day, 0, 0, 0, &status);
    date = ucal_getMillis(calendar, &status);
    ucal_close(calendar);
    assert_true(U_SUCCESS(status));
    return date;
}

/* What ICU itself writes for the date. */
static const char *by_icu(const sc_language_t *language, const UChar *skeleton, UDate date,
                          apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateTimePatternGenerator *generator = udatpg_open(language->locale, &status);
    UChar pattern[100];
    UChar text[200];
    int32_t length = udatpg_getBestPattern(generator, skeleton, -1, pattern, 100, &status);
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, language->locale, u"Etc/GMT", -1,
                                    pattern, length, &status);

    length = udat_format(format, date, text, 200, NULL, &status);
    udat_close(format);
    udatpg_close(generator);
    assert_true(U_SUCCESS(status));
    return sc_utf8_from(text, length, pool);
}

static const char *span_by_icu(const sc_language_t *language, const UChar *skeleton, UDate from,
                               UDate until, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateIntervalFormat *format =
        udtitvfmt_open(language->locale, skeleton, -1, u"Etc/GMT", -1, &status);
    UChar text[200];
    int32_t length = udtitvfmt_format(format, from, until, text, 200, NULL, &status);

    udtitvfmt_close(format);
    assert_true(U_SUCCESS(status));
    return sc_utf8_from(text, length, pool);
}

static void dates_are_written_as_precisely_as_they_are_known(void **state)
{
    static const char *const dates[][2] = {
        {"1959", "1959"},
        {"1955-12", "December 1955"},
        {"2019-02-22", "22 February 2019"},
        {"195X", "1950s"},
        {"19XX", "between 1900 and 1999"},
        {"1959~", "about 1959"},
        {"1959?", "1959 (uncertain)"},
        {"1955-12%", "about December 1955 (uncertain)"},
        {"0794", "794"},
        {"not a date", "not a date"},
        {"2019-02-30", "2019-02-30"},
    };
    const sc_language_t *language = english(*state);
    size_t i;

    for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        assert_string_equal(sc_format_date(language, dates[i][0], *state), dates[i][1]);
    }
}

static void a_decade_in_a_sentence_has_an_article(void **state)
{
    const char *placeholder = NULL;

    assert_string_equal(
        sc_format_date_in_text(english(*state), "198X", "since {date}", &placeholder, *state),
        "the 1980s");
    assert_string_equal(placeholder, "date");
    assert_string_equal(
        sc_format_date_in_text(english(*state), "1985~", "since {date}", &placeholder, *state),
        "about 1985");
}

static void single_days_and_months_have_the_form_that_their_language_wants(void **state)
{
    static const struct {
        const char *tag, *message, *edtf, *said;
    } sentences[] = {
        {"it", "since {date}", "2003-03-04", "dal 4 marzo 2003"},
        {"it", "since {date}", "2003-03-08", "dall’8 marzo 2003"},
        {"it", "since {date}", "2003-03-11", "dall’11 marzo 2003"},
        {"it", "since {date}", "2003-03-18", "dal 18 marzo 2003"},
        {"it", "since {date}", "1955-12", "da dicembre 1955"},
        {"it", "in force until {date}", "2030-08-01", "in vigore fino al 1º agosto 2030"},
        {"it", "in force until {date}", "2030-08", "in vigore fino a agosto 2030"},
        {"fr", "since {date}", "2004-05-01", "depuis le 1er mai 2004"},
        {"fr", "since {date}", "2004-05-11", "depuis le 11 mai 2004"},
        {"fr", "in force until {date}", "2030", "en vigueur jusqu’en 2030"},
        {"fr", "{date} (uncertain)", "1999-01-01", "1er janvier 1999 (incertain)"},
        {"it", "{date} (uncertain)", "1999-01-01", "1º gennaio 1999 (data incerta)"},
        {"ru", "since {date}", "2003-03-02", "со 2 марта 2003 года"},
        {"ru", "since {date}", "2003-03-22", "с 22 марта 2003 года"},
        {"ru", "since {date}", "2003-03", "с марта 2003 года"},
        {"ru", "in force until {date}", "2030-03-02", "действует до 2 марта 2030 года"},
        {"lv", "since {date}", "1955-12", "kopš 1955. gada decembra"},
        {"lv", "since {date}", "1955-11-03", "kopš 1955. gada 3. novembra"},
        {"lv", "in force until {date}", "2030-01-31", "spēkā līdz 2030. gada 31. janvārim"},
        {"lv", "in force until {date}", "2030", "spēkā līdz 2030. gadam"},
        {"lt", "in force until {date}", "2030-06", "galioja iki 2030 m. birželio"},
        {"pl", "in force until {date}", "2030-06", "obowiązuje do czerwca 2030 r."},
        {"de", "since {date}", "195X", "seit den 1950er-Jahren"},
        {"uk", "{date} (uncertain)", "194X", "1940-ві роки (під питанням)"},
        {"uk", "{date} (uncertain)", "199X", "1990-ті роки (під питанням)"},
        {"uk", "{date} (uncertain)", "200X", "2000-ні роки (під питанням)"},
        {"es", "in force until {date}", "2030-06-05", "en vigor hasta el 5 de junio de 2030"},
    };
    apr_pool_t *pool = *state;
    sc_languages_t *all = languages(pool);

    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
        const sc_language_t *language = sc_languages_get(all, sentences[i].tag);
        const char *text = sc_text(language, sentences[i].message);
        const char *filled[] = {NULL, NULL, NULL};

        filled[1] = sc_format_date_in_text(language, sentences[i].edtf, text, &filled[0], pool);
        assert_string_equal(sc_fill(text, filled, pool), sentences[i].said);
    }
}

static void every_language_writes_dates_as_icu_does(void **state)
{
    apr_pool_t *pool = *state;
    sc_languages_t *all = languages(pool);
    const char *const *tag;
    int month;

    for (tag = sc_language_offered(); *tag; tag++) {
        const sc_language_t *language = sc_languages_get(all, *tag);
        const char *year = sc_text_in(language, "span", "{year}");

        /* Unless the catalogue has more to say: Lithuanian "1959 m." */
        assert_string_equal(sc_format_date(language, "1959", pool),
                            strcmp(year, "{year}") == 0
                                ? by_icu(language, u"y", moment(1959, 6, 1), pool)
                                : sc_fill(year, (const char *const[]){"year", "1959", NULL}, pool));
        for (month = 1; month <= 12; month++) {
            UDate date = moment(1955, month, 7);

            assert_string_equal(
                sc_format_date(language, apr_psprintf(pool, "1955-%02d", month), pool),
                by_icu(language, u"yMMMM", date, pool));
            assert_string_equal(
                sc_format_date(language, apr_psprintf(pool, "1955-%02d-07", month), pool),
                by_icu(language, u"yMMMMd", date, pool));
        }
    }
}

static void english_and_japanese_spans_are_icus(void **state)
{
    static const struct {
        const char *from, *until;
        const UChar *skeleton;
        int first[3], last[3];
    } spans[] = {
        {"1959", "1961", u"y", {1959, 1, 1}, {1961, 1, 1}},
        {"1955-11", "1955-12", u"yMMMM", {1955, 11, 1}, {1955, 12, 1}},
        {"1955-11", "1956-01", u"yMMMM", {1955, 11, 1}, {1956, 1, 1}},
        {"2019-04-27", "2019-04-28", u"yMMMMd", {2019, 4, 27}, {2019, 4, 28}},
        {"2019-04-27", "2019-05-01", u"yMMMMd", {2019, 4, 27}, {2019, 5, 1}},
        {"2019-12-31", "2020-01-02", u"yMMMMd", {2019, 12, 31}, {2020, 1, 2}},
    };
    static const char *const tags[] = {"en", "ja", NULL};
    apr_pool_t *pool = *state;
    sc_languages_t *all = languages(pool);
    const char *const *tag;
    size_t i;

    for (tag = tags; *tag; tag++) {
        const sc_language_t *language = sc_languages_get(all, *tag);

        for (i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
            const int *first = spans[i].first;
            const int *last = spans[i].last;

            assert_string_equal(sc_format_span(language, spans[i].from, spans[i].until, pool),
                                span_by_icu(language, spans[i].skeleton,
                                            moment(first[0], first[1], first[2]),
                                            moment(last[0], last[1], last[2]), pool));
        }
    }
}

static void lithuanian_spans_keep_the_words_of_their_dates(void **state)
{
    static const char *const spans[][3] = {
        {"1959", "1961", "1959–1961 m."},
        {"1955-11", "1955-12", "1955 m. lapkritis–gruodis"},
        {"1955-11", "1956-01", "1955 m. lapkritis – 1956 m. sausis"},
        {"2019-04-27", "2019-04-28", "2019 m. balandžio 27–28 d."},
        {"2019-04-27", "2019-05-01", "2019 m. balandžio 27 d. – gegužės 1 d."},
        {"2019-12-31", "2020-01-02", "2019 m. gruodžio 31 d. – 2020 m. sausio 2 d."},
    };
    const sc_language_t *language = sc_languages_get(languages(*state), "lt");
    size_t i;

    for (i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
        assert_string_equal(sc_format_span(language, spans[i][0], spans[i][1], *state),
                            spans[i][2]);
    }
}

static void a_span_of_one_date_is_that_date(void **state)
{
    const sc_language_t *language = english(*state);

    assert_string_equal(sc_format_span(language, "2019-04-27", NULL, *state), "27 April 2019");
    assert_string_equal(sc_format_span(language, "2019-04", "2019-04", *state), "April 2019");
}

static void a_span_says_how_well_each_of_its_ends_is_known(void **state)
{
    const sc_language_t *language = english(*state);

    assert_string_equal(sc_format_span(language, "2019-04-27", "2019-05", *state),
                        "27 April 2019 – May 2019");
    assert_string_equal(sc_format_span(language, "1959~", "1961", *state), "about 1959 – 1961");
}

static void whole_numbers_are_grouped(void **state)
{
    const sc_language_t *language = english(*state);

    assert_string_equal(sc_format_number(language, 0, *state), "0");
    assert_string_equal(sc_format_number(language, 1234567, *state), "1,234,567");
    assert_string_equal(sc_format_number(language, APR_INT64_MIN, *state),
                        "-9,223,372,036,854,775,808");
    assert_string_equal(
        sc_format_number(sc_languages_get(languages(*state), "lt"), 1234567, *state),
        "1\u00a0234\u00a0567");
}

static void fractions_have_no_more_digits_than_asked_for(void **state)
{
    const sc_language_t *language = english(*state);

    assert_string_equal(sc_format_real(language, 1234.5678, 2, *state), "1,234.57");
    assert_string_equal(sc_format_real(language, 157.0, 1, *state), "157");
    assert_string_equal(sc_format_real(language, 2.7, 0, *state), "3");
    assert_string_equal(sc_format_real(language, 0.5, 100, *state), "0.5");
}

static void money_names_its_currency(void **state)
{
    const sc_language_t *language = english(*state);

    assert_string_equal(sc_format_money(language, 5000, "EUR", *state), "€5,000");
    assert_string_equal(sc_format_money(language, 12.5, "EUR", *state), "€12.50");
    assert_string_equal(sc_format_money(language, 12.5, NULL, *state), "12.5");
    assert_string_equal(sc_format_money(language, 12.5, "a/b", *state), "12.5 a/b");
}

static void countries_have_the_names_that_icu_knows_and_kosovo_is_one(void **state)
{
    sc_languages_t *all = languages(*state);
    const char *const *tag;

    for (tag = sc_language_offered(); *tag; tag++) {
        const sc_language_t *language = sc_languages_get(all, *tag);
        UErrorCode status = U_ZERO_ERROR;
        ULocaleDisplayNames *names = uldn_open(language->locale, ULDN_STANDARD_NAMES, &status);
        UChar name[100];
        int32_t length = uldn_regionDisplayName(names, "XK", name, 100, &status);

        uldn_close(names);
        assert_true(U_SUCCESS(status));
        assert_string_equal(sc_format_country(language, NULL, "XK"),
                            sc_utf8_from(name, length, *state));
        assert_string_not_equal(sc_format_country(language, NULL, "JP"), "JP");
    }
    assert_string_equal(sc_format_country(english(*state), NULL, "QQ"), "QQ");
    assert_string_equal(sc_format_country(english(*state), NULL, "nonsense"), "nonsense");
}

static const char *file_with(const char *bytes, apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, make_directory(pool), "/labels.csv", NULL);
    apr_file_t *file;

    assert_int_equal(apr_file_open(&file, path, APR_WRITE | APR_CREATE, APR_OS_DEFAULT, pool),
                     APR_SUCCESS);
    assert_int_equal(apr_file_write_full(file, bytes, strlen(bytes), NULL), APR_SUCCESS);
    apr_file_close(file);
    return path;
}

/* Each country that there is, by each name that pages give it. */
static void countries_are_known_by_their_names_in_every_language(void **state)
{
    sc_languages_t *all = languages(*state);

    for (const char *const *tag = sc_language_offered(); *tag; tag++) {
        char code[3] = "";

        for (int i = 0; i < 26 * 26; i++) {
            const char *name, *named_in;

            code[0] = (char)('A' + i / 26);
            code[1] = (char)('A' + i % 26);
            if (sc_country_is_known(code)) {
                name = sc_format_country(sc_languages_get(all, *tag), NULL, code);
                assert_string_equal(sc_languages_country(all, name, &named_in), code);
            }
        }
    }
}

static void a_sites_own_country_label_goes_before_icus(void **state)
{
    const char *path = file_with("\xEF\xBB\xBF"
                                 "country,lang,label\r\nTW,,\"Taipei, Chinese\"\r\n"
                                 "TW,lt,Taivanas (LT)\r\nTR,en,Türkiye",
                                 *state);
    sc_languages_t *all = languages(*state);
    sc_country_labels_t *labels;
    const char *error = NULL;

    assert_int_equal(sc_country_labels_read(path, &labels, &error, *state), APR_SUCCESS);
    assert_string_equal(sc_format_country(sc_languages_get(all, "en"), labels, "TW"),
                        "Taipei, Chinese");
    assert_string_equal(sc_format_country(sc_languages_get(all, "lt"), labels, "TW"),
                        "Taivanas (LT)");
    assert_string_equal(sc_format_country(sc_languages_get(all, "en"), labels, "TR"), "Türkiye");
    assert_string_equal(sc_format_country(sc_languages_get(all, "ja"), labels, "TR"),
                        sc_format_country(sc_languages_get(all, "ja"), NULL, "TR"));
}

static void a_wrong_file_of_labels_is_refused_with_its_line(void **state)
{
    static const char *const wrong[][2] = {
        {"", "line 1: the first line must be country,lang,label"},
        {"land,lang,label\n", "line 1: the first line must be country,lang,label"},
        {"country,lang,label\nJP,ja\n", "line 2: there must be three columns: country,lang,label"},
        {"country,lang,label\nJP,ja,x\nJapan,ja,y\n",
         "line 3: the country is not a two-letter code of ISO 3166-1"},
        {"country,lang,label\nJP,english!,x\n", "line 2: the language is not a BCP 47 tag"},
        {"country,lang,label\nJP,ja,\n", "line 2: the label must have 1 to 100 characters"},
        {"country,lang,label\nJP,ja,x\nJP,ja,y\n",
         "line 3: the country has a label in this language already"},
        {"country,lang,label\nJP,ja,\xff\n",
         "line 2: the text is not UTF-8, or has control characters"},
        {"country,lang,label\nJP,ja,a\"b\n", "line 2: a quotation mark is out of place"},
        {"country,lang,label\nJP,ja,\"a\n", "line 2: a quoted cell does not end"},
    };
    size_t i;

    for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        sc_country_labels_t *labels = NULL;
        const char *error = NULL;
        apr_status_t status =
            sc_country_labels_read(file_with(wrong[i][0], *state), &labels, &error, *state);

        assert_int_not_equal(status, APR_SUCCESS);
        assert_string_equal(error, wrong[i][1]);
    }
}

static void an_absent_file_of_labels_is_said_to_be_absent(void **state)
{
    sc_country_labels_t *labels = NULL;
    const char *error = NULL;

    assert_true(APR_STATUS_IS_ENOENT(
        sc_country_labels_read("/nonexistent/labels.csv", &labels, &error, *state)));
    assert_non_null(error);
}

static void languages_are_named_and_unknown_tags_stay_themselves(void **state)
{
    const sc_language_t *language = english(*state);

    assert_string_equal(sc_format_language(language, "ja", *state), "Japanese");
    assert_string_equal(sc_format_language(language, "qqq", *state), "qqq");
    assert_string_equal(sc_format_language(language, "not a tag", *state), "not a tag");
    assert_string_equal(sc_language_endonym(sc_languages_get(languages(*state), "lt")), "lietuvių");
}

static void scripts_have_their_direction(void **state)
{
    (void)state;
    assert_string_equal(sc_language_direction("ar"), "rtl");
    assert_string_equal(sc_language_direction("he-IL"), "rtl");
    assert_string_equal(sc_language_direction("az-Arab"), "rtl");
    assert_string_equal(sc_language_direction("ar-Latn"), "ltr");
    assert_string_equal(sc_language_direction("ja"), "ltr");
    assert_string_equal(sc_language_direction("not a tag"), "ltr");
}

#define THREADS 8
#define ROUNDS 200

/* What a busy page asks of the language room, in one text. */
static const char *everything(const sc_languages_t *all, apr_pool_t *pool)
{
    const char *named_in, *text = sc_languages_country(all, "Japonia", &named_in);
    const char *const *tag;

    for (tag = sc_language_offered(); *tag; tag++) {
        const sc_language_t *language = sc_languages_get(all, *tag);

        text = apr_pstrcat(
            pool, text, sc_format_date(language, "2019-02-22", pool),
            sc_format_span(language, "2019-04-27", "2019-05-01", pool),
            sc_format_number(language, 1234567, pool), sc_format_real(language, 157.25, 1, pool),
            sc_format_money(language, 5000, "EUR", pool), sc_format_country(language, NULL, "JP"),
            sc_format_language(language, "zh-Hant", pool), NULL);
    }
    return text;
}

typedef struct work_t {
    const sc_languages_t *all;
    const char *expected;
    int different;
} work_t;

static void *APR_THREAD_FUNC run(apr_thread_t *thread, void *data)
{
    work_t *work = data;
    apr_pool_t *pool = apr_thread_pool_get(thread);
    int i;

    for (i = 0; i < ROUNDS; i++) {
        work->different += strcmp(everything(work->all, pool), work->expected) != 0;
    }
    return NULL;
}

/* Each language is made while all of them want it. */
static void eight_threads_at_once_write_what_one_writes(void **state)
{
    apr_pool_t *pool = *state, *own;
    const char *expected = everything(languages(pool), pool);
    const sc_languages_t *all;
    apr_thread_t *threads[THREADS];
    work_t works[THREADS];
    apr_status_t status;
    int i;

    apr_pool_create(&own, pool);
    all = languages(own);
    for (i = 0; i < THREADS; i++) {
        works[i].all = all;
        works[i].expected = expected;
        works[i].different = 0;
        assert_int_equal(apr_thread_create(&threads[i], NULL, run, &works[i], pool), APR_SUCCESS);
    }
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&status, threads[i]);
        assert_int_equal(works[i].different, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates_are_written_as_precisely_as_they_are_known),
        TEST(a_decade_in_a_sentence_has_an_article),
        TEST(single_days_and_months_have_the_form_that_their_language_wants),
        TEST(every_language_writes_dates_as_icu_does),
        TEST(english_and_japanese_spans_are_icus),
        TEST(lithuanian_spans_keep_the_words_of_their_dates),
        TEST(a_span_of_one_date_is_that_date),
        TEST(a_span_says_how_well_each_of_its_ends_is_known),
        TEST(whole_numbers_are_grouped),
        TEST(fractions_have_no_more_digits_than_asked_for),
        TEST(money_names_its_currency),
        TEST(countries_have_the_names_that_icu_knows_and_kosovo_is_one),
        TEST(countries_are_known_by_their_names_in_every_language),
        TEST(a_sites_own_country_label_goes_before_icus),
        TEST(a_wrong_file_of_labels_is_refused_with_its_line),
        TEST(an_absent_file_of_labels_is_said_to_be_absent),
        TEST(languages_are_named_and_unknown_tags_stay_themselves),
        TEST(scripts_have_their_direction),
        TEST(eight_threads_at_once_write_what_one_writes),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
