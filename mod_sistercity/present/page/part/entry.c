#include "present/page/part/part.h"

#include "model/text/edtf.h"

#include <string.h>

apr_hash_t *sc_part_by_slug(const sc_view_t *view, const apr_array_header_t *partnerships)
{
    apr_hash_t *by_slug = apr_hash_make(view->pool);

    SC_EACH(sc_partnership_t, partnership, partnerships) {
        apr_hash_set(by_slug, partnership->slug, APR_HASH_KEY_STRING, partnership);
    }
    return by_slug;
}

/* What an entry has below its title; names NULL end. */
static const struct entry_t {
    const sc_entity_t *entity;
    const char *from, *until; /* fields with its dates */
    const char *details[4];   /* words and texts */
} entries[] = {{&sc_activity, "start", "end", {"form", "fields", "place", NULL}},
               {&sc_agreement, "date", NULL, {"kind", "place", NULL}},
               {&sc_story, "date", NULL, {NULL}}};

static const struct entry_t *entry_of(const sc_entity_t *entity)
{
    for (size_t i = 0; i < SC_LENGTH(entries); i++) {
        if (entries[i].entity == entity) {
            return &entries[i];
        }
    }
    return NULL;
}

/* An agreement without a title has its kind for one. */
static const char *detail_of(const sc_view_t *view, const void *record, const char *name)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), name);

    if (strcmp(name, "kind") == 0 && !sc_record_text(record, "title")) {
        return NULL;
    }
    if (!sc_field_is_set(field, record)) {
        return NULL;
    }
    return field->type == SC_TYPE_WORDS
               ? sc_part_words(view, field->vocabulary, sc_field_list(field, record))
           : field->vocabulary ? sc_say_word(view, field->vocabulary, sc_field_text(field, record))
                               : sc_field_text(field, record);
}

/* The small line below a title: whose partnership it is, and what there is of its facts. */
static void write_details(sc_buffer_t *out, const sc_view_t *view, const struct entry_t *entry,
                          const void *record, apr_hash_t *partnerships, apr_hash_t *labels)
{
    const sc_partnership_t *partnership =
        sc_find(partnerships, sc_record_text(record, "partnership"));
    sc_buffer_t *line = sc_buffer_new(view->pool, 0);

    if (partnership) {
        sc_buffer_puts(line, sc_part_partnership_link(view, labels, partnership));
    }
    for (const char *const *name = entry->details; *name; name++) {
        const char *detail = detail_of(view, record, *name);

        if (detail) {
            sc_html(line, "%r%r", line->length ? SC_DOT : NULL, sc_text_html(view, detail));
        }
    }
    if (line->length) {
        sc_html(out, "<br><span class=\"sistercity__details\">%r</span>", line->data);
    }
}

/* That dates are not recorded is said once for all undated entries in a row; those below keep the
 * place of theirs free. */
static void write_dated(sc_buffer_t *out, const sc_view_t *view, const struct entry_t *entry,
                        const void *record, const void *above, apr_hash_t *partnerships,
                        apr_hash_t *labels)
{
    const char *from = sc_record_text(record, entry->from),
               *until = sc_record_text(record, entry->until);
    int is_said =
        above && !sc_record_text(above, entry->from) && !sc_record_text(above, entry->until);

    sc_buffer_puts(out, "<li class=\"sistercity__entry sistercity__entry--dated\">"
                        "<span class=\"sistercity__date\">");
    if (from || until) {
        sc_html(out, "%r", sc_span_html(view, from ? from : until, from ? until : NULL));
    }
    else if (!is_said) {
        sc_html(out, "%t", sc_say(view, "date not recorded"));
    }
    sc_html(out,
            "</span> <div class=\"sistercity__happened\">"
            "<a class=\"sistercity__entry-title\" href=\"%u\">%r</a>",
            sc_link(view, entry->entity->collection, sc_record_slug(record), NULL),
            sc_part_title_html(view, record));
    if (sc_edtf_is_future(from, view->today)) {
        sc_html(out, " <span class=\"sistercity__badge sistercity__badge--planned\">%t</span>",
                sc_say(view, "planned"));
    }
    write_details(out, view, entry, record, partnerships, labels);
    sc_buffer_puts(out, "</div></li>\n");
}

static void write_contact(sc_buffer_t *out, const sc_view_t *view,
                          const sc_organization_t *organization)
{
    const char *contacts[] = {sc_text_html(view, organization->contact),
                              sc_part_email(view, organization->email),
                              sc_text_html(view, organization->phone)};
    sc_buffer_t *line = sc_buffer_new(view->pool, 0);

    if (!sc_contact_is_public(organization, view->today)) {
        return;
    }
    for (size_t i = 0; i < SC_LENGTH(contacts); i++) {
        if (contacts[i]) {
            sc_html(line, "%r%r", line->length ? SC_DOT : NULL, contacts[i]);
        }
    }
    if (line->length) {
        sc_html(out, "<br><span class=\"sistercity__details\">%r</span>", line->data);
    }
}

static void write_organization(sc_buffer_t *out, const sc_view_t *view,
                               const sc_organization_t *organization, apr_hash_t *labels)
{
    const char *kind =
        organization->kind ? sc_say_word(view, &sc_organization_kinds, organization->kind) : NULL;
    const char *place = organization->place && labels
                            ? sc_part_name(view, sc_part_label(view, labels, organization->place))
                            : NULL;

    sc_html(out,
            "<li class=\"sistercity__entry\"><span class=\"sistercity__entry-title\">%r</span>",
            sc_part_title_link(view, organization));
    if (kind || place) {
        sc_html(out, "<br><span class=\"sistercity__details\">%t%r%r</span>", kind,
                kind && place ? SC_DOT : NULL, sc_text_html(view, place));
    }
    write_contact(out, view, organization);
    sc_buffer_puts(out, "</li>\n");
}

void sc_part_entries(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *records,
                     apr_hash_t *partnerships, apr_hash_t *labels, int most)
{
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < SC_COUNT(records) && (most == 0 || i < most); i++) {
        const void *record = SC_AT(records, i, void), *above = NULL;
        const struct entry_t *entry = entry_of(sc_record_entity(record));

        if (entry) {
            above = i ? SC_AT(records, i - 1, void) : NULL;
            write_dated(out, view, entry, record, above, partnerships, labels);
        }
        else {
            write_organization(out, view, record, labels);
        }
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_part_section(sc_buffer_t *out, const sc_view_t *view, const char *heading,
                     const apr_array_header_t *records, apr_hash_t *partnerships,
                     apr_hash_t *labels)
{
    if (SC_COUNT(records)) {
        sc_part_heading(out, view, 1, heading);
        sc_part_entries(out, view, records, partnerships, labels, 0);
    }
}
