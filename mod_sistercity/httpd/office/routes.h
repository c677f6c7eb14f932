/**
 * @file routes.h
 * @brief Finding the row of the editors' table of addresses, and what its handlers are called.
 */
#ifndef SC_HTTPD_OFFICE_ROUTES_H
#define SC_HTTPD_OFFICE_ROUTES_H

#include "httpd/office/admin.h"

/** The editors' addresses; a row without pattern ends them. */
extern const sc_admin_route_t sc_admin_routes[];

/** The row of the path below the mount, without suffix. Sets admin->entity, slug and id as the
 * path names them. @return NULL if there is none */
const sc_admin_route_t *sc_admin_route_find(sc_admin_t *admin, const char *path);

/** The methods of the row, for Allow. */
const char *sc_admin_route_methods(const sc_admin_route_t *route, apr_pool_t *pool);

/** The handler of a method (M_GET …), or NULL. */
sc_admin_fn *sc_admin_route_handler(const sc_admin_route_t *route, int method);

/* desk.c */
sc_admin_fn sc_handle_desk, sc_handle_due, sc_handle_check;

/* collection.c */
sc_admin_fn sc_handle_list, sc_handle_find, sc_handle_create;

/* item.c: the item as JSON */
sc_admin_fn sc_handle_item, sc_handle_replace, sc_handle_patch, sc_handle_delete;

/* form.c */
sc_admin_fn sc_handle_new, sc_handle_save, sc_handle_form_again;

/* withdraw.c */
sc_admin_fn sc_handle_withdrawing, sc_handle_withdraw, sc_handle_withdraw_again;

/* workbench.c */
sc_admin_fn sc_handle_workbench;

/* history.c */
sc_admin_fn sc_handle_history, sc_handle_change;

/* undo.c */
sc_admin_fn sc_handle_undoing, sc_handle_undo, sc_handle_undo_again;

/* draft.c */
sc_admin_fn sc_handle_drafts, sc_handle_draft, sc_handle_decide, sc_handle_draft_again;

/* redact.c */
sc_admin_fn sc_handle_redacting, sc_handle_redact, sc_handle_redact_again;

/* board.c */
sc_admin_fn sc_handle_board, sc_handle_moving, sc_handle_moving_again, sc_handle_move;

/* report.c */
sc_admin_fn sc_handle_report;

/* import.c */
sc_admin_fn sc_handle_import, sc_handle_import_again, sc_handle_import_send, sc_handle_import_look,
    sc_handle_import_decide;

/* privacy.c */
sc_admin_fn sc_handle_contacts, sc_handle_purge;

#endif
