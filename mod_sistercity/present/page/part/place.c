#include "present/page/part/place.h"

#include "model/text/edtf.h"
#include "present/page/part/timeline.h"

#include <string.h>

const char *sc_place_name(const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    return sc_part_name(view, sc_label_of(view, dossier->place));
}

/* Those that are still to come, the next one first, or the others, newest first; not those whose
 * date is not known, which may be of any time. */
static apr_array_header_t *dated_activities(const sc_view_t *view,
                                            const apr_array_header_t *activities, int planned)
{
    apr_array_header_t *chosen = apr_array_make(view->pool, 5, sizeof(void *));

    for (int i = 0; i < activities->nelts && chosen->nelts < SC_RECENT_ACTIVITIES; i++) {
        int at = planned ? activities->nelts - 1 - i : i;
        sc_activity_t *activity = SC_AT(activities, at, sc_activity_t);

        if (activity->start && sc_edtf_is_future(activity->start, view->today) == planned) {
            APR_ARRAY_PUSH(chosen, void *) = activity;
        }
    }
    return chosen;
}

int sc_place_happenings(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    apr_hash_t *partnerships = sc_part_by_slug(view, dossier->partnerships);
    const apr_array_header_t *planned = dated_activities(view, dossier->activities, 1);
    const apr_array_header_t *recent = dated_activities(view, dossier->activities, 0);

    sc_part_section(out, view, sc_say(view, "Planned activities"), planned, partnerships,
                    dossier->labels);
    sc_part_section(out, view, sc_say(view, "Recent activities"), recent, partnerships,
                    dossier->labels);
    return planned->nelts + recent->nelts;
}

int sc_place_has_timeline(const sc_place_dossier_t *dossier)
{
    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        if (partnership->established || partnership->ended || partnership->first_contact) {
            return 1;
        }
    }
    return dossier->agreements->nelts > 0 || dossier->steps->nelts > 0;
}

void sc_place_timeline(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int depth)
{
    sc_timeline_t *timeline = sc_timeline_new(view, sc_part_by_slug(view, dossier->partnerships),
                                              dossier->labels, dossier->place->slug);

    sc_timeline_add(timeline, dossier->agreements);
    sc_timeline_add(timeline, dossier->steps);
    for (int i = 0; i < dossier->partnerships->nelts; i++) {
        sc_timeline_add_partnership(timeline, SC_AT(dossier->partnerships, i, sc_partnership_t));
    }
    if (sc_timeline_count(timeline) == 0) {
        sc_part_empty(out, sc_say(view, "No dated event is on record yet."));
        return;
    }
    sc_timeline_write(out, timeline, depth, view->limit);
}

/* What the partnerships in force have in common: their type where it is one, their countries,
 * and when those began that join the place with one other. */
typedef struct summary_t {
    int partners;
    int countries;
    int is_dated;              /* whether each of them has a date on record */
    const char *type;          /* of all of them, each called by its usual word; else "" */
    apr_array_header_t *dated; /* of sc_partnership_t *: those with one partner and a date */
    apr_array_header_t *links; /* of const char *: their partners */
} summary_t;

static void note_partner(summary_t *summary, const sc_view_t *view,
                         const sc_place_dossier_t *dossier, apr_hash_t *seen,
                         const sc_party_t *partner)
{
    const char *country = sc_part_label(view, dossier->labels, partner->place)->country;

    if (!sc_find(seen, partner->place)) {
        apr_hash_set(seen, partner->place, APR_HASH_KEY_STRING, partner);
        summary->partners++;
    }
    /* Country codes are upper case and slugs lower case: one table serves both. */
    if (country && !sc_find(seen, country)) {
        apr_hash_set(seen, country, APR_HASH_KEY_STRING, country);
        summary->countries++;
    }
}

/* To where the list of partners leads by the same name. */
static const char *partner_link(const sc_view_t *view, const sc_place_dossier_t *dossier,
                                const sc_partnership_t *partnership, const sc_party_t *partner)
{
    return sc_link_html(view, sc_link(view, "partnerships", partnership->slug, NULL),
                        sc_part_name(view, sc_part_label(view, dossier->labels, partner->place)));
}

/* Whether the list of partners calls it as a sentence about its type does. */
static int is_called_usually(const sc_view_t *view, const sc_place_dossier_t *dossier,
                             const sc_partnership_t *partnership)
{
    const char *word = sc_tie_word(view, dossier->labels, partnership, dossier->place->slug);

    return strcmp(word, sc_term_for(view->language, view->terms, partnership->type, NULL, NULL)) ==
           0;
}

static void summarize(summary_t *summary, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    apr_hash_t *seen = apr_hash_make(view->pool);

    memset(summary, 0, sizeof(*summary));
    summary->is_dated = 1;
    summary->dated = apr_array_make(view->pool, 16, sizeof(const void *));
    summary->links = apr_array_make(view->pool, 16, sizeof(const char *));
    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        if (!sc_status_is_in_force(sc_part_standing(view, partnership)->status) ||
            strcmp(partnership->type, "network") == 0) {
            continue;
        }
        apr_array_header_t *partners =
            sc_partners_of(partnership, dossier->place->slug, sc_part_day(view), view->pool);
        for (int j = 0; j < SC_COUNT(partners); j++) {
            note_partner(summary, view, dossier, seen, SC_AT(partners, j, sc_party_t));
        }
        if (!is_called_usually(view, dossier, partnership) ||
            (summary->type && strcmp(summary->type, partnership->type) != 0)) {
            summary->type = "";
        }
        summary->type = summary->type ? summary->type : partnership->type;
        if (!partnership->established) {
            summary->is_dated = 0;
        }
        else if (SC_COUNT(partners) == 1) {
            APR_ARRAY_PUSH(summary->dated, const void *) = partnership;
            APR_ARRAY_PUSH(summary->links, const char *) =
                partner_link(view, dossier, partnership, SC_AT(partners, 0, sc_party_t));
        }
    }
}

/* Whole sentences: another language may need another order or case for each. */
static const char *count_sentence(const sc_view_t *view, const summary_t *summary,
                                  const char *place)
{
    if (strcmp(summary->type, "sister") == 0) {
        return sc_say_n(view, "{place} has {n} sister city on record.",
                        "{place} has {n} sister cities on record.", summary->partners, "place",
                        place, NULL);
    }
    if (strcmp(summary->type, "friendship") == 0) {
        return sc_say_n(view, "{place} has {n} friendship city on record.",
                        "{place} has {n} friendship cities on record.", summary->partners, "place",
                        place, NULL);
    }
    return sc_say_n(view, "{place} has {n} partner on record.",
                    "{place} has {n} partners on record.", summary->partners, "place", place, NULL);
}

static const char *oldest_html(const sc_view_t *view, const summary_t *summary)
{
    const char *arguments[] = {"partner", NULL, NULL};

    if (summary->dated->nelts == 1 && summary->partners == 1) {
        arguments[1] = APR_ARRAY_IDX(summary->links, 0, const char *);
        return sc_fill(sc_dated_html(view, sc_say(view, "It is {partner}, since {date}."),
                                     SC_AT(summary->dated, 0, sc_partnership_t)->established),
                       arguments, view->pool);
    }
    return summary->dated->nelts
               ? sc_part_oldest(view, summary->dated, summary->links, summary->is_dated)
               : NULL;
}

static const char *claim_sentence(const sc_view_t *view, const sc_place_dossier_t *dossier,
                                  const char *place)
{
    sc_partner_count_t count;

    sc_partner_count_of(dossier, view->today, &count, view->pool);
    return count.claim && count.claim->number != count.listed
               ? sc_say_n(view, "{place} itself states {n}.", "{place} itself states {n}.",
                          count.claim->number, "place", place, NULL)
               : NULL;
}

void sc_place_lead(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    const char *place = sc_place_name(view, dossier), *counts, *lead;
    summary_t summary;

    summarize(&summary, view, dossier);
    if (summary.partners == 0) {
        return;
    }
    counts = sc_join(view, SC_SENTENCES, count_sentence(view, &summary, place),
                     summary.countries > 1
                         ? sc_say_n(view, "They are in {n} country.", "They are in {n} countries.",
                                    summary.countries, NULL)
                         : NULL);
    lead = sc_join(view, SC_SENTENCES, sc_text_html(view, counts), oldest_html(view, &summary));
    lead =
        sc_join(view, SC_SENTENCES, lead, sc_text_html(view, claim_sentence(view, dossier, place)));
    sc_html(out, "<p class=\"sistercity__lead\">%r</p>\n", lead);
}

const char *sc_place_title(const sc_view_t *view, const char *text, const sc_place_t *place)
{
    return sc_sayf(view, text, "place", sc_part_name(view, sc_label_of(view, place)), NULL);
}

void sc_place_open(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title,
                   const sc_place_t *place)
{
    sc_part_open_within(out, view, name, title,
                        place ? sc_part_place_link(view, sc_label_of(view, place)) : NULL);
}

static void lead_back(sc_buffer_t *out, const sc_view_t *view, const sc_place_t *place)
{
    if (!view->is_fragment) {
        sc_part_all(out, sc_link(view, "places", place->slug, NULL),
                    sc_place_title(view, N_("Everything about {place}"), place));
    }
}

void sc_place_close(sc_buffer_t *out, const sc_view_t *view, const sc_place_t *place,
                    const char *title)
{
    lead_back(out, view, place);
    sc_part_end(out, view, title, place->record.modified, 0);
}

void sc_place_close_list(sc_buffer_t *out, const sc_view_t *view, const sc_place_t *place,
                         const char *title, apr_int64_t rows)
{
    lead_back(out, view, place);
    sc_part_end_of_list(out, view, title, place->record.modified, rows);
}

static void write_claim_object(sc_json_t *json, const sc_claim_t *claim)
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

static void write_passages(sc_json_t *json, const sc_place_dossier_t *dossier)
{
    if (dossier->passages->nelts == 0) {
        return;
    }
    sc_json_open(json, "succession", '[');
    SC_EACH_OF(const sc_passage_t, passage, dossier->passages) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "predecessor", passage->predecessor);
        sc_json_text(json, "successor", passage->successor);
        sc_json_text(json, "kind", passage->kind);
        sc_json_text(json, "date", passage->date);
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

void sc_json_place_members(sc_json_t *json, const sc_place_dossier_t *dossier)
{
    sc_partner_count_t count;

    sc_partner_count_of(dossier, json->view->today, &count, json->view->pool);
    sc_json_members(json, dossier->place, SC_FORM_WHOLE, NULL);
    sc_json_texts(json, "successors", dossier->successors);
    write_passages(json, dossier);
    write_claim_object(json, count.claim);
    sc_json_integer(json, "listed_partners", count.listed);
    sc_json_records(json, "organizations", dossier->organizations, SC_FORM_WHOLE, "place");
    sc_json_records(json, "sources", dossier->sources, SC_FORM_WHOLE, "place");
    sc_json_records(json, "claims", dossier->claims, SC_FORM_WHOLE, "place");
    sc_json_records(json, "claimed_by", dossier->claimed_by, SC_FORM_WHOLE, "partner");
    sc_json_records(json, "memberships", dossier->memberships, SC_FORM_WHOLE, "place");
    sc_json_records(json, "persons", dossier->persons, SC_FORM_SHORT, NULL);
    sc_json_records(json, "awards", dossier->awards, SC_FORM_WHOLE, NULL);
}
