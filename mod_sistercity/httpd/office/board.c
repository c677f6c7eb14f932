#include "httpd/office/handlers.h"
#include "model/text/notation.h"
#include "model/value.h"
#include "model/vocabulary.h"
#include "store/edit/edit.h"
#include "store/load/load.h"

#include <apr_strings.h>
#include <string.h>

int sc_load_board_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_board_page_t *page = baton;
    const char *place = sc_input_get(admin->query, "place");
    apr_status_t rv;

    page->board.place = place && sc_slug_is_valid(place) ? place : NULL;
    rv = sc_load_board(db, admin->request->r->pool, &page->board);
    page->admin = sc_admin_view(admin, db);
    return sc_admin_status(admin, db, rv);
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

int sc_load_moving(sc_admin_t *admin, sc_db_t *db, void *baton)
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
    page->action = sc_admin_address(admin, apr_pstrcat(pool, "/board/", admin->slug, NULL));
    page->step = page->step ? page->step : first_step(admin);
    page->typed = admin->form;
    page->problems = admin->problems;
    page->partnership = dossier->partnership;
    page->labels = dossier->labels;
    sc_conditions_of(dossier, &page->conditions, pool);
    page->admin = sc_admin_view(admin, db);
    return OK;
}

/* Only what a step says of itself: its partnership is the address's. */
static sc_step_t *typed_step(sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_step_t *step = sc_record_new(&sc_step, pool);

    step->partnership = admin->slug;
    for (const char *const *field = sc_move_fields; *field; field++) {
        const char *text = sc_input_get(admin->form, *field);

        if (text) {
            sc_value_from_text(sc_entity_field(&sc_step, *field), step, text, pool,
                               admin->problems);
        }
    }
    return step;
}

int sc_act_move(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_move_page_t *page = baton;
    sc_step_t *step = typed_step(admin);
    sc_edit_t *edit = &admin->edit;
    apr_status_t rv;

    page->step = step;
    if (admin->problems->items->nelts > 0) {
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    admin->editor.note = sc_admin_note(admin);
    rv = sc_edit_move(db, admin->request->r->pool, &admin->editor, step,
                      sc_input_number(admin->form, "version"), admin->problems, edit);
    admin->next = "/board";
    admin->done = edit->draft ? "draft" : edit->change ? "saved" : "same";
    return sc_admin_status(admin, db, rv);
}
