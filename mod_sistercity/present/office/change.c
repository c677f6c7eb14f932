#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

static const char *what_happened(const sc_view_t *view, const sc_change_page_t *page)
{
    return sc_join(view, SC_COLON, sc_office_action(view, page->change->action),
                   sc_office_subject(view, &page->named, page->change));
}

const char *sc_title_change(const sc_view_t *view, const void *data)
{
    return what_happened(view, data);
}

const char *sc_title_undo(const sc_view_t *view, const void *data)
{
    return sc_sayf(view, "Undo this change? {change}", "change", what_happened(view, data), NULL);
}

static void write_link_fact(sc_buffer_t *out, const sc_view_t *view, const char *label,
                            apr_int64_t id, const char *text)
{
    if (id) {
        sc_part_fact(out, sc_say(view, label),
                     sc_link_html(view, sc_link(view, "history", sc_office_number(view, id), NULL),
                                  sc_say(view, text)));
    }
}

static void write_facts(sc_buffer_t *out, const sc_view_t *view, const sc_change_page_t *page)
{
    const sc_change_t *change = page->change;

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact(out, sc_say(view, "When"), sc_office_time(view, change->at));
    sc_part_fact_text(out, sc_say(view, "Who"), change->who);
    sc_part_fact_text(out, sc_say(view, "Approved by"), change->approved_by);
    sc_part_fact_text(out, sc_say(view, "Note"), change->note);
    if (change->entity) {
        sc_part_fact(out, sc_say(view, change->entity->label),
                     sc_link_html(view, sc_office_work_link(view, change->entity, change->slug),
                                  sc_office_subject(view, &page->named, page->change)));
    }
    write_link_fact(out, view, N_("Part of"), change->batch, N_("A larger change"));
    write_link_fact(out, view, N_("Undoes"), change->undoes, N_("An earlier change"));
    write_link_fact(out, view, N_("Undone"), change->undone, N_("By a later change"));
    sc_buffer_puts(out, "</dl>\n");
}

static void write_what(sc_buffer_t *out, const sc_view_t *view, const sc_change_page_t *page)
{
    const sc_change_t *change = page->change;

    if (change->entity) {
        sc_part_heading(out, view, 1, sc_say(view, "Before and after"));
        sc_office_differences(out, view, &page->named, change->entity, change->before,
                              change->after, N_("Before"), N_("After"));
    }
    if (SC_COUNT(change->belongings)) {
        sc_part_heading(out, view, 1,
                        strcmp(change->action, "merge") == 0
                            ? sc_say(view, "What went into it")
                            : sc_say(view, "What belonged to it and went with it"));
        sc_office_belongings(out, view, &page->named, change->belongings, 1);
    }
    if (SC_COUNT(page->items)) {
        sc_part_heading(out, view, 1, sc_say(view, "Its items"));
        sc_office_changes(out, view, &page->named, page->items);
        if (change->items > page->items->nelts) {
            sc_html(out, "<p><a href=\"%u\">%t</a></p>\n",
                    apr_pstrcat(view->pool, view->mount,
                                "/history?batch=", sc_office_number(view, change->id), NULL),
                    sc_say(view, "All of them"));
        }
    }
}

void sc_page_change(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_change_page_t *page = data;

    sc_admin_open(out, view, page->admin, "change", sc_title_change(view, data));
    write_facts(out, view, page);
    write_what(out, view, page);
    if (page->may_undo) {
        sc_html(out, "<p><a href=\"%u\">%t</a></p>\n",
                sc_link(view, "history", sc_office_number(view, page->change->id), "undo", NULL),
                sc_say(view, "Undo this change"));
    }
    sc_part_close(out);
}

void sc_page_undo(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_change_page_t *page = data;
    const char *id = sc_office_number(view, page->change->id);

    sc_admin_open(out, view, page->admin, "undo", sc_title_undo(view, data));
    sc_office_problems(out, view, NULL, &page->named, page->problems);
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "The fields that this change touched get their former values "
                         "back; what others changed later stays. Undoing can be undone "
                         "as well."));
    if (page->may_undo) {
        sc_office_form_open(out, page->admin, sc_link(view, "history", id, "undo", NULL));
        sc_office_note(out, view, NULL);
        sc_office_buttons_open(out);
        sc_office_button(out, "undo", sc_say(view, "Undo this change"));
        sc_office_buttons_close(out, sc_link(view, "history", id, NULL),
                                sc_say(view, "Leave it as it is"));
    }
    write_facts(out, view, page);
    write_what(out, view, page);
    sc_part_close(out);
}
