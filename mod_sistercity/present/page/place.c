#include "present/page/pages.h"

#include "present/page/part/fact.h"
#include "present/page/part/map.h"
#include "present/page/part/place.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

const char *sc_title_place(const sc_view_t *view, const void *data)
{
    return sc_place_name(view, data);
}

static const char *country(const sc_item_t *of)
{
    return sc_part_country_link(of->view, ((const sc_place_t *)of->record)->country);
}

static const char *names(const sc_item_t *of)
{
    return sc_part_names(of->view, ((const sc_place_t *)of->record)->names, 0);
}

static const char *former_names(const sc_item_t *of)
{
    return sc_part_names(of->view, ((const sc_place_t *)of->record)->names, 1);
}

static const char *population(const sc_item_t *of)
{
    const sc_place_t *place = of->record;

    if (place->population == SC_NO_INTEGER) {
        return NULL;
    }
    const char *number = sc_say_number(of->view, place->population);
    return place->population_year == SC_NO_INTEGER
               ? number
               : sc_htmlf(of->view, "%t (%t)", number,
                          sc_say_year(of->view, (int)place->population_year));
}

static const char *area(const sc_item_t *of)
{
    double km2 = ((const sc_place_t *)of->record)->area_km2;

    return isnan(km2)
               ? NULL
               : sc_text_html(of->view,
                              sc_sayf(of->view, "{area} km²", "area",
                                      sc_format_real(of->view->language, km2, 1, of->view->pool),
                                      NULL));
}

static const char *position(const sc_item_t *of)
{
    const sc_place_t *place = of->record;

    return isnan(place->latitude) || isnan(place->longitude)
               ? NULL
               : sc_htmlf(
                     of->view, "<bdi dir=\"ltr\">%t</bdi>",
                     apr_psprintf(of->view->pool, "%.4f, %.4f", place->latitude, place->longitude));
}

static const char *wikidata(const sc_item_t *of)
{
    const char *id = ((const sc_place_t *)of->record)->wikidata;

    return id ? sc_link_html(
                    of->view,
                    apr_pstrcat(of->view->pool, "https://www.wikidata.org/wiki/", id, NULL), id)
              : NULL;
}

/* When the other place came before it or after it; NULL: not known. */
static const char *date_of_passage(const sc_place_dossier_t *dossier, const char *other)
{
    SC_EACH_OF(const sc_passage_t, passage, dossier->passages) {
        if (strcmp(passage->predecessor, other) == 0 || strcmp(passage->successor, other) == 0) {
            return passage->date;
        }
    }
    return NULL;
}

/* Places that came before it or after it, each with the day.
 * @return NULL if there is none */
static const char *dated_links(const sc_view_t *view, const sc_place_dossier_t *dossier,
                               const apr_array_header_t *slugs)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    for (int i = 0; i < SC_COUNT(slugs); i++) {
        const char *other = APR_ARRAY_IDX(slugs, i, const char *);
        const char *date = date_of_passage(dossier, other);

        sc_html(out, "%r%r", i ? SC_DOT : NULL,
                sc_join(view, SC_BRACKETS, sc_part_slug_link(view, dossier->labels, other),
                        date ? sc_date_html(view, date) : NULL));
    }
    return out->length ? out->data : NULL;
}

static void write_facts(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    static const sc_fact_t first[] = {{"level", NULL, NULL},
                                      {"country", country, NULL},
                                      {"subdivision", NULL, NULL},
                                      {"names", names, NULL},
                                      {"names", former_names, N_("Former names")},
                                      {NULL, NULL, NULL}};
    static const sc_fact_t begun[] = {{"begun", NULL, NULL}, {NULL, NULL, NULL}};
    static const sc_fact_t rest[] = {
        {"population", population, NULL},       {"area_km2", area, NULL},
        {"latitude", position, N_("Position")}, {"website", NULL, NULL},
        {"wikidata", wikidata, NULL},           {NULL, NULL, NULL}};

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_fact_rows(out, view, dossier->place, dossier->labels, first);
    sc_part_fact(out, sc_say(view, "Predecessors"),
                 dated_links(view, dossier, dossier->place->predecessors));
    sc_fact_rows(out, view, dossier->place, dossier->labels, begun);
    if (dossier->place->ended) {
        sc_part_fact(out, sc_say(view, "What became of it"),
                     sc_part_ended(view, dossier->labels, dossier->place, dossier->successors));
    }
    else {
        sc_part_fact(out, sc_say(view, "Successors"),
                     dated_links(view, dossier, dossier->successors));
    }
    sc_fact_rows(out, view, dossier->place, dossier->labels, rest);
    sc_buffer_puts(out, "</dl>\n");
}

static void write_number_claim(sc_buffer_t *out, const sc_view_t *view,
                               const sc_place_dossier_t *dossier)
{
    sc_buffer_t *said = sc_buffer_new(view->pool, 0);
    sc_partner_count_t count;
    const char *listed;

    sc_partner_count_of(dossier, view->today, &count, view->pool);
    if (!count.claim) {
        return;
    }
    const char *stated =
        sc_say_n(view, "The place itself states {n} partner: {source}",
                 "The place itself states {n} partners: {source}", count.claim->number, NULL);
    listed =
        sc_say_n(view, "This registry lists {n}.", "This registry lists {n}.", count.listed, NULL);
    sc_html_fill(said, stated, "source", sc_part_claim_citation(view, count.claim), NULL);
    sc_html(out, "<li class=\"sistercity__entry\">%r</li>\n",
            sc_join(view, SC_NOTES, said->data, listed));
}

static int is_partner(const sc_view_t *view, const sc_place_dossier_t *dossier, const char *place)
{
    for (int i = 0; i < dossier->partnerships->nelts; i++) {
        apr_array_header_t *partners =
            sc_partners_of(SC_AT(dossier->partnerships, i, sc_partnership_t), dossier->place->slug,
                           NULL, view->pool);

        for (int j = 0; j < SC_COUNT(partners); j++) {
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
    sc_html_fill(out, text, "place", sc_part_slug_link(view, dossier->labels, other), "source",
                 sc_part_claim_citation(view, claim), NULL);
    sc_buffer_puts(out, "</li>\n");
}

static void write_claims(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    sc_buffer_t *entries = sc_buffer_new(view->pool, 0);

    write_number_claim(entries, view, dossier);
    SC_EACH(const sc_claim_t, claim, dossier->claims) {
        write_listing(entries, view, dossier, claim, claim->partner,
                      sc_say(view, "It names {place} as a partner, but no partnership "
                                   "is on record: {source}"));
    }
    SC_EACH(const sc_claim_t, claim, dossier->claimed_by) {
        write_listing(entries, view, dossier, claim, claim->place,
                      sc_say(view, "{place} names it as a partner, but no partnership "
                                   "is on record: {source}"));
    }
    if (entries->length) {
        sc_part_heading(out, view, 1, sc_say(view, "What is claimed and what is on record"));
        sc_html(out, "<ul class=\"sistercity__entries\">\n%r</ul>\n", entries->data);
    }
}

static void write_activities(sc_buffer_t *out, const sc_view_t *view,
                             const sc_place_dossier_t *dossier)
{
    int shown = sc_place_happenings(out, view, dossier);

    if (dossier->activity_total > shown) {
        sc_part_all(out, sc_link(view, "places", dossier->place->slug, "activities", NULL),
                    sc_say_n(view, "See all {n} activity", "See all {n} activities",
                             dossier->activity_total, NULL));
    }
}

static void write_networks(sc_buffer_t *out, const sc_view_t *view,
                           const sc_place_dossier_t *dossier)
{
    if (SC_COUNT(dossier->memberships) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Networks"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH(const sc_membership_t, membership, dossier->memberships) {
        const sc_network_t *network = sc_find(dossier->networks, membership->network);

        if (network) {
            sc_html(out, "<li class=\"sistercity__entry\">%r%r</li>\n",
                    sc_part_network_link(view, network), sc_part_membership(view, membership));
        }
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_persons(sc_buffer_t *out, const sc_view_t *view,
                          const sc_place_dossier_t *dossier)
{
    apr_array_header_t *about = apr_array_make(view->pool, 1, sizeof(const char *));

    APR_ARRAY_PUSH(about, const char *) = dossier->place->slug;
    sc_part_persons(out, view, dossier->persons, about, dossier->labels);
    if (SC_COUNT(dossier->persons) >= SC_PERSONS_SHOWN) {
        sc_part_all(
            out, sc_link_with(view, sc_link(view, "persons", NULL), "place", dossier->place->slug),
            sc_say(view, "See all people"));
    }
}

/* Partnerships and events beyond these stand on their own pages only. Few places have as many: a
 * page of thousands would be read by nobody and cost as much as a hundred others. */
enum { SHOWN_AT_MOST = 200 };

static void write_timeline(sc_buffer_t *out, const sc_view_t *view,
                           const sc_place_dossier_t *dossier)
{
    if (!sc_place_has_timeline(dossier)) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Timeline"));
    sc_place_timeline(out, view, dossier, 2);
    if (view->limit == SHOWN_AT_MOST && dossier->partnerships->nelts > SHOWN_AT_MOST) {
        sc_part_all(out, sc_link(view, "places", dossier->place->slug, "timeline", NULL),
                    sc_title_place_timeline(view, dossier));
    }
}

void sc_page_place(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    sc_view_t bounded = *view;
    const char *title = sc_title_place(view, data);
    const char *local = sc_part_local(view, sc_label_of(view, dossier->place));

    sc_part_open(out, view, "place", title);
    if (local) {
        sc_html(out, "<p class=\"sistercity__subtitle\">%r</p>\n", local);
    }
    sc_place_lead(out, view, dossier);
    sc_part_place_map(out, view, dossier, 1);
    sc_part_heading(out, view, 1, sc_say(view, "Partners"));
    if (view->limit == 0 && dossier->partnerships->nelts > SHOWN_AT_MOST) {
        bounded.limit = SHOWN_AT_MOST;
    }
    sc_place_partners(out, &bounded, dossier, 2);
    sc_part_heading(out, view, 1, sc_sayf(view, "About {place}", "place", title, NULL));
    write_facts(out, view, dossier);
    write_activities(out, view, dossier);
    write_timeline(out, &bounded, dossier);
    if (dossier->partnerships->nelts) {
        sc_part_all(out, sc_link(view, "places", dossier->place->slug, "anniversaries", NULL),
                    sc_say(view, "Anniversaries of the coming years"));
        sc_part_calendar(out, view,
                         sc_link(view, "places", dossier->place->slug, "anniversaries.ics", NULL));
        sc_part_all(out, sc_link(view, "places", dossier->place->slug, "statistics", NULL),
                    sc_sayf(view, "Partnerships of {place} in numbers", "place", title, NULL));
    }
    if (!view->is_fragment) {
        sc_part_feed(out, view,
                     sc_link(view, "places", dossier->place->slug, "changes.atom", NULL));
    }
    sc_part_section(out, view, sc_say(view, "Stories"), dossier->stories, NULL, dossier->labels);
    sc_part_files(out, view, dossier->place, 1);
    write_persons(out, view, dossier);
    sc_part_awards(out, view, dossier->awards);
    write_networks(out, view, dossier);
    write_claims(out, view, dossier);
    sc_part_section(out, view, sc_say(view, "Organizations"), dossier->organizations, NULL, NULL);
    sc_part_sources(out, view, &sc_place, dossier->sources, NULL);
    sc_part_end(out, view, title, dossier->place->record.modified, 1);
}

void sc_json_place(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = sc_json_begin(out, view);

    sc_json_place_members(&json, data);
    sc_json_end(&json);
}
