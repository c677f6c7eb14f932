#include "model/file_type.h"
#include "present/office/pages.h"

#include <string.h>

/* A picture or a document that is added to an item: works without script, as browsers send files.
 */

const char *sc_title_filing(const sc_view_t *view, const void *data)
{
    const sc_filing_page_t *page = data;

    return sc_sayf(view, "Add a picture or a document: {name}", "name",
                   sc_office_name(view, &page->named, page->record), NULL);
}

void sc_office_shown_file(sc_buffer_t *out, const sc_view_t *view, const char *name)
{
    const sc_file_type_t *type = sc_file_type_of(name);
    const char *link = type ? sc_file_link(view, name) : NULL;

    if (link && type->is_picture) {
        sc_html(out,
                "<p class=\"sistercity-form__kept\"><a href=\"%u\"><img src=\"%u\" alt=\"%t\" "
                "loading=\"lazy\"></a></p>\n",
                link, link, sc_say(view, "The picture"));
    }
    else if (link) {
        sc_html(out, "<p class=\"sistercity-form__kept\"><a href=\"%u\">%t</a></p>\n", link,
                sc_say(view, "The document"));
    }
}

/* An input with its label, its help and what is wrong with it. @param value NULL: a file */
static void write_input(sc_buffer_t *out, const sc_view_t *view, const sc_filing_page_t *page,
                        const char *name, const char *label, const char *help, const char *value)
{
    const sc_problem_t *problem = sc_problem_of(page->problems, name);
    const char *id = sc_office_id(view, name);

    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\">"
            "<label for=\"%t\">%t</label>\n"
            "<p class=\"sistercity-form__help\" id=\"%t-help\">%t</p>\n",
            id, label, id, help);
    if (problem) {
        sc_html(out, "<p class=\"sistercity-form__wrong\" id=\"%t-wrong\">%t</p>\n", id,
                sc_say_problem(view, problem));
    }
    sc_html(out, "<input id=\"%t\" name=\"%t\"%r aria-describedby=\"%t-help%r%t%r\"%r", id, name,
            value ? " type=\"text\""
                  : " class=\"sistercity-form__file\" type=\"file\" required "
                    "accept=\"image/jpeg,image/png,image/webp,application/pdf\"",
            id, problem ? " " : NULL, problem ? id : NULL, problem ? "-wrong" : NULL,
            problem ? " aria-invalid=\"true\"" : NULL);
    if (value) {
        sc_html(out, " value=\"%t\"", value);
    }
    sc_buffer_puts(out, "></div>\n");
}

static void write_form(sc_buffer_t *out, const sc_view_t *view, const sc_filing_page_t *page)
{
    const char *collection = sc_record_entity(page->record)->collection;
    const char *slug = sc_record_slug(page->record);

    sc_html(out,
            "<form class=\"sistercity-form\" method=\"post\" enctype=\"multipart/form-data\" "
            "action=\"%u\" novalidate data-picture>\n",
            sc_link(view, collection, slug, "files", NULL));
    sc_part_hidden(out, "token", page->admin->token);
    write_input(out, view, page, "file", sc_say(view, "File"),
                page->problems && page->problems->items->nelts
                    ? sc_say(view, "Browsers do not keep a file: choose it once more.")
                    : sc_say(view, "A picture (JPEG, PNG, WebP) or a document (PDF). Choose it, or "
                                   "drag it here."),
                NULL);
    for (int i = 0; i < sc_attachment.field_count; i++) {
        const sc_field_t *field = &sc_attachment.fields[i];

        if (field->type != SC_TYPE_TEXT || field->flags & SC_REQUIRED) {
            continue;
        }
        const char *value = page->typed ? sc_field_text(field, page->typed) : NULL;
        write_input(out, view, page, field->name, sc_say(view, field->label),
                    sc_say(view, field->help), value ? value : "");
    }
    sc_office_note(out, view, page->note);
    sc_office_buttons_open(out);
    sc_office_button(out, "add", sc_say(view, "Add it"));
    sc_office_buttons_close(out, sc_link(view, collection, slug, NULL), sc_say(view, "Cancel"));
}

void sc_page_filing(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_filing_page_t *page = data;

    sc_admin_open(out, view, page->admin, "filing", sc_title_filing(view, data));
    sc_office_problems(out, view, &sc_attachment, NULL, page->problems);
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "Readers see it on the page of the item. Add only what may be published: "
                         "those who are shown should know, and whoever made it should agree."));
    write_form(out, view, page);
    sc_part_close(out);
}
