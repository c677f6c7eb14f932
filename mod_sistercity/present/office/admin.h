/**
 * @file admin.h
 * @brief What every page of the admin side has in common.
 *
 * On the admin side view->mount is the admin address itself ("/sistercities/admin") and view->path
 * is below it, so that sc_link() leads to forms. What readers see stands below
 * sc_admin_view_t.registry.
 *
 * Unlike the public pages these are never included elsewhere: they are whole pages and may have
 * ids, each once.
 */
#ifndef SC_PRESENT_ADMIN_H
#define SC_PRESENT_ADMIN_H

#include "present/page/view.h"

/** Who is looking, and what they may do. */
typedef struct sc_admin_view_t {
    const char *user;           /* as httpd authenticated them */
    int is_reviewed;            /* their changes wait as drafts */
    int may_review;             /* may publish drafts and undo what others did */
    int may_administer;         /* may import, redact */
    const char *token;          /* for every form of this page */
    const char *registry;       /* path of the public registry on this server, or NULL */
    apr_int64_t drafts_waiting; /* for the navigation; 0 if none */
    /** What was just done: saved, created, same, draft, withdrawn, undone, published, rejected,
     * imported, redacted. Any other word is passed over, so it may come from the address. Or NULL
     */
    const char *done;
    apr_int64_t done_change; /* the change that was just made, to be looked at and undone; 0 */
    apr_int64_t done_draft;  /* the draft that now waits, or 0 */
} sc_admin_view_t;

/** What every page of the admin side begins with: the element, its heading, the ways to the other
 * pages, and what was just done.
 * @param name of the element's class sistercity-NAME; @param title translated, plain */
void sc_admin_open(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin,
                   const char *name, const char *title);

#endif
