#include "sample_view.h"

#include "present/page/pages.h"
#include "present/write/format.h"

static const char *csv_of(apr_pool_t *pool, const sc_entity_t *entity, apr_array_header_t *items)
{
    sc_buffer_t *out = sc_buffer_new(pool, 64);
    sc_list_t list = {.entity = entity, .items = items, .total = items->nelts};

    sc_csv_list(out, view_in(pool, "ja", "/x"), &list);
    return out->data;
}

static const char *row_of(apr_pool_t *pool, const sc_entity_t *entity, void *record)
{
    const char *text = csv_of(pool, entity, array_of(pool, record, NULL));

    return strstr(text, "\r\n") + 2;
}

static void an_empty_list_still_has_the_promised_heading(void **state)
{
    apr_pool_t *pool = *state;
    apr_array_header_t *none = apr_array_make(pool, 0, sizeof(void *));

    assert_string_equal(csv_of(pool, &sc_partnership, none),
                        "slug,parties,type,status,established,ended,fields,source,name,scope,"
                        "first_contact,origin,note,files,texts,stated_status\r\n");
    assert_true(strncmp(csv_of(pool, &sc_place, none),
                        "slug,name,level,country,subdivision,latitude,longitude,population,"
                        "population_year,wikidata,website,names",
                        100) == 0);
}

static void a_row_reads_as_the_export_does(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(row_of(pool, &sc_partnership, boston_kyoto(pool)),
                        "boston-us-kyoto-jp,boston-us|kyoto-jp,sister,active,1959,,"
                        "culture|economy,A news release,,,,,,,,\r\n");
}

static void a_name_is_the_one_on_record_in_any_language(void **state)
{
    apr_pool_t *pool = *state;

    assert_true(strncmp(row_of(pool, &sc_place, boston(pool)), "boston-us,Boston,city,US,,42.3601,",
                        34) == 0);
    assert_non_null(strstr(row_of(pool, &sc_place, boston(pool)), ",ja=ボストン,"));
}

static void commas_quotes_and_lines_are_quoted(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = boston_kyoto(pool);

    partnership->source = "A \"release\", of 2019";
    partnership->note = "First\nsecond";
    assert_non_null(strstr(row_of(pool, &sc_partnership, partnership),
                           ",\"A \"\"release\"\", of 2019\",,,,,\"First\nsecond\",,,\r\n"));
}

static void a_spreadsheet_runs_no_formula(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = boston_kyoto(pool);

    partnership->source = "=HYPERLINK(\"https://example.org\",\"x\")";
    partnership->name = "@SUM(A1)";
    assert_non_null(strstr(row_of(pool, &sc_partnership, partnership),
                           ",\"'=HYPERLINK(\"\"https://example.org\"\",\"\"x\"\")\",'@SUM(A1),"));
}

static void negative_numbers_stay_numbers(void **state)
{
    apr_pool_t *pool = *state;

    assert_non_null(strstr(row_of(pool, &sc_place, boston(pool)), ",-71.0589,"));
}

static void a_private_contact_is_an_empty_cell(void **state)
{
    apr_pool_t *pool = *state;
    sc_organization_t *office = record_of(pool, &sc_organization, "slug", "office", "name",
                                          "Office", "email", "office@city.example", NULL);
    const char *hidden = csv_of(pool, &sc_organization, array_of(pool, office, NULL));

    assert_non_null(strstr(hidden, ",email,"));
    assert_null(strstr(hidden, "office@"));
    assert_null(strstr(hidden, "contact_published"));
    set(pool, office, "contact_published", "true");
    assert_non_null(strstr(row_of(pool, &sc_organization, office), ",office@city.example,"));
}

static void one_item_is_a_heading_and_one_row(void **state)
{
    apr_pool_t *pool = *state;
    sc_buffer_t *out = sc_buffer_new(pool, 64);
    sc_place_dossier_t dossier = {.place = kyoto(pool)};

    sc_csv_item(out, view_in(pool, "en", "/places/kyoto-jp"), &dossier);
    assert_non_null(strstr(out->data, "\r\nkyoto-jp,Kyoto,city,JP,"));
    assert_string_equal(strrchr(out->data, '\r'), "\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_list_still_has_the_promised_heading),
        TEST(a_row_reads_as_the_export_does),
        TEST(a_name_is_the_one_on_record_in_any_language),
        TEST(commas_quotes_and_lines_are_quoted),
        TEST(a_spreadsheet_runs_no_formula),
        TEST(negative_numbers_stay_numbers),
        TEST(a_private_contact_is_an_empty_cell),
        TEST(one_item_is_a_heading_and_one_row),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
