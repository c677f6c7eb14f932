#include "sample_view.h"

#include "present/write/html.h"

static const char *written(apr_pool_t *pool, const char *template, const char *value)
{
    return sc_html_make(pool, template, value);
}

static void text_cannot_become_markup(void **state)
{
    assert_string_equal(
        written(*state, "<p>%t</p>", "<script>alert('x' & \"y\")</script>"),
        "<p>&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;</p>");
}

static void text_cannot_leave_its_attribute(void **state)
{
    assert_string_equal(written(*state, "<p title=\"%t\">", "\" onclick=\"evil()"),
                        "<p title=\"&quot; onclick=&quot;evil()\">");
}

static void an_address_that_runs_script_is_dropped(void **state)
{
    static const char *const evil[] = {"javascript:alert(1)",  "JavaScript:alert(1)",
                                       " javascript:alert(1)", "java\tscript:alert(1)",
                                       "data:text/html,x",     "vbscript:x"};
    size_t i;

    for (i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
        assert_string_equal(written(*state, "%u", evil[i]), "#");
    }
}

static void ordinary_addresses_stay(void **state)
{
    static const char *const good[] = {
        "https://city.example/a?b=c", "http://city.example", "mailto:a@city.example",
        "/sistercities/places",       "?sort=name",          "places/a:b"};
    size_t i;

    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_string_equal(written(*state, "%u", good[i]), good[i]);
    }
    assert_string_equal(written(*state, "%u", "/a?b=1&c=\"2\""), "/a?b=1&amp;c=&quot;2&quot;");
}

static void headings_stay_within_the_six_levels(void **state)
{
    assert_string_equal(sc_html_make(*state, "<h%h><h%h><h%h>", 0, 3, 9), "<h1><h3><h6>");
}

static void nothing_is_written_for_what_is_absent(void **state)
{
    assert_string_equal(
        sc_html_make(*state, "[%t%u%r]%d%l%%", NULL, NULL, NULL, -1, APR_INT64_C(1234567890123)),
        "[]-11234567890123%");
}

static void a_sentence_keeps_its_own_text_escaped_and_its_html_whole(void **state)
{
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html_fill(out, "{b} & <{a}>", "a", "<b>1</b>", "b", "<i>{a}</i>", NULL);
    assert_string_equal(out->data, "<i>{a}</i> &amp; &lt;<b>1</b>&gt;");
}

static void a_date_is_never_more_precise_than_known(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html(out, "%r", sc_date_html(view, "1959"));
    assert_string_equal(out->data, "<time datetime=\"1959\">1959</time>");
}

static void an_uncertain_date_claims_no_machine_readable_one(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html(out, "%r", sc_date_html(view, "1959~"));
    sc_html(out, "%r", sc_date_html(view, "195X"));
    assert_null(strstr(out->data, "<time"));
    assert_non_null(strstr(out->data, "1959"));
}

static void a_name_in_another_language_says_which(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);
    sc_lang_text_t kyoto = {"京都市", "ja"}, dubai = {"دبي", "ar"}, own = {"Boston", NULL};

    sc_html(out, "%r", sc_lang_html(view, kyoto));
    sc_html(out, "%r", sc_lang_html(view, dubai));
    sc_html(out, "%r", sc_lang_html(view, own));
    assert_string_equal(out->data, "<span lang=\"ja\">京都市</span>"
                                   "<span lang=\"ar\" dir=\"rtl\">دبي</span>Boston");
}

static void text_against_the_page_s_direction_keeps_its_punctuation_to_itself(void **state)
{
    const sc_view_t *view = view_in(*state, "en", "/");

    assert_string_equal(sc_text_html(view, "Boston (2)."), "Boston (2).");
    assert_string_equal(sc_text_html(view, "1959 – 京都"), "1959 – 京都");
    assert_string_equal(sc_text_html(view, "«دبي»."), "<bdi>«دبي».</bdi>");
    assert_string_equal(sc_link_html(view, "/x", "(ירושלים)"),
                        "<a href=\"/x\"><bdi>(ירושלים)</bdi></a>");
}

static void prose_cannot_carry_markup_or_script(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html_markdown(out, view, "a <script>x</script> [b](javascript:y) *c*", 2);
    assert_null(strstr(out->data, "<script"));
    assert_null(strstr(out->data, "javascript:"));
    assert_non_null(strstr(out->data, "<em>c</em>"));
}

/* The most that a field takes, of what parsers have been slow at. */
static void prose_of_marks_alone_is_shown_at_once(void **state)
{
    static const char *const marks[] = {"> ",   "[",      "![",    "![a](b",  "[a](", "*a ",
                                        "_a*",  "![[](",  "<a ",   "&",       "](",   "[a]: x\n",
                                        "``` ", "1959. ", "a\n> ", "> ![](a)"};
    enum { LENGTH = 20000, PER_LETTER = 20 };
    sc_view_t *view = view_in(*state, "en", "/");
    clock_t began = clock();

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        sc_buffer_t *text = sc_buffer_new(*state, LENGTH + 16), *out = sc_buffer_new(*state, 0);

        while (text->length < LENGTH) {
            sc_buffer_puts(text, marks[i]);
        }
        sc_html_markdown(out, view, text->data, 2);
        assert_in_range(out->length, 0, PER_LETTER * LENGTH);
    }
    assert_true(seconds_since(began) < 5);
}

static void pictures_in_prose_are_links_and_no_other_site_is_asked_for_them(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html_markdown(out, view,
                     "![The *tree*](https://other.example/a.png) ![](https://other.example/b.png) "
                     "[![c](https://other.example/c.png)](https://city.example/) "
                     "![d ![e](https://other.example/e.png)](https://other.example/d.png)",
                     2);
    assert_null(strstr(out->data, "<img"));
    assert_non_null(
        strstr(out->data, "<a href=\"https://other.example/a.png\">The <em>tree</em></a>"));
    assert_non_null(strstr(out->data, "\">https://other.example/b.png</a>"));
    assert_non_null(strstr(out->data, "<a href=\"https://city.example/\"><em>c</em></a>"));
    assert_non_null(strstr(out->data, "<a href=\"https://other.example/d.png\">d <em>e</em></a>"));
}

static void a_year_at_the_beginning_of_a_line_numbers_no_list(void **state)
{
    sc_view_t *view = view_in(*state, "lv", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html_markdown(out, view,
                     "1959. gada līgums\n1975. gadā atjaunots\n\n- 1980. évben\n\n> 2001) x\n\n"
                     "1. first\n2. second\n\n1990.5 and 1234",
                     2);
    assert_non_null(strstr(out->data, "<p>1959. gada līgums<br />\n1975. gadā atjaunots</p>"));
    assert_non_null(strstr(out->data, "<li>1980. évben</li>"));
    assert_non_null(strstr(out->data, "<p>2001) x</p>"));
    assert_non_null(strstr(out->data, "<ol>\n<li>first</li>\n<li>second</li>\n</ol>"));
    assert_non_null(strstr(out->data, "<p>1990.5 and 1234</p>"));
    assert_null(strstr(out->data, "start="));
}

static void headings_in_prose_follow_the_heading_above(void **state)
{
    sc_view_t *view = view_in(*state, "en", "/");
    sc_buffer_t *out = sc_buffer_new(*state, 0);

    sc_html_markdown(out, view, "### a\n\n#### b", 2);
    assert_non_null(strstr(out->data, "<h3>a</h3>"));
    assert_non_null(strstr(out->data, "<h4>b</h4>"));
}

static void links_keep_the_language_only_where_it_was_asked_for(void **state)
{
    sc_view_t *view = view_in(*state, "lt", "/places/kaunas-lt");

    assert_string_equal(sc_link(view, "places", "kaunas-lt", NULL),
                        "/sistercities/places/kaunas-lt");
    view->lang_in_links = 1;
    assert_string_equal(sc_link(view, NULL), "/sistercities/?lang=lt");
    assert_string_equal(sc_link_self(view, ".json", "limit=5"),
                        "/sistercities/places/kaunas-lt.json?limit=5&lang=lt");
    assert_string_equal(sc_address(view, "places", "kaunas-lt", NULL),
                        "https://city.example/sistercities/places/kaunas-lt");
}

static void arguments_are_encoded_and_in_one_order(void **state)
{
    sc_query_t query = {.q = "São & Łódź",
                        .country = "JP",
                        .sort = "name",
                        .descending = 1,
                        .limit = SC_LIMIT_DEFAULT};

    assert_string_equal(sc_query_arguments(&query, NULL, NULL, *state),
                        "country=JP&q=S%c3%a3o+%26+%c5%81%c3%b3d%c5%ba&sort=-name");
    assert_string_equal(sc_query_arguments(&query, "q", "country=LT", *state),
                        "sort=-name&country=LT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_cannot_become_markup),
        TEST(text_cannot_leave_its_attribute),
        TEST(an_address_that_runs_script_is_dropped),
        TEST(ordinary_addresses_stay),
        TEST(headings_stay_within_the_six_levels),
        TEST(nothing_is_written_for_what_is_absent),
        TEST(a_sentence_keeps_its_own_text_escaped_and_its_html_whole),
        TEST(a_date_is_never_more_precise_than_known),
        TEST(an_uncertain_date_claims_no_machine_readable_one),
        TEST(a_name_in_another_language_says_which),
        TEST(text_against_the_page_s_direction_keeps_its_punctuation_to_itself),
        TEST(prose_cannot_carry_markup_or_script),
        TEST(prose_of_marks_alone_is_shown_at_once),
        TEST(pictures_in_prose_are_links_and_no_other_site_is_asked_for_them),
        TEST(a_year_at_the_beginning_of_a_line_numbers_no_list),
        TEST(headings_in_prose_follow_the_heading_above),
        TEST(links_keep_the_language_only_where_it_was_asked_for),
        TEST(arguments_are_encoded_and_in_one_order),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
