/**
 * @file edited.h
 * @brief A registry that people edit: records typed as JSON, the edits, what came of them.
 */
#ifndef SC_TESTS_EDITED_H
#define SC_TESTS_EDITED_H

#include "database.h"

#include "store/edit/draft.h"
#include "store/edit/edit.h"
#include "store/edit/history.h"
#include "store/record/json_record.h"
#include "store/record/read.h"
#include "view/change.h"

static const sc_editor_t rasa = {"rasa", SC_ROLE_EDITOR, 0, NULL, 0};
static const sc_editor_t kenji = {"kenji", SC_ROLE_EDITOR, 0, NULL, 0};
static const sc_editor_t pupil = {"pupil", SC_ROLE_EDITOR, 1, "as the mayor's office wrote", 0};
static const sc_editor_t teacher = {"teacher", SC_ROLE_REVIEWER, 1, "seen", 0};
static const sc_editor_t chief = {"chief", SC_ROLE_ADMIN, 1, NULL, 0};

/** What came of the last edit. */
static sc_edit_t edited;
static sc_problems_t *problems;

/** Puts the values of a JSON object, with ' for ", into the record. */
static inline void *fill(apr_pool_t *pool, void *record, const char *object)
{
    char *text = apr_pstrdup(pool, object);
    const char *error = NULL;
    json_t *value;
    char *quote;

    while ((quote = strchr(text, '\'')) != NULL) {
        *quote = '"';
    }
    value = sc_json_parse(text, strlen(text), &error, pool);
    if (!value) {
        fail_msg("%s: %s", text, error);
    }
    assert_int_equal(sc_json_record_read(value, record, pool, sc_problems_new(pool)), 0);
    json_decref(value);
    return record;
}

static inline apr_status_t save_as(registry_t *registry, const sc_editor_t *editor, void *record)
{
    problems = sc_problems_new(registry->pool);
    return sc_edit_save(registry->db, registry->pool, editor, record, NULL, problems, &edited);
}

static inline apr_status_t withdraw_as(registry_t *registry, const sc_editor_t *editor,
                                       const sc_entity_t *entity, const char *slug,
                                       apr_int64_t version)
{
    problems = sc_problems_new(registry->pool);
    return sc_edit_withdraw(registry->db, registry->pool, editor, entity, slug, version, problems,
                            &edited);
}

static inline apr_status_t undo_as(registry_t *registry, const sc_editor_t *editor,
                                   apr_int64_t change)
{
    problems = sc_problems_new(registry->pool);
    return sc_edit_undo(registry->db, registry->pool, editor, change, problems, &edited);
}

static inline apr_status_t decide_as(registry_t *registry, const sc_editor_t *editor,
                                     apr_int64_t draft, int publish)
{
    problems = sc_problems_new(registry->pool);
    return sc_edit_decide(registry->db, registry->pool, editor, draft, publish, problems, &edited);
}

/** "FIELD:CODE FIELD:CODE" of the last edit's problems, each of which is a whole sentence. */
static inline const char *problems_text(apr_pool_t *pool)
{
    const char *all = "";
    int i;

    for (i = 0; i < problems->items->nelts; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

        assert_null(strchr(sc_problem_english(problem, pool), '{'));
        all = apr_pstrcat(pool, all, i ? " " : "", problem->field ? problem->field : "", ":",
                          problem->code, NULL);
    }
    return all;
}

/** Fails with what the edit complained of unless it went well. */
static inline void must(registry_t *registry, apr_status_t status)
{
    if (status != APR_SUCCESS) {
        fail_msg("status %d: %s; %s", status, problems ? problems_text(registry->pool) : "",
                 sc_db_error(registry->db));
    }
}

/** The item as it is stored; NULL if there is none. */
static inline void *stored(registry_t *registry, const sc_entity_t *entity, const char *slug)
{
    void *record = NULL;
    apr_status_t status = sc_read_item(registry->db, registry->pool, entity, slug, &record);

    if (status == APR_ENOENT) {
        return NULL;
    }
    must(registry, status);
    return record;
}

static inline apr_int64_t version_of(registry_t *registry, const sc_entity_t *entity,
                                     const char *slug)
{
    const sc_record_t *record = stored(registry, entity, slug);

    return record ? record->version : 0;
}

/** Rasa creates an item. @return the change */
static inline apr_int64_t create(registry_t *registry, const sc_entity_t *entity,
                                 const char *object)
{
    apr_pool_t *pool = registry->pool;

    must(registry, save_as(registry, &rasa, fill(pool, sc_record_new(entity, pool), object)));
    return edited.change;
}

/** Somebody changes an item. @return the change */
static inline apr_int64_t change_as(registry_t *registry, const sc_editor_t *editor,
                                    const sc_entity_t *entity, const char *slug, const char *object)
{
    void *record = stored(registry, entity, slug);

    assert_non_null(record);
    must(registry, save_as(registry, editor, fill(registry->pool, record, object)));
    return edited.change;
}

static inline sc_change_t *change_of(registry_t *registry, apr_int64_t id)
{
    sc_change_t *change = NULL;

    must(registry, sc_history_change(registry->db, registry->pool, id, &change));
    return change;
}

/** The ids of the changes of a query, newest first, as "3 2 1"; "+" behind if there are more. */
static inline const char *history_of(registry_t *registry, const sc_history_query_t *query)
{
    apr_array_header_t *changes;
    const char *all = "";
    int i, more;

    must(registry, sc_history_read(registry->db, registry->pool, query, &changes, &more));
    for (i = 0; i < changes->nelts; i++) {
        all = apr_psprintf(registry->pool, "%s%s%" APR_INT64_T_FMT, all, i ? " " : "",
                           SC_AT(changes, i, sc_change_t)->id);
    }
    return more ? apr_pstrcat(registry->pool, all, "+", NULL) : all;
}

static inline const char *item_history(registry_t *registry, const sc_entity_t *entity,
                                       const char *slug)
{
    sc_history_query_t query = {.entity = entity, .slug = slug, .limit = 100};

    return history_of(registry, &query);
}

/** The test's registry with Kaunas (change 1), Hiratsuka (2) and their partnership (3). */
static inline registry_t *edited_registry(void **state)
{
    registry_t *registry = *state;

    problems = NULL;
    create(registry, &sc_place, "{'slug': 'kaunas-lt', 'name': 'Kaunas', 'country': 'LT'}");
    create(registry, &sc_place, "{'slug': 'hiratsuka-jp', 'name': 'Hiratsuka', 'country': 'JP'}");
    create(registry, &sc_partnership,
           "{'slug': 'kaunas-hiratsuka', 'type': 'partner', 'status': 'active',"
           " 'parties': [{'place': 'kaunas-lt'}, {'place': 'hiratsuka-jp'}]}");
    return registry;
}

#endif
