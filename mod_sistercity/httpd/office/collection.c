#include "httpd/office/handlers.h"
#include "store/query/list.h"

/* As many suggestions as a list below an input has room for. */
#define SUGGESTIONS 10

int sc_load_items(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_items_page_t *page = baton;
    sc_list_t *list = NULL;
    apr_status_t rv = sc_list_read(db, admin->request->r->pool, admin->entity,
                                   &admin->request->parameters.query, &list);

    page->list = list;
    page->admin = sc_admin_view(admin, db);
    return sc_admin_status(admin, db, rv);
}

int sc_load_found(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    if (!admin->request->parameters.limit) {
        admin->request->parameters.query.limit = SUGGESTIONS;
    }
    return sc_load_items(admin, db, baton);
}
