#include "markup.h"

#include "model/vocabulary.h"
#include "present/page/part/part.h"

static sc_place_dossier_t *place_dossier(apr_pool_t *pool)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->place = boston(pool);
    dossier->successors = array_of(pool, NULL);
    dossier->passages = array_of(pool, NULL);
    dossier->partnerships = array_of(pool, boston_kyoto(pool), NULL);
    dossier->agreements = array_of(pool, NULL);
    dossier->steps = array_of(pool, NULL);
    dossier->activities = array_of(pool, NULL);
    dossier->gifts = array_of(pool, NULL);
    dossier->organizations = array_of(pool, NULL);
    dossier->sources = array_of(pool, NULL);
    dossier->claims = array_of(pool, NULL);
    dossier->claimed_by = array_of(pool, NULL);
    dossier->memberships = array_of(pool, NULL);
    dossier->labels = boston_kyoto_labels(pool);
    return dossier;
}

static sc_partnership_dossier_t *partnership_dossier(apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->partnership = boston_kyoto(pool);
    dossier->agreements = array_of(pool, NULL);
    dossier->approvals = array_of(pool, NULL);
    dossier->steps = array_of(pool, NULL);
    dossier->activities = array_of(pool, NULL);
    dossier->gifts = array_of(pool, NULL);
    dossier->sources = array_of(pool, NULL);
    dossier->claims = array_of(pool, NULL);
    dossier->organizations = array_of(pool, NULL);
    dossier->labels = boston_kyoto_labels(pool);
    return dossier;
}

static sc_partnership_t *only_partnership(sc_place_dossier_t *dossier)
{
    return SC_AT(dossier->partnerships, 0, sc_partnership_t);
}

static const char *partners_with_status(apr_pool_t *pool, const char *status, const char *ended)
{
    sc_place_dossier_t *dossier = place_dossier(pool);

    only_partnership(dossier)->status = status;
    only_partnership(dossier)->ended = ended;
    return page_of(view_in(pool, "en", "/"), sc_page_place_partners, dossier);
}

static void a_partner_is_named_with_its_local_form_and_its_years(void **state)
{
    const char *page = partners_with_status(*state, "active", NULL);

    assert_says(page, ">Kyoto</a>");
    assert_says(page, "<span lang=\"ja\">京都市</span>");
    assert_says(page, "since <time datetime=\"1959\">1959</time>\u00a0· 67 years");
}

static void partners_that_a_filter_leaves_out_are_not_said_to_be_missing(void **state)
{
    sc_place_dossier_t *dossier = place_dossier(*state);
    sc_query_t query = {.since = "2020", .limit = SC_LIMIT_DEFAULT};
    sc_view_t *view = view_in(*state, "en", "/");

    dossier->partnerships = array_of(*state, NULL);
    view->query = &query;
    assert_says(page_of(view, sc_page_place_partners, dossier), "fits all of this");
    query.since = NULL;
    assert_says(page_of(view, sc_page_place_partners, dossier), "is on record yet");
}

static const char *partners_sorted(apr_pool_t *pool, const char *sort, int descending)
{
    sc_place_dossier_t *dossier = place_dossier(pool);
    sc_query_t query = {.sort = sort, .descending = descending, .limit = SC_LIMIT_DEFAULT};
    sc_view_t *view = view_in(pool, "en", "/");
    static const char *const years[] = {"2001", NULL, "1960"};
    sc_partnership_t *partnership;
    size_t i;

    dossier->partnerships = array_of(pool, NULL);
    for (i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
        partnership = boston_kyoto(pool);
        partnership->slug = apr_psprintf(pool, "row-%d", (int)i);
        partnership->established = years[i];
        APR_ARRAY_PUSH(dossier->partnerships, void *) = partnership;
    }
    view->query = &query;
    return page_of(view, sc_page_place_partners, dossier);
}

static void assert_order(const char *page, const char *first, const char *second, const char *third)
{
    page = strstr(page, "<table");
    assert_true(strstr(page, first) < strstr(page, second));
    assert_true(strstr(page, second) < strstr(page, third));
}

static void partners_are_sorted_as_asked_with_unknown_dates_last(void **state)
{
    assert_order(partners_sorted(*state, "established", 0), "row-2", "row-0", "row-1");
    assert_order(partners_sorted(*state, "established", 1), "row-0", "row-2", "row-1");
}

static void a_suspended_partnership_is_not_called_ended(void **state)
{
    const char *page = partners_with_status(*state, "suspended", "2022-03");

    assert_says(page, "Suspended partnerships");
    assert_says(page, "suspended since <time datetime=\"2022-03\">March 2022</time>");
    assert_never_says(page, "Former partnerships");
    assert_never_says(page, "67 years");
}

static void a_dormant_partnership_is_neither_suspended_nor_ended(void **state)
{
    const char *page = partners_with_status(*state, "dormant", NULL);

    assert_says(page, "Dormant partnerships");
    assert_never_says(page, "uspended");
    assert_never_says(page, "Former partnerships");
}

static void an_ended_partnership_stands_apart_from_living_ones(void **state)
{
    const char *page = partners_with_status(*state, "terminated", "2010");

    assert_says(page, "Former partnerships");
    assert_says(page, "1959");
    assert_says(page, "ended <time datetime=\"2010\">2010</time>");
    assert_never_says(page, "Partnerships in force");
}

static void a_date_known_to_the_year_never_shows_a_day(void **state)
{
    const char *page =
        page_of(view_in(*state, "en", "/"), sc_page_partnership, partnership_dossier(*state));

    assert_says(page, "<time datetime=\"1959\">1959</time>");
    assert_never_says(page, "January");
    assert_never_says(page, "1959-01");
}

static void an_unknown_beginning_is_said_and_not_guessed(void **state)
{
    sc_partnership_dossier_t *dossier = partnership_dossier(*state);

    dossier->partnership->established = NULL;
    assert_says(page_of(view_in(*state, "en", "/"), sc_page_partnership, dossier),
                "date not recorded");
}

static void a_place_without_partners_gets_a_helpful_sentence(void **state)
{
    sc_place_dossier_t *dossier = place_dossier(*state);

    dossier->partnerships = array_of(*state, NULL);
    assert_says(page_of(view_in(*state, "en", "/"), sc_page_place_partners, dossier),
                "No partnership of Boston is on record yet.");
}

static void what_a_place_claims_stands_beside_what_is_on_record(void **state)
{
    sc_place_dossier_t *dossier = place_dossier(*state);
    const char *page;

    dossier->claims = array_of(*state,
                               record_of(*state, &sc_claim, "slug", "c", "place", "boston-us",
                                         "number", "11", "source", "A news release", NULL),
                               NULL);
    page = page_of(view_in(*state, "en", "/"), sc_page_place, dossier);
    assert_says(page, "Boston has 1 sister city on record.");
    assert_says(page, "Boston itself states 11.");
    assert_says(page, "A news release");
}

static sc_partnership_dossier_t *with_lapsed_term(apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = partnership_dossier(pool);

    dossier->agreements =
        array_of(pool,
                 record_of(pool, &sc_agreement, "slug", "a", "partnership", "boston-us-kyoto-jp",
                           "kind", "sister", "date", "1997-04", "term_months", "60", NULL),
                 NULL);
    return dossier;
}

static void a_lapsed_term_is_told_even_if_the_status_is_active(void **state)
{
    const char *page =
        page_of(view_in(*state, "en", "/"), sc_page_partnership, with_lapsed_term(*state));

    assert_says(page, "no later renewal is on record");
    assert_says(page, "2002");
}

static void sources_that_differ_are_both_shown_and_the_used_one_is_marked(void **state)
{
    sc_partnership_dossier_t *dossier = partnership_dossier(*state);
    const char *page;

    dossier->sources = array_of(*state,
                                record_of(*state, &sc_source, "slug", "s1", "field", "established",
                                          "states", "1959", "title", "First list", "preferred",
                                          "true", "note", "It is the city's own.", NULL),
                                record_of(*state, &sc_source, "slug", "s2", "field", "established",
                                          "states", "1960-05", "title", "Second list", NULL),
                                NULL);
    page = page_of(view_in(*state, "en", "/"), sc_page_partnership, dossier);
    assert_says(page, "Sources state different things here: Established");
    assert_says(page, "First list");
    assert_says(page, "May 1960");
    assert_says(page, "the record follows this source");
    assert_says(page, "It is the city");
}

static void what_a_source_is_about_is_said_in_words(void **state)
{
    sc_place_dossier_t *dossier = place_dossier(*state);
    const char *page;

    dossier->sources = array_of(*state,
                                record_of(*state, &sc_source, "slug", "s1", "field",
                                          "claimed_partners", "states", "eleven", NULL),
                                NULL);
    page = page_of(view_in(*state, "en", "/"), sc_page_place, dossier);
    assert_says(page, "Number of partners: <q>eleven</q>");
    assert_never_says(page, "claimed_partners");
}

static void a_contact_is_shown_only_where_it_is_published(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_item_dossier_t dossier = {.organizations = array_of(*state, NULL),
                                 .labels = apr_hash_make(*state)};
    sc_organization_t *organization =
        record_of(*state, &sc_organization, "slug", "o", "name", "Committee", "contact",
                  "A. Person", "email", "person@city.example", "phone", "+1 555 0100", NULL);

    dossier.item = organization;
    assert_never_says(page_of(view, sc_page_item, &dossier), "person@city.example");
    assert_never_says(page_of(view, sc_page_item, &dossier), "A. Person");
    organization->contact_published = 1;
    assert_says(page_of(view, sc_page_item, &dossier), "mailto:person@city.example");
}

static void a_limit_shows_so_many_partners_and_leads_to_the_rest(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_place_dossier_t *dossier = place_dossier(*state);
    sc_partnership_t *second = boston_kyoto(*state);
    const char *page;

    second->slug = "boston-us-kyoto-jp-port";
    second->type = "sister_port";
    second->established = "1985"; /* the oldest is named before the list */
    APR_ARRAY_PUSH(dossier->partnerships, void *) = second;
    view->limit = 1;
    page = page_of(view, sc_page_place_partners, dossier);
    assert_never_says(page, "partnerships/boston-us-kyoto-jp-port");
    assert_says(page, "See all 2 partnerships");
}

static void the_page_of_a_place_of_hundreds_shows_the_first_and_leads_to_the_rest(void **state)
{
    sc_place_dossier_t *dossier = place_dossier(*state);
    const char *page, *at;
    int rows = 0;

    while (dossier->partnerships->nelts < 300) {
        sc_partnership_t *another = boston_kyoto(*state);

        another->slug = apr_psprintf(*state, "pact-%d", dossier->partnerships->nelts);
        APR_ARRAY_PUSH(dossier->partnerships, void *) = another;
    }
    page = page_of(view_in(*state, "en", "/"), sc_page_place, dossier);
    for (at = page; (at = strstr(at, "sistercity__partner\"")) != NULL; at++) {
        rows++;
    }
    assert_int_equal(rows, 200);
    assert_says(page, "See all 300 partnerships");
    assert_says(page, "/places/boston-us/timeline\"");
}

static void the_outermost_heading_has_the_level_that_was_asked_for(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    const char *page;

    view->heading = 3;
    page = page_of(view, sc_page_place, place_dossier(*state));
    assert_says(page, "<h3 class=\"sistercity__title\">");
    assert_says(page, "<h4 ");
    assert_never_says(page, "<h2");
}

static void an_empty_list_says_what_to_loosen(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/places");
    sc_list_t list = {
        .entity = &sc_place, .items = array_of(*state, NULL), .labels = apr_hash_make(*state)};
    sc_query_t query = {.q = "zzz", .country = "FR", .limit = SC_LIMIT_DEFAULT};
    const char *page;

    view->query = &query;
    page = page_of(view, sc_page_collection, &list);
    assert_says(page, "Try fewer letters");
    assert_says(page, "Country: France");
    assert_says(page, "href=\"/sistercities/places?q=zzz\"");
}

static void data_is_of_the_whole_selection_not_of_the_page_that_is_read(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/places");
    sc_list_t list = {.entity = &sc_place,
                      .items = array_of(*state, NULL),
                      .labels = apr_hash_make(*state),
                      .total = 60};
    sc_query_t query = {.country = "FR", .after = "token", .limit = SC_LIMIT_DEFAULT};

    view->query = &query;
    assert_says(page_of(view, sc_page_collection, &list),
                "href=\"/sistercities/places.csv?country=FR\"");
}

static void nothing_is_offered_as_data_where_there_is_nothing(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/places");
    sc_list_t list = {
        .entity = &sc_place, .items = array_of(*state, NULL), .labels = apr_hash_make(*state)};
    sc_query_t query = {.country = "FR", .limit = SC_LIMIT_DEFAULT};

    view->query = &query;
    assert_never_says(page_of(view, sc_page_collection, &list), "rows as data");
}

static void data_of_a_part_is_selected_as_the_part_is(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/places/boston-us/partners");
    sc_query_t query = {.country = "JP", .limit = 5};

    view->query = &query;
    assert_says(page_of(view, sc_page_place_partners, place_dossier(*state)),
                "href=\"/sistercities/places/boston-us/partners.csv?country=JP\"");
}

static const char *notice_in_a_page(apr_pool_t *pool, int status)
{
    sc_view_t *view = view_in(pool, "en", "/");
    sc_notice_t notice = sc_notice_for(status, NULL);
    sc_buffer_t *out = sc_buffer_new(pool, 0);

    view->is_fragment = 1;
    sc_page_notice(out, view, &notice);
    return out->data;
}

static void who_reads_a_page_around_a_mistake_is_not_told_to_mend_it(void **state)
{
    assert_says(notice_in_a_page(*state, 400), "This cannot be shown");
    assert_never_says(notice_in_a_page(*state, 400), "Change or remove");
    assert_never_says(notice_in_a_page(*state, 404), "mistyped");
    assert_says(notice_in_a_page(*state, 503), "try again in a few minutes");
    assert_says(notice_in_a_page(*state, 410), "withdrawn");
}

static void a_notice_says_what_happened_what_to_do_and_whom_to_ask(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_problems_t *problems = sc_problems_new(*state);
    sc_notice_t notice = sc_notice_for(400, problems);
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    view->contact = "registry@city.example";
    sc_problem_add(problems, "since", "not_a_date", "{value} is not a date.", "value", HOSTILE,
                   NULL);
    sc_page_notice(out, view, &notice);
    assert_says(out->data, "<code>since</code>");
    assert_says(out->data, "is not a date.");
    assert_says(out->data, "mailto:registry@city.example");
    assert_never_says(out->data, "<x");
}

/* Every text, Markdown and title of a record says something hostile. */
static void *hostile(apr_pool_t *pool, void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_TEXT || field->type == SC_TYPE_MARKDOWN) {
            sc_field_set_text(field, record, apr_pstrdup(pool, HOSTILE));
        }
    }
    return record;
}

static sc_partnership_dossier_t *hostile_partnership(apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = partnership_dossier(pool);
    sc_place_t *kyoto_place = hostile(pool, kyoto(pool));
    sc_agreement_t *agreement =
        hostile(pool, record_of(pool, &sc_agreement, "slug", "a", "partnership",
                                "boston-us-kyoto-jp", "kind", "sister", NULL));

    add(pool, agreement, "signatories", hostile(pool, sc_record_new(&sc_signatory, pool)));
    add(pool, agreement, "documents",
        hostile(pool, record_of(pool, &sc_document, "url", "https://a.example/", NULL)));
    hostile(pool, dossier->partnership);
    add_label(pool, dossier->labels, kyoto_place);
    dossier->agreements = array_of(pool, agreement, NULL);
    dossier->approvals =
        array_of(pool, hostile(pool, record_of(pool, &sc_approval, "slug", "p", NULL)), NULL);
    dossier->steps =
        array_of(pool,
                 hostile(pool, record_of(pool, &sc_step, "slug", "s", "partnership",
                                         "boston-us-kyoto-jp", "status", "renewed", NULL)),
                 NULL);
    dossier->activities =
        array_of(pool,
                 hostile(pool, record_of(pool, &sc_activity, "slug", "e", "partnership",
                                         "boston-us-kyoto-jp", NULL)),
                 NULL);
    dossier->gifts = array_of(pool,
                              hostile(pool, record_of(pool, &sc_gift, "slug", "g", "partnership",
                                                      "boston-us-kyoto-jp", NULL)),
                              NULL);
    dossier->sources =
        array_of(pool, hostile(pool, record_of(pool, &sc_source, "slug", "o", NULL)), NULL);
    dossier->claims = array_of(
        pool, hostile(pool, record_of(pool, &sc_claim, "slug", "c", "place", "boston-us", NULL)),
        NULL);
    dossier->organizations = array_of(pool,
                                      hostile(pool, record_of(pool, &sc_organization, "slug", "n",
                                                              "contact_published", "true", NULL)),
                                      NULL);
    return dossier;
}

static void every_text_of_a_partnership_is_escaped(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_partnership_dossier_t *dossier = hostile_partnership(*state);
    sc_item_dossier_t item = {.item = SC_AT(dossier->agreements, 0, void),
                              .partnership = dossier->partnership,
                              .organizations = dossier->organizations,
                              .labels = dossier->labels};
    const char *page = page_of(view, sc_page_partnership, dossier);

    assert_never_says(page, "<x");
    assert_never_says(page_of(view, sc_page_item, &item), "<x");
    item.item = SC_AT(dossier->activities, 0, void);
    assert_never_says(page_of(view, sc_page_item, &item), "<x");
    item.item = SC_AT(dossier->organizations, 0, void);
    assert_never_says(page_of(view, sc_page_item, &item), "<x");
    assert_says(page, "&lt;x onclick");
}

static void every_text_of_a_place_is_escaped(void **state)
{
    sc_partnership_dossier_t *partnership = hostile_partnership(*state);
    sc_place_dossier_t *dossier = place_dossier(*state);
    const char *page;

    hostile(*state, dossier->place);
    hostile(*state, SC_AT(dossier->place->names, 0, void));
    dossier->partnerships = array_of(*state, partnership->partnership, NULL);
    dossier->agreements = partnership->agreements;
    dossier->steps = partnership->steps;
    dossier->activities = partnership->activities;
    dossier->organizations = partnership->organizations;
    dossier->sources = partnership->sources;
    dossier->claims = partnership->claims;
    dossier->labels = partnership->labels;
    page = page_of(view_in(*state, "en", "/"), sc_page_place, dossier);
    assert_never_says(page, "<x");
    assert_says(page, "&lt;x onclick");
}

static void a_network_is_not_measured_as_a_sister_city(void **state)
{
    sc_partnership_dossier_t *dossier = partnership_dossier(*state);
    sc_view_t *view = view_in(*state, "en", "/");

    assert_says(page_of(view, sc_page_partnership, dossier), "Conditions for a sister city");
    dossier->partnership->type = "network";
    assert_never_says(page_of(view, sc_page_partnership, dossier), "Conditions");
}

static void unknown_beginnings_of_a_whole_list_are_said_once(void **state)
{
    sc_place_dossier_t *dossier = place_dossier(*state);
    const char *page;

    only_partnership(dossier)->established = NULL;
    page = page_of(view_in(*state, "en", "/"), sc_page_place_partners, dossier);
    assert_says(page, "When these partnerships began is not recorded.");
    assert_never_says(page, "date not recorded");
}

static void fragments_on_one_page_share_no_id(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");

    view->is_fragment = 1;
    assert_never_says(page_of(view, sc_page_place, place_dossier(*state)), " id=");
    assert_never_says(page_of(view, sc_page_partnership, partnership_dossier(*state)), " id=");
}

static void a_page_brings_neither_script_nor_inline_style(void **state)
{
    const char *page = page_of(view_in(*state, "en", "/"), sc_page_place, place_dossier(*state));

    assert_never_says(page, "<script");
    assert_never_says(page, "style=");
    assert_never_says(page, " onclick");
}

static void organizations_stand_in_the_order_of_names_as_the_reader_sorts_them(void **state)
{
    apr_array_header_t *organizations =
        array_of(*state, record_of(*state, &sc_organization, "slug", "z", "name", "Zarasai", NULL),
                 record_of(*state, &sc_organization, "slug", "s", "name", "Šiauliai", NULL),
                 record_of(*state, &sc_organization, "slug", "k", "name", "Skuodas", NULL), NULL);
    apr_array_header_t *sorted =
        sc_organizations_by_name(view_in(*state, "lt", "/partnerships/a"), organizations);

    assert_string_equal(SC_AT(sorted, 0, sc_organization_t)->slug, "k");
    assert_string_equal(SC_AT(sorted, 1, sc_organization_t)->slug, "s");
    assert_string_equal(SC_AT(sorted, 2, sc_organization_t)->slug, "z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(organizations_stand_in_the_order_of_names_as_the_reader_sorts_them),
        TEST(a_partner_is_named_with_its_local_form_and_its_years),
        TEST(partners_that_a_filter_leaves_out_are_not_said_to_be_missing),
        TEST(partners_are_sorted_as_asked_with_unknown_dates_last),
        TEST(a_suspended_partnership_is_not_called_ended),
        TEST(a_dormant_partnership_is_neither_suspended_nor_ended),
        TEST(an_ended_partnership_stands_apart_from_living_ones),
        TEST(a_date_known_to_the_year_never_shows_a_day),
        TEST(an_unknown_beginning_is_said_and_not_guessed),
        TEST(a_place_without_partners_gets_a_helpful_sentence),
        TEST(what_a_place_claims_stands_beside_what_is_on_record),
        TEST(a_lapsed_term_is_told_even_if_the_status_is_active),
        TEST(sources_that_differ_are_both_shown_and_the_used_one_is_marked),
        TEST(what_a_source_is_about_is_said_in_words),
        TEST(a_contact_is_shown_only_where_it_is_published),
        TEST(a_limit_shows_so_many_partners_and_leads_to_the_rest),
        TEST(the_page_of_a_place_of_hundreds_shows_the_first_and_leads_to_the_rest),
        TEST(the_outermost_heading_has_the_level_that_was_asked_for),
        TEST(an_empty_list_says_what_to_loosen),
        TEST(data_is_of_the_whole_selection_not_of_the_page_that_is_read),
        TEST(nothing_is_offered_as_data_where_there_is_nothing),
        TEST(data_of_a_part_is_selected_as_the_part_is),
        TEST(who_reads_a_page_around_a_mistake_is_not_told_to_mend_it),
        TEST(a_notice_says_what_happened_what_to_do_and_whom_to_ask),
        TEST(every_text_of_a_partnership_is_escaped),
        TEST(every_text_of_a_place_is_escaped),
        TEST(a_network_is_not_measured_as_a_sister_city),
        TEST(unknown_beginnings_of_a_whole_list_are_said_once),
        TEST(fragments_on_one_page_share_no_id),
        TEST(a_page_brings_neither_script_nor_inline_style),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
