#include "present/page/pages.h"

#include "model/vocabulary.h"
#include "present/page/part/partnership.h"

#include <apr_strings.h>

/* Pages of single agreements, activities and organizations. */

const char *sc_title_agreement(const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    const char *title = sc_part_agreement_title(view, dossier->item);

    if (!dossier->partnership) {
        return title;
    }
    return sc_textf(view->language, view->pool, "{title}: {parties}", "title", title, "parties",
                    sc_part_parties(view, dossier->labels, dossier->partnership), NULL);
}

const char *sc_title_activity(const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;

    (void)view;
    return ((const sc_activity_t *)dossier->item)->title;
}

const char *sc_title_organization(const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;

    (void)view;
    return ((const sc_organization_t *)dossier->item)->name;
}

static void open_item(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier,
                      const char *name, const char *title)
{
    sc_part_open(out, view, name, title);
    if (dossier->partnership) {
        sc_html(out, "<p class=\"sistercity__subtitle\">%r</p>\n",
                sc_part_partnership_link(view, dossier->labels, dossier->partnership));
    }
}

static void close_item(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier,
                       const char *title)
{
    const sc_record_t *record = dossier->item;

    if (!view->is_fragment) {
        sc_part_foot(out, view, title, record->modified, 1);
    }
    sc_part_close(out);
}

void sc_page_agreement(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    const sc_agreement_t *agreement = dossier->item;
    const char *title = sc_title_agreement(view, data);

    open_item(out, view, dossier, "agreement", title);
    sc_agreement_facts(out, view, agreement, dossier->labels);
    sc_html_markdown(out, view, agreement->note, view->heading);
    close_item(out, view, dossier, title);
}

static const char *participants_html(const sc_view_t *view, const sc_activity_t *activity)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int i;

    for (i = 0; i < SC_COUNT(activity->participants); i++) {
        const sc_participant_t *participant = SC_AT(activity->participants, i, sc_participant_t);

        sc_html(out, "%r%t", i ? "<br>" : NULL, participant->group);
        if (participant->count != SC_NO_INTEGER) {
            sc_html(out, ": %t", sc_format_number(view->language, participant->count, view->pool));
        }
    }
    return out->data;
}

static const char *when_html(const sc_view_t *view, const sc_activity_t *activity)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    if (!activity->start && !activity->end) {
        return sc_html_make(view->pool, "<span class=\"sistercity__unknown\">%t</span>",
                            sc_text(view->language, "date not recorded"));
    }
    sc_html_span(out, view, activity->start, activity->end);
    return out->data;
}

static void write_activity_facts(sc_buffer_t *out, const sc_view_t *view,
                                 const sc_activity_t *activity)
{
    const sc_language_t *language = view->language;

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_part_fact(out, sc_text(language, "When"), when_html(view, activity));
    sc_part_fact_text(out, sc_text(language, "Where"), activity->place);
    sc_part_fact_text(out, sc_text(language, "Form"),
                      sc_part_word(view, &sc_activity_forms, activity->form));
    sc_part_fact_text(out, sc_text(language, "Direction"),
                      sc_part_word(view, &sc_directions, activity->direction));
    sc_part_fact_text(out, sc_text(language, "Fields"),
                      sc_part_words(view, &sc_exchange_fields, activity->fields));
    sc_part_fact(out, sc_text(language, "Participants"), participants_html(view, activity));
    sc_part_fact(out, sc_text(language, "Link"), sc_part_citation(view, activity->link));
    sc_part_fact(out, sc_text(language, "Source"), sc_part_citation(view, activity->source));
    sc_buffer_puts(out, "</dl>\n");
}

static void write_organizations(sc_buffer_t *out, const sc_view_t *view,
                                const sc_item_dossier_t *dossier)
{
    if (dossier->organizations->nelts) {
        sc_part_heading(out, view, 1, sc_text(view->language, "Organizations"));
        sc_part_organizations(out, view, dossier->organizations, dossier->labels);
    }
}

void sc_page_activity(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    const sc_activity_t *activity = dossier->item;
    const char *title = sc_title_activity(view, data);

    open_item(out, view, dossier, "activity", title);
    write_activity_facts(out, view, activity);
    sc_part_prose(out, view, 1, sc_text(view->language, "Outcome"), activity->outcome);
    write_organizations(out, view, dossier);
    close_item(out, view, dossier, title);
}

static const char *languages_text(const sc_view_t *view, const apr_array_header_t *tags)
{
    apr_array_header_t *names;
    int i;

    if (SC_COUNT(tags) == 0) {
        return NULL;
    }
    names = apr_array_make(view->pool, tags->nelts, sizeof(const char *));
    for (i = 0; i < tags->nelts; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_format_language(view->language, APR_ARRAY_IDX(tags, i, const char *), view->pool);
    }
    return sc_text_list(view->language, names, view->pool);
}

static const char *email_html(const sc_view_t *view, const char *email)
{
    if (!email) {
        return NULL;
    }
    return sc_html_make(view->pool, "<a href=\"%u\">%t</a>",
                        apr_pstrcat(view->pool, "mailto:", email, NULL), email);
}

void sc_page_organization(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    const sc_organization_t *organization = dossier->item;
    const sc_language_t *language = view->language;
    const char *title = sc_title_organization(view, data);
    int has_contact = sc_contact_is_public(organization, view->today);

    open_item(out, view, dossier, "organization", title);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    sc_part_fact_text(out, sc_text(language, "Kind"),
                      sc_part_word(view, &sc_organization_kinds, organization->kind));
    sc_part_fact(out, sc_text(language, "Place"),
                 organization->place ? sc_part_place_link(view, sc_part_label(view, dossier->labels,
                                                                              organization->place))
                                     : NULL);
    sc_part_fact_text(out, sc_text(language, "Jurisdiction"), organization->jurisdiction);
    sc_part_fact_text(out, sc_text(language, "Languages"),
                      languages_text(view, organization->languages));
    sc_part_fact(out, sc_text(language, "Website"), sc_part_citation(view, organization->website));
    if (has_contact) {
        sc_part_fact_text(out, sc_text(language, "Contact person"), organization->contact);
        sc_part_fact(out, sc_text(language, "E-mail"), email_html(view, organization->email));
        sc_part_fact_text(out, sc_text(language, "Telephone"), organization->phone);
    }
    sc_part_fact(out, sc_text(language, "Source"), sc_part_citation(view, organization->source));
    sc_buffer_puts(out, "</dl>\n");
    close_item(out, view, dossier, title);
}
