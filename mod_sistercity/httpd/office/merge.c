#include "store/edit/merge.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "model/text/notation.h"
#include "store/load/load.h"
#include "store/query/list.h"

#include <apr_strings.h>
#include <string.h>

/* Items that are offered for a name. */
#define FOUND_MOST 20

/* The item that goes into the other, as the address, the form or the JSON names it; NULL: nobody
 * has said. */
static const char *other_of(const sc_admin_t *admin)
{
    const char *other = admin->form || admin->json ? sc_admin_typed(admin, "other", "other")
                                                   : sc_input_get(admin->query, "other");

    return other && *other ? other : NULL;
}

static int is_chosen(const sc_admin_t *admin, const char *field)
{
    const char *name = apr_pstrcat(admin->request->r->pool, "take.", field, NULL);
    const char *typed = admin->form ? sc_input_get(admin->form, name) : NULL;
    const json_t *entry;
    size_t i;

    json_array_foreach(json_object_get(admin->json, "take"), i, entry) {
        if (json_is_string(entry) && strcmp(json_string_value(entry), field) == 0) {
            return 1;
        }
    }
    return sc_is(typed, "other");
}

static apr_array_header_t *fields_to_take(const sc_admin_t *admin)
{
    apr_array_header_t *take = apr_array_make(admin->request->r->pool, 4, sizeof(const char *));

    for (int i = 0; i < admin->entity->field_count; i++) {
        if (is_chosen(admin, admin->entity->fields[i].name)) {
            APR_ARRAY_PUSH(take, const char *) = admin->entity->fields[i].name;
        }
    }
    return take;
}

static int wants_doubles(const sc_admin_t *admin)
{
    return sc_input_number(admin->form, "doubles") > 0 ||
           json_is_true(json_object_get(admin->json, "doubles"));
}

static sc_merge_order_t order_of(sc_admin_t *admin, const sc_merge_page_t *page)
{
    return (sc_merge_order_t){.entity = admin->entity,
                              .kept = sc_record_slug(page->record),
                              .other = other_of(admin),
                              .take = page->take,
                              .doubles = page->doubles};
}

/* What the page is about, once. */
static int begin(sc_admin_t *admin, sc_db_t *db, sc_merge_page_t *page)
{
    void *record;

    if (page->record) {
        return OK;
    }
    if (!sc_merge_is_for(admin->entity)) {
        return HTTP_NOT_FOUND;
    }
    SC_TRY(sc_admin_read_item(admin, db, &record));
    page->record = record;
    page->take = fields_to_take(admin);
    page->doubles = wants_doubles(admin);
    page->note = sc_admin_note(admin);
    page->problems = admin->problems;
    return OK;
}

/* What may be the same: what is called so, or what is alike. */
static apr_status_t find_candidates(sc_admin_t *admin, sc_db_t *db, sc_merge_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_query_t by_name = {.q = page->typed, .limit = FOUND_MOST};
    const sc_partnership_t *partnership = page->record;
    sc_query_t of_place = {.limit = FOUND_MOST};
    apr_array_header_t *found;
    sc_list_t *list;

    page->candidates = apr_array_make(pool, 4, sizeof(const void *));
    if (page->typed || admin->entity == &sc_partnership) {
        of_place.place = page->typed ? NULL : SC_AT(partnership->parties, 0, sc_party_t)->place;
        SC_TRY(sc_list_read(db, pool, admin->entity, page->typed ? &by_name : &of_place, &list));
        found = list->items;
    }
    else {
        SC_TRY(sc_load_near(db, pool, page->record, &found));
    }
    for (int i = 0; i < found->nelts; i++) {
        if (strcmp(sc_record_slug(SC_AT(found, i, void)), sc_record_slug(page->record)) != 0) {
            APR_ARRAY_PUSH(page->candidates, const void *) = SC_AT(found, i, void);
        }
    }
    return APR_SUCCESS;
}

static apr_status_t look(sc_admin_t *admin, sc_db_t *db, sc_merge_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_merge_order_t order = order_of(admin, page);
    sc_problems_t *known = admin->problems->items->nelts ? sc_problems_new(pool) : admin->problems;
    apr_status_t rv = APR_ENOENT;

    if (order.other && sc_slug_is_valid(order.other)) {
        rv = sc_merge_look(db, pool, &order, known, &page->merge);
    }
    if (!APR_STATUS_IS_ENOENT(rv)) {
        return rv == APR_EBUSY ? APR_SUCCESS : rv;
    }
    page->merge = NULL;
    page->typed = order.other;
    return find_candidates(admin, db, page);
}

static void name_all(sc_admin_t *admin, sc_db_t *db, sc_merge_page_t *page)
{
    apr_array_header_t *records = apr_array_make(admin->request->r->pool, 8, sizeof(const void *));

    APR_ARRAY_PUSH(records, const void *) = page->record;
    if (page->candidates) {
        apr_array_cat(records, page->candidates);
    }
    if (page->merge) {
        APR_ARRAY_PUSH(records, const void *) = page->merge->other;
        for (int i = 0; i < SC_COUNT(page->merge->doubles); i++) {
            sc_source_t *named = sc_record_new(&sc_source, admin->request->r->pool);

            named->partnership = APR_ARRAY_IDX(page->merge->doubles, i, sc_merge_double_t).other;
            APR_ARRAY_PUSH(records, const void *) = named;
        }
    }
    page->named = sc_admin_named(admin, db, records);
}

int sc_load_merge_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_merge_page_t *page = baton;

    SC_TRY(begin(admin, db, page));
    SC_TRY(sc_database_status(admin->request, db, look(admin, db, page)));
    if (!page->merge && admin->request->format != SC_FORMAT_HTML) {
        sc_problem_add(admin->problems, "other", page->typed ? "unknown_reference" : "required",
                       N_("Say which item goes into this one."), NULL);
        return page->typed ? HTTP_NOT_FOUND : HTTP_BAD_REQUEST;
    }
    name_all(admin, db, page);
    return OK;
}

/* Which state of both the editor has seen. A program names that of the kept one as everywhere. */
static int read_versions(sc_admin_t *admin, const sc_merge_page_t *page, sc_merge_order_t *order)
{
    const json_t *version = json_object_get(admin->json, "other_version");

    order->kept_version = sc_input_number(admin->form, "version");
    order->other_version = sc_input_number(admin->form, "other_version");
    if (admin->json) {
        SC_TRY(sc_admin_check_tag(admin, page->record));
        order->kept_version = ((const sc_record_t *)page->record)->version;
        order->other_version = json_is_integer(version) ? json_integer_value(version) : 0;
    }
    if (order->kept_version > 0 && order->other_version > 0) {
        return OK;
    }
    sc_problem_add(admin->problems, "other_version", "required",
                   N_("Say which versions of both items you have seen."), NULL);
    return HTTP_UNPROCESSABLE_ENTITY;
}

int sc_act_merge(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_merge_page_t *page = baton;

    SC_TRY(begin(admin, db, page));
    sc_merge_order_t order = order_of(admin, page);
    if (!order.other || !sc_slug_is_valid(order.other)) {
        sc_problem_add(admin->problems, "other", "required",
                       N_("Say which item goes into this one."), NULL);
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    SC_TRY(read_versions(admin, page, &order));
    admin->editor.note = page->note;
    apr_status_t rv = sc_edit_merge(db, admin->request->r->pool, &admin->editor, &order,
                                    admin->problems, &admin->edit);
    page->is_changed = rv == APR_EBUSY && admin->edit.current;
    if (page->is_changed) {
        page->record = NULL; /* to be read anew */
    }
    admin->next = sc_admin_next_path(page->record ? page->record : admin->edit.current,
                                     admin->request->r->pool);
    admin->done = "merged";
    return sc_admin_status(admin, db, rv);
}
