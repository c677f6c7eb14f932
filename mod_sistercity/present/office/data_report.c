#include "model/cell.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "present/office/pages.h"
#include "present/page/part/part.h"
#include "present/write/data.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <math.h>

/* Columns of report.csv, as people's own sheets know them: fixed and not translated. */
static const char *const columns[] = {
    "partnership", "name",         "status",        "established", "years",    "agreements",
    "activities",  "participants", "gifts",         "titles",      "steps",    "approvals",
    "budget",      "currency",     "until",         "directions",  "outcomes", "sent",
    "received",    "cost",         "cost_currency", NULL};

static const char *number(const sc_view_t *view, apr_int64_t value)
{
    return value == SC_NO_INTEGER ? "" : apr_psprintf(view->pool, "%" APR_INT64_T_FMT, value);
}

/* One line of the file; cells as many as there are columns. */
static void write_line(sc_buffer_t *out, const sc_view_t *view, const char *const *cells)
{
    for (int i = 0; columns[i]; i++) {
        sc_buffer_puts(out, i ? "," : "");
        sc_csv_cell(out, sc_cell_defuse(cells[i], view->pool));
    }
    sc_buffer_puts(out, SC_CSV_LINE_END);
}

/* Texts of some records in one cell, as lists stand in every other file.
 * @param names of up to two fields, joined by a space; a record that lacks the first is left out */
static const char *texts_of(const sc_view_t *view, const apr_array_header_t *records,
                            const char *name, const char *other)
{
    const char *texts = "";

    SC_EACH(const void, record, records) {
        const sc_entity_t *entity = sc_record_entity(record);
        const char *text = sc_field_text(sc_entity_field(entity, name), record);
        const char *more = other ? sc_field_text(sc_entity_field(entity, other), record) : NULL;

        if (text) {
            texts = apr_pstrcat(view->pool, texts, *texts ? "|" : "", text, more ? " " : "",
                                more ? more : "", NULL);
        }
    }
    return texts;
}

/* Who went where, for each activity of which it is said. */
static const char *directions_of(const sc_view_t *view, const sc_report_t *report,
                                 const sc_report_row_t *row)
{
    const char *texts = "";

    for (int i = 0; i < row->activities->nelts; i++) {
        const char *direction = SC_AT(row->activities, i, sc_activity_t)->direction;

        if (direction) {
            texts = apr_pstrcat(
                view->pool, texts, *texts ? "|" : "",
                sc_part_direction(view, report->labels, row->partnership, direction), NULL);
        }
    }
    return texts;
}

/* The ends that the agreements gave: as stated, else by their terms. */
static const char *ends_of(const sc_view_t *view, const apr_array_header_t *agreements)
{
    const char *texts = "";

    SC_EACH(const sc_agreement_t, agreement, agreements) {
        const char *from = agreement->effective_from ? agreement->effective_from : agreement->date;
        const char *until = agreement->effective_until;

        if (!until && from && agreement->term_months != SC_NO_INTEGER) {
            until = sc_edtf_plus_months(from, (int)agreement->term_months, view->pool);
        }
        if (until) {
            texts = apr_pstrcat(view->pool, texts, *texts ? "|" : "", until, NULL);
        }
    }
    return texts;
}

/* The budgets and their currencies, in the same order. */
static void budgets_of(const sc_view_t *view, const sc_report_row_t *row, const char **amounts,
                       const char **currencies)
{
    *amounts = *currencies = "";
    SC_EACH(const sc_approval_t, approval, row->approvals) {
        const char *bar = **amounts ? "|" : "";

        if (!isnan(approval->budget_amount)) {
            *currencies =
                apr_pstrcat(view->pool, *currencies, bar,
                            approval->budget_currency ? approval->budget_currency : "", NULL);
            *amounts = apr_pstrcat(view->pool, *amounts, bar,
                                   sc_real_text(approval->budget_amount, view->pool), NULL);
        }
    }
}

/* What the activities cost and the currencies, in the same order. */
static void costs_of(const sc_view_t *view, const sc_report_t *report, const char **amounts,
                     const char **currencies)
{
    apr_hash_t *sums = sc_report_costs(report, view->pool);

    *amounts = *currencies = "";
    for (apr_hash_index_t *at = apr_hash_first(view->pool, sums); at; at = apr_hash_next(at)) {
        const char *bar = **amounts ? "|" : "";

        *currencies = apr_pstrcat(view->pool, *currencies, bar, apr_hash_this_key(at), NULL);
        *amounts = apr_pstrcat(view->pool, *amounts, bar,
                               sc_real_text(*(double *)apr_hash_this_val(at), view->pool), NULL);
    }
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report,
                      const sc_report_row_t *row)
{
    const sc_partnership_t *partnership = row->partnership;
    const char *amounts, *currencies, *costs, *cost_currencies;
    sc_report_t alone = *report;

    alone.rows = apr_array_make(view->pool, 1, sizeof(*row));
    APR_ARRAY_PUSH(alone.rows, sc_report_row_t) = *row;
    const sc_report_totals_t own = sc_report_totals(view, &alone);

    budgets_of(view, row, &amounts, &currencies);
    costs_of(view, &alone, &costs, &cost_currencies);
    const char *const cells[] = {partnership->slug,
                                 sc_part_parties(view, report->labels, partnership),
                                 partnership->status,
                                 partnership->established ? partnership->established : "",
                                 row->years ? number(view, row->years) : "",
                                 number(view, row->agreements->nelts),
                                 number(view, row->activities->nelts),
                                 number(view, row->participants),
                                 number(view, row->gifts->nelts),
                                 texts_of(view, row->activities, "title", NULL),
                                 texts_of(view, row->steps, "status", "date"),
                                 texts_of(view, row->approvals, "body", "result"),
                                 amounts,
                                 currencies,
                                 ends_of(view, row->agreements),
                                 directions_of(view, report, row),
                                 texts_of(view, row->activities, "outcome", NULL),
                                 number(view, own.sent),
                                 number(view, own.received),
                                 costs,
                                 cost_currencies};

    write_line(out, view, cells);
}

/* The last line has no partnership: it is the sum of those above it. */
static void write_totals(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const sc_report_totals_t totals = sc_report_totals(view, report);
    const char *costs, *currencies;

    costs_of(view, report, &costs, &currencies);
    const char *const cells[] = {"",
                                 sc_say(view, "Total"),
                                 "",
                                 "",
                                 "",
                                 number(view, totals.agreements),
                                 number(view, totals.activities),
                                 number(view, totals.participants),
                                 number(view, totals.gifts),
                                 "",
                                 number(view, totals.steps),
                                 number(view, totals.approvals),
                                 "",
                                 "",
                                 "",
                                 "",
                                 "",
                                 number(view, totals.sent),
                                 number(view, totals.received),
                                 costs,
                                 currencies};

    write_line(out, view, cells);
}

/* A partnership of which the year has nothing. */
static const sc_report_row_t *silent_row(const sc_view_t *view, const sc_partnership_t *partnership)
{
    sc_report_row_t *row = apr_pcalloc(view->pool, sizeof(*row));

    row->partnership = partnership;
    row->steps = row->approvals = row->agreements = row->activities = row->gifts =
        apr_array_make(view->pool, 1, sizeof(void *));
    row->participants = SC_NO_INTEGER;
    return row;
}

void sc_csv_report(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;

    write_line(out, view, columns);
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row(out, view, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
    }
    for (int i = 0; i < report->silent->nelts; i++) {
        write_row(out, view, report, silent_row(view, SC_AT(report->silent, i, sc_partnership_t)));
    }
    if (report->rows->nelts) {
        write_totals(out, view, report);
    }
}

static void write_row_object(sc_json_t *json, const sc_report_t *report, const sc_report_row_t *row)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "partnership", row->partnership->slug);
    sc_json_text(json, "name", sc_part_parties(json->view, report->labels, row->partnership));
    sc_json_text(json, "status", row->partnership->status);
    sc_json_text(json, "established", row->partnership->established);
    sc_json_id(json, "years", row->years);
    sc_json_integer(json, "participants", row->participants);
    sc_json_records(json, "steps", row->steps, SC_FORM_WHOLE, "partnership");
    sc_json_records(json, "approvals", row->approvals, SC_FORM_WHOLE, "partnership");
    sc_json_records(json, "agreements", row->agreements, SC_FORM_WHOLE, "partnership");
    sc_json_records(json, "activities", row->activities, SC_FORM_WHOLE, "partnership");
    sc_json_records(json, "gifts", row->gifts, SC_FORM_WHOLE, "partnership");
    sc_json_close(json, '}');
}

static void write_costs(sc_json_t *json, const sc_report_t *report)
{
    apr_hash_t *sums = sc_report_costs(report, json->view->pool);

    sc_json_open(json, "costs", '[');
    for (apr_hash_index_t *at = apr_hash_first(json->view->pool, sums); at;
         at = apr_hash_next(at)) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "currency", apr_hash_this_key(at));
        sc_json_text(json, "amount",
                     sc_real_text(*(double *)apr_hash_this_val(at), json->view->pool));
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

static void write_totals_object(sc_json_t *json, const char *name, const sc_report_t *report)
{
    const sc_report_totals_t totals = sc_report_totals(json->view, report);

    sc_json_open(json, name, '{');
    sc_json_integer(json, "agreements", totals.agreements);
    sc_json_integer(json, "activities", totals.activities);
    sc_json_integer(json, "participants", totals.participants);
    sc_json_integer(json, "sent", totals.sent);
    sc_json_integer(json, "received", totals.received);
    write_costs(json, report);
    sc_json_integer(json, "gifts", totals.gifts);
    sc_json_integer(json, "anniversaries", totals.anniversaries);
    sc_json_integer(json, "approvals", totals.approvals);
    sc_json_integer(json, "steps", totals.steps);
    sc_json_close(json, '}');
}

static void write_before(sc_json_t *json, const sc_report_t *before)
{
    sc_json_open(json, "before", '{');
    sc_json_integer(json, "year", before->year);
    sc_json_integer(json, "in_force", before->in_force);
    write_totals_object(json, "totals", before);
    sc_json_close(json, '}');
}

static void write_silent(sc_json_t *json, const sc_report_t *report)
{
    sc_json_open(json, "silent", '[');
    SC_EACH(const sc_partnership_t, partnership, report->silent) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "partnership", partnership->slug);
        sc_json_text(json, "name", sc_part_parties(json->view, report->labels, partnership));
        sc_json_text(json, "status", partnership->status);
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

void sc_json_report(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_integer(&json, "year", report->year);
    sc_json_text(&json, "place", report->place);
    sc_json_integer(&json, "in_force", report->in_force);
    write_totals_object(&json, "totals", report);
    write_before(&json, &((const sc_report_page_t *)data)->before);
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row_object(&json, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
    }
    sc_json_close(&json, ']');
    write_silent(&json, report);
    sc_json_end(&json);
}
