#include "present/page/part/part.h"

#include <apr_strings.h>
#include <string.h>

static const char *time_of(const sc_view_t *view, const sc_office_t *office)
{
    if (office->from && office->to) {
        return sc_span_html(view, office->from, office->to);
    }
    return office->from   ? sc_dated_html(view, sc_say(view, "from {date}"), office->from)
           : office->to   ? sc_dated_html(view, sc_say(view, "until {date}"), office->to)
           : office->held ? sc_dated_html(view, sc_say(view, "in office: {date}"), office->held)
                          : NULL;
}

static const char *organization_of(const sc_view_t *view, apr_hash_t *labels, const char *slug)
{
    const sc_label_t *label =
        slug ? sc_find(labels, apr_pstrcat(view->pool, "organizations/", slug, NULL)) : NULL;

    return label ? sc_link_html(view, sc_link(view, "organizations", slug, NULL), label->name)
                 : NULL;
}

const char *sc_part_office(const sc_view_t *view, apr_hash_t *labels, const sc_office_t *office,
                           const char *except)
{
    int is_told = office->place && !sc_is(except, office->place);
    const char *const pieces[] = {
        office->title ? sc_text_html(view, office->title)
                      : sc_text_html(view, sc_part_word(view, &sc_office_kinds, office->kind)),
        is_told ? sc_part_slug_link(view, labels, office->place) : NULL,
        organization_of(view, labels, office->organization), time_of(view, office)};
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    for (size_t i = 0; i < SC_LENGTH(pieces); i++) {
        if (pieces[i]) {
            sc_html(out, "%r%r", out->length ? SC_DOT : NULL, pieces[i]);
        }
    }
    return out->data;
}

static int is_about(const apr_array_header_t *about, const sc_office_t *office)
{
    return (office->place && sc_has_text(about, office->place)) ||
           (office->partnership && sc_has_text(about, office->partnership));
}

void sc_part_persons(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *persons,
                     const apr_array_header_t *about, apr_hash_t *labels)
{
    const char *one = about->nelts == 1 ? APR_ARRAY_IDX(about, 0, const char *) : NULL;

    if (SC_COUNT(persons) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "People"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH(const sc_person_t, person, persons) {
        sc_html(out, "<li class=\"sistercity__entry\">%r", sc_part_title_link(view, person));
        SC_EACH(const sc_office_t, office, person->offices) {
            if (is_about(about, office)) {
                sc_html(out, "<br><span class=\"sistercity__details\">%r</span>",
                        sc_part_office(view, labels, office, one));
            }
        }
        sc_buffer_puts(out, "</li>\n");
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_part_awards(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *awards)
{
    if (SC_COUNT(awards) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Awards"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH(const sc_award_t, award, awards) {
        const char *date = award->date ? sc_date_html(view, award->date) : NULL;

        sc_html(out, "<li class=\"sistercity__entry\">%r", sc_part_title_link(view, award));
        if (date || award->awarded_by) {
            sc_html(out, " <span class=\"sistercity__details\">%r%r%r</span>", date,
                    date && award->awarded_by ? SC_DOT : NULL,
                    sc_text_html(view, award->awarded_by));
        }
        sc_buffer_puts(out, "</li>\n");
    }
    sc_buffer_puts(out, "</ul>\n");
}
