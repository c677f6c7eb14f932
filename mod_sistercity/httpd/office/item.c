#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/edit.h"
#include "store/record/json_record.h"

#include <apr_strings.h>
#include <string.h>

/* Items as programs read and write them. The baton of the stages is the record: the stored item,
 * then its new state. */

/* Stores the record. A version that is outdated is 412 here: If-Match has said which was meant. */
static int store(sc_admin_t *admin, sc_db_t *db, void *record)
{
    const void *twin;

    sc_json_record_read(admin->json, record, admin->request->r->pool, admin->problems);
    admin->editor.note = sc_input_get(admin->query, "note");
    apr_status_t rv = sc_admin_store(admin, db, record, 0, &twin);
    if (rv == APR_EBUSY && admin->edit.current) {
        sc_admin_set_tag(admin, admin->edit.current);
        return HTTP_PRECONDITION_FAILED;
    }
    return sc_admin_status(admin, db, rv);
}

static int answer_draft(sc_admin_t *admin)
{
    const char *path =
        apr_psprintf(admin->request->r->pool, "%" APR_INT64_T_FMT, admin->edit.draft);
    const sc_edited_t edited = {admin->edit.draft, 0};

    apr_table_setn(admin->request->r->headers_out, "Location",
                   sc_address(&admin->request->view, "drafts", path, NULL));
    return sc_admin_json(admin, HTTP_ACCEPTED, sc_json_done, &edited);
}

/* @param good the status where it was stored */
static int answer_change(sc_admin_t *admin, int good, sc_admin_stage_fn *stage)
{
    void *record = NULL;
    int status = HTTP_UNPROCESSABLE_ENTITY;

    if (json_is_object(admin->json)) {
        status = sc_admin_with_database(admin, stage, &record);
    }
    else {
        sc_problem_add(admin->problems, NULL, "not_an_object",
                       N_("An item is sent as one JSON object."), NULL);
    }
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    if (admin->edit.draft) {
        return answer_draft(admin);
    }
    if (good == HTTP_CREATED) {
        apr_table_setn(admin->request->r->headers_out, "Location",
                       sc_address(&admin->request->view, admin->entity->collection,
                                  sc_record_slug(record), NULL));
    }
    sc_admin_set_tag(admin, record);
    return sc_admin_json(admin, good, sc_json_stored, record);
}

/* Programs are not asked whether what they make is on record already, as people are: the answer
 * links to what it may be the double of. */
static void link_alike(sc_admin_t *admin, sc_db_t *db, const void *record)
{
    request_rec *r = admin->request->r;
    apr_array_header_t *found;

    if (sc_admin_alike(admin, db, record, &found) != APR_SUCCESS) {
        return;
    }
    for (int i = 0; i < found->nelts; i++) {
        const char *slug = sc_record_slug(SC_AT(found, i, void));

        if (strcmp(slug, sc_record_slug(record)) != 0) {
            apr_table_addn(r->headers_out, "Link",
                           apr_pstrcat(r->pool, "<",
                                       sc_address(&admin->request->view, admin->entity->collection,
                                                  slug, NULL),
                                       ">; rel=\"related\"; title=\"alike\"", NULL));
        }
    }
}

static int create(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    void **record = baton;

    *record = sc_record_new(admin->entity, admin->request->r->pool);
    int status = store(admin, db, *record);
    if (status == OK && !admin->edit.draft) {
        link_alike(admin, db, *record);
    }
    return status;
}

int sc_handle_create(sc_admin_t *admin)
{
    return admin->form ? sc_handle_save(admin) : answer_change(admin, HTTP_CREATED, create);
}

/* The stored item, if the client has seen it as it is. */
static int read_for_change(sc_admin_t *admin, sc_db_t *db, void **record)
{
    int status = sc_admin_read_item(admin, db, record);

    return status == OK ? sc_admin_check_tag(admin, *record) : status;
}

static int patch(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    void **record = baton;

    SC_TRY(read_for_change(admin, db, record));
    *record = sc_admin_copy(*record, admin->request->r->pool);
    return store(admin, db, *record);
}

int sc_handle_patch(sc_admin_t *admin)
{
    return answer_change(admin, HTTP_OK, patch);
}

static int replace(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    void **out = baton;
    sc_record_t *record;

    SC_TRY(read_for_change(admin, db, out));
    const sc_record_t *stored = *out;
    *out = record = sc_record_new(admin->entity, admin->request->r->pool);
    record->id = stored->id;
    record->version = stored->version;
    record->modified = stored->modified;
    /* Where the item is says what it is called, unless the object itself does. */
    sc_field_set_text(sc_entity_field(admin->entity, "slug"), record, sc_record_slug(stored));
    return store(admin, db, record);
}

int sc_handle_replace(sc_admin_t *admin)
{
    return answer_change(admin, HTTP_OK, replace);
}

static int withdraw(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    void **record = baton;

    SC_TRY(read_for_change(admin, db, record));
    admin->editor.note = sc_input_get(admin->query, "note");
    return sc_admin_status(
        admin, db,
        sc_edit_withdraw(db, admin->request->r->pool, &admin->editor, admin->entity, admin->slug,
                         ((const sc_record_t *)*record)->version, admin->problems, &admin->edit));
}

int sc_handle_delete(sc_admin_t *admin)
{
    void *record = NULL;
    int status = sc_admin_with_database(admin, withdraw, &record);

    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    if (admin->edit.draft) {
        return answer_draft(admin);
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

    if (admin->request->format == SC_FORMAT_HTML) {
        return sc_handle_form(admin);
    }
    int status = sc_admin_with_database(admin, read_item, &record);
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_set_tag(admin, record);
    return sc_admin_json(admin, HTTP_OK, sc_json_stored, record);
}
