#include "language/collate.h"
#include "present/office/pages.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

const char *sc_title_report(const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;
    const char *year = apr_itoa(view->pool, report->year);

    if (report->place) {
        return sc_sayf(view, "{place}: partnerships in {year}", "place",
                       sc_part_name(view, sc_part_label(view, report->labels, report->place)),
                       "year", year, NULL);
    }
    return sc_sayf(view, "Partnerships in {year}", "year", year, NULL);
}

static void write_choice(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    sc_html(out,
            "<form class=\"sistercity__filters\" method=\"get\" action=\"%u\">\n"
            "<label class=\"sistercity__field\"><span>%t</span> <input type=\"text\" name=\"year\" "
            "value=\"%d\" size=\"6\" inputmode=\"numeric\" autocomplete=\"off\"></label>\n",
            apr_pstrcat(view->pool, view->mount, view->path, NULL), sc_say(view, "Year"),
            report->year);
    sc_part_hidden(out, "place", report->place);
    sc_part_keep_language(out, view);
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_say(view, "Show"));
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

static void write_numbers(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const sc_report_totals_t totals = sc_report_totals(report);

    sc_buffer_puts(out, "<dl class=\"sistercity__numbers\">\n");
    sc_part_number(out, view, sc_say(view, "partnerships in force"), report->in_force);
    sc_part_number(out, view, sc_say(view, "activities"), totals.activities);
    sc_part_number(out, view, sc_say(view, "participants"), totals.participants);
    sc_part_number(out, view, sc_say(view, "agreements"), totals.agreements);
    sc_part_number(out, view, sc_say(view, "anniversaries"), totals.anniversaries);
    sc_buffer_puts(out, "</dl>\n");
}

static void write_heading(sc_buffer_t *out, const sc_view_t *view, const char *text)
{
    sc_html(out, "<h%h>%t</h%h>\n", view->heading + 2, text, view->heading + 2);
}

static void write_entries(sc_buffer_t *out, const sc_view_t *view, const char *heading,
                          const apr_array_header_t *records, apr_hash_t *labels)
{
    if (records->nelts) {
        write_heading(out, view, heading);
        sc_part_entries(out, view, records, NULL, labels, 0);
    }
}

static void write_gifts(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *gifts)
{
    if (SC_COUNT(gifts) == 0) {
        return;
    }
    write_heading(out, view, sc_say(view, "Gifts"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < gifts->nelts; i++) {
        const sc_gift_t *gift = SC_AT(gifts, i, sc_gift_t);

        sc_html(out, "<li class=\"sistercity__entry\">%t %r</li>\n", gift->object,
                sc_date_html(view, gift->date));
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report,
                      const sc_report_row_t *row)
{
    sc_html(out, "<div class=\"sistercity-admin__partner\">\n");
    sc_part_heading(out, view, 1, sc_part_parties(view, report->labels, row->partnership));
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact(out, sc_say(view, "Status"), sc_part_any_status(view, row->partnership));
    /* Years would be counted to today, and the report is of another year. */
    sc_part_fact(out, sc_say(view, "Established"),
                 sc_date_html(view, row->partnership->established));
    if (row->years > 0) {
        sc_part_fact_text(out, sc_say(view, "Anniversary"),
                          sc_say_n(view, "{n} year", "{n} years", row->years, NULL));
    }
    if (row->participants != SC_NO_INTEGER) {
        sc_part_fact_text(out, sc_say(view, "Participants"),
                          sc_say_number(view, row->participants));
    }
    sc_buffer_puts(out, "</dl>\n");
    write_entries(out, view, sc_say(view, "Agreements"), row->agreements, report->labels);
    write_entries(out, view, sc_say(view, "Activities"), row->activities, report->labels);
    write_gifts(out, view, row->gifts);
    sc_buffer_puts(out, "</div>\n");
}

static void write_end(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const char *arguments =
        apr_psprintf(view->pool, "year=%d%s%s", report->year, report->place ? "&place=" : "",
                     report->place ? report->place : "");

    sc_buffer_puts(out, "<footer class=\"sistercity__foot\">\n");
    sc_part_downloads(out, view, arguments, 1);
    sc_html(
        out, "<p>%r</p>\n</footer>\n",
        sc_dated_html(view, sc_say(view, "From the registry as it stood on {date}."), view->today));
}

void sc_page_report(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_report_page_t *page = data;
    const sc_report_t *report = &page->report;

    sc_admin_open(out, view, page->admin, "report", sc_title_report(view, data));
    write_choice(out, view, report);
    write_numbers(out, view, report);
    if (report->rows->nelts == 0) {
        sc_part_empty(out, sc_say(view, "Nothing of that year is on record."));
    }
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row(out, view, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
    }
    write_end(out, view, report);
    sc_part_close(out);
}
