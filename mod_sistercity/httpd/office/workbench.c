#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/history.h"
#include "store/load/load.h"

/* The last changes of the item, a few. */
#define CHANGES_SHOWN 5

static apr_status_t read_dossier(sc_admin_t *admin, sc_db_t *db, sc_workbench_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_query_t *asked = admin->request->view.query;
    const sc_history_query_t query = {
        .entity = admin->entity, .slug = admin->slug, .limit = CHANGES_SHOWN};
    int more;
    void *data;

    if (admin->entity == &sc_place) {
        SC_TRY(sc_load_place(db, pool, admin->slug, asked, &data));
        page->place = data;
    }
    else {
        SC_TRY(sc_load_partnership(db, pool, admin->slug, asked, &data));
        page->partnership = data;
    }
    return sc_history_read(db, pool, &query, &page->changes, &more);
}

int sc_load_workbench_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_workbench_page_t *page = baton;
    void *record;

    if (admin->entity != &sc_place && admin->entity != &sc_partnership) {
        return HTTP_NOT_FOUND;
    }
    /* Says where an item of a former address is now. */
    SC_TRY(sc_admin_read_item(admin, db, &record));
    apr_status_t rv = read_dossier(admin, db, page);
    return sc_database_status(admin->request, db, rv);
}
