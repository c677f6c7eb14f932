/**
 * @file pages.h
 * @brief The pages of the admin side: one presenter per address, each with what it shows.
 *
 * Addresses, below view->mount (COLLECTION as in sc_entities; lists may be empty, never NULL unless
 * it says so):
 *
 *   GET  /                            sc_page_desk (present/office/desk.h)
 *   GET  /due, /check                 sc_page_due, sc_page_check: of sc_desk_t, each alone
 *   GET  /COLLECTION?q=&after=        sc_page_items
 *   GET  /COLLECTION/new?FIELD=VALUE  sc_page_form (present/office/form.h), with fields filled in;
 *                                     ?draft=ID goes on with a draft of the user's own
 *   POST /COLLECTION                  makes a new item
 *   GET  /COLLECTION/find.json?q=     sc_json_found: for suggestions while typing
 *   GET  /COLLECTION/SLUG             sc_page_form; a draft of the same user's own is continued
 *   POST /COLLECTION/SLUG             saves
 *   GET  /partnerships/SLUG/workbench sc_page_workbench; so is saving anything that belongs to one
 *   GET  /places/SLUG/workbench       sc_page_workbench
 *   GET, POST /COLLECTION/SLUG/withdraw   sc_page_withdraw: token, version, change_note
 *   GET  /COLLECTION/SLUG/history     sc_page_history, with the filters of /history
 *   GET  /history                     sc_page_history, sc_atom_history. Arguments: collection, who,
 *                                     action, since, until (days), batch, before (an id)
 *   GET  /history/ID                  sc_page_change
 *   GET, POST /history/ID/undo        sc_page_undo: token, change_note
 *   GET  /drafts?state=&who=          sc_page_drafts; without state: those that wait
 *   GET, POST /drafts/ID              sc_page_draft: token, change_note, act=publish or reject
 *   GET  /board?place=                sc_page_board
 *   GET, POST /board/SLUG?status= sc_page_move: token, version, the step's fields, change_note
 *   GET  /report?year=&place=         sc_page_report, sc_csv_report (/report.csv)
 *   GET, POST /import                 sc_page_import, stage SC_IMPORT_SEND
 *   GET, POST /import/ID              sc_page_import, stage SC_IMPORT_LOOK
 *   GET, POST /contacts           sc_page_contacts: token, change_note
 *   GET, POST /redact                 sc_page_redact: token, name, change_note, act=look or redact
 *   GET  /sistercity-admin.css, /sistercity-admin.js   present/write/frame.h; ?v=VERSION
 */
#ifndef SC_PRESENT_OFFICE_PAGES_H
#define SC_PRESENT_OFFICE_PAGES_H

#include "present/office/desk.h"
#include "present/office/form.h"
#include "present/page/pages.h"
#include "present/write/data.h"
#include "view/board.h"
#include "view/import.h"
#include "view/report.h"

/* Items of a collection, to find one and to add one. */

typedef struct sc_items_page_t {
    const sc_admin_view_t *admin;
    const sc_list_t *list;
} sc_items_page_t;

sc_page_fn sc_page_items; /* sc_items_page_t */
sc_title_fn sc_title_items;

/** {"items": [{"slug", "name", "detail"}, …]}: what a reference field suggests; of
 * sc_items_page_t. */
sc_data_fn sc_json_found;
sc_data_fn sc_json_items; /* of the same: whole, as they are stored */

/* A partnership, or a place, with all that belongs to it, each with its 'edit' and 'add'. */

typedef struct sc_workbench_t {
    const sc_admin_view_t *admin;
    const sc_partnership_dossier_t *partnership; /* or NULL, */
    const sc_place_dossier_t *place;             /* where it is a place */
    apr_array_header_t *changes;                 /* of sc_change_t *: the last ones, a few */
} sc_workbench_t;

sc_page_fn sc_page_workbench; /* sc_workbench_t */
sc_title_fn sc_title_workbench;

/* Withdrawing an item: asks once. */

typedef struct sc_withdraw_page_t {
    const sc_admin_view_t *admin;
    const void *record;                   /* as it is stored now; its version is sent */
    const apr_array_header_t *belongings; /* of records that go with it; or NULL if not known */
    sc_named_t named;
    int is_changed;                /* somebody changed it since the reader saw it */
    const sc_problems_t *problems; /* what stands in the way; or NULL */
} sc_withdraw_page_t;

sc_page_fn sc_page_withdraw;
sc_title_fn sc_title_withdraw;

/* The history. */

typedef struct sc_history_page_t {
    const sc_admin_view_t *admin;
    sc_history_query_t query;    /* as asked */
    apr_array_header_t *changes; /* of sc_change_t *, newest first */
    apr_int64_t older;           /* id for before=, or 0 if that is all */
    sc_named_t named;
    const sc_problems_t *problems; /* filters that cannot be read: field is the argument; or NULL */
} sc_history_page_t;

typedef struct sc_change_page_t {
    const sc_admin_view_t *admin;
    const sc_change_t *change;
    const apr_array_header_t *items; /* import: of sc_change_t *, the first of them; else NULL */
    int may_undo;                    /* the user may, and it is not undone and can be undone */
    sc_named_t named;
    const sc_problems_t *problems; /* what kept it from being undone; or NULL */
} sc_change_page_t;

sc_page_fn sc_page_history; /* sc_history_page_t */
sc_page_fn sc_page_change;  /* sc_change_page_t */
sc_page_fn sc_page_undo;    /* sc_change_page_t: the confirmation */
sc_data_fn sc_atom_history; /* sc_history_page_t: application/atom+xml (RFC 4287) */
sc_data_fn sc_json_history; /* sc_history_page_t */
sc_data_fn sc_json_change;  /* sc_change_page_t */
sc_title_fn sc_title_history, sc_title_change, sc_title_undo;

/* Drafts. */

typedef struct sc_drafts_page_t {
    const sc_admin_view_t *admin;
    const char *state;                /* as asked: "waiting", "published", "rejected" */
    const char *who;                  /* as asked, or NULL */
    const apr_array_header_t *drafts; /* of sc_draft_t *, newest first */
    sc_named_t named;
} sc_drafts_page_t;

typedef struct sc_draft_page_t {
    const sc_admin_view_t *admin;
    const sc_draft_t *draft;
    const void *base; /* the item that the draft was written against; NULL if it is not known */
    int may_publish, may_reject;
    const char *edit; /* address of the form in which its author goes on with it; or NULL */
    const sc_problems_t *problems; /* what kept it from being published; or NULL */
    sc_named_t named;
    const sc_buffer_t *preview; /* how readers would see it: HTML, or NULL */
} sc_draft_page_t;

sc_page_fn sc_page_drafts; /* sc_drafts_page_t */
sc_page_fn sc_page_draft;  /* sc_draft_page_t */
sc_title_fn sc_title_drafts, sc_title_draft;
sc_data_fn sc_json_drafts; /* sc_drafts_page_t */
sc_data_fn sc_json_draft;  /* sc_draft_page_t */

/** What came of an edit: the draft that now waits, or the change that was made; the other is 0. */
typedef struct sc_edited_t {
    apr_int64_t draft, change;
} sc_edited_t;

sc_data_fn sc_json_done; /* sc_edited_t: {"draft": N, "url": …} or {"change": N, "url": …} */

/* Partnerships by the step they have reached. */

typedef struct sc_board_page_t {
    const sc_admin_view_t *admin;
    sc_board_t board;
} sc_board_page_t;

sc_page_fn sc_page_board; /* sc_board_page_t */
sc_title_fn sc_title_board;

/* One partnership's next step: recorded with the status that follows from it. */

typedef struct sc_move_page_t {
    const sc_admin_view_t *admin;
    const char *action;                  /* address that its form posts to */
    const sc_partnership_t *partnership; /* its version is sent */
    const sc_step_t *step;               /* what the inputs show */
    const apr_array_header_t *typed;     /* of sc_typed_t: what was sent, shown instead; or NULL */
    sc_conditions_t conditions;          /* what CLAIR asks of a sister city */
    apr_hash_t *labels;
    const sc_problems_t *problems; /* or NULL */
} sc_move_page_t;

/** The fields of a step that its form has; NULL ends. */
extern const char *const sc_move_fields[];

sc_page_fn sc_page_move; /* sc_move_page_t */
sc_title_fn sc_title_move;

/* What happened in a year, for a council: printable, and as CSV with one row per partnership. */

typedef struct sc_report_page_t {
    const sc_admin_view_t *admin;
    sc_report_t report;
} sc_report_page_t;

/** Puts the rows into the order of their names as the language sorts them, without the name of the
 * place that reports. */
void sc_report_sort(const sc_view_t *view, sc_report_t *report);

/** Sums over all rows; participants: SC_NO_INTEGER if nobody was counted. */
typedef struct sc_report_totals_t {
    apr_int64_t agreements, activities, gifts, participants, anniversaries;
} sc_report_totals_t;

sc_report_totals_t sc_report_totals(const sc_report_t *report);

sc_page_fn sc_page_report; /* sc_report_page_t */
sc_title_fn sc_title_report;
sc_data_fn sc_csv_report, sc_json_report; /* of the same */

/* Import. A page sends `text` (pasted rows or JSON), `collection` (may be empty: as the file says),
 * `mode` (add, merge), `token`; the script sends a chosen file as the body itself, with its type
 * text/csv or application/json, to /import?name=FILE&collection=&mode=, the token in the header
 * SisterCity-Token. Both are answered by 303 to /import/ID, where `column[N]=FIELD` (empty: leave
 * out), the inputs of all choices and `act` = look (again, with what was chosen), apply (all or
 * nothing), apply_good, discard come back; change_note as everywhere. While it is not ready there
 * is no preview and nothing to apply, only `look`. */

typedef enum { SC_IMPORT_SEND, SC_IMPORT_LOOK } sc_import_stage_e;

/** What a select offers. */
typedef struct sc_import_option_t {
    const char *value; /* "" is one, too */
    const char *label; /* translated */
} sc_import_option_t;

/** Something that only a person can say: a select, or a text input, of the form. */
typedef struct sc_import_choice_t {
    const char *name;                  /* of the input: "encoding", "fill.country", "read[2]" */
    const char *label;                 /* translated */
    const char *help;                  /* translated, or NULL */
    const char *value;                 /* as chosen, else what is suggested; "" for none */
    const apr_array_header_t *options; /* of sc_import_option_t; NULL: a text is typed */
} sc_import_choice_t;

typedef struct sc_import_column_t {
    const char *heading;               /* as the file has it */
    const char *sample;                /* its first cell with anything in it, or NULL */
    const char *field;                 /* the field it is taken for, or NULL: left out */
    const apr_array_header_t *options; /* of sc_import_option_t: what it may be taken for; the value
                                          "" leaves it out */
    int is_suggested; /* `field` is a proposal that nobody has confirmed: said beside the select */
    const apr_array_header_t *choices; /* of sc_import_choice_t: how its cells are read (order of
                                          dates, names of countries, foreign words); may be empty */
} sc_import_column_t;

typedef struct sc_import_page_t {
    const sc_admin_view_t *admin;
    sc_import_stage_e stage;
    const char *action;                /* address that its form posts to */
    const char *name;                  /* of the file, or NULL: pasted */
    const char *description;           /* what kind of table it is, translated; or NULL */
    const char *text;                  /* what was pasted, to be shown again; or NULL */
    const sc_entity_t *entity;         /* the collection, or NULL: not said, or several */
    const char *mode;                  /* "add", "merge" */
    const apr_array_header_t *choices; /* of sc_import_choice_t: about the file as a whole */
    const apr_array_header_t *columns; /* of sc_import_column_t; NULL for JSON */
    int is_ready; /* all has been said that is needed: there is a preview, and it can be applied */
    const sc_import_t *import; /* what came of it, or of a trial: its items are the first of them */
    sc_named_t named;          /* of the items */
    const sc_problems_t *problems; /* why nothing could be read at all; or NULL */
} sc_import_page_t;

sc_page_fn sc_page_import;
sc_title_fn sc_title_import;

/* Contacts that may not be kept any longer. */

typedef struct sc_contacts_page_t {
    const sc_admin_view_t *admin;
    const char *action;                      /* address that its form posts to */
    const apr_array_header_t *organizations; /* of sc_organization_t *, the first of them */
    apr_int64_t total;                       /* of all */
    const sc_problems_t *problems;           /* or NULL */
} sc_contacts_page_t;

sc_page_fn sc_page_contacts;
sc_title_fn sc_title_contacts;

/* Removing a person's name. */

typedef struct sc_redact_page_t {
    const sc_admin_view_t *admin;
    const char *name;              /* as typed, or NULL */
    apr_int64_t count;             /* fields that hold it, or held it; -1 if nobody looked yet */
    int is_done;                   /* it has been removed */
    const sc_problems_t *problems; /* or NULL; its fields are name, note */
} sc_redact_page_t;

sc_page_fn sc_page_redact;
sc_title_fn sc_title_redact;

#endif
