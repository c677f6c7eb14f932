#include "present/page/pages.h"

#include "language/local_terms.h"
#include "model/edtf.h"
#include "model/vocabulary.h"
#include "present/page/part/partnership.h"
#include "present/page/part/timeline.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <string.h>

const char *sc_title_partnership(const sc_view_t *view, const void *data)
{
    const sc_partnership_dossier_t *dossier = data;

    return sc_part_parties(view, dossier->labels, dossier->partnership);
}

static void write_party(sc_buffer_t *out, const sc_view_t *view,
                        const sc_partnership_dossier_t *dossier, const sc_party_t *party)
{
    const sc_label_t *place = sc_part_label(view, dossier->labels, party->place);
    const char *local = sc_part_local(view, place);
    const char *country = sc_part_country(view, place->country);
    sc_lang_text_t term = sc_term_local(dossier->partnership->type, place->country, party);

    sc_html(out, "<li class=\"sistercity__party\"><span class=\"sistercity__partner\">%r</span>",
            sc_part_place_link(view, place));
    if (local) {
        sc_html(out, " %r", local);
    }
    if (country) {
        sc_html(out, "<br>%r", country);
    }
    if (term.text) {
        sc_buffer_puts(out, "<br><span class=\"sistercity__details\">");
        sc_html_lang(out, view, term);
        sc_buffer_puts(out, "</span>");
    }
    if (party->joined || party->left) {
        sc_buffer_puts(out, "<br><span class=\"sistercity__details\">");
        sc_html_span(out, view, party->joined ? party->joined : party->left,
                     party->joined ? party->left : NULL);
        sc_buffer_puts(out, "</span>");
    }
    sc_buffer_puts(out, "</li>\n");
}

static void write_parties(sc_buffer_t *out, const sc_view_t *view,
                          const sc_partnership_dossier_t *dossier)
{
    const apr_array_header_t *parties = dossier->partnership->parties;
    int i;

    sc_html(out, "<ul class=\"sistercity__parties%r\" aria-label=\"%t\">\n",
            SC_COUNT(parties) > 2 ? " sistercity__parties--many" : NULL,
            sc_text(view->language, "Parties"));
    for (i = 0; i < SC_COUNT(parties); i++) {
        write_party(out, view, dossier, SC_AT(parties, i, sc_party_t));
    }
    sc_buffer_puts(out, "</ul>\n");
}

/* The partner after whom the relationship is named: seen from the site's own place if it takes
 * part, else from the first party. */
static const sc_party_t *named_partner(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const sc_party_t *second;

    if (SC_COUNT(partnership->parties) != 2) {
        return NULL;
    }
    second = SC_AT(partnership->parties, 1, sc_party_t);
    return view->home && strcmp(second->place, view->home) == 0
               ? SC_AT(partnership->parties, 0, sc_party_t)
               : second;
}

static const char *conditions_text(const sc_view_t *view, const sc_conditions_t *conditions)
{
    int met = (conditions->agreement == SC_MET) + (conditions->fields == SC_MET) +
              (conditions->budget == SC_MET);
    int unknown = (conditions->agreement == SC_UNKNOWN) + (conditions->fields == SC_UNKNOWN) +
                  (conditions->budget == SC_UNKNOWN);

    if (unknown == 0) {
        return sc_text_n(view->language, view->pool, "{n} of 3 met", "{n} of 3 met", met, NULL);
    }
    return sc_text_n(view->language, view->pool, "{n} of 3 met, {unknown} unknown",
                     "{n} of 3 met, {unknown} unknown", met, "unknown",
                     apr_itoa(view->pool, unknown), NULL);
}

static const char *renewals_text(const sc_view_t *view, const sc_term_t *term)
{
    if (term->renewals == 0) {
        return NULL;
    }
    return sc_text_n(view->language, view->pool, "{n} renewal on record", "{n} renewals on record",
                     term->renewals, NULL);
}

static void write_glance(sc_buffer_t *out, const sc_view_t *view,
                         const sc_partnership_dossier_t *dossier)
{
    const sc_partnership_t *partnership = dossier->partnership;
    const sc_language_t *language = view->language;
    sc_conditions_t conditions;
    sc_term_t term;

    sc_conditions_of(dossier, &conditions, view->pool);
    sc_term_of(dossier->agreements, partnership->slug, &term, view->pool);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts sistercity__glance\">\n");
    sc_part_fact(
        out, sc_text(language, "Relationship"),
        sc_part_term(view, dossier->labels, partnership, named_partner(view, partnership)));
    sc_part_fact(out, sc_text(language, "Established"), sc_part_since(view, partnership));
    sc_part_fact(out, sc_text(language, "Status"), sc_part_any_status(view, partnership));
    sc_part_fact(out, sc_text(language, "Fixed term"),
                 sc_part_fixed_term(view, partnership, dossier->agreements));
    sc_part_fact_text(out, sc_text(language, "Renewals"), renewals_text(view, &term));
    sc_part_fact(out, sc_text(language, "Next anniversary"), sc_part_milestone(view, partnership));
    sc_part_fact_text(out, sc_text(language, "Scope"),
                      sc_part_word(view, &sc_scopes, partnership->scope));
    sc_part_fact_text(out, sc_text(language, "Fields"),
                      sc_part_words(view, &sc_exchange_fields, partnership->fields));
    sc_part_fact_date(out, view, sc_text(language, "First contact"), partnership->first_contact);
    if (!sc_partnership_is_network(partnership)) {
        sc_part_fact_text(out, sc_text(language, "Conditions"), conditions_text(view, &conditions));
    }
    sc_buffer_puts(out, "</dl>\n");
}

static void write_timeline(sc_buffer_t *out, const sc_view_t *view,
                           const sc_partnership_dossier_t *dossier)
{
    sc_timeline_t *timeline = sc_timeline_new(view, NULL, dossier->labels, NULL);

    sc_timeline_add_agreements(timeline, dossier->agreements);
    sc_timeline_add_steps(timeline, dossier->steps);
    sc_timeline_add_partnership(timeline, dossier->partnership);
    sc_timeline_add_activities(timeline, dossier->activities);
    sc_timeline_add_gifts(timeline, dossier->gifts);
    sc_part_heading(out, view, 1, sc_text(view->language, "What came of it"));
    if (sc_timeline_count(timeline) == 0) {
        sc_html(out, "<p class=\"sistercity__empty\">%t</p>\n",
                sc_text(view->language,
                        "No agreement, activity or gift of this partnership is on record yet."));
        return;
    }
    sc_timeline_write(out, timeline, 2, view->limit);
}

void sc_page_partnership(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_partnership_dossier_t *dossier = data;
    const sc_partnership_t *partnership = dossier->partnership;
    const char *title = sc_title_partnership(view, data);

    sc_part_open(out, view, "partnership", title);
    write_parties(out, view, dossier);
    write_glance(out, view, dossier);
    sc_part_prose(out, view, 1, sc_text(view->language, "How it came about"), partnership->origin);
    write_timeline(out, view, dossier);
    sc_partnership_agreements(out, view, dossier);
    sc_partnership_approvals(out, view, dossier);
    sc_partnership_gifts(out, view, dossier);
    sc_partnership_conditions(out, view, dossier);
    sc_part_prose(out, view, 1, sc_text(view->language, "Note"), partnership->note);
    sc_partnership_claims(out, view, dossier);
    if (dossier->organizations->nelts) {
        sc_part_heading(out, view, 1, sc_text(view->language, "Organizations"));
        sc_part_organizations(out, view, dossier->organizations, dossier->labels);
    }
    sc_part_sources(out, view, &sc_partnership, dossier->sources, partnership->source);
    if (!view->is_fragment) {
        sc_part_foot(out, view, title, partnership->record.modified, 1);
    }
    sc_part_close(out);
}

static void write_conditions(sc_json_t *json, const sc_partnership_dossier_t *dossier)
{
    sc_conditions_t conditions;

    sc_conditions_of(dossier, &conditions, json->view->pool);
    sc_json_open(json, "conditions", '{');
    sc_json_text(json, "agreement", sc_condition_word(conditions.agreement));
    sc_json_text(json, "fields", sc_condition_word(conditions.fields));
    sc_json_text(json, "budget", sc_condition_word(conditions.budget));
    sc_json_close(json, '}');
}

/* What the contract promises as an array of a partnership is there even when it is empty, so that
 * programs can walk it. */
static void write_belongings(sc_json_t *json, const sc_partnership_dossier_t *dossier)
{
    const struct {
        const char *key;
        const apr_array_header_t *records;
    } belongings[] = {{"agreements", dossier->agreements}, {"approvals", dossier->approvals},
                      {"history", dossier->steps},         {"activities", dossier->activities},
                      {"gifts", dossier->gifts},           {"sources", dossier->sources},
                      {"claims", dossier->claims}};
    size_t i;

    for (i = 0; i < sizeof(belongings) / sizeof(belongings[0]); i++) {
        if (SC_COUNT(belongings[i].records)) {
            sc_json_records(json, belongings[i].key, belongings[i].records, "partnership");
        }
        else {
            sc_json_open(json, belongings[i].key, '[');
            sc_json_close(json, ']');
        }
    }
}

void sc_json_partnership(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_partnership_dossier_t *dossier = data;
    sc_json_t json = sc_json_begin(out, view);

    json.labels = dossier->labels;
    sc_json_members(&json, dossier->partnership, SC_FORM_WHOLE, NULL);
    sc_json_fixed_term(&json, dossier->agreements, dossier->partnership);
    write_conditions(&json, dossier);
    write_belongings(&json, dossier);
    sc_json_records(&json, "organizations", dossier->organizations, NULL);
    sc_json_end(&json);
}
