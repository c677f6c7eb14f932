#include "store/edit/draft.h"
#include "httpd/office/change.h"
#include "httpd/office/form_preview.h"
#include "httpd/office/routes.h"
#include "store/edit/history.h"

#include <apr_strings.h>
#include <string.h>

#define DRAFTS_ON_PAGE 100

static const char *const states[] = {"waiting", "published", "rejected"};

static int is_state(const char *word)
{
    size_t i;

    for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (strcmp(states[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Editors whose changes are reviewed see their own drafts; what others propose is not public yet.
 */
static int may_see(const sc_admin_t *admin, const char *who)
{
    return admin->editor.role >= SC_ROLE_REVIEWER || (who && strcmp(who, admin->editor.who) == 0);
}

static int read_drafts(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_drafts_page_t *page = baton;
    apr_array_header_t *drafts;
    apr_status_t rv = sc_drafts_read(db, admin->request->r->pool, page->state, page->who,
                                     DRAFTS_ON_PAGE, &drafts);

    if (rv != APR_SUCCESS) {
        return sc_database_failure(admin->request, db, rv);
    }
    page->drafts = drafts;
    page->named = sc_admin_named_of(admin, db, NULL, drafts);
    page->admin = sc_admin_view(admin, db);
    return OK;
}

int sc_handle_drafts(sc_admin_t *admin)
{
    sc_drafts_page_t page = {.state = sc_input_get(admin->query, "state"),
                             .who = sc_input_get(admin->query, "who")};
    int status;

    page.who = page.who && *page.who ? page.who : NULL;
    page.who = may_see(admin, page.who) ? page.who : admin->editor.who;
    if (!page.state || !is_state(page.state)) {
        page.state = states[0];
    }
    status = sc_admin_with_database(admin, read_drafts, &page);
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->format == SC_FORMAT_JSON
               ? sc_admin_json(admin, HTTP_OK, sc_json_drafts, &page)
               : sc_admin_show(admin, HTTP_OK, sc_page_drafts, sc_title_drafts, &page);
}

/* A draft that is looked at, or decided on. */
typedef struct deciding_t {
    const char *act; /* "publish", "reject"; NULL: it is only looked at */
    const char *note;
    sc_draft_page_t page;
    sc_edit_t edit;
} deciding_t;

/* The item as it was when the draft was written. */
static const void *base_of(sc_admin_t *admin, sc_db_t *db, const sc_draft_t *draft)
{
    const sc_record_t *current = draft->current;
    const sc_change_t *last;
    const void *base = NULL;

    if (draft->slug && current && current->version == draft->version) {
        return current;
    }
    if (draft->slug) {
        sc_history_state(db, admin->request->r->pool, draft->entity, draft->slug, draft->version,
                         &base, &last);
    }
    return base;
}

/* The preview needs to know which item's page it is. */
static const sc_buffer_t *preview_of(sc_admin_t *admin, sc_db_t *db, const sc_draft_t *draft)
{
    admin->slug = draft->slug;
    if (draft->follows) {
        return sc_form_preview_move(admin, db, draft->record, draft->follows);
    }
    return draft->record ? sc_form_preview(admin, db, draft->record) : NULL;
}

/* Only its author goes on with a draft. */
static const char *form_of(sc_admin_t *admin, const sc_draft_t *draft)
{
    apr_pool_t *pool = admin->request->r->pool;
    const char *collection;

    if (!draft->record || strcmp(draft->state, "waiting") != 0 || !admin->editor.is_reviewed ||
        admin->editor.role >= SC_ROLE_REVIEWER || strcmp(draft->who, admin->editor.who) != 0) {
        return NULL;
    }
    collection = apr_pstrcat(pool, "/", draft->entity->collection, "/", NULL);
    return draft->slug
               ? sc_admin_address(admin, apr_pstrcat(pool, collection, draft->slug, NULL))
               : apr_psprintf(pool, "%s?draft=%" APR_INT64_T_FMT,
                              sc_admin_address(admin, apr_pstrcat(pool, collection, "new", NULL)),
                              draft->id);
}

static int read_draft(sc_admin_t *admin, sc_db_t *db, sc_draft_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *drafts = apr_array_make(pool, 1, sizeof(sc_draft_t *));
    sc_draft_t *draft;
    apr_status_t rv = sc_draft_read(db, pool, admin->id, &draft);
    int is_waiting, is_reviewer = admin->editor.role >= SC_ROLE_REVIEWER;

    if (rv != APR_SUCCESS) {
        return sc_database_failure(admin->request, db, rv);
    }
    if (!may_see(admin, draft->who)) {
        sc_problem_add(admin->problems, NULL, "role",
                       N_("Drafts of others are for those who review them."), NULL);
        return HTTP_FORBIDDEN;
    }
    is_waiting = strcmp(draft->state, "waiting") == 0;
    APR_ARRAY_PUSH(drafts, const sc_draft_t *) = draft;
    page->draft = draft;
    page->base = base_of(admin, db, draft);
    page->may_publish = is_waiting && is_reviewer;
    page->may_reject = is_waiting;
    page->edit = form_of(admin, draft);
    page->named = sc_admin_named_of(admin, db, NULL, drafts);
    page->preview = preview_of(admin, db, draft);
    page->admin = sc_admin_view(admin, db);
    return OK;
}

static int run(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    deciding_t *deciding = baton;
    int status = OK, read;
    apr_status_t rv;

    if (deciding->act) {
        admin->editor.note = deciding->note;
        rv =
            sc_edit_decide(db, admin->request->r->pool, &admin->editor, admin->id,
                           strcmp(deciding->act, "publish") == 0, admin->problems, &deciding->edit);
        if (rv == APR_SUCCESS && deciding->edit.change) {
            sc_admin_published(admin, db);
        }
        status = sc_admin_status(admin, db, rv);
    }
    if (status == HTTP_SERVICE_UNAVAILABLE) {
        return status;
    }
    read = read_draft(admin, db, &deciding->page);
    return read == OK ? status : read;
}

static int show(sc_admin_t *admin, int status, deciding_t *deciding)
{
    deciding->page.problems = admin->problems->items->nelts > 0 ? admin->problems : NULL;
    return sc_admin_show(admin, status, sc_page_draft, sc_title_draft, &deciding->page);
}

static int look(sc_admin_t *admin, int good)
{
    deciding_t deciding = {0};
    int status = sc_admin_with_database(admin, run, &deciding);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->format == SC_FORMAT_JSON
               ? sc_admin_json(admin, good, sc_json_draft, &deciding.page)
               : show(admin, good, &deciding);
}

int sc_handle_draft(sc_admin_t *admin)
{
    return look(admin, HTTP_OK);
}

int sc_handle_draft_again(sc_admin_t *admin)
{
    return look(admin, HTTP_FORBIDDEN);
}

static void read_decision(sc_admin_t *admin, deciding_t *deciding)
{
    if (admin->form) {
        deciding->act = sc_input_get(admin->form, "act");
        deciding->note = sc_input_get(admin->form, "change_note");
    }
    else {
        deciding->act = json_string_value(json_object_get(admin->json, "act"));
        deciding->note = json_string_value(json_object_get(admin->json, "note"));
    }
}

int sc_handle_decide(sc_admin_t *admin)
{
    deciding_t deciding = {0};
    int status;

    read_decision(admin, &deciding);
    if (!deciding.act ||
        (strcmp(deciding.act, "publish") != 0 && strcmp(deciding.act, "reject") != 0)) {
        sc_problem_add(admin->problems, "act", "unknown_word",
                       N_("A draft is published or rejected: act is publish or reject."), NULL);
        return sc_admin_refuse(admin, HTTP_UNPROCESSABLE_ENTITY);
    }
    status = sc_admin_with_database(admin, run, &deciding);
    if (status == OK && admin->request->format == SC_FORMAT_JSON) {
        return sc_admin_json(admin, HTTP_OK, sc_json_draft, &deciding.page);
    }
    if (status == OK) {
        return sc_admin_see_other(admin, "/drafts",
                                  strcmp(deciding.act, "publish") == 0 ? "published" : "rejected",
                                  &deciding.edit);
    }
    if (!deciding.page.draft || admin->request->format == SC_FORMAT_JSON) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_log_refusal(admin, status);
    return show(admin, status, &deciding);
}
