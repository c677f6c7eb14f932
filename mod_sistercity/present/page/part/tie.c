#include "present/page/part/part.h"

#include "language/local_terms.h"
#include "model/edtf.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* A milestone further off than this is not yet anybody's concern (PAGES of the design). */
enum { YEARS_TO_MILESTONE = 2 };

static const char *date_html(const sc_view_t *view, const char *edtf)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_html_date(out, view, edtf);
    return out->data;
}

static const char *filled_with_date(const sc_view_t *view, const char *text, const char *edtf)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_html_fill(out, text, "date", date_html(view, edtf), NULL);
    return out->data;
}

/* The country of the first party that is not the partner. */
static const char *own_country(const sc_view_t *view, apr_hash_t *labels,
                               const sc_partnership_t *partnership, const sc_party_t *partner)
{
    int i;

    for (i = 0; i < SC_COUNT(partnership->parties); i++) {
        const sc_party_t *party = SC_AT(partnership->parties, i, sc_party_t);

        if (!partner || strcmp(party->place, partner->place) != 0) {
            return sc_part_label(view, labels, party->place)->country;
        }
    }
    return NULL;
}

const char *sc_part_term(const sc_view_t *view, apr_hash_t *labels,
                         const sc_partnership_t *partnership, const sc_party_t *partner)
{
    const sc_label_t *place = partner ? sc_part_label(view, labels, partner->place) : NULL;
    const char *country = place ? place->country : view->home_country;
    const char *term = sc_term_for(view->language, partnership->type, country,
                                   own_country(view, labels, partnership, partner));
    sc_lang_text_t local = sc_term_local(partnership->type, country, partner);
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_html(out, "<span class=\"sistercity__term\">%t</span>", term);
    if (local.text && strcmp(local.text, term) != 0) {
        sc_buffer_puts(out, " <span class=\"sistercity__local\">");
        sc_html_lang(out, view, local);
        sc_buffer_puts(out, "</span>");
    }
    return out->data;
}

static const char *since_with_years(const sc_view_t *view, const sc_partnership_t *partnership)
{
    int years = sc_edtf_years(partnership->established, view->today);
    const char *text;

    if (years < 1 || strcmp(partnership->status, "active") != 0) {
        text = sc_text(view->language, "since {date}");
    }
    else {
        text = sc_text_n(view->language, view->pool, "since {date} · {n} year",
                         "since {date} · {n} years", years, NULL);
    }
    return filled_with_date(view, text, partnership->established);
}

const char *sc_part_since(const sc_view_t *view, const sc_partnership_t *partnership)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    if (!partnership->established) {
        sc_html(out, "<span class=\"sistercity__unknown\">%t</span>",
                sc_text(view->language, "date not recorded"));
        return out->data;
    }
    if (!sc_is_over(partnership)) {
        return since_with_years(view, partnership);
    }
    sc_html_span(out, view, partnership->established, partnership->ended);
    return out->data;
}

/* Each status has its own words, with and without a date: a suspended partnership is not over. */
static const struct {
    const char *status;
    const char *dated; /* message id, or NULL where the date says nothing about the status */
} dated_statuses[] = {
    {"dormant", N_("dormant since {date}")}, {"suspended", N_("suspended since {date}")},
    {"expired", N_("expired {date}")},       {"terminated", N_("ended {date}")},
    {"succeeded", N_("succeeded {date}")},   {"upgraded", N_("upgraded {date}")}};

static const char *dated_status(const sc_partnership_t *partnership)
{
    size_t i;

    for (i = 0; i < sizeof(dated_statuses) / sizeof(dated_statuses[0]); i++) {
        if (partnership->ended && strcmp(dated_statuses[i].status, partnership->status) == 0) {
            return dated_statuses[i].dated;
        }
    }
    return NULL;
}

const char *sc_part_status(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const char *dated = dated_status(partnership);
    const char *words;

    if (strcmp(partnership->status, "active") == 0) {
        return NULL;
    }
    if (strcmp(partnership->status, "unknown") == 0) {
        return sc_html_make(view->pool, "<span class=\"sistercity__unknown\">%t</span>",
                            sc_text_word(view->language, &sc_statuses, partnership->status));
    }
    words = dated ? filled_with_date(view, sc_text(view->language, dated), partnership->ended)
                  : sc_html_make(view->pool, "%t",
                                 sc_text_word(view->language, &sc_statuses, partnership->status));
    return sc_html_make(view->pool,
                        "<span class=\"sistercity__badge sistercity__badge--%t\">%r</span>",
                        partnership->status, words);
}

const char *sc_part_any_status(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const char *status = sc_part_status(view, partnership);

    return status ? status
                  : sc_html_make(view->pool, "%t",
                                 sc_text_word(view->language, &sc_statuses, partnership->status));
}

const char *sc_part_fixed_term(const sc_view_t *view, const sc_partnership_t *partnership,
                               const apr_array_header_t *agreements)
{
    sc_term_t term;
    const char *text;

    if (!agreements || sc_is_over(partnership)) {
        return NULL;
    }
    sc_term_of(agreements, partnership->slug, &term, view->pool);
    if (!term.is_fixed || !term.until) {
        return NULL;
    }
    if (!sc_edtf_is_past(term.until, view->today)) {
        return filled_with_date(view, sc_text(view->language, "in force until {date}"), term.until);
    }
    text =
        sc_text(view->language, "The term on record ended {date}; no later renewal is on record.");
    return filled_with_date(view, text, term.until);
}

const char *sc_part_milestone(const sc_view_t *view, const sc_partnership_t *partnership)
{
    sc_milestone_t milestone;

    if (strcmp(partnership->status, "active") != 0 ||
        !sc_milestone_of(partnership, view->today, &milestone) ||
        milestone.year > atoi(view->today) + YEARS_TO_MILESTONE) {
        return NULL;
    }
    return sc_html_make(view->pool, "<span class=\"sistercity__milestone\">%t</span>",
                        sc_text_n(view->language, view->pool, "{n} year in {year}",
                                  "{n} years in {year}", milestone.years, "year",
                                  apr_itoa(view->pool, milestone.year), NULL));
}
