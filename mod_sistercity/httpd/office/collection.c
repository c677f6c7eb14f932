#include "httpd/office/record.h"
#include "httpd/office/routes.h"
#include "present/office/pages.h"
#include "present/write/data.h"
#include "store/query/list.h"

/* As many suggestions as a list below an input has room for. */
#define SUGGESTIONS 10

static int read_list(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_items_page_t *page = baton;
    sc_list_t *list = NULL;
    apr_status_t rv = sc_list_read(db, admin->request->r->pool, admin->entity,
                                   &admin->request->parameters.query, &list);

    if (rv != APR_SUCCESS) {
        return sc_database_failure(admin->request, db, rv);
    }
    page->list = list;
    page->admin = sc_admin_view(admin, db);
    return OK;
}

int sc_handle_list(sc_admin_t *admin)
{
    sc_items_page_t page = {0};
    int status = sc_admin_with_database(admin, read_list, &page);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->format == SC_FORMAT_JSON
               ? sc_admin_json(admin, HTTP_OK, sc_json_stored_list, page.list)
               : sc_admin_show(admin, HTTP_OK, sc_page_items, sc_title_items, &page);
}

int sc_handle_find(sc_admin_t *admin)
{
    sc_items_page_t page = {0};
    int status;

    if (!admin->request->parameters.limit) {
        admin->request->parameters.query.limit = SUGGESTIONS;
    }
    status = sc_admin_with_database(admin, read_list, &page);
    return status == OK ? sc_admin_show_data(admin, sc_json_found, page.list)
                        : sc_admin_refuse(admin, status);
}
