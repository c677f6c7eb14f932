#include "store/edit/undo.h"
#include "httpd/office/change.h"
#include "httpd/office/routes.h"

#include <apr_strings.h>

/* An undoing that is asked about, or carried out. */
typedef struct undoing_t {
    int is_confirmed;
    sc_change_page_t page;
    sc_edit_t edit;
} undoing_t;

static const char *note_of(const sc_admin_t *admin)
{
    return admin->form ? sc_input_get(admin->form, "change_note")
                       : json_string_value(json_object_get(admin->json, "note"));
}

static int run(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    undoing_t *undoing = baton;
    apr_status_t rv;
    int status = OK;

    if (undoing->is_confirmed) {
        admin->editor.note = note_of(admin);
        rv = sc_edit_undo(db, admin->request->r->pool, &admin->editor, admin->id, admin->problems,
                          &undoing->edit);
        if (rv == APR_SUCCESS) {
            sc_admin_published(admin, db);
            return OK;
        }
        status = sc_admin_status(admin, db, rv);
    }
    if (status != HTTP_SERVICE_UNAVAILABLE && admin->request->format == SC_FORMAT_HTML) {
        int read = sc_admin_read_change(admin, db, &undoing->page);

        return read == OK ? status : read;
    }
    return status;
}

static int show(sc_admin_t *admin, int status, undoing_t *undoing)
{
    undoing->page.problems = admin->problems->items->nelts > 0 ? admin->problems : NULL;
    return sc_admin_show(admin, status, sc_page_undo, sc_title_undo, &undoing->page);
}

static int ask(sc_admin_t *admin, int good)
{
    undoing_t undoing = {0};
    int status;

    admin->request->format = SC_FORMAT_HTML;
    status = sc_admin_with_database(admin, run, &undoing);
    return status == OK ? show(admin, good, &undoing) : sc_admin_refuse(admin, status);
}

int sc_handle_undoing(sc_admin_t *admin)
{
    return ask(admin, HTTP_OK);
}

int sc_handle_undo_again(sc_admin_t *admin)
{
    return ask(admin, HTTP_FORBIDDEN);
}

int sc_handle_undo(sc_admin_t *admin)
{
    undoing_t undoing = {.is_confirmed = 1};
    int status = sc_admin_with_database(admin, run, &undoing);

    if (status == OK && admin->request->format == SC_FORMAT_JSON) {
        const sc_edited_t edited = {0, undoing.edit.change};

        return sc_admin_json(admin, HTTP_OK, sc_json_done, &edited);
    }
    if (status == OK) {
        return sc_admin_see_other(admin,
                                  apr_psprintf(admin->request->r->pool,
                                               "/history/%" APR_INT64_T_FMT, undoing.edit.change),
                                  "undone", &undoing.edit);
    }
    if (!undoing.page.change) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_log_refusal(admin, status);
    return show(admin, status, &undoing);
}
