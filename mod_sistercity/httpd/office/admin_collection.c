#include "httpd/office/admin_record.h"
#include "httpd/office/admin_routes.h"
#include "present/office/pages.h"
#include "present/write/view.h"
#include "store/query/list.h"

#include <apr_escape.h>
#include <apr_strings.h>

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

/* The same selection at another page, or NULL. */
static json_t *page_address(sc_admin_t *admin, const char *token)
{
    const sc_view_t *view = &admin->request->view;
    const char *after = NULL, *arguments;

    if (!token) {
        return NULL;
    }
    if (*token) {
        after = apr_pstrcat(view->pool, "after=", apr_pescape_urlencoded(view->pool, token), NULL);
    }
    arguments = sc_query_arguments(view->query, "after", after, view->pool);
    return json_string(
        apr_pstrcat(view->pool, view->base_url, sc_link_self(view, ".json", arguments), NULL));
}

static int answer_json(sc_admin_t *admin, const sc_list_t *list)
{
    json_t *document = json_object(), *items = json_array();
    int i;

    for (i = 0; i < list->items->nelts; i++) {
        json_array_append_new(items, sc_admin_record_json(admin, SC_AT(list->items, i, void)));
    }
    json_object_set_new(document, "items", items);
    json_object_set_new(document, "total", json_integer(list->total));
    json_object_set_new(document, "next", page_address(admin, list->next));
    json_object_set_new(document, "previous", page_address(admin, list->previous));
    json_object_set_new(document, "revision", json_integer(admin->request->state.revision));
    return sc_admin_json(admin, HTTP_OK, document);
}

int sc_handle_list(sc_admin_t *admin)
{
    sc_items_page_t page = {0};
    int status = sc_admin_with_database(admin, read_list, &page);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->format == SC_FORMAT_JSON
               ? answer_json(admin, page.list)
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
