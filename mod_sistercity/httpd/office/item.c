#include "httpd/office/form.h"
#include "httpd/office/record.h"
#include "httpd/office/routes.h"
#include "httpd/office/store.h"
#include "present/office/pages.h"
#include "store/edit/save.h"
#include "store/record/json_record.h"

#include <apr_strings.h>

/* A change that a program asked for, and what came of it. */
typedef struct writing_t {
    void *record; /* the stored item, then its new state */
    sc_edit_t edit;
} writing_t;

static int must_be_object(sc_admin_t *admin)
{
    if (json_is_object(admin->json)) {
        return OK;
    }
    sc_problem_add(admin->problems, NULL, "not_an_object",
                   N_("An item is sent as one JSON object."), NULL);
    return HTTP_UNPROCESSABLE_ENTITY;
}

/* Stores the record. A version that is outdated is 412 here: If-Match has said which was meant. */
static int store(sc_admin_t *admin, sc_db_t *db, writing_t *writing)
{
    const void *twin;
    apr_status_t rv;

    admin->editor.note = sc_input_get(admin->query, "note");
    rv = sc_admin_store(admin, db, writing->record, 0, &writing->edit, &twin);
    if (rv == APR_EBUSY && writing->edit.current) {
        sc_admin_set_tag(admin, writing->edit.current);
        return HTTP_PRECONDITION_FAILED;
    }
    return sc_admin_status(admin, db, rv);
}

static int answer_draft(sc_admin_t *admin, apr_int64_t draft)
{
    const char *path = apr_psprintf(admin->request->r->pool, "%" APR_INT64_T_FMT, draft);
    const sc_edited_t edited = {draft, 0};

    apr_table_setn(admin->request->r->headers_out, "Location",
                   sc_address(&admin->request->view, "drafts", path, NULL));
    return sc_admin_json(admin, HTTP_ACCEPTED, sc_json_done, &edited);
}

static int answer_written(sc_admin_t *admin, int status, const writing_t *writing)
{
    if (writing->edit.draft) {
        return answer_draft(admin, writing->edit.draft);
    }
    sc_admin_set_tag(admin, writing->record);
    return sc_admin_json(admin, status, sc_json_stored, writing->record);
}

static int create(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    writing_t *writing = baton;
    apr_pool_t *pool = admin->request->r->pool;

    writing->record = sc_record_new(admin->entity, pool);
    sc_json_record_read(admin->json, writing->record, pool, admin->problems);
    return store(admin, db, writing);
}

int sc_handle_create(sc_admin_t *admin)
{
    writing_t writing = {0};
    int status;

    if (admin->form) {
        return sc_handle_save(admin);
    }
    status = must_be_object(admin);
    if (status == OK) {
        status = sc_admin_with_database(admin, create, &writing);
    }
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    if (!writing.edit.draft) {
        apr_table_setn(admin->request->r->headers_out, "Location",
                       sc_address(&admin->request->view, admin->entity->collection,
                                  sc_record_slug(writing.record), NULL));
    }
    return answer_written(admin, HTTP_CREATED, &writing);
}

/* The stored item, if the client has seen it as it is. */
static int read_for_change(sc_admin_t *admin, sc_db_t *db, writing_t *writing)
{
    int status = sc_admin_read_item(admin, db, &writing->record);

    return status == OK ? sc_admin_check_tag(admin, writing->record) : status;
}

static int patch(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    writing_t *writing = baton;
    apr_pool_t *pool = admin->request->r->pool;
    int status = read_for_change(admin, db, writing);

    if (status != OK) {
        return status;
    }
    writing->record = sc_admin_copy(writing->record, pool);
    sc_json_record_read(admin->json, writing->record, pool, admin->problems);
    return store(admin, db, writing);
}

static int replace(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    writing_t *writing = baton;
    apr_pool_t *pool = admin->request->r->pool;
    int status = read_for_change(admin, db, writing);
    const sc_record_t *stored = writing->record;
    sc_record_t *record;

    if (status != OK) {
        return status;
    }
    record = sc_record_new(admin->entity, pool);
    record->id = stored->id;
    record->version = stored->version;
    record->modified = stored->modified;
    /* Where the item is says what it is called, unless the object itself does. */
    sc_field_set_text(sc_entity_field(admin->entity, "slug"), record, sc_record_slug(stored));
    sc_json_record_read(admin->json, record, pool, admin->problems);
    writing->record = record;
    return store(admin, db, writing);
}

static int answer_change(sc_admin_t *admin, sc_admin_stage_fn *stage)
{
    writing_t writing = {0};
    int status = must_be_object(admin);

    if (status == OK) {
        status = sc_admin_with_database(admin, stage, &writing);
    }
    return status == OK ? answer_written(admin, HTTP_OK, &writing) : sc_admin_refuse(admin, status);
}

int sc_handle_replace(sc_admin_t *admin)
{
    return answer_change(admin, replace);
}

int sc_handle_patch(sc_admin_t *admin)
{
    return answer_change(admin, patch);
}

static int withdraw(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    writing_t *writing = baton;
    int status = read_for_change(admin, db, writing);
    apr_status_t rv;

    if (status != OK) {
        return status;
    }
    admin->editor.note = sc_input_get(admin->query, "note");
    rv = sc_edit_withdraw(db, admin->request->r->pool, &admin->editor, admin->entity, admin->slug,
                          ((const sc_record_t *)writing->record)->version, admin->problems,
                          &writing->edit);
    if (rv == APR_SUCCESS && writing->edit.change) {
        sc_admin_published(admin, db);
    }
    return sc_admin_status(admin, db, rv);
}

int sc_handle_delete(sc_admin_t *admin)
{
    writing_t writing = {0};
    int status = sc_admin_with_database(admin, withdraw, &writing);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    if (writing.edit.draft) {
        return answer_draft(admin, writing.edit.draft);
    }
    return sc_admin_data(admin, HTTP_NO_CONTENT, NULL, sc_buffer_new(admin->request->r->pool, 1));
}

static int read_item(sc_admin_t *admin, sc_db_t *db, void *record)
{
    return sc_admin_read_item(admin, db, record);
}

int sc_handle_item(sc_admin_t *admin)
{
    void *record = NULL;
    int status;

    if (admin->request->format == SC_FORMAT_HTML) {
        return sc_handle_form(admin);
    }
    status = sc_admin_with_database(admin, read_item, &record);
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_set_tag(admin, record);
    return sc_admin_json(admin, HTTP_OK, sc_json_stored, record);
}
