#include "httpd/form/import_choices.h"
#include "httpd/form/import_progress.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "httpd/server/log.h"
#include "language/table/csv_file.h"
#include "language/table/workbook.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

/* How many items a page shows; the rest is counted. */
#define ITEMS_SHOWN 50

/* How long an import waits for the end of another one; and a page, to say that one was given up. */
#define IMPORT_PATIENCE apr_time_from_sec(60)
#define RELEASE_PATIENCE apr_time_from_msec(200)

/* Rows from which on nobody is kept waiting for the answer, since storing them takes more than a
 * second or two. */
#define LARGE 2000

/* Says in an address that somebody comes from there to see what became of it. */
#define WAITING "waiting"

/* Words of sc_upload_t.failure. */
#define FAILED_CHANGED "changed"
#define FAILED_DATABASE "database"

/* What an editor decided about an upload. */
typedef enum { ACT_LOOK, ACT_APPLY, ACT_APPLY_GOOD } act_e;

/** What happens with one upload. */
typedef struct importing_t {
    sc_admin_t *admin;
    sc_db_t *db; /* it is stored by */
    act_e act;
    int is_answered;  /* the client was sent to the page that says how far it is */
    int is_elsewhere; /* another request stores it */
    sc_upload_t *upload;
    sc_import_text_t text;
    sc_import_t import;
    sc_import_page_t page;
} importing_t;

static sc_import_page_t *new_page(sc_admin_t *admin, sc_import_page_t *page)
{
    memset(page, 0, sizeof(*page));
    page->problems = admin->problems;
    return page;
}

static int stage_view(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    ((sc_import_page_t *)baton)->admin = sc_admin_view(admin, db);
    return OK;
}

static void keep_choice(apr_pool_t *pool, apr_hash_t *choices, const char *name, const char *value)
{
    apr_hash_set(choices, apr_pstrdup(pool, name), APR_HASH_KEY_STRING, apr_pstrdup(pool, value));
}

/* The choices that came with a file, or with the form of its preview. */
static void keep_choices(apr_pool_t *pool, apr_hash_t *choices, const sc_input_t *input)
{
    SC_EACH_OF(const sc_typed_t, typed, input) {
        if (sc_import_is_choice(typed->name)) {
            keep_choice(pool, choices, typed->name, typed->value);
        }
    }
}

/* The page to send a file by; again after a failure, with what was pasted. */
static int show_send(sc_admin_t *admin, int status)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_hash_t *choices = apr_hash_make(pool);
    sc_import_page_t page;
    int failed = sc_admin_with_database(admin, stage_view, new_page(admin, &page));

    if (failed) {
        return sc_admin_refuse(admin, failed);
    }
    keep_choices(pool, choices, admin->form ? admin->form : admin->query);
    sc_import_choices_ask(&admin->request->view, choices, admin->problems, &page);
    page.stage = SC_IMPORT_SEND;
    page.action = sc_admin_action(admin, "/import");
    page.text = admin->form ? sc_input_get(admin->form, "text") : NULL;
    return sc_admin_show(admin, status, sc_page_import, sc_title_import, &page);
}

int sc_handle_import(sc_admin_t *admin)
{
    return show_send(admin, HTTP_OK);
}

int sc_handle_import_again(sc_admin_t *admin)
{
    return show_send(admin, HTTP_FORBIDDEN);
}

/* A file named as an exported one says which collection it is. */
static void keep_name(apr_pool_t *pool, apr_hash_t *choices, const char *name)
{
    const char *collection = apr_hash_get(choices, "collection", APR_HASH_KEY_STRING);
    const char *dot = name ? strrchr(name, '.') : NULL;
    const char *stem =
        name ? apr_pstrmemdup(pool, name, dot ? (apr_size_t)(dot - name) : strlen(name)) : NULL;

    if (!name || !*name) {
        return;
    }
    keep_choice(pool, choices, "name", name);
    if ((!collection || !*collection) && sc_entity_of_collection(stem)) {
        keep_choice(pool, choices, "collection", stem);
    }
}

static int looks_like_json(const char *text)
{
    while (apr_isspace(*text)) {
        text++;
    }
    return *text == '{' || *text == '[';
}

static int stage_keep(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_upload_t *upload = baton;

    upload->revision = admin->request->state.revision;
    apr_status_t rv = sc_upload_keep(db, admin->request->r->pool, admin->editor.who, upload);
    return sc_admin_status(admin, db, rv);
}

static const char *upload_path(sc_admin_t *admin, apr_int64_t id)
{
    return apr_psprintf(admin->request->r->pool, "/import/%" APR_INT64_T_FMT, id);
}

/* No connection is held while it is read. */
static int read_workbook(sc_admin_t *admin, sc_upload_t *upload)
{
    request_rec *r = admin->request->r;

    upload->format = SC_UPLOAD_WORKBOOK;
    apr_status_t rv = sc_workbook_read(upload->bytes, upload->length, admin->problems, r->pool,
                                       &upload->bytes, &upload->length);
    if (rv != APR_SUCCESS) {
        sc_logf(r, APLOG_ERR, rv, "SC0502: no process could be started that reads a workbook");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    return OK;
}

int sc_handle_import_send(sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    const char *text = admin->form ? sc_input_get(admin->form, "text") : NULL;
    sc_upload_t upload = {.bytes = admin->form ? text : admin->body,
                          .choices = apr_hash_make(pool)};
    int status = OK;

    upload.length = admin->form ? (text ? strlen(text) : 0) : admin->body_length;
    upload.format = (admin->form ? text && looks_like_json(text) : admin->json != NULL)
                        ? SC_UPLOAD_JSON
                        : SC_UPLOAD_CSV;
    if (upload.length == 0) {
        sc_problem_add(admin->problems, "text", "required",
                       N_("There is nothing to import: choose a file, or paste rows."), NULL);
    }
    else if (sc_csv_is_archive(upload.bytes, upload.length)) {
        status = read_workbook(admin, &upload);
    }
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    if (admin->problems->items->nelts) {
        sc_admin_log_refusal(admin, HTTP_UNPROCESSABLE_ENTITY);
        return show_send(admin, HTTP_UNPROCESSABLE_ENTITY);
    }
    keep_choices(pool, upload.choices, admin->form ? admin->form : admin->query);
    keep_name(pool, upload.choices, sc_input_get(admin->query, "name"));
    status = sc_admin_with_database(admin, stage_keep, &upload);
    return status == OK ? sc_admin_see_other(admin, upload_path(admin, upload.id), NULL, NULL)
                        : sc_admin_refuse(admin, status);
}

/* Looks up what the items are called, and what refers to one that is only going to be stored. */
static void name_items(sc_admin_t *admin, sc_db_t *db, importing_t *importing)
{
    const apr_array_header_t *items = importing->import.items;
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, ITEMS_SHOWN, sizeof(void *));
    apr_hash_t *added = apr_hash_make(pool);

    SC_EACH_OF(const sc_import_item_t, item, items) {
        const char *address = apr_pstrcat(pool, sc_record_entity(item->after)->collection, "/",
                                          sc_record_slug(item->after), NULL);

        APR_ARRAY_PUSH(records, const void *) = item->before;
        APR_ARRAY_PUSH(records, const void *) = item->after;
        apr_hash_set(added, address, APR_HASH_KEY_STRING, item->after);
    }
    importing->page.named = sc_admin_named(admin, db, records);
    importing->page.named.items = added;
}

/* To the page that says how far it is. */
static int see_progress(sc_admin_t *admin)
{
    return sc_admin_see_other(
        admin,
        apr_pstrcat(admin->request->r->pool, upload_path(admin, admin->id), "?" WAITING "=1", NULL),
        NULL, NULL);
}

/* The answer goes out as a whole now; what is still to be done is no matter of this connection. */
static void answer_at_once(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);

    r->connection->keepalive = AP_CONN_CLOSE;
    (void)see_progress(admin);
    (void)ap_fflush(r->connection->output_filters, brigade);
}

static void tell_progress(importing_t *importing, apr_int64_t done, apr_int64_t total)
{
    sc_admin_t *admin = importing->admin;

    sc_progress_tell(admin->request->server->progress, admin->request->r, importing->db,
                     &(sc_under_way_t){admin->id, done, total});
}

/* Each row is looked at and stored: it counts twice. */
static void note_progress(void *baton, const char *file, apr_int64_t done, apr_int64_t total)
{
    importing_t *importing = baton;
    sc_admin_t *admin = importing->admin;

    (void)file;
    if (total / 2 < LARGE) {
        return;
    }
    tell_progress(importing, done / 2, total / 2);
    if (!importing->is_answered) {
        importing->is_answered = 1;
        answer_at_once(admin);
    }
}

static apr_status_t note_stored(void *baton, apr_int64_t change)
{
    const importing_t *importing = baton;

    return sc_upload_finish(importing->db, importing->admin->request->r->pool, importing->upload,
                            change);
}

/* Runs the import as it was chosen, or only tries it. */
static int run(sc_admin_t *admin, sc_db_t *db, importing_t *importing, int is_trial)
{
    sc_import_t *import = &importing->import;

    memset(import, 0, sizeof(*import));
    import->mode = strcmp(importing->page.mode, "add") == 0 ? SC_IMPORT_ADD : SC_IMPORT_MERGE;
    import->dry_run = is_trial;
    import->item_limit = is_trial ? ITEMS_SHOWN : 0;
    import->keep_good = importing->act != ACT_APPLY;
    import->editor = is_trial ? NULL : &admin->editor;
    import->is_undoable = 1;
    import->expected = is_trial ? 0 : importing->upload->revision;
    import->progress = is_trial ? NULL : note_progress;
    import->settle = is_trial ? NULL : note_stored;
    import->baton = importing;
    apr_status_t rv = sc_import_text(db, admin->request->r->pool, &importing->text, import);
    importing->page.import = import;
    if (rv == APR_SUCCESS && is_trial) {
        name_items(admin, db, importing);
    }
    return sc_admin_status(admin, db, rv);
}

/* What somebody changed between the preview and the decision has to be looked at first. */
static void tell_outdated(sc_admin_t *admin)
{
    sc_problem_add(admin->problems, NULL, "changed",
                   N_("The registry has been changed since you looked. Look again at what would be "
                      "stored; nothing has been stored yet."),
                   NULL);
}

/* Why what was to be stored behind the client's back was not. */
static void tell_failure(sc_admin_t *admin, const char *failure)
{
    if (strcmp(failure, FAILED_CHANGED) == 0) {
        tell_outdated(admin);
        return;
    }
    sc_problem_add(admin->problems, NULL, "failed",
                   N_("This import could not be stored, and nothing of it was. Try again, or in a "
                      "few minutes."),
                   NULL);
}

/* @return whether it is known that the upload is being stored; then the page has how far it is */
static int is_under_way(const sc_admin_t *admin, sc_db_t *db, sc_import_page_t *page)
{
    sc_under_way_t found[SC_PROGRESS_MOST];
    int count =
        sc_progress_read(admin->request->server->progress, admin->request->r->pool, db, found);

    while (count > 0 && found[count - 1].id != admin->id) {
        count--;
    }
    if (count > 0) {
        page->done = found[count - 1].done;
        page->total = found[count - 1].total;
    }
    return count > 0;
}

static int is_taken_elsewhere(const importing_t *importing)
{
    return importing->upload->is_taken && !importing->upload->change;
}

static apr_status_t read_kept(sc_admin_t *admin, sc_db_t *db, importing_t *importing)
{
    return sc_upload_read(db, admin->request->r->pool, admin->editor.who, admin->id,
                          &importing->upload);
}

/* One that is taken, and not known to be under way, has come to its end since it was read, or a
 * process has died over it. Which of them, only its row tells, and only to whoever may write:
 * another host or an httpd of before a reload may be storing it. */
static apr_status_t read_anew(sc_admin_t *admin, sc_db_t *db, importing_t *importing)
{
    sc_db_end_reading(db);
    importing->upload->revision = 0;
    importing->upload->failure = FAILED_DATABASE;
    sc_db_wait_for_writers(db, RELEASE_PATIENCE);
    (void)sc_upload_release(db, admin->request->r->pool, importing->upload);
    sc_db_wait_for_writers(db, 0);
    return read_kept(admin, db, importing);
}

/* What is being stored by another request of the same form is neither looked at nor stored again.
 */
static int refuse_taken(sc_admin_t *admin, importing_t *importing)
{
    importing->is_elsewhere = importing->page.total > 0;
    if (importing->is_elsewhere) {
        return OK;
    }
    sc_problem_add(admin->problems, NULL, "in_progress",
                   N_("This import is being stored at this moment. It appears in the history when "
                      "it is done; if it does not, send the file again."),
                   NULL);
    return HTTP_CONFLICT;
}

/* Reads the upload, with what the editor has chosen now, and works out what that means.
 * @return OK, also when it was stored before: then it has a change and nothing else */
static int read_upload(sc_admin_t *admin, sc_db_t *db, importing_t *importing)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_status_t rv = read_kept(admin, db, importing);

    if (rv == APR_SUCCESS && is_taken_elsewhere(importing) &&
        !is_under_way(admin, db, &importing->page)) {
        rv = read_anew(admin, db, importing);
    }
    if (rv == APR_SUCCESS && importing->upload->change) {
        return OK;
    }
    importing->page.admin = sc_admin_view(admin, db);
    if (rv == APR_SUCCESS && importing->upload->is_taken) {
        return refuse_taken(admin, importing);
    }
    if (rv == APR_SUCCESS && importing->upload->failure && !admin->form) {
        tell_failure(admin, importing->upload->failure);
    }
    if (rv == APR_SUCCESS && admin->form) {
        importing->upload->failure = NULL;
        keep_choices(pool, importing->upload->choices, admin->form);
    }
    if (rv == APR_SUCCESS) {
        rv = sc_import_choices_read(&admin->request->view, importing->upload, admin->problems,
                                    &importing->text, &importing->page);
    }
    return sc_admin_status(admin, db, rv);
}

/* It was stored, or is being stored by another request. */
static int is_settled(const importing_t *importing)
{
    return importing->upload->change || importing->is_elsewhere;
}

/* Tries the import, and keeps what was seen of the registry. */
static int look(sc_admin_t *admin, sc_db_t *db, importing_t *importing)
{
    int status = importing->page.is_ready ? run(admin, db, importing, 1) : OK;
    apr_int64_t seen =
        importing->page.is_ready ? importing->import.seen : importing->upload->revision;
    int is_other = importing->upload->revision != seen;

    importing->upload->revision = seen;
    if (status == OK && (admin->form || is_other)) {
        /* What is kept of the look is no part of the state that was looked at. */
        sc_db_end_reading(db);
        status = sc_admin_status(admin, db,
                                 sc_upload_choose(db, admin->request->r->pool, importing->upload));
    }
    return status;
}

/* What was chosen is tried by the page that is shown then. */
static int stage_choose(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    importing_t *importing = baton;
    int status = read_upload(admin, db, importing);

    if (status != OK || importing->upload->change) {
        return status;
    }
    sc_db_end_reading(db);
    return sc_admin_status(admin, db,
                           sc_upload_choose(db, admin->request->r->pool, importing->upload));
}

static int stage_look(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    importing_t *importing = baton;
    int status = read_upload(admin, db, importing);

    return status == OK && !is_settled(importing) ? look(admin, db, importing) : status;
}

/* To the change in the history that an import was stored as. */
static int see_change(sc_admin_t *admin, apr_int64_t change, const char *done)
{
    const sc_edit_t edit = {.change = change};

    return sc_admin_see_other(
        admin, apr_psprintf(admin->request->r->pool, "/history/%" APR_INT64_T_FMT, change), done,
        &edit);
}

/* Whoever waited for it hears that it is done, and not that it was done before. */
static int see_stored(sc_admin_t *admin, const importing_t *importing)
{
    return see_change(admin, importing->upload->change,
                      sc_input_get(admin->query, WAITING) ? "imported" : "imported_before");
}

static int show_progress(sc_admin_t *admin, importing_t *importing)
{
    importing->page.stage = SC_IMPORT_STORING;
    importing->page.admin->imports = NULL; /* it is this one */
    return sc_admin_show(admin, HTTP_OK, sc_page_import, sc_title_import, &importing->page);
}

static int show_look(sc_admin_t *admin, importing_t *importing, int status)
{
    if (importing->upload->change) {
        return see_stored(admin, importing);
    }
    if (importing->is_elsewhere) {
        return admin->form ? see_progress(admin) : show_progress(admin, importing);
    }
    importing->page.stage = SC_IMPORT_LOOK;
    importing->page.action = sc_admin_action(admin, upload_path(admin, admin->id));
    return sc_admin_show(admin, status, sc_page_import, sc_title_import, &importing->page);
}

int sc_handle_import_look(sc_admin_t *admin)
{
    importing_t importing = {.admin = admin, .act = ACT_LOOK};

    new_page(admin, &importing.page);
    int status = sc_admin_with_database(admin, stage_look, &importing);
    return status == OK ? show_look(admin, &importing, HTTP_OK) : sc_admin_refuse(admin, status);
}

/* Bad rows are no failure: whoever looks again sees them. */
static const char *failure_of(const importing_t *importing, int status)
{
    return importing->import.is_outdated ? FAILED_CHANGED : status == OK ? NULL : FAILED_DATABASE;
}

/* Stores the upload, which is this request's alone. Whatever becomes of it is noted on it. */
static int store(sc_admin_t *admin, sc_db_t *db, importing_t *importing)
{
    apr_pool_t *pool = admin->request->r->pool;

    sc_db_wait_for_writers(db, IMPORT_PATIENCE);
    int status = run(admin, db, importing, 0);
    if (status == OK && importing->import.is_stored) {
        sc_admin_published(admin, db);
        return OK;
    }
    (void)sc_db_verdict(db); /* the status has it, and what follows must go on */
    if (importing->import.is_outdated) {
        tell_outdated(admin);
    }
    if (importing->is_answered) {
        importing->upload->failure = failure_of(importing, status);
    }
    sc_upload_release(db, pool, importing->upload);
    return status == OK && !importing->is_answered ? look(admin, db, importing) : status;
}

/* Nobody can see that it is taken before it can be seen that somebody stores it. */
static apr_status_t take(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    importing_t *importing = baton;

    SC_TRY(sc_upload_take(db, pool, importing->upload));
    tell_progress(importing, 0, 0);
    return APR_SUCCESS;
}

static int stage_apply(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    importing_t *importing = baton;
    int status = read_upload(admin, db, importing);

    if (status != OK || is_settled(importing)) {
        return status;
    }
    if (!importing->page.is_ready) {
        return look(admin, db, importing);
    }
    importing->db = db;
    apr_status_t rv = sc_db_transaction(db, admin->request->r->pool, take, importing);
    if (rv == APR_EBUSY) {
        (void)is_under_way(admin, db, &importing->page);
        return refuse_taken(admin, importing);
    }
    status = rv == APR_SUCCESS ? store(admin, db, importing) : sc_admin_status(admin, db, rv);
    sc_progress_end(admin->request->server->progress, admin->request->r, db);
    return status;
}

static int apply(sc_admin_t *admin, act_e act)
{
    importing_t importing = {.admin = admin, .act = act};

    new_page(admin, &importing.page);
    admin->editor.note = sc_input_get(admin->form, "change_note");
    int status = sc_admin_with_database(admin, stage_apply, &importing);
    if (importing.is_answered) {
        if (admin->problems->items->nelts) {
            sc_admin_log_refusal(admin, HTTP_CONFLICT);
        }
        return OK;
    }
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    if (is_settled(&importing)) {
        return show_look(admin, &importing, HTTP_OK);
    }
    if (importing.import.is_stored) {
        return see_change(admin, importing.import.change, "imported");
    }
    status = admin->problems->items->nelts ? HTTP_CONFLICT : HTTP_UNPROCESSABLE_ENTITY;
    sc_admin_log_refusal(admin, status);
    return show_look(admin, &importing, status);
}

static int stage_drop(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    (void)baton;
    return sc_admin_status(
        admin, db, sc_upload_drop(db, admin->request->r->pool, admin->editor.who, admin->id));
}

static int discard(sc_admin_t *admin)
{
    int status = sc_admin_with_database(admin, stage_drop, NULL);

    return status == OK ? sc_admin_see_other(admin, "/import", NULL, NULL)
                        : sc_admin_refuse(admin, status);
}

int sc_handle_import_decide(sc_admin_t *admin)
{
    const char *act = sc_input_get(admin->form, "act");
    importing_t importing = {.admin = admin, .act = ACT_LOOK};

    if (sc_is(act, "apply")) {
        return apply(admin, ACT_APPLY);
    }
    if (sc_is(act, "apply_good")) {
        return apply(admin, ACT_APPLY_GOOD);
    }
    if (sc_is(act, "discard")) {
        return discard(admin);
    }
    new_page(admin, &importing.page);
    int status = sc_admin_with_database(admin, stage_choose, &importing);
    return status == OK ? sc_admin_see_other(admin, upload_path(admin, admin->id), NULL, NULL)
                        : sc_admin_refuse(admin, status);
}
