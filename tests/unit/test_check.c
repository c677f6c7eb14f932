#include "typed.h"

#include "store/load/load.h"

#define TODAY "2026-11-22"

/* Places to hang partnerships on. */
static sc_db_t *registry_of_places(registry_t *registry)
{
    sc_db_t *db = registry->db;
    static const char *const slugs[] = {"", "a", "b", "c", "d"};
    int i;

    for (i = 1; i < 5; i++) {
        put(db, registry->pool,
            apr_psprintf(registry->pool,
                         "INSERT INTO \"places\" (\"id\", \"slug\", \"name\") "
                         "VALUES (%d, '%s', 'Place %s')",
                         i, slugs[i], slugs[i]),
            NULL);
    }
    return db;
}

/* A partnership of two places with a source; the rest as columns and values. */
static void add_partnership(sc_db_t *db, apr_pool_t *pool, int id, int one, int other,
                            const char *columns, const char *values)
{
    put(db, pool,
        apr_psprintf(pool,
                     "INSERT INTO \"partnerships\" (\"id\", \"slug\", \"type\", \"status\", "
                     "\"source\"%s) VALUES (%d, 'p-%d', 'sister', 'active', 'City page'%s)",
                     columns, id, id, values),
        apr_psprintf(pool,
                     "INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", "
                     "\"place_id\") VALUES (%d, 0, %d), (%d, 1, %d)",
                     id, one, id, other),
        NULL);
}

typedef struct findings_t {
    const char *text; /* "code slug" of each, joined by "; " */
    const char *last; /* sentence of the last one */
} findings_t;

/* What the check finds, keys as they are. */
static findings_t find(sc_db_t *db, apr_pool_t *pool)
{
    findings_t findings = {"", ""};
    sc_desk_t desk = {0}, counted = {0};
    int i;

    if (sc_load_checks(db, pool, TODAY, 1000, &desk) != APR_SUCCESS ||
        sc_load_checks(db, pool, TODAY, 1, &counted) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(db));
    }
    assert_int_equal(desk.check_total, desk.checks->nelts);
    assert_int_equal(counted.check_total, desk.checks->nelts);
    assert_int_equal(counted.checks->nelts, desk.checks->nelts > 0);
    for (i = 0; i < desk.checks->nelts; i++) {
        const sc_check_t *check = &APR_ARRAY_IDX(desk.checks, i, sc_check_t);

        findings.last = sc_problem_english(&check->problem, pool);
        assert_null(strchr(findings.last, '{'));
        findings.text = apr_pstrcat(pool, findings.text, i ? "; " : "", check->problem.code, " ",
                                    check->slug, NULL);
    }
    return findings;
}

static findings_t check(sc_db_t *db, apr_pool_t *pool)
{
    reindex(db, pool);
    return find(db, pool);
}

static void assert_findings(sc_db_t *db, apr_pool_t *pool, const char *expected)
{
    assert_string_equal(check(db, pool).text, expected);
}

static void a_sound_registry_has_no_findings(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, ", \"established\"", ", '1959'");
    put(db, pool,
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"partner_id\") "
        "VALUES (1, 'c-1', 1, 2), (2, 'c-2', 2, 1)",
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"number\") "
        "VALUES (3, 'c-3', 1, 1)",
        NULL);
    assert_findings(db, pool, "");
}

static void a_claim_that_nobody_returns_is_found_once(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    put(db, pool,
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"partner_id\") "
        "VALUES (1, 'c-1', 1, 2), (2, 'c-2', 1, 2)",
        NULL);
    assert_findings(db, pool, "one_sided c-1");
}

static void a_claimed_partner_that_is_not_on_record_is_found(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    put(db, pool,
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"partner_id\") "
        "VALUES (1, 'c-1', 1, 2), (2, 'c-2', 2, 1)",
        NULL);
    assert_findings(db, pool, "claim_differs c-1; claim_differs c-2");
}

static void eleven_claimed_and_ten_listed_are_told_apart(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);
    findings_t findings;

    add_partnership(db, pool, 1, 1, 2, "", "");
    add_partnership(db, pool, 2, 1, 3, "", "");
    put(db, pool, "UPDATE \"partnerships\" SET \"status\" = 'terminated' WHERE \"id\" = 2",
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"number\", \"seen\") "
        "VALUES (1, 'old', 1, 7, '2010'), (2, 'new', 1, 2, '2019-04')",
        NULL);
    findings = check(db, pool);
    assert_string_equal(findings.text, "claim_differs new");
    assert_string_equal(findings.last,
                        "Place a states that it has 2 partners, and 1 are on record. Look for "
                        "those that are missing, or for those that have ended.");
}

static void the_same_parties_twice_are_a_duplicate_whatever_their_dates(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, ", \"established\"", ", '1967-12-18'");
    add_partnership(db, pool, 2, 2, 1, ", \"established\"", ", '1971-04-05'");
    add_partnership(db, pool, 3, 1, 3, "", "");
    add_partnership(db, pool, 4, 1, 2, "", "");
    put(db, pool, "UPDATE \"partnerships\" SET \"type\" = 'sister_port' WHERE \"id\" = 4", NULL);
    assert_findings(db, pool, "duplicate p-2");
}

static void three_parties_are_no_duplicate_of_two(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 4, "", "");
    add_partnership(db, pool, 2, 1, 4, "", "");
    add_partnership(db, pool, 3, 1, 4, "", "");
    put(db, pool,
        "INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", \"place_id\") "
        "VALUES (2, 2, 2), (3, 2, 3)",
        NULL);
    assert_findings(db, pool, "");
}

static void dates_that_cannot_be_are_found_as_far_as_they_are_known(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, ", \"established\", \"ended\"", ", '1990-05', '1990'");
    add_partnership(db, pool, 2, 1, 3, ", \"established\", \"ended\"", ", '1990', '1989-12-31'");
    add_partnership(db, pool, 3, 1, 4, ", \"established\"", ", '0836'");
    add_partnership(db, pool, 4, 2, 3, ", \"established\"", ", '2027'");
    add_partnership(db, pool, 5, 2, 4, ", \"established\"", ", '2026'");
    add_partnership(db, pool, 6, 3, 4, ", \"first_contact\"", ", '1980?'");
    put(db, pool,
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"date\") "
        "VALUES (1, 'early', 6, 'sister', '1979-12'), (2, 'same', 6, 'sister', '1980'), "
        "(3, 'vague', 6, 'sister', '19XX')",
        NULL);
    assert_findings(db, pool,
                    "impossible_date p-2; impossible_date p-3; impossible_date p-4; "
                    "impossible_date early");
}

static void agreements_and_activities_with_dates_that_cannot_be_are_found(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    put(db, pool,
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", "
        "\"effective_from\", \"effective_until\") VALUES (1, 'backward', 1, 'sister', '2031-04', "
        "'2030'), (2, 'forward', 1, 'sister', '2030', '2030-04')",
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"date\") "
        "VALUES (3, 'tomorrow', 1, 'sister', '2026-11-23'), (4, 'today', 1, 'sister', "
        "'2026-11-22'), (5, 'decade', 1, 'sister', '202X')",
        "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", \"title\", \"start\", "
        "\"end\") VALUES (1, 'undone', 1, 'Visit', '2019-05-02', '2019-05-01'), "
        "(2, 'done', 1, 'Visit', '2019-05-02', '2019-05')",
        NULL);
    assert_findings(db, pool,
                    "impossible_date backward; impossible_date undone; impossible_date tomorrow");
}

static void a_claim_is_on_record_by_any_two_parties_of_a_network(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    put(db, pool,
        "INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", \"place_id\") "
        "VALUES (1, 2, 3)",
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"partner_id\") "
        "VALUES (1, 'c-1', 3, 2), (2, 'c-2', 2, 3), (3, 'c-3', 3, 4), (4, 'c-4', 4, 3)",
        NULL);
    assert_findings(db, pool, "claim_differs c-3; claim_differs c-4");
}

static void networks_of_the_same_parties_are_duplicates(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);
    int i;

    for (i = 1; i <= 3; i++) {
        add_partnership(db, pool, i, 1, 4, "", "");
    }
    put(db, pool,
        "INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", \"place_id\") "
        "VALUES (1, 2, 3), (2, 2, 2), (3, 2, 2)",
        NULL);
    assert_findings(db, pool, "duplicate p-3");
}

static void a_partnership_that_nothing_proves_is_found(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    add_partnership(db, pool, 2, 1, 3, "", "");
    add_partnership(db, pool, 3, 1, 4, "", "");
    put(db, pool, "UPDATE \"partnerships\" SET \"source\" = NULL",
        "INSERT INTO \"sources\" (\"id\", \"slug\", \"partnership_id\", \"title\") "
        "VALUES (1, 's-1', 1, 'Page')",
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"source\") "
        "VALUES (1, 'a-1', 2, 'sister', 'Treaty')",
        NULL);
    assert_findings(db, pool, "no_source p-3");
}

static void a_term_that_ran_out_is_found_while_the_status_says_active(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    add_partnership(db, pool, 2, 1, 3, "", "");
    add_partnership(db, pool, 3, 1, 4, "", "");
    put(db, pool, "UPDATE \"partnerships\" SET \"status\" = 'expired' WHERE \"id\" = 3",
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"date\", "
        "\"term_months\") VALUES (1, 'a-1', 1, 'sister', '1997-04', 60), "
        "(2, 'a-2', 2, 'sister', '2020-04', 60), (3, 'a-3', 2, 'extension', '2025-04', 60), "
        "(4, 'a-4', 3, 'sister', '1997-04', 60)",
        NULL);
    assert_findings(db, pool, "term_lapsed p-1");
}

static void sources_that_disagree_are_found_until_one_is_preferred(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, ", \"established\"", ", '1967-12-18'");
    put(db, pool,
        "INSERT INTO \"sources\" (\"id\", \"slug\", \"partnership_id\", \"field\", \"states\") "
        "VALUES (1, 's-1', 1, 'established', '1967-12-18'), "
        "(2, 's-2', 1, 'established', '1967'), (3, 's-3', 1, 'established', '1971-04-05')",
        NULL);
    assert_findings(db, pool, "sources_disagree p-1");
    put(db, pool, "UPDATE \"sources\" SET \"preferred\" = 1 WHERE \"id\" = 1", NULL);
    assert_findings(db, pool, "");
    put(db, pool, "UPDATE \"sources\" SET \"preferred\" = NULL WHERE \"id\" = 1",
        "UPDATE \"sources\" SET \"preferred\" = 1 WHERE \"id\" = 3", NULL);
    assert_findings(db, pool, "sources_disagree p-1");
}

static void sources_of_a_place_that_disagree_are_found(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    put(db, pool,
        "INSERT INTO \"sources\" (\"id\", \"slug\", \"place_id\", \"field\", \"states\") "
        "VALUES (1, 's-1', 1, 'population', '100'), (2, 's-2', 1, 'population', '200'), "
        "(3, 's-3', 2, 'population', '100'), (4, 's-4', 2, 'population', '100')",
        NULL);
    assert_findings(db, pool, "sources_disagree a");
}

static void what_was_typed_without_keys_is_found(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    reindex(db, pool);
    put(db, pool, "INSERT INTO \"places\" (\"id\", \"slug\", \"name\") VALUES (9, 'new', 'New')",
        NULL);
    add_partnership(db, pool, 1, 1, 2, "", "");
    put(db, pool,
        "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", \"title\") "
        "VALUES (1, 'visit', 1, 'Visit')",
        NULL);
    assert_string_equal(find(db, pool).text,
                        "not_searchable new; not_searchable p-1; not_searchable visit");
    assert_findings(db, pool, "");
}

static void any_number_of_findings_is_counted(void **state)
{
    registry_t *registry = *state;
    sc_db_t *db = registry_of_places(registry);
    sc_desk_t desk = {0};

    reindex(db, registry->pool);
    put(db, registry->pool,
        "INSERT INTO \"places\" (\"id\", \"slug\", \"name\") WITH RECURSIVE n(i) AS (SELECT 101 "
        "UNION ALL SELECT i + 1 FROM n WHERE i < 1300) SELECT i, 'x-' || i, 'X' FROM n",
        NULL);
    assert_int_equal(sc_load_checks(db, registry->pool, TODAY, 1000, &desk), APR_SUCCESS);
    assert_int_equal(desk.check_total, 1200);
    assert_int_equal(desk.checks->nelts, 1000);
}

/* "kind date years p-ID" of each, joined by "; ". */
static const char *due_until(sc_db_t *db, apr_pool_t *pool, const char *today, const char *until)
{
    sc_desk_t desk = {.until = until}, counted = desk;
    const char *text = "";
    int i;

    sc_db_set_today(db, today);
    if (sc_load_dues(db, pool, today, 1000, &desk) != APR_SUCCESS ||
        sc_load_dues(db, pool, today, 1, &counted) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(db));
    }
    assert_int_equal(counted.due_total, desk.dues->nelts);
    assert_int_equal(counted.silent_total, desk.silent->nelts);
    apr_array_cat(desk.dues, desk.silent);
    for (i = 0; i < desk.dues->nelts; i++) {
        const sc_due_t *one = &APR_ARRAY_IDX(desk.dues, i, sc_due_t);

        text = apr_psprintf(pool, "%s%s%s %s %d p-%d", text, i ? "; " : "", one->kind,
                            one->date ? one->date : "never", one->years, (int)one->id);
    }
    return text;
}

/* Keeps the partnerships from being reported as silent. */
static void let_all_meet(sc_db_t *db, apr_pool_t *pool)
{
    put(db, pool,
        "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", \"title\", \"start\") "
        "SELECT \"id\", 'met-' || \"slug\", \"id\", 'Visit', '2026-05' FROM \"partnerships\"",
        NULL);
}

static void round_years_are_anniversaries_as_precise_as_their_beginning(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, ", \"established\"", ", '1966-12-01'");
    add_partnership(db, pool, 2, 1, 3, ", \"established\"", ", '1976-11-21'");
    add_partnership(db, pool, 3, 1, 4, ", \"established\"", ", '1956-12'");
    add_partnership(db, pool, 4, 2, 3, ", \"established\"", ", '1996'");
    add_partnership(db, pool, 5, 2, 4, ", \"established\"", ", '1967-12-01'");
    add_partnership(db, pool, 6, 3, 4, ", \"established\"", ", '195X'");
    add_partnership(db, pool, 7, 1, 2, ", \"established\"", ", '2007-01-15'");
    add_partnership(db, pool, 8, 1, 3, ", \"established\"", ", '1986-12-02'");
    put(db, pool, "UPDATE \"partnerships\" SET \"status\" = 'terminated' WHERE \"id\" = 8", NULL);
    let_all_meet(db, pool);
    assert_string_equal(due_until(db, pool, TODAY, "2027-01-31"),
                        "anniversary 2026 30 p-4; anniversary 2026-12 70 p-3; "
                        "anniversary 2026-12-01 60 p-1; anniversary 2027-01-15 20 p-7");
}

static void a_term_falls_due_in_the_month_in_which_it_ends(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    put(db, pool,
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", \"date\", "
        "\"effective_until\") VALUES (1, 'a-1', 1, 'sister', '2021-12-01', '2026-11-30')",
        NULL);
    let_all_meet(db, pool);
    assert_string_equal(due_until(db, pool, TODAY, "2026-12-31"), "term 2026-11-30 0 p-1");
    assert_string_equal(due_until(db, pool, TODAY, "2026-11-29"), "");
}

static void a_partnership_falls_silent_after_five_years(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_places(*state);

    add_partnership(db, pool, 1, 1, 2, "", "");
    add_partnership(db, pool, 2, 1, 3, "", "");
    add_partnership(db, pool, 3, 1, 4, "", "");
    add_partnership(db, pool, 4, 2, 3, ", \"established\"", ", '2024'");
    add_partnership(db, pool, 5, 2, 4, "", "");
    put(db, pool, "UPDATE \"partnerships\" SET \"status\" = 'dormant' WHERE \"id\" = 5",
        "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", \"title\", \"start\") "
        "VALUES (1, 'v-1', 1, 'Visit', '2021-11-21'), (2, 'v-2', 2, 'Visit', '2021')",
        NULL);
    assert_string_equal(due_until(db, pool, TODAY, "2026-12-31"),
                        "silent 2021-11-21 0 p-1; silent never 0 p-3");
}

static void what_is_withdrawn_meanwhile_ends_no_search_for_terms(void **state)
{
    registry_t *registry = *state;
    sc_db_t *db = registry->db;
    sc_desk_t desk = {0};
    int i;

    if (sc_db_dialect(db) != SC_DIALECT_SQLITE) {
        skip();
    }
    registry_of_places(registry);
    for (i = 1; i <= 600; i++) {
        add_partnership(db, registry->pool, i, 1, 2, ", \"note\"", ", 'x'");
    }
    put(db, registry->pool,
        "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", \"kind\", "
        "\"effective_until\") SELECT \"id\", 'a-' || \"id\", \"id\", 'sister', '2026-11-30' "
        "FROM \"partnerships\"",
        NULL);
    desk.until = "2026-12-31";
    withdraw_all_the_time(registry, "partnerships");
    assert_int_equal(sc_load_dues(db, registry->pool, TODAY, 1000, &desk), APR_SUCCESS);
    assert_true(desk.due_total > 500);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_sound_registry_has_no_findings),
        NAMED(a_claim_that_nobody_returns_is_found_once),
        NAMED(a_claimed_partner_that_is_not_on_record_is_found),
        NAMED(eleven_claimed_and_ten_listed_are_told_apart),
        NAMED(the_same_parties_twice_are_a_duplicate_whatever_their_dates),
        NAMED(three_parties_are_no_duplicate_of_two),
        NAMED(dates_that_cannot_be_are_found_as_far_as_they_are_known),
        NAMED(agreements_and_activities_with_dates_that_cannot_be_are_found),
        NAMED(a_claim_is_on_record_by_any_two_parties_of_a_network),
        NAMED(networks_of_the_same_parties_are_duplicates),
        NAMED(a_partnership_that_nothing_proves_is_found),
        NAMED(a_term_that_ran_out_is_found_while_the_status_says_active),
        NAMED(sources_that_disagree_are_found_until_one_is_preferred),
        NAMED(sources_of_a_place_that_disagree_are_found),
        NAMED(what_was_typed_without_keys_is_found),
        NAMED(any_number_of_findings_is_counted),
        NAMED(round_years_are_anniversaries_as_precise_as_their_beginning),
        NAMED(a_term_falls_due_in_the_month_in_which_it_ends),
        NAMED(what_is_withdrawn_meanwhile_ends_no_search_for_terms),
        NAMED(a_partnership_falls_silent_after_five_years),
    };

    return RUN_ON_BOTH(tests);
}
