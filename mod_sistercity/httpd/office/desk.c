#include "present/office/desk.h"
#include "httpd/office/change.h"
#include "httpd/office/routes.h"
#include "httpd/server/clock.h"
#include "store/edit/history.h"
#include "store/load/check.h"
#include "store/load/load.h"
#include "store/record/read.h"

#include <apr_strings.h>

/* As many findings, and dues, as a person looks through at a sitting; the rest is counted. */
#define ROWS_SHOWN 100
#define ROWS_IN_ALL 1000

/* As many findings tell the names of their items, which are read one by one. */
#define FINDINGS_NAMED 100
#define DAYS_AHEAD 90
#define CHANGES_SHOWN 10
#define DRAFTS_SHOWN 20

/* Which parts of the desk are wanted, and how many rows of them. */
typedef struct wanted_t {
    int counts, findings, dues, news;
} wanted_t;

typedef struct desking_t {
    wanted_t wanted;
    sc_desk_t desk;
} desking_t;

static apr_status_t read_counts(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk)
{
    const sc_entity_t *const *entity;
    apr_status_t rv = APR_SUCCESS;

    for (entity = sc_entities; *entity && rv == APR_SUCCESS; entity++) {
        sc_desk_count_t *count = apr_array_push(desk->counts);

        count->entity = *entity;
        rv = sc_read_count(db, pool, *entity, &count->number);
    }
    return rv;
}

typedef struct collecting_t {
    apr_pool_t *pool;
    sc_desk_t *desk;
    int most;
} collecting_t;

/* What the check hands over lives only during the call. */
static const char *const *copied_arguments(const char *const *arguments, apr_pool_t *pool)
{
    const char **copy;
    int count = 0, i;

    while (arguments[count]) {
        count++;
    }
    copy = apr_pcalloc(pool, (count + 1) * sizeof(*copy));
    for (i = 0; i < count; i++) {
        copy[i] = apr_pstrdup(pool, arguments[i]);
    }
    return copy;
}

static void collect(void *baton, const sc_check_t *check)
{
    collecting_t *collecting = baton;
    sc_desk_t *desk = collecting->desk;
    sc_desk_finding_t *finding;

    if (desk->finding_count++ >= collecting->most) {
        return;
    }
    finding = apr_array_push(desk->findings);
    finding->entity = check->entity;
    finding->record = NULL;
    finding->slug = apr_pstrdup(collecting->pool, check->slug);
    finding->problem = check->problem;
    finding->problem.field = apr_pstrdup(collecting->pool, check->problem.field);
    finding->problem.arguments = copied_arguments(check->problem.arguments, collecting->pool);
}

static apr_status_t read_dues(sc_db_t *db, apr_pool_t *pool, const char *today, int most,
                              sc_desk_t *desk)
{
    apr_array_header_t *dues;
    apr_status_t rv = sc_due_read(db, pool, today, desk->until, &dues);
    int i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    desk->due_count = dues->nelts;
    for (i = 0; i < dues->nelts && i < most; i++) {
        const sc_due_t *due = &APR_ARRAY_IDX(dues, i, sc_due_t);
        sc_desk_due_t *row = apr_array_push(desk->dues);

        row->kind = due->kind;
        row->date = due->date;
        row->years = due->years;
        row->partnership = due->partnership;
    }
    return APR_SUCCESS;
}

/* The last changes, and the drafts that wait for this editor or are the editor's own. */
static apr_status_t read_news(sc_admin_t *admin, sc_db_t *db, sc_desk_t *desk)
{
    const sc_history_query_t query = {.limit = CHANGES_SHOWN};
    apr_pool_t *pool = admin->request->r->pool;
    const char *who = admin->editor.role >= SC_ROLE_REVIEWER ? NULL : admin->editor.who;
    apr_status_t rv;
    int more;

    rv = sc_history_read(db, pool, &query, &desk->changes, &more);
    return rv == APR_SUCCESS ? sc_drafts_read(db, pool, "waiting", who, DRAFTS_SHOWN, &desk->drafts)
                             : rv;
}

/* Reads what the findings are about; what cannot be read keeps its slug. */
static void read_found(sc_db_t *db, apr_pool_t *pool, const sc_desk_t *desk,
                       apr_array_header_t *records)
{
    int i;

    for (i = 0; i < desk->findings->nelts && i < FINDINGS_NAMED; i++) {
        sc_desk_finding_t *finding = &APR_ARRAY_IDX(desk->findings, i, sc_desk_finding_t);
        void *record;

        if (sc_read_item(db, pool, finding->entity, finding->slug, &record) == APR_SUCCESS) {
            finding->record = record;
            APR_ARRAY_PUSH(records, const void *) = record;
        }
    }
}

/* What the desk speaks of by name. */
static sc_named_t name_all(sc_admin_t *admin, sc_db_t *db, const sc_desk_t *desk)
{
    apr_array_header_t *records = apr_array_make(admin->request->r->pool, 64, sizeof(const void *));
    sc_named_t named = sc_admin_named_of(admin, db, desk->changes, desk->drafts);
    int i;

    for (i = 0; i < desk->dues->nelts; i++) {
        APR_ARRAY_PUSH(records, const void *) =
            APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t).partnership;
    }
    read_found(db, admin->request->r->pool, desk, records);
    sc_load_labels(db, admin->request->r->pool, records, named.labels);
    return named;
}

static apr_status_t fill_desk(sc_admin_t *admin, sc_db_t *db, desking_t *desking)
{
    sc_desk_t *desk = &desking->desk;
    const wanted_t *wanted = &desking->wanted;
    apr_pool_t *pool = admin->request->r->pool;
    const char *today = admin->request->view.today;
    collecting_t collecting = {pool, desk, wanted->findings};
    apr_status_t rv = wanted->counts ? read_counts(db, pool, desk) : APR_SUCCESS;

    if (rv == APR_SUCCESS && wanted->findings) {
        rv = sc_check_registry(db, pool, today, collect, &collecting);
    }
    if (rv == APR_SUCCESS && wanted->dues) {
        rv = read_dues(db, pool, today, wanted->dues, desk);
    }
    return rv == APR_SUCCESS && wanted->news ? read_news(admin, db, desk) : rv;
}

static int load_desk(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    desking_t *desking = baton;
    sc_desk_t *desk = &desking->desk;
    request_rec *r = admin->request->r;
    apr_status_t rv;

    desk->admin = sc_admin_view(admin, db);
    desk->home = admin->request->config->home;
    desk->database = sc_db_dialect(db) == SC_DIALECT_SQLITE ? "SQLite" : "PostgreSQL";
    desk->until = sc_clock_today(r->request_time + apr_time_from_sec(DAYS_AHEAD * 86400), r->pool);
    desk->counts = apr_array_make(r->pool, 10, sizeof(sc_desk_count_t));
    desk->findings = apr_array_make(r->pool, 16, sizeof(sc_desk_finding_t));
    desk->dues = apr_array_make(r->pool, 16, sizeof(sc_desk_due_t));
    desk->changes = apr_array_make(r->pool, 1, sizeof(sc_change_t *));
    desk->drafts = apr_array_make(r->pool, 1, sizeof(sc_draft_t *));
    rv = fill_desk(admin, db, desking);
    if (rv != APR_SUCCESS) {
        return sc_database_failure(admin->request, db, rv);
    }
    desk->named = name_all(admin, db, desk);
    return OK;
}

static int answer(sc_admin_t *admin, wanted_t wanted, sc_page_fn *page, sc_title_fn *title)
{
    desking_t desking = {.wanted = wanted};
    int status = sc_admin_with_database(admin, load_desk, &desking);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->format == SC_FORMAT_JSON
               ? sc_admin_show_data(admin, sc_json_desk, &desking.desk)
               : sc_admin_show(admin, HTTP_OK, page, title, &desking.desk);
}

int sc_handle_desk(sc_admin_t *admin)
{
    const wanted_t wanted = {.counts = 1, .findings = ROWS_SHOWN, .dues = ROWS_SHOWN, .news = 1};

    return answer(admin, wanted, sc_page_desk, sc_title_desk);
}

int sc_handle_due(sc_admin_t *admin)
{
    const wanted_t wanted = {.dues = ROWS_IN_ALL};

    return answer(admin, wanted, sc_page_due, sc_title_due);
}

int sc_handle_check(sc_admin_t *admin)
{
    const wanted_t wanted = {.findings = ROWS_IN_ALL};

    return answer(admin, wanted, sc_page_check, sc_title_check);
}
