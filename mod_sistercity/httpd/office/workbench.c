#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "present/office/pages.h"
#include "store/edit/history.h"
#include "store/load/load.h"

/* The last changes of the item, a few. */
#define CHANGES_SHOWN 5

static int load(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_workbench_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    const sc_query_t *asked = admin->request->view.query;
    const sc_history_query_t query = {
        .entity = admin->entity, .slug = admin->slug, .limit = CHANGES_SHOWN};
    int more, status;
    apr_status_t rv;
    void *data;

    /* Says where an item of a former address is now. */
    status = sc_admin_read_item(admin, db, &data);
    if (status != OK) {
        return status;
    }
    if (admin->entity == &sc_place) {
        rv = sc_load_place(db, pool, admin->slug, asked, &data);
        page->place = data;
    }
    else {
        rv = sc_load_partnership(db, pool, admin->slug, asked, &data);
        page->partnership = data;
    }
    if (rv == APR_SUCCESS) {
        rv = sc_history_read(db, pool, &query, &page->changes, &more);
    }
    page->admin = sc_admin_view(admin, db);
    return rv == APR_SUCCESS ? OK : sc_database_failure(admin->request, db, rv);
}

int sc_handle_workbench(sc_admin_t *admin)
{
    sc_workbench_t page = {0};
    int status = admin->entity == &sc_place || admin->entity == &sc_partnership
                     ? sc_admin_with_database(admin, load, &page)
                     : HTTP_NOT_FOUND;

    return status == OK
               ? sc_admin_show(admin, HTTP_OK, sc_page_workbench, sc_title_workbench, &page)
               : sc_admin_refuse(admin, status);
}
