#include "present/office/form/writer.h"
#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

const char *sc_title_move(const sc_view_t *view, const void *data)
{
    const sc_move_page_t *page = data;
    const sc_named_t named = {.labels = page->labels};

    return sc_sayf(view, "{partnership}: the next step", "partnership",
                   sc_office_name(view, &named, page->partnership), NULL);
}

static const char *const condition_words[] = {[SC_UNKNOWN] = N_("not on record yet"),
                                              [SC_MET] = N_("on record"),
                                              [SC_NOT_MET] = N_("not met")};

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

    sc_part_heading(out, view, 1, sc_say(view, "What makes it a sister city"));
    sc_buffer_puts(out, "<ul class=\"sistercity-admin__conditions\">\n");
    for (size_t i = 0; i < SC_LENGTH(rows); i++) {
        sc_html(out, "<li>%t</li>\n",
                sc_join(view, SC_COLON, sc_say(view, rows[i].name),
                        sc_say(view, condition_words[rows[i].condition])));
    }
    sc_buffer_puts(out, "</ul>\n");
}

const char *const sc_move_fields[] = {"status", "date",     "effective", "body",
                                      "reason", "document", "source",    NULL};

/* What a renewal says besides: until when. */
static void write_renewal(form_writer_t *writer, const sc_move_page_t *page)
{
    const form_place_t place = {.path = "until"};
    sc_buffer_t *out = writer->out;
    const sc_view_t *view = writer->view;

    sc_html(
        out,
        "<div class=\"sistercity-form__field%r\"><label for=\"f-until\">%t</label>\n"
        "<p class=\"sistercity-form__help\" id=\"f-until-help\">%t",
        sc_problem_is_within(writer->form->problems, place.path) ? " sistercity-form__field--wrong"
                                                                 : NULL,
        sc_say(view, "Renewed until"),
        sc_say(view, "A date, or how long: “5 years”, “60 months”; or “open-ended”. The renewal "
                     "is recorded as an agreement."));
    if (page->term_end) {
        sc_html(
            out, " %r",
            sc_dated_html(view,
                          sc_say(view, "The term on record ends {date}; how long is counted from "
                                       "there."),
                          page->term_end));
    }
    sc_buffer_puts(out, "</p>\n");
    form_write_wrong(writer, place.path);
    sc_html(out, "<input type=\"text\" %r value=\"%t\"></div>\n",
            form_attributes(writer, &place, place.path, place.path),
            form_typed(writer, place.path));
}

/* The inputs are those of the step's own form. */
static void write_fields(sc_buffer_t *out, const sc_view_t *view, const sc_move_page_t *page)
{
    const sc_form_t form = {.admin = page->admin,
                            .entity = &sc_step,
                            .record = page->step,
                            .is_new = 1,
                            .typed = page->typed,
                            .problems = page->problems};
    /* Whoever is guided begins above the form. */
    int is_focused = 0, is_guided = strcmp(page->partnership->status, "forming") == 0;
    form_writer_t writer = {out, view, &form, page->typed || is_guided ? NULL : &is_focused, NULL};

    form_values_begin(&writer);
    sc_buffer_puts(out, "<div class=\"sistercity-form__fields\">\n");
    for (const char *const *field = sc_move_fields; *field; field++) {
        form_place_t place = form_place(&writer, sc_entity_field(&sc_step, *field));

        form_write_field(&writer, &place);
    }
    write_renewal(&writer, page);
    sc_buffer_puts(out, "</div>\n");
    sc_office_note(out, view, form_typed(&writer, "change_note"));
}

/* What a renewal comes to, before it is stored. */
static void write_resulting_end(sc_buffer_t *out, const sc_view_t *view,
                                const sc_agreement_t *renewal)
{
    if (renewal) {
        sc_html(out, "<p class=\"sistercity__lead\" role=\"status\">%r</p>\n",
                renewal->effective_until
                    ? sc_dated_html(view,
                                    sc_say(view, "The partnership would be renewed until {date}."),
                                    renewal->effective_until)
                    : sc_text_html(view, sc_say(view, "The partnership would be open-ended.")));
    }
}

void sc_page_move(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_move_page_t *page = data;

    sc_admin_open(out, view, page->admin, "move", sc_title_move(view, data));
    sc_office_problems(out, view, &sc_step, NULL, page->problems);
    sc_html(out, "<p>%t</p>\n",
            sc_sayf(view,
                    "Now: {status}. The status follows the step, unless a later step is on record.",
                    "status", sc_say_word(view, &sc_statuses, page->partnership->status), NULL));
    write_resulting_end(out, view, page->renewal);
    sc_office_doubts(out, view, page->doubts);
    if (strcmp(page->partnership->status, "forming") == 0) {
        sc_eight_steps_write(out, view, &page->guide);
    }
    write_conditions(out, view, &page->conditions);
    sc_part_heading(out, view, 1, sc_say(view, "Record a step"));
    sc_office_form_open(out, page->admin, page->action);
    sc_part_hidden(out, "version", sc_office_number(view, page->partnership->record.version));
    if (page->draft) {
        sc_part_hidden(out, "draft", sc_office_number(view, page->draft));
    }
    write_fields(out, view, page);
    sc_office_buttons_open(out);
    sc_office_button(out, "save", sc_say(view, "Record the step"));
    sc_office_button_quiet(out, "preview", sc_say(view, "Preview"));
    if (page->is_from_workbench) {
        sc_office_buttons_close(out,
                                sc_office_work_link(view, &sc_partnership, page->partnership->slug),
                                sc_say(view, "Back to the partnership"));
    }
    else {
        sc_office_buttons_close(out, sc_link(view, "board", NULL),
                                sc_say(view, "Back to the board"));
    }
    sc_part_close(out);
}
