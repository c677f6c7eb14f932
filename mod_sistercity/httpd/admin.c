#include "httpd/admin.h"

#include "httpd/answer.h"
#include "httpd/clock.h"
#include "httpd/connection.h"
#include "model/edtf.h"
#include "present/desk.h"
#include "store/check.h"
#include "store/load.h"
#include "store/read.h"

#include <apr_strings.h>

/* As many findings, and dues, as a person looks through at a sitting; the rest is counted. */
#define ROWS_SHOWN 100
#define DAYS_AHEAD 90

static apr_status_t read_counts(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk)
{
    const sc_entity_t *const *entity;
    apr_status_t rv = APR_SUCCESS;

    desk->counts = apr_array_make(pool, 10, sizeof(sc_desk_count_t));
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

    if (desk->finding_count++ >= ROWS_SHOWN) {
        return;
    }
    finding = apr_array_push(desk->findings);
    finding->entity = check->entity;
    finding->slug = apr_pstrdup(collecting->pool, check->slug);
    finding->problem = check->problem;
    finding->problem.field = apr_pstrdup(collecting->pool, check->problem.field);
    finding->problem.arguments = copied_arguments(check->problem.arguments, collecting->pool);
}

static apr_status_t read_dues(sc_db_t *db, apr_pool_t *pool, const char *today, sc_desk_t *desk)
{
    apr_array_header_t *dues, *partnerships = apr_array_make(pool, 16, sizeof(void *));
    apr_status_t rv = sc_due_read(db, pool, today, desk->until, &dues);
    int i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    desk->due_count = dues->nelts;
    for (i = 0; i < dues->nelts && i < ROWS_SHOWN; i++) {
        const sc_due_t *due = &APR_ARRAY_IDX(dues, i, sc_due_t);
        sc_desk_due_t *row = apr_array_push(desk->dues);

        row->kind = due->kind;
        row->date = due->date;
        row->years = due->years;
        row->partnership = due->partnership;
        APR_ARRAY_PUSH(partnerships, const void *) = due->partnership;
    }
    return sc_load_labels(db, pool, partnerships, desk->labels);
}

static apr_status_t fill_desk(sc_db_t *db, apr_pool_t *pool, const char *today, sc_desk_t *desk)
{
    collecting_t collecting = {pool, desk};
    apr_status_t rv = read_counts(db, pool, desk);

    desk->findings = apr_array_make(pool, 16, sizeof(sc_desk_finding_t));
    desk->dues = apr_array_make(pool, 16, sizeof(sc_desk_due_t));
    desk->labels = apr_hash_make(pool);
    if (rv == APR_SUCCESS) {
        rv = sc_check_registry(db, pool, today, collect, &collecting);
    }
    return rv == APR_SUCCESS ? read_dues(db, pool, today, desk) : rv;
}

static int load_desk(sc_request_t *request, sc_db_t *db, void *baton)
{
    request_rec *r = request->r;
    sc_desk_t *desk = apr_pcalloc(r->pool, sizeof(*desk));
    const sc_mount_t *registry = sc_mount_first(request->server->mounts, SC_HANDLER_PUBLIC);
    apr_status_t rv;

    desk->user = r->user;
    desk->database = sc_db_dialect(db) == SC_DIALECT_SQLITE ? "SQLite" : "PostgreSQL";
    desk->until = sc_clock_today(r->request_time + apr_time_from_sec(DAYS_AHEAD * 86400), r->pool);
    desk->registry = registry ? registry->path : NULL;
    rv = fill_desk(db, r->pool, request->view.today, desk);
    *(void **)baton = desk;
    return rv == APR_SUCCESS ? OK : sc_database_failure(request, db, rv);
}

int sc_admin_answer(request_rec *r, const sc_mount_t *mount)
{
    sc_request_t *request;
    int status = sc_request_read(r, mount, sc_admin_routes, &request);

    if (!r->user) {
        sc_logf(r, APLOG_ERR, 0,
                "SC0204: %s is refused: sistercity-admin needs httpd to authenticate its users; "
                "add AuthType, AuthName and Require valid-user to its Location",
                mount->path);
        status = HTTP_FORBIDDEN;
    }
    return sc_answer(request, status, load_desk);
}
