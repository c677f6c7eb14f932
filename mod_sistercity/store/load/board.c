#include "store/load/board.h"

#include "model/vocabulary.h"
#include "store/edit/edit_private.h"
#include "store/import/import_private.h"
#include "store/load/load.h"
#include "store/load/related.h"
#include "store/record/columns.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

/* By whether much is still to be done about them. */
#define IN_ORDER                                                                                   \
    " ORDER BY CASE WHEN t.\"status\" = 'forming' THEN 0 WHEN t.\"status\" IN " SC_SQL_OVER        \
    " THEN 2 ELSE 1 END, t.\"modified\" DESC, t.\"id\" DESC LIMIT ?"

#define OF_PLACE                                                                                   \
    " WHERE EXISTS (SELECT 1 FROM \"partnership_parties\" q JOIN \"places\" p "                    \
    "ON p.\"id\" = q.\"place_id\" WHERE q.\"partnership_id\" = t.\"id\" AND p.\"slug\" = ?)"

/** What belongs to partnerships, by their slugs. */
typedef struct belongings_t {
    const sc_entity_t *entity;
    size_t member; /* of the dossier's array */
    const char *date;
} belongings_t;

static const belongings_t all_belongings[] = {
    {&sc_agreement, offsetof(sc_partnership_dossier_t, agreements), "date"},
    {&sc_approval, offsetof(sc_partnership_dossier_t, approvals), "date"},
    {&sc_step, offsetof(sc_partnership_dossier_t, steps), "date"},
    {&sc_activity, offsetof(sc_partnership_dossier_t, activities), "start"},
};

const char *sc_board_status(const char *step)
{
    static const struct {
        const char *step, *status;
    } follows[] = {{"signing", "active"},
                   {"exchange", "active"},
                   {"renewed", "active"},
                   {"resumed", "active"}};
    size_t i;

    for (i = 0; i < sizeof(follows) / sizeof(follows[0]); i++) {
        if (strcmp(follows[i].step, step) == 0) {
            return follows[i].status;
        }
    }
    return sc_vocabulary_find(&sc_statuses, step) >= 0 ? step : "forming";
}

static apr_status_t count_partnerships(sc_db_t *db, apr_pool_t *pool, const char *place,
                                       apr_int64_t *total)
{
    sc_arg_t arg = sc_arg_text(place);
    sc_rows_t *rows;
    apr_status_t status =
        place ? sc_db_select(db, pool, "SELECT count(*) FROM \"partnerships\" t" OF_PLACE, &arg, 1,
                             &rows)
              : sc_db_select(db, pool, "SELECT count(*) FROM \"partnerships\"", NULL, 0, &rows);

    if (status == APR_SUCCESS) {
        *total = sc_row_integer(rows, 0, 0);
    }
    return status;
}

static apr_status_t read_partnerships(sc_db_t *db, apr_pool_t *pool, const char *place,
                                      apr_array_header_t **partnerships)
{
    const sc_arg_t args[] = {sc_arg_text(place), sc_arg_integer(SC_BOARD_LIMIT)};

    return place ? sc_related_select(db, pool, &sc_partnership,
                                     "SELECT t.\"id\" FROM \"partnerships\" t" OF_PLACE IN_ORDER,
                                     args, 2, partnerships)
                 : sc_related_select(db, pool, &sc_partnership,
                                     "SELECT t.\"id\" FROM \"partnerships\" t" IN_ORDER, args + 1,
                                     1, partnerships);
}

static sc_partnership_dossier_t *new_dossier(sc_partnership_t *partnership, apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    size_t i;

    dossier->partnership = partnership;
    for (i = 0; i < sizeof(all_belongings) / sizeof(all_belongings[0]); i++) {
        *(apr_array_header_t **)((char *)dossier + all_belongings[i].member) =
            apr_array_make(pool, 2, sizeof(void *));
    }
    return dossier;
}

/* Gives each dossier what belongs to its partnership, oldest first. */
static apr_status_t fill_all(sc_db_t *db, apr_pool_t *pool, apr_hash_t *dossiers,
                             const belongings_t *belongings, const sc_arg_t *ids)
{
    const char *sql =
        apr_pstrcat(pool, "SELECT \"id\" FROM \"", belongings->entity->collection,
                    "\" WHERE \"partnership_id\"", sc_sql_in_ids(db), " ORDER BY COALESCE(\"",
                    belongings->date, "\", ''), \"id\"", NULL);
    const sc_field_t *owner = sc_entity_field(belongings->entity, "partnership");
    apr_array_header_t *records;
    apr_status_t status = sc_related_select(db, pool, belongings->entity, sql, ids, 1, &records);
    int i;

    for (i = 0; status == APR_SUCCESS && i < records->nelts; i++) {
        void *record = SC_AT(records, i, void);
        void *dossier = apr_hash_get(dossiers, sc_field_text(owner, record), APR_HASH_KEY_STRING);

        APR_ARRAY_PUSH(*(apr_array_header_t **)((char *)dossier + belongings->member), void *) =
            record;
    }
    return status;
}

static apr_status_t fill_dossiers(sc_db_t *db, apr_pool_t *pool,
                                  const apr_array_header_t *partnerships, apr_hash_t *dossiers)
{
    apr_int64_t *ids = apr_palloc(pool, (partnerships->nelts + 1) * sizeof(*ids));
    apr_status_t status = APR_SUCCESS;
    sc_arg_t arg;
    size_t kind;
    int i;

    for (i = 0; i < partnerships->nelts; i++) {
        sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);

        ids[i] = partnership->record.id;
        apr_hash_set(dossiers, partnership->slug, APR_HASH_KEY_STRING,
                     new_dossier(partnership, pool));
    }
    arg = sc_sql_ids(db, ids, partnerships->nelts, pool);
    for (kind = 0;
         status == APR_SUCCESS && kind < sizeof(all_belongings) / sizeof(all_belongings[0]);
         kind++) {
        status = fill_all(db, pool, dossiers, &all_belongings[kind], &arg);
    }
    return status;
}

apr_status_t sc_board_read(sc_db_t *db, apr_pool_t *pool, const char *place,
                           apr_array_header_t **entries, apr_int64_t *total, apr_hash_t *labels)
{
    apr_hash_t *dossiers = apr_hash_make(pool);
    apr_array_header_t *partnerships;
    apr_status_t status = count_partnerships(db, pool, place, total);
    int i;

    if (status == APR_SUCCESS) {
        status = read_partnerships(db, pool, place, &partnerships);
    }
    if (status == APR_SUCCESS) {
        status = fill_dossiers(db, pool, partnerships, dossiers);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    *entries = apr_array_make(pool, partnerships->nelts + 1, sizeof(sc_board_entry_t));
    for (i = 0; i < partnerships->nelts; i++) {
        sc_board_entry_t *entry = apr_array_push(*entries);
        const sc_partnership_dossier_t *dossier = apr_hash_get(
            dossiers, SC_AT(partnerships, i, sc_partnership_t)->slug, APR_HASH_KEY_STRING);
        int steps = dossier->steps->nelts;

        entry->partnership = dossier->partnership;
        entry->step = steps ? SC_AT(dossier->steps, steps - 1, sc_step_t) : NULL;
        sc_conditions_of(dossier, &entry->conditions, pool);
    }
    return sc_load_labels(db, pool, partnerships, labels);
}

/* Whether a step on record is later than this one. */
static apr_status_t is_overtaken(editing_t *editing, const sc_step_t *step,
                                 const sc_partnership_t *partnership, int *is)
{
    const char *date = step->effective ? step->effective : step->date;
    const sc_arg_t args[] = {sc_arg_integer(partnership->record.id), sc_arg_text(date)};
    sc_rows_t *rows;
    apr_status_t status;

    *is = 0;
    if (!date) {
        return APR_SUCCESS;
    }
    status = sc_db_select(editing->db, editing->pool,
                          "SELECT 1 FROM \"steps\" WHERE \"partnership_id\" = ? "
                          "AND COALESCE(\"effective\", \"date\", '') > ? LIMIT 1",
                          args, 2, &rows);
    *is = status == APR_SUCCESS && rows->count > 0;
    return status;
}

/* Gives the partnership the status of the step, and an end where it is in force no longer. */
static void follow(sc_partnership_t *partnership, const sc_step_t *step)
{
    const char *was = partnership->status;
    int was_in_force = strcmp(was, "suspended") != 0 && !sc_is_over(partnership);

    partnership->status = sc_board_status(step->status);
    if (strcmp(partnership->status, "suspended") == 0 || sc_is_over(partnership)) {
        if (was_in_force || !partnership->ended) {
            partnership->ended = step->effective ? step->effective : step->date;
        }
    }
    else if (!was_in_force) {
        partnership->ended = NULL;
    }
}

apr_status_t edit_step_effect(editing_t *editing, const sc_step_t *step, sc_partnership_t **now,
                              sc_partnership_t **then)
{
    apr_status_t status;
    void *item = NULL;
    int is = 0;

    *then = NULL;
    status = edit_find(editing, &sc_partnership, step->partnership, &item);
    *now = item;
    if (status == APR_SUCCESS) {
        status = is_overtaken(editing, step, *now, &is);
    }
    if (status != APR_SUCCESS || is) {
        return status;
    }
    *then = apr_pmemdup(editing->pool, *now, sizeof(**now));
    follow(*then, step);
    *then = sc_record_is_equal(*then, *now) ? NULL : *then;
    return APR_SUCCESS;
}

/* Stores a partnership as it follows from a step: an audit row of its own, in the step's batch. */
static apr_status_t put_partnership(editing_t *editing, sc_partnership_t *then, apr_int64_t batch)
{
    void *before;
    apr_status_t status = edit_check(editing, then, &before);

    if (status != APR_SUCCESS) {
        return status;
    }
    /* Undoing the step is to undo this, too. */
    editing->batch = batch;
    status = edit_put(editing, then, before, "change");
    editing->batch = 0;
    if (batch) {
        editing->out->change = batch;
    }
    return status;
}

apr_status_t edit_put_move(editing_t *editing, sc_step_t *step)
{
    sc_partnership_t *now, *then;
    apr_status_t status = edit_step_effect(editing, step, &now, &then);

    if (status == APR_SUCCESS) {
        status = edit_put(editing, step, NULL, "create");
    }
    return status == APR_SUCCESS && then ? put_partnership(editing, then, editing->out->change)
                                         : status;
}

/* A move on its way. */
typedef struct moving_t {
    sc_step_t *step;
    sc_step_t given; /* as the caller gave it: the body of a transaction begins with it anew */
    apr_int64_t version;
} moving_t;

/* Finds an address for the step. @param is_recorded whether the very same is on record: it was
 * sent twice, and has the address of the first */
static apr_status_t give_slug(editing_t *editing, sc_step_t *step, int *is_recorded)
{
    const char *base = import_slug_make(step, editing->pool);
    int number = 1;

    step->slug = base;
    while (step->slug) {
        void *other;
        apr_status_t status =
            sc_read_item(editing->db, editing->pool, &sc_step, step->slug, &other);

        if (status != APR_SUCCESS) {
            return status == APR_ENOENT ? APR_SUCCESS : status;
        }
        *is_recorded = sc_record_is_equal(step, other);
        if (*is_recorded) {
            return APR_SUCCESS;
        }
        step->slug = import_slug_number(base, ++number, editing->pool);
    }
    return APR_SUCCESS;
}

/* The partnership as it follows from a step that is on record already. */
static apr_status_t follow_recorded(editing_t *editing, const moving_t *moving)
{
    sc_partnership_t *now, *then;
    apr_status_t status = edit_step_effect(editing, moving->step, &now, &then);

    /* What changed it since is the step itself. */
    if (status != APR_SUCCESS || !then || now->record.version != moving->version) {
        return status;
    }
    return edit_is_reviewed(editing->editor) ? edit_propose(editing, then, now)
                                             : put_partnership(editing, then, 0);
}

/* Whether the partnership could be stored as it is to be. */
static apr_status_t check_effect(editing_t *editing, const moving_t *moving)
{
    sc_partnership_t *now, *then;
    apr_status_t status = edit_step_effect(editing, moving->step, &now, &then);
    void *before;

    if (status == APR_SUCCESS) {
        status = edit_check_version(editing, now, moving->version);
    }
    return status == APR_SUCCESS && then ? edit_check(editing, then, &before) : status;
}

static apr_status_t move(editing_t *editing, void *baton)
{
    moving_t *moving = baton;
    sc_step_t *step = moving->step;
    apr_status_t status = APR_SUCCESS;
    int is_recorded = 0;
    void *before;

    *step = moving->given;
    if (!step->slug && step->partnership && step->status) {
        status = give_slug(editing, step, &is_recorded);
    }
    if (status != APR_SUCCESS || is_recorded) {
        return status == APR_SUCCESS ? follow_recorded(editing, moving) : status;
    }
    /* A partnership that is not there, or none at all, is a problem of the step. */
    status = edit_check(editing, step, &before);
    if (status == APR_SUCCESS) {
        status = check_effect(editing, moving);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    return edit_is_reviewed(editing->editor) ? edit_propose_move(editing, step, moving->version)
                                             : edit_put_move(editing, step);
}

apr_status_t sc_board_move(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           sc_step_t *step, apr_int64_t version, sc_problems_t *problems,
                           sc_edit_t *out)
{
    moving_t moving = {step, *step, version};
    apr_status_t status = edit_transact(db, pool, editor, problems, out, move, &moving);

    if (status != APR_SUCCESS) {
        *step = moving.given;
    }
    return status;
}
