/* A year of partnerships, as a council reads it. */

#include "database.h"

#include "store/import/import.h"
#include "store/load/load.h"

static void bring_in(registry_t *registry, const sc_entity_t *entity, const char *bytes)
{
    sc_import_text_t text = {
        .name = "list.csv", .bytes = bytes, .length = strlen(bytes), .entity = entity};
    sc_import_t import = {0};

    assert_int_equal(sc_import_text(registry->db, registry->pool, &text, &import), APR_SUCCESS);
    assert_int_equal(import.finding_count, 0);
}

static registry_t *a_busy_year(void **state)
{
    registry_t *registry = *state;

    bring_in(registry, &sc_place,
             "slug,name,country\nboston-us,Boston,US\nkyoto-jp,Kyoto,JP\npadua-it,Padua,IT\n"
             "belfast-gb,Belfast,GB\noslo-no,Oslo,NO\n");
    bring_in(registry, &sc_partnership,
             "slug,parties,type,status,established,ended\n"
             "kyoto,boston-us|kyoto-jp,sister,active,1959,\n"
             "padua,boston-us|padua-it,sister,active,1983-04,\n"
             "belfast,boston-us|belfast-gb,sister,terminated,2014,2018\n"
             "oslo,kyoto-jp|oslo-no,sister,active,1969,\n");
    bring_in(registry, &sc_activity,
             "slug,partnership,title,start,end,participants\n"
             "visit,kyoto,Visit,2019-04-27,2019-04-28,mayors;count=5|choir;count=30\n"
             "choir,kyoto,Choir,2019,,students\n"
             "winter,kyoto,Winter,2018-12-30,2019-01-02,skaters;count=2\n"
             "later,kyoto,Later,2020-01-01,,\n"
             "old,padua,Long ago,201X,,\n");
    bring_in(registry, &sc_agreement,
             "slug,partnership,kind,date\nrenewal,kyoto,renewal,2019-04-27\n");
    bring_in(registry, &sc_gift,
             "slug,partnership,object,date\ntree,padua,A tree,2019-06\nhouse,kyoto,A house,1979\n");
    return registry;
}

static sc_report_t read_year(registry_t *registry, int year, const char *place)
{
    sc_report_t report = {.year = year, .place = place};

    if (sc_load_report(registry->db, registry->pool, &report) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(registry->db));
    }
    return report;
}

static const sc_report_row_t *row(const sc_report_t *report, const char *partnership)
{
    int i;

    for (i = 0; i < report->rows->nelts; i++) {
        const sc_report_row_t *one = &APR_ARRAY_IDX(report->rows, i, sc_report_row_t);

        if (strcmp(one->partnership->slug, partnership) == 0) {
            return one;
        }
    }
    fail_msg("%s is not in the report", partnership);
    return NULL;
}

static void a_report_has_what_happened_in_the_year_and_nothing_else(void **state)
{
    registry_t *registry = a_busy_year(state);
    sc_report_t report = read_year(registry, 2019, "boston-us");
    const sc_report_row_t *kyoto = row(&report, "kyoto");

    assert_int_equal(report.rows->nelts, 2);
    assert_int_equal(kyoto->activities->nelts, 3);
    assert_string_equal(SC_AT(kyoto->activities, 0, sc_activity_t)->slug, "winter");
    assert_int_equal(kyoto->agreements->nelts, 1);
    assert_int_equal(kyoto->gifts->nelts, 0);
    assert_int_equal(row(&report, "padua")->gifts->nelts, 1);
    assert_int_equal(row(&report, "padua")->activities->nelts, 0);
}

static void participants_are_added_up_as_far_as_they_are_recorded(void **state)
{
    registry_t *registry = a_busy_year(state);
    sc_report_t report = read_year(registry, 2019, "boston-us");

    assert_int_equal(row(&report, "kyoto")->participants, 37);
    assert_int_equal(row(&report, "padua")->participants, SC_NO_INTEGER);
}

static void round_anniversaries_are_told_even_if_nothing_else_happened(void **state)
{
    registry_t *registry = a_busy_year(state);
    sc_report_t report = read_year(registry, 2019, NULL);

    assert_int_equal(report.rows->nelts, 3);
    assert_int_equal(row(&report, "kyoto")->years, 60);
    assert_int_equal(row(&report, "padua")->years, 0);
    assert_int_equal(row(&report, "oslo")->years, 50);
}

static void what_was_over_by_then_has_no_anniversary_and_is_not_in_force(void **state)
{
    registry_t *registry = a_busy_year(state);

    assert_int_equal(read_year(registry, 2019, "boston-us").in_force, 2);
    assert_int_equal(read_year(registry, 2016, "boston-us").in_force, 3);
    assert_int_equal(read_year(registry, 1960, "boston-us").in_force, 1);
    assert_int_equal(read_year(registry, 2024, "belfast-gb").rows->nelts, 0);
}

static void an_empty_year_is_an_empty_report(void **state)
{
    registry_t *registry = a_busy_year(state);

    assert_int_equal(read_year(registry, 1950, NULL).rows->nelts, 0);
    assert_int_equal(read_year(registry, 2019, "atlantis").rows->nelts, 0);
    assert_int_equal(read_year(registry, 2019, "atlantis").in_force, 0);
}

static void a_report_survives_what_is_renamed_while_it_is_read(void **state)
{
    registry_t *registry = a_busy_year(state);

    if (rename_all_the_time(registry, "partnerships")) {
        sc_report_t report = read_year(registry, 2019, NULL);
        int i;

        for (i = 0; i < report.rows->nelts; i++) {
            assert_non_null(APR_ARRAY_IDX(report.rows, i, sc_report_row_t).partnership);
        }
    }
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_report_has_what_happened_in_the_year_and_nothing_else),
        NAMED(participants_are_added_up_as_far_as_they_are_recorded),
        NAMED(round_anniversaries_are_told_even_if_nothing_else_happened),
        NAMED(what_was_over_by_then_has_no_anniversary_and_is_not_in_force),
        NAMED(an_empty_year_is_an_empty_report),
        NAMED(a_report_survives_what_is_renamed_while_it_is_read),
    };

    return RUN_ON_BOTH(tests);
}
