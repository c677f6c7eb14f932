#include "markup.h"

#include "present/office/pages.h"

#include <jansson.h>
#include <time.h>

static const sc_admin_view_t admin = {.user = HOSTILE,
                                      .may_review = 1,
                                      .may_administer = 1,
                                      .token = "TOKEN",
                                      .registry = "/sistercities"};

static const char *shown(apr_pool_t *pool, const char *path, sc_page_fn *page, const void *data)
{
    sc_view_t *view = view_in(pool, "en", path);

    view->mount = "/sistercities/admin";
    return page_of(view, page, data);
}

/* What holds of every page, whatever it shows. */
static const char *sound(apr_pool_t *pool, const char *path, sc_page_fn *page, const void *data)
{
    const char *html = shown(pool, path, page, data);

    assert_never_says(html, "<x");
    assert_never_says(html, " style=");
    assert_never_says(html, "<script");
    assert_ids_are_whole(pool, html);
    return html;
}

static sc_gift_t *gift(apr_pool_t *pool, const char *object, const char *note)
{
    sc_gift_t *it = record_of(pool, &sc_gift, "slug", "a-gift", "partnership", "boston-us-kyoto-jp",
                              "date", "1959", NULL);

    it->object = object;
    it->note = note;
    return it;
}

static sc_change_t *change(apr_pool_t *pool, void *before, void *after)
{
    sc_change_t *it = apr_pcalloc(pool, sizeof(*it));

    it->id = 7;
    it->at = "2026-11-22T03:31:00Z";
    it->who = it->note = it->approved_by = HOSTILE;
    it->action = before && after ? "change" : after ? "create" : "withdraw";
    it->entity = &sc_gift;
    it->slug = "a-gift";
    it->before = before;
    it->after = after;
    return it;
}

static sc_history_page_t *history(apr_pool_t *pool)
{
    sc_history_page_t *page = apr_pcalloc(pool, sizeof(*page));

    page->admin = &admin;
    page->query.who = HOSTILE;
    page->older = 5;
    page->changes =
        array_of(pool, change(pool, gift(pool, "A print", NULL), gift(pool, HOSTILE, HOSTILE)),
                 change(pool, NULL, gift(pool, HOSTILE, NULL)), NULL);
    return page;
}

static void times_are_those_of_the_server_and_stay_exact_for_programs(void **state)
{
    const char *html;

    setenv("TZ", "Europe/Vilnius", 1);
    tzset();
    html = sound(*state, "/history", sc_page_history, history(*state));
    assert_says(html, "<time datetime=\"2026-11-22T03:31:00Z\">22 November 2026, 05:31 EET</time>");
    setenv("TZ", "Pacific/Honolulu", 1);
    tzset();
    html = sound(*state, "/history", sc_page_history, history(*state));
    assert_says(html, ">21 November 2026, 17:31 HST</time>");
    unsetenv("TZ");
    tzset();
}

static void the_history_tells_who_changed_what_and_which_fields(void **state)
{
    const char *page = sound(*state, "/history", sc_page_history, history(*state));

    assert_says(page, "Changed");
    assert_says(page, "Object and Note");
    assert_says(page, HOSTILE_ESCAPED);
    assert_says(page, "/sistercities/admin/history/7");
    assert_says(page, "before=5");
}

static void the_filters_of_the_history_stay_when_one_goes_on(void **state)
{
    sc_history_page_t *page = history(*state);

    page->query.entity = &sc_gift;
    page->query.who = "rasa & co";
    page->query.action = "change";
    assert_says(shown(*state, "/history", sc_page_history, page),
                "collection=gifts&amp;who=rasa+%26+co&amp;action=change&amp;before=5");
}

static void a_feed_of_changes_escapes_what_people_wrote(void **state)
{
    const char *feed = shown(*state, "/history", sc_atom_history, history(*state));

    assert_never_says(feed, "<x");
    assert_says(feed, "<updated>2026-11-22T03:31:00Z</updated>");
    assert_says(feed, "<id>https://city.example/sistercities/admin/history/7</id>");
    assert_int_equal(count_of(feed, "<entry>"), 2);
}

static void changes_as_data_name_the_fields(void **state)
{
    json_t *document =
        json_loads(shown(*state, "/history", sc_json_history, history(*state)), 0, NULL);
    json_t *first = json_array_get(json_object_get(document, "items"), 0);

    assert_string_equal(json_string_value(json_object_get(first, "who")), HOSTILE);
    assert_string_equal(json_string_value(json_array_get(json_object_get(first, "fields"), 0)),
                        "object");
    json_decref(document);
}

static void a_change_shows_what_was_taken_out_and_put_in(void **state)
{
    sc_change_page_t page = {.admin = &admin, .may_undo = 1};
    const char *html;

    page.change = change(*state, gift(*state, "A print of the old festival", NULL),
                         gift(*state, "A print of the new festival", HOSTILE));
    html = sound(*state, "/history/7", sc_page_change, &page);
    assert_says(html, "A print of the <del>old</del> festival");
    assert_says(html, "A print of the <ins>new</ins> festival");
    assert_says(html, "/history/7/undo");
    page.may_undo = 0;
    assert_never_says(shown(*state, "/history/7", sc_page_change, &page), "/undo");
}

static void undoing_asks_once_and_tells_what_stands_in_the_way(void **state)
{
    sc_change_page_t page = {.admin = &admin, .may_undo = 1};
    sc_problems_t *problems = sc_problems_new(*state);
    const char *html;

    page.change = change(*state, NULL, gift(*state, HOSTILE, NULL));
    html = sound(*state, "/history/7/undo", sc_page_undo, &page);
    assert_says(html, "name=\"token\" value=\"TOKEN\"");
    assert_says(html, "name=\"change_note\"");
    sc_problem_add(problems, "gifts/a-gift.object", "changed", "Changed again.", NULL);
    page.problems = problems;
    html = sound(*state, "/history/7/undo", sc_page_undo, &page);
    assert_says(html,
                "<a href=\"/sistercities/admin/gifts/a-gift\">a-gift</a>: Object: Changed again.");
}

static void entries_of_a_list_are_marked_one_by_one(void **state)
{
    sc_partnership_t *before = boston_kyoto(*state), *after = boston_kyoto(*state);
    sc_change_page_t page = {.admin = &admin};
    sc_change_t *it;
    const char *html;

    add(*state, after, "fields", "sports");
    it = change(*state, before, after);
    it->entity = &sc_partnership;
    page.change = it;
    html = sound(*state, "/history/7", sc_page_change, &page);
    assert_says(html, "<ins>sports</ins>");
    assert_never_says(html, "<ins>culture</ins>");
}

static void a_draft_can_be_decided_only_by_who_may(void **state)
{
    sc_draft_t draft = {.id = 3,
                        .at = "2026-11-22T03:31:00Z",
                        .who = HOSTILE,
                        .note = HOSTILE,
                        .state = "waiting",
                        .entity = &sc_gift,
                        .slug = "a-gift",
                        .version = 2};
    sc_draft_page_t page = {.admin = &admin, .draft = &draft, .may_publish = 1, .may_reject = 1};
    const char *html;

    draft.record = gift(*state, HOSTILE, HOSTILE);
    draft.current = gift(*state, "A print", NULL);
    html = sound(*state, "/drafts/3", sc_page_draft, &page);
    assert_says(html, "value=\"publish\"");
    assert_says(html, "value=\"reject\"");
    assert_says(html, "was changed after this draft was written");
    page.may_publish = page.may_reject = 0;
    assert_never_says(shown(*state, "/drafts/3", sc_page_draft, &page), "<button");
}

static void withdrawing_shows_what_goes_with_it(void **state)
{
    sc_withdraw_page_t page = {.admin = &admin};
    const char *html;

    page.record = boston_kyoto(*state);
    page.belongings = array_of(*state, gift(*state, HOSTILE, NULL), NULL);
    page.named.labels = boston_kyoto_labels(*state);
    html = sound(*state, "/partnerships/boston-us-kyoto-jp/withdraw", sc_page_withdraw, &page);
    assert_says(html, "Withdraw Boston – Kyoto?");
    assert_says(html, "name=\"version\" value=\"3\"");
    assert_says(html, HOSTILE_ESCAPED "</a>");
}

static sc_report_page_t *report(apr_pool_t *pool)
{
    sc_report_page_t *page = apr_pcalloc(pool, sizeof(*page));
    sc_report_t *it = &page->report;
    sc_report_row_t *row;
    sc_activity_t *activity = record_of(pool, &sc_activity, "slug", "visit", "partnership",
                                        "boston-us-kyoto-jp", "title", "x", "start", "2019", NULL);

    activity->title = "=cmd()|" HOSTILE;
    it->rows = apr_array_make(pool, 1, sizeof(sc_report_row_t));
    row = apr_array_push(it->rows);
    row->partnership = boston_kyoto(pool);
    row->steps = row->approvals = array_of(pool, NULL);
    row->agreements = array_of(pool, NULL);
    row->activities = array_of(pool, activity, NULL);
    row->gifts = array_of(pool, gift(pool, HOSTILE, NULL), NULL);
    row->participants = 1200;
    row->years = 60;
    page->admin = &admin;
    it->year = 2019;
    it->in_force = 1;
    it->labels = boston_kyoto_labels(pool);
    it->silent = array_of(pool, NULL);
    page->before.rows = apr_array_make(pool, 1, sizeof(sc_report_row_t));
    return page;
}

static void a_years_report_counts_and_names(void **state)
{
    const char *html = sound(*state, "/report", sc_page_report, report(*state));

    assert_says(html, "Partnerships in 2019");
    assert_says(html, "1,200");
    assert_says(html, "60 years");
    assert_says(html, "/report.csv?year=2019");
}

static void a_report_for_a_spreadsheet_runs_no_formula(void **state)
{
    const char *csv = shown(*state, "/report", sc_csv_report, report(*state));

    assert_says(csv, "\"'=cmd()|");
    assert_says(csv, "boston-us-kyoto-jp,Boston – Kyoto,active,1959,60,0,1,1200,1,");
}

static void a_report_for_a_spreadsheet_ends_with_its_totals(void **state)
{
    const char *csv = shown(*state, "/report", sc_csv_report, report(*state));
    const char *last = ",Total,,,,0,1,1200,1,,0,0,,,,,,,,,\r\n";

    assert_true(strlen(csv) > strlen(last));
    assert_string_equal(csv + strlen(csv) - strlen(last), last);
}

/* A partnership of Boston and the place, in a report of Boston's. */
static void add_partner(sc_report_t *report, apr_pool_t *pool, const char *slug, const char *name)
{
    sc_report_row_t row = {.partnership = boston_kyoto(pool)};
    sc_label_t *label = apr_pcalloc(pool, sizeof(*label));

    SC_AT(row.partnership->parties, 1, sc_party_t)->place = slug;
    label->slug = slug;
    label->name = name;
    label->names = array_of(pool, NULL);
    apr_hash_set(report->labels, slug, APR_HASH_KEY_STRING, label);
    APR_ARRAY_PUSH(report->rows, sc_report_row_t) = row;
}

static const char *partner(const sc_report_t *report, int row)
{
    return SC_AT(APR_ARRAY_IDX(report->rows, row, sc_report_row_t).partnership->parties, 1,
                 sc_party_t)
        ->place;
}

static void a_report_is_in_the_order_of_names_as_its_reader_sorts_them(void **state)
{
    sc_report_t report = {.place = "boston-us", .labels = boston_kyoto_labels(*state)};

    report.silent = array_of(*state, NULL);
    report.rows = apr_array_make(*state, 4, sizeof(sc_report_row_t));
    add_partner(&report, *state, "zarasai-lt", "Zarasai");
    add_partner(&report, *state, "siauliai-lt", "Šiauliai");
    add_partner(&report, *state, "salcininkai-lt", "šalčininkai");
    add_partner(&report, *state, "skuodas-lt", "Skuodas");
    sc_report_sort(view_in(*state, "lt", "/report"), &report);
    assert_string_equal(partner(&report, 0), "skuodas-lt");
    assert_string_equal(partner(&report, 1), "salcininkai-lt");
    assert_string_equal(partner(&report, 2), "siauliai-lt");
    assert_string_equal(partner(&report, 3), "zarasai-lt");
    report.place = NULL;
    sc_report_sort(view_in(*state, "en", "/report"), &report);
    assert_string_equal(partner(&report, 0), "salcininkai-lt");
}

static void the_board_tells_what_is_missing_and_leads_to_the_next_step(void **state)
{
    sc_board_page_t page = {.admin = &admin, .board.total = 1};
    sc_board_card_t *card;
    const char *html;

    page.board.cards = apr_array_make(*state, 1, sizeof(sc_board_card_t));
    card = apr_array_push(page.board.cards);
    memset(card, 0, sizeof(*card));
    card->partnership = boston_kyoto(*state);
    card->step = record_of(*state, &sc_step, "slug", "s", "partnership", "boston-us-kyoto-jp",
                           "status", "asked", "date", "1958", NULL);
    card->conditions.fields = SC_MET;
    page.board.labels = boston_kyoto_labels(*state);
    html = sound(*state, "/board", sc_page_board, &page);
    assert_says(html, "Not on record: signed agreement and approved budget");
    assert_says(html, "/board/boston-us-kyoto-jp?status=research_visit");
}

static void what_is_suggested_while_typing_is_data(void **state)
{
    sc_list_t list = {.entity = &sc_place, .total = 1};
    const sc_items_page_t page = {.list = &list};
    sc_place_t *place = kyoto(*state);
    json_t *document, *item;

    place->name = HOSTILE;
    list.items = array_of(*state, place, NULL);
    list.labels = apr_hash_make(*state);
    document = json_loads(shown(*state, "/places/find", sc_json_found, &page), 0, NULL);
    item = json_array_get(json_object_get(document, "items"), 0);
    assert_string_equal(json_string_value(json_object_get(item, "name")), HOSTILE);
    assert_string_equal(json_string_value(json_object_get(item, "slug")), "kyoto-jp");
    assert_string_equal(json_string_value(json_object_get(item, "detail")), "Japan");
    json_decref(document);
}

static void the_desk_dates_a_finding_in_words_and_leads_to_the_field_that_mends_it(void **state)
{
    sc_desk_page_t page = {
        .admin = &admin, .database = "SQLite", .desk = {.until = "2027-02-20", .check_total = 2}};
    sc_check_t *check;
    const char *html;

    page.desk.counts = apr_array_make(*state, 1, sizeof(sc_desk_count_t));
    page.desk.checks = apr_array_make(*state, 1, sizeof(sc_check_t));
    page.drafts = page.changes = array_of(*state, NULL);
    check = apr_array_push(page.desk.checks);
    *check = (sc_check_t){.entity = &sc_gift,
                          .slug = "a-gift",
                          .problem = {"date", "impossible_date", "It lies in the future ({date}).",
                                      (const char *const[]){"date", "2027-05-01", NULL}}};
    check = apr_array_push(page.desk.checks);
    *check =
        (sc_check_t){.entity = &sc_partnership,
                     .slug = "boston-us-kyoto-jp",
                     .problem = {NULL, "sources_disagree", "On {field} they say {one} and {other}.",
                                 (const char *const[]){"field", "established", "one", "1959-06",
                                                       "other", "in the fifties", NULL}}};
    html = sound(*state, "/", sc_page_desk, &page);
    assert_says(html, "/sistercities/admin/gifts/a-gift#f-date");
    assert_says(html, "It lies in the future (1 May 2027).");
    assert_says(html, "they say June 1959 and in the fifties.");
    assert_says(html, HOSTILE_ESCAPED);
}

static void removing_a_name_asks_before_it_is_done(void **state)
{
    sc_redact_page_t page = {.admin = &admin, .name = HOSTILE, .count = -1};

    assert_never_says(sound(*state, "/redact", sc_page_redact, &page), "value=\"redact\"");
    page.count = 2;
    assert_says(sound(*state, "/redact", sc_page_redact, &page), "value=\"redact\"");
    page.is_done = 1;
    assert_never_says(sound(*state, "/redact", sc_page_redact, &page), HOSTILE_ESCAPED "\"");
}

static void only_known_words_are_told_as_done(void **state)
{
    sc_admin_view_t done = admin;
    sc_redact_page_t page = {.admin = &done, .count = -1};

    done.done = "saved";
    done.done_change = 12;
    assert_says(sound(*state, "/redact", sc_page_redact, &page), "Your change is saved.");
    assert_says(sound(*state, "/redact", sc_page_redact, &page), "/history/12/undo");
    done.done = HOSTILE;
    assert_never_says(sound(*state, "/redact", sc_page_redact, &page), "role=\"status\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(times_are_those_of_the_server_and_stay_exact_for_programs),
        TEST(the_history_tells_who_changed_what_and_which_fields),
        TEST(the_filters_of_the_history_stay_when_one_goes_on),
        TEST(a_feed_of_changes_escapes_what_people_wrote),
        TEST(changes_as_data_name_the_fields),
        TEST(a_change_shows_what_was_taken_out_and_put_in),
        TEST(undoing_asks_once_and_tells_what_stands_in_the_way),
        TEST(entries_of_a_list_are_marked_one_by_one),
        TEST(a_draft_can_be_decided_only_by_who_may),
        TEST(withdrawing_shows_what_goes_with_it),
        TEST(a_years_report_counts_and_names),
        TEST(a_report_for_a_spreadsheet_runs_no_formula),
        TEST(a_report_for_a_spreadsheet_ends_with_its_totals),
        TEST(a_report_is_in_the_order_of_names_as_its_reader_sorts_them),
        TEST(the_board_tells_what_is_missing_and_leads_to_the_next_step),
        TEST(what_is_suggested_while_typing_is_data),
        TEST(the_desk_dates_a_finding_in_words_and_leads_to_the_field_that_mends_it),
        TEST(removing_a_name_asks_before_it_is_done),
        TEST(only_known_words_are_told_as_done),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
