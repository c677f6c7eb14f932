#include "store/edit/history.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "store/edit/edit.h"

#include <apr_strings.h>
#include <string.h>

/* Changes on one page; and of an import on its own page. */
#define CHANGES_ON_PAGE 50
#define ITEMS_OF_IMPORT 100

/* The value of an argument, or NULL if it is absent or empty. */
static const char *argument(sc_admin_t *admin, const char *name)
{
    const char *value = sc_input_get(admin->query, name);

    return value && *value ? value : NULL;
}

static void refuse(sc_admin_t *admin, const char *name, const char *detail, const char *value)
{
    sc_problem_add(admin->problems, name, "not_understood", detail, "value", value, NULL);
}

/* "YYYY-MM-DD", or NULL after a problem. */
static const char *day(sc_admin_t *admin, const char *name)
{
    const char *value = argument(admin, name), *shape = "dddd-dd-dd";
    size_t i;

    if (!value) {
        return NULL;
    }
    for (i = 0;
         shape[i] && (shape[i] == 'd' ? value[i] >= '0' && value[i] <= '9' : value[i] == shape[i]);
         i++) {
    }
    if (shape[i] || value[i]) {
        refuse(admin, name, N_("“{value}” is not a day such as 2026-11-22."), value);
        return NULL;
    }
    return value;
}

static const char *action(sc_admin_t *admin)
{
    const char *value = argument(admin, "action");

    if (value && sc_vocabulary_find(&sc_change_actions, value) < 0) {
        refuse(admin, "action", N_("“{value}” is not something that is done here."), value);
        return NULL;
    }
    return value;
}

static const sc_entity_t *collection(sc_admin_t *admin)
{
    const char *value = argument(admin, "collection");
    const sc_entity_t *entity = value ? sc_entity_of_collection(value) : NULL;

    if (value && !entity) {
        refuse(admin, "collection", N_("There is no collection “{value}”."), value);
    }
    return entity;
}

int sc_load_history_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_history_page_t *page = baton;
    sc_history_query_t *query = &page->query;
    int more = 0;

    query->entity = admin->entity ? admin->entity : collection(admin);
    query->slug = admin->slug;
    query->who = argument(admin, "who");
    query->action = action(admin);
    query->since = day(admin, "since");
    query->until = day(admin, "until");
    query->batch = sc_input_number(admin->query, "batch");
    query->before = sc_input_number(admin->query, "before");
    query->limit = CHANGES_ON_PAGE;
    if (admin->problems->items->nelts > 0 && admin->request->format != SC_FORMAT_HTML) {
        return HTTP_BAD_REQUEST;
    }
    SC_TRY(sc_database_status(
        admin->request, db,
        sc_history_read(db, admin->request->r->pool, query, &page->changes, &more)));
    if (admin->slug && page->changes->nelts == 0 && !query->before) {
        void *record;
        int status = sc_admin_read_item(admin, db, &record);

        if (status != OK && status != HTTP_GONE) {
            return status;
        }
    }
    page->older = more && page->changes->nelts
                      ? SC_AT(page->changes, page->changes->nelts - 1, sc_change_t)->id
                      : 0;
    page->named = sc_admin_named_of(admin, db, page->changes, NULL);
    page->problems = admin->problems;
    page->admin = sc_admin_view(admin, db);
    return admin->problems->items->nelts > 0 ? HTTP_BAD_REQUEST : OK;
}

int sc_load_change_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_change_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    sc_history_query_t query = {.batch = admin->id, .limit = ITEMS_OF_IMPORT};
    apr_array_header_t *changes = apr_array_make(pool, 1, sizeof(sc_change_t *)), *items = NULL;
    sc_change_t *change;
    int more;

    SC_TRY(sc_database_status(admin->request, db, sc_history_change(db, pool, admin->id, &change)));
    if (strcmp(change->action, "import") == 0 || strcmp(change->action, "merge") == 0) {
        SC_TRY(sc_database_status(admin->request, db,
                                  sc_history_read(db, pool, &query, &items, &more)));
    }
    APR_ARRAY_PUSH(changes, const sc_change_t *) = change;
    page->change = change;
    page->items = items;
    page->may_undo = !change->undone && strcmp(change->action, "redact") != 0 &&
                     sc_edit_may_undo(&admin->editor, change);
    page->named = sc_admin_named_of(admin, db, changes, NULL);
    sc_admin_name_problems(admin, db, &page->named);
    page->problems = admin->problems;
    return OK;
}

int sc_act_undo(sc_admin_t *admin, sc_db_t *db, void *page)
{
    (void)page;
    admin->editor.note = sc_admin_note(admin);
    apr_status_t rv = sc_edit_undo(db, admin->request->r->pool, &admin->editor, admin->id,
                                   admin->problems, &admin->edit);
    admin->next = sc_admin_numbered(admin, "history", admin->edit.change);
    admin->done = "undone";
    return sc_admin_status(admin, db, rv);
}
