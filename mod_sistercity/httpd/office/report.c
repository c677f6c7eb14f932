#include "httpd/office/handlers.h"
#include "model/text/notation.h"
#include "present/office/pages.h"
#include "store/load/load.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

static int stage_report(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_report_page_t *page = baton;
    apr_status_t rv = sc_load_report(db, admin->request->r->pool, &page->report);

    page->admin = sc_admin_view(admin, db);
    return sc_admin_status(admin, db, rv);
}

/* A year as people write it; 0 after a problem. */
static int read_year(sc_admin_t *admin)
{
    const char *text = sc_input_get(admin->query, "year");

    if (!text || !*text) {
        return atoi(admin->request->view.today);
    }
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4 && atoi(text) > 0) {
        return atoi(text);
    }
    sc_problem_add(admin->problems, "year", "not_a_year", N_("Write the year as four digits."),
                   NULL);
    return 0;
}

/* The place that reports: as asked, else the home municipality; all of them for an empty one. */
static const char *read_place(sc_admin_t *admin)
{
    const char *place = sc_input_get(admin->query, "place");

    if (!place) {
        return admin->request->view.home;
    }
    if (*place && !sc_slug_is_valid(place)) {
        sc_problem_add(admin->problems, "place", "not_a_slug",
                       N_("This cannot be the address name of a place."), NULL);
    }
    return *place ? place : NULL;
}

int sc_handle_report(sc_admin_t *admin)
{
    sc_report_page_t page = {.report.year = read_year(admin), .report.place = read_place(admin)};
    int status;

    if (admin->problems->items->nelts > 0) {
        return sc_admin_refuse(admin, HTTP_BAD_REQUEST);
    }
    status = sc_admin_with_database(admin, stage_report, &page);
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    sc_report_sort(&admin->request->view, &page.report);
    switch (admin->request->format) {
    case SC_FORMAT_CSV:
        return sc_admin_show_data(admin, sc_csv_report, &page.report);
    case SC_FORMAT_JSON:
        return sc_admin_show_data(admin, sc_json_report, &page.report);
    default:
        return sc_admin_show(admin, HTTP_OK, sc_page_report, sc_title_report, &page);
    }
}
