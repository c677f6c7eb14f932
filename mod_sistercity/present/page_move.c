#include "present/admin_pages.h"
#include "present/admin_part.h"

#include <apr_strings.h>
#include <string.h>

const char *sc_title_move(const sc_view_t *view, const void *data)
{
    const sc_move_page_t *page = data;
    const sc_named_t named = {page->labels, NULL, NULL};

    return sc_textf(view->language, view->pool, "{partnership}: the next step", "partnership",
                    sc_office_name(view, &named, page->partnership), NULL);
}

static const char *condition_word(const sc_view_t *view, sc_condition_e condition)
{
    switch (condition) {
    case SC_MET:
        return sc_text(view->language, "on record");
    case SC_NOT_MET:
        return sc_text(view->language, "not met");
    default:
        return sc_text(view->language, "not on record yet");
    }
}

/* What makes it a sister city relationship, and what of that is missing. */
static void write_conditions(sc_buffer_t *out, const sc_view_t *view,
                             const sc_conditions_t *conditions)
{
    const struct {
        sc_condition_e condition;
        const char *name;
    } rows[] = {{conditions->agreement, N_("an agreement that both sides signed")},
                {conditions->fields, N_("more than one field of exchange")},
                {conditions->budget, N_("a budget that a council approved")}};
    size_t i;

    sc_part_heading(out, view, 1, sc_text(view->language, "What makes it a sister city"));
    sc_buffer_puts(out, "<ul class=\"sistercity-admin__conditions\">\n");
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sc_html(out, "<li>%t: %t</li>\n", sc_text(view->language, rows[i].name),
                condition_word(view, rows[i].condition));
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_steps(sc_buffer_t *out, const sc_view_t *view, const char *chosen)
{
    int i;

    sc_html(out, "<select id=\"f-status\" name=\"status\" aria-describedby=\"f-status-help\">"
                 "<option value=\"\"></option>");
    for (i = 0; i < sc_step_words.count; i++) {
        const char *word = sc_step_words.words[i].word;

        sc_html(out, "<option value=\"%t\"%r>%t</option>", word,
                chosen && strcmp(chosen, word) == 0 ? " selected" : NULL,
                sc_text_word(view->language, &sc_step_words, word));
    }
    sc_buffer_puts(out, "</select>\n");
}

/* What was typed, else what the step has. */
static const char *value_of(const sc_move_page_t *page, const sc_field_t *field)
{
    const apr_array_header_t *typed = page->typed;
    int i;

    for (i = 0; typed && i < typed->nelts; i++) {
        const sc_typed_t *one = &APR_ARRAY_IDX(typed, i, sc_typed_t);

        if (strcmp(one->name, field->name) == 0) {
            return one->value;
        }
    }
    return sc_field_text(field, page->step);
}

static void write_field(sc_buffer_t *out, const sc_view_t *view, const sc_move_page_t *page,
                        const sc_field_t *field)
{
    const char *value = value_of(page, field);

    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\">"
            "<label for=\"f-%t\">%t</label>\n<p class=\"sistercity-form__help\" "
            "id=\"f-%t-help\">%t</p>\n",
            field->name, sc_text(view->language, field->label), field->name,
            sc_text(view->language, field->help));
    if (field->type == SC_TYPE_WORD) {
        write_steps(out, view, value);
    }
    else if (field->type == SC_TYPE_MARKDOWN) {
        sc_html(out,
                "<textarea id=\"f-%t\" name=\"%t\" rows=\"4\" aria-describedby=\"f-%t-help\">\n%t"
                "</textarea>",
                field->name, field->name, field->name, value);
    }
    else {
        sc_html(out, "<input id=\"f-%t\" name=\"%t\" value=\"%t\" aria-describedby=\"f-%t-help\">",
                field->name, field->name, value, field->name);
    }
    sc_buffer_puts(out, "</div>\n");
}

void sc_page_move(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    static const char *const fields[] = {"status", "date",     "effective", "body",
                                         "reason", "document", "source",    NULL};
    const sc_move_page_t *page = data;
    int i;

    sc_admin_open(out, view, page->admin, "move", sc_title_move(view, data));
    sc_office_problems(out, view, &sc_step, page->problems);
    sc_html(out, "<p>%t</p>\n",
            sc_textf(view->language, view->pool,
                     "Now: {status}. What follows from the step is changed with it, unless a later "
                     "step is on record.",
                     "status",
                     sc_text_word(view->language, &sc_statuses, page->partnership->status), NULL));
    write_conditions(out, view, &page->conditions);
    sc_office_form_open(out, page->admin, page->action);
    sc_office_hidden(
        out, "version",
        apr_psprintf(view->pool, "%" APR_INT64_T_FMT, page->partnership->record.version));
    for (i = 0; fields[i]; i++) {
        write_field(out, view, page, sc_entity_field(&sc_step, fields[i]));
    }
    sc_office_note(out, view, NULL);
    sc_buffer_puts(out, "<div class=\"sistercity-form__buttons\">\n");
    sc_office_button(out, "save", sc_text(view->language, "Record the step"));
    sc_html(out, "<a href=\"%u\">%t</a>\n</div>\n</form>\n", sc_link(view, "board", NULL),
            sc_text(view->language, "Back to the board"));
    sc_part_close(out);
}
