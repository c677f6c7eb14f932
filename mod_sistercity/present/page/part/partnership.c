#include "present/page/part/partnership.h"

#include "model/vocabulary.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

static const char *span_html(const sc_view_t *view, const char *from, const char *until)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_html_span(out, view, from, until);
    return out->data;
}

static const char *term_text(const sc_view_t *view, apr_int64_t months)
{
    if (months == SC_NO_INTEGER) {
        return NULL;
    }
    if (months % 12 == 0) {
        return sc_text_n(view->language, view->pool, "{n} year", "{n} years", months / 12, NULL);
    }
    return sc_text_n(view->language, view->pool, "{n} month", "{n} months", months, NULL);
}

static const char *date_or_unknown(const sc_view_t *view, const char *date)
{
    return date ? span_html(view, date, NULL)
                : sc_html_make(view->pool, "<span class=\"sistercity__unknown\">%t</span>",
                               sc_text(view->language, "date not recorded"));
}

void sc_agreement_facts(sc_buffer_t *out, const sc_view_t *view, const sc_agreement_t *agreement,
                        apr_hash_t *labels)
{
    const sc_language_t *language = view->language;

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_part_fact(out, sc_text(language, "Signed"), date_or_unknown(view, agreement->date));
    sc_part_fact_text(out, sc_text(language, "Kind"),
                      agreement->title ? sc_part_word(view, &sc_agreement_kinds, agreement->kind)
                                       : NULL);
    sc_part_fact_text(out, sc_text(language, "Place of signing"), agreement->place);
    sc_part_fact_text(out, sc_text(language, "Way of signing"),
                      sc_part_word(view, &sc_signing_modes, agreement->mode));
    sc_part_fact_text(out, sc_text(language, "Term"), term_text(view, agreement->term_months));
    sc_part_fact_date(out, view, sc_text(language, "In force from"), agreement->effective_from);
    sc_part_fact_date(out, view, sc_text(language, "In force until"), agreement->effective_until);
    sc_part_fact(out, sc_text(language, "Signed by"),
                 sc_part_signatories(view, labels, agreement, "signatory"));
    sc_part_fact(out, sc_text(language, "Witnessed by"),
                 sc_part_signatories(view, labels, agreement, "witness"));
    sc_part_fact(out, sc_text(language, "Documents"), sc_part_documents(view, agreement));
    sc_part_fact(out, sc_text(language, "Source"), sc_part_citation(view, agreement->source));
    sc_buffer_puts(out, "</dl>\n");
}

void sc_partnership_agreements(sc_buffer_t *out, const sc_view_t *view,
                               const sc_partnership_dossier_t *dossier)
{
    int i;

    if (dossier->agreements->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Agreements"));
    for (i = dossier->agreements->nelts - 1; i >= 0; i--) {
        const sc_agreement_t *agreement = SC_AT(dossier->agreements, i, sc_agreement_t);

        sc_buffer_puts(out, "<article class=\"sistercity__item\">\n");
        sc_part_heading(out, view, 2, sc_part_agreement_title(view, agreement));
        sc_agreement_facts(out, view, agreement, dossier->labels);
        sc_html_markdown(out, view, agreement->note, view->heading + 2);
        sc_buffer_puts(out, "</article>\n");
    }
}

static const char *votes_text(const sc_view_t *view, const sc_approval_t *approval)
{
    const char *number[3];
    apr_int64_t votes[] = {approval->votes_for, approval->votes_against, approval->votes_abstained};
    int i;

    if (approval->votes_for == SC_NO_INTEGER && approval->votes_against == SC_NO_INTEGER) {
        return NULL;
    }
    for (i = 0; i < 3; i++) {
        number[i] = votes[i] == SC_NO_INTEGER
                        ? "–"
                        : sc_format_number(view->language, votes[i], view->pool);
    }
    return sc_textf(view->language, view->pool,
                    "{for} for, {against} against, {abstained} abstained", "for", number[0],
                    "against", number[1], "abstained", number[2], NULL);
}

static const char *budget_text(const sc_view_t *view, const sc_approval_t *approval)
{
    const char *amount;

    if (isnan(approval->budget_amount)) {
        return NULL;
    }
    amount = sc_format_money(view->language, approval->budget_amount, approval->budget_currency,
                             view->pool);
    return approval->fiscal_year
               ? sc_textf(view->language, view->pool, "{amount} (fiscal year {year})", "amount",
                          amount, "year", approval->fiscal_year, NULL)
               : amount;
}

static void write_approval(sc_buffer_t *out, const sc_view_t *view,
                           const sc_partnership_dossier_t *dossier, const sc_approval_t *approval)
{
    const sc_language_t *language = view->language;

    sc_buffer_puts(out, "<article class=\"sistercity__item\">\n");
    sc_part_heading(out, view, 2, approval->body);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_part_fact(out, sc_text(language, "Place"),
                 approval->place ? sc_part_place_link(
                                       view, sc_part_label(view, dossier->labels, approval->place))
                                 : NULL);
    sc_part_fact(out, sc_text(language, "Date"), date_or_unknown(view, approval->date));
    sc_part_fact_text(out, sc_text(language, "Result"),
                      sc_part_word(view, &sc_approval_results, approval->result));
    sc_part_fact_text(out, sc_text(language, "Decision number"), approval->decision);
    sc_part_fact_text(out, sc_text(language, "Votes"), votes_text(view, approval));
    sc_part_fact_text(out, sc_text(language, "Budget"), budget_text(view, approval));
    sc_part_fact(out, sc_text(language, "Source"), sc_part_citation(view, approval->source));
    sc_buffer_puts(out, "</dl>\n</article>\n");
}

void sc_partnership_approvals(sc_buffer_t *out, const sc_view_t *view,
                              const sc_partnership_dossier_t *dossier)
{
    int i;

    if (dossier->approvals->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Approvals"));
    for (i = dossier->approvals->nelts - 1; i >= 0; i--) {
        write_approval(out, view, dossier, SC_AT(dossier->approvals, i, sc_approval_t));
    }
}

/* "Rotary Club of Kyoto South (Kyoto)", or either alone. */
static const char *giver_text(const sc_view_t *view, apr_hash_t *labels, const char *name,
                              const char *place)
{
    const char *where = place ? sc_part_name(view, sc_part_label(view, labels, place)) : NULL;

    if (name && where) {
        return apr_psprintf(view->pool, "%s (%s)", name, where);
    }
    return name ? name : where;
}

static void write_gift(sc_buffer_t *out, const sc_view_t *view, apr_hash_t *labels,
                       const sc_gift_t *gift)
{
    const sc_language_t *language = view->language;

    sc_buffer_puts(out, "<article class=\"sistercity__item\">\n");
    sc_part_heading(out, view, 2, gift->object);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_part_fact_date(out, view, sc_text(language, "Date"), gift->date);
    sc_part_fact_text(out, sc_text(language, "Given by"),
                      giver_text(view, labels, gift->donor, gift->donor_place));
    sc_part_fact_text(out, sc_text(language, "Given to"),
                      giver_text(view, labels, gift->recipient, gift->recipient_place));
    sc_part_fact_text(out, sc_text(language, "Occasion"), gift->occasion);
    sc_part_fact_text(out, sc_text(language, "Maker"), gift->maker);
    sc_part_fact_text(out, sc_text(language, "Where it stands now"),
                      gift->location ? gift->location : sc_text(language, "not recorded"));
    sc_part_fact(out, sc_text(language, "Source"), sc_part_citation(view, gift->source));
    sc_buffer_puts(out, "</dl>\n");
    sc_html_markdown(out, view, gift->note, view->heading + 2);
    sc_buffer_puts(out, "</article>\n");
}

void sc_partnership_gifts(sc_buffer_t *out, const sc_view_t *view,
                          const sc_partnership_dossier_t *dossier)
{
    int i;

    if (dossier->gifts->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Gifts"));
    for (i = dossier->gifts->nelts - 1; i >= 0; i--) {
        write_gift(out, view, dossier->labels, SC_AT(dossier->gifts, i, sc_gift_t));
    }
}

static const char *condition_label(const sc_view_t *view, sc_condition_e condition)
{
    switch (condition) {
    case SC_MET:
        return sc_text(view->language, "met");
    case SC_NOT_MET:
        return sc_text(view->language, "not met");
    default:
        return sc_text(view->language, "unknown");
    }
}

static void write_condition(sc_buffer_t *out, const sc_view_t *view, const char *text,
                            sc_condition_e condition, const char *evidence)
{
    sc_html(out,
            "<li class=\"sistercity__entry\"><span class=\"sistercity__badge "
            "sistercity__badge--%t\">%t</span> %t",
            sc_condition_word(condition), condition_label(view, condition), text);
    if (evidence) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>", evidence);
    }
    sc_buffer_puts(out, "</li>\n");
}

static const char *agreement_evidence(const sc_view_t *view, const sc_agreement_t *agreement)
{
    if (!agreement) {
        return NULL;
    }
    return sc_html_make(view->pool, "<a href=\"%u\">%t</a>%r%r",
                        sc_link(view, "agreements", agreement->slug, NULL),
                        sc_part_agreement_title(view, agreement), agreement->date ? ", " : NULL,
                        span_html(view, agreement->date, NULL));
}

static const char *approval_evidence(const sc_view_t *view, const sc_approval_t *approval)
{
    if (!approval) {
        return NULL;
    }
    return sc_html_make(view->pool, "%t%r%r", approval->body, approval->date ? ", " : NULL,
                        span_html(view, approval->date, NULL));
}

static const char *fields_evidence(const sc_view_t *view, const sc_conditions_t *conditions)
{
    if (conditions->fields_count == 0) {
        return NULL;
    }
    return sc_text_n(view->language, view->pool, "{n} field on record", "{n} fields on record",
                     conditions->fields_count, NULL);
}

int sc_partnership_is_network(const sc_partnership_t *partnership)
{
    return strcmp(partnership->type, "network") == 0;
}

void sc_partnership_conditions(sc_buffer_t *out, const sc_view_t *view,
                               const sc_partnership_dossier_t *dossier)
{
    const sc_language_t *language = view->language;
    sc_conditions_t conditions;

    if (sc_partnership_is_network(dossier->partnership)) {
        return;
    }
    sc_conditions_of(dossier, &conditions, view->pool);
    sc_part_heading(out, view, 1, sc_text(language, "Conditions for a sister city relationship"));
    sc_part_quiet(out,
                  sc_text(language, "By the three conditions of Japan’s council for international "
                                    "relations (CLAIR), as far as the record shows them."));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    write_condition(out, view, sc_text(language, "The leaders of both sides signed an agreement."),
                    conditions.agreement, agreement_evidence(view, conditions.agreement_evidence));
    write_condition(out, view, sc_text(language, "The exchange is not limited to one field."),
                    conditions.fields, fields_evidence(view, &conditions));
    write_condition(out, view, sc_text(language, "The assembly approved a budget for it."),
                    conditions.budget, approval_evidence(view, conditions.budget_evidence));
    sc_buffer_puts(out, "</ul>\n");
}

static const sc_claim_t *claim_by(const sc_partnership_dossier_t *dossier, const char *place)
{
    int i;

    for (i = 0; i < dossier->claims->nelts; i++) {
        const sc_claim_t *claim = SC_AT(dossier->claims, i, sc_claim_t);

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
    const char *text =
        claim ? sc_text(view->language, "{place} lists the partnership in public.")
              : sc_text(view->language, "No public list of {place} that names it is on record.");

    sc_buffer_puts(out, "<li class=\"sistercity__entry\">");
    sc_html_fill(out, text, "place",
                 sc_part_place_link(view, sc_part_label(view, dossier->labels, place)), NULL);
    if (claim) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>",
                sc_part_claim_citation(view, claim));
    }
    sc_buffer_puts(out, "</li>\n");
}

void sc_partnership_claims(sc_buffer_t *out, const sc_view_t *view,
                           const sc_partnership_dossier_t *dossier)
{
    const apr_array_header_t *parties = dossier->partnership->parties;
    int i;

    if (dossier->claims->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Who says so"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (i = 0; i < SC_COUNT(parties); i++) {
        write_claim_of(out, view, dossier, SC_AT(parties, i, sc_party_t)->place);
    }
    sc_buffer_puts(out, "</ul>\n");
}
