#include "model/cell.h"
#include "present/office/pages.h"
#include "present/page/part/part.h"
#include "present/write/data.h"
#include "present/write/json.h"

#include <apr_strings.h>

/* Columns of report.csv, as people's own sheets know them: fixed and not translated. */
static const char *const columns[] = {"partnership", "name",       "status",     "established",
                                      "years",       "agreements", "activities", "participants",
                                      "gifts",       "titles",     NULL};

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

/* The titles of the activities in one cell, as lists stand in every other file. */
static const char *titles_of(const sc_view_t *view, const apr_array_header_t *activities)
{
    const char *titles = "";

    for (int i = 0; i < activities->nelts; i++) {
        titles = apr_pstrcat(view->pool, titles, i ? "|" : "",
                             SC_AT(activities, i, sc_activity_t)->title, NULL);
    }
    return titles;
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report,
                      const sc_report_row_t *row)
{
    const sc_partnership_t *partnership = row->partnership;
    const char *const cells[] = {partnership->slug,
                                 sc_part_parties(view, report->labels, partnership),
                                 partnership->status,
                                 partnership->established ? partnership->established : "",
                                 row->years ? number(view, row->years) : "",
                                 number(view, row->agreements->nelts),
                                 number(view, row->activities->nelts),
                                 number(view, row->participants),
                                 number(view, row->gifts->nelts),
                                 titles_of(view, row->activities)};

    write_line(out, view, cells);
}

/* The last line has no partnership: it is the sum of those above it. */
static void write_totals(sc_buffer_t *out, const sc_view_t *view, const sc_report_t *report)
{
    const sc_report_totals_t totals = sc_report_totals(report);
    const char *const cells[] = {"",
                                 sc_say(view, "Total"),
                                 "",
                                 "",
                                 "",
                                 number(view, totals.agreements),
                                 number(view, totals.activities),
                                 number(view, totals.participants),
                                 number(view, totals.gifts),
                                 ""};

    write_line(out, view, cells);
}

void sc_csv_report(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;

    write_line(out, view, columns);
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row(out, view, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
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
    sc_json_records(json, "agreements", row->agreements, "partnership");
    sc_json_records(json, "activities", row->activities, "partnership");
    sc_json_records(json, "gifts", row->gifts, "partnership");
    sc_json_close(json, '}');
}

static void write_totals_object(sc_json_t *json, const sc_report_t *report)
{
    const sc_report_totals_t totals = sc_report_totals(report);

    sc_json_open(json, "totals", '{');
    sc_json_integer(json, "agreements", totals.agreements);
    sc_json_integer(json, "activities", totals.activities);
    sc_json_integer(json, "participants", totals.participants);
    sc_json_integer(json, "gifts", totals.gifts);
    sc_json_integer(json, "anniversaries", totals.anniversaries);
    sc_json_close(json, '}');
}

void sc_json_report(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_report_t *report = &((const sc_report_page_t *)data)->report;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_integer(&json, "year", report->year);
    sc_json_text(&json, "place", report->place);
    sc_json_integer(&json, "in_force", report->in_force);
    write_totals_object(&json, report);
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < report->rows->nelts; i++) {
        write_row_object(&json, report, &APR_ARRAY_IDX(report->rows, i, sc_report_row_t));
    }
    sc_json_close(&json, ']');
    sc_json_end(&json);
}
