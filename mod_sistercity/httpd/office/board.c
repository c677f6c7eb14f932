#include "httpd/office/handlers.h"
#include "store/load/load.h"

int sc_load_board_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_board_page_t *page = baton;

    page->board.place = sc_admin_place(admin);
    page->home = admin->request->config->home;
    apr_status_t rv = sc_load_board(db, admin->request->r->pool, &page->board);
    return sc_admin_status(admin, db, rv);
}

int sc_load_candidates_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_candidates_page_t *page = baton;
    const char *place = sc_admin_place(admin);
    apr_status_t rv = APR_SUCCESS;

    if (place) {
        rv = sc_load_candidates(db, admin->request->r->pool, place, &page->candidates);
    }
    return sc_admin_status(admin, db, rv);
}
