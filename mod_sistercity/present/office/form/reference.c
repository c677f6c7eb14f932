#include "present/office/form/writer.h"

#include <apr_strings.h>
#include <string.h>

static int holds(const apr_array_header_t *records, const char *slug)
{
    for (int i = 0; i < records->nelts; i++) {
        if (strcmp(sc_record_slug(SC_AT(records, i, void)), slug) == 0) {
            return 1;
        }
    }
    return 0;
}

/* One of them is always chosen, so that each looked up reference sends exactly one value. */
static void write_choices(form_writer_t *writer, const form_place_t *place,
                          const apr_array_header_t *records, const char *value)
{
    const sc_view_t *view = writer->view;
    int is_one = records->nelts == 1;

    sc_html(writer->out, "<fieldset class=\"sistercity-form__found\">\n<legend>%t</legend>\n",
            records->nelts ? sc_say(view, "Which one is it?")
                           : sc_say(view, "Nothing of that name was found"));
    for (int i = 0; i < records->nelts; i++) {
        const void *record = SC_AT(records, i, void);
        const char *slug = sc_record_slug(record);

        form_write_choice(writer, "radio", place->path, slug, is_one || strcmp(slug, value) == 0,
                          sc_office_name(view, &writer->form->named, record),
                          sc_office_detail(view, record));
    }
    form_write_choice(writer, "radio", place->path, "", !is_one && !holds(records, value),
                      sc_say(view, "None of these"), NULL);
    sc_html(writer->out, "<p><a href=\"%u\">%t</a></p>\n</fieldset>\n",
            sc_office_new_link(view, place->field->target, NULL, NULL),
            sc_say(view, "Add a new one first"));
}

static void write_box(form_writer_t *writer, const form_place_t *place, const char *path,
                      const char *name, const char *text)
{
    const sc_view_t *view = writer->view;

    sc_html(writer->out,
            "<div class=\"sistercity-form__reference\"><input type=\"text\" %r value=\"%t\" "
            "autocomplete=\"off\" spellcheck=\"false\" data-find=\"%u\">\n"
            "<button class=\"sistercity__button\" type=\"submit\" name=\"act\" value=\"find:%t\">"
            "%t<span class=\"sistercity__unseen\">: %t</span></button></div>\n",
            form_attributes(writer, place, path, name), text,
            sc_link(view, place->field->target->collection, "find.json", NULL), path,
            sc_say(view, "Find"), sc_say(view, place->field->label));
}

void form_write_reference(form_writer_t *writer, const form_place_t *place, const char *path,
                          const char *value)
{
    const apr_array_header_t *choices = form_choices(writer, path);
    const char *find = apr_pstrcat(writer->view->pool, "find.", path, NULL);
    const char *looked_up = form_typed(writer, find);
    const char *name;

    if (choices) {
        write_box(writer, place, path, find, looked_up ? looked_up : value);
        write_choices(writer, place, choices, value);
        return;
    }
    if (!*value && looked_up) {
        value = looked_up;
    }
    write_box(writer, place, path, place->path, value);
    name = sc_office_slug_name(writer->view, &writer->form->named, place->field->target, value);
    sc_html(writer->out, "<p class=\"sistercity-form__named\">%t</p>\n",
            strcmp(name, value) == 0 ? NULL : name);
}
