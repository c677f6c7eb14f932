#include "present/office/pages.h"

SC_OFFICE_TITLE(contacts, N_("Contacts whose time is over"))

static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_contacts_page_t *page)
{
    static const char *const headings[] = {N_("Whose contact"), N_("Contact until"), NULL};

    sc_part_table_open(out, view, sc_title_contacts(view, page), headings);
    for (int i = 0; i < page->holders->nelts; i++) {
        const void *holder = SC_AT(page->holders, i, void);

        sc_html(out, "<tr><th scope=\"row\">%r</th>", sc_office_record_link(view, NULL, holder));
        sc_part_cell(
            out, view, headings[1],
            sc_text_html(view, sc_say_date(view, sc_record_text(holder, "contact_until"))));
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_part_table_close(out);
    sc_office_more(out, view, page->total - page->holders->nelts);
}

void sc_page_contacts(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_contacts_page_t *page = data;

    sc_admin_open(out, view, page->admin, "contacts", sc_title_contacts(view, data));
    sc_office_problems(out, view, NULL, page->problems);
    if (page->total == 0) {
        sc_part_empty(out, sc_say(view, "There are none."));
        sc_part_close(out);
        return;
    }
    sc_html(
        out, "<p>%t</p>\n",
        sc_say(view,
               "Readers do not see these contacts any more. Removing them takes the contact "
               "person, e-mail and telephone out of the organizations and persons and out of their "
               "history. It cannot be undone; the history tells that it was done, without "
               "what was removed."));
    write_rows(out, view, page);
    sc_office_form_open(out, page->admin, page->action);
    sc_office_note(out, view, NULL);
    sc_office_buttons_open(out);
    sc_office_button(out, "purge",
                     sc_say_n(view, "Remove {n} contact for good", "Remove {n} contacts for good",
                              page->total, NULL));
    sc_office_buttons_close(out, NULL, NULL);
    sc_part_close(out);
}
