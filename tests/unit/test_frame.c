#include "sample_view.h"

#include "present/write/format.h"
#include "present/write/frame.h"
#include "present/write/html.h"

static const char *file_with(apr_pool_t *pool, const char *bytes, apr_size_t length)
{
    const char *path = apr_pstrcat(pool, make_directory(pool), "/template.html", NULL);
    apr_file_t *file;

    assert_int_equal(
        apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE, APR_FPROT_OS_DEFAULT, pool),
        APR_SUCCESS);
    assert_int_equal(apr_file_write_full(file, bytes, length, NULL), APR_SUCCESS);
    apr_file_close(file);
    return path;
}

static apr_status_t read_template(apr_pool_t *pool, const char *text, sc_page_template_t **template,
                                  const char **error)
{
    return sc_template_read(file_with(pool, text, strlen(text)), template, error, pool);
}

static sc_view_t *frame_view(apr_pool_t *pool, const char *tag)
{
    sc_view_t *view = view_in(pool, tag, "/places/kaunas-lt");
    apr_array_header_t *languages = apr_array_make(pool, 2, sizeof(const char *));

    APR_ARRAY_PUSH(languages, const char *) = "en";
    APR_ARRAY_PUSH(languages, const char *) = "lt";
    view->languages = languages;
    return view;
}

static const char *framed(apr_pool_t *pool, const sc_view_t *view,
                          const sc_page_template_t *template, const char *title, int is_indexable)
{
    sc_document_head_t head = {.title = title,
                               .formats = 1u << SC_FORMAT_JSON | 1u << SC_FORMAT_CSV,
                               .is_indexable = is_indexable};
    sc_buffer_t *out = sc_buffer_new(pool, 0);
    sc_buffer_t *content = sc_buffer_new(pool, 0);

    sc_buffer_puts(content, "<p>the page</p>");
    sc_frame_write(out, view, template, &head, content);
    return out->data;
}

static void the_site_s_template_gets_each_marker_filled(void **state)
{
    sc_page_template_t *template = NULL;
    const char *error = NULL;

    assert_int_equal(read_template(*state,
                                   "<html lang=\"<!--sistercity:lang-->\" "
                                   "dir=\"<!--sistercity:dir-->\"><!--sistercity:title-->|"
                                   "<!--sistercity:title-->|<!--sistercity:content-->|"
                                   "<!--sistercity:unknown--><!--other-->",
                                   &template, &error),
                     APR_SUCCESS);
    assert_string_equal(framed(*state, frame_view(*state, "lt"), template, "A", 1),
                        "<html lang=\"lt\" dir=\"ltr\">A|A|<p>the page</p>|"
                        "<!--sistercity:unknown--><!--other-->");
}

static void a_template_can_lead_to_the_other_languages(void **state)
{
    sc_view_t *view = frame_view(*state, "lt");
    sc_page_template_t *template = NULL;
    const char *error = NULL;
    const char *page;

    assert_int_equal(read_template(*state,
                                   "<header><!--sistercity:languages--></header>"
                                   "<!--sistercity:content-->",
                                   &template, &error),
                     APR_SUCCESS);
    page = framed(*state, view, template, "A", 1);
    assert_non_null(strstr(page, "<header><nav class=\"sistercity-page__languages\""));
    assert_non_null(strstr(page, "hreflang=\"lt\" aria-current=\"true\""));
    assert_non_null(strstr(page, "places/kaunas-lt?lang=en\" hreflang=\"en\">"));
    apr_array_pop((apr_array_header_t *)view->languages);
    assert_string_equal(framed(*state, view, template, "A", 1), "<header></header><p>the page</p>");
}

static void a_title_cannot_become_markup(void **state)
{
    const char *page = framed(*state, frame_view(*state, "en"), NULL, "</title><script>", 1);

    assert_non_null(strstr(page, "<title>&lt;/title&gt;&lt;script&gt;</title>"));
}

static void a_template_without_a_place_for_the_page_is_refused(void **state)
{
    sc_page_template_t *template = NULL;
    const char *error = NULL;

    assert_int_not_equal(read_template(*state, "<html></html>", &template, &error), APR_SUCCESS);
    assert_non_null(strstr(error, "sistercity:content"));
}

static void a_template_that_is_no_text_is_refused(void **state)
{
    sc_page_template_t *template = NULL;
    const char *error = NULL;
    const char *path = file_with(*state, "<!--sistercity:content-->\xFF\xFE", 27);

    assert_int_not_equal(sc_template_read(path, &template, &error, *state), APR_SUCCESS);
    assert_non_null(strstr(error, "UTF-8"));
}

static void a_missing_template_is_named(void **state)
{
    sc_page_template_t *template = NULL;
    const char *error = NULL;

    assert_int_not_equal(sc_template_read("/nowhere/page.html", &template, &error, *state),
                         APR_SUCCESS);
    assert_non_null(strstr(error, "/nowhere/page.html"));
}

static void search_engines_learn_of_languages_and_formats(void **state)
{
    const char *page = framed(*state, frame_view(*state, "en"), NULL, "A", 1);

    assert_non_null(strstr(page,
                           "<link rel=\"canonical\" "
                           "href=\"https://city.example/sistercities/places/kaunas-lt?lang=en\">"));
    assert_non_null(strstr(page, "hreflang=\"x-default\" "
                                 "href=\"https://city.example/sistercities/places/kaunas-lt\">"));
    assert_non_null(strstr(page, "hreflang=\"lt\" href=\"https://city.example/sistercities/places/"
                                 "kaunas-lt?lang=lt\""));
    assert_non_null(strstr(page, "type=\"text/csv\" href=\"/sistercities/places/kaunas-lt.csv\""));
    assert_null(strstr(page, "noindex"));
}

static void a_notice_is_not_offered_to_search_engines(void **state)
{
    const char *page = framed(*state, frame_view(*state, "en"), NULL, "A", 0);

    assert_non_null(strstr(page, "noindex"));
    assert_null(strstr(page, "canonical"));
}

static void the_built_in_page_needs_no_script_and_no_inline_style(void **state)
{
    const char *page = framed(*state, frame_view(*state, "en"), NULL, "A", 1);

    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<style"));
    assert_null(strstr(page, "style=\""));
    assert_non_null(strstr(page, sc_stylesheet_version));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_site_s_template_gets_each_marker_filled),
        TEST(a_template_can_lead_to_the_other_languages),
        TEST(a_title_cannot_become_markup),
        TEST(a_template_without_a_place_for_the_page_is_refused),
        TEST(a_template_that_is_no_text_is_refused),
        TEST(a_missing_template_is_named),
        TEST(search_engines_learn_of_languages_and_formats),
        TEST(a_notice_is_not_offered_to_search_engines),
        TEST(the_built_in_page_needs_no_script_and_no_inline_style),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
