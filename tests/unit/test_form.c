#include "markup.h"

#include "present/office/form.h"

static const sc_admin_view_t editor = {
    .user = "rasa", .token = "TOKEN", .registry = "/sistercities"};

static sc_form_t *new_form(apr_pool_t *pool, const sc_entity_t *entity)
{
    sc_form_t *form = apr_pcalloc(pool, sizeof(*form));

    form->admin = &editor;
    form->entity = entity;
    form->record = sc_record_new(entity, pool);
    form->is_new = 1;
    form->action = "/sistercities/admin/items";
    return form;
}

static sc_form_t *stored_form(apr_pool_t *pool, void *record)
{
    sc_form_t *form = new_form(pool, sc_record_entity(record));

    form->record = record;
    form->is_new = 0;
    form->named.labels = boston_kyoto_labels(pool);
    return form;
}

static const char *shown(apr_pool_t *pool, const sc_form_t *form)
{
    sc_view_t *view = view_in(pool, "en", "/partnerships/new");

    view->mount = view->files = "/sistercities/admin";
    return page_of(view, sc_page_form, form);
}

/* typed: name, value, …, NULL */
static void type_into(apr_pool_t *pool, sc_form_t *form, ...)
{
    apr_array_header_t *typed = form->typed ? apr_array_copy(pool, form->typed)
                                            : apr_array_make(pool, 8, sizeof(sc_typed_t));
    const char *name;
    va_list values;

    va_start(values, form);
    while ((name = va_arg(values, const char *)) != NULL) {
        sc_typed_t *it = apr_array_push(typed);

        it->name = name;
        it->value = va_arg(values, const char *);
    }
    va_end(values);
    form->typed = typed;
}

static void type_everywhere(apr_pool_t *pool, sc_form_t *form, const sc_entity_t *entity,
                            const char *prefix, const char *text)
{
    int i;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        const char *name = apr_pstrcat(pool, prefix, field->name, NULL);

        if (field->type == SC_TYPE_PARTS) {
            type_everywhere(pool, form, field->target, apr_pstrcat(pool, name, "[0].", NULL), text);
        }
        else if (field->type != SC_TYPE_BOOLEAN) {
            type_into(pool, form, name, text, NULL);
        }
    }
}

static void every_text_typed_into_any_field_comes_back_escaped_and_whole(void **state)
{
    const sc_entity_t *const *entity;

    for (entity = sc_entities; *entity; entity++) {
        sc_form_t *form = new_form(*state, *entity);
        const char *page;

        type_everywhere(*state, form, *entity, "", HOSTILE);
        page = shown(*state, form);
        assert_never_says(page, "<x");
        assert_true(count_of(page, HOSTILE_ESCAPED) >= form->typed->nelts);
        assert_ids_are_whole(*state, page);
    }
}

static void a_stored_text_is_escaped(void **state)
{
    sc_partnership_t *partnership = boston_kyoto(*state);
    const char *page;

    partnership->source = partnership->note = partnership->name = HOSTILE;
    page = shown(*state, stored_form(*state, partnership));
    assert_never_says(page, "<x");
    assert_says(page, "value=\"" HOSTILE_ESCAPED "\"");
    assert_says(page, ">\n" HOSTILE_ESCAPED "</textarea>");
}

static void an_empty_line_at_the_beginning_of_prose_survives(void **state)
{
    sc_form_t *form = new_form(*state, &sc_gift);

    type_into(*state, form, "note", "\nsecond line", NULL);
    assert_says(shown(*state, form), ">\n\nsecond line</textarea>");
}

static void each_problem_stands_on_top_and_at_its_field(void **state)
{
    sc_form_t *form = stored_form(*state, boston_kyoto(*state));
    sc_problems_t *problems = sc_problems_new(*state);
    const char *page;

    sc_problem_add(problems, "established", "not_a_date", "Not a date.", NULL);
    sc_problem_add(problems, "parties[1].place", "unknown", "No such place.", NULL);
    sc_problem_add(problems, "parties", "too_few", "Too few parties.", NULL);
    sc_problem_add(problems, NULL, "whole", "Wrong as a whole.", NULL);
    form->problems = problems;
    page = shown(*state, form);
    assert_says(page, "role=\"alert\"");
    assert_says(page, "<a href=\"#f-established\">Established: Not a date.</a>");
    assert_says(page, "<a href=\"#f-parties-1--place\">Party 2, Place: No such place.</a>");
    assert_says(page, "<li>Wrong as a whole.</li>");
    assert_says(page, "id=\"f-established-wrong\"");
    assert_says(page, "aria-describedby=\"f-established-help f-established-wrong\" "
                      "aria-invalid=\"true\"");
    assert_int_equal(count_of(page, "Not a date."), 2);
    assert_int_equal(count_of(page, "No such place."), 2);
    assert_int_equal(count_of(page, "Too few parties."), 2);
    assert_ids_are_whole(*state, page);
}

static void a_problem_below_more_opens_it(void **state)
{
    sc_form_t *form = stored_form(*state, boston_kyoto(*state));

    assert_never_says(shown(*state, form), "<details class=\"sistercity-form__more\" open>");
    form->problems = sc_problems_new(*state);
    sc_problem_add((sc_problems_t *)form->problems, "first_contact", "not_a_date", "Bad.", NULL);
    assert_says(shown(*state, form), "<details class=\"sistercity-form__more\" open>");
}

static void every_field_of_every_collection_has_its_input_once(void **state)
{
    const sc_entity_t *const *entity;

    for (entity = sc_entities; *entity; entity++) {
        const char *page = shown(*state, new_form(*state, *entity));
        int i;

        for (i = 0; i < (*entity)->field_count; i++) {
            const char *id = apr_pstrcat(*state, " id=\"f-", (*entity)->fields[i].name, "\"", NULL);
            const char *first =
                apr_pstrcat(*state, " id=\"f-", (*entity)->fields[i].name, "-0-\"", NULL);

            assert_true(strstr(page, id) || strstr(page, first));
        }
    }
}

static void what_was_looked_up_is_chosen_by_one_of_its_findings(void **state)
{
    sc_form_t *form = new_form(*state, &sc_claim);
    const char *page;

    type_into(*state, form, "place", "kyo", NULL);
    form->choices = apr_hash_make(*state);
    apr_hash_set(form->choices, "place", APR_HASH_KEY_STRING,
                 array_of(*state, boston(*state), kyoto(*state), NULL));
    page = shown(*state, form);
    assert_says(page, "name=\"find.place\"");
    assert_says(page, "value=\"kyo\"");
    assert_says(page, "<input type=\"radio\" name=\"place\" value=\"kyoto-jp\"> Kyoto");
    assert_says(page, "<input type=\"radio\" name=\"place\" value=\"\" checked> None of these");
    assert_ids_are_whole(*state, page);
}

static void a_chosen_place_is_named(void **state)
{
    assert_says(shown(*state, stored_form(*state, boston_kyoto(*state))),
                "<p class=\"sistercity-form__named\">Kyoto</p>");
}

static void another_row_comes_when_it_is_asked_for(void **state)
{
    sc_form_t *form = stored_form(*state, boston_kyoto(*state));

    assert_never_says(shown(*state, form), "name=\"parties[2].place\"");
    form->more = "parties";
    assert_says(shown(*state, form), "name=\"parties[2].place\"");
}

static void a_row_number_that_nobody_has_makes_no_rows(void **state)
{
    sc_form_t *form = new_form(*state, &sc_place);

    type_into(*state, form, "names[999999999].text", "x", NULL);
    assert_true(count_of(shown(*state, form), "sistercity-form__row") < 3);
}

static void only_a_stored_item_sends_a_version(void **state)
{
    assert_never_says(shown(*state, new_form(*state, &sc_gift)), "name=\"version\"");
    assert_says(shown(*state, stored_form(*state, boston_kyoto(*state))),
                "name=\"version\" value=\"3\"");
}

static void a_conflict_shows_both_texts_and_overwrites_neither(void **state)
{
    sc_partnership_t *base = boston_kyoto(*state), *mine = boston_kyoto(*state);
    sc_partnership_t *theirs = boston_kyoto(*state);
    sc_form_t *form = stored_form(*state, mine);
    const char *page;

    mine->source = "mine source";
    theirs->source = "their source";
    theirs->established = "1960";
    theirs->record.version = 4;
    form->base = base;
    form->theirs = theirs;
    form->their_name = "jonas";
    form->their_time = "2026-11-22T03:31:00Z";
    type_into(*state, form, "source", "mine source", "established", "1959", NULL);
    page = shown(*state, form);
    assert_says(page, "jonas changed this item on");
    assert_says(page, "name=\"version\" value=\"4\"");
    assert_says(page, "name=\"take.source\" value=\"theirs\"");
    assert_says(page, "their source");
    assert_says(page, "value=\"mine source\"");
    assert_never_says(page, "name=\"take.established\"");
    assert_says(page, "value=\"1960\"");
    assert_never_says(page, "value=\"1959\"");
    assert_ids_are_whole(*state, page);
}

static void without_the_former_state_every_difference_is_to_choose(void **state)
{
    sc_partnership_t *mine = boston_kyoto(*state), *theirs = boston_kyoto(*state);
    sc_form_t *form = stored_form(*state, mine);

    theirs->established = "1960";
    form->theirs = theirs;
    type_into(*state, form, "established", "1959", NULL);
    assert_says(shown(*state, form), "name=\"take.established\" value=\"mine\" checked");
    assert_says(shown(*state, form), "value=\"1959\"");
}

static void a_reviewed_editor_is_told_that_the_change_waits(void **state)
{
    const sc_admin_view_t reviewed = {.user = "rasa", .token = "T", .is_reviewed = 1};
    sc_form_t *form = stored_form(*state, boston_kyoto(*state));

    form->admin = &reviewed;
    assert_says(shown(*state, form), "Send for review");
}

static void a_form_has_neither_inline_script_nor_inline_style(void **state)
{
    const char *page = shown(*state, stored_form(*state, boston_kyoto(*state)));

    assert_never_says(page, "<script");
    assert_never_says(page, " style=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_text_typed_into_any_field_comes_back_escaped_and_whole),
        TEST(a_stored_text_is_escaped),
        TEST(an_empty_line_at_the_beginning_of_prose_survives),
        TEST(each_problem_stands_on_top_and_at_its_field),
        TEST(a_problem_below_more_opens_it),
        TEST(every_field_of_every_collection_has_its_input_once),
        TEST(what_was_looked_up_is_chosen_by_one_of_its_findings),
        TEST(a_chosen_place_is_named),
        TEST(another_row_comes_when_it_is_asked_for),
        TEST(a_row_number_that_nobody_has_makes_no_rows),
        TEST(only_a_stored_item_sends_a_version),
        TEST(a_conflict_shows_both_texts_and_overwrites_neither),
        TEST(without_the_former_state_every_difference_is_to_choose),
        TEST(a_reviewed_editor_is_told_that_the_change_waits),
        TEST(a_form_has_neither_inline_script_nor_inline_style),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
