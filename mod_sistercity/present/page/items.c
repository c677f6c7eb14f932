#include "present/page/pages.h"

#include "model/office.h"
#include "model/text/edtf.h"
#include "present/page/part/fact.h"
#include "present/page/text.h"

#include <string.h>

/* The pages of single agreements, activities and organizations: their facts stand in part/fact.c.
 */

const char *sc_title_item(const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    const char *title = sc_part_title(view, dossier->item);

    if (sc_record_entity(dossier->item) == &sc_seeking) {
        return sc_sayf(view, "{place} looks for a partner", "place",
                       sc_part_name(view, sc_part_label(view, dossier->labels,
                                                        sc_record_text(dossier->item, "place"))),
                       NULL);
    }
    /* Many an agreement has the same title as another; activities are called by their own. */
    return dossier->partnership && sc_record_entity(dossier->item) == &sc_agreement
               ? sc_join(view, SC_COLON, title,
                         sc_part_parties(view, dossier->labels, dossier->partnership))
               : title;
}

/* Editors' prose: an outcome under its label, a note without one. */
static void write_prose(sc_buffer_t *out, const sc_view_t *view, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_field_t *outcome = sc_entity_field(entity, "outcome");
    const char *note = entity == &sc_seeking ? "text" : "note";

    if (outcome) {
        sc_part_prose(out, view, 1, sc_say(view, outcome->label), record, "outcome");
    }
    if (sc_entity_field(entity, note)) {
        sc_version_field(out, view, record, note, 0);
    }
}

/* Who follows an old link is told; the list has it no more. */
static void write_validity(sc_buffer_t *out, const sc_view_t *view, const sc_seeking_t *seeking)
{
    if (seeking->valid_until && sc_edtf_is_past(seeking->valid_until, view->today)) {
        sc_html(out, "<p class=\"sistercity__lead\">%t</p>\n",
                sc_say_dated(view,
                             sc_say(view, "This search has ended: it was valid until {date}."),
                             seeking->valid_until));
    }
    else if (sc_edtf_is_future(seeking->valid_from, view->today)) {
        sc_html(out, "<p class=\"sistercity__lead\">%t</p>\n",
                sc_say_dated(view,
                             sc_say(view, "This search has not begun: it is valid from {date}."),
                             seeking->valid_from));
    }
}

/* What was recorded for the same time is told: it may be so, or a date may be wrong. */
static void write_offices(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier)
{
    const sc_person_t *person = dossier->item;
    apr_hash_t *partnerships = sc_part_by_slug(view, dossier->partnerships);

    sc_html(out, "<ul class=\"sistercity__entries\" aria-label=\"%t\">\n", sc_say(view, "Offices"));
    SC_EACH(const sc_office_t, office, person->offices) {
        const sc_partnership_t *partnership = sc_find(partnerships, office->partnership);

        sc_html(out, "<li class=\"sistercity__entry\">%r",
                sc_part_office(view, dossier->labels, office, NULL));
        if (partnership) {
            sc_html(out, "<br><span class=\"sistercity__details\">%r</span>",
                    sc_part_partnership_link(view, dossier->labels, partnership));
        }
        sc_buffer_puts(out, "</li>\n");
    }
    sc_buffer_puts(out, "</ul>\n");
    if (sc_holds_offices_together(person)) {
        sc_part_quiet(out, sc_say(view, "Some of these offices are recorded for the same time."));
    }
}

/* Who is named as a host already is not named again. */
static const apr_array_header_t *without(const sc_view_t *view, const apr_array_header_t *all,
                                         const apr_array_header_t *named)
{
    apr_array_header_t *rest = apr_array_make(view->pool, 4, sizeof(void *));

    for (int i = 0; i < SC_COUNT(all); i++) {
        const char *slug = sc_record_slug(SC_AT(all, i, void));
        int is_named = 0;

        for (int j = 0; j < SC_COUNT(named); j++) {
            is_named |= strcmp(slug, sc_record_slug(SC_AT(named, j, void))) == 0;
        }
        if (!is_named) {
            APR_ARRAY_PUSH(rest, const void *) = SC_AT(all, i, void);
        }
    }
    return rest;
}

void sc_page_item(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    const sc_record_t *record = dossier->item;
    const char *title = sc_title_item(view, data);

    if (sc_is_texts(record->entity)) {
        sc_text_page(out, view, dossier);
        return;
    }
    sc_part_open_html(out, view, record->entity->name, title,
                      record->entity == &sc_term ? sc_part_title_html(view, record)
                                                 : sc_text_html(view, title));
    if (dossier->partnership) {
        sc_html(out, "<p class=\"sistercity__subtitle\">%r</p>\n",
                sc_part_partnership_link(view, dossier->labels, dossier->partnership));
    }
    if (record->entity == &sc_seeking) {
        write_validity(out, view, dossier->item);
    }
    if (record->entity == &sc_person) {
        write_offices(out, view, dossier);
    }
    sc_facts_write(out, view, record, dossier->partnership, dossier->labels);
    write_prose(out, view, record);
    sc_part_files(out, view, record, 1);
    sc_part_section(out, view, sc_say(view, "Agreements signed"), dossier->agreements,
                    sc_part_by_slug(view, dossier->partnerships), dossier->labels);
    sc_part_awards(out, view, dossier->awards);
    sc_part_section(out, view, sc_say(view, "Hosts"), dossier->hosts, NULL, dossier->labels);
    sc_part_section(out, view, sc_say(view, "Organizations"),
                    without(view, dossier->organizations, dossier->hosts), NULL, dossier->labels);
    if (record->entity == &sc_seeking) {
        const char *place = sc_record_text(record, "place");

        sc_part_all(out, sc_link_with(view, sc_link(view, "seeking", "match", NULL), "for", place),
                    sc_sayf(view, "Partners suggested for {place}", "place",
                            sc_part_name(view, sc_part_label(view, dossier->labels, place)), NULL));
    }
    sc_part_end(out, view, title, record->modified, 1);
}
