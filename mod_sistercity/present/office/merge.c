#include "present/office/pages.h"
#include "present/write/json.h"

#include <apr_strings.h>

const char *sc_title_merge(const sc_view_t *view, const void *data)
{
    const sc_merge_page_t *page = data;

    return sc_sayf(view, "Merge: {name}", "name", sc_office_name(view, &page->named, page->record),
                   NULL);
}

static const sc_entity_t *entity_of(const sc_merge_page_t *page)
{
    return sc_record_entity(page->record);
}

static const char *address_of(const sc_view_t *view, const void *kept, const void *other)
{
    const char *link =
        sc_link(view, sc_record_entity(kept)->collection, sc_record_slug(kept), "merge", NULL);

    return other ? sc_link_with(view, link, "other", sc_record_slug(other)) : link;
}

/* Which item goes into this one: by its name, or one of those that may be meant. */
static void write_choice(sc_buffer_t *out, const sc_view_t *view, const sc_merge_page_t *page)
{
    sc_html(out,
            "<form class=\"sistercity-form\" method=\"get\" action=\"%u\">\n"
            "<div class=\"sistercity-form__field\"><label for=\"f-other\">%t</label>\n"
            "<div class=\"sistercity-form__reference\"><input type=\"text\" id=\"f-other\" "
            "name=\"other\" value=\"%t\" autocomplete=\"off\" spellcheck=\"false\" "
            "data-find=\"%u\">\n"
            "<button class=\"sistercity__button\" type=\"submit\">%t</button></div>\n"
            "<p class=\"sistercity-form__named\"></p></div>\n",
            address_of(view, page->record, NULL), sc_say(view, "What is the same"), page->typed,
            sc_link(view, entity_of(page)->collection, "find.json", NULL), sc_say(view, "Compare"));
    sc_part_keep_language(out, view);
    sc_buffer_puts(out, "</form>\n");
}

static void write_candidates(sc_buffer_t *out, const sc_view_t *view, const sc_merge_page_t *page)
{
    if (page->candidates->nelts == 0) {
        sc_part_quiet(out, page->typed ? sc_say(view, "Nothing of that name was found")
                                       : sc_say(view, "Nothing on record looks like it."));
        return;
    }
    sc_html(out, "<p>%t</p>\n<ul class=\"sistercity__entries\">\n",
            sc_say(view, "Is it one of these, which are on record already?"));
    SC_EACH(const void, record, page->candidates) {
        const char *detail = sc_office_detail(view, record);

        sc_html(out, "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a>",
                address_of(view, page->record, record), sc_office_name(view, &page->named, record));
        if (detail) {
            sc_html(out, " <span class=\"sistercity__details\">%t</span>", detail);
        }
        sc_buffer_puts(out, "</li>\n");
    }
    sc_buffer_puts(out, "</ul>\n");
}

static const char *const columns[] = {N_("Field"), N_("Is kept"), N_("Goes into it"),
                                      N_("What becomes of it"), NULL};

static const char *shown(const sc_view_t *view, const sc_merge_page_t *page,
                         const sc_field_t *field, const void *record)
{
    const char *value = sc_office_value(view, &page->named, field, record);

    return value ? value : sc_office_quiet(view, sc_say(view, "nothing"));
}

static const char *radio(const sc_view_t *view, const sc_field_t *field, const char *whose,
                         int is_chosen, const char *value)
{
    return sc_htmlf(view,
                    "<label class=\"sistercity-form__choice\"><input type=\"radio\" "
                    "name=\"take.%t\" value=\"%t\"%r> %r</label><div>%r</div>",
                    field->name, whose, is_chosen ? " checked" : NULL,
                    sc_office_heard(view, sc_say(view, "Take this"), sc_say(view, field->label)),
                    value);
}

/* Both say different things: a choice, unless the field goes with another. */
static const char *fate_of(const sc_view_t *view, const sc_merge_page_t *page,
                           const sc_field_t *field, const char **kept, const char **other)
{
    const sc_field_t *lead = sc_merge_lead(entity_of(page), field);
    int is_taken = sc_has_text(page->take, field->name);

    switch (sc_merge_fate(field, page->merge->kept, page->merge->other)) {
    case SC_MERGE_TAKEN:
        return sc_htmlf(view, "%t", sc_say(view, "Is taken over"));
    case SC_MERGE_JOINED:
        return shown(view, page, field, page->merge->after);
    case SC_MERGE_CONFLICT:
        if (lead != field) {
            return sc_htmlf(
                view, "%t",
                sc_sayf(view, "Goes with: {field}", "field", sc_say(view, lead->label), NULL));
        }
        *kept = radio(view, field, "kept", !is_taken, *kept);
        *other = radio(view, field, "other", is_taken, *other);
        return sc_htmlf(view, "%t", sc_say(view, "Choose one of them"));
    default:
        return field->type == SC_TYPE_SLUG
                   ? sc_htmlf(view, "%t", sc_say(view, "The second leads to the first"))
                   : sc_office_quiet(view, sc_say(view, "Stays"));
    }
}

static void write_fields(sc_buffer_t *out, const sc_view_t *view, const sc_merge_page_t *page)
{
    const sc_entity_t *entity = entity_of(page);

    sc_part_table_open(out, view, sc_say(view, "Field by field"), columns);
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        const char *kept = shown(view, page, field, page->merge->kept);
        const char *other = shown(view, page, field, page->merge->other);

        if (!sc_field_is_set(field, page->merge->kept) &&
            !sc_field_is_set(field, page->merge->other)) {
            continue;
        }
        const char *fate = fate_of(view, page, field, &kept, &other);
        sc_html(out, "<tr><th scope=\"row\">%t</th>", sc_say(view, field->label));
        sc_part_cell(out, view, columns[1], kept);
        sc_part_cell(out, view, columns[2], other);
        sc_part_cell(out, view, columns[3], fate);
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_part_table_close(out);
}

static void write_moved(sc_buffer_t *out, const sc_view_t *view, const sc_merge_page_t *page)
{
    const apr_array_header_t *moved = page->merge->moved;

    sc_part_heading(out, view, 1, sc_say(view, "What comes with it"));
    if (moved->nelts == 0) {
        sc_part_quiet(out, sc_say(view, "Nothing on record refers to it."));
        return;
    }
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    SC_EACH_OF(const sc_desk_count_t, count, moved) {
        sc_part_fact_text(out, sc_office_many(view, count->entity),
                          sc_say_number(view, count->number));
    }
    sc_buffer_puts(out, "</dl>\n");
}

/* Partnerships that both places have with the same third one. */
static void write_doubles(sc_buffer_t *out, const sc_view_t *view, const sc_merge_page_t *page)
{
    const apr_array_header_t *doubles = page->merge->doubles;

    if (doubles->nelts == 0) {
        return;
    }
    sc_html(out, "<p>%t</p>\n<ul class=\"sistercity__entries\">\n",
            sc_say(view, "Both have a partnership of the same type with the same place; these "
                         "would be on record twice:"));
    for (int i = 0; i < doubles->nelts; i++) {
        sc_html(out, "<li class=\"sistercity__entry\">%r</li>\n",
                sc_office_item_link(view, &page->named, &sc_partnership,
                                    APR_ARRAY_IDX(doubles, i, sc_merge_double_t).other));
    }
    sc_html(out,
            "</ul>\n<p><label class=\"sistercity-form__choice\"><input type=\"checkbox\" "
            "name=\"doubles\" value=\"1\"%r> %t</label></p>\n",
            page->doubles || !page->problems->items->nelts ? " checked" : NULL,
            sc_say(view, "Merge these partnerships, too. Where they differ, what the kept place’s "
                         "says stays."));
}

static void write_merge(sc_buffer_t *out, const sc_view_t *view, const sc_merge_page_t *page)
{
    const sc_record_t *kept = page->merge->kept, *other = page->merge->other;

    sc_html(out, "<p>%t <a href=\"%u\">%t</a></p>\n",
            sc_sayf(view,
                    "{other} goes into {kept}. Its address leads there from then on, and so does "
                    "every search for its name. The history keeps both, and undoing takes them "
                    "apart again.",
                    "other", sc_office_name(view, &page->named, other), "kept",
                    sc_office_name(view, &page->named, kept), NULL),
            address_of(view, other, kept), sc_say(view, "Keep the other one instead"));
    sc_office_form_open(out, page->admin, address_of(view, kept, NULL));
    sc_part_hidden(out, "other", sc_record_slug(other));
    sc_part_hidden(out, "version", sc_office_number(view, kept->version));
    sc_part_hidden(out, "other_version", sc_office_number(view, other->version));
    write_fields(out, view, page);
    write_moved(out, view, page);
    write_doubles(out, view, page);
    if (page->admin->is_reviewed) {
        sc_part_quiet(out, sc_say(view, "A merge changes many items at once, so a reviewer makes "
                                        "it. Tell one which of the two is to be kept."));
        sc_buffer_puts(out, "</form>\n");
        return;
    }
    sc_office_note(out, view, page->note);
    sc_office_buttons_open(out);
    sc_office_button(out, "merge", sc_say(view, "Merge"));
    sc_office_buttons_close(out, sc_office_work_link(view, kept->entity, sc_record_slug(kept)),
                            sc_say(view, "Keep both"));
}

void sc_page_merge(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_merge_page_t *page = data;

    sc_admin_open(out, view, page->admin, "merge", sc_title_merge(view, data));
    sc_office_problems(out, view, NULL, NULL, page->problems);
    sc_office_changed(out, view, page->is_changed);
    if (page->merge) {
        write_merge(out, view, page);
    }
    else {
        write_choice(out, view, page);
        write_candidates(out, view, page);
    }
    sc_part_close(out);
}

static void write_json_fields(sc_json_t *json, const sc_merge_t *merge, sc_merge_fate_e fate,
                              const char *key)
{
    const sc_entity_t *entity = sc_record_entity(merge->kept);

    sc_json_open(json, key, '[');
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (sc_merge_fate(field, merge->kept, merge->other) == fate &&
            sc_merge_lead(entity, field) == field) {
            sc_json_text(json, NULL, field->name);
        }
    }
    sc_json_close(json, ']');
}

void sc_json_merge(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_merge_t *merge = ((const sc_merge_page_t *)data)->merge;
    const sc_problems_t *problems = ((const sc_merge_page_t *)data)->problems;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_record(&json, "kept", merge->kept, SC_FORM_STORED, NULL);
    sc_json_record(&json, "other", merge->other, SC_FORM_STORED, NULL);
    sc_json_record(&json, "after", merge->after, SC_FORM_STORED, NULL);
    write_json_fields(&json, merge, SC_MERGE_TAKEN, "taken");
    write_json_fields(&json, merge, SC_MERGE_JOINED, "joined");
    write_json_fields(&json, merge, SC_MERGE_CONFLICT, "conflicts");
    sc_json_open(&json, "moved", '{');
    SC_EACH_OF(const sc_desk_count_t, count, merge->moved) {
        sc_json_integer(&json, count->entity->collection, count->number);
    }
    sc_json_close(&json, '}');
    sc_json_open(&json, "doubles", '[');
    SC_EACH_OF(const sc_merge_double_t, pair, merge->doubles) {
        sc_json_open(&json, NULL, '{');
        sc_json_text(&json, "kept", pair->kept);
        sc_json_text(&json, "other", pair->other);
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_open(&json, "refused", '[');
    for (int i = 0; i < problems->items->nelts; i++) {
        sc_json_text(&json, NULL,
                     sc_say_problem(view, &APR_ARRAY_IDX(problems->items, i, sc_problem_t)));
    }
    sc_json_close(&json, ']');
    sc_json_end(&json);
}
