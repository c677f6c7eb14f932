#include "httpd/office/admin.h"
#include "httpd/server/log.h"
#include "httpd/server/status.h"

#include "httpd/answer/reply.h"
#include "httpd/form/body.h"
#include "httpd/form/import_progress.h"
#include "httpd/office/desk_cache.h"
#include "httpd/server/revision.h"
#include "model/text/notation.h"
#include "present/office/pages.h"
#include "store/db/schema.h"
#include "store/edit/draft.h"
#include "store/edit/upload.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

/* The navigation counts waiting drafts up to this. */
#define DRAFTS_COUNTED 99

/* How long an edit waits for another one's end, such as that of a large import: at first with the
 * connection in hand, then without, since there are few. Each pause is longer than the one before.
 */
#define LOCK_PATIENCE apr_time_from_sec(30)
#define LOCK_BRIEF apr_time_from_msec(200)
#define LOCK_PAUSE apr_time_from_msec(100)
#define LOCK_PAUSES 10

typedef struct staging_t {
    sc_admin_t *admin;
    sc_admin_stage_fn *stage;
    void *baton;
    apr_time_t end; /* of its patience */
    int attempts;
    int is_locked_out; /* it has done nothing, and can be run once more */
} staging_t;

/* What the request has come to before a stage, which one that is run once more begins with. */
typedef struct begun_t {
    const char *slug, *note;
    int problems;
} begun_t;

/* What is looked at is one state of the registry; a change takes care of that itself. */
static int run_stage(sc_request_t *request, sc_db_t *db, void *baton)
{
    staging_t *staging = baton;
    int is_look = request->r->method_number == M_GET;

    if (is_look) {
        sc_db_begin_reading(db);
    }
    else if (sc_running_time() < staging->end) {
        sc_db_wait_briefly(db, staging->attempts++ ? 0 : LOCK_BRIEF);
    }
    int status = staging->stage(staging->admin, db, staging->baton);
    if (is_look) {
        sc_db_end_reading(db);
    }
    if (staging->admin->edit.change) {
        sc_admin_published(staging->admin, db);
    }
    staging->is_locked_out = sc_db_is_locked_out(db);
    return status;
}

static void begin_anew(sc_admin_t *admin, const begun_t *begun)
{
    admin->slug = begun->slug;
    admin->editor.note = begun->note;
    admin->problems->items->nelts = begun->problems;
    admin->added = NULL;
    admin->next = admin->done = NULL;
    memset(&admin->edit, 0, sizeof(admin->edit));
}

int sc_admin_with_database(sc_admin_t *admin, sc_admin_stage_fn *stage, void *baton)
{
    staging_t staging = {admin, stage, baton, .end = sc_running_time() + LOCK_PATIENCE};
    begun_t begun = {admin->slug, admin->editor.note, admin->problems->items->nelts};
    int status;

    for (;;) {
        staging.is_locked_out = 0;
        status = sc_with_database(admin->request, run_stage, &staging);
        if (!staging.is_locked_out) {
            return status;
        }
        apr_sleep(LOCK_PAUSE * (staging.attempts < LOCK_PAUSES ? staging.attempts : LOCK_PAUSES));
        begin_anew(admin, &begun);
    }
}

void sc_admin_published(sc_admin_t *admin, sc_db_t *db)
{
    sc_revision_published(admin->request->r->server);
    sc_state_read(db, admin->request->r->pool, &admin->request->state);
    /* What is stored is stored, even if this cannot be read. */
    (void)sc_db_verdict(db);
}

int sc_admin_status(sc_admin_t *admin, const sc_db_t *db, apr_status_t rv)
{
    switch (rv) {
    case APR_SUCCESS:
        return OK;
    case APR_EACCES:
        return HTTP_FORBIDDEN;
    case APR_EINVAL:
        return HTTP_UNPROCESSABLE_ENTITY;
    case APR_EEXIST:
    case APR_EBUSY:
        return HTTP_CONFLICT;
    case APR_ENOENT:
        return HTTP_NOT_FOUND;
    default:
        return sc_database_status(admin->request, db, rv);
    }
}

static const sc_secret_t *secret_of(const sc_admin_t *admin)
{
    const sc_secret_t *configured = admin->request->config->secret;

    return configured ? configured : admin->request->server->secret;
}

/* Good for a form of this user, whatever address of the mount it posts to. */
static const char *token_of(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;

    return sc_token_make(secret_of(admin), r->user, admin->request->mount->path, r->request_time,
                         r->pool);
}

int sc_admin_has_token(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;
    const char *token = sc_input_get(admin->form, "token");

    return !admin->form || sc_token_is_good(secret_of(admin), r->user, admin->request->mount->path,
                                            token, r->request_time, r->pool);
}

const char *sc_admin_address(sc_admin_t *admin, const char *path)
{
    request_rec *r = admin->request->r;

    return apr_pstrcat(r->pool, admin->request->view.mount, apr_pescape_path(r->pool, path, 1),
                       NULL);
}

const char *sc_admin_action(sc_admin_t *admin, const char *path)
{
    const sc_view_t *view = &admin->request->view;

    return sc_link_with(view, sc_admin_address(admin, path), "lang",
                        view->lang_in_links ? sc_language_tag(view->language) : NULL);
}

static apr_int64_t count_waiting(sc_admin_t *admin, sc_db_t *db)
{
    int is_reviewer = admin->editor.role >= SC_ROLE_REVIEWER;
    apr_array_header_t *drafts;

    if (!db || !admin->editor.is_reviewed ||
        sc_drafts_read(db, admin->request->r->pool, "waiting",
                       is_reviewer ? NULL : admin->editor.who, DRAFTS_COUNTED,
                       &drafts) != APR_SUCCESS) {
        return 0;
    }
    return drafts->nelts;
}

/* The large imports of this registry that others wait for. */
static const apr_array_header_t *read_imports(sc_admin_t *admin, sc_db_t *db)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_under_way_t found[SC_PROGRESS_MOST];
    int count = db ? sc_progress_read(admin->request->server->progress, pool, db, found) : 0;
    apr_array_header_t *imports = apr_array_make(pool, count, sizeof(sc_storing_t));

    for (int i = 0; i < count; i++) {
        sc_storing_t one = {.done = found[i].done, .total = found[i].total};

        if (one.total > 0 && sc_upload_owner(db, pool, found[i].id, &one.who) == APR_SUCCESS) {
            APR_ARRAY_PUSH(imports, sc_storing_t) = one;
        }
    }
    return imports;
}

sc_admin_view_t *sc_admin_view(sc_admin_t *admin, sc_db_t *db)
{
    sc_admin_view_t *view = apr_pcalloc(admin->request->r->pool, sizeof(*view));
    const sc_mount_t *registry = sc_mount_first(admin->request->server->mounts, SC_HANDLER_PUBLIC);
    sc_role_e role = admin->editor.role;

    view->user = admin->editor.who;
    view->is_reviewed = admin->editor.is_reviewed && role < SC_ROLE_REVIEWER;
    view->may_review = role >= SC_ROLE_REVIEWER;
    view->may_administer = role >= SC_ROLE_ADMIN;
    view->token = token_of(admin);
    view->registry = registry ? registry->address : NULL;
    view->drafts_waiting = count_waiting(admin, db);
    view->imports = read_imports(admin, db);
    view->done = sc_input_get(admin->query, "done");
    view->done_change = sc_input_number(admin->query, "change");
    view->done_draft = sc_input_number(admin->query, "draft");
    return view;
}

static void set_status(sc_admin_t *admin, int status)
{
    request_rec *r = admin->request->r;

    r->status = status;
    r->status_line = NULL;
    sc_send_negotiated(admin->request);
    if (status >= HTTP_BAD_REQUEST) {
        sc_counters_refused(admin->request->server->counters, status);
    }
    else {
        sc_counters_add(admin->request->server->counters, SC_ANSWERED, 1);
    }
    if (status == HTTP_SERVICE_UNAVAILABLE) {
        apr_table_setn(r->headers_out, "Retry-After", SC_RETRY_AFTER);
    }
}

int sc_admin_show(sc_admin_t *admin, int status, sc_page_fn *page, sc_title_fn *title,
                  const void *data)
{
    const sc_view_t *view = &admin->request->view;
    const sc_document_head_t head = {.title = title(view, data), .is_admin = 1};
    sc_buffer_t *content = sc_buffer_new(view->pool, 16384);

    page(content, view, data);
    set_status(admin, status);
    return sc_send(admin->request, sc_formats[SC_FORMAT_HTML].content_type,
                   sc_framed(admin->request, &head, content));
}

int sc_admin_data(sc_admin_t *admin, int status, const char *content_type, const sc_buffer_t *body)
{
    set_status(admin, status);
    return sc_send(admin->request, content_type, body);
}

static int answer_data(sc_admin_t *admin, int status, sc_format_e format, sc_data_fn *write,
                       const void *data)
{
    sc_buffer_t *body = sc_buffer_new(admin->request->r->pool, 16384);

    if (format == SC_FORMAT_CSV) {
        sc_request_begin_csv(admin->request, body);
    }
    write(body, &admin->request->view, data);
    return sc_admin_data(admin, status, sc_formats[format].content_type, body);
}

int sc_admin_json(sc_admin_t *admin, int status, sc_data_fn *write, const void *data)
{
    return answer_data(admin, status, SC_FORMAT_JSON, write, data);
}

/* The arguments of the page that says what was done. */
static const char *arguments_of(sc_admin_t *admin, const char *done, const sc_edit_t *edit)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_view_t *view = &admin->request->view;
    const char *arguments = "";

    if (done) {
        arguments = apr_pstrcat(pool, "done=", done, NULL);
    }
    if (edit && edit->change) {
        arguments = apr_psprintf(pool, "%s&change=%" APR_INT64_T_FMT, arguments, edit->change);
    }
    if (edit && edit->draft) {
        arguments = apr_psprintf(pool, "%s&draft=%" APR_INT64_T_FMT, arguments, edit->draft);
    }
    if (view->lang_in_links) {
        arguments = apr_pstrcat(pool, arguments, *arguments ? "&" : "",
                                "lang=", sc_language_tag(view->language), NULL);
    }
    return arguments;
}

int sc_admin_see_other(sc_admin_t *admin, const char *path, const char *done, const sc_edit_t *edit)
{
    request_rec *r = admin->request->r;
    const char *arguments = arguments_of(admin, done, edit);
    const char *own = strchr(path, '?');

    path = own ? apr_pstrmemdup(r->pool, path, own - path) : path;
    apr_table_setn(r->headers_out, "Location",
                   apr_pstrcat(r->pool, sc_admin_address(admin, path), own || *arguments ? "?" : "",
                               arguments, own && *arguments ? "&" : "", own ? own + 1 : NULL,
                               NULL));
    return sc_admin_data(admin, HTTP_SEE_OTHER, "text/plain; charset=utf-8",
                         sc_buffer_new(r->pool, 1));
}

const char *sc_admin_typed(const sc_admin_t *admin, const char *name, const char *member)
{
    return admin->form ? sc_input_get(admin->form, name)
                       : json_string_value(json_object_get(admin->json, member));
}

const char *sc_admin_place(const sc_admin_t *admin)
{
    const char *place = sc_input_get(admin->query, "place");

    return !place ? admin->request->config->home : sc_slug_is_valid(place) ? place : NULL;
}

const char *sc_admin_note(const sc_admin_t *admin)
{
    return sc_admin_typed(admin, "change_note", "note");
}

const char *sc_admin_numbered(sc_admin_t *admin, const char *collection, apr_int64_t id)
{
    return apr_psprintf(admin->request->r->pool, "/%s/%" APR_INT64_T_FMT, collection, id);
}

/* A page that is read, perhaps after something was done. */
typedef struct visit_t {
    void *page;
    int is_act;
} visit_t;

/* What pages show begins with who is looking. */
static int is_loaded(const void *page)
{
    return *(const sc_admin_view_t *const *)page != NULL;
}

static int run_row(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    const visit_t *visit = baton;
    const sc_admin_route_t *row = admin->route;
    int is_data = admin->request->format != SC_FORMAT_HTML;
    int status = OK, is_wanted = 1, loaded;

    if (visit->is_act) {
        memset(visit->page, 0, row->size);
        status = row->act(admin, db, visit->page);
        is_wanted = is_data ? status == OK && row->done : status != OK || !admin->next;
    }
    if (!is_wanted || is_loaded(visit->page) || status == HTTP_SERVICE_UNAVAILABLE ||
        status == HTTP_MOVED_PERMANENTLY) {
        return status;
    }
    loaded = row->load(admin, db, visit->page);
    if (loaded == OK && !is_loaded(visit->page)) {
        *(const sc_admin_view_t **)visit->page = sc_admin_view(admin, db);
    }
    return loaded == OK ? status : loaded;
}

static int show_row(sc_admin_t *admin, int status, const void *page)
{
    const sc_admin_route_t *row = admin->route;
    sc_data_fn *write = row->data[admin->request->format];

    return write ? answer_data(admin, status, admin->request->format, write, page)
                 : sc_admin_show(admin, status, row->page, row->title, page);
}

int sc_admin_look(sc_admin_t *admin, int good)
{
    visit_t visit = {.page = apr_pcalloc(admin->request->r->pool, admin->route->size)};
    sc_desk_cache_t *desk = admin->route->is_desk ? admin->request->server->desk : NULL;
    int is_alone = sc_desk_cache_enter(desk, admin->request);
    int status = sc_admin_with_database(admin, run_row, &visit);

    if (is_alone) {
        sc_desk_cache_leave(desk);
    }
    if (status == OK) {
        return show_row(admin, good, visit.page);
    }
    return status == HTTP_BAD_REQUEST && is_loaded(visit.page) ? show_row(admin, status, visit.page)
                                                               : sc_admin_refuse(admin, status);
}

static int answer_done(sc_admin_t *admin, const void *page)
{
    const sc_edited_t edited = {admin->edit.draft, admin->edit.change};

    if (admin->request->format != SC_FORMAT_HTML) {
        return admin->route->done ? sc_admin_json(admin, HTTP_OK, admin->route->done, page)
                                  : sc_admin_json(admin, HTTP_OK, sc_json_done, &edited);
    }
    return admin->next ? sc_admin_see_other(admin, admin->next, admin->done, &admin->edit)
                       : show_row(admin, HTTP_OK, page);
}

int sc_admin_act(sc_admin_t *admin)
{
    visit_t visit = {.page = apr_pcalloc(admin->request->r->pool, admin->route->size), .is_act = 1};
    int status = sc_admin_with_database(admin, run_row, &visit);

    if (status == OK) {
        return answer_done(admin, visit.page);
    }
    if (admin->request->format != SC_FORMAT_HTML || status == HTTP_SERVICE_UNAVAILABLE ||
        !is_loaded(visit.page)) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_log_refusal(admin, status);
    return show_row(admin, status, visit.page);
}

/* Why it was refused, in English and in one line. */
static const char *reason_of(sc_admin_t *admin, int status)
{
    const char *line = sc_error_line(admin->problems, admin->request->r->pool);

    return apr_pstrcat(admin->request->r->pool, ap_get_status_line(status), *line ? ": " : "", line,
                       NULL);
}

static int has_problem(const sc_admin_t *admin, const char *code)
{
    for (int i = 0; i < admin->problems->items->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(admin->problems->items, i, sc_problem_t).code, code) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What no page or program of ours sends deserves to be seen; what editors meet with every day does
 * not. */
static int level_of(const sc_admin_t *admin, int status)
{
    switch (status) {
    case HTTP_BAD_REQUEST:
    case HTTP_FORBIDDEN:
    case HTTP_REQUEST_TIME_OUT:
    case HTTP_REQUEST_ENTITY_TOO_LARGE:
    case HTTP_UNSUPPORTED_MEDIA_TYPE:
        return APLOG_WARNING;
    default:
        return has_problem(admin, "unknown_field") ? APLOG_WARNING : APLOG_INFO;
    }
}

void sc_admin_log_refusal(sc_admin_t *admin, int status)
{
    request_rec *r = admin->request->r;

    sc_log_each(r, level_of(admin, status), "SC0501: %s %s by %s is refused: %s", r->method, r->uri,
                r->user, reason_of(admin, status));
}

int sc_admin_refuse(sc_admin_t *admin, int status)
{
    if (status == HTTP_MOVED_PERMANENTLY) {
        /* After 301 many clients would go on with GET, and the change would be lost unnoticed. */
        return sc_error_answer(admin->request, admin->request->r->method_number == M_GET
                                                   ? status
                                                   : HTTP_PERMANENT_REDIRECT);
    }
    if (status != HTTP_SERVICE_UNAVAILABLE && admin->request->r->user) {
        sc_admin_log_refusal(admin, status);
    }
    return sc_error_answer(admin->request, status);
}
