#include "present/page/part/fact.h"

#include "model/vocabulary.h"

#include <apr_strings.h>
#include <string.h>

static void write_condition(sc_buffer_t *out, const sc_view_t *view, const char *text,
                            sc_condition_e condition, const char *evidence)
{
    const char *word = sc_condition_word(condition);

    sc_html(out,
            "<li class=\"sistercity__entry\"><span class=\"sistercity__badge "
            "sistercity__badge--%t\">%t</span> %t",
            word, sc_say_word(view, &sc_condition_answers, word), text);
    if (evidence) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>", evidence);
    }
    sc_buffer_puts(out, "</li>\n");
}

static const char *with_date(const sc_view_t *view, const char *what, const char *date)
{
    return date ? sc_join(view, SC_COMMA, what, sc_date_html(view, date)) : what;
}

static const char *agreement_evidence(const sc_view_t *view, const sc_agreement_t *agreement)
{
    return agreement ? with_date(view, sc_part_title_link(view, agreement), agreement->date) : NULL;
}

/* Readers have no page of an approval: it stands on that of its partnership. */
static const char *approval_evidence(const sc_view_t *view, const sc_approval_t *approval,
                                     int is_office)
{
    const char *page, *what;

    if (!approval) {
        return NULL;
    }
    page = is_office ? sc_link(view, "approvals", approval->slug, NULL)
                     : sc_fact_address(view, approval);
    what = sc_htmlf(view, "<a href=\"%u\">%r</a>", page, sc_text_html(view, approval->body));
    return with_date(view, sc_join(view, SC_COLON, what, sc_fact_budget(view, approval)),
                     approval->date);
}

static const char *fields_evidence(const sc_view_t *view, const sc_conditions_t *conditions)
{
    apr_array_header_t *names = apr_array_make(view->pool, 4, sizeof(const char *));

    for (int i = 0; i < conditions->fields_on_record->nelts; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_say_word(view, &sc_exchange_fields,
                        APR_ARRAY_IDX(conditions->fields_on_record, i, const char *));
    }
    return names->nelts ? sc_text_html(view, sc_sayf(view, "On record: {what}", "what",
                                                     sc_say_list(view, names), NULL))
                        : NULL;
}

int sc_part_is_network(const sc_partnership_t *partnership)
{
    return strcmp(partnership->type, "network") == 0;
}

/* "0 of 3" of what nobody has recorded would read as a failed test. */
static int is_any_known(const sc_view_t *view, const sc_partnership_dossier_t *dossier)
{
    sc_conditions_t conditions;

    sc_conditions_of(dossier, &conditions, view->pool);
    return conditions.agreement != SC_UNKNOWN || conditions.fields != SC_UNKNOWN ||
           conditions.budget != SC_UNKNOWN;
}

int sc_part_shows_conditions(const sc_view_t *view, const sc_partnership_dossier_t *dossier)
{
    const sc_partnership_t *partnership = dossier->partnership;
    int is_with_japan = 0;

    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *country =
            sc_part_label(view, dossier->labels, SC_AT(partnership->parties, i, sc_party_t)->place)
                ->country;

        is_with_japan |= sc_is(country, "JP");
    }
    return !sc_part_is_network(partnership) &&
           (view->conditions < 0 ? is_with_japan && is_any_known(view, dossier) : view->conditions);
}

void sc_part_conditions(sc_buffer_t *out, const sc_view_t *view,
                        const sc_partnership_dossier_t *dossier, int is_office)
{
    sc_conditions_t conditions;

    sc_conditions_of(dossier, &conditions, view->pool);
    sc_part_heading(out, view, 1, sc_say(view, "Conditions for a sister city relationship"));
    sc_part_quiet(out, sc_say(view, "By the three conditions of Japan’s council for international "
                                    "relations (CLAIR), as far as the record shows them."));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    write_condition(out, view, sc_say(view, "The leaders of both sides signed an agreement."),
                    conditions.agreement, agreement_evidence(view, conditions.agreement_evidence));
    write_condition(out, view, sc_say(view, "The exchange is not limited to one field."),
                    conditions.fields, fields_evidence(view, &conditions));
    write_condition(out, view, sc_say(view, "The assembly approved a budget for it."),
                    conditions.budget,
                    approval_evidence(view, conditions.budget_evidence, is_office));
    sc_buffer_puts(out, "</ul>\n");
}
