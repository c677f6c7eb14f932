/* What is in force on a day, and what is planned for a later one. */

#include "edited.h"

#include "store/load/load.h"
#include "store/load/load_statistics.h"
#include "store/query/facets.h"
#include "store/query/list.h"

#define TODAY "2026-11-28"

/* One partnership of each sort, named by its sort, with Kaunas. */
static const struct {
    const char *sort, *members;
} sorts[] = {{"active", "'status': 'active', 'established': '1990'"},
             {"dormant", "'status': 'dormant', 'established': '1990'"},
             {"unknown", "'status': 'unknown', 'established': '1990'"},
             {"suspended", "'status': 'suspended', 'established': '1990'"},
             {"forming", "'status': 'forming'"},
             {"begins", "'status': 'active', 'established': '2027-03-01'"},
             {"ends", "'status': 'terminated', 'established': '1990', 'ended': '2027-06-30'"},
             {"over", "'status': 'terminated', 'established': '1990', 'ended': '2022'"}};

enum { SORT_COUNT = sizeof(sorts) / sizeof(sorts[0]) };

static apr_status_t rebuild(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_rebuild(db, pool);
}

static registry_t *mixed_registry(void **state)
{
    registry_t *registry = *state;

    sc_db_set_today(registry->db, TODAY);
    create(registry, &sc_place, "{'slug': 'kaunas-lt', 'name': 'Kaunas', 'country': 'LT'}");
    create(registry, &sc_place, "{'slug': 'aheim-de', 'name': 'Aheim', 'country': 'DE'}");
    for (int i = 0; i < SORT_COUNT; i++) {
        create(registry, &sc_partnership,
               apr_psprintf(registry->pool,
                            "{'slug': '%s', 'type': 'sister', 'parties': [{'place': 'kaunas-lt'}, "
                            "{'place': 'aheim-de'}], %s}",
                            sorts[i].sort, sorts[i].members));
    }
    must(registry, sc_db_transaction(registry->db, registry->pool, rebuild, NULL));
    return registry;
}

static int has(const sc_list_t *list, const char *slug)
{
    for (int i = 0; i < list->items->nelts; i++) {
        if (strcmp(SC_AT(list->items, i, sc_partnership_t)->slug, slug) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The slugs of a list in the order of sorts[], joined by spaces. */
static const char *listed(registry_t *registry, sc_query_t query)
{
    const char *text = "";
    sc_list_t *list;

    query.limit = 50;
    must(registry, sc_list_read(registry->db, registry->pool, &sc_partnership, &query, &list));
    for (int i = 0; i < SORT_COUNT; i++) {
        if (has(list, sorts[i].sort)) {
            text = apr_pstrcat(registry->pool, text, *text ? " " : "", sorts[i].sort, NULL);
        }
    }
    assert_int_equal(list->total, list->items->nelts);
    return text;
}

#define LISTED(...) listed(registry, (sc_query_t){__VA_ARGS__})

static sc_overview_t *overview(registry_t *registry)
{
    const sc_query_t query = {.limit = 50};
    void *data;

    must(registry, sc_load_overview(registry->db, registry->pool, NULL, &query, &data));
    return data;
}

static apr_int64_t reported(registry_t *registry, int year)
{
    sc_report_t report = {.year = year, .place = "kaunas-lt"};

    must(registry, sc_load_report(registry->db, registry->pool, &report));
    return report.in_force;
}

static apr_int64_t counted(registry_t *registry, const char *status)
{
    const sc_query_t query = {.limit = 50};
    const apr_array_header_t *tallies;
    void *data;

    must(registry, sc_load_statistics(registry->db, registry->pool, NULL, &query, &data));
    tallies = ((sc_statistics_t *)data)->tallies[SC_STATISTIC_STATUS];
    for (int i = 0; i < tallies->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(tallies, i, sc_tally_t).word, status) == 0) {
            return APR_ARRAY_IDX(tallies, i, sc_tally_t).count;
        }
    }
    return 0;
}

static void all_count_the_same_as_in_force(void **state)
{
    registry_t *registry = mixed_registry(state);

    assert_string_equal(LISTED(.as_of = TODAY), "active dormant unknown ends");
    assert_int_equal(overview(registry)->in_force, 4);
    assert_int_equal(reported(registry, 2026), 4);
    assert_string_equal(LISTED(.status = "active"), "active ends");
    assert_string_equal(LISTED(.status = "forming"), "forming begins");
    assert_string_equal(LISTED(.status = "terminated"), "over");
    assert_int_equal(counted(registry, "active"), 2);
    assert_int_equal(counted(registry, "forming"), 2);
    assert_int_equal(counted(registry, "terminated"), 1);
}

static void a_beginning_and_an_end_count_from_their_day_on(void **state)
{
    registry_t *registry = mixed_registry(state);

    assert_string_equal(LISTED(.as_of = "2027-02-28"), "active dormant unknown ends");
    assert_string_equal(LISTED(.as_of = "2027-03-01"), "active dormant unknown begins ends");
    assert_string_equal(LISTED(.as_of = "2027-06-30"), "active dormant unknown begins");
    sc_db_set_today(registry->db, "2027-03-01");
    assert_int_equal(overview(registry)->in_force, 5);
    assert_int_equal(counted(registry, "active"), 3);
    assert_string_equal(LISTED(.status = "active"), "active begins ends");
    sc_db_set_today(registry->db, "2027-06-30");
    assert_int_equal(overview(registry)->in_force, 4);
    assert_string_equal(LISTED(.status = "terminated"), "ends over");
    assert_int_equal(counted(registry, "terminated"), 2);
    assert_int_equal(reported(registry, 2027), 4);
}

static void what_ended_in_a_year_may_have_been_in_force_in_it(void **state)
{
    registry_t *registry = mixed_registry(state);

    assert_string_equal(LISTED(.as_of = "2022-06-01"),
                        "active dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = "2022-12-31"), "active dormant unknown suspended ends");
    assert_string_equal(LISTED(.as_of = "1989-12-31"), "");
}

static void plan(registry_t *registry, const char *slug, const char *status, const char *day)
{
    sc_step_t *step = sc_record_new(&sc_step, registry->pool);

    step->partnership = slug;
    step->status = status;
    step->date = TODAY;
    step->effective = day;
    problems = sc_problems_new(registry->pool);
    must(registry, sc_edit_move(registry->db, registry->pool, &rasa, step, NULL,
                                version_of(registry, &sc_partnership, slug), problems, &edited));
}

/* "STATUS ENDED" of the active one as it is read, and whether the lists agree. */
static const char *standing(registry_t *registry)
{
    sc_partnership_t *partnership = stored(registry, &sc_partnership, "active");
    const char *list = LISTED(.status = partnership->status);

    assert_true(strncmp(list, "active", 6) == 0);
    return apr_pstrcat(registry->pool, partnership->status, " ",
                       partnership->ended ? partnership->ended : "-", NULL);
}

static void a_planned_step_changes_the_status_on_its_day_without_an_edit(void **state)
{
    registry_t *registry = mixed_registry(state);

    plan(registry, "active", "suspended", "2027-01-01");
    plan(registry, "active", "resumed", "2027-05");
    assert_string_equal(standing(registry), "active -");
    assert_string_equal(LISTED(.as_of = "2027-01-01"), "dormant unknown ends");
    assert_string_equal(LISTED(.as_of = "2027-05-01"), "active dormant unknown begins ends");
    sc_db_set_today(registry->db, "2026-12-31");
    assert_string_equal(standing(registry), "active -");
    sc_db_set_today(registry->db, "2027-01-01");
    assert_string_equal(standing(registry), "suspended 2027-01-01");
    assert_string_equal(LISTED(.status = "active"), "ends");
    assert_int_equal(counted(registry, "suspended"), 2);
    assert_int_equal(overview(registry)->in_force, 3);
    sc_db_set_today(registry->db, "2027-05-01");
    assert_string_equal(standing(registry), "active -");
    assert_int_equal(counted(registry, "suspended"), 1);
}

static void what_was_suspended_and_taken_up_again_was_not_in_force_in_between(void **state)
{
    registry_t *registry = mixed_registry(state);

    plan(registry, "active", "suspended", "2000-05");
    plan(registry, "active", "resumed", "2003");
    plan(registry, "active", "suspended", "2010-01-01");
    plan(registry, "active", "resumed", "2011-01-01");
    assert_string_equal(standing(registry), "active -");
    assert_string_equal(LISTED(.as_of = "2000-04-30"),
                        "active dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = "2000-05-30"),
                        "active dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = "2000-05-31"), "dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = "2002-12-31"), "dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = "2003-01-01"),
                        "active dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = "2010-06"), "dormant unknown suspended ends over");
    assert_string_equal(LISTED(.as_of = TODAY), "active dormant unknown ends");
    assert_int_equal(reported(registry, 2010), 5);
    assert_int_equal(reported(registry, 2011), 6);
}

static void an_edit_after_the_day_holds(void **state)
{
    registry_t *registry = mixed_registry(state);
    sc_partnership_t *partnership;

    plan(registry, "active", "suspended", "2027-01-01");
    sc_db_set_today(registry->db, "2027-01-01");
    partnership = stored(registry, &sc_partnership, "active");
    partnership->note = "Seen";
    must(registry, save_as(registry, &rasa, partnership));
    assert_string_equal(standing(registry), "suspended 2027-01-01");
    partnership = stored(registry, &sc_partnership, "active");
    partnership->status = "active";
    partnership->ended = NULL;
    must(registry, save_as(registry, &rasa, partnership));
    assert_string_equal(standing(registry), "active -");
    sc_db_set_today(registry->db, "2027-02-01");
    assert_string_equal(standing(registry), "active -");
}

static void an_edit_before_the_day_leaves_it_planned(void **state)
{
    registry_t *registry = mixed_registry(state);
    sc_partnership_t *partnership;

    plan(registry, "active", "suspended", "2027-01-01");
    sc_db_set_today(registry->db, "2026-12-31");
    partnership = stored(registry, &sc_partnership, "active");
    partnership->note = "Seen";
    must(registry, save_as(registry, &rasa, partnership));
    sc_db_set_today(registry->db, "2027-01-01");
    assert_string_equal(standing(registry), "suspended 2027-01-01");
}

static void a_planned_step_that_is_undone_never_takes_effect(void **state)
{
    registry_t *registry = mixed_registry(state);
    apr_int64_t change;

    plan(registry, "active", "suspended", "2027-01-01");
    change = edited.change;
    must(registry, undo_as(registry, &rasa, change));
    sc_db_set_today(registry->db, "2027-01-01");
    assert_string_equal(standing(registry), "active -");
}

static void a_step_of_today_is_not_overtaken_by_a_planned_one(void **state)
{
    registry_t *registry = mixed_registry(state);

    plan(registry, "active", "resumed", "2027-05-01");
    plan(registry, "active", "suspended", TODAY);
    assert_string_equal(standing(registry), "suspended " TODAY);
    sc_db_set_today(registry->db, "2027-05-01");
    assert_string_equal(standing(registry), "active -");
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(all_count_the_same_as_in_force),
        NAMED(a_beginning_and_an_end_count_from_their_day_on),
        NAMED(what_ended_in_a_year_may_have_been_in_force_in_it),
        NAMED(a_planned_step_changes_the_status_on_its_day_without_an_edit),
        NAMED(what_was_suspended_and_taken_up_again_was_not_in_force_in_between),
        NAMED(an_edit_after_the_day_holds),
        NAMED(an_edit_before_the_day_leaves_it_planned),
        NAMED(a_planned_step_that_is_undone_never_takes_effect),
        NAMED(a_step_of_today_is_not_overtaken_by_a_planned_one),
    };

    return RUN_ON_BOTH(tests);
}
