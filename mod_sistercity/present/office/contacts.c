#include "present/office/office.h"
#include "present/office/pages.h"

const char *sc_title_contacts(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_text(view->language, "Contacts whose time is over");
}

static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_contacts_page_t *page)
{
    static const char *const headings[] = {N_("Organization"), N_("Contact until"), NULL};
    int i;

    sc_part_table_open(out, view, sc_title_contacts(view, page), headings);
    sc_buffer_puts(out, "<tbody>\n");
    for (i = 0; i < page->organizations->nelts; i++) {
        const sc_organization_t *organization = SC_AT(page->organizations, i, sc_organization_t);

        sc_html(out, "<tr><th scope=\"row\">%r</th>",
                sc_office_record_link(view, NULL, organization));
        sc_part_cell(
            out, view, headings[1],
            sc_html_make(view->pool, "%t",
                         sc_format_date(view->language, organization->contact_until, view->pool)));
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_buffer_puts(out, "</tbody>\n");
    sc_part_table_close(out);
    if (page->total > page->organizations->nelts) {
        sc_part_quiet(out,
                      sc_text_n(view->language, view->pool, "… and {n} more.", "… and {n} more.",
                                page->total - page->organizations->nelts, NULL));
    }
}

void sc_page_contacts(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_contacts_page_t *page = data;

    sc_admin_open(out, view, page->admin, "contacts", sc_title_contacts(view, data));
    if (page->total == 0) {
        sc_html(out, "<p class=\"sistercity__empty\">%t</p>\n",
                sc_text(view->language, "There are none."));
        sc_part_close(out);
        return;
    }
    sc_html(out, "<p>%t</p>\n",
            sc_text(view->language,
                    "Readers do not see these contacts any more. Removing them takes the contact "
                    "person, e-mail and telephone out of the organizations and out of their "
                    "history. It cannot be undone; the history tells that it was done, without "
                    "what was removed."));
    write_rows(out, view, page);
    sc_office_form_open(out, page->admin, page->action);
    sc_office_note(out, view, NULL);
    sc_buffer_puts(out, "<div class=\"sistercity-form__buttons\">\n");
    sc_office_button(out, "purge",
                     sc_text_n(view->language, view->pool, "Remove {n} contact for good",
                               "Remove {n} contacts for good", page->total, NULL));
    sc_buffer_puts(out, "</div>\n</form>\n");
    sc_part_close(out);
}
