/**
 * What the rows of routes.c name, by the file in which it stands: handlers of their own, and, for a
 * page NAME, sc_load_NAME_page() with what is done there.
 */
#pragma once

#include "httpd/office/admin.h"
#include "present/office/pages.h"

/* board.c */
sc_admin_stage_fn sc_load_board_page, sc_load_candidates_page;

/* collection.c */
sc_admin_stage_fn sc_load_items_page, sc_load_found_page;

/* desk.c */
sc_admin_stage_fn sc_load_desk_page, sc_load_due_page, sc_load_check_page;

/* draft.c */
sc_admin_stage_fn sc_load_drafts_page, sc_load_draft_page, sc_act_decide;

/* files.c */
sc_admin_fn sc_handle_file_send;
sc_admin_stage_fn sc_load_filing_page, sc_act_file;

/* form.c */
sc_admin_fn sc_handle_form, sc_handle_new, sc_handle_save, sc_handle_form_again;

/* history.c */
sc_admin_stage_fn sc_load_history_page, sc_load_change_page, sc_act_undo;

/* import.c */
sc_admin_fn sc_handle_import, sc_handle_import_again, sc_handle_import_send, sc_handle_import_look,
    sc_handle_import_decide;

/* item.c: the item as JSON */
sc_admin_fn sc_handle_item, sc_handle_create, sc_handle_replace, sc_handle_patch, sc_handle_delete;

/* merge.c */
sc_admin_stage_fn sc_load_merge_page, sc_act_merge;

/* move.c: a partnership's next step, and what follows from it */
sc_admin_stage_fn sc_load_move_page, sc_act_move;

/* privacy.c */
sc_admin_stage_fn sc_load_book_page, sc_load_contacts_page, sc_act_purge, sc_load_redact_page,
    sc_act_redact;

/* report.c */
sc_admin_stage_fn sc_load_report_page;

/* succession.c */
sc_admin_stage_fn sc_load_succession_page, sc_act_succeed;

/* withdraw.c */
sc_admin_stage_fn sc_load_withdraw_page, sc_act_withdraw;

/* workbench.c */
sc_admin_stage_fn sc_load_workbench_page;
