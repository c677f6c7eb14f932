#include "present/office/form/writer.h"

#include <apr_strings.h>
#include <string.h>

static const char *const columns[] = {N_("Field"), N_("What it was"), N_("What it is now"),
                                      N_("What you wrote"), NULL};

static const char *shown(const form_writer_t *writer, const sc_field_t *field, const void *record)
{
    const char *value = sc_office_value(writer->view, &writer->form->named, field, record);

    return value ? value : sc_office_quiet(writer->view, sc_say(writer->view, "nothing"));
}

static const char *choice(const form_writer_t *writer, const sc_field_t *field, const char *whose,
                          const char *label, int is_chosen, const char *value)
{
    return sc_htmlf(writer->view,
                    "<label class=\"sistercity-form__choice\"><input type=\"radio\" "
                    "name=\"take.%t\" value=\"%t\"%r> %r</label><div>%r</div>",
                    field->name, whose, is_chosen ? " checked" : NULL,
                    sc_office_heard(writer->view, label, sc_say(writer->view, field->label)),
                    value);
}

static int takes_theirs(const form_writer_t *writer, const sc_field_t *field)
{
    const char *take =
        form_typed(writer, apr_pstrcat(writer->view->pool, "take.", field->name, NULL));

    return sc_is(take, "theirs");
}

/* Where only they changed the field there is nothing to choose: the form below has their value. */
static void write_row(form_writer_t *writer, const sc_field_t *field)
{
    const sc_form_t *form = writer->form;
    const sc_view_t *view = writer->view;
    const char *theirs = shown(writer, field, form->theirs);
    const char *mine = shown(writer, field, form->record);
    int is_theirs = takes_theirs(writer, field);

    if (form_is_taken(writer, field)) {
        mine = sc_office_quiet(view, sc_say(view, "unchanged by you: the new value is taken"));
    }
    else {
        theirs = choice(writer, field, "theirs", sc_say(view, "Take this"), is_theirs, theirs);
        mine =
            choice(writer, field, "mine", sc_say(view, "Take yours, as below"), !is_theirs, mine);
    }
    sc_html(writer->out, "<tr><th scope=\"row\">%t</th>", sc_say(view, field->label));
    sc_part_cell(writer->out, view, columns[1],
                 form->base ? shown(writer, field, form->base) : NULL);
    sc_part_cell(writer->out, view, columns[2], theirs);
    sc_part_cell(writer->out, view, columns[3], mine);
    sc_buffer_puts(writer->out, "</tr>\n");
}

static int is_listed(const sc_form_t *form, const sc_field_t *field)
{
    return !sc_field_is_equal(field, form->theirs, form->record) &&
           !(form->base && sc_field_is_equal(field, form->theirs, form->base));
}

static void write_who(form_writer_t *writer)
{
    const sc_form_t *form = writer->form;
    const sc_view_t *view = writer->view;

    sc_buffer_puts(writer->out, "<p>");
    if (form->their_name && form->their_time) {
        sc_html_fill(writer->out,
                     sc_say(view, "{who} changed this item on {date}, while you worked "
                                  "on it."),
                     "who", sc_text_html(view, form->their_name), "date",
                     sc_office_time(view, form->their_time), NULL);
    }
    else {
        sc_html(writer->out, "%t",
                sc_say(view, "Somebody else changed this item while you worked on it."));
    }
    sc_html(writer->out, " %t</p>\n",
            sc_say(view, "Nothing of yours is lost and nothing of theirs is "
                         "overwritten: choose for each field, or edit it below, "
                         "and save again."));
}

void form_write_conflict(form_writer_t *writer)
{
    const sc_form_t *form = writer->form;
    const sc_view_t *view = writer->view;

    if (!form->theirs) {
        return;
    }
    sc_html(writer->out,
            "<div class=\"sistercity-form__conflict\" role=\"alert\" tabindex=\"-1\">\n");
    sc_part_heading(writer->out, view, 1, sc_say(view, "Somebody else changed this meanwhile"));
    write_who(writer);
    sc_buffer_puts(writer->out, "</div>\n");
    sc_part_table_open(writer->out, view, sc_say(view, "What to take, field by field"), columns);
    for (int i = 0; i < form->entity->field_count; i++) {
        if (is_listed(form, &form->entity->fields[i])) {
            write_row(writer, &form->entity->fields[i]);
        }
    }
    sc_part_table_close(writer->out);
}
