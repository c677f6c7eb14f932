#include "httpd/office/handlers.h"
#include "model/text/notation.h"
#include "store/load/load.h"

#include <stdlib.h>
#include <string.h>

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

int sc_load_report_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_report_page_t *page = baton;

    page->report.year = read_year(admin);
    page->report.place = page->before.place = read_place(admin);
    page->before.year = page->report.year - 1;
    if (admin->problems->items->nelts > 0) {
        return HTTP_BAD_REQUEST;
    }
    apr_status_t rv = sc_load_report(db, admin->request->r->pool, &page->report);
    if (rv == APR_SUCCESS) {
        rv = sc_load_report(db, admin->request->r->pool, &page->before);
    }
    if (rv == APR_SUCCESS) {
        sc_report_sort(&admin->request->view, &page->report);
    }
    return sc_admin_status(admin, db, rv);
}
