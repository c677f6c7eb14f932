#include "present/page/pages.h"

#include "model/vocabulary.h"
#include "present/page/part/place.h"
#include "present/page/place.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

/* What the page of a place shows of each part that has a page of its own. */

const char *sc_title_place(const sc_view_t *view, const void *data)
{
    return sc_place_name(view, data);
}

/* All names in a fact of their own: `kind` former, or any that is neither former nor a reading. */
static const char *names_html(const sc_view_t *view, const sc_place_t *place, int former)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int i;

    for (i = 0; i < SC_COUNT(place->names); i++) {
        const sc_name_t *name = SC_AT(place->names, i, sc_name_t);
        sc_lang_text_t text = {name->text, name->lang};
        int is_former = name->kind && strcmp(name->kind, "former") == 0;

        if (is_former != former) {
            continue;
        }
        sc_buffer_puts(out, out->length ? "<br>" : "");
        sc_html_lang(out, view, text);
        sc_html(out, " <span class=\"sistercity__details\">%t",
                sc_format_language(view->language, name->lang, view->pool));
        if (name->from || name->to) {
            sc_html(out, " · ");
            sc_html_span(out, view, name->from ? name->from : name->to,
                         name->from ? name->to : NULL);
        }
        sc_buffer_puts(out, "</span>");
    }
    return out->data;
}

static const char *places_html(const sc_view_t *view, const sc_place_dossier_t *dossier,
                               const apr_array_header_t *slugs)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int i;

    for (i = 0; i < SC_COUNT(slugs); i++) {
        const char *slug = APR_ARRAY_IDX(slugs, i, const char *);

        sc_html(out, "%r%r", i ? " · " : NULL,
                sc_part_place_link(view, sc_part_label(view, dossier->labels, slug)));
    }
    return out->data;
}

static const char *population_text(const sc_view_t *view, const sc_place_t *place)
{
    const char *number;

    if (place->population == SC_NO_INTEGER) {
        return NULL;
    }
    number = sc_format_number(view->language, place->population, view->pool);
    if (place->population_year == SC_NO_INTEGER) {
        return number;
    }
    return apr_psprintf(view->pool, "%s (%" APR_INT64_T_FMT ")", number, place->population_year);
}

static const char *area_text(const sc_view_t *view, double area)
{
    if (isnan(area)) {
        return NULL;
    }
    return sc_textf(view->language, view->pool, "{area} km²", "area",
                    sc_format_real(view->language, area, 1, view->pool), NULL);
}

static const char *position_text(const sc_view_t *view, const sc_place_t *place)
{
    if (isnan(place->latitude) || isnan(place->longitude)) {
        return NULL;
    }
    return apr_psprintf(view->pool, "%.4f, %.4f", place->latitude, place->longitude);
}

static const char *wikidata_link(const sc_view_t *view, const char *wikidata)
{
    if (!wikidata) {
        return NULL;
    }
    return sc_html_make(view->pool, "<a href=\"https://www.wikidata.org/wiki/%t\">%t</a>", wikidata,
                        wikidata);
}

static void write_facts(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    const sc_place_t *place = dossier->place;
    const sc_language_t *language = view->language;

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_part_fact_text(out, sc_text(language, "Level"),
                      sc_part_word(view, &sc_levels, place->level));
    sc_part_fact(out, sc_text(language, "Country"), sc_part_country(view, place->country));
    sc_part_fact_text(out, sc_text(language, "Subdivision"), place->subdivision);
    sc_part_fact(out, sc_text(language, "Names"), names_html(view, place, 0));
    sc_part_fact(out, sc_text(language, "Former names"), names_html(view, place, 1));
    sc_part_fact(out, sc_text(language, "Predecessors"),
                 places_html(view, dossier, place->predecessors));
    sc_part_fact(out, sc_text(language, "Successors"),
                 places_html(view, dossier, dossier->successors));
    sc_part_fact_text(out, sc_text(language, "Population"), population_text(view, place));
    sc_part_fact_text(out, sc_text(language, "Area"), area_text(view, place->area_km2));
    sc_part_fact_text(out, sc_text(language, "Position"), position_text(view, place));
    sc_part_fact(out, sc_text(language, "Website"), sc_part_citation(view, place->website));
    sc_part_fact(out, sc_text(language, "Wikidata"), wikidata_link(view, place->wikidata));
    sc_buffer_puts(out, "</dl>\n");
}

static void write_number_claim(sc_buffer_t *out, const sc_view_t *view,
                               const sc_place_dossier_t *dossier)
{
    sc_partner_count_t count;
    const char *stated;
    const char *listed;

    sc_partner_count_of(dossier, &count, view->pool);
    if (!count.claim) {
        return;
    }
    stated = sc_text_n(view->language, view->pool, "The place itself states {n} partner: {source}",
                       "The place itself states {n} partners: {source}", count.claim->number, NULL);
    listed = sc_text_n(view->language, view->pool, "This registry lists {n}.",
                       "This registry lists {n}.", count.listed, NULL);
    sc_buffer_puts(out, "<li class=\"sistercity__entry\">");
    sc_html_fill(out, stated, "source", sc_part_claim_citation(view, count.claim), NULL);
    sc_html(out, ". %t</li>\n", listed);
}

static int is_partner(const sc_view_t *view, const sc_place_dossier_t *dossier, const char *place)
{
    int i;
    int j;

    for (i = 0; i < dossier->partnerships->nelts; i++) {
        apr_array_header_t *partners = sc_partners_of(
            SC_AT(dossier->partnerships, i, sc_partnership_t), dossier->place->slug, view->pool);

        for (j = 0; j < SC_COUNT(partners); j++) {
            if (strcmp(SC_AT(partners, j, sc_party_t)->place, place) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

/* A place that lists a partner of which no partnership is on record: told from either side. */
static void write_listing(sc_buffer_t *out, const sc_view_t *view,
                          const sc_place_dossier_t *dossier, const sc_claim_t *claim,
                          const char *other, const char *text)
{
    if (!other || is_partner(view, dossier, other)) {
        return;
    }
    sc_buffer_puts(out, "<li class=\"sistercity__entry\">");
    sc_html_fill(out, text, "place",
                 sc_part_place_link(view, sc_part_label(view, dossier->labels, other)), "source",
                 sc_part_claim_citation(view, claim), NULL);
    sc_buffer_puts(out, "</li>\n");
}

static void write_claims(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    sc_buffer_t *entries = sc_buffer_new(view->pool, 0);
    int i;

    write_number_claim(entries, view, dossier);
    for (i = 0; i < dossier->claims->nelts; i++) {
        const sc_claim_t *claim = SC_AT(dossier->claims, i, sc_claim_t);

        write_listing(entries, view, dossier, claim, claim->partner,
                      sc_text(view->language, "It names {place} as a partner, but no partnership "
                                              "is on record: {source}"));
    }
    for (i = 0; i < dossier->claimed_by->nelts; i++) {
        const sc_claim_t *claim = SC_AT(dossier->claimed_by, i, sc_claim_t);

        write_listing(entries, view, dossier, claim, claim->place,
                      sc_text(view->language, "{place} names it as a partner, but no partnership "
                                              "is on record: {source}"));
    }
    if (entries->length) {
        sc_part_heading(out, view, 1,
                        sc_text(view->language, "What is claimed and what is on record"));
        sc_html(out, "<ul class=\"sistercity__entries\">\n%r</ul>\n", entries->data);
    }
}

static void write_part_link(sc_buffer_t *out, const sc_view_t *view, const char *slug,
                            const char *part, const char *text)
{
    sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n",
            sc_link(view, "places", slug, part, NULL), text);
}

static void write_activities(sc_buffer_t *out, const sc_view_t *view,
                             const sc_place_dossier_t *dossier)
{
    if (dossier->activities->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Recent activities"));
    sc_place_activities(out, view, dossier, SC_RECENT_ACTIVITIES);
    if (dossier->activity_total > SC_RECENT_ACTIVITIES) {
        write_part_link(out, view, dossier->place->slug, "activities",
                        sc_text_n(view->language, view->pool, "See all {n} activity",
                                  "See all {n} activities", dossier->activity_total, NULL));
    }
}

static void write_timeline(sc_buffer_t *out, const sc_view_t *view,
                           const sc_place_dossier_t *dossier)
{
    if (!sc_place_has_timeline(dossier)) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Timeline"));
    sc_place_timeline(out, view, dossier, 2);
}

static void write_numbers_link(sc_buffer_t *out, const sc_view_t *view,
                               const sc_place_dossier_t *dossier)
{
    if (dossier->partnerships->nelts) {
        write_part_link(out, view, dossier->place->slug, "statistics",
                        sc_textf(view->language, view->pool, "Partnerships of {place} in numbers",
                                 "place", sc_place_name(view, dossier), NULL));
    }
}

static void write_organizations(sc_buffer_t *out, const sc_view_t *view,
                                const sc_place_dossier_t *dossier)
{
    if (dossier->organizations->nelts) {
        sc_part_heading(out, view, 1, sc_text(view->language, "Organizations"));
        sc_part_organizations(out, view, dossier->organizations, NULL);
    }
}

void sc_page_place(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    const char *title = sc_title_place(view, data);
    const char *local = sc_part_local(view, sc_label_of(view, dossier->place));

    sc_part_open(out, view, "place", title);
    if (local) {
        sc_html(out, "<p class=\"sistercity__subtitle\">%r</p>\n", local);
    }
    sc_place_lead(out, view, dossier);
    write_facts(out, view, dossier);
    sc_part_heading(out, view, 1, sc_text(view->language, "Partners"));
    sc_place_partners(out, view, dossier, 2);
    write_activities(out, view, dossier);
    write_timeline(out, view, dossier);
    write_numbers_link(out, view, dossier);
    write_claims(out, view, dossier);
    write_organizations(out, view, dossier);
    sc_part_sources(out, view, &sc_place, dossier->sources, NULL);
    if (!view->is_fragment) {
        sc_part_foot(out, view, title, dossier->place->record.modified, 1);
    }
    sc_part_close(out);
}

static void write_claim(sc_json_t *json, const sc_claim_t *claim)
{
    if (claim) {
        sc_json_open(json, "claimed_partners", '{');
        sc_json_integer(json, "number", claim->number);
        sc_json_open(json, "source", '{');
        sc_json_text(json, "title", claim->source);
        sc_json_text(json, "url", claim->url);
        sc_json_text(json, "seen", claim->seen);
        sc_json_close(json, '}');
        sc_json_close(json, '}');
    }
}

void sc_json_place_members(sc_json_t *json, const sc_place_dossier_t *dossier)
{
    sc_partner_count_t count;

    sc_partner_count_of(dossier, &count, json->view->pool);
    sc_json_members(json, dossier->place, SC_FORM_WHOLE, NULL);
    sc_json_texts(json, "successors", dossier->successors);
    write_claim(json, count.claim);
    sc_json_integer(json, "listed_partners", count.listed);
    sc_json_records(json, "organizations", dossier->organizations, "place");
    sc_json_records(json, "sources", dossier->sources, "place");
    sc_json_records(json, "claims", dossier->claims, "place");
    sc_json_records(json, "claimed_by", dossier->claimed_by, "partner");
}

void sc_json_place(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = sc_json_begin(out, view);

    sc_json_place_members(&json, data);
    sc_json_end(&json);
}
