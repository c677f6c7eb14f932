#include "store/edit/redact.h"
#include "httpd/office/record.h"
#include "httpd/office/routes.h"
#include "model/utf8.h"
#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

/* A redaction that is asked about, or carried out. */
typedef struct redacting_t {
    int is_confirmed;
    sc_redact_page_t page;
    sc_edit_t edit;
} redacting_t;

static const char *name_of(sc_admin_t *admin)
{
    const char *typed = sc_input_get(admin->form, "name"), *name;
    apr_size_t length = typed ? strlen(typed) : 0;

    name = typed ? sc_utf8_trim(typed, &length) : NULL;
    return length ? apr_pstrmemdup(admin->request->r->pool, name, length) : NULL;
}

static int run(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    redacting_t *redacting = baton;
    apr_status_t rv = APR_SUCCESS;

    redacting->page.admin = sc_admin_view(admin, db);
    if (redacting->is_confirmed) {
        admin->editor.note = sc_input_get(admin->form, "change_note");
        rv = sc_edit_redact(db, admin->request->r->pool, &admin->editor, redacting->page.name,
                            &redacting->page.count, &redacting->edit);
    }
    else if (redacting->page.name) {
        rv = sc_edit_redact_look(db, admin->request->r->pool, &admin->editor, redacting->page.name,
                                 &redacting->page.count);
    }
    if (rv == APR_SUCCESS && redacting->edit.change) {
        sc_admin_published(admin, db);
    }
    return sc_admin_status(admin, db, rv);
}

static int show(sc_admin_t *admin, int status, redacting_t *redacting)
{
    redacting->page.admin =
        redacting->page.admin ? redacting->page.admin : sc_admin_view(admin, NULL);
    redacting->page.problems = admin->problems->items->nelts > 0 ? admin->problems : NULL;
    return sc_admin_show(admin, status, sc_page_redact, sc_title_redact, &redacting->page);
}

static int ask(sc_admin_t *admin, int good)
{
    redacting_t redacting = {.page = {.count = -1, .name = name_of(admin)}};
    int status = sc_admin_with_database(admin, run, &redacting);

    return status == OK ? show(admin, good, &redacting) : sc_admin_refuse(admin, status);
}

int sc_handle_redacting(sc_admin_t *admin)
{
    return ask(admin, HTTP_OK);
}

int sc_handle_redact_again(sc_admin_t *admin)
{
    return ask(admin, HTTP_FORBIDDEN);
}

int sc_handle_redact(sc_admin_t *admin)
{
    redacting_t redacting = {.page = {.count = -1, .name = name_of(admin)}};
    const char *act = sc_input_get(admin->form, "act");
    int status = OK;

    if (!redacting.page.name) {
        sc_problem_add(admin->problems, "name", "required", N_("Type the name to be removed."),
                       NULL);
        status = HTTP_UNPROCESSABLE_ENTITY;
    }
    redacting.is_confirmed = status == OK && act && strcmp(act, "redact") == 0;
    if (status == OK) {
        status = sc_admin_with_database(admin, run, &redacting);
    }
    if (status == HTTP_UNPROCESSABLE_ENTITY && admin->problems->items->nelts == 0) {
        sc_problem_add(admin->problems, "name", "not_text",
                       N_("The name or the note is too long, or has characters in it that are "
                          "none."),
                       NULL);
    }
    if (status == OK && redacting.is_confirmed) {
        redacting.page.is_done = 1;
        return show(admin, HTTP_OK, &redacting);
    }
    if (status != OK) {
        sc_admin_log_refusal(admin, status);
    }
    return show(admin, status == OK ? HTTP_OK : status, &redacting);
}
