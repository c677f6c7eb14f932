/* Forms understand what people write and what our own pages print, and never guess. */

#include "support.h"

#include "language/format.h"
#include "language/reading/date.h"
#include "language/reading/typed.h"
#include "model/entity.h"
#include "model/text/notation.h"
#include "model/value.h"

static sc_writer_t writer(const char *tag, apr_pool_t *pool)
{
    sc_languages_t *made;

    assert_int_equal(sc_languages_create(&made, pool), APR_SUCCESS);
    return (sc_writer_t){sc_languages_get(made, tag), made, sc_foreign_create_in(tag, pool)};
}

typedef struct written_t {
    const sc_entity_t *entity;
    const char *field, *text;
    const char *value; /* NULL: refused; otherwise as the registry keeps it */
} written_t;

static void read_all(sc_writer_t by, const written_t *cases, int count, apr_pool_t *pool)
{
    for (int i = 0; i < count; i++) {
        const sc_field_t *field = sc_entity_field(cases[i].entity, cases[i].field);
        void *record = sc_record_new(cases[i].entity, pool);
        sc_problems_t *problems = sc_problems_new(pool);
        const char *text = sc_read_typed(&by, field, cases[i].text, problems);
        const char *value = NULL;

        if (text && sc_value_from_text(field, record, text, pool, problems)) {
            value = sc_value_to_text(field, record, pool);
        }
        if (cases[i].value ? !value || strcmp(value, cases[i].value) != 0 : value != NULL) {
            fail_msg("%s of %s: %s", cases[i].text, field->name, value ? value : "refused");
        }
        assert_int_equal(problems->items->nelts, value ? 0 : 1);
    }
}

#define READ_ALL(tag, cases, pool)                                                                 \
    read_all(writer(tag, pool), cases, sizeof(cases) / sizeof((cases)[0]), pool)

static void dates_are_read_as_people_write_them(void **state)
{
    static const written_t cases[] = {
        {&sc_partnership, "established", "25.11.2024", "2024-11-25"},
        {&sc_partnership, "established", "11/25/2024", "2024-11-25"},
        {&sc_partnership, "established", " 25 November 2024 ", "2024-11-25"},
        {&sc_partnership, "established", "November 2024", "2024-11"},
        {&sc_partnership, "established", "2024.11.25", "2024-11-25"},
        {&sc_partnership, "established", "05.05.2024", "2024-05-05"},
        {&sc_partnership, "established", "令和6年11月25日", "2024-11-25"},
        {&sc_partnership, "established", "平成元年", "1989"},
        {&sc_partnership, "established", "２０２４年１１月２５日", "2024-11-25"},
        {&sc_partnership, "established", "昭和60年(1985年)5月3日", "1985-05-03"},
        {&sc_partnership, "established", "昭和60年(1986年)5月3日", NULL},
        {&sc_partnership, "established", "中華民國七十八年五月三日", "1989-05-03"},
        {&sc_partnership, "established", "昭和十年十月十日", "1935-10-10"},
        {&sc_partnership, "established", "一九八五年十二月三十日", "1985-12-30"},
        {&sc_partnership, "established", "一九八五年十月", "1985-10"},
        {&sc_partnership, "established", "2024年11月25日（月）", "2024-11-25"},
        {&sc_partnership, "established", "2024年11月24日日曜日", "2024-11-24"},
        {&sc_partnership, "established", "Monday, 25 November 2024", "2024-11-25"},
        {&sc_partnership, "established", "sexta-feira, 17 de maio de 1985", "1985-05-17"},
        {&sc_partnership, "established", "พ.ค. 2536", "1993-05"},
        {&sc_partnership, "established", "17 تشرين الثاني 1987", "1987-11-17"},
        {&sc_partnership, "established", "17. Jänner 1987", "1987-01-17"},
        {&sc_partnership, "established", "1985. gada 5. maijā", "1985-05-05"},
        {&sc_partnership, "established", "17 listopada 1987", NULL},
        {&sc_partnership, "established", "out. de 1987", "1987-10"},
        {&sc_partnership, "established", "1990.1", NULL},
        {&sc_partnership, "established", "1990.10", "1990-10"},
        {&sc_partnership, "established", "-1402", NULL},
        {&sc_partnership, "established", "–1985", NULL},
        {&sc_partnership, "established", "1985–", "1985"},
        {&sc_partnership, "established", "15 رمضان 1405", NULL},
        {&sc_partnership, "established", "2024 m. lapkričio 25 d.", "2024-11-25"},
        {&sc_partnership, "established", "1959~", "1959~"},
        {&sc_partnership, "established", "03/04/2019", NULL},
        {&sc_partnership, "established", "03.04.2019", NULL},
        {&sc_partnership, "established", "31.02.2019", NULL},
        {&sc_partnership, "established", "in spring", NULL},
        {&sc_partnership, "established", "c. 1985", "1985~"},
        {&sc_partnership, "established", "1980s", "198X"},
    };

    READ_ALL("en", cases, *state);
}

static void dates_of_lists_from_anywhere_are_read(void **state)
{
    static const char *const cases[][2] = {
        {"26 พฤษภาคม 2536", "1993-05-26"},
        {"พ.ศ. 2536", "1993"},
        {"ค.ศ. 1993", "1993"},
        {"ปี 2536", "1993"},
        {"๒๖ พฤษภาคม ๒๕๓๖", "1993-05-26"},
        {"昭和35年6月27日", "1960-06-27"},
        {"令和元年5月1日", "2019-05-01"},
        {"民國78年", "1989"},
        {"S35.6.27", "1960-06-27"},
        {"明治元年", "1868"},
        {"大正10年", "1921"},
        {"2003년 8월 26일", "2003-08-26"},
        {"1959年", "1959"},
        {"1959年頃", "1959~"},
        {"２０２４年１１月２５日", "2024-11-25"},
        {"12 de janeiro de 1996", "1996-01-12"},
        {"1º de janeiro de 1996", "1996-01-01"},
        {"7th April 2014", "2014-04-07"},
        {"April 7th, 2014", "2014-04-07"},
        {"19680323", "1968-03-23"},
        {"19681323", NULL},
        {"1997-10-23T00:00:00Z", "1997-10-23"},
        {"1997-10-23 00:00:00", "1997-10-23"},
        {"c. 1985", "1985~"},
        {"ca. 1985", "1985~"},
        {"about 1985", "1985~"},
        {"circa May 1985", "1985-05~"},
        {"1980s", "198X"},
        {"the 1980s", "198X"},
        {"1900s", NULL},
        {"1980er", "198X"},
        {"1980年代", "198X"},
        {"2024.01.28", "2024-01-28"},
        {"1990/01/18", "1990-01-18"},
        {"1997 m. rugpjūčio 30 d.", "1997-08-30"},
        {"2015 m.", "2015"},
        {"1992 m. gegužės 7 d.", "1992-05-07"},
        {"1992 m. gegužė", "1992-05"},
        {"12 de enero de 1996", "1996-01-12"},
        {"le 1er mai 1987", "1987-05-01"},
        {"den 3. Oktober 1990", "1990-10-03"},
        {"am 3. Oktober 1990", "1990-10-03"},
        {"3 maja 1998 r.", "1998-05-03"},
        {"3 мая 1998 г.", "1998-05-03"},
        {"3 травня 1998 року", "1998-05-03"},
        {"3 maggio 1998", "1998-05-03"},
        {"4. května 1998", "1998-05-04"},
        {"4 mai 1998", "1998-05-04"},
        {"4 maj 1998", "1998-05-04"},
        {"1998. április 22.", "1998-04-22"},
        {"22. huhtikuuta 1998", "1998-04-22"},
        {"22 Nisan 1998", "1998-04-22"},
        {"1955. gada 4. decembris", "1955-12-04"},
        {"4 V 1998", "1998-05-04"},
        {"4 Μαΐου 1998", "1998-05-04"},
        {"1996. 5. 7.", "1996-05-07"},
        {"Jun.30.1966", "1966-06-30"},
        {"May 1998", "1998-05"},
        {"in spring", NULL},
        {"31.02.2019", NULL},
        {"12", NULL},
        {"R", NULL},
        {"S", NULL},
        {"II", NULL},
        {"24 d. 1990", NULL},
        {"Total", NULL},
        {"2536", "2536"},
        {"30.06.1966 00:00:00", "1966-06-30"},
        {"1985?", "1985?"},
        {"с 1999 года", "1999"},
        {"з 1999 року", "1999"},
        {"kopš 1999. gada", "1999"},
        {"منذ عام 1999", "1999"},
        {"自1999年5月起", "1999-05"},
        {"1999年から", "1999"},
        {"1999년부터", "1999"},
        {"1436 هـ", NULL}, /* not a year of ours */
    };
    sc_foreign_t *foreign = sc_foreign_create(*state);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *date = sc_read_date(foreign, cases[i][0], SC_READ_DAY_FIRST, *state);

        if (cases[i][1] ? !date || strcmp(date, cases[i][1]) != 0 : date != NULL) {
            fail_msg("%s: %s", cases[i][0], date ? date : "refused");
        }
    }
}

static void what_was_learned_for_one_list_serves_all_that_come_after_it(void **state)
{
    clock_t began = 0;

    for (int i = 0; i < 20; i++) {
        sc_foreign_t *foreign = sc_foreign_create(*state);

        assert_string_equal(sc_foreign_country(foreign, "ALMANYA"), "DE");
        assert_int_equal(sc_foreign_month(foreign, "juin"), 6);
        began = began ? began : clock();
    }
    assert_true(seconds_since(began) < 0.2);
}

static void what_pages_print_is_read_in_every_language(void **state)
{
    static const char *const dates[] = {"1959",    "1955-12",     "2024-11-25", "195X",
                                        "19XX",    "1959~",       "1955-12?",   "2024-11-25%",
                                        "195X~",   "1001",        "1990-01-01", "2000-02-29",
                                        "2024-05", "1999-08-31?", "18XX%"};
    static const char *const numbers[] = {"0.5", "8912", "15000.5", "-71.06", "1234567", "49.7475"};
    static const char *const marked[] = {"\u061c-71.06", "\u2068\u200e-71.06\u2069",
                                         "\u200f\u2212\u0667\u0661\u066b\u0660\u0666"};
    const sc_field_t *date = sc_entity_field(&sc_partnership, "established");
    const sc_field_t *amount = sc_entity_field(&sc_approval, "budget_amount");
    const char *const *tag;

    for (tag = sc_language_offered(); *tag; tag++) {
        sc_writer_t by = writer(*tag, *state);
        sc_problems_t *problems = sc_problems_new(*state);

        for (apr_size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
            const char *printed = sc_format_date(by.language, dates[i], *state);
            const char *read = sc_read_typed(&by, date, printed, problems);

            if (!read || strcmp(read, dates[i]) != 0) {
                fail_msg("%s in %s: %s", printed, *tag, read ? read : "refused");
            }
        }
        for (apr_size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
            const char *printed = sc_format_real(by.language, atof(numbers[i]), 6, *state);
            const char *read = sc_read_typed(&by, amount, printed, problems);
            double form;

            /* What a form has itself, such as 8.912, means the same in German, too. */
            if (sc_real_read(printed, &form) && form != atof(numbers[i])) {
                continue;
            }
            if (!read || strcmp(read, numbers[i]) != 0) {
                fail_msg("%s in %s: %s", printed, *tag, read ? read : "refused");
            }
        }
    }
    for (apr_size_t i = 0; i < sizeof(marked) / sizeof(marked[0]); i++) {
        sc_writer_t by = writer("en", *state);

        assert_string_equal(sc_read_typed(&by, amount, marked[i], sc_problems_new(*state)),
                            "-71.06");
    }
}

static void amounts_are_read_with_the_currency_that_pages_print_beside_them(void **state)
{
    static const char *const currencies[] = {"EUR", "JPY", "USD", "PLN", "UAH", "CNY", "LTL"};
    static const char *const numbers[] = {"5", "15000", "1234567"};
    static const char *const others[] = {"15000", "€", "15000 € $", "EUR 1 EUR", "15000 people"};
    const sc_field_t *amount = sc_entity_field(&sc_approval, "budget_amount");
    sc_writer_t by = writer("en", *state);
    const char *currency = "USD", *const * tag;

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_null(sc_read_amount(&by, others[i], &currency, *state));
    }
    assert_null(sc_read_amount(&by, "€15,000", &currency, *state));
    assert_string_equal(currency, "USD");
    for (tag = sc_language_offered(); *tag; tag++) {
        by = writer(*tag, *state);
        for (size_t i = 0; i < sizeof(currencies) / sizeof(currencies[0]) * 3; i++) {
            const char *is = currencies[i / 3];
            const char *printed = sc_format_money(by.language, atof(numbers[i % 3]), is, *state);
            const char *read, *number;

            currency = i % 2 ? "" : is;
            number = sc_read_amount(&by, printed, &currency, *state);
            read = number ? sc_read_typed(&by, amount, number, sc_problems_new(*state)) : NULL;
            if (!read || atof(read) != atof(numbers[i % 3]) || strcmp(currency, is) != 0) {
                fail_msg("%s in %s: %s %s", printed, *tag, read ? read : "refused", currency);
            }
        }
    }
}

static void numbers_are_read_with_the_marks_that_people_put_into_them(void **state)
{
    static const written_t cases[] = {
        {&sc_place, "latitude", "49,7475", "49.7475"},
        {&sc_place, "latitude", "49,747", "49.747"},
        {&sc_place, "latitude", "−71,06", "-71.06"},
        {&sc_place, "latitude", "49°", NULL},
        {&sc_place, "population", "22 000", "22000"},
        {&sc_place, "population", "8,912", "8912"},
        {&sc_place, "population", "1.234.567", "1234567"},
        {&sc_place, "population", "１２３４", "1234"},
        {&sc_place, "population", "1,2,3", NULL},
        {&sc_place, "population", "12.5", NULL},
        {&sc_place, "population", "12 34", NULL},
        {&sc_approval, "budget_amount", "15 000,50", "15000.5"},
        {&sc_approval, "budget_amount", "15.000,50", "15000.5"},
        {&sc_approval, "budget_amount", "15'000.50", "15000.5"},
        {&sc_approval, "budget_amount", "15,000", "15000"},
        {&sc_approval, "budget_amount", "15.000", NULL},
        {&sc_approval, "budget_amount", "15.5", "15.5"},
        {&sc_approval, "budget_amount", "15.123", "15.123"},
    };
    static const written_t in_lithuanian[] = {
        {&sc_approval, "budget_amount", "15,123", "15.123"},
        {&sc_approval, "budget_amount", "15,000", NULL},
    };

    READ_ALL("en", cases, *state);
    READ_ALL("lt", in_lithuanian, *state);
}

static void addresses_languages_and_countries_are_read_as_people_write_them(void **state)
{
    static const written_t cases[] = {
        {&sc_place, "website", "www.plzen.eu", "https://www.plzen.eu"},
        {&sc_place, "website", "plzen.eu/en?a=b", "https://plzen.eu/en?a=b"},
        {&sc_place, "website", "http://plzen.eu", "http://plzen.eu"},
        {&sc_place, "website", "mayor@plzen.eu", NULL},
        {&sc_place, "website", "plzen", NULL},
        {&sc_place, "website", "our own site", NULL},
        {&sc_place, "website", "javascript:alert(1.2)", NULL},
        {&sc_place, "wikidata", "https://www.wikidata.org/wiki/Q43453", "Q43453"},
        {&sc_place, "country", "Czech Republic", "CZ"},
        {&sc_place, "country", "日本", "JP"},
        {&sc_name, "lang", "German", "de"},
        {&sc_name, "lang", "vokiečių", "de"},
        {&sc_name, "lang", "日本語", "ja"},
        {&sc_name, "lang", "zh-hant", "zh-Hant"},
        {&sc_name, "lang", "Klingonese", NULL},
    };

    READ_ALL("lt", cases, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates_are_read_as_people_write_them),
        TEST(dates_of_lists_from_anywhere_are_read),
        TEST(what_was_learned_for_one_list_serves_all_that_come_after_it),
        TEST(what_pages_print_is_read_in_every_language),
        TEST(amounts_are_read_with_the_currency_that_pages_print_beside_them),
        TEST(numbers_are_read_with_the_marks_that_people_put_into_them),
        TEST(addresses_languages_and_countries_are_read_as_people_write_them),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
