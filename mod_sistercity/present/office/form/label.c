#include "present/office/form/writer.h"

#include <apr_strings.h>
#include <string.h>

/* What is said of a kind of value below the field's own help. */
static const char *const helps[SC_TYPE_PARTS + 1] = {
    [SC_TYPE_DATE] = N_("Such as 1959, 1955-12 or 2019-02-22; 1959~ is about 1959"),
    [SC_TYPE_URL] = N_("The whole address, beginning with https://"),
    [SC_TYPE_MARKDOWN] = N_("Plain text; *stress*, lists and [links](https://…) as in Markdown")};

static int is_new_slug(const form_writer_t *writer, const sc_field_t *field)
{
    return writer->form->is_new && field->type == SC_TYPE_SLUG;
}

static void write_help(form_writer_t *writer, const form_place_t *place, const char *id)
{
    const char *more = helps[place->field->type];

    if (is_new_slug(writer, place->field)) {
        more = N_("Leave it empty and one is made");
    }
    sc_html(writer->out, "<p class=\"sistercity-form__help\" id=\"%t-help\">%t</p>\n", id,
            sc_join(writer->view, SC_NOTES, sc_say(writer->view, place->field->help),
                    more ? sc_say(writer->view, more) : NULL));
}

void form_write_wrong(form_writer_t *writer, const char *path)
{
    const sc_problems_t *problems = writer->form->problems;
    const sc_view_t *view = writer->view;

    if (!sc_problem_of(problems, path)) {
        return;
    }
    sc_html(writer->out,
            "<p class=\"sistercity-form__wrong\" id=\"%t-wrong\">"
            "<span class=\"sistercity__unseen\">%t</span>",
            sc_office_id(view, path), sc_say(view, "Error:"));
    SC_EACH_OF(const sc_problem_t, problem, problems->items) {
        if (sc_is(problem->field, path)) {
            sc_html(writer->out, " %t", sc_say_problem(view, problem));
        }
    }
    sc_buffer_puts(writer->out, "</p>\n");
}

static const char *required_mark(const form_writer_t *writer, const form_place_t *place)
{
    if (!(place->field->flags & SC_REQUIRED) || is_new_slug(writer, place->field)) {
        return NULL;
    }
    return sc_htmlf(writer->view, " <span class=\"sistercity-form__required\">%t</span>",
                    sc_say(writer->view, "(required)"));
}

static const char *taken_mark(const form_writer_t *writer, const form_place_t *place)
{
    return place->is_taken ? sc_htmlf(writer->view, " <span class=\"sistercity__kind\">%t</span>",
                                      sc_say(writer->view, "changed by somebody else"))
                           : NULL;
}

void form_write_label(form_writer_t *writer, const form_place_t *place, const char *path)
{
    const char *id = sc_office_id(writer->view, path);

    sc_html(writer->out, "<label for=\"%t\">%t%r%r</label>\n", id,
            sc_say(writer->view, place->field->label), required_mark(writer, place),
            taken_mark(writer, place));
    write_help(writer, place, id);
    form_write_wrong(writer, path);
}

/* The help is the field's, also where the input is one entry of its list. */
static const char *described_by(const form_writer_t *writer, const form_place_t *place,
                                const char *path)
{
    const char *help = sc_office_id(writer->view, place->path);

    return sc_problem_of(writer->form->problems, path)
               ? apr_pstrcat(writer->view->pool, help, "-help ", sc_office_id(writer->view, path),
                             "-wrong", NULL)
               : apr_pstrcat(writer->view->pool, help, "-help", NULL);
}

void form_open_group(form_writer_t *writer, const form_place_t *place, const char *class)
{
    const char *id = sc_office_id(writer->view, place->path);

    sc_html(writer->out,
            "<fieldset class=\"sistercity-form__group %t%r\" id=\"%t\" tabindex=\"-1\" "
            "aria-describedby=\"%t\">\n<legend>%t%r%r</legend>\n",
            class,
            sc_problem_of(writer->form->problems, place->path) ? " sistercity-form__field--wrong"
                                                               : NULL,
            id, described_by(writer, place, place->path), sc_say(writer->view, place->field->label),
            required_mark(writer, place), taken_mark(writer, place));
    write_help(writer, place, id);
    form_write_wrong(writer, place->path);
}

void form_close_group(form_writer_t *writer)
{
    sc_buffer_puts(writer->out, "</fieldset>\n");
}

void form_write_choice(form_writer_t *writer, const char *type, const char *name, const char *value,
                       int is_checked, const char *label, const char *detail)
{
    sc_html(writer->out,
            "<label class=\"sistercity-form__choice\"><input type=\"%t\" name=\"%t\" "
            "value=\"%t\"%r> %t",
            type, name, value, is_checked ? " checked" : NULL, label);
    if (detail) {
        sc_html(writer->out, " <span class=\"sistercity__details\">%t</span>", detail);
    }
    sc_buffer_puts(writer->out, "</label>\n");
}

const char *form_attributes(const form_writer_t *writer, const form_place_t *place,
                            const char *path, const char *name)
{
    const char *id = sc_office_id(writer->view, path);
    int is_wrong = sc_problem_of(writer->form->problems, path) != NULL;
    int is_first = writer->is_focused && !*writer->is_focused;

    if (is_first) {
        *writer->is_focused = 1;
    }
    return sc_htmlf(writer->view, "id=\"%t\" name=\"%t\" aria-describedby=\"%t\"%r%r", id, name,
                    described_by(writer, place, path), is_wrong ? " aria-invalid=\"true\"" : NULL,
                    is_first ? " autofocus" : NULL);
}
