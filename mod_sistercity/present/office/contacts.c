#include "model/cell.h"
#include "present/office/pages.h"
#include "present/write/json.h"

SC_OFFICE_TITLE(contacts, N_("Contacts whose time is over"))

static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_contacts_page_t *page)
{
    static const char *const headings[] = {N_("Whose contact"), N_("Contact until"), NULL};

    sc_part_table_open(out, view, sc_title_contacts(view, page), headings);
    SC_EACH(const void, holder, page->holders) {
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
    sc_office_problems(out, view, NULL, NULL, page->problems);
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

SC_OFFICE_TITLE(book, N_("Contact book"))

/* What the book tells of each, by the fields' names. */
static const char *const told[] = {"place", "contact", "email", "phone", "contact_until", NULL};

static int is_published(const void *holder)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(holder), "contact_published");

    return sc_field_integer(field, holder) == 1;
}

static void write_search(sc_buffer_t *out, const sc_view_t *view)
{
    sc_html(out,
            "<form class=\"sistercity__filters\" method=\"get\" action=\"%u\">\n"
            "<label class=\"sistercity__field\"><span>%t</span> <input type=\"search\" name=\"q\" "
            "value=\"%t\" maxlength=\"200\" autocomplete=\"off\"></label>\n",
            sc_link(view, "contact-book", NULL), sc_say(view, "Name"),
            view->query->q ? view->query->q : "");
    sc_part_keep_language(out, view);
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_say(view, "Show"));
}

static void write_holder(sc_buffer_t *out, const sc_view_t *view, const sc_book_page_t *page,
                         const void *holder, const char *const *headings)
{
    const char *place = sc_record_text(holder, "place");
    const char *until = sc_record_text(holder, "contact_until");

    sc_html(out, "<tr><th scope=\"row\">%r%r%t</th>",
            sc_office_record_link(view, &page->named, holder), place ? SC_DOT : NULL,
            place ? sc_office_slug_name(view, &page->named, &sc_place, place) : NULL);
    sc_part_cell(out, view, headings[1], sc_text_html(view, sc_record_text(holder, "contact")));
    sc_part_cell(out, view, headings[2], sc_part_email(view, sc_record_text(holder, "email")));
    sc_part_cell(out, view, headings[3], sc_text_html(view, sc_record_text(holder, "phone")));
    sc_part_cell(
        out, view, headings[4],
        sc_text_html(view, is_published(holder) ? sc_say(view, "yes") : sc_say(view, "no")));
    sc_part_cell(out, view, headings[5], until ? sc_date_html(view, until) : NULL);
    sc_buffer_puts(out, "</tr>\n");
}

void sc_page_book(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    static const char *const headings[] = {
        N_("Whose contact"),     N_("Contact person"), N_("E-mail"), N_("Telephone"),
        N_("Contact is public"), N_("Contact until"),  NULL};
    const sc_book_page_t *page = data;

    sc_admin_open(out, view, page->admin, "book", sc_title_book(view, data));
    sc_part_quiet(out, sc_say(view, "Contacts of organizations and persons. Readers see those that "
                                    "are public, until their last day."));
    write_search(out, view);
    if (page->holders->nelts == 0) {
        sc_part_empty(out, sc_say(view, "There are none."));
    }
    else {
        sc_part_table_open(out, view, sc_title_book(view, data), headings);
        for (int i = 0; i < page->holders->nelts; i++) {
            write_holder(out, view, page, SC_AT(page->holders, i, void), headings);
        }
        sc_part_table_close(out);
    }
    sc_part_downloads(out, view, sc_query_arguments(view->query, NULL, NULL, view->pool), 1);
    sc_part_close(out);
}

void sc_json_book(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_book_page_t *page = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "items", '[');
    SC_EACH(const void, holder, page->holders) {
        sc_json_open(&json, NULL, '{');
        sc_json_text(&json, "collection", sc_record_entity(holder)->collection);
        sc_json_text(&json, "slug", sc_record_slug(holder));
        sc_json_text(&json, "name", sc_record_text(holder, "name"));
        for (int j = 0; told[j]; j++) {
            sc_json_text(&json, told[j], sc_record_text(holder, told[j]));
        }
        sc_json_boolean(&json, "contact_published", is_published(holder));
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_integer(&json, "total", page->holders->nelts);
    sc_json_end(&json);
}

static void write_cell(sc_buffer_t *out, const sc_view_t *view, const char *text, const char *end)
{
    sc_csv_cell(out, sc_cell_defuse(text ? text : "", view->pool));
    sc_buffer_puts(out, end);
}

void sc_csv_book(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_book_page_t *page = data;

    sc_buffer_puts(out, "collection,slug,name,place,contact,email,phone,contact_until,"
                        "contact_published" SC_CSV_LINE_END);
    SC_EACH(const void, holder, page->holders) {
        write_cell(out, view, sc_record_entity(holder)->collection, ",");
        write_cell(out, view, sc_record_slug(holder), ",");
        write_cell(out, view, sc_record_text(holder, "name"), ",");
        for (int j = 0; told[j]; j++) {
            write_cell(out, view, sc_record_text(holder, told[j]), ",");
        }
        write_cell(out, view, is_published(holder) ? "yes" : "no", SC_CSV_LINE_END);
    }
}
