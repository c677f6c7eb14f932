#include "support.h"

#include "model/text/edtf.h"

static const char *const good[] = {
    "0001",     "0836",        "1959",       "9999",       "1955-12",   "2019-02-22", "195X",
    "19XX",     "000X",        "00XX",       "1959?",      "1959~",     "1959%",      "195X~",
    "1955-12?", "2019-02-22%", "2000-02-29", "1600-02-29", "2024-02-29"};

static const char *const bad[] = {"",
                                  "0",
                                  "836",
                                  "0000",
                                  "00000",
                                  "19590",
                                  "-0044",
                                  "+1959",
                                  " 1959",
                                  "1959 ",
                                  "195x",
                                  "19X5",
                                  "1X59",
                                  "1XXX",
                                  "XXXX",
                                  "195X-01",
                                  "1959-",
                                  "1959-0",
                                  "1959-00",
                                  "1959-13",
                                  "1959-1",
                                  "1959-1-1",
                                  "1959-21",
                                  "1959-01-",
                                  "1959-01-00",
                                  "1966-06-31",
                                  "1959-02-29",
                                  "1900-02-29",
                                  "1959-01-32",
                                  "1959-01-01T00:00",
                                  "1959-01-01-01",
                                  "1959??",
                                  "?1959",
                                  "1959/1960",
                                  "1959/..",
                                  "[1959,1960]",
                                  "1959-XX",
                                  "1959-12-XX",
                                  "Y19590",
                                  "１９５９",
                                  "1959\n"};

static void dates_come_back_as_they_were_written(void **state)
{
    apr_size_t i;

    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        sc_date_t date;

        if (sc_edtf_parse(good[i], &date) != APR_SUCCESS) {
            fail_msg("%s is refused", good[i]);
        }
        assert_string_equal(sc_edtf_text(&date, *state), good[i]);
        assert_true(strlen(good[i]) <= SC_EDTF_LIMIT);
    }
}

static void anything_else_is_refused(void **state)
{
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        sc_date_t date;

        if (sc_edtf_parse(bad[i], &date) == APR_SUCCESS) {
            fail_msg("%s is accepted", bad[i]);
        }
    }
}

static void a_date_knows_how_precise_it_is(void **state)
{
    sc_date_t date;

    (void)state;
    assert_int_equal(sc_edtf_parse("195X~", &date), APR_SUCCESS);
    assert_int_equal(date.precision, SC_PRECISION_DECADE);
    assert_int_equal(date.year, 1950);
    assert_int_equal(date.approximate, 1);
    assert_int_equal(date.uncertain, 0);
    assert_int_equal(sc_edtf_parse("1955-12%", &date), APR_SUCCESS);
    assert_int_equal(date.precision, SC_PRECISION_MONTH);
    assert_int_equal(date.month, 12);
    assert_int_equal(date.day, 0);
    assert_true(date.approximate && date.uncertain);
}

static void check_span(const char *text, const char *expected_first, const char *expected_last)
{
    sc_date_t date;
    char first[11], last[11];

    assert_int_equal(sc_edtf_parse(text, &date), APR_SUCCESS);
    sc_edtf_span(&date, first, last);
    assert_string_equal(first, expected_first);
    assert_string_equal(last, expected_last);
}

static void a_date_spans_all_days_it_can_mean(void **state)
{
    (void)state;
    check_span("19XX", "1900-01-01", "1999-12-31");
    check_span("195X", "1950-01-01", "1959-12-31");
    check_span("00XX", "0001-01-01", "0099-12-31");
    check_span("000X", "0001-01-01", "0009-12-31");
    check_span("1959?", "1959-01-01", "1959-12-31");
    check_span("2024-02", "2024-02-01", "2024-02-29");
    check_span("2023-02", "2023-02-01", "2023-02-28");
    check_span("2019-02-22", "2019-02-22", "2019-02-22");
}

static void years_are_as_exact_as_the_date(void **state)
{
    (void)state;
    assert_int_equal(sc_edtf_years("1959", "2026-11-22"), 67);
    assert_int_equal(sc_edtf_years("1955-12", "2026-11-22"), 70);
    assert_int_equal(sc_edtf_years("1955-12", "2026-12-31"), 70);
    assert_int_equal(sc_edtf_years("1955-12", "2027-01-01"), 71);
    assert_int_equal(sc_edtf_years("2011-12", "2027-02-15"), 15);
    assert_int_equal(sc_edtf_years("2019-02-22", "2026-02-21"), 6);
    assert_int_equal(sc_edtf_years("2019-02-22", "2026-02-22"), 7);
    assert_int_equal(sc_edtf_years("2000-02-29", "2001-02-27"), 0);
    assert_int_equal(sc_edtf_years("2000-02-29", "2001-02-28"), 1);
    assert_int_equal(sc_edtf_years("2000-02-29", "2004-02-28"), 3);
    assert_int_equal(sc_edtf_years("2000-02-28", "2004-02-28"), 4);
    assert_int_equal(sc_edtf_years("2026-11", "2026-11-22"), 0);
    assert_int_equal(sc_edtf_years("2026", "2026-01-01"), 0);
}

static void years_are_unknown_for_the_future_and_for_vague_dates(void **state)
{
    (void)state;
    assert_int_equal(sc_edtf_years("1985~", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years("1985-06?", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years("2027", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years("2026-12", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years("2026-11-23", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years("195X", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years("soon", "2026-11-22"), -1);
    assert_int_equal(sc_edtf_years(NULL, "2026-11-22"), -1);
}

static void a_date_is_past_when_its_last_day_is(void **state)
{
    (void)state;
    assert_true(sc_edtf_is_past("2026-11-21", "2026-11-22"));
    assert_false(sc_edtf_is_past("2026-11-22", "2026-11-22"));
    assert_false(sc_edtf_is_past("2026-11", "2026-11-30"));
    assert_true(sc_edtf_is_past("2026-11", "2026-12-01"));
    assert_false(sc_edtf_is_past("2026", "2026-12-31"));
    assert_true(sc_edtf_is_past("2025", "2026-01-01"));
    assert_false(sc_edtf_is_past("202X", "2026-01-01"));
    assert_false(sc_edtf_is_past(NULL, "2026-01-01"));
}

static void months_later_is_as_precise_as_the_date_was(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(sc_edtf_plus_months("1997-04", 60, pool), "2002-04");
    assert_string_equal(sc_edtf_plus_months("2002-10", 36, pool), "2005-10");
    assert_string_equal(sc_edtf_plus_months("1997", 60, pool), "2002");
    assert_string_equal(sc_edtf_plus_months("1997", 18, pool), "1998");
    assert_string_equal(sc_edtf_plus_months("2019-02-22?", 12, pool), "2020-02-22?");
    assert_string_equal(sc_edtf_plus_months("2019-01-31", 1, pool), "2019-02-28");
    assert_string_equal(sc_edtf_plus_months("2020-02-29", 12, pool), "2021-02-28");
    assert_string_equal(sc_edtf_plus_months("2020-12-31", 1, pool), "2021-01-31");
    assert_string_equal(sc_edtf_plus_months("2020-01", -1, pool), "2019-12");
}

static void months_later_is_unknown_beyond_the_calendar(void **state)
{
    apr_pool_t *pool = *state;

    assert_null(sc_edtf_plus_months("9999-12", 1, pool));
    assert_null(sc_edtf_plus_months("0001-01", -1, pool));
    assert_null(sc_edtf_plus_months("195X", 12, pool));
    assert_null(sc_edtf_plus_months("then", 12, pool));
    assert_null(sc_edtf_plus_months(NULL, 12, pool));
}

static void texts_sort_as_time_goes(void **state)
{
    static const char *const sorted[] = {"0836",    "1955",       "1955-12",    "1955-12-07",
                                         "1958-01", "1959-12-31", "195X",       "1960",
                                         "19XX",    "2019-02-22", "2019-02-23", "202X"};
    apr_size_t i;

    (void)state;
    for (i = 1; i < sizeof(sorted) / sizeof(sorted[0]); i++) {
        assert_true(strcmp(sorted[i - 1], sorted[i]) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates_come_back_as_they_were_written),
        TEST(anything_else_is_refused),
        TEST(a_date_knows_how_precise_it_is),
        TEST(a_date_spans_all_days_it_can_mean),
        TEST(years_are_as_exact_as_the_date),
        TEST(years_are_unknown_for_the_future_and_for_vague_dates),
        TEST(a_date_is_past_when_its_last_day_is),
        TEST(months_later_is_as_precise_as_the_date_was),
        TEST(months_later_is_unknown_beyond_the_calendar),
        TEST(texts_sort_as_time_goes),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
