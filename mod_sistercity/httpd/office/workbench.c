#include "httpd/office/record.h"
#include "httpd/office/routes.h"
#include "present/office/pages.h"
#include "store/edit/history.h"
#include "store/load/load.h"

/* The last changes of the item, a few. */
#define CHANGES_SHOWN 5

/* What a workbench shows, whichever of the two it is. */
typedef struct bench_t {
    const sc_admin_view_t *admin;
    void *dossier;
    apr_array_header_t *changes;
} bench_t;

static int load(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    bench_t *bench = baton;
    apr_pool_t *pool = admin->request->r->pool;
    const sc_history_query_t query = {
        .entity = admin->entity, .slug = admin->slug, .limit = CHANGES_SHOWN};
    sc_load_fn *loader = admin->entity == &sc_place ? sc_load_place : sc_load_partnership;
    void *record;
    int more, status = sc_admin_read_item(admin, db, &record);
    apr_status_t rv;

    if (status != OK) {
        return status;
    }
    rv = loader(db, pool, admin->slug, admin->request->view.query, &bench->dossier);
    if (rv == APR_SUCCESS) {
        rv = sc_history_read(db, pool, &query, &bench->changes, &more);
    }
    bench->admin = sc_admin_view(admin, db);
    return rv == APR_SUCCESS ? OK : sc_database_failure(admin->request, db, rv);
}

int sc_handle_workbench(sc_admin_t *admin)
{
    bench_t bench = {0};
    int status = admin->entity == &sc_place || admin->entity == &sc_partnership
                     ? sc_admin_with_database(admin, load, &bench)
                     : HTTP_NOT_FOUND;
    sc_workbench_t partnership = {bench.admin, bench.dossier, bench.changes};
    sc_place_workbench_t place = {bench.admin, bench.dossier, bench.changes};

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->entity == &sc_place
               ? sc_admin_show(admin, HTTP_OK, sc_page_place_workbench, sc_title_place_workbench,
                               &place)
               : sc_admin_show(admin, HTTP_OK, sc_page_workbench, sc_title_workbench, &partnership);
}
