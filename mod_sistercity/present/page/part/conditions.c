#include "present/page/part/part.h"

#include <string.h>

static const char *const labels[] = {
    [SC_UNKNOWN] = N_("unknown"), [SC_MET] = N_("met"), [SC_NOT_MET] = N_("not met")};

static void write_condition(sc_buffer_t *out, const sc_view_t *view, const char *text,
                            sc_condition_e condition, const char *evidence)
{
    sc_html(out,
            "<li class=\"sistercity__entry\"><span class=\"sistercity__badge "
            "sistercity__badge--%t\">%t</span> %t",
            sc_condition_word(condition), sc_say(view, labels[condition]), text);
    if (evidence) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>", evidence);
    }
    sc_buffer_puts(out, "</li>\n");
}

static const char *with_date(const sc_view_t *view, const char *what, const char *date)
{
    return date ? sc_htmlf(view, "%r, %r", what, sc_date_html(view, date)) : what;
}

static const char *agreement_evidence(const sc_view_t *view, const sc_agreement_t *agreement)
{
    return agreement ? with_date(view, sc_part_title_link(view, agreement), agreement->date) : NULL;
}

static const char *approval_evidence(const sc_view_t *view, const sc_approval_t *approval)
{
    return approval ? with_date(view, sc_text_html(view, approval->body), approval->date) : NULL;
}

static const char *fields_evidence(const sc_view_t *view, const sc_conditions_t *conditions)
{
    if (conditions->fields_count == 0) {
        return NULL;
    }
    return sc_say_n(view, "{n} field on record", "{n} fields on record", conditions->fields_count,
                    NULL);
}

int sc_part_is_network(const sc_partnership_t *partnership)
{
    return strcmp(partnership->type, "network") == 0;
}

void sc_part_conditions(sc_buffer_t *out, const sc_view_t *view,
                        const sc_partnership_dossier_t *dossier)
{
    sc_conditions_t conditions;

    if (sc_part_is_network(dossier->partnership)) {
        return;
    }
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
                    conditions.budget, approval_evidence(view, conditions.budget_evidence));
    sc_buffer_puts(out, "</ul>\n");
}
