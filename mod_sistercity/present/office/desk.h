/**
 * @file desk.h
 * @brief The editors' desk: how the registry stands, and what somebody should do.
 */
#ifndef SC_PRESENT_OFFICE_DESK_H
#define SC_PRESENT_OFFICE_DESK_H

#include "present/office/form.h"
#include "present/office/office.h"
#include "present/page/pages.h"
#include "present/write/data.h"
#include "view/desk.h"

/** As many of each kind as the desk shows; pages of their own have the others. */
enum { SC_DESK_SHOWN = 10 };

typedef struct sc_desk_page_t {
    const sc_admin_view_t *admin;
    const char *home;     /* slug of the home municipality, or NULL */
    const char *database; /* "SQLite", "PostgreSQL" */
    sc_desk_t desk;
    apr_array_header_t *drafts;  /* of sc_draft_t *: those that wait, the first of them; an editor's
                                    own, a reviewer's all */
    apr_array_header_t *changes; /* of sc_change_t *: the last ones, a few */
    sc_named_t named;
} sc_desk_page_t;

/* All of sc_desk_page_t; the last two show their part alone. */
sc_page_fn sc_page_desk, sc_page_due, sc_page_check;
sc_title_fn sc_title_desk, sc_title_due, sc_title_check;
sc_data_fn sc_json_desk;

#endif
