#include "present/office/desk.h"
#include "httpd/office/desk_cache.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/draft.h"
#include "store/edit/history.h"
#include "store/load/load.h"

/* As many rows of each kind as programs get at once, and as pages of one kind have. */
#define ROWS_OF_DATA 100
#define ROWS_OF_PAGE SC_DESK_ROWS

#define CHANGES_SHOWN 10
#define DRAFTS_SHOWN 20

/* The desk in the making. */
typedef struct desking_t {
    sc_desk_page_t page;
    int dues, checks; /* so many rows are wanted; 0: none of the kind */
    int is_whole;     /* with news and counts, too */
} desking_t;

/* The last changes, and the drafts that wait for this editor or are the editor's own. */
static apr_status_t read_news(sc_admin_t *admin, sc_db_t *db, sc_desk_page_t *page)
{
    const sc_history_query_t query = {.limit = CHANGES_SHOWN};
    apr_pool_t *pool = admin->request->r->pool;
    const char *who = admin->editor.role >= SC_ROLE_REVIEWER ? NULL : admin->editor.who;
    apr_status_t rv;
    int more;

    rv = sc_history_read(db, pool, &query, &page->changes, &more);
    return rv == APR_SUCCESS ? sc_drafts_read(db, pool, "waiting", who, DRAFTS_SHOWN, &page->drafts)
                             : rv;
}

/* Reads what the desk speaks of, and what all of it is called. */
static apr_status_t name_all(sc_admin_t *admin, sc_db_t *db, sc_desk_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, 64, sizeof(const void *));
    apr_status_t rv = sc_load_desk_records(db, pool, &page->desk, records);

    page->named = sc_admin_named_of(admin, db, page->changes, page->drafts);
    return rv == APR_SUCCESS ? sc_load_labels(db, pool, records, page->named.labels) : rv;
}

/* Rows of one's own, in which their records can be put. */
static apr_array_header_t *first_rows(const apr_array_header_t *rows, int most, apr_pool_t *pool)
{
    apr_array_header_t *copy = most ? apr_array_copy(pool, rows) : NULL;

    if (copy && copy->nelts > most) {
        copy->nelts = most;
    }
    return copy;
}

static int load_desk(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    desking_t *desking = baton;
    sc_desk_page_t *page = &desking->page;
    sc_desk_t *desk = &page->desk;
    sc_request_t *request = admin->request;
    apr_pool_t *pool = request->r->pool;
    apr_status_t rv = sc_desk_cache_read(request->server->desk, request, db, desk);

    if (rv == APR_SUCCESS && desking->is_whole) {
        rv = read_news(admin, db, page);
    }
    if (rv == APR_SUCCESS) {
        desk->checks = first_rows(desk->checks, desking->checks, pool);
        desk->dues = first_rows(desk->dues, desking->dues, pool);
        desk->silent = first_rows(desk->silent, desking->dues, pool);
        rv = name_all(admin, db, page);
    }
    page->admin = sc_admin_view(admin, db);
    page->home = request->config->home;
    page->database = sc_db_dialect(db) == SC_DIALECT_SQLITE ? "SQLite" : "PostgreSQL";
    return rv == APR_SUCCESS ? OK : sc_database_failure(request, db, rv);
}

static int answer(sc_admin_t *admin, desking_t desking, sc_page_fn *page, sc_title_fn *title)
{
    int status = sc_admin_with_database(admin, load_desk, &desking);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->format == SC_FORMAT_JSON
               ? sc_admin_show_data(admin, sc_json_desk, &desking.page)
               : sc_admin_show(admin, HTTP_OK, page, title, &desking.page);
}

int sc_handle_desk(sc_admin_t *admin)
{
    int most = admin->request->format == SC_FORMAT_JSON ? ROWS_OF_DATA : SC_DESK_SHOWN;

    return answer(admin, (desking_t){.dues = most, .checks = most, .is_whole = 1}, sc_page_desk,
                  sc_title_desk);
}

int sc_handle_due(sc_admin_t *admin)
{
    return answer(admin, (desking_t){.dues = ROWS_OF_PAGE}, sc_page_due, sc_title_due);
}

int sc_handle_check(sc_admin_t *admin)
{
    return answer(admin, (desking_t){.checks = ROWS_OF_PAGE}, sc_page_check, sc_title_check);
}
