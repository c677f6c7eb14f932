#include "httpd/office/desk_cache.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "model/text/notation.h"
#include "store/edit/draft.h"
#include "store/edit/history.h"
#include "store/load/load.h"

/* Rows of each kind for programs, and on a page of one kind. */
#define ROWS_OF_DATA 100
#define ROWS_OF_PAGE SC_DESK_ROWS

#define CHANGES_SHOWN 10
#define DRAFTS_SHOWN 20

/* Seconds that a rejected draft stays on its author's desk. */
#define REJECTED_SHOWN (60 * 24 * 3600)

/* The last changes, and the drafts that wait for this editor or are the editor's own. */
static apr_status_t read_news(sc_admin_t *admin, sc_db_t *db, sc_desk_page_t *page)
{
    const sc_history_query_t query = {.limit = CHANGES_SHOWN};
    apr_pool_t *pool = admin->request->r->pool;
    const char *who = admin->editor.role >= SC_ROLE_REVIEWER ? NULL : admin->editor.who;
    int more;

    SC_TRY(sc_history_read(db, pool, &query, &page->changes, &more));
    SC_TRY(sc_drafts_rejected(db, pool, admin->editor.who, sc_admin_ago(REJECTED_SHOWN, pool),
                              DRAFTS_SHOWN, &page->rejected));
    return sc_drafts_read(db, pool, "waiting", who, DRAFTS_SHOWN, &page->drafts);
}

/* Reads what the desk speaks of, and what all of it is called. */
static apr_status_t name_all(sc_admin_t *admin, sc_db_t *db, sc_desk_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, 64, sizeof(const void *));
    apr_array_header_t *drafts = apr_array_make(pool, 20, sizeof(sc_draft_t *));

    if (page->drafts && page->rejected) {
        drafts = apr_array_append(pool, page->drafts, page->rejected);
    }
    page->named = sc_admin_named_of(admin, db, page->changes, drafts);
    SC_TRY(sc_load_desk_records(db, pool, &page->desk, records));
    page->named.networks = page->desk.networks;
    page->named.items = page->desk.others;
    return sc_load_labels(db, pool, records, page->named.labels);
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

/* As `within` says; what it does not say well is as if it were not there. */
static int days_ahead(const sc_admin_t *admin)
{
    const char *within = sc_input_get(admin->query, "within");
    int days = within ? sc_days_read(within) : -1;

    return days < 0 ? SC_DESK_DAYS : days;
}

static apr_status_t read_desk(sc_admin_t *admin, sc_db_t *db, sc_desk_page_t *page, int dues,
                              int checks)
{
    sc_desk_t *desk = &page->desk;
    apr_pool_t *pool = admin->request->r->pool;

    SC_TRY(sc_desk_cache_read(admin->request->server->desk, admin->request, db,
                              sc_admin_place(admin), days_ahead(admin), desk));
    if (dues && checks) {
        SC_TRY(read_news(admin, db, page));
    }
    desk->checks = first_rows(desk->checks, checks, pool);
    desk->dues = first_rows(desk->dues, dues, pool);
    desk->silent = first_rows(desk->silent, dues, pool);
    return name_all(admin, db, page);
}

/* @param dues, @param checks so many rows are wanted; 0: none of the kind, and no news */
static int load(sc_admin_t *admin, sc_db_t *db, sc_desk_page_t *page, int dues, int checks)
{
    apr_status_t rv = read_desk(admin, db, page, dues, checks);

    page->home = admin->request->config->home;
    page->days = days_ahead(admin);
    page->database = sc_db_dialect(db) == SC_DIALECT_SQLITE ? "SQLite" : "PostgreSQL";
    return sc_database_status(admin->request, db, rv);
}

int sc_load_desk_page(sc_admin_t *admin, sc_db_t *db, void *page)
{
    int most = admin->request->format == SC_FORMAT_JSON ? ROWS_OF_DATA : SC_DESK_SHOWN;

    return load(admin, db, page, most, most);
}

int sc_load_due_page(sc_admin_t *admin, sc_db_t *db, void *page)
{
    return load(admin, db, page, ROWS_OF_PAGE, 0);
}

int sc_load_check_page(sc_admin_t *admin, sc_db_t *db, void *page)
{
    return load(admin, db, page, 0, ROWS_OF_PAGE);
}
