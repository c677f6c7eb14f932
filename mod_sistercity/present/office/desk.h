/**
 * @file desk.h
 * @brief The editors' desk: how the registry stands, and what somebody should do.
 */
#ifndef SC_PRESENT_OFFICE_DESK_H
#define SC_PRESENT_OFFICE_DESK_H

#include "model/problem.h"
#include "present/office/form.h"
#include "present/office/office.h"
#include "present/page/pages.h"
#include "present/write/data.h"

typedef struct sc_desk_count_t {
    const sc_entity_t *entity;
    apr_int64_t number;
} sc_desk_count_t;

typedef struct sc_desk_finding_t {
    const sc_entity_t *entity;
    const char *slug;
    sc_problem_t problem;
    const void *record; /* the item, to name it by; NULL: by its slug */
} sc_desk_finding_t;

typedef struct sc_desk_due_t {
    const char *kind; /* "anniversary", "term", "silent" */
    const char *date; /* EDTF, or NULL */
    int years;        /* of an anniversary, else 0 */
    const sc_partnership_t *partnership;
} sc_desk_due_t;

typedef struct sc_desk_t {
    const sc_admin_view_t *admin;
    const char *home;            /* slug of the home municipality, or NULL */
    const char *database;        /* "SQLite", "PostgreSQL" */
    const char *until;           /* the day up to which dues are shown */
    apr_array_header_t *counts;  /* of sc_desk_count_t */
    apr_array_header_t *drafts;  /* of sc_draft_t *: those that wait, the first of them; an editor's
                                    own, a reviewer's all */
    apr_array_header_t *changes; /* of sc_change_t *: the last ones, a few */
    apr_array_header_t *findings; /* of sc_desk_finding_t: the first of them */
    apr_int64_t finding_count;    /* of all */
    apr_array_header_t *dues;     /* of sc_desk_due_t, by date: the first of them */
    apr_int64_t due_count;        /* of all */
    sc_named_t named;
} sc_desk_t;

sc_page_fn sc_page_desk, sc_page_due, sc_page_check;
sc_title_fn sc_title_desk, sc_title_due, sc_title_check;
sc_data_fn sc_json_desk;

#endif
