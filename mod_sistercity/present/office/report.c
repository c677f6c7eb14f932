#include "model/text/utf8.h"
#include "present/office/pages.h"
#include "present/page/part/fact.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

const char *sc_title_report(const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;
    const char *year = sc_say_year(view, report->year);

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

/* The name that a partnership stands under: its own, or those of its other places. */
static const char *name_of(const sc_view_t *view, const sc_report_t *report,
                           const sc_partnership_t *partnership)
{
    const apr_array_header_t *partners =
        report->place ? sc_partners_of(partnership, report->place, NULL, view->pool)
                      : partnership->parties;
    const char *name = "";

    for (int i = 0; i < SC_COUNT(partners) && !partnership->name; i++) {
        const sc_label_t *label =
            sc_part_label(view, report->labels, SC_AT(partners, i, sc_party_t)->place);

        name = apr_pstrcat(view->pool, name, sc_part_name(view, label), " ", NULL);
    }
    return partnership->name ? partnership->name : name;
}

static sc_sorted_t sorted_of(const sc_view_t *view, const sc_report_t *report,
                             const sc_partnership_t *partnership, const void *item)
{
    return (sc_sorted_t){name_of(view, report, partnership), partnership->slug, item, NULL};
}

static void sort_silent(const sc_view_t *view, sc_report_t *report)
{
    int count = report->silent->nelts;
    sc_sorted_t *sorted = apr_palloc(view->pool, (count + 1) * sizeof(*sorted));

    for (int i = 0; i < count; i++) {
        const sc_partnership_t *partnership = SC_AT(report->silent, i, sc_partnership_t);

        sorted[i] = sorted_of(view, report, partnership, partnership);
    }
    sc_part_sort(view, sorted, count);
    for (int i = 0; i < count; i++) {
        APR_ARRAY_IDX(report->silent, i, const void *) = sorted[i].item;
    }
}

void sc_report_sort(const sc_view_t *view, sc_report_t *report)
{
    const apr_array_header_t *before = apr_array_copy(view->pool, report->rows);
    int count = before->nelts;
    sc_sorted_t *sorted = apr_palloc(view->pool, (count + 1) * sizeof(*sorted));

    for (int i = 0; i < count; i++) {
        const sc_report_row_t *row = &APR_ARRAY_IDX(before, i, sc_report_row_t);

        sorted[i] = sorted_of(view, report, row->partnership, row);
    }
    sc_part_sort(view, sorted, count);
    for (int i = 0; i < count; i++) {
        APR_ARRAY_IDX(report->rows, i, sc_report_row_t) = *(const sc_report_row_t *)sorted[i].item;
    }
    sort_silent(view, report);
}

static void add_people(apr_int64_t *sum, apr_int64_t count)
{
    if (count != SC_NO_INTEGER) {
        *sum = count + (*sum == SC_NO_INTEGER ? 0 : *sum);
    }
}

/* Whether the activity went from the place that reports: directions are written as the site's own
 * city sees them, or the party that is named first. */
static int is_sent(const sc_view_t *view, const sc_report_t *report, const sc_report_row_t *row,
                   const char *direction)
{
    const apr_array_header_t *parties = row->partnership->parties;
    const char *own = SC_COUNT(parties) ? SC_AT(parties, 0, sc_party_t)->place : "";

    for (int i = 0; i < SC_COUNT(parties); i++) {
        const char *place = SC_AT(parties, i, sc_party_t)->place;

        own = view->home && strcmp(place, view->home) == 0 ? place : own;
    }
    return (strcmp(direction, "sent") == 0) == (!report->place || strcmp(report->place, own) == 0);
}

static void add_travelers(const sc_view_t *view, const sc_report_t *report,
                          const sc_report_row_t *row, sc_report_totals_t *totals)
{
    SC_EACH(const sc_activity_t, activity, row->activities) {
        const char *direction = activity->direction ? activity->direction : "";

        if (strcmp(direction, "sent") != 0 && strcmp(direction, "received") != 0) {
            continue;
        }
        for (int j = 0; j < SC_COUNT(activity->participants); j++) {
            add_people(is_sent(view, report, row, direction) ? &totals->sent : &totals->received,
                       SC_AT(activity->participants, j, sc_participant_t)->count);
        }
    }
}

sc_report_totals_t sc_report_totals(const sc_view_t *view, const sc_report_t *report)
{
    sc_report_totals_t totals = {
        .participants = SC_NO_INTEGER, .sent = SC_NO_INTEGER, .received = SC_NO_INTEGER};

    SC_EACH_OF(const sc_report_row_t, row, report->rows) {
        totals.agreements += row->agreements->nelts;
        totals.activities += row->activities->nelts;
        totals.gifts += row->gifts->nelts;
        totals.approvals += row->approvals->nelts;
        totals.steps += row->steps->nelts;
        totals.anniversaries += row->years > 0;
        add_people(&totals.participants, row->participants);
        add_travelers(view, report, row, &totals);
    }
    return totals;
}

static void add_money(apr_hash_t *sums, double amount, const char *currency)
{
    double *sum = sc_find(sums, currency ? currency : "");

    if (isnan(amount)) {
        return;
    }
    if (!sum) {
        sum = apr_pcalloc(apr_hash_pool_get(sums), sizeof(*sum));
        apr_hash_set(sums, currency ? currency : "", APR_HASH_KEY_STRING, sum);
    }
    *sum += amount;
}

apr_hash_t *sc_report_costs(const sc_report_t *report, apr_pool_t *pool)
{
    apr_hash_t *sums = apr_hash_make(pool);

    for (int i = 0; i < report->rows->nelts; i++) {
        const apr_array_header_t *activities =
            APR_ARRAY_IDX(report->rows, i, sc_report_row_t).activities;

        SC_EACH(const sc_activity_t, activity, activities) {
            add_money(sums, activity->cost, activity->currency);
        }
    }
    return sums;
}

/* The budgets of a year's approvals by their currency: of double *. */
static apr_hash_t *budgets_of(const sc_report_t *report, apr_pool_t *pool)
{
    apr_hash_t *sums = apr_hash_make(pool);

    for (int i = 0; i < report->rows->nelts; i++) {
        const apr_array_header_t *approvals =
            APR_ARRAY_IDX(report->rows, i, sc_report_row_t).approvals;

        SC_EACH(const sc_approval_t, approval, approvals) {
            add_money(sums, approval->budget_amount, approval->budget_currency);
        }
    }
    return sums;
}

/* Currencies are not added to one another. */
static const char *money(const sc_view_t *view, apr_hash_t *sums)
{
    apr_array_header_t *texts = apr_array_make(view->pool, 2, sizeof(const char *));

    for (apr_hash_index_t *at = apr_hash_first(view->pool, sums); at; at = apr_hash_next(at)) {
        const char *currency = apr_hash_this_key(at);

        APR_ARRAY_PUSH(texts, const char *) =
            sc_format_money(view->language, *(double *)apr_hash_this_val(at),
                            *currency ? currency : NULL, view->pool);
    }
    sc_utf8_sort(texts);
    return texts->nelts ? sc_say_list(view, texts) : "–";
}

static void write_years(sc_buffer_t *out, const sc_view_t *view, const char *const *columns,
                        const char *label, const char *now, const char *then)
{
    sc_html(out, "<tr><th scope=\"row\">%t</th>", sc_part_capital(view, label));
    sc_part_cell(out, view, columns[1], sc_text_html(view, now));
    sc_part_cell(out, view, columns[2], sc_text_html(view, then));
    sc_buffer_puts(out, "</tr>\n");
}

static void write_numbers(sc_buffer_t *out, const sc_view_t *view, const sc_report_page_t *page)
{
    const sc_report_totals_t now = sc_report_totals(view, &page->report),
                             then = sc_report_totals(view, &page->before);
    const struct {
        const char *label;
        apr_int64_t now, then;
    } rows[] = {
        {N_("partnerships in force"), page->report.in_force, page->before.in_force},
        {N_("activities"), now.activities, then.activities},
        {N_("participants"), now.participants, then.participants},
        {N_("people sent"), now.sent, then.sent},
        {N_("people received"), now.received, then.received},
        {N_("agreements"), now.agreements, then.agreements},
        {N_("approvals"), now.approvals, then.approvals},
        {N_("steps"), now.steps, then.steps},
        {N_("gifts"), now.gifts, then.gifts},
        {N_("anniversaries"), now.anniversaries, then.anniversaries},
    };
    const char *columns[] = {N_("Number"), sc_say_year(view, page->report.year),
                             sc_say_year(view, page->before.year), NULL};

    sc_part_table_open(out, view, sc_say(view, "This year beside the one before"), columns);
    for (size_t i = 0; i < SC_LENGTH(rows); i++) {
        write_years(out, view, columns, sc_say(view, rows[i].label),
                    rows[i].now == SC_NO_INTEGER ? "–" : sc_say_number(view, rows[i].now),
                    rows[i].then == SC_NO_INTEGER ? "–" : sc_say_number(view, rows[i].then));
    }
    write_years(out, view, columns, sc_say(view, "budgets approved"),
                money(view, budgets_of(&page->report, view->pool)),
                money(view, budgets_of(&page->before, view->pool)));
    write_years(out, view, columns, sc_say(view, "cost of activities"),
                money(view, sc_report_costs(&page->report, view->pool)),
                money(view, sc_report_costs(&page->before, view->pool)));
    sc_part_table_close(out);
}

static void write_heading(sc_buffer_t *out, const sc_view_t *view, const char *text)
{
    sc_html(out, "<h%h>%t</h%h>\n", view->heading + 2, text, view->heading + 2);
}

/* What was decided about a partnership: suspensions, ends, renewals. */
static void write_steps(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *steps)
{
    if (steps->nelts) {
        write_heading(out, view, sc_office_many(view, &sc_step));
    }
    SC_EACH(const sc_step_t, step, steps) {
        const char *date = step->date ? step->date : step->effective;

        sc_html(out, "<p><strong>%t</strong>" SC_DOT "%r",
                sc_part_word(view, &sc_step_words, step->status), sc_date_html(view, date));
        if (step->effective && strcmp(step->effective, date) != 0) {
            sc_html(out, SC_DOT "%r",
                    sc_dated_html(view, sc_say(view, "in effect from {date}"), step->effective));
        }
        sc_html(out, "%r%r</p>\n", step->body ? SC_DOT : NULL, sc_text_html(view, step->body));
        sc_html_markdown(out, view, step->reason, view->heading + 3);
    }
}

/* Who went where, how many took part, and what came of it. */
static void write_activities(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report,
                             const sc_report_row_t *row)
{
    if (row->activities->nelts) {
        write_heading(out, view, sc_say(view, "Activities"));
    }
    SC_EACH(const sc_activity_t, activity, row->activities) {
        sc_html(out, "<h%h>%t</h%h>\n", view->heading + 3, activity->title, view->heading + 3);
        sc_facts_write(out, view, activity, row->partnership, report->labels);
        if (activity->outcome) {
            sc_html(out, "<p><strong>%t</strong></p>\n", sc_say(view, "Outcome"));
            sc_html_markdown(out, view, activity->outcome, view->heading + 4);
        }
    }
}

static void write_gifts(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *gifts)
{
    if (SC_COUNT(gifts) == 0) {
        return;
    }
    write_heading(out, view, sc_say(view, "Gifts"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH(const sc_gift_t, gift, gifts) {
        sc_html(out, "<li class=\"sistercity__entry\">%t %r</li>\n", gift->object,
                sc_date_html(view, gift->date));
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report,
                      const sc_report_row_t *row)
{
    sc_view_t within = *view;

    within.heading++;
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
    write_steps(out, view, row->steps);
    sc_facts_section(out, &within, sc_say(view, "Approvals"), row->approvals, report->labels);
    sc_facts_section(out, &within, sc_say(view, "Agreements"), row->agreements, report->labels);
    write_activities(out, view, report, row);
    write_gifts(out, view, row->gifts);
    sc_buffer_puts(out, "</div>\n");
}

/* Partnerships in force of which the year has nothing. */
static void write_silent(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const apr_array_header_t *silent = report->silent;

    if (silent->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Partnerships of which nothing is on record"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH(const sc_partnership_t, partnership, silent) {
        sc_html(out, "<li class=\"sistercity__entry\">%r" SC_DOT "%r</li>\n",
                sc_text_html(view, sc_part_parties(view, report->labels, partnership)),
                sc_part_any_status(view, partnership));
    }
    sc_buffer_puts(out, "</ul>\n");
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
    write_numbers(out, view, page);
    if (report->rows->nelts == 0) {
        sc_part_empty(out, sc_say(view, "Nothing of that year is on record."));
    }
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row(out, view, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
    }
    write_silent(out, view, report);
    write_end(out, view, report);
    sc_part_close(out);
}
