#include "present/page/pages.h"

#include "language/names.h"
#include "model/text/edtf.h"
#include "present/page/part/fact.h"
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
    const char *country = sc_part_country_link(view, place->country);
    const char *lines[] = {
        sc_lang_html(view,
                     sc_term_local(view->terms, dossier->partnership->type, place->country, party)),
        sc_edtf_is_future(party->joined, view->today)
            ? sc_dated_html(view, sc_say(view, "planned from {date}"), party->joined)
        : sc_edtf_is_future(party->left, view->today)
            ? sc_dated_html(view, sc_say(view, "until {date}"), party->left)
        : party->joined && party->left ? sc_span_html(view, party->joined, party->left)
        : party->joined ? sc_dated_html(view, sc_say(view, "joined {date}"), party->joined)
        : party->left   ? sc_dated_html(view, sc_say(view, "left {date}"), party->left)
                        : NULL};

    sc_html(out,
            "<li class=\"sistercity__party\"><span class=\"sistercity__partner\">%r</span>%r%r%r%r",
            sc_part_place_link(view, place), local ? " " : NULL, local, country ? "<br>" : NULL,
            country);
    for (size_t i = 0; i < SC_LENGTH(lines); i++) {
        if (lines[i]) {
            sc_html(out, "<br><span class=\"sistercity__details\">%r</span>", lines[i]);
        }
    }
    sc_buffer_puts(out, "</li>\n");
}

static void write_parties(sc_buffer_t *out, const sc_view_t *view,
                          const sc_partnership_dossier_t *dossier)
{
    const apr_array_header_t *parties = dossier->partnership->parties;

    sc_html(out, "<ul class=\"sistercity__parties%r\" aria-label=\"%t\">\n",
            SC_COUNT(parties) > 2 ? " sistercity__parties--many" : NULL, sc_say(view, "Parties"));
    for (int i = 0; i < SC_COUNT(parties); i++) {
        write_party(out, view, dossier, SC_AT(parties, i, sc_party_t));
    }
    sc_buffer_puts(out, "</ul>\n");
}

static const char *conditions_text(const sc_view_t *view, const sc_conditions_t *conditions)
{
    const sc_condition_e all[] = {conditions->agreement, conditions->fields, conditions->budget};
    int met = 0, unknown = 0;

    for (int i = 0; i < 3; i++) {
        met += all[i] == SC_MET;
        unknown += all[i] == SC_UNKNOWN;
    }
    return unknown ? sc_say_n(view, "{n} of 3 met, {unknown} unknown",
                              "{n} of 3 met, {unknown} unknown", met, "unknown",
                              sc_say_number(view, unknown), NULL)
                   : sc_say_n(view, "{n} of 3 met", "{n} of 3 met", met, NULL);
}

static const char *renewals_text(const sc_view_t *view, const sc_duration_t *term)
{
    if (term->renewals == 0) {
        return NULL;
    }
    return sc_say_n(view, "{n} renewal on record", "{n} renewals on record", term->renewals, NULL);
}

/* The steps that are still to come, in order. */
static const char *planned_steps(const sc_view_t *view, const apr_array_header_t *steps)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    SC_EACH(const sc_step_t, step, steps) {
        const char *day = sc_step_day(step);

        if (sc_edtf_is_future(day, view->today)) {
            sc_html(out, "%r%r", out->length ? "<br>" : NULL,
                    sc_part_planned(view, sc_say_word(view, &sc_step_words, step->status), day));
        }
    }
    return out->length ? out->data : NULL;
}

/* What derives from the record stands among its own fields. */
static void write_glance(sc_buffer_t *out, const sc_view_t *view,
                         const sc_partnership_dossier_t *dossier)
{
    static const sc_fact_t own[] = {{"scope", NULL, NULL},
                                    {"fields", NULL, NULL},
                                    {"first_contact", NULL, NULL},
                                    {NULL, NULL, NULL}};
    const sc_partnership_t *partnership = dossier->partnership;
    sc_partnership_t today = *partnership;
    sc_conditions_t conditions;
    sc_duration_t term;

    sc_conditions_of(dossier, &conditions, view->pool);
    sc_duration_of(dossier->agreements, partnership->slug, &term, view->pool);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts sistercity__glance\">\n");
    sc_part_fact(
        out, sc_say(view, "Relationship"),
        sc_part_term(view, dossier->labels, partnership, sc_tie_subject(view, partnership), NULL));
    sc_part_fact(out, sc_say(view, "Established"), sc_part_since(view, partnership));
    /* All steps to come have a line of their own. */
    today.next_status = NULL;
    sc_part_fact(out, sc_say(view, "Status"), sc_part_any_status(view, &today));
    sc_part_fact(out, sc_say(view, "Planned"), planned_steps(view, dossier->steps));
    sc_part_fact(out, sc_say(view, "Fixed term"),
                 sc_part_fixed_term(view, partnership, dossier->agreements));
    sc_part_fact_text(out, sc_say(view, "Renewals"), renewals_text(view, &term));
    sc_part_fact(out, sc_say(view, "Next anniversary"), sc_part_milestone(view, partnership));
    sc_fact_rows(out, view, partnership, dossier->labels, own);
    if (sc_part_shows_conditions(view, dossier)) {
        sc_part_fact_text(out, sc_say(view, "Conditions"), conditions_text(view, &conditions));
    }
    sc_buffer_puts(out, "</dl>\n");
}

/* Named at the end of the page already. */
static const char *common_source(const sc_partnership_dossier_t *dossier)
{
    const char *source = dossier->partnership->source;

    return source                       ? source
           : SC_COUNT(dossier->sources) ? SC_AT(dossier->sources, 0, sc_source_t)->title
                                        : NULL;
}

static void write_timeline(sc_buffer_t *out, const sc_view_t *view,
                           const sc_partnership_dossier_t *dossier)
{
    sc_timeline_t *timeline = sc_timeline_new(view, NULL, dossier->labels, NULL);

    sc_timeline_add(timeline, dossier->agreements);
    sc_timeline_add(timeline, dossier->steps);
    sc_timeline_add_partnership(timeline, dossier->partnership);
    sc_timeline_add(timeline, dossier->activities);
    sc_timeline_add(timeline, dossier->gifts);
    sc_timeline_tell_all(timeline, common_source(dossier));
    sc_part_heading(out, view, 1, sc_say(view, "What happened"));
    if (sc_timeline_count(timeline) == 0) {
        sc_part_empty(
            out,
            sc_say(view, "No agreement, activity or gift of this partnership is on record yet."));
        return;
    }
    sc_timeline_write(out, timeline, 2, view->limit);
}

static const sc_claim_t *claim_by(const sc_partnership_dossier_t *dossier, const char *place)
{
    SC_EACH(const sc_claim_t, claim, dossier->claims) {
        if (strcmp(claim->place, place) == 0) {
            return claim;
        }
    }
    return NULL;
}

static void write_claim_of(sc_buffer_t *out, const sc_view_t *view,
                           const sc_partnership_dossier_t *dossier, const char *place)
{
    const sc_claim_t *claim = claim_by(dossier, place);
    const char *text = claim
                           ? sc_say(view, "{place} lists the partnership in public.")
                           : sc_say(view, "No public list of {place} that names it is on record.");

    sc_buffer_puts(out, "<li class=\"sistercity__entry\">");
    sc_html_fill(out, text, "place", sc_part_slug_link(view, dossier->labels, place), NULL);
    if (claim) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>",
                sc_part_claim_citation(view, claim));
    }
    sc_buffer_puts(out, "</li>\n");
}

/* Which party lists the other in public, and which does not. */
static void write_claims(sc_buffer_t *out, const sc_view_t *view,
                         const sc_partnership_dossier_t *dossier)
{
    const apr_array_header_t *parties = dossier->partnership->parties;

    if (dossier->claims->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Which party names it in public"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < SC_COUNT(parties); i++) {
        write_claim_of(out, view, dossier, SC_AT(parties, i, sc_party_t)->place);
    }
    sc_buffer_puts(out, "</ul>\n");
}

/* With their offices of the parties, and of the partnership itself. */
static void write_persons(sc_buffer_t *out, const sc_view_t *view,
                          const sc_partnership_dossier_t *dossier)
{
    const sc_partnership_t *partnership = dossier->partnership;
    apr_array_header_t *about = apr_array_make(view->pool, 4, sizeof(const char *));

    APR_ARRAY_PUSH(about, const char *) = partnership->slug;
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        APR_ARRAY_PUSH(about, const char *) = SC_AT(partnership->parties, i, sc_party_t)->place;
    }
    sc_part_persons(out, view, dossier->persons, about, dossier->labels);
}

void sc_page_partnership(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_partnership_dossier_t *dossier = data;
    const sc_partnership_t *partnership = dossier->partnership;
    const char *title = sc_title_partnership(view, data);

    sc_part_open(out, view, "partnership", title);
    write_parties(out, view, dossier);
    write_glance(out, view, dossier);
    sc_part_prose(out, view, 1, sc_say(view, "How it came about"), partnership, "origin");
    write_timeline(out, view, dossier);
    sc_part_files(out, view, partnership, 1);
    sc_part_section(out, view, sc_say(view, "Stories"), dossier->stories, NULL, dossier->labels);
    sc_facts_section(out, view, sc_say(view, "Approvals"), dossier->approvals, dossier->labels);
    write_persons(out, view, dossier);
    sc_part_awards(out, view, dossier->awards);
    if (sc_part_shows_conditions(view, dossier)) {
        sc_part_conditions(out, view, dossier, 0);
    }
    sc_part_prose(out, view, 1, sc_say(view, "Note"), partnership, "note");
    write_claims(out, view, dossier);
    sc_part_section(out, view, sc_say(view, "Organizations"),
                    sc_organizations_by_name(view, dossier->organizations), NULL, dossier->labels);
    sc_part_sources(out, view, &sc_partnership, dossier->sources, partnership->source);
    sc_part_end(out, view, title, partnership->record.modified, 1);
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

    for (size_t i = 0; i < SC_LENGTH(belongings); i++) {
        if (SC_COUNT(belongings[i].records)) {
            sc_json_records(json, belongings[i].key, belongings[i].records, SC_FORM_WHOLE,
                            "partnership");
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
    if (view->conditions) {
        write_conditions(&json, dossier);
    }
    write_belongings(&json, dossier);
    sc_json_records(&json, "organizations", dossier->organizations, SC_FORM_WHOLE, NULL);
    sc_json_records(&json, "persons", dossier->persons, SC_FORM_SHORT, NULL);
    sc_json_records(&json, "awards", dossier->awards, SC_FORM_WHOLE, "partnership");
    sc_json_end(&json);
}
