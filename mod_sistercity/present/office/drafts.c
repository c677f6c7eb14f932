#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

SC_OFFICE_TITLE(drafts, N_("Drafts"))

static void write_states(sc_buffer_t *out, const sc_view_t *view, const sc_drafts_page_t *page)
{
    const char *chosen = page->state ? page->state : "waiting";

    sc_html(out,
            "<nav class=\"sistercity__orders\" aria-label=\"%t\">"
            "<ul class=\"sistercity__inline\">\n",
            sc_say(view, "Drafts"));
    for (int i = 0; i < sc_draft_states.count; i++) {
        const char *word = sc_draft_states.words[i].word;

        sc_html(out, "<li><a href=\"%u\"%r>%t</a></li>\n",
                apr_pstrcat(view->pool, view->mount, "/drafts?state=", word, NULL),
                strcmp(word, chosen) == 0 ? " aria-current=\"true\"" : NULL,
                sc_part_word(view, &sc_draft_states, word));
    }
    sc_buffer_puts(out, "</ul></nav>\n");
}

void sc_page_drafts(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_drafts_page_t *page = data;

    sc_admin_open(out, view, page->admin, "drafts", sc_title_drafts(view, data));
    write_states(out, view, page);
    if (page->drafts->nelts == 0) {
        sc_part_empty(out, sc_say(view, "There is none."));
    }
    else {
        sc_office_drafts(out, view, &page->named, page->drafts);
    }
    sc_part_close(out);
}

const char *sc_title_draft(const sc_view_t *view, const void *data)
{
    const sc_draft_page_t *page = data;

    return sc_sayf(view, "Draft: {name}", "name",
                   sc_office_draft_name(view, &page->named, page->draft), NULL);
}

static void write_facts(sc_buffer_t *out, const sc_view_t *view, const sc_draft_t *draft)
{
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact_text(out, sc_say(view, "What it asks for"), sc_office_asks_for(view, draft));
    sc_part_fact_text(out, sc_say(view, "Status"),
                      sc_part_word(view, &sc_draft_states, draft->state));
    sc_part_fact_text(out, sc_say(view, "Who"), draft->who);
    sc_part_fact(out, sc_say(view, "When"), sc_office_time(view, draft->at));
    sc_part_fact_text(out, sc_say(view, "Note"), draft->note);
    sc_part_fact_text(out, sc_say(view, "Decided by"), draft->decided_by);
    if (draft->decided_at) {
        sc_part_fact(out, sc_say(view, "Decided"), sc_office_time(view, draft->decided_at));
    }
    sc_part_fact_text(out, sc_say(view, "Note on the decision"), draft->decision_note);
    if (draft->change) {
        sc_part_fact(
            out, sc_say(view, "History"),
            sc_link_html(view,
                         sc_link(view, "history", sc_office_number(view, draft->change), NULL),
                         sc_say(view, "See the change")));
    }
    sc_buffer_puts(out, "</dl>\n");
}

static void write_way_back(sc_buffer_t *out, const sc_view_t *view, const sc_draft_page_t *page)
{
    if (page->edit) {
        sc_buffer_puts(out, "<ul class=\"sistercity__inline sistercity-admin__links\">\n");
        sc_office_link_item(out, page->edit, sc_say(view, "Go on with this draft"));
        sc_buffer_puts(out, "</ul>\n");
    }
}

/* With a move both are decided on as one. */
static void write_effect(sc_buffer_t *out, const sc_view_t *view, const sc_draft_page_t *page)
{
    const sc_draft_t *draft = page->draft;

    if (!draft->moved) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "What follows for the partnership"));
    if (!draft->follows) {
        sc_part_quiet(out, sc_say(view, "Its status stays as it is."));
        return;
    }
    sc_office_differences(out, view, &page->named, &sc_partnership, draft->moved, draft->follows,
                          N_("Now"), N_("Proposed"));
}

/* Drafts of their own, and what is a part of this one. */
static void write_together(sc_buffer_t *out, const sc_view_t *view, const sc_draft_page_t *page)
{
    const apr_array_header_t *belongings = page->draft->belongings;

    if (SC_COUNT(page->together) + SC_COUNT(belongings) > 0) {
        sc_part_heading(out, view, 1, sc_say(view, "What is published together with it"));
    }
    if (SC_COUNT(page->together) > 0) {
        sc_office_drafts(out, view, &page->named, page->together);
    }
    SC_EACH(const void, record, belongings) {
        sc_part_heading(out, view, 2, sc_say(view, sc_record_entity(record)->label));
        sc_office_differences(out, view, &page->named, sc_record_entity(record), NULL, record,
                              N_("Now"), N_("Proposed"));
    }
}

static void write_outdated(sc_buffer_t *out, const sc_view_t *view, const sc_draft_page_t *page)
{
    const sc_draft_t *draft = page->draft;

    if (!sc_draft_is_outdated(draft) || strcmp(draft->state, "waiting") != 0) {
        return;
    }
    sc_html(out, "<p class=\"sistercity__disputed\" role=\"alert\">%t</p>\n",
            sc_say(view, "The item was changed after this draft was written. Its author "
                         "can open it, look at both and send it again."));
    if (page->base) {
        sc_part_heading(out, view, 1, sc_say(view, "What was changed meanwhile"));
        sc_office_differences(out, view, &page->named, draft->entity, page->base, draft->current,
                              N_("What it was"), N_("What it is now"));
    }
}

static void write_decision(sc_buffer_t *out, const sc_view_t *view, const sc_draft_page_t *page)
{
    if (!page->may_publish && !page->may_reject) {
        return;
    }
    sc_part_heading(out, view, 1,
                    page->is_own && !page->may_publish ? sc_say(view, "Your draft")
                                                       : sc_say(view, "Your decision"));
    sc_office_form_open(out, page->admin,
                        sc_link(view, "drafts", sc_office_number(view, page->draft->id), NULL));
    sc_office_note(out, view, NULL);
    sc_office_buttons_open(out);
    if (page->may_publish) {
        sc_office_button(out, "publish", sc_say(view, "Publish"));
    }
    if (page->may_reject) {
        sc_office_button_quiet(
            out, "reject", page->is_own ? sc_say(view, "Take it back") : sc_say(view, "Reject"));
    }
    sc_office_buttons_close(out, NULL, NULL);
}

static void write_preview(sc_buffer_t *out, const sc_view_t *view, const sc_draft_page_t *page)
{
    if (page->preview) {
        sc_part_heading(out, view, 1, sc_say(view, "As readers will see it"));
        sc_buffer_puts(out, "<div class=\"sistercity-form__preview\">\n");
        sc_buffer_add(out, page->preview->data, page->preview->length);
        sc_buffer_puts(out, "</div>\n");
    }
}

void sc_page_draft(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_draft_page_t *page = data;
    const sc_draft_t *draft = page->draft;

    sc_admin_open(out, view, page->admin, "draft", sc_title_draft(view, data));
    sc_office_problems(out, view, draft->entity, NULL, page->problems);
    write_facts(out, view, draft);
    write_way_back(out, view, page);
    write_outdated(out, view, page);
    sc_part_heading(out, view, 1, sc_say(view, "What it proposes"));
    sc_office_differences(out, view, &page->named, draft->entity, draft->current, draft->record,
                          N_("Now"), N_("Proposed"));
    write_effect(out, view, page);
    write_together(out, view, page);
    write_decision(out, view, page);
    write_preview(out, view, page);
    sc_part_close(out);
}
