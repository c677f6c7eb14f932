#include "support.h"

#include "model/entity.h"
#include "model/value.h"

#include <math.h>

static apr_array_header_t *append(apr_array_header_t *list, void *entry, apr_pool_t *pool)
{
    if (!list) {
        list = apr_array_make(pool, 2, sizeof(void *));
    }
    APR_ARRAY_PUSH(list, void *) = entry;
    return list;
}

static void add_party(sc_partnership_t *partnership, const char *place, apr_pool_t *pool)
{
    sc_party_t *party = sc_record_new(&sc_party, pool);

    party->place = place;
    partnership->parties = append(partnership->parties, party, pool);
}

static sc_partnership_t *boston_kyoto(apr_pool_t *pool)
{
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);

    partnership->slug = "boston-us-kyoto-jp";
    partnership->type = "sister";
    partnership->status = "active";
    partnership->established = "1959";
    partnership->source = "A news release";
    add_party(partnership, "boston-us", pool);
    add_party(partnership, "kyoto-jp", pool);
    return partnership;
}

static sc_place_t *kaunas(apr_pool_t *pool)
{
    sc_place_t *place = sc_record_new(&sc_place, pool);

    place->slug = "kaunas-lt";
    place->name = "Kaunas";
    place->country = "LT";
    place->latitude = 54.897;
    place->longitude = 23.886;
    return place;
}

/* All problems of the record as "field:code field:code". */
static const char *found(apr_pool_t *pool, const void *record)
{
    sc_problems_t *problems = sc_problems_new(pool);
    int count = sc_validate(record, problems);
    const char *all = "";
    int i;

    assert_int_equal(count, problems->items->nelts);
    for (i = 0; i < count; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

        assert_null(strchr(sc_problem_english(problem, pool), '{'));
        all = apr_pstrcat(pool, all, i ? " " : "", problem->field ? problem->field : "", ":",
                          problem->code, NULL);
    }
    return all;
}

static void a_good_record_has_no_problems(void **state)
{
    assert_string_equal(found(*state, boston_kyoto(*state)), "");
    assert_string_equal(found(*state, kaunas(*state)), "");
}

static void an_empty_record_lacks_what_is_required(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(found(pool, sc_record_new(&sc_partnership, pool)),
                        "parties:required type:required status:required");
    assert_string_equal(found(pool, sc_record_new(&sc_place, pool)), "name:required");
}

static void all_problems_come_at_once(void **state)
{
    sc_partnership_t *partnership = boston_kyoto(*state);

    partnership->slug = "Boston";
    partnership->type = "cousin";
    partnership->established = "1959-02-29";
    partnership->note = "a\r\nb";
    assert_string_equal(found(*state, partnership),
                        "slug:not_a_slug type:unknown_word established:not_a_date "
                        "note:not_canonical");
}

static void problems_in_parts_name_their_path(void **state)
{
    sc_place_t *place = kaunas(*state);
    sc_name_t *good = sc_record_new(&sc_name, *state);
    sc_name_t *bad = sc_record_new(&sc_name, *state);

    good->lang = "ja";
    good->text = "カウナス";
    bad->lang = "Japanese";
    bad->from = "2000";
    bad->to = "1990";
    place->names = append(append(NULL, good, *state), bad, *state);
    assert_string_equal(found(*state, place), "names[1].lang:not_a_language "
                                              "names[1].text:required "
                                              "names[1].to:end_before_begin");
}

static void values_out_of_bounds_are_found(void **state)
{
    sc_place_t *place = kaunas(*state);

    place->population = -99;
    place->population_year = 10000;
    place->latitude = 91;
    place->longitude = INFINITY;
    assert_string_equal(found(*state, place), "latitude:out_of_range longitude:out_of_range "
                                              "population:out_of_range "
                                              "population_year:out_of_range");
}

static void texts_that_are_not_canonical_are_found(void **state)
{
    sc_place_t *place = kaunas(*state);

    place->name = " Kaunas";
    place->country = "lt";
    place->subdivision = "";
    assert_string_equal(found(*state, place),
                        "name:not_canonical country:not_canonical subdivision:empty");
}

static void an_end_before_its_beginning_is_found(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = boston_kyoto(pool);

    partnership->ended = "1958";
    assert_string_equal(found(pool, partnership), "ended:end_before_begin");
    partnership->ended = "1959";
    assert_string_equal(found(pool, partnership), "");
    partnership->established = "1959-06-20";
    assert_string_equal(found(pool, partnership), "");
    partnership->ended = "1959-06-19";
    assert_string_equal(found(pool, partnership), "ended:end_before_begin");
    partnership->ended = "195X";
    assert_string_equal(found(pool, partnership), "");
    partnership->ended = "194X";
    assert_string_equal(found(pool, partnership), "ended:end_before_begin");
}

static void every_span_of_an_item_is_checked(void **state)
{
    apr_pool_t *pool = *state;
    sc_activity_t *activity = sc_record_new(&sc_activity, pool);
    sc_agreement_t *agreement = sc_record_new(&sc_agreement, pool);

    activity->slug = activity->partnership = "a";
    activity->title = "Festival";
    activity->start = "2019-04-28";
    activity->end = "2019-04-27";
    assert_string_equal(found(pool, activity), "end:end_before_begin");
    agreement->slug = agreement->partnership = "a";
    agreement->kind = "sister";
    agreement->effective_from = "2002-10";
    agreement->effective_until = "2002-09";
    assert_string_equal(found(pool, agreement), "effective_until:end_before_begin");
}

static void a_partnership_joins_two_places(void **state)
{
    sc_partnership_t *partnership = boston_kyoto(*state);

    partnership->parties->nelts = 1;
    assert_string_equal(found(*state, partnership), "parties:too_few");
    add_party(partnership, "boston-us", *state);
    assert_string_equal(found(*state, partnership), "parties:repeated");
}

static void a_network_with_a_member_twice_is_found(void **state)
{
    sc_partnership_t *network = boston_kyoto(*state);
    int i;

    network->type = "network";
    for (i = 0; i < 7998; i++) {
        add_party(network, apr_psprintf(*state, "member-%d", i), *state);
    }
    assert_string_equal(found(*state, network), "");
    add_party(network, "member-4711", *state);
    assert_string_equal(found(*state, network), "parties:repeated");
    for (i = 0; i < 2001; i++) {
        add_party(network, apr_psprintf(*state, "more-%d", i), *state);
    }
    assert_string_equal(found(*state, network), "parties:too_many parties:repeated");
}

static void a_list_has_each_word_once(void **state)
{
    sc_partnership_t *partnership = boston_kyoto(*state);

    partnership->fields = append(NULL, "culture", *state);
    partnership->fields = append(partnership->fields, "sports", *state);
    assert_string_equal(found(*state, partnership), "");
    partnership->fields = append(partnership->fields, "culture", *state);
    assert_string_equal(found(*state, partnership), "fields:repeated");
    partnership->fields = append(partnership->fields, "football", *state);
    assert_string_equal(found(*state, partnership), "fields:unknown_word");
}

static void half_a_position_is_found(void **state)
{
    sc_place_t *place = kaunas(*state);

    place->longitude = NAN;
    assert_string_equal(found(*state, place), "longitude:half_a_position");
    place->latitude = NAN;
    assert_string_equal(found(*state, place), "");
}

static void a_source_is_about_one_thing(void **state)
{
    sc_source_t *source = sc_record_new(&sc_source, *state);

    source->slug = "a";
    assert_string_equal(found(*state, source), ":about_nothing");
    source->place = "kaunas-lt";
    assert_string_equal(found(*state, source), "");
    source->partnership = "kaunas-lt-yaotsu-jp";
    assert_string_equal(found(*state, source), ":about_both");
}

static void a_claim_claims_something_of_others(void **state)
{
    sc_claim_t *claim = sc_record_new(&sc_claim, *state);

    claim->slug = "a";
    claim->place = "boston-us";
    assert_string_equal(found(*state, claim), ":claims_nothing");
    claim->number = 11;
    assert_string_equal(found(*state, claim), "");
    claim->number = SC_NO_INTEGER;
    claim->partner = "boston-us";
    assert_string_equal(found(*state, claim), "partner:own_partner");
}

static void the_world_is_validated_in_no_time(void **state)
{
    sc_problems_t *problems = sc_problems_new(*state);
    sc_partnership_t *partnership = boston_kyoto(*state);
    clock_t begin = clock();
    int i;

    for (i = 0; i < 35000; i++) {
        assert_int_equal(sc_validate(partnership, problems), 0);
    }
    assert_true(seconds_since(begin) < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_record_has_no_problems),
        TEST(an_empty_record_lacks_what_is_required),
        TEST(all_problems_come_at_once),
        TEST(problems_in_parts_name_their_path),
        TEST(values_out_of_bounds_are_found),
        TEST(texts_that_are_not_canonical_are_found),
        TEST(an_end_before_its_beginning_is_found),
        TEST(every_span_of_an_item_is_checked),
        TEST(a_partnership_joins_two_places),
        TEST(a_network_with_a_member_twice_is_found),
        TEST(a_list_has_each_word_once),
        TEST(half_a_position_is_found),
        TEST(a_source_is_about_one_thing),
        TEST(a_claim_claims_something_of_others),
        TEST(the_world_is_validated_in_no_time),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
