#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/edit.h"

#include <apr_strings.h>
#include <string.h>

/* How many items the page names; the rest is counted. */
#define ROWS_SHOWN 100

int sc_load_contacts_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_contacts_page_t *page = baton;
    apr_array_header_t *holders = NULL;
    apr_status_t rv = sc_contacts_expired(db, admin->request->r->pool, admin->request->view.today,
                                          ROWS_SHOWN, &holders, &page->total);

    page->action = sc_admin_action(admin, "/contacts");
    page->holders = holders;
    page->problems = admin->problems;
    return sc_admin_status(admin, db, rv);
}

int sc_load_book_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_book_page_t *page = baton;
    apr_array_header_t *holders = NULL;
    apr_status_t rv =
        sc_contacts_all(db, admin->request->r->pool, &admin->request->parameters.query, &holders);

    page->holders = holders;
    if (rv == APR_SUCCESS) {
        page->named = sc_admin_named(admin, db, holders);
    }
    return sc_admin_status(admin, db, rv);
}

int sc_act_purge(sc_admin_t *admin, sc_db_t *db, void *page)
{
    apr_int64_t count = 0;

    (void)page;
    admin->editor.note = sc_admin_note(admin);
    apr_status_t rv =
        sc_contacts_purge(db, admin->request->r->pool, &admin->editor, admin->request->view.today,
                          &count, admin->problems, &admin->edit);
    admin->next = "/contacts";
    admin->done = admin->edit.change ? "redacted" : NULL;
    return sc_admin_status(admin, db, rv);
}

int sc_load_redact_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_redact_page_t *page = baton;

    page->name = sc_input_trimmed(sc_input_get(admin->form, "name"), admin->request->r->pool);
    page->count = -1;
    page->problems = admin->problems;
    page->admin = sc_admin_view(admin, db);
    return OK;
}

/* Looks how often the name occurs, or removes it; the page tells of both. */
int sc_act_redact(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_redact_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    const char *act = sc_input_get(admin->form, "act");
    int is_confirmed = sc_is(act, "redact");
    apr_array_header_t *mentions = NULL;

    sc_load_redact_page(admin, db, page);
    if (!page->name) {
        sc_problem_add(admin->problems, "name", "required", N_("Type the name to be removed."),
                       NULL);
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    admin->editor.note = sc_admin_note(admin);
    apr_status_t rv =
        is_confirmed
            ? sc_edit_redact(db, pool, &admin->editor, page->name, &page->count, &admin->edit)
            : sc_edit_redact_look(db, pool, &admin->editor, page->name, &page->count, &mentions);
    page->mentions = mentions;
    page->note = admin->editor.note;
    page->is_done = is_confirmed && rv == APR_SUCCESS;
    if (rv == APR_EINVAL && admin->problems->items->nelts == 0) {
        sc_problem_add(admin->problems, "name", "not_text",
                       N_("The name or the note is too long, or has characters in it that are "
                          "none."),
                       NULL);
    }
    return sc_admin_status(admin, db, rv);
}
