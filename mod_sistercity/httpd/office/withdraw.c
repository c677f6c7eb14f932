#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/edit.h"

#include <apr_strings.h>

/* Of the items that keep this one on record the first are named. */
#define USERS_SHOWN 20

/* Who is asked sees what goes with the item; where that cannot be read, the question stands alone.
 */
int sc_load_withdraw_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_withdraw_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, 8, sizeof(const void *)), *belongings,
                       *tellers, *users;
    void *record = NULL;

    SC_TRY(sc_admin_read_item(admin, db, &record));
    page->record = record;
    page->problems = admin->problems;
    APR_ARRAY_PUSH(records, const void *) = record;
    if (sc_edit_belongings(db, pool, record, &belongings) == APR_SUCCESS) {
        page->belongings = belongings;
        apr_array_cat(records, belongings);
    }
    if (sc_edit_tellers(db, pool, record, &tellers) == APR_SUCCESS) {
        page->tellers = tellers;
        apr_array_cat(records, tellers);
    }
    if (sc_edit_users(db, pool, record, USERS_SHOWN, &users) == APR_SUCCESS) {
        page->users = users;
        apr_array_cat(records, users);
    }
    page->named = sc_admin_named(admin, db, records);
    return OK;
}

/* Where an editor goes on: where the item was listed, since it has no page any more. */
static const char *next_path(sc_admin_t *admin, const void *record)
{
    apr_pool_t *pool = admin->request->r->pool;
    const char *path = sc_admin_next_path(record, pool);
    const char *own = sc_admin_item_path(record, pool);

    return strncmp(path, own, strlen(own)) == 0
               ? apr_pstrcat(pool, "/", admin->entity->collection, NULL)
               : path;
}

int sc_act_withdraw(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_withdraw_page_t *page = baton;
    void *record = NULL;

    SC_TRY(sc_admin_read_item(admin, db, &record));
    admin->editor.note = sc_admin_note(admin);
    apr_status_t rv =
        sc_edit_withdraw(db, admin->request->r->pool, &admin->editor, admin->entity, admin->slug,
                         sc_input_number(admin->form, "version"), admin->problems, &admin->edit);
    page->is_changed = rv == APR_EBUSY && admin->edit.current;
    admin->next = admin->edit.draft ? sc_admin_numbered(admin, "drafts", admin->edit.draft)
                                    : next_path(admin, record);
    admin->done = admin->edit.draft ? "draft" : "withdrawn";
    return sc_admin_status(admin, db, rv);
}
