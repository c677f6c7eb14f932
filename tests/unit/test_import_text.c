/* What other people's tables become: nothing is guessed, everything is told. */

#include "database.h"

#include "language/charset.h"
#include "language/foreign.h"
#include "language/reading/number.h"
#include "language/reading/plain.h"
#include "model/vocabulary.h"
#include "store/edit/edit.h"
#include "store/edit/history.h"
#include "store/edit/upload.h"
#include "store/import/import.h"
#include "store/record/read.h"

static const sc_editor_t admin = {"rasa", SC_ROLE_ADMIN, 0, "from the city's list", 0};

static void bring_in(registry_t *registry, sc_import_t *import, sc_import_text_t text)
{
    text.length = strlen(text.bytes);
    text.name = "list.csv";
    assert_int_equal(sc_import_text(registry->db, registry->pool, &text, import), APR_SUCCESS);
}

static registry_t *initialized(void **state)
{
    registry_t *registry = *state;
    sc_import_t import = {0};

    bring_in(registry, &import,
             (sc_import_text_t){.bytes = "slug,name,country,names\nbusan-kr,Busan,KR,\n"
                                         "kobe-jp,Kobe,JP,ja=神戸市\n"
                                         "cordoba-ar,Córdoba,AR,\ncordoba-es,Córdoba,ES,\n",
                                .entity = &sc_place});
    assert_int_equal(import.added, 4);
    return registry;
}

static sc_import_match_t field(const char *name, sc_reading_e reading)
{
    return (sc_import_match_t){.role = SC_COLUMN_FIELD,
                               .field = sc_entity_field(&sc_partnership, name),
                               .reading = reading};
}

/* A list of partners with their countries and days, for a city that is on record. */
static sc_import_plan_t *partners_plan(apr_pool_t *pool, sc_reading_e dates, int makes_places)
{
    sc_import_plan_t *plan = apr_pcalloc(pool, sizeof(*plan));
    apr_array_header_t *matches = apr_array_make(pool, 3, sizeof(sc_import_match_t));
    apr_array_header_t *fills = apr_array_make(pool, 2, sizeof(sc_import_fill_t));

    APR_ARRAY_PUSH(matches, sc_import_match_t) = (sc_import_match_t){.role = SC_COLUMN_PARTNER};
    APR_ARRAY_PUSH(matches, sc_import_match_t) =
        (sc_import_match_t){.role = SC_COLUMN_PARTNER_COUNTRY, .reading = SC_READ_NAMES};
    APR_ARRAY_PUSH(matches, sc_import_match_t) = field("established", dates);
    APR_ARRAY_PUSH(fills, sc_import_fill_t) =
        (sc_import_fill_t){sc_entity_field(&sc_partnership, "type"), "sister"};
    APR_ARRAY_PUSH(fills, sc_import_fill_t) =
        (sc_import_fill_t){sc_entity_field(&sc_partnership, "status"), "active"};
    *plan = (sc_import_plan_t){.entity = &sc_partnership,
                               .matches = matches,
                               .fills = fills,
                               .own_place = "busan-kr",
                               .makes_places = makes_places};
    return plan;
}

static sc_import_text_t partners(const char *bytes, const sc_import_plan_t *plan)
{
    return (sc_import_text_t){.bytes = bytes, .entity = &sc_partnership, .plan = plan};
}

static const sc_finding_t *finding(const sc_import_t *import, const char *code)
{
    int i;

    for (i = 0; i < import->findings->nelts; i++) {
        const sc_finding_t *one = &APR_ARRAY_IDX(import->findings, i, sc_finding_t);

        if (strcmp(one->problem.code, code) == 0) {
            return one;
        }
    }
    fail_msg("no finding %s", code);
    return NULL;
}

static sc_partnership_t *partnership(registry_t *registry, const char *slug)
{
    void *record = NULL;

    assert_int_equal(sc_read_item(registry->db, registry->pool, &sc_partnership, slug, &record),
                     APR_SUCCESS);
    return record;
}

static void names_of_cities_and_countries_become_places(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin, .is_undoable = 1};
    const sc_import_plan_t *plan = partners_plan(registry->pool, SC_READ_MONTH_FIRST, 1);
    void *place;

    bring_in(
        registry, &import,
        partners("City,Country,Date\nKobe,Japan,Jun.30.1966\nIzmir,TÜRKEI,Dec.2.2010\n", plan));
    assert_int_equal(import.finding_count, 0);
    assert_int_equal(import.added, 3);
    assert_string_equal(partnership(registry, "busan-kr-kobe-jp")->established, "1966-06-30");
    assert_string_equal(partnership(registry, "busan-kr-izmir-tr")->established, "2010-12-02");
    assert_int_equal(sc_read_item(registry->db, registry->pool, &sc_place, "izmir-tr", &place),
                     APR_SUCCESS);
    assert_string_equal(((sc_place_t *)place)->country, "TR");
}

static void an_import_is_one_change_and_is_undone_as_one(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin, .is_undoable = 1};
    sc_change_t *change;
    sc_edit_t edit;

    bring_in(registry, &import,
             partners("City,Country,Date\nIzmir,Türkei,2010\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 1)));
    assert_true(import.change > 0);
    assert_int_equal(sc_history_change(registry->db, registry->pool, import.change, &change),
                     APR_SUCCESS);
    assert_string_equal(change->action, "import");
    assert_string_equal(change->note, "from the city's list");
    assert_int_equal(change->items, 2);
    assert_int_equal(sc_edit_undo(registry->db, registry->pool, &admin, import.change,
                                  sc_problems_new(registry->pool), &edit),
                     APR_SUCCESS);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"places\""), "4");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"partnerships\""),
                        "0");
}

static void places_are_made_only_when_that_was_chosen(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin};
    const sc_finding_t *unknown;

    bring_in(registry, &import,
             partners("City,Country,Date\nKobe,Japan,1966\nIzmir,Türkei,2010\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    unknown = finding(&import, "unknown_place");
    assert_int_equal(unknown->line, 3);
    assert_int_equal(unknown->column, 1);
    assert_false(import.is_stored);
}

static void the_good_rows_can_go_in_without_the_bad_ones(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin, .keep_good = 1};

    bring_in(registry, &import,
             partners("City,Country,Date\nKobe,Japan,1966\nAtlantis,Nowhere,2010\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 1)));
    assert_int_equal(finding(&import, "unknown_country")->line, 3);
    assert_int_equal(import.added, 1);
    assert_int_equal(import.rejected, 1);
    partnership(registry, "busan-kr-kobe-jp");
}

static void a_name_that_several_places_have_is_asked_about(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin};
    const sc_problem_t *problem;

    bring_in(registry, &import,
             partners("City,Country,Date\nCordoba,,1966\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 1)));
    problem = &finding(&import, "ambiguous_place")->problem;
    assert_non_null(strstr(sc_problem_english(problem, registry->pool), "cordoba-ar, cordoba-es"));
}

static void a_place_is_known_by_any_of_its_names(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin};

    bring_in(registry, &import,
             partners("City,Country,Date\n神戸市,日本,1966\nCORDOBA,España,1967\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    assert_int_equal(import.finding_count, 0);
    partnership(registry, "busan-kr-kobe-jp");
    partnership(registry, "busan-kr-cordoba-es");
}

static void the_same_pair_twice_is_one_partnership(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin};

    bring_in(registry, &import,
             partners("City,Country,Date\nKobe,Japan,1966\nKOBE,JP,1967\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    assert_int_equal(import.added, 1);
    assert_int_equal(finding(&import, "same_pair")->line, 3);
    assert_true(import.is_stored);
}

static void a_pair_on_record_is_changed_where_the_file_says_more(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t first = {0}, second = {.mode = SC_IMPORT_MERGE, .editor = &admin};
    sc_partnership_t *record;

    bring_in(registry, &first,
             (sc_import_text_t){.bytes = "slug,parties,type,status\n"
                                         "kobe,kobe-jp|busan-kr;term=자매도시,sister,dormant\n",
                                .entity = &sc_partnership});
    bring_in(registry, &second,
             partners("City,Country,Date\nKobe,Japan,1966\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    assert_int_equal(second.added, 0);
    assert_int_equal(second.changed, 1);
    record = partnership(registry, "kobe");
    assert_string_equal(record->established, "1966");
    assert_string_equal(record->status, "dormant");
    assert_string_equal(SC_AT(record->parties, 1, sc_party_t)->term, "자매도시");
}

static void a_row_about_the_own_city_changes_no_partnership(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t first = {0}, second = {.mode = SC_IMPORT_MERGE, .editor = &admin, .keep_good = 1};

    bring_in(registry, &first,
             (sc_import_text_t){.bytes = "slug,parties,type,status\n"
                                         "kobe,kobe-jp|busan-kr,sister,active\n",
                                .entity = &sc_partnership});
    bring_in(registry, &second,
             partners("City,Country,Date\nKobe,Japan,1966\nBusan,Korea,1234\nBusan,KR,1234\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    assert_int_equal(finding(&second, "own_place")->line, 4);
    assert_int_equal(second.changed, 1);
    assert_int_equal(second.rejected, 2);
    assert_string_equal(partnership(registry, "kobe")->established, "1966");
}

static void a_row_about_a_pair_leaves_partnerships_of_three_alone(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t first = {0}, second = {.mode = SC_IMPORT_MERGE, .editor = &admin};

    bring_in(registry, &first,
             (sc_import_text_t){.bytes = "slug,parties,type,status\n"
                                         "three,kobe-jp|busan-kr|cordoba-es,sister,active\n",
                                .entity = &sc_partnership});
    bring_in(registry, &second,
             partners("City,Country,Date\nKobe,Japan,1966\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    assert_int_equal(second.added, 1);
    assert_null(partnership(registry, "three")->established);
}

static void no_place_is_added_that_only_rejected_rows_name(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin, .keep_good = 1};

    bring_in(registry, &import,
             partners("City,Country,Date\nOrphantown,France,2 maja abc\nGoodville,France,1999\n",
                      partners_plan(registry->pool, SC_READ_DAY_FIRST, 1)));
    assert_int_equal(import.added, 2);
    assert_int_equal(import.rejected, 1);
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"places\" WHERE \"name\" = 'Orphantown'"),
                        "0");
}

static void numbers_are_read_in_groups_of_three_digits(void **state)
{
    static const struct {
        const char *text, *with_commas, *with_dots;
    } cases[] = {
        {"5.2", "5.2", NULL},
        {"12.3", "12.3", NULL},
        {"1,2,3", NULL, NULL},
        {"1.234", "1.234", "1234"},
        {"1,234.5", "1234.5", NULL},
        {"1.234,5", NULL, "1234.5"},
        {"15 000,50", NULL, "15000.50"},
        {"15\u00A0000.50", "15000.50", NULL},
        {"12'345'678", "12345678", "12345678"},
        {"-71,05", NULL, "-71.05"},
        {"1234,567", NULL, "1234.567"},
        {"1 23", NULL, NULL},
        {"1,234 567", NULL, NULL},
        {"", NULL, NULL},
        {"5.", NULL, NULL},
        {"12 km", NULL, NULL},
    };
    registry_t *registry = *state;

    for (apr_size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *commas = sc_read_number(cases[i].text, SC_READ_COMMA_GROUPS, registry->pool);
        const char *dots = sc_read_number(cases[i].text, SC_READ_DOT_GROUPS, registry->pool);

        if (strcmp(commas ? commas : "", cases[i].with_commas ? cases[i].with_commas : "") != 0 ||
            strcmp(dots ? dots : "", cases[i].with_dots ? cases[i].with_dots : "") != 0) {
            fail_msg("%s gives %s and %s", cases[i].text, commas, dots);
        }
    }
}

static void a_number_of_participants_is_no_group(void **state)
{
    registry_t *registry = initialized(state);
    apr_pool_t *pool = registry->pool;
    sc_import_t ties = {0}, own = {.keep_good = 1}, import = {.mode = SC_IMPORT_MERGE};
    apr_array_header_t *matches = apr_array_make(pool, 3, sizeof(sc_import_match_t));
    static const char *const fields[] = {"partnership", "title", "participants"};
    sc_import_plan_t plan = {.entity = &sc_activity,
                             .matches = matches,
                             .fills = apr_array_make(pool, 1, 1),
                             .participants = "people"};
    void *record;

    bring_in(registry, &ties,
             (sc_import_text_t){.bytes = "slug,parties,type,status\n"
                                         "kobe,kobe-jp|busan-kr,sister,active\n",
                                .entity = &sc_partnership});
    bring_in(registry, &own,
             (sc_import_text_t){.bytes = "partnership,title,participants\nkobe,Choir,24\n",
                                .entity = &sc_activity});
    assert_int_equal(finding(&own, "not_a_group")->column, 3);
    for (int i = 0; i < 3; i++) {
        APR_ARRAY_PUSH(matches, sc_import_match_t) = (sc_import_match_t){
            .role = SC_COLUMN_FIELD, .field = sc_entity_field(&sc_activity, fields[i])};
    }
    bring_in(registry, &import,
             (sc_import_text_t){.bytes = "Tie,What,Participants\nkobe,Choir,24\n",
                                .entity = &sc_activity,
                                .plan = &plan});
    assert_int_equal(import.finding_count, 0);
    assert_int_equal(sc_read_item(registry->db, pool, &sc_activity, "kobe-choir", &record),
                     APR_SUCCESS);
    assert_int_equal(SC_AT(((sc_activity_t *)record)->participants, 0, sc_participant_t)->count,
                     24);
}

static void an_activity_names_the_partner_of_its_one_partnership(void **state)
{
    registry_t *registry = initialized(state);
    apr_pool_t *pool = registry->pool;
    sc_import_t ties = {0}, import = {.keep_good = 1};
    apr_array_header_t *matches = apr_array_make(pool, 2, sizeof(sc_import_match_t));
    sc_import_plan_t plan = {.entity = &sc_activity,
                             .matches = matches,
                             .fills = apr_array_make(pool, 1, 1),
                             .own_place = "busan-kr"};

    bring_in(registry, &ties,
             (sc_import_text_t){.bytes = "slug,parties,type,status\n"
                                         "kobe,kobe-jp|busan-kr,sister,active\n"
                                         "a,cordoba-ar|busan-kr,sister,active\n"
                                         "b,cordoba-ar|busan-kr,friendship,active\n",
                                .entity = &sc_partnership});
    APR_ARRAY_PUSH(matches, sc_import_match_t) =
        (sc_import_match_t){.role = SC_COLUMN_FIELD,
                            .field = sc_entity_field(&sc_activity, "partnership"),
                            .reading = SC_READ_NAMES};
    APR_ARRAY_PUSH(matches, sc_import_match_t) = (sc_import_match_t){
        .role = SC_COLUMN_FIELD, .field = sc_entity_field(&sc_activity, "title")};
    bring_in(registry, &import,
             (sc_import_text_t){.bytes = "City,What\nKobe,Choir\ncordoba-ar,Fair\n"
                                         "cordoba-es,Fair\nkobe,Visit\n",
                                .entity = &sc_activity,
                                .plan = &plan});
    assert_int_equal(import.added, 2);
    assert_int_equal(finding(&import, "ambiguous_tie")->line, 3);
    assert_int_equal(finding(&import, "unknown_tie")->line, 4);
    assert_int_equal(finding(&import, "unknown_tie")->column, 1);
}

static void texts_are_read_without_what_only_their_page_needed(void **state)
{
    registry_t *registry = *state;
    static const char *const cases[][2] = {
        {"Kaunas[1]", "Kaunas"},
        {"Kaunas [a] [note 12]", "Kaunas"},
        {"Kaunas*", "Kaunas"},
        {"Kaunas \u2020", "Kaunas"},
        {"Aix &amp; Arles", "Aix & Arles"},
        {"M&#252;nchen&nbsp;", "M\u00FCnchen"},
        {"[[Kaunas city|Kaunas]]", "Kaunas"},
        {"[[Kaunas]], [[Lithuania]]", "Kaunas, Lithuania"},
        {" Kaunas\t", "Kaunas"},
        {"AT&T [Kaunas] [[open &#1;", "AT&T [Kaunas] [[open &#1;"},
        {"*", "*"},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(sc_plain_text(cases[i][0], registry->pool), cases[i][1]);
    }
}

static void headings_of_sections_sums_and_titles_are_no_partners_and_that_is_told(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_plan_t *plan = partners_plan(registry->pool, SC_READ_AS_IS, 1);
    const char *bytes = "Our partners\nPartner,Country,Date\nEurope,,\nAsia\n"
                        "Aheim[1],Germany,1989\n[[B|Bville]],Germany,1990\nTotal: 2,,\n"
                        "Gesamt,2 countries,1989\nTotalville,France,\n";
    sc_import_t import = {0};

    plan->shape.above = 1;
    bring_in(registry, &import, partners(bytes, plan));
    assert_int_equal(import.error_count, 0);
    assert_int_equal(import.added, 6);
    assert_int_equal(finding(&import, "section_row")->line, 3);
    assert_int_equal(finding(&import, "total_row")->line, 7);
    assert_int_equal(finding(&import, "cleaned")->line, 5);
    assert_int_equal(finding(&import, "cleaned")->column, 1);
    assert_non_null(partnership(registry, "busan-kr-aheim-de"));
    assert_non_null(partnership(registry, "busan-kr-totalville-fr"));
    import = (sc_import_t){.dry_run = 1};
    plan->takes_all = 1;
    bring_in(registry, &import, partners("Our partners\nPartner,Country,Date\nEurope,,\n", plan));
    assert_int_equal(import.added, 2);
}

static void empty_cells_mean_what_stands_above_them_only_when_that_was_chosen(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_plan_t *plan = partners_plan(registry->pool, SC_READ_AS_IS, 1);
    const char *bytes = "Partner,Country,Date\nAheim,Germany,1989\nBheim,,1990\nCville,France,\n";
    sc_import_t import = {.dry_run = 1};

    bring_in(registry, &import, partners(bytes, plan));
    assert_int_equal(import.added, 6);
    import = (sc_import_t){0};
    APR_ARRAY_IDX(plan->matches, 1, sc_import_match_t).fills_down = 1;
    bring_in(registry, &import, partners(bytes, plan));
    assert_int_equal(import.added, 6);
    assert_non_null(partnership(registry, "busan-kr-bheim-de"));
    assert_null(partnership(registry, "busan-kr-cville-fr")->established);
}

static void a_list_without_headings_loses_no_row(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_plan_t *plan = partners_plan(registry->pool, SC_READ_AS_IS, 1);
    sc_import_t import = {0};

    plan->shape.is_headless = 1;
    bring_in(registry, &import, partners("Aheim\tGermany\t1989\nBheim\tGermany\t1990\n", plan));
    assert_int_equal(import.added, 4);
    assert_non_null(partnership(registry, "busan-kr-aheim-de"));
}

static void a_preview_shows_and_stores_nothing(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {
        .mode = SC_IMPORT_MERGE, .dry_run = 1, .item_limit = 10, .editor = &admin};
    const sc_import_item_t *item;

    bring_in(registry, &import,
             partners("City,Country,Date\nKobe,Japan,1966\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 0)));
    assert_int_equal(import.items->nelts, 1);
    item = &APR_ARRAY_IDX(import.items, 0, sc_import_item_t);
    assert_null(item->before);
    assert_string_equal(((const sc_partnership_t *)item->after)->established, "1966");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"partnerships\""),
                        "0");
}

static void a_name_that_lost_a_letter_is_pointed_out(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_t import = {.mode = SC_IMPORT_MERGE, .editor = &admin};

    bring_in(registry, &import,
             partners("City,Country,Date\nBra?ov,Romania,\nBar und Cetinje,Montenegro,\n",
                      partners_plan(registry->pool, SC_READ_AS_IS, 1)));
    assert_int_equal(finding(&import, "lost_letter")->line, 2);
    assert_int_equal(finding(&import, "several_places")->line, 3);
    assert_true(import.is_stored);
}

static void an_import_is_for_administrators(void **state)
{
    registry_t *registry = initialized(state);
    const sc_editor_t reviewer = {"kenji", SC_ROLE_REVIEWER, 0, NULL, 0};
    sc_import_t import = {.editor = &reviewer};
    sc_import_text_t text = {
        .name = "places.csv", .bytes = "name\nOslo\n", .length = 10, .entity = &sc_place};

    assert_int_equal(sc_import_text(registry->db, registry->pool, &text, &import), APR_EACCES);
}

static void dates_are_read_in_the_order_that_was_said(void **state)
{
    static const struct {
        const char *text;
        sc_reading_e order;
        const char *date;
    } cases[] = {
        {"30.06.1966", SC_READ_DAY_FIRST, "1966-06-30"},
        {"05.02.1999", SC_READ_DAY_FIRST, "1999-02-05"},
        {"05.02.1999", SC_READ_MONTH_FIRST, "1999-05-02"},
        {"05.02.1999", SC_READ_YEAR_FIRST, NULL},
        {"30.06.1966", SC_READ_MONTH_FIRST, NULL},
        {"2007.5.17", SC_READ_YEAR_FIRST, "2007-05-17"},
        {"1990年5月17日", SC_READ_YEAR_FIRST, "1990-05-17"},
        {"Jun.30.1966", SC_READ_MONTH_FIRST, "1966-06-30"},
        {"3 mai 1985", SC_READ_DAY_FIRST, "1985-05-03"},
        {"05/2010", SC_READ_DAY_FIRST, "2010-05"},
        {"1959", SC_READ_DAY_FIRST, "1959"},
        {"195X", SC_READ_DAY_FIRST, "195X"},
        {"31.02.1999", SC_READ_DAY_FIRST, NULL},
        {"5.2.99", SC_READ_DAY_FIRST, NULL},
        {"soon", SC_READ_DAY_FIRST, NULL},
        {"1.2.3.1999", SC_READ_DAY_FIRST, NULL},
        {"", SC_READ_DAY_FIRST, NULL},
    };
    registry_t *registry = *state;
    sc_foreign_t *foreign = sc_foreign_create(registry->pool);
    apr_size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *date = sc_read_date(foreign, cases[i].text, cases[i].order, registry->pool);

        if (cases[i].date ? !date || strcmp(date, cases[i].date) != 0 : date != NULL) {
            fail_msg("%s gives %s", cases[i].text, date ? date : "nothing");
        }
    }
}

static void countries_are_known_in_every_language(void **state)
{
    static const char *const cases[][2] = {
        {"JP", "JP"},
        {"jp", "JP"},
        {"Japan", "JP"},
        {"日本", "JP"},
        {"ALMANYA", "DE"},
        {"FİLİPİNLER", "PH"},
        {"Türkei", "TR"},
        {"GÜNEY KORE", "KR"},
        {"USA", "US"},
        {"UK", "GB"},
        {"Südkorea", "KR"},
        {"Russia", "RU"},
        {"Czech Republic", "CZ"},
        {"Kosovo", "XK"},
        {"The Netherlands", "NL"},
        {"Les Pays-Bas", "NL"},
        {"Cote d'Ivoire", "CI"},
        {"C\u00F4te d\u2019Ivoire", "CI"},
        {"Korea, Republic of", "KR"},
        {"Korea (Republic of)", "KR"},
        {"Korea, Democratic People's Republic of", "KP"},
        {"U.S.A.", "US"},
        {"Sakartvelas", "GE"},
        {"米国", "US"},
        {"Republic of Moldova", "MD"},
        {"Moldova, Republic of", "MD"},
        {"Republic of China", "TW"},
        {"PRC", "CN"},
        {"中華人民共和國", "CN"},
        {"DR Congo", "CD"},
        {"Lao PDR", "LA"},
        {"St Lucia", "LC"},
        {"튀르키예", "TR"},
        {"Republic of Poland", "PL"},
        {"Bolivia (Plurinational State of)", "BO"},
        {"England, United Kingdom", "GB"},
        {"Georgia, USA", NULL},
        {"Korea", NULL},
        {"The", NULL},
        {"Atlantis", NULL},
        {"", NULL},
        {"Schottland / UK", NULL},
    };
    registry_t *registry = *state;
    sc_foreign_t *foreign = sc_foreign_create(registry->pool);
    apr_size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *code = sc_foreign_country(foreign, cases[i][0]);

        if (cases[i][1] ? !code || strcmp(code, cases[i][1]) != 0 : code != NULL) {
            fail_msg("%s gives %s", cases[i][0], code ? code : "nothing");
        }
    }
}

static void other_encodings_become_utf8_when_somebody_says_which(void **state)
{
    static const struct {
        const char *name, *bytes;
        apr_size_t length;
        const char *text;
    } cases[] = {
        {"WINDOWS-1254", "KARDE\xDE", 6, "KARDEŞ"},
        {"WINDOWS-1252", "T\xFCrkei", 6, "Türkei"},
        {"ISO-8859-1", "C\xF3rdoba", 7, "Córdoba"},
        {"CP932", "\x8E\x44\x96\x79", 4, "札幌"},
        {"WINDOWS-1255", "\xF9\xEC", 2, "של"},
        {"WINDOWS-1256", "\xE3\xD5\xD1", 3, "مصر"},
        {"WINDOWS-1257", "\xD0iauliai", 8, "Šiauliai"},
        {"ISO-8859-13", "\xD0iauliai", 8, "Šiauliai"},
        {"WINDOWS-874", "\xE4\xB7\xC2", 3, "ไทย"},
        {"KOI8-R", "\xEB\xC9\xC5\xD7", 4, "Киев"},
        {"MACINTOSH", "M\x9Fnchen", 7, "München"},
        {"UTF-16LE", "\x4B\x00\x21\x01", 4, "Kġ"},
        {"UTF-16", "\xFF\xFE\x4B\x00\x21\x01", 6, "Kġ"},
        {"UTF-8", "\xEF\xBB\xBFK", 4, "K"},
        {"UTF-8", "K\xFC", 2, NULL},
    };
    registry_t *registry = *state;
    apr_size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        apr_size_t length = cases[i].length;
        const char *text = sc_charset_to_utf8(sc_charset_find(cases[i].name), cases[i].bytes,
                                              &length, registry->pool);

        if (cases[i].text) {
            assert_string_equal(text, cases[i].text);
            assert_int_equal(length, strlen(text));
        }
        else {
            assert_null(text);
        }
    }
}

static int suggested(const sc_entity_t *entity, const char *heading, sc_import_match_t *match,
                     apr_pool_t *pool)
{
    const sc_import_shape_t shape = {0};
    sc_look_t look;

    assert_int_equal(sc_import_look(heading, strlen(heading), &shape, pool, &look), APR_SUCCESS);
    sc_import_suggest_columns(entity, &shape, &look, sc_foreign_create(pool), pool);
    *match = APR_ARRAY_IDX(look.columns, 0, sc_look_column_t).suggested;
    return match->role != SC_COLUMN_LEFT_OUT;
}

static void columns_of_other_lists_are_suggested_not_taken(void **state)
{
    registry_t *registry = *state;
    apr_pool_t *pool = registry->pool;
    sc_foreign_t *foreign;
    sc_import_match_t match;

    assert_false(sc_import_match_own(&sc_partnership, "Partnerstadt", &match));
    assert_true(suggested(&sc_partnership, "Partnerstadt", &match, pool));
    assert_int_equal(match.role, SC_COLUMN_PARTNER);
    assert_true(suggested(&sc_partnership, "seit", &match, pool));
    assert_string_equal(match.field->name, "established");
    assert_true(suggested(&sc_place, "LAT", &match, pool));
    assert_string_equal(match.field->name, "latitude");
    assert_false(suggested(&sc_place, "geom", &match, pool));
    assert_true(suggested(&sc_partnership, "PartnerCity", &match, pool));
    assert_true(suggested(&sc_partnership, "Kardeş Şehir", &match, pool));
    assert_true(suggested(&sc_partnership, "자매도시", &match, pool));
    assert_true(suggested(&sc_partnership, "เมืองคู่แฝด", &match, pool));
    assert_int_equal(match.role, SC_COLUMN_PARTNER);
    assert_true(sc_import_match_own(&sc_place, "Name", &match));
    foreign = sc_foreign_create(pool);
    assert_string_equal(
        sc_import_suggest_word(&sc_partnership_types, "Städtefreundschaft", foreign, pool),
        "friendship");
    assert_null(sc_import_suggest_word(&sc_partnership_types, "Patenschaft", foreign, pool));
}

/* As cities write them above their lists of partners; then three of our own form. */
static void tables_of_every_language_are_understood_by_their_headings(void **state)
{
    registry_t *registry = *state;
    static const struct {
        const char *language, *partner, *country, *since;
    } tables[] = {
        {"ar", "المدينة التوأم", "الدولة", "السنة"},
        {"ar", "المدينة", "البلد", "تاريخ التوقيع"},
        {"de", "Partnerstadt", "Land", "Partnerschaft seit"},
        {"en", "Sister city", "Country", "Year signed"},
        {"es", "Ciudad hermanada", "País", "Fecha de firma"},
        {"fr", "Ville jumelée", "Pays", "Date de signature"},
        {"it", "Città gemellata", "Stato", "Data di firma"},
        {"it", "Città gemella", "Nazione", "Anno di gemellaggio"},
        {"ja", "姉妹都市", "国名", "提携年月日"},
        {"ja", "都市名", "国", "締結年"},
        {"ko", "자매도시", "국가", "체결일"},
        {"ko", "도시", "국가명", "결연년도"},
        {"lt", "Miestas partneris", "Šalis", "Sutartis pasirašyta"},
        {"lv", "Sadraudzības pilsēta", "Valsts", "Gads"},
        {"lv", "Pilsēta", "Valsts", "Kopš"},
        {"pl", "Miasto partnerskie", "Państwo", "Data podpisania umowy"},
        {"pt", "Cidade-irmã", "País", "Ano"},
        {"pt", "Cidade gémea", "País", "Data da assinatura"},
        {"ru", "Город-побратим", "Страна", "Дата подписания"},
        {"ru", "Город-партнёр", "Государство", "Год"},
        {"uk", "Місто-побратим", "Країна", "Дата підписання"},
        {"uk", "Місто-партнер", "Держава", "Рік"},
        {"zh-Hans", "友好城市", "国家", "结好日期"},
        {"zh-Hans", "城市名称", "国别", "缔结时间"},
        {"zh-Hant", "姊妹市", "國家", "締結日期"},
        {"zh-Hant", "姊妹城市", "國別", "締盟日期"},
    };
    static const char *own[] = {"Valstybė", "Населення", "網站"};
    sc_import_match_t match;

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        print_message("%s\n", tables[i].language);
        assert_true(suggested(&sc_partnership, tables[i].partner, &match, registry->pool));
        assert_int_equal(match.role, SC_COLUMN_PARTNER);
        assert_true(suggested(&sc_partnership, tables[i].country, &match, registry->pool));
        assert_int_equal(match.role, SC_COLUMN_PARTNER_COUNTRY);
        assert_true(suggested(&sc_partnership, tables[i].since, &match, registry->pool));
        assert_string_equal(match.field->name, "established");
    }
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        assert_true(suggested(&sc_place, own[i], &match, registry->pool));
        assert_string_equal(match.field->name, i == 0   ? "country"
                                               : i == 1 ? "population"
                                                        : "website");
    }
}

static void a_look_shows_what_each_column_has(void **state)
{
    registry_t *registry = *state;
    const char *bytes = "Stadt;Land;;\nNizza;Frankreich;;\nPrag;Frankreich;;\n";
    const sc_look_column_t *column;
    sc_look_t look;

    const sc_import_shape_t shape = {0};

    assert_int_equal(sc_import_look(bytes, strlen(bytes), &shape, registry->pool, &look),
                     APR_SUCCESS);
    assert_int_equal(look.delimiter, ';');
    assert_int_equal(look.rows, 2);
    assert_int_equal(look.columns->nelts, 2);
    column = &APR_ARRAY_IDX(look.columns, 1, sc_look_column_t);
    assert_string_equal(column->heading, "Land");
    assert_int_equal(column->values->nelts, 1);
}

static void the_row_of_the_headings_is_seen_or_that_there_is_none(void **state)
{
    registry_t *registry = *state;
    static const struct {
        const char *bytes;
        char delimiter;
        int above, is_headless;
    } cases[] = {
        {"Partner|Country|Date\nAheim|Germany|1989\n", '|', 0, 0},
        {"Stadt;Land\nA, am See;Polen\nB, am See;Polen\n", ';', 0, 0},
        {"name,parties,note\nX,a|b|c|d,1;2;3;4\nY,a|b|c|d,1;2;3;4\n", ',', 0, 0},
        {"sep=|\nPartner|Country\nA|France\n", '|', 0, 0},
        {"Partner towns of our city\nPartner,Country,Date\nAheim,Germany,1989\n", ',', 1, 0},
        {"Our city;;\nas of 2020;;\nStadt;Land;Was\nAheim;Polen;x\n", ';', 2, 0},
        {"Aheim\tGermany\t1989\nBville\tFrance\t1996\n", '\t', 0, 1},
        {"No;Ville;Foo\n1;Lyon;Bar\n", ';', 0, 0},
        {"Alpha;Beta\nGamma;Delta\n", ';', 0, 0},
        {"Lyon\nMilano\n", ',', 0, 1},
        {"Lyon (FR) - x\nMilano, Lombardia (IT) - x\nKobe (JP) - x\n", ',', 0, 1},
        {"Ville\nMilano\n", ',', 0, 0},
    };
    sc_foreign_t *foreign = sc_foreign_create(registry->pool);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        sc_import_shape_t shape = {0};
        sc_look_t look;

        assert_int_equal(
            sc_import_look(cases[i].bytes, strlen(cases[i].bytes), &shape, registry->pool, &look),
            APR_SUCCESS);
        shape = sc_import_suggest_shape(&sc_partnership, &look, foreign, registry->pool);
        if (look.delimiter != cases[i].delimiter || shape.above != cases[i].above ||
            shape.is_headless != cases[i].is_headless) {
            fail_msg("%s: '%c' %d %d", cases[i].bytes, look.delimiter, shape.above,
                     shape.is_headless);
        }
    }
}

static void a_city_and_its_sister_are_told_apart(void **state)
{
    registry_t *registry = *state;
    static const struct {
        const char *bytes;
        sc_column_role_e roles[3];
    } cases[] = {
        {"city,country,sister\n", {SC_COLUMN_PLACE, SC_COLUMN_PLACE_COUNTRY, SC_COLUMN_PARTNER}},
        {"city,sister,country\n", {SC_COLUMN_PLACE, SC_COLUMN_PARTNER, SC_COLUMN_PARTNER_COUNTRY}},
        {"Aheim,Germany,1989\nBville,France,1990\n",
         {SC_COLUMN_PARTNER, SC_COLUMN_PARTNER_COUNTRY, SC_COLUMN_FIELD}},
        {"city,country,year\n", {SC_COLUMN_PARTNER, SC_COLUMN_PARTNER_COUNTRY, SC_COLUMN_FIELD}},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const sc_import_shape_t shape = {.is_headless = strchr(cases[i].bytes, '1') != NULL};
        sc_look_t look;

        assert_int_equal(
            sc_import_look(cases[i].bytes, strlen(cases[i].bytes), &shape, registry->pool, &look),
            APR_SUCCESS);
        sc_import_suggest_columns(&sc_partnership, &shape, &look, sc_foreign_create(registry->pool),
                                  registry->pool);
        for (int j = 0; j < 3; j++) {
            assert_int_equal(APR_ARRAY_IDX(look.columns, j, sc_look_column_t).suggested.role,
                             cases[i].roles[j]);
        }
    }
}

static void places_of_names_in_any_script_get_addresses(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_plan_t *plan = partners_plan(registry->pool, SC_READ_AS_IS, 1);
    sc_import_t import = {0};

    bring_in(
        registry, &import,
        partners("友好城市,国家,日期\n南京市,中国,1981\n甲市,日本,1982\nកំពង់ចាម,Cambodia,1983\n",
                 plan));
    assert_int_equal(import.error_count, 0);
    assert_int_equal(import.added, 6);
    assert_non_null(partnership(registry, "busan-kr-nanjingshi-cn"));
    import = (sc_import_t){0};
    bring_in(registry, &import,
             (sc_import_text_t){.bytes = "name,country\n蘇州,CN\n宿州,CN\n", .entity = &sc_place});
    assert_int_equal(import.added, 2);
    import = (sc_import_t){.mode = SC_IMPORT_MERGE};
    bring_in(registry, &import,
             (sc_import_text_t){.bytes = "name,country\n宿州,CN\n", .entity = &sc_place});
    assert_int_equal(import.changed + import.added, 0);
    assert_int_equal(import.unchanged, 1);
}

static void the_same_name_with_another_wikidata_id_is_another_place(void **state)
{
    registry_t *registry = initialized(state);
    const char *bytes[] = {"name,country,wikidata\nTwinfield,US,Q5551\n",
                           "name,country,wikidata\nTwinfield,US,Q5552\n"
                           "Twinfield,US,Q5551\n"};
    sc_import_t import = {.mode = SC_IMPORT_MERGE};

    bring_in(registry, &import, (sc_import_text_t){.bytes = bytes[0], .entity = &sc_place});
    import = (sc_import_t){.mode = SC_IMPORT_MERGE};
    bring_in(registry, &import, (sc_import_text_t){.bytes = bytes[1], .entity = &sc_place});
    assert_int_equal(import.added, 1);
    assert_int_equal(import.unchanged, 1);
    import = (sc_import_t){.mode = SC_IMPORT_MERGE};
    bring_in(registry, &import, (sc_import_text_t){.bytes = bytes[1], .entity = &sc_place});
    assert_int_equal(import.unchanged, 2);
}

static void dates_that_are_still_to_come_are_pointed_out(void **state)
{
    registry_t *registry = initialized(state);
    sc_import_plan_t *plan = partners_plan(registry->pool, SC_READ_DAY_FIRST, 1);
    sc_import_t import = {.dry_run = 1};

    bring_in(registry, &import,
             partners("P,C,D\nAheim,Germany,26 \u0E1E\u0E24\u0E29\u0E20\u0E32\u0E04\u0E21 2536\n"
                      "Bheim,Germany,2536\n",
                      plan));
    assert_int_equal(import.added, 4);
    assert_int_equal(import.finding_count, 1);
    assert_int_equal(finding(&import, "future_date")->line, 3);
    assert_int_equal(finding(&import, "future_date")->column, 3);
}

static void an_upload_is_its_owners_and_whole(void **state)
{
    registry_t *registry = initialized(state);
    apr_pool_t *pool = registry->pool;
    sc_upload_t upload = {.revision = 7, .length = 500000}, *read;
    char *bytes = apr_palloc(pool, upload.length);
    apr_size_t i;

    for (i = 0; i < upload.length; i++) {
        bytes[i] = (char)(i * 31 + i / 256);
    }
    upload.bytes = bytes;
    upload.choices = apr_hash_make(pool);
    apr_hash_set(upload.choices, "column[0]", APR_HASH_KEY_STRING, "naïve \"name\"");
    assert_int_equal(sc_upload_keep(registry->db, pool, "rasa", &upload), APR_SUCCESS);
    assert_int_equal(sc_upload_read(registry->db, pool, "kenji", upload.id, &read), APR_ENOENT);
    assert_int_equal(sc_upload_read(registry->db, pool, "rasa", upload.id, &read), APR_SUCCESS);
    assert_int_equal(read->length, upload.length);
    assert_memory_equal(read->bytes, bytes, upload.length);
    assert_string_equal(apr_hash_get(read->choices, "column[0]", APR_HASH_KEY_STRING),
                        "naïve \"name\"");
    assert_int_equal(sc_upload_drop(registry->db, pool, "kenji", upload.id), APR_SUCCESS);
    assert_int_equal(sc_upload_read(registry->db, pool, "rasa", upload.id, &read), APR_SUCCESS);
    assert_int_equal(sc_upload_drop(registry->db, pool, "rasa", upload.id), APR_SUCCESS);
    assert_string_equal(ask(registry->db, pool, "SELECT count(*) FROM \"upload_pieces\""), "0");
}

static void an_upload_is_taken_once_and_remembers_what_it_became(void **state)
{
    registry_t *registry = initialized(state);
    apr_pool_t *pool = registry->pool;
    sc_upload_t upload = {.revision = 7, .bytes = "a", .length = 1, .choices = apr_hash_make(pool)};
    sc_upload_t *first, *second;

    assert_int_equal(sc_upload_keep(registry->db, pool, "rasa", &upload), APR_SUCCESS);
    assert_int_equal(sc_upload_read(registry->db, pool, "rasa", upload.id, &first), APR_SUCCESS);
    assert_int_equal(sc_upload_take(registry->db, pool, first), APR_SUCCESS);
    assert_int_equal(sc_upload_take(registry->db, pool, &upload), APR_EBUSY);
    assert_int_equal(sc_upload_choose(registry->db, pool, &upload), APR_SUCCESS);
    assert_int_equal(sc_upload_read(registry->db, pool, "rasa", upload.id, &second), APR_SUCCESS);
    assert_true(second->is_taken && second->change == 0);
    assert_int_equal(sc_upload_release(registry->db, pool, first), APR_SUCCESS);
    assert_int_equal(sc_upload_finish(registry->db, pool, first, 41), APR_EBUSY);
    assert_int_equal(sc_upload_take(registry->db, pool, &upload), APR_SUCCESS);
    assert_int_equal(sc_upload_finish(registry->db, pool, &upload, 42), APR_SUCCESS);
    assert_int_equal(sc_upload_release(registry->db, pool, &upload), APR_EBUSY);
    assert_int_equal(sc_upload_read(registry->db, pool, "rasa", upload.id, &second), APR_SUCCESS);
    assert_int_equal(second->change, 42);
    assert_string_equal(ask(registry->db, pool, "SELECT count(*) FROM \"upload_pieces\""), "0");
}

static void an_upload_whose_time_is_over_is_gone(void **state)
{
    registry_t *registry = initialized(state);
    apr_pool_t *pool = registry->pool;
    sc_upload_t upload = {.bytes = "a", .length = 1, .choices = apr_hash_make(pool)};
    sc_upload_t other = upload, *read;

    assert_int_equal(sc_upload_keep(registry->db, pool, "rasa", &upload), APR_SUCCESS);
    type_sql(registry->db, pool, "UPDATE \"uploads\" SET \"expires\" = '2020-01-01T00:00:00Z'");
    assert_int_equal(sc_upload_read(registry->db, pool, "rasa", upload.id, &read), APR_ENOENT);
    assert_int_equal(sc_upload_keep(registry->db, pool, "rasa", &other), APR_SUCCESS);
    assert_string_equal(ask(registry->db, pool, "SELECT count(*) FROM \"uploads\""), "1");
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(names_of_cities_and_countries_become_places),
        NAMED(an_import_is_one_change_and_is_undone_as_one),
        NAMED(places_are_made_only_when_that_was_chosen),
        NAMED(the_good_rows_can_go_in_without_the_bad_ones),
        NAMED(a_name_that_several_places_have_is_asked_about),
        NAMED(a_place_is_known_by_any_of_its_names),
        NAMED(the_same_pair_twice_is_one_partnership),
        NAMED(a_pair_on_record_is_changed_where_the_file_says_more),
        NAMED(a_row_about_the_own_city_changes_no_partnership),
        NAMED(a_row_about_a_pair_leaves_partnerships_of_three_alone),
        NAMED(no_place_is_added_that_only_rejected_rows_name),
        NAMED(numbers_are_read_in_groups_of_three_digits),
        NAMED(a_number_of_participants_is_no_group),
        NAMED(an_activity_names_the_partner_of_its_one_partnership),
        NAMED(texts_are_read_without_what_only_their_page_needed),
        NAMED(headings_of_sections_sums_and_titles_are_no_partners_and_that_is_told),
        NAMED(empty_cells_mean_what_stands_above_them_only_when_that_was_chosen),
        NAMED(a_list_without_headings_loses_no_row),
        NAMED(the_row_of_the_headings_is_seen_or_that_there_is_none),
        NAMED(a_preview_shows_and_stores_nothing),
        NAMED(a_name_that_lost_a_letter_is_pointed_out),
        NAMED(an_import_is_for_administrators),
        NAMED(dates_are_read_in_the_order_that_was_said),
        NAMED(countries_are_known_in_every_language),
        NAMED(other_encodings_become_utf8_when_somebody_says_which),
        NAMED(columns_of_other_lists_are_suggested_not_taken),
        NAMED(tables_of_every_language_are_understood_by_their_headings),
        NAMED(a_look_shows_what_each_column_has),
        NAMED(a_city_and_its_sister_are_told_apart),
        NAMED(places_of_names_in_any_script_get_addresses),
        NAMED(the_same_name_with_another_wikidata_id_is_another_place),
        NAMED(dates_that_are_still_to_come_are_pointed_out),
        NAMED(an_upload_is_its_owners_and_whole),
        NAMED(an_upload_is_taken_once_and_remembers_what_it_became),
        NAMED(an_upload_whose_time_is_over_is_gone),
    };

    return RUN_ON_BOTH(tests);
}
