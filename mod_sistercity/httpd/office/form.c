#include "httpd/form/fields.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "model/text/notation.h"
#include "model/value.h"
#include "store/edit/draft.h"
#include "store/edit/history.h"
#include "store/load/load.h"
#include "store/record/read.h"
#include "store/write/write.h"
#include "view/doubt.h"

#include <apr_strings.h>
#include <string.h>

/* A form on its way: what was sent, what it is about, what the page is to show. */
typedef struct entry_t {
    sc_form_record_t *input; /* NULL for a form that is opened */
    int is_refused;          /* its token was not good: nothing is stored */
    void *stored;            /* the item as it is now, or NULL */
    void *record;            /* what was read of the form */
    sc_form_choices_t choices;
    sc_form_t form;
    const void *twin;
    int is_saved;
    int is_renewal; /* a new step that the board asks more about */
} entry_t;

static int is_act(const entry_t *entry, const char *act)
{
    return !entry->is_refused && strcmp(entry->input->act, act) == 0;
}

/* Who changed the item last, and the state that the form was made from. */
static void find_base(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    sc_form_t *form = &entry->form;
    const sc_change_t *last;

    if (sc_history_state(db, admin->request->r->pool, admin->entity, sc_record_slug(form->theirs),
                         entry->input->version, &form->base, &last) == APR_SUCCESS &&
        last) {
        form->their_name = last->who;
        form->their_time = last->at;
    }
}

/* A change was refused because somebody else was faster: both are shown. */
static int show_conflict(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    entry->form.theirs = admin->edit.current;
    find_base(admin, db, entry);
    return HTTP_CONFLICT;
}

/* Places or partnerships on record that a new one may be, but for what the same form made a moment
 * ago. Two partnerships of the same parties may be of two kinds. */
static apr_status_t find_alike(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *found, *alike = apr_array_make(pool, 2, sizeof(const void *));

    if (admin->slug) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_admin_alike(admin, db, entry->record, &found));
    for (int i = 0; i < found->nelts; i++) {
        void *same = sc_admin_copy(entry->record, pool);

        sc_field_set_text(sc_entity_field(admin->entity, "slug"), same,
                          sc_record_slug(SC_AT(found, i, void)));
        if (!sc_admin_twin(admin, db, same)) {
            APR_ARRAY_PUSH(alike, const void *) = SC_AT(found, i, void);
        }
    }
    entry->form.alike = alike;
    return APR_SUCCESS;
}

/* Asks whether what is new is on record already. @return OK to go on */
static int ask_alike(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    /* Whoever goes on with a draft has answered before. */
    if (admin->problems->items->nelts == 0 && !entry->form.draft) {
        SC_TRY(sc_database_status(admin->request, db, find_alike(admin, db, entry)));
    }
    if (SC_COUNT(entry->form.alike) > 0) {
        if (admin->entity == &sc_place) {
            sc_problem_add(admin->problems, "name", "alike",
                           N_("A place of nearly this name is on record. See below whether it is "
                              "this one; if not, save all the same."),
                           NULL);
        }
        else {
            sc_problem_add(
                admin->problems, "parties", "alike",
                N_("A partnership of these parties is on record. See below whether it is "
                   "this one; if not, save all the same."),
                NULL);
        }
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    return OK;
}

static int save(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    int is_answered = is_act(entry, "anyway") || is_act(entry, "merge");
    int status = is_answered ? OK : ask_alike(admin, db, entry);

    if (status != OK) {
        return status;
    }
    sc_form_choices_check(entry->input, admin->request->r->pool, admin->problems);
    admin->editor.note = entry->input->note;
    admin->editor.draft = entry->form.draft;
    apr_status_t rv = sc_admin_store(admin, db, entry->record, 1, &entry->twin);
    if (rv == APR_EBUSY && admin->edit.current) {
        return show_conflict(admin, db, entry);
    }
    status = sc_admin_status(admin, db, rv);
    entry->is_saved = status == OK;
    if (status == HTTP_UNPROCESSABLE_ENTITY) {
        sc_form_choices_missing(entry->input, 1, db, admin->request->r->pool, &entry->choices);
    }
    return status;
}

/* What may be true of a step, but seldom is. */
static void find_doubts(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_step_t *step = entry->record;
    const sc_partnership_dossier_t *dossier;
    sc_problems_t *doubts;
    void *data = NULL;

    if (admin->entity == &sc_step &&
        sc_load_partnership(db, pool, step->partnership, NULL, &data) == APR_SUCCESS) {
        dossier = data;
        doubts = sc_problems_new(pool);
        sc_step_doubts(step, dossier->partnership, dossier->steps, doubts);
        entry->form.doubts = doubts;
    }
}

static int preview(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    apr_pool_t *pool = admin->request->r->pool;

    if (!sc_record_slug(entry->record)) {
        sc_field_set_text(sc_entity_field(admin->entity, "slug"), entry->record,
                          sc_item_slug(entry->record, 1, pool));
    }
    sc_validate(entry->record, admin->problems);
    sc_form_choices_missing(entry->input, 0, db, pool, &entry->choices);
    if (admin->problems->items->nelts > 0) {
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    find_alike(admin, db, entry);
    find_doubts(admin, db, entry);
    entry->form.preview =
        sc_form_preview(admin->request, db, admin->slug, entry->record, admin->added);
    return OK;
}

/* A form that is only rearranged is not finished: nobody wants to hear yet what is wrong. */
static int rearrange(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    admin->problems->items->nelts = 0;
    sc_form_choices_missing(entry->input, 0, db, admin->request->r->pool, &entry->choices);
    if (is_act(entry, "more")) {
        entry->form.more = entry->input->target;
    }
    else if (is_act(entry, "find")) {
        sc_form_choices_asked(entry->input, db, admin->request->r->pool, &entry->choices);
    }
    return OK;
}

/* Makes a record of what was typed. @return OK, or 428 if it does not say about which version */
static int read_typed(sc_admin_t *admin, entry_t *entry)
{
    apr_pool_t *pool = admin->request->r->pool;
    const apr_array_header_t *theirs = entry->input->theirs;
    sc_record_t *record =
        entry->stored ? sc_admin_copy(entry->stored, pool) : sc_record_new(admin->entity, pool);

    entry->record = record;
    sc_form_record_read(entry->input, record, pool, admin->problems);
    for (int i = 0; entry->stored && i < theirs->nelts; i++) {
        sc_field_take(APR_ARRAY_IDX(theirs, i, const sc_field_t *), record, entry->stored);
    }
    if (!admin->slug) {
        return OK;
    }
    record->version = entry->input->version;
    if (record->version == 0) {
        sc_problem_add(admin->problems, NULL, "version",
                       N_("The form does not say which version of the item it is about."), NULL);
        return HTTP_PRECONDITION_REQUIRED;
    }
    return OK;
}

/* The item that the form is about, also when it was renamed since the form was opened. */
static int read_stored(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    if (!admin->slug) {
        return OK;
    }
    int status = sc_admin_read_item(admin, db, &entry->stored);
    if (status == HTTP_MOVED_PERMANENTLY) {
        admin->slug = admin->request->slug;
        status = sc_admin_read_item(admin, db, &entry->stored);
    }
    if (status == HTTP_GONE || status == HTTP_NOT_FOUND) {
        sc_problem_add(admin->problems, NULL, "gone", N_("The item has been removed meanwhile."),
                       NULL);
    }
    return status;
}

static void name_all(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    apr_array_header_t *records =
        entry->choices.records ? entry->choices.records
                               : apr_array_make(admin->request->r->pool, 4, sizeof(const void *));

    APR_ARRAY_PUSH(records, const void *) = entry->form.record;
    APR_ARRAY_PUSH(records, const void *) = entry->form.theirs;
    APR_ARRAY_PUSH(records, const void *) = entry->form.base;
    if (entry->form.alike) {
        apr_array_cat(records, entry->form.alike);
    }
    entry->form.named = sc_admin_named(admin, db, records);
    entry->form.choices = entry->choices.found;
}

/* Names that were typed, and places that are to be added. */
static int settle(sc_admin_t *admin, sc_db_t *db, sc_form_record_t *input)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *added = apr_array_make(pool, 1, sizeof(const void *));
    apr_status_t rv = sc_form_choices_settle(input, db, pool, admin->editor.who, admin->problems);

    for (int i = 0; i < input->added->nelts; i++) {
        APR_ARRAY_PUSH(added, const void *) = APR_ARRAY_IDX(input->added, i, sc_form_added_t).place;
    }
    admin->added = added;
    return sc_database_status(admin->request, db, rv);
}

static int has_renewal(sc_admin_t *admin, sc_db_t *db, apr_int64_t id)
{
    sc_draft_t *draft;

    return id && sc_draft_read(db, admin->request->r->pool, id, &draft) == APR_SUCCESS &&
           draft->belongings;
}

/* Whether it is a step that renews a partnership on record: until when is the board's to ask. A
 * draft that is gone on with keeps the renewal that it was proposed with. */
static int is_renewal(sc_admin_t *admin, sc_db_t *db, const entry_t *entry)
{
    const sc_step_t *step = entry->record;
    void *partnership;

    return admin->entity == &sc_step && !admin->slug &&
           !has_renewal(admin, db, entry->form.draft) &&
           (is_act(entry, "save") || is_act(entry, "preview")) && sc_is(step->status, "renewed") &&
           step->partnership &&
           sc_read_item(db, admin->request->r->pool, &sc_partnership, step->partnership,
                        &partnership) == APR_SUCCESS;
}

static void begin_form(sc_admin_t *admin, entry_t *entry, int is_refused)
{
    memset(entry, 0, sizeof(*entry));
    entry->is_refused = is_refused;
    entry->form.draft = sc_input_number(admin->form, "draft");
    entry->input =
        sc_form_record_new(admin->entity, admin->form, &admin->request->view, admin->problems);
}

static int process(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    entry_t *entry = baton;
    int status, typed;

    begin_form(admin, entry, entry->is_refused);
    status = read_stored(admin, db, entry);

    status = status == OK ? settle(admin, db, entry->input) : status;
    typed = status == HTTP_SERVICE_UNAVAILABLE ? status : read_typed(admin, entry);

    status = status == OK ? typed : status;
    if (status != OK) {
        return status;
    }
    entry->is_renewal = is_renewal(admin, db, entry);
    if (entry->is_renewal) {
        return OK;
    }
    if (entry->is_refused) {
        status = HTTP_FORBIDDEN;
    }
    else if (is_act(entry, "save") || is_act(entry, "anyway") || is_act(entry, "merge")) {
        status = save(admin, db, entry);
    }
    else {
        status = is_act(entry, "preview") ? preview(admin, db, entry) : rearrange(admin, db, entry);
    }
    if (!entry->is_saved) {
        entry->form.record = entry->record;
        entry->form.admin = sc_admin_view(admin, db);
        name_all(admin, db, entry);
    }
    return status;
}

static int show(sc_admin_t *admin, int status, entry_t *entry)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_form_t *form = &entry->form;

    form->entity = admin->entity;
    form->is_new = !admin->slug;
    form->record = form->record ? form->record : entry->record;
    form->typed = entry->input ? entry->input->typed : NULL;
    form->problems = admin->problems->items->nelts > 0 ? admin->problems : NULL;
    form->action = sc_admin_action(admin, apr_pstrcat(pool, "/", admin->entity->collection,
                                                      admin->slug ? "/" : NULL, admin->slug, NULL));
    form->admin = form->admin ? form->admin : sc_admin_view(admin, NULL);
    return sc_admin_show(admin, status, sc_page_form, sc_title_form, form);
}

/* To the preview of merging what is new into what it may be. */
static int answer_merging(sc_admin_t *admin, const entry_t *entry)
{
    const void *made = entry->twin ? entry->twin : entry->record;
    const char *path =
        apr_pstrcat(admin->request->r->pool, "/", admin->entity->collection, "/",
                    entry->input->target, "/merge?other=", sc_record_slug(made), NULL);

    return sc_admin_see_other(admin, path, "created", &admin->edit);
}

static int answer_saved(sc_admin_t *admin, const entry_t *entry)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_edit_t *edit = &admin->edit;

    if (edit->draft) {
        return sc_admin_see_other(admin, sc_admin_numbered(admin, "drafts", edit->draft), "draft",
                                  edit);
    }
    if (is_act(entry, "merge") && !admin->slug && sc_slug_is_valid(entry->input->target)) {
        return answer_merging(admin, entry);
    }
    if (entry->twin) {
        return sc_admin_see_other(admin, sc_admin_next_path(entry->twin, pool), "created", NULL);
    }
    return sc_admin_see_other(admin, sc_admin_next_path(entry->record, pool),
                              !edit->change  ? "same"
                              : !admin->slug ? "created"
                                             : "saved",
                              edit);
}

/* The database is away: what was typed must not be. */
static void keep_typed(sc_admin_t *admin, entry_t *entry)
{
    admin->problems->items->nelts = 0;
    if (!entry->input) {
        begin_form(admin, entry, entry->is_refused);
    }
    if (!entry->record) {
        read_typed(admin, entry);
        admin->problems->items->nelts = 0;
    }
    sc_problem_add(admin->problems, NULL, "unavailable",
                   N_("The registry cannot be reached at the moment, so nothing has been stored. "
                      "What you typed is still here: try again in a few minutes."),
                   NULL);
}

/* As if it had been typed on the board, which reads it anew. */
static int renew(sc_admin_t *admin, const entry_t *entry)
{
    static const sc_admin_route_t board = {.size = sizeof(sc_move_page_t),
                                           .load = sc_load_move_page,
                                           .page = sc_page_move,
                                           .title = sc_title_move,
                                           .act = sc_act_move};

    admin->problems->items->nelts = 0;
    admin->route = &board;
    admin->slug = ((const sc_step_t *)entry->record)->partnership;
    return sc_admin_act(admin);
}

static int answer_posted(sc_admin_t *admin, int is_refused)
{
    entry_t entry = {.is_refused = is_refused};
    int status = sc_admin_with_database(admin, process, &entry);

    if (entry.is_renewal) {
        return renew(admin, &entry);
    }
    if (entry.is_saved) {
        return answer_saved(admin, &entry);
    }
    if (status == HTTP_SERVICE_UNAVAILABLE) {
        keep_typed(admin, &entry);
    }
    else if (status != OK && !is_refused) {
        sc_admin_log_refusal(admin, status);
    }
    return show(admin, status == OK ? HTTP_OK : status, &entry);
}

int sc_handle_save(sc_admin_t *admin)
{
    return answer_posted(admin, 0);
}

int sc_handle_form_again(sc_admin_t *admin)
{
    return answer_posted(admin, 1);
}

/* A draft goes on where it was left. */
static void continue_draft(entry_t *entry, const sc_draft_t *draft)
{
    int is_waiting = strcmp(draft->state, "waiting") == 0;

    ((sc_record_t *)draft->record)->version = draft->version;
    entry->form.record = draft->record;
    entry->form.saved = draft->at;
    entry->form.draft = draft->slug && is_waiting ? 0 : draft->id;
    entry->form.rejected = is_waiting ? NULL : draft;
}

static int is_own(const sc_admin_t *admin, const sc_draft_t *draft)
{
    return draft->entity == admin->entity && draft->record &&
           strcmp(draft->state, "published") != 0 && strcmp(draft->who, admin->editor.who) == 0 &&
           (admin->slug ? sc_is(draft->slug, admin->slug) : !draft->slug);
}

/* The editor's own draft: that which the address names, or the one of the item that waits. */
static void continue_own(sc_admin_t *admin, sc_db_t *db, entry_t *entry)
{
    apr_int64_t id = sc_input_number(admin->query, "draft");
    sc_draft_t *draft;

    if (!entry->form.admin->is_reviewed) {
        return;
    }
    if (id && sc_draft_read(db, admin->request->r->pool, id, &draft) == APR_SUCCESS &&
        is_own(admin, draft)) {
        continue_draft(entry, draft);
        return;
    }
    const apr_array_header_t *drafts = sc_admin_own_drafts(admin, db);
    for (int i = 0; admin->slug && i < drafts->nelts; i++) {
        if (is_own(admin, SC_AT(drafts, i, sc_draft_t))) {
            continue_draft(entry, SC_AT(drafts, i, sc_draft_t));
            return;
        }
    }
}

static int open_item(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    entry_t *entry = baton;
    int status = sc_admin_read_item(admin, db, &entry->stored);
    sc_draft_t *waiting;

    if (status == OK) {
        entry->form.record = entry->stored;
        entry->form.admin = sc_admin_view(admin, db);
        continue_own(admin, db, entry);
        if (sc_draft_of_others(db, admin->request->r->pool, admin->entity, admin->slug,
                               admin->editor.who, &waiting) == APR_SUCCESS) {
            entry->form.waiting = waiting;
        }
        name_all(admin, db, entry);
    }
    return status;
}

int sc_handle_form(sc_admin_t *admin)
{
    /* What is left of an item that is gone, and from which it can be restored. */
    static const sc_admin_route_t left = {.size = sizeof(sc_history_page_t),
                                          .load = sc_load_history_page,
                                          .page = sc_page_history,
                                          .title = sc_title_history};
    entry_t entry = {0};
    int status = sc_admin_with_database(admin, open_item, &entry);

    if (status == HTTP_GONE) {
        sc_admin_log_refusal(admin, status);
        admin->route = &left;
        return sc_admin_look(admin, status);
    }
    return status == OK ? show(admin, HTTP_OK, &entry) : sc_admin_refuse(admin, status);
}

/* A new partnership is one of our own, unless the address says whose. */
static void begin_at_home(sc_admin_t *admin, sc_db_t *db, void *record)
{
    apr_pool_t *pool = admin->request->r->pool;
    const char *home = admin->request->config->home;
    sc_partnership_t *partnership = record;
    sc_party_t *party = sc_record_new(&sc_party, pool);
    void *place;

    if (admin->entity == &sc_partnership && !partnership->parties && home &&
        sc_read_item(db, pool, &sc_place, home, &place) == APR_SUCCESS) {
        party->place = home;
        partnership->parties = apr_array_make(pool, 1, sizeof(void *));
        APR_ARRAY_PUSH(partnership->parties, void *) = party;
    }
}

static int open_new(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    entry_t *entry = baton;

    entry->form.record = entry->record;
    entry->form.admin = sc_admin_view(admin, db);
    begin_at_home(admin, db, entry->record);
    continue_own(admin, db, entry);
    name_all(admin, db, entry);
    return OK;
}

/* The address may fill in fields; what it cannot fill in is left empty. */
int sc_handle_new(sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_problems_t *passed_over = sc_problems_new(pool);
    sc_form_record_t *filled =
        sc_form_record_new(admin->entity, admin->query, &admin->request->view, passed_over);
    entry_t entry = {.record = sc_record_new(admin->entity, pool)};

    sc_form_record_read(filled, entry.record, pool, passed_over);
    int status = sc_admin_with_database(admin, open_new, &entry);
    return status == OK ? show(admin, HTTP_OK, &entry) : sc_admin_refuse(admin, status);
}
