#include "support.h"

#include "view/derive.h"
#include "view/milestone.h"

#include <math.h>

#define TODAY "2026-11-22"

static apr_array_header_t *append(apr_array_header_t *list, void *entry, apr_pool_t *pool)
{
    if (!list) {
        list = apr_array_make(pool, 2, sizeof(void *));
    }
    APR_ARRAY_PUSH(list, void *) = entry;
    return list;
}

static sc_partnership_dossier_t *dossier_of(apr_pool_t *pool, const char *type, const char *status)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->partnership = sc_record_new(&sc_partnership, pool);
    dossier->partnership->slug = "p";
    dossier->partnership->type = type;
    dossier->partnership->status = status;
    dossier->agreements = apr_array_make(pool, 1, sizeof(void *));
    dossier->approvals = apr_array_make(pool, 1, sizeof(void *));
    dossier->activities = apr_array_make(pool, 1, sizeof(void *));
    return dossier;
}

static sc_agreement_t *add_agreement(apr_array_header_t *list, const char *kind, const char *date,
                                     apr_int64_t months, apr_pool_t *pool)
{
    sc_agreement_t *agreement = sc_record_new(&sc_agreement, pool);

    agreement->partnership = "p";
    agreement->kind = kind;
    agreement->date = date;
    agreement->term_months = months;
    append(list, agreement, pool);
    return agreement;
}

static void sign(sc_agreement_t *agreement, const char *place, const char *role, apr_pool_t *pool)
{
    sc_signatory_t *signatory = sc_record_new(&sc_signatory, pool);

    signatory->person = "Somebody";
    signatory->place = place;
    signatory->role = role;
    agreement->signatories = append(agreement->signatories, signatory, pool);
}

static void add_budget(sc_partnership_dossier_t *dossier, double amount, const char *result,
                       apr_pool_t *pool)
{
    sc_approval_t *approval = sc_record_new(&sc_approval, pool);

    approval->budget_amount = amount;
    approval->result = result;
    append(dossier->approvals, approval, pool);
}

static sc_conditions_t conditions_of(const sc_partnership_dossier_t *dossier, apr_pool_t *pool)
{
    sc_conditions_t conditions;

    sc_conditions_of(dossier, &conditions, pool);
    return conditions;
}

static void nothing_on_record_leaves_the_conditions_unknown(void **state)
{
    sc_conditions_t conditions = conditions_of(dossier_of(*state, "sister", "active"), *state);

    assert_string_equal(sc_condition_word(conditions.agreement), "unknown");
    assert_string_equal(sc_condition_word(conditions.fields), "unknown");
    assert_string_equal(sc_condition_word(conditions.budget), "unknown");
    assert_null(conditions.agreement_evidence);
    assert_null(conditions.budget_evidence);
    assert_int_equal(conditions.fields_on_record->nelts, 0);
}

static void an_agreement_counts_when_two_places_signed_it(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "sister", "active");
    sc_agreement_t *agreement =
        add_agreement(dossier->agreements, "sister", "2019", SC_NO_INTEGER, *state);
    sc_conditions_t conditions;

    sign(agreement, "boston-us", NULL, *state);
    sign(agreement, "boston-us", "signatory", *state);
    sign(agreement, "kyoto-jp", "witness", *state);
    sign(agreement, NULL, NULL, *state);
    assert_int_equal(conditions_of(dossier, *state).agreement, SC_UNKNOWN);
    sign(agreement, "kyoto-jp", "signatory", *state);
    conditions = conditions_of(dossier, *state);
    assert_string_equal(sc_condition_word(conditions.agreement), "met");
    assert_ptr_equal(conditions.agreement_evidence, agreement);
    agreement->kind = "letter_of_intent";
    assert_int_equal(conditions_of(dossier, *state).agreement, SC_UNKNOWN);
    agreement->kind = "reaffirmation";
    assert_int_equal(conditions_of(dossier, *state).agreement, SC_MET);
}

static void an_agreement_is_missing_while_forming_and_in_projects(void **state)
{
    sc_partnership_dossier_t *forming = dossier_of(*state, "sister", "forming");

    assert_string_equal(sc_condition_word(conditions_of(forming, *state).agreement), "not_met");
    add_agreement(forming->agreements, "letter_of_intent", "2019", SC_NO_INTEGER, *state);
    assert_int_equal(conditions_of(forming, *state).agreement, SC_UNKNOWN);
    assert_int_equal(conditions_of(dossier_of(*state, "project", "active"), *state).agreement,
                     SC_NOT_MET);
}

static void fields_of_activities_count_each_once(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_dossier_t *dossier = dossier_of(pool, "sister", "active");
    sc_activity_t *activity = sc_record_new(&sc_activity, pool);

    dossier->partnership->fields = append(NULL, "culture", pool);
    activity->fields = append(NULL, apr_pstrdup(pool, "culture"), pool);
    append(dossier->activities, activity, pool);
    assert_int_equal(conditions_of(dossier, pool).fields_on_record->nelts, 1);
    assert_int_equal(conditions_of(dossier, pool).fields, SC_UNKNOWN);
    dossier->partnership->scope = "named_fields";
    assert_int_equal(conditions_of(dossier, pool).fields, SC_NOT_MET);
    append(activity->fields, "sports", pool);
    assert_int_equal(conditions_of(dossier, pool).fields_on_record->nelts, 2);
    assert_int_equal(conditions_of(dossier, pool).fields, SC_MET);
}

static void a_general_scope_is_not_limited_to_a_field(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "sister", "active");

    dossier->partnership->scope = "general";
    assert_int_equal(conditions_of(dossier, *state).fields, SC_MET);
    dossier->partnership->scope = "named_fields";
    assert_int_equal(conditions_of(dossier, *state).fields, SC_UNKNOWN);
}

static void a_budget_counts_unless_it_was_rejected(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "sister", "active");

    add_budget(dossier, NAN, "approved", *state);
    assert_int_equal(conditions_of(dossier, *state).budget, SC_UNKNOWN);
    add_budget(dossier, 100, "rejected", *state);
    add_budget(dossier, 90, "rejected", *state);
    assert_int_equal(conditions_of(dossier, *state).budget, SC_NOT_MET);
    assert_true(conditions_of(dossier, *state).budget_evidence->budget_amount == 100);
    add_budget(dossier, 80, NULL, *state);
    assert_int_equal(conditions_of(dossier, *state).budget, SC_MET);
    assert_true(conditions_of(dossier, *state).budget_evidence->budget_amount == 80);
}

static sc_duration_t term_of(const sc_partnership_dossier_t *dossier, apr_pool_t *pool)
{
    sc_duration_t term;

    sc_duration_of(dossier->agreements, "p", &term, pool);
    return term;
}

static void terms_chain(void **state)
{
    sc_partnership_dossier_t *kochi_surabaya = dossier_of(*state, "sister", "expired");
    sc_duration_t term;

    add_agreement(kochi_surabaya->agreements, "sister", "1997-04", 60, *state);
    term = term_of(kochi_surabaya, *state);
    assert_int_equal(term.is_fixed, 1);
    assert_int_equal(term.renewals, 0);
    assert_string_equal(term.until, "2002-04");
    add_agreement(kochi_surabaya->agreements, "extension", NULL, 60, *state);
    term = term_of(kochi_surabaya, *state);
    assert_int_equal(term.is_fixed, 1);
    assert_int_equal(term.renewals, 1);
    assert_string_equal(term.until, "2007-04");
}

static void an_extension_signed_early_takes_nothing_from_the_term(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "economic", "active");

    add_agreement(dossier->agreements, "cooperation", "2002-10", 36, *state);
    add_agreement(dossier->agreements, "extension", "2005-07-01", 36, *state);
    assert_string_equal(term_of(dossier, *state).until, "2008-10");
    assert_int_equal(term_of(dossier, *state).renewals, 1);
}

static void what_renews_goes_on_from_the_old_end_though_it_is_signed_late(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "economic", "active");

    add_agreement(dossier->agreements, "cooperation", "2002-10-01", 36, *state);
    add_agreement(dossier->agreements, "extension", "2005-12-20", 36, *state);
    assert_string_equal(term_of(dossier, *state).until, "2008-10-01");
    add_agreement(dossier->agreements, "renewal", "2009-02-01", 36, *state);
    assert_string_equal(term_of(dossier, *state).until, "2011-10-01");
    add_agreement(dossier->agreements, "renewal", "2019-03-03", 36, *state);
    assert_string_equal(term_of(dossier, *state).until, "2022-03-03");
}

static void a_renewal_without_an_end_makes_it_open_ended(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "economic", "active");

    add_agreement(dossier->agreements, "cooperation", "2002-10", 36, *state);
    add_agreement(dossier->agreements, "renewal", "2005-10", SC_NO_INTEGER, *state);
    assert_null(term_of(dossier, *state).until);
    assert_int_equal(term_of(dossier, *state).is_fixed, 0);
    add_agreement(dossier->agreements, "renewal", "2010", 24, *state);
    assert_string_equal(term_of(dossier, *state).until, "2012");
}

static void dates_of_force_go_before_reckoning(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "sister", "active");
    sc_agreement_t *agreement =
        add_agreement(dossier->agreements, "sister", "2010-05-05", 24, *state);

    agreement->effective_from = "2011-01-01";
    assert_string_equal(term_of(dossier, *state).until, "2013-01-01");
    agreement->effective_until = "2012-12-31";
    assert_string_equal(term_of(dossier, *state).until, "2012-12-31");
}

static void a_partnership_without_a_term_is_open_ended(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "sister", "active");

    assert_int_equal(term_of(dossier, *state).is_fixed, 0);
    add_agreement(dossier->agreements, "friendship", "2010", 60, *state);
    add_agreement(dossier->agreements, "reaffirmation", "2012", SC_NO_INTEGER, *state);
    assert_string_equal(term_of(dossier, *state).until, "2015");
    add_agreement(dossier->agreements, "sister", "2014", SC_NO_INTEGER, *state);
    assert_null(term_of(dossier, *state).until);
    assert_int_equal(term_of(dossier, *state).renewals, 0);
}

static void other_agreements_make_no_term(void **state)
{
    sc_partnership_dossier_t *dossier = dossier_of(*state, "sister", "active");

    add_agreement(dossier->agreements, "sister", "2010", 60, *state)->partnership = "other";
    add_agreement(dossier->agreements, "letter_of_intent", "2009", 12, *state);
    assert_int_equal(term_of(dossier, *state).is_fixed, 0);
    add_agreement(dossier->agreements, "sister", NULL, 60, *state);
    assert_int_equal(term_of(dossier, *state).is_fixed, 1);
    assert_null(term_of(dossier, *state).until);
}

static void check_milestone(apr_pool_t *pool, const char *established, const char *today, int years,
                            const char *date)
{
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);
    sc_milestone_t milestone;

    partnership->established = established;
    partnership->status = "active";
    assert_int_equal(sc_milestone_of(partnership, today, pool, &milestone), 1);
    assert_int_equal(milestone.years, years);
    assert_string_equal(milestone.date, date);
    partnership->status = "terminated";
    assert_int_equal(sc_milestone_of(partnership, today, pool, &milestone), 0);
}

static void milestones_are_the_round_years_that_people_keep(void **state)
{
    check_milestone(*state, "1959", TODAY, 70, "2029");
    check_milestone(*state, "1955-12", TODAY, 75, "2030-12");
    check_milestone(*state, "1959", "2019-02-22", 60, "2019");
    check_milestone(*state, "1959", "2019-12-31", 60, "2019");
    check_milestone(*state, "1959", "2020-01-01", 70, "2029");
    check_milestone(*state, "1951", TODAY, 75, "2026");
    check_milestone(*state, "1950", TODAY, 100, "2050");
    check_milestone(*state, "0836", TODAY, 1200, "2036");
    check_milestone(*state, "2026-01-01", TODAY, 5, "2031-01-01");
    check_milestone(*state, "2025", TODAY, 5, "2030");
}

static void a_milestone_is_next_until_its_day_is_over(void **state)
{
    check_milestone(*state, "2016-11-22", TODAY, 10, "2026-11-22");
    check_milestone(*state, "2016-11-21", TODAY, 20, "2036-11-21");
    check_milestone(*state, "2016-11", TODAY, 10, "2026-11");
    check_milestone(*state, "2016-10", TODAY, 20, "2036-10");
    check_milestone(*state, "2016", TODAY, 10, "2026");
    check_milestone(*state, "2012-02-29", "2022-02-28", 10, "2022-02-28");
    check_milestone(*state, "2012-02-29", "2022-03-01", 20, "2032-02-29");
}

static void there_is_no_milestone_without_a_beginning(void **state)
{
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, *state);
    sc_milestone_t milestone;

    partnership->status = "active";
    assert_int_equal(sc_milestone_of(partnership, TODAY, *state, &milestone), 0);
    partnership->established = "1985~";
    assert_int_equal(sc_milestone_of(partnership, TODAY, *state, &milestone), 0);
    partnership->established = "195X";
    assert_int_equal(sc_milestone_of(partnership, TODAY, *state, &milestone), 0);
    partnership->established = "2027";
    assert_int_equal(sc_milestone_of(partnership, TODAY, *state, &milestone), 0);
}

static void a_suspended_partnership_is_not_over(void **state)
{
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, *state);
    static const char *const living[] = {"forming", "active", "dormant", "suspended", "unknown"};
    apr_size_t i;

    for (i = 0; i < sizeof(living) / sizeof(living[0]); i++) {
        partnership->status = living[i];
        assert_false(sc_is_over(partnership));
    }
    partnership->status = "expired";
    assert_true(sc_is_over(partnership));
    partnership->status = NULL;
    assert_false(sc_is_over(partnership));
}

static sc_partnership_t *join(apr_pool_t *pool, const char *status, const char *one,
                              const char *other, const char *third)
{
    const char *const places[] = {one, other, third};
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);
    int i;

    partnership->status = status;
    for (i = 0; i < 3 && places[i]; i++) {
        sc_party_t *party = sc_record_new(&sc_party, pool);

        party->place = places[i];
        partnership->parties = append(partnership->parties, party, pool);
    }
    return partnership;
}

static void partners_are_the_others(void **state)
{
    sc_partnership_t *partnership = join(*state, "active", "a", "b", "c");
    apr_array_header_t *partners = sc_partners_of(partnership, "b", TODAY, *state);

    assert_int_equal(partners->nelts, 2);
    assert_string_equal(SC_AT(partners, 0, sc_party_t)->place, "a");
    assert_string_equal(SC_AT(partners, 1, sc_party_t)->place, "c");
    assert_int_equal(sc_partners_of(partnership, "z", TODAY, *state)->nelts, 3);
    assert_int_equal(
        sc_partners_of(sc_record_new(&sc_partnership, *state), "a", TODAY, *state)->nelts, 0);
}

static sc_claim_t *add_claim(apr_array_header_t *claims, apr_int64_t number, const char *seen,
                             apr_pool_t *pool)
{
    sc_claim_t *claim = sc_record_new(&sc_claim, pool);

    claim->number = number;
    claim->seen = seen;
    append(claims, claim, pool);
    return claim;
}

static void a_claimed_number_stands_beside_the_listed_one(void **state)
{
    apr_pool_t *pool = *state;
    sc_place_dossier_t dossier = {0};
    sc_partner_count_t count;
    sc_claim_t *newest;

    dossier.place = sc_record_new(&sc_place, pool);
    dossier.place->slug = "boston-us";
    dossier.partnerships = apr_array_make(pool, 4, sizeof(void *));
    dossier.claims = apr_array_make(pool, 4, sizeof(void *));
    append(dossier.partnerships, join(pool, "active", "boston-us", "kyoto-jp", NULL), pool);
    append(dossier.partnerships, join(pool, "dormant", "kyoto-jp", "boston-us", NULL), pool);
    append(dossier.partnerships, join(pool, "active", "boston-us", "padua-it", "x"), pool);
    append(dossier.partnerships, join(pool, "terminated", "boston-us", "y", NULL), pool);
    sc_partner_count_of(&dossier, TODAY, &count, pool);
    assert_int_equal(count.listed, 3);
    assert_null(count.claim);
    add_claim(dossier.claims, 9, NULL, pool);
    newest = add_claim(dossier.claims, 11, "2019-04", pool);
    add_claim(dossier.claims, 10, "2018", pool);
    add_claim(dossier.claims, SC_NO_INTEGER, "2026", pool);
    add_claim(dossier.claims, 8, NULL, pool);
    sc_partner_count_of(&dossier, TODAY, &count, pool);
    assert_ptr_equal(count.claim, newest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_on_record_leaves_the_conditions_unknown),
        TEST(an_agreement_counts_when_two_places_signed_it),
        TEST(an_agreement_is_missing_while_forming_and_in_projects),
        TEST(fields_of_activities_count_each_once),
        TEST(a_general_scope_is_not_limited_to_a_field),
        TEST(a_budget_counts_unless_it_was_rejected),
        TEST(terms_chain),
        TEST(an_extension_signed_early_takes_nothing_from_the_term),
        TEST(what_renews_goes_on_from_the_old_end_though_it_is_signed_late),
        TEST(a_renewal_without_an_end_makes_it_open_ended),
        TEST(dates_of_force_go_before_reckoning),
        TEST(a_partnership_without_a_term_is_open_ended),
        TEST(other_agreements_make_no_term),
        TEST(milestones_are_the_round_years_that_people_keep),
        TEST(a_milestone_is_next_until_its_day_is_over),
        TEST(there_is_no_milestone_without_a_beginning),
        TEST(a_suspended_partnership_is_not_over),
        TEST(partners_are_the_others),
        TEST(a_claimed_number_stands_beside_the_listed_one),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
