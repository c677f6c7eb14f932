#include "httpd/office/routes.h"
#include "present/office/pages.h"
#include "store/edit/contacts.h"

/* How many organizations the page names; the rest is counted. */
#define ROWS_SHOWN 100

static int stage_contacts(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_contacts_page_t *page = baton;
    apr_array_header_t *organizations = NULL;
    apr_status_t rv = sc_contacts_expired(db, admin->request->r->pool, admin->request->view.today,
                                          ROWS_SHOWN, &organizations, &page->total);

    page->organizations = organizations;
    page->admin = sc_admin_view(admin, db);
    return sc_admin_status(admin, db, rv);
}

int sc_handle_contacts(sc_admin_t *admin)
{
    sc_contacts_page_t page = {.action = sc_admin_address(admin, "/contacts")};
    int status = sc_admin_with_database(admin, stage_contacts, &page);

    return status == OK ? sc_admin_show(admin, HTTP_OK, sc_page_contacts, sc_title_contacts, &page)
                        : sc_admin_refuse(admin, status);
}

static int stage_purge(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    apr_int64_t count;
    apr_status_t rv = sc_contacts_purge(db, admin->request->r->pool, &admin->editor,
                                        admin->request->view.today, &count, admin->problems, baton);

    if (rv == APR_SUCCESS && count > 0) {
        sc_admin_published(admin, db);
    }
    return sc_admin_status(admin, db, rv);
}

int sc_handle_purge(sc_admin_t *admin)
{
    sc_edit_t edit = {0};
    int status;

    admin->editor.note = sc_input_get(admin->form, "change_note");
    status = sc_admin_with_database(admin, stage_purge, &edit);
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    /* No link to undo it: that cannot be done. */
    return sc_admin_see_other(admin, "/contacts", edit.change ? "redacted" : NULL, NULL);
}
