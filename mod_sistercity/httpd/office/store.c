#include "httpd/office/record.h"

#include "model/value.h"
#include "store/edit/draft.h"
#include "store/edit/edit.h"
#include "store/edit/history.h"
#include "store/load/load.h"
#include "store/record/read.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <string.h>

/* How long the same form sent again is the same act, in seconds. */
#define TWIN_SECONDS 600

/* Address names that are tried for a new item: more gifts of one name nobody has. */
#define SLUGS_TRIED 100

/* The latest drafts of an editor that are searched for one of an item. */
#define DRAFTS_SEEN 100

/* Names below a collection that lead elsewhere. */
static const char *const reserved[] = {"new", "find"};

/* Whether the problem is that a reference leads to an item that is only stored together with this
 * one. */
static int is_added(const sc_admin_t *admin, const sc_problem_t *problem)
{
    for (int i = 0; i < SC_COUNT(admin->added); i++) {
        if (strcmp(problem->code, "unknown_reference") == 0 &&
            strcmp(problem->arguments[1], sc_record_slug(SC_AT(admin->added, i, void))) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Adds what else is wrong with the record, but nothing about fields that could not be read. */
static apr_status_t examine(sc_admin_t *admin, sc_db_t *db, void *record)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_problems_t *more = sc_problems_new(pool);

    sc_validate(record, more);
    apr_status_t rv = sc_write_check(db, pool, record, NULL, more);
    if (rv != APR_SUCCESS && rv != APR_EEXIST && !APR_STATUS_IS_ENOENT(rv)) {
        return rv;
    }
    SC_EACH_OF(const sc_problem_t, problem, more->items) {
        if (!sc_problem_of(admin->problems, problem->field) && !is_added(admin, problem)) {
            APR_ARRAY_PUSH(admin->problems->items, sc_problem_t) = *problem;
        }
    }
    return APR_EINVAL;
}

static const sc_field_t *slug_of(const void *record)
{
    return sc_entity_field(sc_record_entity(record), "slug");
}

/* Whether the name would make the item unreachable here. */
static int is_reserved(const char *slug)
{
    for (size_t i = 0; slug && i < SC_LENGTH(reserved); i++) {
        if (strcmp(reserved[i], slug) == 0) {
            return 1;
        }
    }
    return 0;
}

const char *sc_admin_ago(int seconds, apr_pool_t *pool)
{
    return sc_utc_text(apr_time_sec(apr_time_now()) - seconds, pool);
}

const void *sc_admin_twin(sc_admin_t *admin, sc_db_t *db, const void *record)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_history_query_t query = {.entity = sc_record_entity(record),
                                      .slug = sc_record_slug(record),
                                      .who = admin->editor.who,
                                      .action = "create",
                                      .limit = 1};
    apr_array_header_t *changes;
    void *stored;
    int more;

    if (sc_read_item(db, pool, query.entity, query.slug, &stored) != APR_SUCCESS ||
        !sc_record_is_equal(stored, record) ||
        sc_history_read(db, pool, &query, &changes, &more) != APR_SUCCESS) {
        return NULL;
    }
    return changes->nelts > 0 &&
                   strcmp(SC_AT(changes, 0, sc_change_t)->at, sc_admin_ago(TWIN_SECONDS, pool)) >= 0
               ? stored
               : NULL;
}

apr_status_t sc_admin_alike(sc_admin_t *admin, sc_db_t *db, const void *record,
                            apr_array_header_t **found)
{
    apr_pool_t *pool = admin->request->r->pool;

    if (sc_record_entity(record) == &sc_place) {
        return sc_load_near(db, pool, record, found);
    }
    if (sc_record_entity(record) == &sc_partnership) {
        return sc_load_alike_ties(db, pool, record, ((const sc_partnership_t *)record)->type,
                                  found);
    }
    *found = apr_array_make(pool, 1, sizeof(void *));
    return APR_SUCCESS;
}

const apr_array_header_t *sc_admin_own_drafts(sc_admin_t *admin, sc_db_t *db)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *drafts;

    return sc_drafts_read(db, pool, "waiting", admin->editor.who, DRAFTS_SEEN, &drafts) ==
                   APR_SUCCESS
               ? drafts
               : apr_array_make(pool, 1, sizeof(sc_draft_t *));
}

/* Whether the item of a draft that waits, but for the one that the editor goes on with, is to have
 * the record's address. */
static int is_awaited(sc_admin_t *admin, sc_db_t *db, const void *record)
{
    const char *slug = sc_record_slug(record);
    sc_draft_t *draft;

    return slug &&
           sc_draft_of_address(db, admin->request->r->pool, sc_record_entity(record), slug,
                               &draft) == APR_SUCCESS &&
           draft->id != admin->editor.draft;
}

/* The editor's draft of a new item that says the same, or 0. */
static apr_int64_t find_draft(sc_admin_t *admin, sc_db_t *db, const void *record)
{
    const apr_array_header_t *drafts = sc_admin_own_drafts(admin, db);
    const char *since = sc_admin_ago(TWIN_SECONDS, admin->request->r->pool);

    SC_EACH(const sc_draft_t, draft, drafts) {
        if (draft->entity == sc_record_entity(record) && !draft->slug && draft->record &&
            strcmp(draft->at, since) >= 0 && sc_record_is_equal(draft->record, record)) {
            return draft->id;
        }
    }
    return 0;
}

static apr_status_t store_new(sc_admin_t *admin, sc_db_t *db, void *record, int is_form,
                              const void **twin)
{
    sc_edit_t *edit = &admin->edit;
    apr_pool_t *pool = admin->request->r->pool;
    int is_unnamed = !sc_record_slug(record), number = 0;
    apr_status_t rv;

    do {
        if (is_unnamed) {
            sc_field_set_text(slug_of(record), record, sc_item_slug(record, ++number, pool));
        }
        if (is_form && admin->editor.is_reviewed) {
            edit->draft = find_draft(admin, db, record);
            if (edit->draft) {
                return APR_SUCCESS;
            }
        }
        admin->problems->items->nelts = 0;
        if (is_unnamed && is_awaited(admin, db, record)) {
            rv = APR_EEXIST;
            continue;
        }
        rv = sc_edit_save(db, pool, &admin->editor, record, admin->added, admin->problems, edit);
        if (rv == APR_EEXIST && is_form) {
            *twin = sc_admin_twin(admin, db, record);
        }
    } while (rv == APR_EEXIST && !*twin && is_unnamed && number < SLUGS_TRIED);
    if (rv != APR_SUCCESS && is_unnamed) {
        sc_field_clear(slug_of(record), record);
    }
    if (*twin) {
        admin->problems->items->nelts = 0;
    }
    return *twin ? APR_SUCCESS : rv;
}

apr_status_t sc_admin_store(sc_admin_t *admin, sc_db_t *db, void *record, int is_form,
                            const void **twin)
{
    apr_pool_t *pool = admin->request->r->pool;
    int is_new = ((const sc_record_t *)record)->id == 0;

    *twin = NULL;
    if (is_reserved(sc_record_slug(record))) {
        sc_problem_add(admin->problems, "slug", "reserved",
                       N_("This word cannot be an address name."), NULL);
    }
    if (admin->problems->items->nelts > 0) {
        if (is_new && !sc_record_slug(record)) {
            sc_field_set_text(slug_of(record), record, sc_item_slug(record, 1, pool));
        }
        return examine(admin, db, record);
    }
    return is_new ? store_new(admin, db, record, is_form, twin)
                  : sc_edit_save(db, pool, &admin->editor, record, admin->added, admin->problems,
                                 &admin->edit);
}
