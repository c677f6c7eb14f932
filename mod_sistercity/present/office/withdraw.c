#include "present/office/pages.h"

#include <apr_strings.h>

const char *sc_title_withdraw(const sc_view_t *view, const void *data)
{
    const sc_withdraw_page_t *page = data;

    return sc_sayf(view, "Withdraw {name}?", "name",
                   sc_office_name(view, &page->named, page->record), NULL);
}

static void write_form(sc_buffer_t *out, const sc_view_t *view, const sc_withdraw_page_t *page)
{
    const sc_record_t *record = page->record;
    const char *collection = record->entity->collection;
    const char *slug = sc_record_slug(record);

    sc_office_form_open(out, page->admin, sc_link(view, collection, slug, "withdraw", NULL));
    sc_part_hidden(out, "version", sc_office_number(view, record->version));
    sc_office_note(out, view, NULL);
    sc_office_buttons_open(out);
    sc_office_button(out, "withdraw",
                     page->admin->is_reviewed ? sc_say(view, "Ask for it to be withdrawn")
                                              : sc_say(view, "Withdraw"));
    sc_office_buttons_close(out, sc_link(view, collection, slug, NULL), sc_say(view, "Keep it"));
}

static void write_users(sc_buffer_t *out, const sc_view_t *view, const sc_withdraw_page_t *page)
{
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "It cannot be withdrawn while these refer to it. Change or withdraw them "
                         "first."));
    sc_office_belongings(out, view, &page->named, page->users, 0);
    sc_html(out, "<p>%r</p>\n",
            sc_link_html(view,
                         sc_link(view, sc_record_entity(page->record)->collection,
                                 sc_record_slug(page->record), NULL),
                         sc_say(view, "Keep it")));
}

void sc_page_withdraw(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_withdraw_page_t *page = data;
    const sc_entity_t *entity = sc_record_entity(page->record);

    sc_admin_open(out, view, page->admin, "withdraw", sc_title_withdraw(view, data));
    sc_office_problems(out, view, entity, &page->named, page->problems);
    sc_office_changed(out, view, page->is_changed);
    if (SC_COUNT(page->users)) {
        write_users(out, view, page);
        sc_part_close(out);
        return;
    }
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "Readers who follow its address are told that it is no longer "
                         "on record. The history keeps it, and undoing brings it back "
                         "with all that belonged to it."));
    if (SC_COUNT(page->belongings)) {
        sc_html(out, "<p>%t</p>\n", sc_say(view, "What belongs to it goes with it:"));
        sc_office_belongings(out, view, &page->named, page->belongings, 0);
    }
    if (SC_COUNT(page->tellers)) {
        sc_html(out, "<p>%t</p>\n",
                sc_say(view, "Stories that tell of it stay, and do not name it any more:"));
        sc_office_belongings(out, view, &page->named, page->tellers, 0);
    }
    write_form(out, view, page);
    sc_part_heading(out, view, 1, sc_say(view, "What is on record"));
    sc_office_differences(out, view, &page->named, entity, page->record, NULL, N_("On record"),
                          N_("After"));
    sc_part_close(out);
}
