#include "httpd/office/record.h"
#include "httpd/office/routes.h"
#include "present/office/pages.h"
#include "store/edit/item.h"
#include "store/edit/save.h"

#include <apr_strings.h>

/* A withdrawal that is asked about, or carried out. */
typedef struct withdrawing_t {
    int is_confirmed;
    sc_withdraw_page_t page;
    sc_edit_t edit;
} withdrawing_t;

/* Who is asked sees what goes with the item; where that cannot be read, the question stands alone.
 */
static void describe(sc_admin_t *admin, sc_db_t *db, withdrawing_t *withdrawing)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, 8, sizeof(const void *));
    apr_array_header_t *belongings;

    APR_ARRAY_PUSH(records, const void *) = withdrawing->page.record;
    if (sc_edit_belongings(db, pool, withdrawing->page.record, &belongings) == APR_SUCCESS) {
        withdrawing->page.belongings = belongings;
        apr_array_cat(records, belongings);
    }
    withdrawing->page.named = sc_admin_named(admin, db, records);
    withdrawing->page.admin = sc_admin_view(admin, db);
}

static int carry_out(sc_admin_t *admin, sc_db_t *db, withdrawing_t *withdrawing)
{
    apr_status_t rv;

    admin->editor.note = sc_input_get(admin->form, "change_note");
    rv = sc_edit_withdraw(db, admin->request->r->pool, &admin->editor, admin->entity, admin->slug,
                          sc_input_number(admin->form, "version"), admin->problems,
                          &withdrawing->edit);
    if (rv == APR_SUCCESS && withdrawing->edit.change) {
        sc_admin_published(admin, db);
    }
    if (rv == APR_EBUSY && withdrawing->edit.current) {
        withdrawing->page.is_changed = 1;
    }
    return sc_admin_status(admin, db, rv);
}

static int run(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    withdrawing_t *withdrawing = baton;
    void *record = NULL;
    int status = sc_admin_read_item(admin, db, &record);

    if (status != OK) {
        return status;
    }
    withdrawing->page.record = record;
    if (withdrawing->is_confirmed) {
        status = carry_out(admin, db, withdrawing);
    }
    if (!withdrawing->is_confirmed || status != OK) {
        describe(admin, db, withdrawing);
    }
    return status;
}

static int show(sc_admin_t *admin, int status, withdrawing_t *withdrawing)
{
    withdrawing->page.problems = admin->problems->items->nelts > 0 ? admin->problems : NULL;
    return sc_admin_show(admin, status, sc_page_withdraw, sc_title_withdraw, &withdrawing->page);
}

static int ask(sc_admin_t *admin, int good)
{
    withdrawing_t withdrawing = {0};
    int status = sc_admin_with_database(admin, run, &withdrawing);

    return status == OK ? show(admin, good, &withdrawing) : sc_admin_refuse(admin, status);
}

int sc_handle_withdrawing(sc_admin_t *admin)
{
    return ask(admin, HTTP_OK);
}

int sc_handle_withdraw_again(sc_admin_t *admin)
{
    return ask(admin, HTTP_FORBIDDEN);
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

int sc_handle_withdraw(sc_admin_t *admin)
{
    withdrawing_t withdrawing = {.is_confirmed = 1};
    int status = sc_admin_with_database(admin, run, &withdrawing);

    if (status == OK && withdrawing.edit.draft) {
        return sc_admin_see_other(admin,
                                  apr_psprintf(admin->request->r->pool, "/drafts/%" APR_INT64_T_FMT,
                                               withdrawing.edit.draft),
                                  "draft", &withdrawing.edit);
    }
    if (status == OK) {
        return sc_admin_see_other(admin, next_path(admin, withdrawing.page.record), "withdrawn",
                                  &withdrawing.edit);
    }
    if (!withdrawing.page.admin || status == HTTP_SERVICE_UNAVAILABLE) {
        return sc_admin_refuse(admin, status);
    }
    sc_admin_log_refusal(admin, status);
    return show(admin, status, &withdrawing);
}
