#include "httpd/office/handlers.h"
#include "model/text/notation.h"
#include "model/value.h"
#include "model/vocabulary.h"
#include "present/office/pages.h"
#include "store/edit/edit.h"
#include "store/load/load.h"

#include <apr_strings.h>
#include <string.h>

static int stage_board(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_board_page_t *page = baton;
    apr_status_t rv = sc_load_board(db, admin->request->r->pool, &page->board);

    page->admin = sc_admin_view(admin, db);
    return sc_admin_status(admin, db, rv);
}

int sc_handle_board(sc_admin_t *admin)
{
    const char *place = sc_input_get(admin->query, "place");
    sc_board_page_t page = {.board.place = place && sc_slug_is_valid(place) ? place : NULL};
    int status = sc_admin_with_database(admin, stage_board, &page);

    return status == OK ? sc_admin_show(admin, HTTP_OK, sc_page_board, sc_title_board, &page)
                        : sc_admin_refuse(admin, status);
}

/** A move on its way. */
typedef struct moving_t {
    sc_step_t *step;
    sc_edit_t edit;
    apr_status_t rv;
    sc_move_page_t page;
} moving_t;

static int stage_moving(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_move_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    const sc_partnership_dossier_t *dossier;
    void *data = NULL;
    apr_status_t rv = sc_load_partnership(db, pool, admin->slug, NULL, &data);

    if (rv != APR_SUCCESS) {
        return sc_admin_status(admin, db, rv);
    }
    dossier = data;
    page->partnership = dossier->partnership;
    page->labels = dossier->labels;
    sc_conditions_of(dossier, &page->conditions, pool);
    page->admin = sc_admin_view(admin, db);
    return OK;
}

static const char *board_path(sc_admin_t *admin)
{
    return apr_pstrcat(admin->request->r->pool, "/board/", admin->slug, NULL);
}

static int show_moving(sc_admin_t *admin, int status, const sc_step_t *step)
{
    sc_move_page_t page = {.action = sc_admin_address(admin, board_path(admin)),
                           .step = step,
                           .typed = admin->form,
                           .problems = admin->problems};
    int failed = sc_admin_with_database(admin, stage_moving, &page);

    return failed ? sc_admin_refuse(admin, failed)
                  : sc_admin_show(admin, status, sc_page_move, sc_title_move, &page);
}

/* The step that the form begins with: the one that the address names, today. */
static sc_step_t *first_step(sc_admin_t *admin)
{
    sc_step_t *step = sc_record_new(&sc_step, admin->request->r->pool);
    const char *status = sc_input_get(admin->query, "status");

    step->status = status && sc_vocabulary_find(&sc_step_words, status) >= 0 ? status : NULL;
    step->date = admin->request->view.today;
    return step;
}

int sc_handle_moving(sc_admin_t *admin)
{
    return show_moving(admin, HTTP_OK, first_step(admin));
}

int sc_handle_moving_again(sc_admin_t *admin)
{
    return show_moving(admin, HTTP_FORBIDDEN, first_step(admin));
}

/* Only what a step says of itself: its partnership is the address's. */
static sc_step_t *typed_step(sc_admin_t *admin)
{
    static const char *const fields[] = {"status", "date",     "effective", "body",
                                         "reason", "document", "source",    NULL};
    apr_pool_t *pool = admin->request->r->pool;
    sc_step_t *step = sc_record_new(&sc_step, pool);

    step->partnership = admin->slug;
    for (int i = 0; fields[i]; i++) {
        const char *text = sc_input_get(admin->form, fields[i]);

        if (text) {
            sc_value_from_text(sc_entity_field(&sc_step, fields[i]), step, text, pool,
                               admin->problems);
        }
    }
    return step;
}

static int stage_move(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    moving_t *moving = baton;

    moving->rv =
        sc_edit_move(db, admin->request->r->pool, &admin->editor, moving->step,
                     sc_input_number(admin->form, "version"), admin->problems, &moving->edit);
    if (moving->rv == APR_SUCCESS && moving->edit.change) {
        sc_admin_published(admin, db);
    }
    return sc_admin_status(admin, db, moving->rv);
}

int sc_handle_move(sc_admin_t *admin)
{
    moving_t moving = {.step = typed_step(admin)};
    int status = HTTP_UNPROCESSABLE_ENTITY;

    admin->editor.note = sc_input_get(admin->form, "change_note");
    if (admin->problems->items->nelts == 0) {
        status = sc_admin_with_database(admin, stage_move, &moving);
    }
    if (status == OK) {
        return sc_admin_see_other(admin, "/board",
                                  moving.edit.draft    ? "draft"
                                  : moving.edit.change ? "saved"
                                                       : "same",
                                  &moving.edit);
    }
    if (status != HTTP_UNPROCESSABLE_ENTITY && status != HTTP_CONFLICT) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_log_refusal(admin, status);
    return show_moving(admin, status, moving.step);
}
