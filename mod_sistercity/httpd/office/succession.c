#include "store/edit/succession.h"
#include "httpd/office/handlers.h"
#include "httpd/office/record.h"
#include "language/reading/typed.h"
#include "model/text/notation.h"
#include "model/value.h"
#include "store/query/list.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <limits.h>
#include <string.h>

/* Partnerships that are asked about one by one; the others are decided on as one. */
#define TIES_MOST 200

/* Boxes for successors that are added at a time. */
#define MORE_BOXES 4

/* How a form and JSON say what becomes of a partnership; SC_TIE_PASSES is "to SLUG". */
static const char to[] = "to ";

/* The places that were named, as they were typed. */
static apr_array_header_t *typed_successors(sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *typed = apr_array_make(pool, 4, sizeof(const char *));
    const json_t *entry;
    size_t i;

    json_array_foreach(json_object_get(admin->json, "successors"), i, entry) {
        APR_ARRAY_PUSH(typed, const char *) = sc_input_trimmed(json_string_value(entry), pool);
    }
    SC_EACH_OF(const sc_typed_t, input, admin->form) {
        const char *text =
            strcmp(input->name, "successor") == 0 ? sc_input_trimmed(input->value, pool) : NULL;

        if (text) {
            APR_ARRAY_PUSH(typed, const char *) = text;
        }
    }
    return typed;
}

/* The place that is called so, if there is one and only one. */
static apr_status_t find_place(sc_admin_t *admin, sc_db_t *db, const char *typed, const char **slug)
{
    const sc_query_t query = {.q = typed, .limit = 2};
    sc_list_t *list;
    void *record;

    *slug = typed;
    if (sc_slug_is_valid(typed) &&
        sc_read_item(db, admin->request->r->pool, &sc_place, typed, &record) == APR_SUCCESS) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_list_read(db, admin->request->r->pool, &sc_place, &query, &list));
    *slug = list->items->nelts == 1 ? SC_AT(list->items, 0, sc_place_t)->slug : NULL;
    return APR_SUCCESS;
}

static apr_status_t find_places(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *typed,
                                apr_array_header_t **slugs)
{
    *slugs = apr_array_make(admin->request->r->pool, typed->nelts + 1, sizeof(const char *));
    for (int i = 0; i < typed->nelts; i++) {
        const char *text = SC_AT(typed, i, const char), *slug = NULL;

        SC_TRY(text ? find_place(admin, db, text, &slug) : APR_SUCCESS);
        if (!slug) {
            sc_problem_add(admin->problems, "successor", "not_found",
                           N_("“{value}” is no place on record, or more than one. Choose it from "
                              "the list, or add the place first."),
                           "value", text ? text : "", NULL);
        }
        else if (!sc_has_text(*slugs, slug)) {
            APR_ARRAY_PUSH(*slugs, const char *) = slug;
        }
    }
    return APR_SUCCESS;
}

/* A date in the editor's own notation. */
static const char *typed_date(sc_admin_t *admin)
{
    const sc_view_t *view = &admin->request->view;
    const sc_writer_t writer = {view->language, view->all_languages,
                                sc_foreign_create_in(sc_language_tag(view->language), view->pool)};
    const sc_field_t *field = sc_entity_field(&sc_place, "ended");
    const char *text = sc_input_trimmed(sc_admin_typed(admin, "date", "date"), view->pool);
    sc_place_t *read = sc_record_new(&sc_place, view->pool);
    sc_problems_t *problems = sc_problems_new(view->pool);

    text = text ? sc_read_typed(&writer, field, text, problems) : NULL;
    return text && sc_value_from_text(field, read, text, view->pool, problems) ? read->ended : NULL;
}

static const char *said_of(sc_admin_t *admin, const char *partnership)
{
    apr_pool_t *pool = admin->request->r->pool;

    return admin->json ? json_string_value(json_object_get(
                             json_object_get(admin->json, "partnerships"), partnership))
                       : sc_input_get(admin->form, apr_pstrcat(pool, "tie.", partnership, NULL));
}

/* Understands what is said of a partnership, or of the others as one. */
static void read_fate(sc_admin_t *admin, const sc_succession_page_t *page, const char *said,
                      sc_passed_tie_t *tie)
{
    if (sc_is(said, "ends")) {
        tie->fate = SC_TIE_ENDS;
    }
    else if (said && strncmp(said, to, strlen(to)) == 0 &&
             sc_has_text(page->successors, said + strlen(to))) {
        tie->fate = SC_TIE_PASSES;
        tie->successor = said + strlen(to);
    }
    else if (said && strcmp(said, "stays") != 0) {
        sc_problem_add(admin->problems, NULL, "tie",
                       N_("What becomes of {slug} is not understood: “{value}”."), "slug",
                       tie->partnership, "value", said, NULL);
    }
}

/* What is said of each; the first successor, until somebody says. */
static apr_array_header_t *typed_ties(sc_admin_t *admin, const sc_succession_page_t *page)
{
    apr_array_header_t *ties =
        apr_array_make(admin->request->r->pool, page->ties->nelts + 1, sizeof(sc_passed_tie_t));

    for (int i = 0; i < page->ties->nelts; i++) {
        const char *slug = SC_AT(page->ties, i, sc_partnership_t)->slug;
        const char *said = said_of(admin, slug);
        sc_passed_tie_t *tie = apr_array_push(ties);

        *tie = (sc_passed_tie_t){slug, SC_TIE_STAYS, NULL};
        read_fate(admin, page, said, tie);
        apr_hash_set(page->said, slug, APR_HASH_KEY_STRING, said);
    }
    return ties;
}

/* What is said of those that are not asked about one by one. */
static apr_status_t read_others(sc_admin_t *admin, sc_db_t *db, const sc_succession_page_t *page,
                                apr_array_header_t *ties)
{
    apr_array_header_t *all;
    sc_passed_tie_t of_others = {"rest", SC_TIE_STAYS, NULL};

    read_fate(admin, page, page->rest, &of_others);
    if (page->others == 0 || of_others.fate == SC_TIE_STAYS) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_succession_ties(db, admin->request->r->pool, page->place, INT_MAX, &all));
    for (int i = page->ties->nelts; i < all->nelts; i++) {
        sc_passed_tie_t *tie = apr_array_push(ties);

        *tie = of_others;
        tie->partnership = SC_AT(all, i, sc_partnership_t)->slug;
        const char *said = said_of(admin, tie->partnership);
        if (said) {
            *tie = (sc_passed_tie_t){tie->partnership, SC_TIE_STAYS, NULL};
            read_fate(admin, page, said, tie);
        }
    }
    return APR_SUCCESS;
}

/* What the page is about and what was typed, once. */
static int begin(sc_admin_t *admin, sc_db_t *db, sc_succession_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *ties;
    void *record;

    if (page->place) {
        return OK;
    }
    if (admin->entity != &sc_place) {
        return HTTP_NOT_FOUND;
    }
    SC_TRY(sc_admin_read_item(admin, db, &record));
    page->place = record;
    page->kind = sc_admin_typed(admin, "kind", "kind");
    page->date = sc_admin_typed(admin, "date", "date");
    page->note = sc_admin_note(admin);
    page->typed = typed_successors(admin);
    page->said = apr_hash_make(pool);
    page->problems = admin->problems;
    SC_TRY(sc_database_status(admin->request, db,
                              sc_succession_ties(db, pool, record, TIES_MOST, &ties)));
    page->ties = ties;
    page->rest = sc_admin_typed(admin, "rest", "rest");
    if (ties->nelts < TIES_MOST) {
        return OK;
    }
    SC_TRY(sc_database_status(admin->request, db,
                              sc_succession_count(db, pool, record, &page->others)));
    page->others -= ties->nelts;
    return OK;
}

int sc_load_succession_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_succession_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, 8, sizeof(const void *));

    SC_TRY(begin(admin, db, page));
    APR_ARRAY_PUSH(records, const void *) = page->place;
    for (int i = 0; i < SC_COUNT(page->successors); i++) {
        void *successor;

        if (sc_read_item(db, pool, &sc_place, SC_AT(page->successors, i, const char), &successor) ==
            APR_SUCCESS) {
            APR_ARRAY_PUSH(records, const void *) = successor;
        }
    }
    apr_array_cat(records, page->ties);
    page->named = sc_admin_named(admin, db, records);
    return OK;
}

/* Reads what was sent. @return OK if it can be recorded */
static int read_all(sc_admin_t *admin, sc_db_t *db, sc_succession_page_t *page,
                    sc_succession_t *succession)
{
    apr_array_header_t *slugs, *ties;

    SC_TRY(sc_database_status(admin->request, db, find_places(admin, db, page->typed, &slugs)));
    page->successors = slugs;
    ties = typed_ties(admin, page);
    SC_TRY(sc_database_status(admin->request, db, read_others(admin, db, page, ties)));
    *succession = (sc_succession_t){.place = page->place->slug,
                                    .version = sc_input_number(admin->form, "version"),
                                    .kind = page->kind,
                                    .date = typed_date(admin),
                                    .successors = slugs,
                                    .ties = ties};
    page->read_date = succession->date;
    if (admin->json) {
        SC_TRY(sc_admin_check_tag(admin, page->place));
        succession->version = page->place->record.version;
    }
    if (admin->problems->items->nelts == 0) {
        SC_TRY(sc_database_status(
            admin->request, db,
            sc_succession_check(db, admin->request->r->pool, succession, admin->problems)));
    }
    return admin->problems->items->nelts ? HTTP_UNPROCESSABLE_ENTITY : OK;
}

int sc_act_succeed(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_succession_page_t *page = baton;
    const char *act = sc_input_get(admin->form, "act");
    sc_succession_t succession;

    SC_TRY(begin(admin, db, page));
    if (sc_is(act, "more")) {
        page->more = MORE_BOXES;
        return OK;
    }
    SC_TRY(read_all(admin, db, page, &succession));
    page->is_ready = 1;
    if (sc_is(act, "look")) {
        return OK;
    }
    admin->editor.note = page->note;
    apr_status_t rv = sc_edit_succeed(db, admin->request->r->pool, &admin->editor, &succession,
                                      admin->problems, &admin->edit);
    if (rv == APR_EBUSY && admin->edit.current) {
        page->is_changed = 1;
        page->place = admin->edit.current;
    }
    admin->next = sc_admin_next_path(page->place, admin->request->r->pool);
    admin->done = admin->edit.change ? "saved" : "same";
    return sc_admin_status(admin, db, rv);
}
