#include "present/office/pages.h"

SC_OFFICE_TITLE(redact, N_("Remove a person’s name"))

static const char *found(const sc_view_t *view, const sc_redact_page_t *page)
{
    if (page->count == 0) {
        return sc_say(view, "Nothing on record holds this name. Try another "
                            "spelling, or the name in another script.");
    }
    return page->is_done
               ? sc_say_n(view, "The name was removed from {n} field, the history included.",
                          "The name was removed from {n} fields, the history included.",
                          page->count, NULL)
               : sc_say_n(view, "{n} field holds this name, the history included.",
                          "{n} fields hold this name, the history included.", page->count, NULL);
}

static void write_name(sc_buffer_t *out, const sc_view_t *view, const char *name)
{
    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\">"
            "<label for=\"f-name\">%t</label>\n"
            "<p class=\"sistercity-form__help\" id=\"f-name-help\">%t</p>\n"
            "<input type=\"text\" id=\"f-name\" name=\"name\" value=\"%t\" autocomplete=\"off\" "
            "aria-describedby=\"f-name-help\"></div>\n",
            sc_say(view, "The person’s name"),
            sc_say(view, "Given and family name; case, accents and their order do not matter"),
            name);
}

/* Where the name stands, each place with the way there. */
static void write_mentions(sc_buffer_t *out, const sc_view_t *view,
                           const apr_array_header_t *mentions)
{
    if (SC_COUNT(mentions) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Where it stands today"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH_OF(const sc_mention_t, mention, mentions) {
        const char *by_hand =
            mention->is_loose ? sc_say(view, "perhaps another form of the name: change it by hand")
            : mention->field->type == SC_TYPE_SLUG ? sc_say(view, "rename it by hand")
                                                   : NULL;

        sc_html(out, "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a>" SC_DOT "%r%r%t</li>\n",
                sc_link(view, mention->entity->collection, mention->slug, NULL), mention->slug,
                sc_join(view, SC_COLON, sc_text_html(view, sc_say(view, mention->field->label)),
                        sc_htmlf(view, "<q>%t</q>", mention->text)),
                by_hand ? SC_DOT : NULL, by_hand);
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_page_redact(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_redact_page_t *page = data;
    int is_found = page->count > 0 && !page->is_done;

    sc_admin_open(out, view, page->admin, "redact", sc_title_redact(view, data));
    sc_office_problems(out, view, NULL, NULL, page->problems);
    if (page->count >= 0) {
        sc_html(out, "<p class=\"sistercity__disputed\" role=\"status\">%t</p>\n",
                found(view, page));
    }
    if (!page->is_done) {
        write_mentions(out, view, page->mentions);
    }
    sc_html(out, "<p>%t</p>\n<p>%t</p>\n",
            sc_say(view, "The name goes from every person, signature, gift and contact, from "
                         "running texts, from drafts and from the history; what the person did "
                         "stays on record without the name. Address names and what is perhaps an "
                         "inflected form are told, and left for you to change; backups are not "
                         "touched."),
            sc_say(view, "This cannot be undone."));
    sc_office_form_open(out, page->admin, sc_link(view, "redact", NULL));
    write_name(out, view, page->is_done ? NULL : page->name);
    sc_office_note(out, view, page->is_done ? NULL : page->note);
    sc_office_buttons_open(out);
    if (is_found) {
        sc_office_button(out, "redact", sc_say(view, "Remove it for good"));
        sc_office_button_quiet(out, "look", sc_say(view, "Look for it"));
    }
    else {
        sc_office_button(out, "look", sc_say(view, "Look for it"));
    }
    sc_office_buttons_close(out, NULL, NULL);
    sc_html(out, "<p><a href=\"%u\">%t</a></p>\n", sc_link(view, "contacts", NULL),
            sc_say(view, "Contacts whose time is over"));
    sc_part_close(out);
}
