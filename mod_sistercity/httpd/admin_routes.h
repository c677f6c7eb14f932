/**
 * @file admin_routes.h
 * @brief Finding the row of the editors' table of addresses, and what its handlers are called.
 */
#ifndef SC_HTTPD_ADMIN_ROUTES_H
#define SC_HTTPD_ADMIN_ROUTES_H

#include "httpd/admin.h"

/** The row of the path below the mount, without suffix. Sets admin->entity, slug and id as the
 * path names them. @return NULL if there is none */
const sc_admin_route_t *sc_admin_route_find(sc_admin_t *admin, const char *path);

/** The methods of the row, for Allow. */
const char *sc_admin_route_methods(const sc_admin_route_t *route, apr_pool_t *pool);

/** The handler of a method (M_GET …), or NULL. */
sc_admin_fn *sc_admin_route_handler(const sc_admin_route_t *route, int method);

/* admin_desk.c */
sc_admin_fn sc_admin_desk, sc_admin_due, sc_admin_check;

/* admin_collection.c */
sc_admin_fn sc_admin_list, sc_admin_find, sc_admin_create;

/* admin_item.c: the item as JSON */
sc_admin_fn sc_admin_item, sc_admin_replace, sc_admin_patch, sc_admin_delete;

/* admin_form.c */
sc_admin_fn sc_admin_new, sc_admin_save, sc_admin_form_again;

/* admin_withdraw.c */
sc_admin_fn sc_admin_withdrawing, sc_admin_withdraw, sc_admin_withdraw_again;

/* admin_workbench.c */
sc_admin_fn sc_admin_workbench;

/* admin_history.c */
sc_admin_fn sc_admin_history, sc_admin_change;

/* admin_undo.c */
sc_admin_fn sc_admin_undoing, sc_admin_undo, sc_admin_undo_again;

/* admin_draft.c */
sc_admin_fn sc_admin_drafts, sc_admin_draft, sc_admin_decide, sc_admin_draft_again;

/* admin_redact.c */
sc_admin_fn sc_admin_redacting, sc_admin_redact, sc_admin_redact_again;

#endif
