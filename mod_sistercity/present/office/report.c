#include "language/collate.h"
#include "present/office/office.h"
#include "present/office/pages.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

const char *sc_title_report(const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;
    const char *year = apr_itoa(view->pool, report->year);

    if (report->place) {
        return sc_textf(view->language, view->pool, "{place}: partnerships in {year}", "place",
                        sc_part_name(view, sc_part_label(view, report->labels, report->place)),
                        "year", year, NULL);
    }
    return sc_textf(view->language, view->pool, "Partnerships in {year}", "year", year, NULL);
}

static void write_choice(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    sc_html(out,
            "<form class=\"sistercity__filters\" method=\"get\" action=\"%u\">\n"
            "<label class=\"sistercity__field\"><span>%t</span> <input type=\"text\" name=\"year\" "
            "value=\"%d\" size=\"6\" inputmode=\"numeric\" autocomplete=\"off\"></label>\n",
            apr_pstrcat(view->pool, view->mount, view->path, NULL), sc_text(view->language, "Year"),
            report->year);
    sc_office_hidden(out, "place", report->place);
    if (view->lang_in_links) {
        sc_office_hidden(out, "lang", sc_language_tag(view->language));
    }
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_text(view->language, "Show"));
}

/** A row with what it is sorted by. */
typedef struct named_row_t {
    const sc_language_t *language;
    const char *name;
    sc_report_row_t row;
} named_row_t;

static int by_name(const void *one, const void *other)
{
    const named_row_t *a = one, *b = other;
    int order = sc_collate(a->language, a->name, b->name);

    return order ? order : strcmp(a->row.partnership->slug, b->row.partnership->slug);
}

/* The name that a partnership stands under: its own, or those of its other places. */
static const char *name_of(const sc_view_t *view, const sc_report_t *report,
                           const sc_partnership_t *partnership)
{
    const apr_array_header_t *partners =
        report->place ? sc_partners_of(partnership, report->place, view->pool)
                      : partnership->parties;
    const char *name = "";

    for (int i = 0; i < SC_COUNT(partners) && !partnership->name; i++) {
        const sc_label_t *label =
            sc_part_label(view, report->labels, SC_AT(partners, i, sc_party_t)->place);

        name = apr_pstrcat(view->pool, name, sc_part_name(view, label), " ", NULL);
    }
    return partnership->name ? partnership->name : name;
}

void sc_report_sort(const sc_view_t *view, sc_report_t *report)
{
    int count = report->rows->nelts;
    named_row_t *named = apr_palloc(view->pool, (count + 1) * sizeof(*named));

    for (int i = 0; i < count; i++) {
        const sc_report_row_t *row = &APR_ARRAY_IDX(report->rows, i, sc_report_row_t);

        named[i] = (named_row_t){view->language, name_of(view, report, row->partnership), *row};
    }
    qsort(named, (size_t)count, sizeof(*named), by_name);
    for (int i = 0; i < count; i++) {
        APR_ARRAY_IDX(report->rows, i, sc_report_row_t) = named[i].row;
    }
}

sc_report_totals_t sc_report_totals(const sc_report_t *report)
{
    sc_report_totals_t totals = {.participants = SC_NO_INTEGER};

    for (int i = 0; i < report->rows->nelts; i++) {
        const sc_report_row_t *row = &APR_ARRAY_IDX(report->rows, i, sc_report_row_t);

        totals.agreements += row->agreements->nelts;
        totals.activities += row->activities->nelts;
        totals.gifts += row->gifts->nelts;
        totals.anniversaries += row->years > 0;
        if (row->participants != SC_NO_INTEGER) {
            totals.participants = row->participants +
                                  (totals.participants == SC_NO_INTEGER ? 0 : totals.participants);
        }
    }
    return totals;
}

static void write_number(sc_buffer_t *out, const sc_view_t *view, const char *label,
                         apr_int64_t number)
{
    if (number != SC_NO_INTEGER) {
        sc_html(out, "<div class=\"sistercity__number\"><dt>%t</dt><dd>%t</dd></div>\n",
                sc_text(view->language, label),
                sc_format_number(view->language, number, view->pool));
    }
}

static void write_numbers(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const sc_report_totals_t totals = sc_report_totals(report);

    sc_buffer_puts(out, "<dl class=\"sistercity__numbers\">\n");
    write_number(out, view, N_("partnerships in force"), report->in_force);
    write_number(out, view, N_("activities"), totals.activities);
    write_number(out, view, N_("participants"), totals.participants);
    write_number(out, view, N_("agreements"), totals.agreements);
    write_number(out, view, N_("anniversaries"), totals.anniversaries);
    sc_buffer_puts(out, "</dl>\n");
}

static void write_gifts(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *gifts)
{
    if (SC_COUNT(gifts) == 0) {
        return;
    }
    sc_html(out, "<h%h>%t</h%h>\n<ul class=\"sistercity__entries\">\n", view->heading + 2,
            sc_text(view->language, "Gifts"), view->heading + 2);
    for (int i = 0; i < gifts->nelts; i++) {
        const sc_gift_t *gift = SC_AT(gifts, i, sc_gift_t);

        sc_html(out, "<li class=\"sistercity__entry\">%t ", gift->object);
        sc_html(out, "%r", sc_date_html(view, gift->date));
        sc_buffer_puts(out, "</li>\n");
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report,
                      const sc_report_row_t *row)
{
    const sc_language_t *language = view->language;

    sc_html(out, "<div class=\"sistercity-admin__partner\">\n");
    sc_part_heading(out, view, 1, sc_part_parties(view, report->labels, row->partnership));
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact(out, sc_text(language, "Status"), sc_part_any_status(view, row->partnership));
    if (row->partnership->established) {
        sc_buffer_t *date = sc_buffer_new(view->pool, 0);

        /* Years would be counted to today, and the report is of another year. */
        sc_html(date, "%r", sc_date_html(view, row->partnership->established));
        sc_part_fact(out, sc_text(language, "Established"), date->data);
    }
    if (row->years > 0) {
        sc_part_fact_text(
            out, sc_text(language, "Anniversary"),
            sc_text_n(language, view->pool, "{n} year", "{n} years", row->years, NULL));
    }
    if (row->participants != SC_NO_INTEGER) {
        sc_part_fact_text(out, sc_text(language, "Participants"),
                          sc_format_number(language, row->participants, view->pool));
    }
    sc_buffer_puts(out, "</dl>\n");
    if (row->agreements->nelts) {
        sc_html(out, "<h%h>%t</h%h>\n", view->heading + 2, sc_text(language, "Agreements"),
                view->heading + 2);
        sc_part_entries(out, view, row->agreements, NULL, report->labels, 0);
    }
    if (row->activities->nelts) {
        sc_html(out, "<h%h>%t</h%h>\n", view->heading + 2, sc_text(language, "Activities"),
                view->heading + 2);
        sc_part_entries(out, view, row->activities, NULL, report->labels, 0);
    }
    write_gifts(out, view, row->gifts);
    sc_buffer_puts(out, "</div>\n");
}

static void write_end(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const char *arguments =
        apr_psprintf(view->pool, "year=%d%s%s", report->year, report->place ? "&place=" : "",
                     report->place ? report->place : "");
    sc_buffer_t *today = sc_buffer_new(view->pool, 0);

    sc_html(today, "%r", sc_date_html(view, view->today));
    sc_buffer_puts(out, "<footer class=\"sistercity__foot\">\n");
    sc_part_downloads(out, view, arguments, 1);
    sc_buffer_puts(out, "<p>");
    sc_html_fill(out, sc_text(view->language, "From the registry as it stood on {date}."), "date",
                 today->data, NULL);
    sc_buffer_puts(out, "</p>\n</footer>\n");
}

void sc_page_report(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_report_page_t *page = data;
    const sc_report_t *report = &page->report;

    sc_admin_open(out, view, page->admin, "report", sc_title_report(view, data));
    write_choice(out, view, report);
    write_numbers(out, view, report);
    if (report->rows->nelts == 0) {
        sc_html(out, "<p class=\"sistercity__empty\">%t</p>\n",
                sc_text(view->language, "Nothing of that year is on record."));
    }
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row(out, view, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
    }
    write_end(out, view, report);
    sc_part_close(out);
}
