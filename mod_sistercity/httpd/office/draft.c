#include "store/edit/draft.h"
#include "httpd/form/fields.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/edit.h"
#include "store/edit/history.h"

#include <apr_strings.h>
#include <string.h>

#define DRAFTS_ON_PAGE 100

/* Editors whose changes are reviewed see their own drafts; what others propose is not public yet.
 */
static int may_see(const sc_admin_t *admin, const char *who)
{
    return admin->editor.role >= SC_ROLE_REVIEWER || sc_is(who, admin->editor.who);
}

int sc_load_drafts_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_drafts_page_t *page = baton;
    const char *who = sc_input_get(admin->query, "who"),
               *state = sc_input_get(admin->query, "state");
    apr_array_header_t *drafts;

    who = who && *who ? who : NULL;
    page->who = may_see(admin, who) ? who : admin->editor.who;
    page->state = state && sc_vocabulary_find(&sc_draft_states, state) >= 0 ? state : "waiting";
    SC_TRY(sc_database_status(admin->request, db,
                              sc_drafts_read(db, admin->request->r->pool, page->state, page->who,
                                             DRAFTS_ON_PAGE, &drafts)));
    page->drafts = drafts;
    page->named = sc_admin_named_of(admin, db, NULL, drafts);
    return OK;
}

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

static const sc_buffer_t *preview_of(sc_admin_t *admin, sc_db_t *db, const sc_draft_page_t *page)
{
    const sc_draft_t *draft = page->draft;
    apr_array_header_t *added = apr_array_make(admin->request->r->pool, 1, sizeof(const void *));

    SC_EACH(const sc_draft_t, other, page->together) {
        if (other->entity == &sc_place && other->record) {
            APR_ARRAY_PUSH(added, const void *) = other->record;
        }
    }
    if (draft->belongings) {
        apr_array_cat(added, draft->belongings);
    }
    if (draft->follows) {
        return sc_form_preview_move(admin->request, db, draft->record, draft->follows, added);
    }
    return draft->record ? sc_form_preview(admin->request, db, draft->slug, draft->record, added)
                         : NULL;
}

/* Only its author goes on with a draft, also with one that was rejected. */
static const char *form_of(sc_admin_t *admin, const sc_draft_t *draft)
{
    apr_pool_t *pool = admin->request->r->pool;

    if (!draft->record || strcmp(draft->state, "published") == 0 || !admin->editor.is_reviewed ||
        admin->editor.role >= SC_ROLE_REVIEWER || strcmp(draft->who, admin->editor.who) != 0) {
        return NULL;
    }
    const char *path = apr_pstrcat(pool, "/", draft->entity->collection, "/",
                                   draft->slug ? draft->slug : "new", NULL);
    return apr_psprintf(pool, "%s?draft=%" APR_INT64_T_FMT, sc_admin_address(admin, path),
                        draft->id);
}

int sc_load_draft_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_draft_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *drafts = apr_array_make(pool, 1, sizeof(sc_draft_t *));
    sc_draft_t *draft;
    int is_waiting, is_reviewer = admin->editor.role >= SC_ROLE_REVIEWER;

    SC_TRY(sc_database_status(admin->request, db, sc_draft_read(db, pool, admin->id, &draft)));
    if (!may_see(admin, draft->who)) {
        sc_problem_add(admin->problems, NULL, "role",
                       N_("Drafts of others are for those who review them."), NULL);
        return HTTP_FORBIDDEN;
    }
    is_waiting = strcmp(draft->state, "waiting") == 0;
    if (is_waiting) {
        SC_TRY(sc_database_status(admin->request, db, sc_drafts_awaited(db, pool, draft, &drafts)));
    }
    page->together = apr_array_copy(pool, drafts);
    APR_ARRAY_PUSH(drafts, const sc_draft_t *) = draft;
    page->draft = draft;
    page->base = base_of(admin, db, draft);
    page->may_publish = is_waiting && is_reviewer && !sc_draft_is_outdated(draft);
    page->is_own = strcmp(draft->who, admin->editor.who) == 0;
    page->may_reject = is_waiting;
    page->edit = form_of(admin, draft);
    page->named = sc_admin_named_of(admin, db, NULL, drafts);
    page->preview = preview_of(admin, db, page);
    page->problems = admin->problems;
    return OK;
}

int sc_act_decide(sc_admin_t *admin, sc_db_t *db, void *page)
{
    const char *act = sc_admin_typed(admin, "act", "act");
    int is_published = sc_is(act, "publish");

    (void)page;
    if (!act || (!is_published && strcmp(act, "reject") != 0)) {
        sc_problem_add(admin->problems, "act", "unknown_word",
                       N_("A draft is published or rejected: act is publish or reject."), NULL);
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    admin->editor.note = sc_admin_note(admin);
    apr_status_t rv = sc_edit_decide(db, admin->request->r->pool, &admin->editor, admin->id,
                                     is_published, admin->problems, &admin->edit);
    admin->next = "/drafts";
    admin->done = is_published ? "published" : "rejected";
    return sc_admin_status(admin, db, rv);
}
