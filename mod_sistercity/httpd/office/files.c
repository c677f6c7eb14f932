#include "store/files/files.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "httpd/server/log.h"
#include "model/value.h"

#include <apr_strings.h>
#include <string.h>

/* A form's field, or the argument of the address where the file is the whole body. */
static const char *said(const sc_admin_t *admin, const char *name)
{
    return sc_input_get(admin->form ? admin->form : admin->query, name);
}

static sc_attachment_t *read_said(const sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_attachment_t *file = sc_record_new(&sc_attachment, pool);

    for (int i = 0; i < sc_attachment.field_count; i++) {
        const sc_field_t *field = &sc_attachment.fields[i];
        const char *value =
            field->type == SC_TYPE_TEXT ? sc_input_trimmed(said(admin, field->name), pool) : NULL;

        if (value) {
            sc_field_set_text(field, file, value);
        }
    }
    file->name = NULL;
    return file;
}

/* Takes out of the content what readers do not get. @return OK, or the status of the refusal */
static int bare_file(sc_admin_t *admin, const sc_file_type_t *type)
{
    apr_status_t rv =
        type ? sc_content_bare(&admin->body, &admin->body_length, type, admin->request->r->pool)
             : APR_EINVAL;

    if (rv == APR_SUCCESS) {
        return OK;
    }
    if (rv == APR_EGENERAL) {
        sc_problem_add(admin->problems, "file", "file_size",
                       N_("The picture has no pixels, or more than 120 million, which browsers do "
                          "not show. Send a smaller one."),
                       NULL);
    }
    else if (rv == APR_INCOMPLETE) {
        sc_problem_add(admin->problems, "file", "file_end",
                       N_("The document breaks off before its end, so that many programs cannot "
                          "open it. Save it once more, and send that."),
                       NULL);
    }
    else {
        sc_problem_add(admin->problems, "file", "file_type",
                       N_("By its content this is no file that is kept here: JPEG, PNG and WebP "
                          "for pictures, PDF for documents."),
                       NULL);
    }
    return HTTP_UNPROCESSABLE_ENTITY;
}

/* @return OK, or the status of the refusal */
static int name_file(sc_admin_t *admin, sc_attachment_t *file)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_file_type_t *type;

    if (admin->body_length == 0) {
        sc_problem_add(admin->problems, "file", "required", N_("Choose a file."), NULL);
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    if (sc_content_type(admin->body, admin->body_length, &type) != APR_SUCCESS) {
        sc_logf(admin->request->r, APLOG_ERR, 0,
                "SC0504: libmagic has no data, so what a file is cannot be found out; install it "
                "(libmagic-mgc)");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    SC_TRY(bare_file(admin, type));
    file->name = sc_content_name(admin->body, admin->body_length, type, pool);
    file->size = (apr_int64_t)admin->body_length;
    return sc_validate(file, admin->problems) ? HTTP_UNPROCESSABLE_ENTITY : OK;
}

static int keep_file(sc_admin_t *admin, const sc_attachment_t *file)
{
    request_rec *r = admin->request->r;
    apr_status_t rv = sc_kept_put(admin->request->config->files, file->name, admin->body,
                                  admin->body_length, r->pool);

    if (rv == APR_SUCCESS) {
        return OK;
    }
    sc_logf(r, APLOG_ERR, rv,
            "SC0503: a file cannot be kept in SisterCityFiles %s; is there room, and may httpd's "
            "user write the directory?",
            admin->request->config->files);
    sc_problem_add(admin->problems, "file", "not_kept",
                   N_("The file could not be kept: the server has no room for it, or may not write "
                      "there. Nothing has been stored."),
                   NULL);
    return HTTP_INSUFFICIENT_STORAGE;
}

/* Before a connection is borrowed: a disk may be slow. A file that nothing refers to in the
 * end is what `sistercityctl files` finds. */
int sc_handle_file_send(sc_admin_t *admin)
{
    sc_attachment_t *file = read_said(admin);

    admin->file = file;
    admin->file_status = name_file(admin, file);
    if (admin->file_status == OK) {
        admin->file_status = keep_file(admin, file);
    }
    return sc_admin_act(admin);
}

int sc_load_filing_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_filing_page_t *page = baton;
    apr_array_header_t *records = apr_array_make(admin->request->r->pool, 1, sizeof(const void *));
    void *record = NULL;

    SC_TRY(sc_admin_read_item(admin, db, &record));
    APR_ARRAY_PUSH(records, const void *) = record;
    page->record = record;
    page->typed = admin->file ? admin->file : read_said(admin);
    page->note = said(admin, "change_note");
    page->problems = admin->problems;
    page->named = sc_admin_named(admin, db, records);
    return OK;
}

/* What the file is added to: the editor's own draft of the item, if one waits, else what is stored.
 */
static sc_record_t *begun(sc_admin_t *admin, sc_db_t *db, const void *stored)
{
    apr_pool_t *pool = admin->request->r->pool;
    const apr_array_header_t *drafts =
        admin->editor.is_reviewed && admin->editor.role < SC_ROLE_REVIEWER
            ? sc_admin_own_drafts(admin, db)
            : NULL;

    SC_EACH(const sc_draft_t, draft, drafts) {
        if (draft->entity == admin->entity && draft->record && sc_is(draft->slug, admin->slug)) {
            sc_record_t *record = sc_admin_copy(draft->record, pool);

            record->id = ((const sc_record_t *)stored)->id;
            record->version = draft->version;
            return record;
        }
    }
    return sc_admin_copy(stored, pool);
}

static void attach(sc_admin_t *admin, void *record)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_field_t *field = sc_entity_field(admin->entity, "files");
    const apr_array_header_t *before = sc_field_list(field, record);
    apr_array_header_t *files =
        before ? apr_array_copy(pool, before) : apr_array_make(pool, 1, sizeof(void *));
    const sc_attachment_t *added = admin->file;

    for (int i = 0; i < files->nelts; i++) {
        if (strcmp(SC_AT(files, i, sc_attachment_t)->name, added->name) == 0) {
            sc_problem_add(admin->problems, "file", "repeated",
                           N_("This very file belongs to the item already."), NULL);
        }
    }
    APR_ARRAY_PUSH(files, const void *) = added;
    sc_field_set_list(field, record, files);
}

int sc_act_file(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    void *stored = NULL, *record;
    const void *twin;

    (void)baton;
    SC_TRY(sc_admin_read_item(admin, db, &stored));
    if (admin->file_status != OK) {
        return admin->file_status;
    }
    record = begun(admin, db, stored);
    attach(admin, record);
    admin->editor.note = said(admin, "change_note");
    apr_status_t rv = sc_admin_store(admin, db, record, 0, &twin);
    admin->next = admin->edit.draft ? sc_admin_numbered(admin, "drafts", admin->edit.draft)
                                    : sc_admin_item_path(stored, admin->request->r->pool);
    admin->done = admin->edit.draft ? "draft" : "saved";
    return sc_admin_status(admin, db, rv);
}
