#include "present/office/form/writer.h"

#include <apr_strings.h>
#include <string.h>

/* The most items that a merge is offered with, of those that are alike. */
#define MERGES_OFFERED 3

static const char *heading_of(const sc_view_t *view, const sc_form_t *form)
{
    if (form->is_new) {
        return sc_office_new_title(view, form->entity);
    }
    return sc_sayf(view, "Edit: {name}", "name", sc_office_name(view, &form->named, form->record),
                   NULL);
}

const char *sc_title_form(const sc_view_t *view, const void *data)
{
    const sc_form_t *form = data;
    const char *title = heading_of(view, form);

    return form->problems && form->problems->items->nelts
               ? sc_sayf(view, "Error: {title}", "title", title, NULL)
               : title;
}

static void write_preview(form_writer_t *writer)
{
    const sc_form_t *form = writer->form;

    if (!form->preview) {
        return;
    }
    sc_part_heading(writer->out, writer->view, 1, sc_say(writer->view, "As readers will see it"));
    sc_buffer_puts(writer->out, "<div class=\"sistercity-form__preview\" tabindex=\"-1\">\n");
    sc_buffer_add(writer->out, form->preview->data, form->preview->length);
    sc_buffer_puts(writer->out, "</div>\n");
}

/* Whether the partnership is known already, so that its input need not stand first. */
static int is_settled(const form_writer_t *writer, const sc_field_t *field)
{
    form_place_t place = form_place(writer, field);

    if (field->target != &sc_partnership || field->type != SC_TYPE_REFERENCE) {
        return 0;
    }
    const char *value = form_value(writer, &place);
    return *value && sc_find(writer->form->named.partnerships, value) &&
           !sc_problem_is_within(writer->form->problems, field->name) &&
           !form_choices(writer, field->name);
}

static void write_settled(form_writer_t *writer, const sc_field_t *field)
{
    form_place_t place = form_place(writer, field);
    const char *slug = form_value(writer, &place);

    sc_html(writer->out, "<p class=\"sistercity__lead\">%r</p>\n",
            sc_join(writer->view, SC_COLON,
                    sc_text_html(writer->view, sc_say(writer->view, field->label)),
                    sc_office_item_link(writer->view, &writer->form->named, field->target, slug)));
}

static void write_first(form_writer_t *writer)
{
    const sc_entity_t *entity = writer->form->entity;

    sc_buffer_puts(writer->out, "<div class=\"sistercity-form__fields\">\n");
    for (const char *const *name = form_layout_first(entity); *name; name++) {
        const sc_field_t *field = sc_entity_field(entity, *name);

        if (!is_settled(writer, field)) {
            form_place_t place = form_place(writer, field);

            form_write_field(writer, &place);
        }
    }
    sc_buffer_puts(writer->out, "</div>\n");
}

static int is_more(const form_writer_t *writer, const sc_field_t *field)
{
    return !form_layout_is_first(writer->form->entity, field) || is_settled(writer, field);
}

/* The reader's eyes are led to what is wrong, was looked up, or was changed by somebody else. */
static int needs_attention(const form_writer_t *writer, const sc_field_t *field)
{
    const sc_form_t *form = writer->form;

    return sc_problem_is_within(writer->form->problems, field->name) ||
           form_is_taken(writer, field) || form_choices(writer, field->name) ||
           sc_is(form->more, field->name);
}

/* The address name of a stored item is no news. */
static int is_news(const form_writer_t *writer, const sc_field_t *field)
{
    form_place_t place = form_place(writer, field);

    return field->type != SC_TYPE_SLUG && !is_settled(writer, field) &&
           form_has_value(writer, &place);
}

static void open_more(form_writer_t *writer)
{
    const sc_entity_t *entity = writer->form->entity;
    const sc_view_t *view = writer->view;
    int is_open = 0, filled = 0;

    for (int i = 0; i < entity->field_count; i++) {
        if (is_more(writer, &entity->fields[i])) {
            is_open |= needs_attention(writer, &entity->fields[i]);
            filled += is_news(writer, &entity->fields[i]);
        }
    }
    sc_html(writer->out, "<details class=\"sistercity-form__more\"%r>\n<summary>%t",
            is_open ? " open" : NULL, sc_say(view, "Everything else"));
    if (filled) {
        sc_html(writer->out, " <span class=\"sistercity__details\">%t</span>",
                sc_say_n(view, "{n} filled in", "{n} filled in", filled, NULL));
    }
    sc_buffer_puts(writer->out, "</summary>\n<div class=\"sistercity-form__fields\">\n");
}

static void write_more(form_writer_t *writer)
{
    const sc_entity_t *entity = writer->form->entity;

    open_more(writer);
    for (int i = 0; i < entity->field_count; i++) {
        if (is_more(writer, &entity->fields[i])) {
            form_place_t place = form_place(writer, &entity->fields[i]);

            form_write_field(writer, &place);
        }
    }
    sc_buffer_puts(writer->out, "</div>\n</details>\n");
}

/* What the new item may be: to go there, or to go on. */
static void write_alike(form_writer_t *writer)
{
    const sc_view_t *view = writer->view;
    const apr_array_header_t *alike = writer->form->alike;

    if (SC_COUNT(alike) == 0) {
        return;
    }
    sc_html(writer->out, "<div class=\"sistercity__disputed\" role=\"alert\">\n<p>%t</p>\n<ul>\n",
            sc_say(view, "Is it one of these, which are on record already?"));
    SC_EACH(const void, other, alike) {
        const char *detail = sc_office_detail(view, other);

        sc_html(writer->out, "<li><a href=\"%u\">%t</a>%r%t</li>\n",
                sc_link(view, writer->form->entity->collection, sc_record_slug(other), "workbench",
                        NULL),
                sc_office_name(view, &writer->form->named, other), detail ? SC_DOT : NULL, detail);
    }
    sc_buffer_puts(writer->out, "</ul>\n</div>\n");
}

/* Whoever has typed more than is on record has both made one. Drafts cannot be merged. */
static void write_merging(form_writer_t *writer)
{
    const apr_array_header_t *alike = writer->form->alike;

    for (int i = 0; i < alike->nelts && i < MERGES_OFFERED && !writer->form->admin->is_reviewed;
         i++) {
        const void *other = SC_AT(alike, i, void);

        sc_office_button_quiet(
            writer->out, apr_pstrcat(writer->view->pool, "merge:", sc_record_slug(other), NULL),
            sc_sayf(writer->view, "Save and merge with {name}", "name",
                    sc_office_name(writer->view, &writer->form->named, other), NULL));
    }
}

static void write_buttons(form_writer_t *writer)
{
    int is_reviewed = writer->form->admin->is_reviewed;

    if (is_reviewed) {
        sc_part_quiet(
            writer->out,
            sc_say(writer->view, "A reviewer looks at your change before readers see it."));
    }
    sc_buffer_puts(writer->out, "<div class=\"sistercity-form__buttons\">\n");
    sc_office_button(writer->out, "save",
                     is_reviewed ? sc_say(writer->view, "Send for review")
                                 : sc_say(writer->view, "Save"));
    if (SC_COUNT(writer->form->alike) > 0) {
        sc_office_button_quiet(
            writer->out, "anyway",
            writer->form->entity == &sc_place
                ? sc_say(writer->view, "It is another place: save all the same")
                : sc_say(writer->view, "It is another partnership: save all the same"));
        write_merging(writer);
    }
    sc_office_button_quiet(writer->out, "preview", sc_say(writer->view, "Preview"));
    sc_buffer_puts(writer->out, "</div>\n");
}

/* The first button of a form is what the Enter key presses, so one for saving stands first. */
static void write_enter_key(form_writer_t *writer)
{
    sc_html(writer->out,
            "<button class=\"sistercity__unseen\" type=\"submit\" name=\"act\" value=\"save\" "
            "tabindex=\"-1\" aria-hidden=\"true\">%t</button>\n",
            sc_say(writer->view, "Save"));
}

static void write_version(form_writer_t *writer)
{
    const sc_form_t *form = writer->form;
    const sc_record_t *read = form->theirs ? form->theirs : form->record;

    if (!form->is_new) {
        sc_part_hidden(writer->out, "version", sc_office_number(writer->view, read->version));
    }
    if (form->draft) {
        sc_part_hidden(writer->out, "draft", sc_office_number(writer->view, form->draft));
    }
}

static void write_form(form_writer_t *writer)
{
    const sc_form_t *form = writer->form;
    const sc_field_t *owner = sc_entity_field(form->entity, "partnership");

    sc_office_form_open(writer->out, form->admin, form->action);
    write_enter_key(writer);
    write_version(writer);
    form_write_conflict(writer);
    if (owner && is_settled(writer, owner)) {
        write_settled(writer, owner);
    }
    if (form->entity == &sc_step && !form->is_new) {
        sc_part_quiet(writer->out, sc_say(writer->view,
                                          "A change here leaves the partnership’s status as it is. "
                                          "If that should follow, change it in the form of the "
                                          "partnership."));
    }
    write_first(writer);
    write_more(writer);
    sc_office_note(writer->out, writer->view, form_typed(writer, "change_note"));
    write_alike(writer);
    write_buttons(writer);
    form_write_datalists(writer);
    sc_buffer_puts(writer->out, "</form>\n");
}

/* Who is a member, and the partnership by which it acts. */
static void write_network_links(form_writer_t *writer, const sc_network_t *network)
{
    const sc_view_t *view = writer->view;

    sc_office_link_item(
        writer->out,
        sc_link_with(view, sc_link(view, "memberships", NULL), "network", network->slug),
        sc_office_many(view, &sc_membership));
    sc_office_link_item(writer->out,
                        sc_office_new_link(view, &sc_membership, "network", network->slug),
                        sc_office_new_title(view, &sc_membership));
    if (network->partnership) {
        sc_office_link_item(writer->out,
                            sc_office_work_link(view, &sc_partnership, network->partnership),
                            sc_say(view, "Partnership"));
    }
}

static void write_item_links(form_writer_t *writer)
{
    const sc_form_t *form = writer->form;
    const sc_view_t *view = writer->view;
    const char *slug = form->is_new ? NULL : sc_record_slug(form->record);
    const char *seen = slug ? sc_office_public_link(view, form->admin, form->entity, slug) : NULL;

    if (!slug) {
        return;
    }
    sc_buffer_puts(writer->out, "<ul class=\"sistercity__inline sistercity-admin__links\">\n");
    if (seen) {
        sc_office_link_item(writer->out, seen, sc_say(view, "As readers see it"));
    }
    sc_office_link_item(writer->out, sc_link(view, form->entity->collection, slug, "history", NULL),
                        sc_say(view, "History"));
    if (form->entity == &sc_network) {
        write_network_links(writer, form->record);
    }
    if (view->files && sc_entity_field(form->entity, "files")) {
        sc_office_link_item(writer->out,
                            sc_link(view, form->entity->collection, slug, "files", NULL),
                            sc_say(view, "Add a picture or a document"));
    }
    sc_office_link_item(writer->out,
                        sc_link(view, form->entity->collection, slug, "withdraw", NULL),
                        sc_say(view, "Withdraw"));
    sc_buffer_puts(writer->out, "</ul>\n");
}

/* What came of the draft that is continued, and what others propose. */
static void write_drafts(sc_buffer_t *out, const sc_view_t *view, const sc_form_t *form)
{
    if (form->rejected) {
        sc_html(out, "<p class=\"sistercity__disputed\">%t</p>\n",
                form->rejected->decision_note ? sc_sayf(view, "It was rejected: {reason}", "reason",
                                                        form->rejected->decision_note, NULL)
                                              : sc_say(view, "It was rejected, without a reason."));
    }
    if (form->waiting) {
        sc_html(out, "<p class=\"sistercity__disputed\">%t</p>\n",
                sc_sayf(view,
                        "A draft of {name} for this item waits for a reviewer. Whichever is "
                        "published second has to be looked at anew.",
                        "name", form->waiting->who, NULL));
    }
}

/* Whether something else than the first input of a new item is to be looked at. */
static int is_begun(const sc_form_t *form)
{
    return !form->is_new || form->typed || form->preview || form->saved || form->rejected ||
           form->waiting || (form->problems && form->problems->items->nelts);
}

void sc_page_form(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_form_t *form = data;
    int is_focused = 0;
    form_writer_t writer = {out, view, form, is_begun(form) ? NULL : &is_focused, NULL};

    form_values_begin(&writer);
    sc_admin_open(out, view, form->admin, "edit", heading_of(view, form));
    if (!form->theirs) {
        sc_office_problems(out, view, form->entity, NULL, form->problems);
    }
    if (form->saved) {
        sc_buffer_puts(out, "<p>");
        sc_html_fill(out,
                     sc_say(view, "This is your draft of {date}. Readers do not see it "
                                  "yet."),
                     "date", sc_office_time(view, form->saved), NULL);
        sc_buffer_puts(out, "</p>\n");
    }
    write_drafts(out, view, form);
    sc_office_doubts(out, view, form->doubts);
    write_preview(&writer);
    write_item_links(&writer);
    write_form(&writer);
    sc_part_close(out);
}
