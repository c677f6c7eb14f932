#include "sample_view.h"

#include "present/page/pages.h"
#include "present/write/format.h"

#include <jansson.h>

typedef void writer_fn(sc_buffer_t *out, const sc_view_t *view, const void *data);

static const char *text_of(writer_fn *writer, const sc_view_t *view, const void *data)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 64);

    writer(out, view, data);
    return out->data;
}

static apr_status_t release(void *document)
{
    json_decref(document);
    return APR_SUCCESS;
}

/* The document as any client reads it: strictly, and no key twice. */
static json_t *read_back(apr_pool_t *pool, const char *text)
{
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

    assert_non_null(document);
    apr_pool_cleanup_register(pool, document, release, apr_pool_cleanup_null);
    return document;
}

static json_t *document_of(writer_fn *writer, const sc_view_t *view, const void *data)
{
    return read_back(view->pool, text_of(writer, view, data));
}

static const char *text_at(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void assert_nothing_is_empty(json_t *value)
{
    const char *key;
    json_t *inner;
    size_t i;

    assert_false(json_is_null(value));
    assert_false(json_is_string(value) && json_string_length(value) == 0);
    json_object_foreach(value, key, inner) {
        assert_nothing_is_empty(inner);
    }
    json_array_foreach(value, i, inner) {
        assert_nothing_is_empty(inner);
    }
}

static apr_array_header_t *nothing(apr_pool_t *pool)
{
    return apr_array_make(pool, 0, sizeof(void *));
}

static sc_place_dossier_t *place_dossier(apr_pool_t *pool, sc_place_t *place)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->place = place;
    dossier->successors = nothing(pool);
    dossier->passages = nothing(pool);
    dossier->partnerships = array_of(pool, boston_kyoto(pool), NULL);
    dossier->agreements = nothing(pool);
    dossier->steps = nothing(pool);
    dossier->activities = nothing(pool);
    dossier->gifts = nothing(pool);
    dossier->organizations = nothing(pool);
    dossier->sources = nothing(pool);
    dossier->claims = nothing(pool);
    dossier->claimed_by = nothing(pool);
    dossier->labels = boston_kyoto_labels(pool);
    return dossier;
}

static sc_partnership_dossier_t *partnership_dossier(apr_pool_t *pool,
                                                     sc_partnership_t *partnership)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->partnership = partnership;
    dossier->agreements = nothing(pool);
    dossier->approvals = nothing(pool);
    dossier->steps = nothing(pool);
    dossier->activities = nothing(pool);
    dossier->gifts = nothing(pool);
    dossier->sources = nothing(pool);
    dossier->claims = nothing(pool);
    dossier->organizations = nothing(pool);
    dossier->labels = boston_kyoto_labels(pool);
    return dossier;
}

static sc_list_t *list_of(apr_pool_t *pool, const sc_entity_t *entity, apr_array_header_t *items)
{
    sc_list_t *list = apr_pcalloc(pool, sizeof(*list));

    list->entity = entity;
    list->items = items;
    list->total = items->nelts;
    list->partnerships = apr_hash_make(pool);
    list->labels = boston_kyoto_labels(pool);
    return list;
}

static void a_place_is_named_in_the_readers_language(void **state)
{
    apr_pool_t *pool = *state;
    sc_place_dossier_t *dossier = place_dossier(pool, boston(pool));
    json_t *english = document_of(sc_json_place, view_in(pool, "en", "/places/boston-us"), dossier);
    json_t *japanese =
        document_of(sc_json_place, view_in(pool, "ja", "/places/boston-us"), dossier);
    json_t *country = json_object_get(english, "country");

    assert_string_equal(text_at(english, "name"), "Boston");
    assert_string_equal(text_at(japanese, "name"), "ボストン");
    assert_string_equal(text_at(country, "code"), "US");
    assert_string_equal(text_at(country, "name"), "United States");
    assert_string_equal(text_at(json_array_get(json_object_get(english, "names"), 0), "text"),
                        "ボストン");
}

static void an_item_has_its_slug_address_and_version(void **state)
{
    apr_pool_t *pool = *state;
    json_t *place = document_of(sc_json_place, view_in(pool, "en", "/places/boston-us"),
                                place_dossier(pool, boston(pool)));

    assert_string_equal(text_at(place, "slug"), "boston-us");
    assert_string_equal(text_at(place, "url"),
                        "https://city.example/sistercities/places/boston-us");
    assert_int_equal(json_integer_value(json_object_get(place, "version")), 3);
}

static void numbers_have_no_more_digits_than_were_typed(void **state)
{
    apr_pool_t *pool = *state;
    sc_place_t *place = boston(pool);
    const char *text;

    set(pool, place, "latitude", "55.7033");
    set(pool, place, "longitude", "0.1");
    set(pool, place, "area_km2", "0.30000000000000004");
    text = text_of(sc_json_place, view_in(pool, "en", "/places/boston-us"),
                   place_dossier(pool, place));
    assert_non_null(strstr(text, "\"latitude\":55.7033,"));
    assert_non_null(strstr(text, "\"longitude\":0.1,"));
    assert_non_null(strstr(text, "\"area_km2\":0.30000000000000004,"));
}

static void a_claimed_number_stands_beside_the_listed_one(void **state)
{
    apr_pool_t *pool = *state;
    sc_place_dossier_t *dossier = place_dossier(pool, boston(pool));
    json_t *place, *claimed;

    dossier->claims =
        array_of(pool,
                 record_of(pool, &sc_claim, "slug", "boston-eleven", "place", "boston-us", "number",
                           "11", "source", "A news release", "seen", "2019", NULL),
                 NULL);
    place = document_of(sc_json_place, view_in(pool, "en", "/places/boston-us"), dossier);
    claimed = json_object_get(place, "claimed_partners");
    assert_int_equal(json_integer_value(json_object_get(claimed, "number")), 11);
    assert_string_equal(text_at(json_object_get(claimed, "source"), "title"), "A news release");
    assert_string_equal(text_at(json_object_get(claimed, "source"), "seen"), "2019");
    assert_int_equal(json_integer_value(json_object_get(place, "listed_partners")), 1);
}

static void what_is_not_known_is_absent(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = boston_kyoto(pool);
    json_t *document;

    partnership->established = NULL;
    document = document_of(sc_json_partnership, view_in(pool, "en", "/partnerships/x"),
                           partnership_dossier(pool, partnership));
    assert_null(json_object_get(document, "established"));
    assert_null(json_object_get(document, "ended"));
    assert_null(json_object_get(document, "fixed_term"));
    assert_nothing_is_empty(document);
}

static void a_date_is_as_precise_as_it_is_known(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = boston_kyoto(pool);
    sc_view_t *view = view_in(pool, "en", "/partnerships/x");

    assert_string_equal(
        text_at(document_of(sc_json_partnership, view, partnership_dossier(pool, partnership)),
                "established"),
        "1959");
    set(pool, partnership, "established", "1955-12");
    assert_string_equal(
        text_at(document_of(sc_json_partnership, view, partnership_dossier(pool, partnership)),
                "established"),
        "1955-12");
}

static void a_partnership_names_its_parties_and_what_they_call_it(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = boston_kyoto(pool);
    sc_party_t *own = SC_AT(partnership->parties, 1, sc_party_t);
    json_t *document, *parties, *party;

    own->term = "姉妹都市盟約";
    own->term_lang = "ja";
    document = document_of(sc_json_partnership, view_in(pool, "en", "/partnerships/x"),
                           partnership_dossier(pool, partnership));
    parties = json_object_get(document, "parties");
    party = json_array_get(parties, 1);
    assert_int_equal(json_array_size(parties), 2);
    assert_string_equal(text_at(document, "term"), "sister city");
    assert_string_equal(text_at(party, "slug"), "kyoto-jp");
    assert_string_equal(text_at(party, "name"), "Kyoto");
    assert_string_equal(text_at(json_object_get(party, "country"), "code"), "JP");
    assert_string_equal(text_at(party, "term"), "姉妹都市盟約");
    assert_string_equal(text_at(party, "term_lang"), "ja");
}

static void a_partnership_is_called_by_the_word_that_suits_both_parties(void **state)
{
    static const struct {
        const char *country;
        const char *term;
    } partners[] = {{"JP", "sister city"}, {"CN", "sister city"}, {"FR", "sister city"}};
    apr_pool_t *pool = *state;
    sc_partnership_dossier_t *dossier = partnership_dossier(pool, boston_kyoto(pool));
    sc_view_t *view = view_in(pool, "en", "/partnerships/x");
    size_t i;

    for (i = 0; i < sizeof(partners) / sizeof(partners[0]); i++) {
        add_label(pool, dossier->labels,
                  record_of(pool, &sc_place, "slug", "kyoto-jp", "name", "Partner", "country",
                            partners[i].country, NULL));
        assert_string_equal(text_at(document_of(sc_json_partnership, view, dossier), "term"),
                            partners[i].term);
    }
}

static void a_party_of_an_unknown_country_is_still_named(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_dossier_t *dossier = partnership_dossier(pool, boston_kyoto(pool));
    sc_place_t *stateless = record_of(pool, &sc_place, "slug", "kyoto-jp", "name", "Kyoto", NULL);
    json_t *party;

    add_label(pool, dossier->labels, stateless);
    party = json_array_get(
        json_object_get(document_of(sc_json_partnership, view_in(pool, "lt", "/x"), dossier),
                        "parties"),
        1);
    assert_string_equal(text_at(party, "name"), "Kyoto");
    assert_null(json_object_get(party, "country"));
}

static sc_agreement_t *agreement_of(apr_pool_t *pool, const char *slug, const char *kind,
                                    const char *from)
{
    return record_of(pool, &sc_agreement, "slug", slug, "partnership", "boston-us-kyoto-jp", "kind",
                     kind, "effective_from", from, "term_months", "60", NULL);
}

static void a_fixed_term_is_chained_through_its_extension(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_dossier_t *dossier = partnership_dossier(pool, boston_kyoto(pool));
    json_t *term;

    dossier->agreements = array_of(pool, agreement_of(pool, "first", "sister", "1997-04"),
                                   agreement_of(pool, "second", "extension", "2002-04"), NULL);
    term = json_object_get(document_of(sc_json_partnership, view_in(pool, "en", "/x"), dossier),
                           "fixed_term");
    assert_string_equal(text_at(term, "until"), "2007-04");
    assert_int_equal(json_integer_value(json_object_get(term, "renewals")), 1);
}

static void an_agreement_comes_with_who_signed_it(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_dossier_t *dossier = partnership_dossier(pool, boston_kyoto(pool));
    sc_agreement_t *agreement = agreement_of(pool, "first", "sister", "1959");
    json_t *document, *shown, *signatory;

    add(pool, agreement, "signatories",
        record_of(pool, &sc_signatory, "person", "Martin J. Walsh", "office", "Mayor", "place",
                  "boston-us", NULL));
    dossier->agreements = array_of(pool, agreement, NULL);
    document = document_of(sc_json_partnership, view_in(pool, "en", "/x"), dossier);
    shown = json_array_get(json_object_get(document, "agreements"), 0);
    signatory = json_array_get(json_object_get(shown, "signatories"), 0);
    assert_string_equal(text_at(shown, "url"),
                        "https://city.example/sistercities/agreements/first");
    assert_string_equal(text_at(signatory, "person"), "Martin J. Walsh");
    assert_string_equal(text_at(signatory, "place"), "boston-us");
}

static void conditions_without_evidence_are_unknown(void **state)
{
    apr_pool_t *pool = *state;
    json_t *conditions = json_object_get(document_of(sc_json_partnership, view_in(pool, "en", "/x"),
                                                     partnership_dossier(pool, boston_kyoto(pool))),
                                         "conditions");

    assert_string_equal(text_at(conditions, "agreement"), "unknown");
    assert_string_equal(text_at(conditions, "fields"), "met");
    assert_string_equal(text_at(conditions, "budget"), "unknown");
}

static void a_source_says_what_it_states_in_its_own_spelling(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_dossier_t *dossier = partnership_dossier(pool, boston_kyoto(pool));
    json_t *source;

    dossier->sources =
        array_of(pool,
                 record_of(pool, &sc_source, "slug", "typo", "partnership", "boston-us-kyoto-jp",
                           "field", "agreements", "states", "Resigning of Sister City Agreement",
                           "preferred", "true", "url", "https://example.org/release", NULL),
                 NULL);
    source = json_array_get(
        json_object_get(document_of(sc_json_partnership, view_in(pool, "en", "/x"), dossier),
                        "sources"),
        0);
    assert_string_equal(text_at(source, "states"), "Resigning of Sister City Agreement");
    assert_string_equal(text_at(source, "url"), "https://example.org/release");
    assert_true(json_is_true(json_object_get(source, "preferred")));
}

static void a_list_tells_its_total_and_links_to_its_other_pages(void **state)
{
    apr_pool_t *pool = *state;
    sc_view_t *view = view_in(pool, "en", "/partnerships");
    sc_list_t *list = list_of(pool, &sc_partnership, array_of(pool, boston_kyoto(pool), NULL));
    sc_query_t query = *view->query;
    json_t *document;

    query.country = "JP";
    query.after = "now";
    query.limit = 1;
    view->query = &query;
    list->total = 12;
    list->next = "a+b";
    list->previous = "c";
    document = document_of(sc_json_list, view, list);
    assert_int_equal(json_integer_value(json_object_get(document, "total")), 12);
    assert_int_equal(json_integer_value(json_object_get(document, "revision")), 42);
    assert_string_equal(
        text_at(document, "next"),
        "https://city.example/sistercities/partnerships.json?limit=1&country=JP&after=a%2bb");
    assert_string_equal(
        text_at(document, "previous"),
        "https://city.example/sistercities/partnerships.json?limit=1&country=JP&after=c");
    assert_int_equal(json_array_size(json_object_get(document, "items")), 1);
}

static void a_list_on_one_page_links_nowhere(void **state)
{
    apr_pool_t *pool = *state;
    json_t *document = document_of(sc_json_list, view_in(pool, "en", "/places"),
                                   list_of(pool, &sc_place, nothing(pool)));

    assert_null(json_object_get(document, "next"));
    assert_null(json_object_get(document, "previous"));
    assert_int_equal(json_array_size(json_object_get(document, "items")), 0);
}

static void an_activity_in_a_list_tells_between_whom(void **state)
{
    apr_pool_t *pool = *state;
    sc_activity_t *activity = record_of(pool, &sc_activity, "slug", "forum", "partnership",
                                        "boston-us-kyoto-jp", "title", "Forum", NULL);
    sc_list_t *list = list_of(pool, &sc_activity, array_of(pool, activity, NULL));
    json_t *item;

    apr_hash_set(list->partnerships, "boston-us-kyoto-jp", APR_HASH_KEY_STRING, boston_kyoto(pool));
    item = json_array_get(
        json_object_get(document_of(sc_json_list, view_in(pool, "en", "/activities"), list),
                        "items"),
        0);
    assert_string_equal(text_at(item, "partnership"), "boston-us-kyoto-jp");
    assert_string_equal(text_at(json_array_get(json_object_get(item, "parties"), 1), "name"),
                        "Kyoto");
}

static json_t *organization_document(apr_pool_t *pool, const char *published)
{
    sc_item_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->item = record_of(pool, &sc_organization, "slug", "office", "name", "Office", "phone",
                              "+81-3-5213-1723", "contact_published", published, NULL);
    dossier->organizations = nothing(pool);
    dossier->labels = apr_hash_make(pool);
    return document_of(sc_json_item, view_in(pool, "en", "/organizations/office"), dossier);
}

static void a_contact_is_told_only_when_it_is_published(void **state)
{
    json_t *hidden = organization_document(*state, "false");
    json_t *published = organization_document(*state, "true");

    assert_null(json_object_get(hidden, "phone"));
    assert_null(json_object_get(hidden, "contact_published"));
    assert_string_equal(text_at(published, "phone"), "+81-3-5213-1723");
}

static void any_text_comes_back_as_it_was_written(void **state)
{
    static const char text[] = "\"</script>\" \\ & ' <b> é Łódź 平塚 😀 \t {url}/%s";
    apr_pool_t *pool = *state;
    sc_place_t *place = boston(pool);
    const char *written;

    place->name = text;
    written = text_of(sc_json_place, view_in(pool, "en", "/x"), place_dossier(pool, place));
    assert_string_equal(text_at(read_back(pool, written), "name"), text);
    assert_non_null(strstr(written, "平塚"));
    assert_null(strstr(written, "\\/"));
}

static void text_that_is_no_utf8_does_not_break_the_document(void **state)
{
    apr_pool_t *pool = *state;
    sc_place_t *place = boston(pool);
    json_t *document;

    place->subdivision = "\xff\xfe";
    document = document_of(sc_json_place, view_in(pool, "en", "/x"), place_dossier(pool, place));
    assert_null(json_object_get(document, "subdivision"));
    assert_string_equal(text_at(document, "name"), "Boston");
}

static void a_timeline_is_newest_first_with_undated_things_last(void **state)
{
    apr_pool_t *pool = *state;
    sc_place_dossier_t *dossier = place_dossier(pool, boston(pool));
    json_t *items;

    dossier->gifts =
        array_of(pool,
                 record_of(pool, &sc_gift, "slug", "house", "partnership", "boston-us-kyoto-jp",
                           "object", "House", NULL),
                 record_of(pool, &sc_gift, "slug", "tree", "partnership", "boston-us-kyoto-jp",
                           "object", "Tree", "date", "2019", NULL),
                 NULL);
    items = json_object_get(document_of(sc_json_place_timeline,
                                        view_in(pool, "en", "/places/boston-us/timeline"), dossier),
                            "items");
    assert_int_equal(json_array_size(items), 3);
    assert_string_equal(text_at(json_array_get(items, 0), "date"), "2019");
    assert_string_equal(text_at(json_array_get(items, 0), "event"), "gift");
    assert_string_equal(text_at(json_array_get(items, 1), "event"), "established");
    assert_null(json_object_get(json_array_get(items, 2), "date"));
    assert_string_equal(text_at(json_object_get(json_array_get(items, 2), "item"), "object"),
                        "House");
}

static void the_revision_is_told_with_schema_and_version(void **state)
{
    apr_pool_t *pool = *state;
    json_t *document = document_of(sc_json_revision, view_in(pool, "en", "/revision"), NULL);

    assert_int_equal(json_integer_value(json_object_get(document, "revision")), 42);
    assert_int_equal(json_integer_value(json_object_get(document, "schema")), 1);
    assert_true(json_is_string(json_object_get(document, "version")));
}

static void the_overview_counts_the_registry(void **state)
{
    apr_pool_t *pool = *state;
    sc_overview_t *overview = apr_pcalloc(pool, sizeof(*overview));
    json_t *document;

    overview->places = 31;
    overview->partnerships = 20;
    overview->in_force = 19;
    overview->recent_activities = nothing(pool);
    overview->recent_agreements = nothing(pool);
    overview->oldest_partnerships = array_of(pool, boston_kyoto(pool), NULL);
    overview->partnerships_by_slug = apr_hash_make(pool);
    overview->labels = boston_kyoto_labels(pool);
    document = document_of(sc_json_overview, view_in(pool, "en", "/"), overview);
    assert_null(json_object_get(document, "home"));
    assert_int_equal(json_integer_value(json_object_get(document, "places")), 31);
    assert_string_equal(
        text_at(json_array_get(json_object_get(document, "oldest_partnerships"), 0), "slug"),
        "boston-us-kyoto-jp");
}

static void a_problem_lists_every_error_by_its_field(void **state)
{
    apr_pool_t *pool = *state;
    sc_problems_t *problems = sc_problems_new(pool);
    sc_buffer_t *out = sc_buffer_new(pool, 64);
    json_t *document, *errors;

    sc_problem_add(problems, "established", "not_a_date", "“{value}” is not a date.", "value",
                   "next \"year\"", NULL);
    sc_problem_add(problems, NULL, "conflict", "Two things disagree.", NULL);
    sc_json_problem(out, view_in(pool, "en", "/x"), 400, "Bad request", NULL, problems);
    document = read_back(pool, out->data);
    errors = json_object_get(document, "errors");
    assert_string_equal(text_at(document, "type"), "about:blank");
    assert_int_equal(json_integer_value(json_object_get(document, "status")), 400);
    assert_null(json_object_get(document, "detail"));
    assert_int_equal(json_array_size(errors), 2);
    assert_string_equal(text_at(json_array_get(errors, 0), "field"), "established");
    assert_string_equal(text_at(json_array_get(errors, 0), "code"), "not_a_date");
    assert_string_equal(text_at(json_array_get(errors, 0), "detail"),
                        "“next \"year\"” is not a date.");
    assert_null(json_object_get(json_array_get(errors, 1), "field"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_place_is_named_in_the_readers_language),
        TEST(an_item_has_its_slug_address_and_version),
        TEST(numbers_have_no_more_digits_than_were_typed),
        TEST(a_claimed_number_stands_beside_the_listed_one),
        TEST(what_is_not_known_is_absent),
        TEST(a_date_is_as_precise_as_it_is_known),
        TEST(a_partnership_names_its_parties_and_what_they_call_it),
        TEST(a_partnership_is_called_by_the_word_that_suits_both_parties),
        TEST(a_party_of_an_unknown_country_is_still_named),
        TEST(a_fixed_term_is_chained_through_its_extension),
        TEST(an_agreement_comes_with_who_signed_it),
        TEST(conditions_without_evidence_are_unknown),
        TEST(a_source_says_what_it_states_in_its_own_spelling),
        TEST(a_list_tells_its_total_and_links_to_its_other_pages),
        TEST(a_list_on_one_page_links_nowhere),
        TEST(an_activity_in_a_list_tells_between_whom),
        TEST(a_contact_is_told_only_when_it_is_published),
        TEST(any_text_comes_back_as_it_was_written),
        TEST(text_that_is_no_utf8_does_not_break_the_document),
        TEST(a_timeline_is_newest_first_with_undated_things_last),
        TEST(the_revision_is_told_with_schema_and_version),
        TEST(the_overview_counts_the_registry),
        TEST(a_problem_lists_every_error_by_its_field),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
