/**
 * The pages of the admin side: what each shows, and what its form sends (besides token and
 * change_note, which all of them do). In the order of their addresses in httpd/office/routes.c.
 *
 * Lists may be empty, never NULL unless it says so; problems are NULL or empty if there are none.
 */
#pragma once

#include "present/office/form.h"
#include "present/page/pages.h"
#include "view/board.h"
#include "view/desk.h"
#include "view/import.h"
#include "view/merge.h"
#include "view/report.h"

/** The page of what stands above its line, and its title: sc_page_NAME, sc_title_NAME. */
#define SC_OFFICE_PAGE(name)                                                                       \
    sc_page_fn sc_page_##name;                                                                     \
    sc_title_fn sc_title_##name

/* desk.c, mail.c, data_desk.c: the editors' desk: how the registry stands, and what somebody should
 * do. */

/** Rows of each kind on the desk; pages of their own have the others. */
enum { SC_DESK_SHOWN = 10 };

typedef struct sc_desk_page_t {
    const sc_admin_view_t *admin;
    const char *home;     /* slug of the home municipality, or NULL */
    int days;             /* how far ahead desk.until is */
    const char *database; /* "SQLite", "PostgreSQL" */
    sc_desk_t desk;
    apr_array_header_t *drafts; /* of sc_draft_t *: those that wait, the first of them; an editor's
                                   own, a reviewer's all */
    apr_array_header_t
        *rejected;               /* of sc_draft_t *: the editor's own that others rejected lately */
    apr_array_header_t *changes; /* of sc_change_t *: the last ones, a few */
    sc_named_t named;
} sc_desk_page_t;

SC_OFFICE_PAGE(desk);
SC_OFFICE_PAGE(due);   /* its part alone, as */
SC_OFFICE_PAGE(check); /* here */
sc_data_fn sc_json_desk;

/** How many items lack texts in the site's language number @a language. */
apr_int64_t sc_office_missing(const sc_view_t *view, const sc_told_t *told, int language);

/** What falls due, in a few words: "60 years". */
const char *sc_due_words(const sc_view_t *view, apr_hash_t *labels, const sc_due_t *due);

/** Who joins or leaves which network, and when. */
const char *sc_member_due_words(const sc_view_t *view, const sc_named_t *named,
                                const sc_membership_t *membership, const char **date);

/** The same as a message of plain text, complete but for whom it goes to: for sendmail, which adds
 * the date and the sender. */
void sc_mail_due(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page);

/* history.c, change.c, data_history.c: the history, of everything, a collection or an item. */

typedef struct sc_history_page_t {
    const sc_admin_view_t *admin;
    sc_history_query_t query;    /* as asked */
    apr_array_header_t *changes; /* of sc_change_t *, newest first */
    apr_int64_t older;           /* id for before=, or 0 if that is all */
    sc_named_t named;
    const sc_problems_t *problems; /* filters that cannot be read: field is the argument */
} sc_history_page_t;

SC_OFFICE_PAGE(history);
sc_data_fn sc_atom_history; /* application/atom+xml (RFC 4287) */
sc_data_fn sc_json_history;

typedef struct sc_change_page_t {
    const sc_admin_view_t *admin;
    const sc_change_t *change;
    const apr_array_header_t *items; /* import: of sc_change_t *, the first of them; else NULL */
    int may_undo;                    /* the user may, and it is not undone and can be undone */
    sc_named_t named;
    const sc_problems_t *problems; /* what kept it from being undone */
} sc_change_page_t;

SC_OFFICE_PAGE(change);
SC_OFFICE_PAGE(undo); /* the confirmation */
sc_data_fn sc_json_change;

/* drafts.c: what waits for a reviewer. */

typedef struct sc_drafts_page_t {
    const sc_admin_view_t *admin;
    const char *state;                /* as asked: "waiting", "published", "rejected" */
    const char *who;                  /* as asked, or NULL */
    const apr_array_header_t *drafts; /* of sc_draft_t *, newest first */
    sc_named_t named;
} sc_drafts_page_t;

SC_OFFICE_PAGE(drafts);
sc_data_fn sc_json_drafts;

typedef struct sc_draft_page_t {
    const sc_admin_view_t *admin;
    const sc_draft_t *draft;
    const void *base; /* the item that the draft was written against; NULL if it is not known */
    const apr_array_header_t *together; /* of sc_draft_t *: what is published with it */
    int may_publish, may_reject, is_own;
    const char *edit; /* address of the form in which its author goes on with it; or NULL */
    const sc_problems_t *problems; /* what kept it from being published */
    sc_named_t named;
    const sc_buffer_t *preview; /* how readers would see it: HTML, or NULL */
} sc_draft_page_t;

SC_OFFICE_PAGE(draft); /* act=publish or reject */
sc_data_fn sc_json_draft;

/** What came of an edit: the draft that now waits, or the change that was made; the other is 0. */
typedef struct sc_edited_t {
    apr_int64_t draft, change;
} sc_edited_t;

sc_data_fn sc_json_done; /* sc_edited_t: {"draft": N, "url": …} or {"change": N, "url": …} */

/* board.c: partnerships by the step they have reached. */

typedef struct sc_board_page_t {
    const sc_admin_view_t *admin;
    const char *home; /* slug of the site's own place, or NULL */
    sc_board_t board;
} sc_board_page_t;

SC_OFFICE_PAGE(board);

/* The same file: who could become a partner, side by side. */

typedef struct sc_candidates_page_t {
    const sc_admin_view_t *admin;
    sc_candidates_t candidates;
} sc_candidates_page_t;

SC_OFFICE_PAGE(candidates);

/* eight_steps.c: what is to be done, and written down, at each step of forming a partnership. */

typedef struct sc_eight_steps_t {
    const sc_partnership_dossier_t *dossier;
    const apr_array_header_t *templates; /* records */
    const char *registry;                /* mount of the readers' pages, or NULL */
} sc_eight_steps_t;

/** What is to be done at a step (word of sc_step_words): a message id; NULL if it is none of them.
 */
const char *sc_eight_steps_advice(const char *step);

/** The furthest of the eight that is on record; the first without any. */
const char *sc_eight_steps_reached(const sc_partnership_dossier_t *dossier);

/** What has not been written down of what the steps up to this one ask for, of const char *. */
apr_array_header_t *sc_eight_steps_missing(const sc_view_t *view, const char *step,
                                           const sc_partnership_dossier_t *dossier);

void sc_eight_steps_write(sc_buffer_t *out, const sc_view_t *view, const sc_eight_steps_t *guide);

/* form/move.c: one partnership's next step, recorded with the status that follows from it. */

typedef struct sc_move_page_t {
    const sc_admin_view_t *admin;
    const char *action;                  /* address that its form posts to */
    int is_from_workbench;               /* where it leads back to; else to the board */
    const sc_partnership_t *partnership; /* its version is sent */
    const sc_step_t *step;               /* what the inputs show */
    const apr_array_header_t *typed;     /* of sc_typed_t: what was sent, shown instead; or NULL */
    apr_int64_t draft;                   /* of the editor's own that is gone on with; or 0 */
    const char *term_end;                /* EDTF: of the term on record; or NULL */
    const sc_agreement_t *renewal;       /* what a renewal that is previewed would store, or NULL */
    sc_conditions_t conditions;          /* what CLAIR asks of a sister city */
    sc_eight_steps_t guide;
    apr_hash_t *labels;
    const sc_problems_t *problems;
    const sc_problems_t *doubts; /* about what is previewed, or NULL */
} sc_move_page_t;

/** The fields of a step that its form has; NULL ends. */
extern const char *const sc_move_fields[];

SC_OFFICE_PAGE(move);

/* report.c, data_report.c: what happened in a year, for a council: printable, and as CSV with one
 * row per partnership. */

typedef struct sc_report_page_t {
    const sc_admin_view_t *admin;
    sc_report_t report;
    sc_report_t before; /* of the year before, to compare with */
} sc_report_page_t;

/** Puts the rows into the order of their names as the language sorts them, without the name of the
 * place that reports. */
void sc_report_sort(const sc_view_t *view, sc_report_t *report);

/** Sums over all rows; participants, sent, received: SC_NO_INTEGER if nobody was counted. */
typedef struct sc_report_totals_t {
    apr_int64_t agreements, activities, gifts, participants, anniversaries, approvals, steps;
    apr_int64_t sent, received; /* people, seen from the place that reports; else from the site's
                                   own, or from the party that is named first */
} sc_report_totals_t;

sc_report_totals_t sc_report_totals(const sc_view_t *view, const sc_report_t *report);

/** What the activities of the year cost, by currency ("" if none is recorded): of double *. */
apr_hash_t *sc_report_costs(const sc_report_t *report, apr_pool_t *pool);

SC_OFFICE_PAGE(report);
sc_data_fn sc_csv_report, sc_json_report;

/* import.c. A page sends `text` (pasted rows or JSON), `collection` (may be empty: as the file
 * says), `mode` (add, merge), `token`; the script sends a chosen file as the body itself, with its
 * type (text/csv, application/json, a workbook's), to /import?name=FILE&collection=&mode=, the
 * token in the header SisterCity-Token. Both are answered by 303 to /import/ID, where
 * `column[N]=FIELD` (empty: leave out), the inputs of all choices and `act` = look (again, with
 * what was chosen), apply (all or nothing), apply_good, discard come back; change_note as
 * everywhere. While it is not ready there is no preview and nothing to apply, only `look`. A large
 * one is answered by 303 to /import/ID?waiting=1 before it is stored: that says how far it is, and
 * leads to its change in the history once it is done. */

typedef enum { SC_IMPORT_SEND, SC_IMPORT_LOOK, SC_IMPORT_STORING } sc_import_stage_e;

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
    int is_suggested;                  /* of a column: as in sc_import_column_t */
} sc_import_choice_t;

typedef struct sc_import_column_t {
    const char *heading;               /* as the file has it */
    const char *sample;                /* its first cell with anything in it, or NULL */
    const char *field;                 /* the field it is taken for, or NULL: left out */
    const apr_array_header_t *options; /* of sc_import_option_t: what it may be taken for; the value
                                          "" leaves it out */
    int is_suggested; /* the value is a proposal that nobody has confirmed: said beside the select
                       */
    const apr_array_header_t *choices; /* of sc_import_choice_t: how its cells are read (order of
                                          dates, names of countries, foreign words); may be empty */
} sc_import_column_t;

typedef struct sc_import_page_t {
    sc_admin_view_t *admin;
    sc_import_stage_e stage;
    const char *action;                /* address that its form posts to */
    const char *name;                  /* of the file, or NULL: pasted */
    const char *description;           /* what kind of table it is, translated; or NULL */
    const char *text;                  /* what was pasted, to be shown again; or NULL */
    const char *table;                 /* which columns these are, sent back as `table`: what is
                                          said of columns holds for them only; or NULL */
    const sc_entity_t *entity;         /* the collection, or NULL: not said, or several */
    const char *mode;                  /* "add", "merge" */
    const apr_array_header_t *choices; /* of sc_import_choice_t: about the file as a whole */
    const apr_array_header_t *columns; /* of sc_import_column_t; NULL for JSON */
    int is_ready; /* all has been said that is needed: there is a preview, and it can be applied */
    const sc_import_t *import; /* what came of it, or of a trial: its items are the first of them */
    sc_named_t named;          /* of the items */
    const sc_problems_t *problems; /* why nothing could be read at all */
    apr_int64_t done, total;       /* rows, while it is being stored */
} sc_import_page_t;

SC_OFFICE_PAGE(import);

/* contacts.c: whom to write to and whom to call: all contacts on record, public or not, for editors
 * only. */

typedef struct sc_book_page_t {
    const sc_admin_view_t *admin;
    const apr_array_header_t *holders; /* organizations and persons that have contacts, by name */
    sc_named_t named;
} sc_book_page_t;

SC_OFFICE_PAGE(book);
sc_data_fn sc_json_book; /* {items: [{collection, slug, name, place, contact, email, phone,
                            published, until}], total, revision} */
sc_data_fn sc_csv_book;  /* the same, a line each */

/* The same file: contacts that may not be kept any longer. */

typedef struct sc_contacts_page_t {
    const sc_admin_view_t *admin;
    const char *action; /* address that its form posts to */
    const apr_array_header_t
        *holders;      /* whose they are, organizations and persons: the first of them */
    apr_int64_t total; /* of all */
    const sc_problems_t *problems;
} sc_contacts_page_t;

SC_OFFICE_PAGE(contacts);

/* redact.c: removing a person's name. */

typedef struct sc_redact_page_t {
    const sc_admin_view_t *admin;
    const char *name;  /* as typed, or NULL */
    apr_int64_t count; /* fields that hold it, or held it; -1 if nobody looked yet */
    int is_done;       /* it has been removed */
    const char *note;  /* why, as typed, or NULL */
    const apr_array_header_t *mentions; /* of sc_mention_t: where it stands; or NULL */
    const sc_problems_t *problems;      /* its fields are name, note */
} sc_redact_page_t;

SC_OFFICE_PAGE(redact); /* act=look or redact */

/* items.c: items of a collection, to find one and to add one. */

typedef struct sc_items_page_t {
    const sc_admin_view_t *admin;
    const sc_list_t *list;
} sc_items_page_t;

SC_OFFICE_PAGE(items);
sc_data_fn sc_json_items; /* whole, as they are stored */
sc_data_fn sc_json_found; /* {"items": [{"slug", "name", "detail"}, …]}: what a reference field
                             suggests while somebody types */

/* withdraw.c: withdrawing an item: asks once, and sends its version. */

typedef struct sc_withdraw_page_t {
    const sc_admin_view_t *admin;
    const void *record;                   /* as it is stored now; its version is sent */
    const apr_array_header_t *belongings; /* of records that go with it; or NULL if not known */
    const apr_array_header_t *tellers;    /* of stories that name it; or NULL if not known */
    const apr_array_header_t *users;      /* of records that keep it on record, the first ones */
    sc_named_t named;
    int is_changed;                /* somebody changed it since the reader saw it */
    const sc_problems_t *problems; /* what stands in the way */
} sc_withdraw_page_t;

SC_OFFICE_PAGE(withdraw);

/* merge.c: two items that are one: asks which goes into this one, then shows what it would come to,
 * field by field. Sends other, version, other_version, take.FIELD (other or kept), doubles. */

typedef struct sc_merge_page_t {
    const sc_admin_view_t *admin;
    const void *record;             /* the one that is kept */
    const char *typed;              /* what the other one was looked for by, or NULL */
    apr_array_header_t *candidates; /* of const void *: records; NULL where `merge` is set */
    sc_merge_t *merge;              /* NULL: which it is has to be said first */
    const apr_array_header_t *take; /* of const char *: as chosen */
    int doubles;                    /* as chosen */
    const char *note;               /* as typed, or NULL */
    int is_changed;                 /* somebody changed one of them since the reader saw it */
    sc_named_t named;
    const sc_problems_t *problems; /* what stands in the way */
} sc_merge_page_t;

SC_OFFICE_PAGE(merge);
sc_data_fn sc_json_merge;

/* succession.c: what became of a place that is no more, and of its partnerships. Sends version,
 * kind, date, successor (as often as there are), tie.PARTNERSHIP ("to SLUG", "stays", "ends"), rest
 * (likewise, of those that are not asked about one by one); act=look, more or save.
 */

typedef struct sc_succession_page_t {
    const sc_admin_view_t *admin;
    const sc_place_t *place;
    const char *kind, *date, *note;       /* as typed, or NULL */
    const char *read_date;                /* EDTF; NULL if it is not understood */
    const apr_array_header_t *typed;      /* of const char *: what came after it, as typed */
    const apr_array_header_t *successors; /* of const char *: slugs, as understood; or NULL */
    const apr_array_header_t *ties;       /* of sc_partnership_t *: the first ones in force */
    apr_hash_t *said;                     /* slug of a partnership -> what becomes of it */
    apr_int64_t others;                   /* how many more are in force */
    const char *rest;                     /* what becomes of them, or NULL */
    int more;                             /* how many more boxes for successors are wanted */
    int is_ready;   /* what was typed can be recorded, and what becomes of its partnerships said */
    int is_changed; /* somebody changed the place since the reader saw it */
    sc_named_t named;
    const sc_problems_t *problems;
} sc_succession_page_t;

SC_OFFICE_PAGE(succession);

/* form/filing.c: a picture or a document that is added to an item. Sends, as multipart/form-data:
 * file, title, alternative, credit, license. */

typedef struct sc_filing_page_t {
    const sc_admin_view_t *admin;
    const void *record; /* the item */
    sc_named_t named;
    const void *typed; /* a sc_attachment_t: what was typed; or NULL */
    const char *note;  /* likewise */
    const sc_problems_t *problems;
} sc_filing_page_t;

SC_OFFICE_PAGE(filing);

/* workbench.c: a partnership, or a place, with all that belongs to it, each with its 'edit' and
 * 'add'. */

typedef struct sc_workbench_page_t {
    const sc_admin_view_t *admin;
    const sc_partnership_dossier_t *partnership; /* or NULL, */
    const sc_place_dossier_t *place;             /* where it is a place */
    apr_array_header_t *changes;                 /* of sc_change_t *: the last ones, a few */
} sc_workbench_page_t;

SC_OFFICE_PAGE(workbench);

/** What belongs to a partnership or a place: a shelf of its workbench. */
typedef struct sc_shelf_t {
    const sc_entity_t *owner;
    const char *field; /* by which a new item refers to its owner */
    const sc_entity_t *entity;
    size_t member; /* of the owner's dossier */
    int is_oldest_first;
} sc_shelf_t;

/** In the order in which they stand; owner NULL ends. */
extern const sc_shelf_t sc_shelves[];

/** What stands there, in its owner's dossier. */
apr_array_header_t *sc_shelf_of(const sc_shelf_t *shelf, const void *dossier);
