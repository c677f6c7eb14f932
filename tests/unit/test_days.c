/* What a page says of a beginning, day by day: a table that test_days.py reckons for itself. */

#include "sample_view.h"

#include "present/page/part/part.h"

static const char *const beginnings[] = {"2012-02-29", "2011-12", "2012",       "1955-12",
                                         "1956-01",    "1985~",   "198X",       "2000-02-28",
                                         "2027-03-01", "2026-02", "1959-12-31", "2027"};
static const char *const tags[] = {"en", "lt", "ja"};

#define FIRST_YEAR 2025
#define YEARS 4

static int days_of_month(int year, int month)
{
    return month == 2 ? 28 + (year % 4 == 0) : 30 + (month + (month > 7)) % 2;
}

/* "SINCE | NEXT ANNIVERSARY" */
static const char *said(const sc_view_t *view, const char *established)
{
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, view->pool);
    const char *milestone;

    partnership->status = "active";
    partnership->established = established;
    milestone = sc_part_milestone(view, partnership);
    return apr_pstrcat(view->pool, sc_part_since(view, partnership), " | ",
                       milestone ? milestone : "", NULL);
}

/* A line for each day on which the words change: LANGUAGE, BEGINNING, DAY, WORDS. */
static void print_table(sc_view_t *view, const char *established, apr_pool_t *pool)
{
    char before[1000] = "";
    apr_pool_t *day;

    apr_pool_create(&day, pool);
    view->pool = day;
    for (int i = 0; i < YEARS * 12; i++) {
        int year = FIRST_YEAR + i / 12, month = i % 12 + 1;

        for (int number = 1; number <= days_of_month(year, month); number++) {
            const char *now;

            apr_pool_clear(day);
            view->today = apr_psprintf(day, "%04d-%02d-%02d", year, month, number);
            now = said(view, established);
            if (strcmp(now, before) != 0) {
                printf("%s\t%s\t%s\t%s\n", sc_language_tag(view->language), established,
                       view->today, now);
                apr_cpystrn(before, now, sizeof(before));
            }
        }
    }
}

static void nothing_is_said_to_be_older_than_it_is(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");

    view->today = "2026-12-31";
    assert_non_null(strstr(said(view, "1955-12"), "70 years"));
    assert_null(strstr(said(view, "1985~"), "years"));
}

int main(int argc, const char *const *argv)
{
    const struct CMUnitTest tests[] = {TEST(nothing_is_said_to_be_older_than_it_is)};
    void *pool = NULL;

    if (argc < 2) {
        return cmocka_run_group_tests(tests, start_apr, stop_apr);
    }
    (void)argv;
    start_apr(NULL);
    make_pool(&pool);
    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
        sc_view_t *view = view_in(pool, tags[i], "/");

        for (size_t j = 0; j < sizeof(beginnings) / sizeof(beginnings[0]); j++) {
            print_table(view, beginnings[j], pool);
        }
    }
    return 0;
}
