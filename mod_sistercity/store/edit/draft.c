#include "store/edit/draft.h"

#include "store/db/sql.h"
#include "store/edit/item.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/record_text.h"
#include "store/record/references.h"

#include <apr_strings.h>
#include <string.h>

/* Items that wait for one another are published together as far as this. */
#define DEPTH_MOST 4

#define COLUMNS                                                                                    \
    "SELECT \"id\", \"at\", \"who\", \"note\", \"state\", \"decided_at\", \"decided_by\", "        \
    "\"decision_note\", \"change_id\", \"collection\", \"slug\", \"is_withdrawal\", \"version\", " \
    "\"record\", \"proposed\", \"belongings\" FROM \"drafts\" WHERE 1 = 1"

/* A new item is written against no version: that of a move's draft is its partnership's. */
static int is_move(const sc_draft_t *draft)
{
    return draft->entity == &sc_step && !draft->slug && draft->version != 0;
}

sc_agreement_t *sc_draft_renewal(const sc_draft_t *draft)
{
    const sc_step_t *step = draft->record;
    sc_agreement_t *renewal = NULL;

    if (draft->is_move && step && sc_is(step->status, "renewed")) {
        renewal = SC_COUNT(draft->belongings) ? SC_AT(draft->belongings, 0, sc_agreement_t) : NULL;
    }
    return renewal && sc_record_entity(renewal) == &sc_agreement ? renewal : NULL;
}

/* NULL if the collection has gone. */
static sc_draft_t *draft_of(const sc_rows_t *rows, int row, apr_pool_t *pool)
{
    sc_draft_t *draft = apr_pcalloc(pool, sizeof(*draft));

    draft->id = sc_row_number(rows, row, 0);
    draft->at = sc_row_word(rows, row, 1);
    draft->who = sc_row_text(rows, row, 2);
    draft->note = sc_row_text(rows, row, 3);
    draft->state = sc_row_word(rows, row, 4);
    draft->decided_at = sc_row_text(rows, row, 5);
    draft->decided_by = sc_row_text(rows, row, 6);
    draft->decision_note = sc_row_text(rows, row, 7);
    draft->change = sc_row_id(rows, row, 8);
    draft->entity = sc_columns_entity(rows, row, 9);
    if (!draft->entity) {
        sc_row_refuse(rows);
        draft->entity = &sc_place;
    }
    draft->slug = sc_row_text(rows, row, 10);
    draft->is_withdrawal = sc_row_integer(rows, row, 11) == 1;
    draft->version = sc_row_integer(rows, row, 12);
    draft->is_move = is_move(draft);
    draft->version = draft->is_move ? 0 : draft->version;
    draft->record = sc_record_from_text(draft->entity, sc_row_text(rows, row, 13), pool);
    if (draft->record) {
        /* Another one than was written, if its item has been renamed since. */
        sc_field_set_text(sc_entity_field(draft->entity, "slug"), draft->record,
                          sc_row_text(rows, row, 14));
    }
    draft->belongings = sc_records_from_text(sc_row_text(rows, row, 15), pool);
    draft->belongings = sc_draft_renewal(draft) ? draft->belongings : NULL;
    return draft->entity ? draft : NULL;
}

/* What the draft is about, as it is stored now. */
static apr_status_t read_current(sc_db_t *db, apr_pool_t *pool, sc_draft_t *draft)
{
    apr_status_t status = APR_SUCCESS;

    if (draft->slug) {
        status = sc_read_present(db, pool, draft->entity, draft->slug, &draft->current);
    }
    else if (draft->is_move && draft->record && strcmp(draft->state, "waiting") == 0) {
        status = sc_step_effect(db, pool, draft->record, (sc_partnership_t **)&draft->moved,
                                (sc_partnership_t **)&draft->follows);
    }
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

static apr_status_t read_drafts(sc_db_t *db, const sc_sql_t *sql, apr_array_header_t **drafts)
{
    sc_rows_t *rows;

    SC_TRY(sc_sql_select(db, sql, &rows));
    *drafts = apr_array_make(sql->pool, rows->count + 1, sizeof(void *));
    for (int i = 0; i < rows->count; i++) {
        sc_draft_t *draft = draft_of(rows, i, sql->pool);

        if (draft) {
            APR_ARRAY_PUSH(*drafts, sc_draft_t *) = draft;
            SC_TRY(read_current(db, sql->pool, draft));
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_drafts_read(sc_db_t *db, apr_pool_t *pool, const char *state, const char *who,
                            int limit, apr_array_header_t **drafts)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, COLUMNS);
    if (state) {
        sc_sql_add_arg(sql, " AND \"state\" = ?", sc_arg_text(state));
    }
    if (who) {
        sc_sql_add_arg(sql, " AND \"who\" = ?", sc_arg_text(who));
    }
    sc_sql_add_arg(sql, " ORDER BY \"id\" DESC LIMIT ?", sc_arg_integer(limit));
    return read_drafts(db, sql, drafts);
}

static apr_status_t read_draft(sc_db_t *db, const sc_sql_t *sql, sc_draft_t **draft)
{
    apr_array_header_t *drafts;

    SC_TRY(read_drafts(db, sql, &drafts));
    *draft = drafts->nelts ? SC_AT(drafts, 0, sc_draft_t) : NULL;
    return *draft ? APR_SUCCESS : APR_ENOENT;
}

apr_status_t sc_draft_read(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, sc_draft_t **draft)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, COLUMNS);
    sc_sql_add_arg(sql, " AND \"id\" = ?", sc_arg_integer(id));
    return read_draft(db, sql, draft);
}

apr_status_t sc_draft_of_others(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const char *slug, const char *who, sc_draft_t **draft)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, COLUMNS " AND \"state\" = 'waiting'");
    sc_sql_add_arg(sql, " AND \"collection\" = ?", sc_arg_text(entity->collection));
    sc_sql_add_arg(sql, " AND \"slug\" = ?", sc_arg_text(slug));
    sc_sql_add_arg(sql, " AND \"who\" <> ? ORDER BY \"id\" DESC LIMIT 1", sc_arg_text(who));
    return read_draft(db, sql, draft);
}

apr_status_t sc_drafts_rejected(sc_db_t *db, apr_pool_t *pool, const char *who, const char *since,
                                int limit, apr_array_header_t **drafts)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, COLUMNS " AND \"state\" = 'rejected'");
    sc_sql_add_arg(sql, " AND \"who\" = ? AND \"decided_by\" <> \"who\"", sc_arg_text(who));
    sc_sql_add_arg(sql, " AND \"decided_at\" >= ?", sc_arg_text(since));
    sc_sql_add_arg(sql, " ORDER BY \"id\" DESC LIMIT ?", sc_arg_integer(limit));
    return read_drafts(db, sql, drafts);
}

apr_status_t sc_draft_of_address(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                 const char *slug, sc_draft_t **draft)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, COLUMNS " AND \"state\" = 'waiting' "
                            "AND (\"slug\" IS NULL OR \"slug\" <> \"proposed\")");
    sc_sql_add_arg(sql, " AND \"collection\" = ?", sc_arg_text(entity->collection));
    sc_sql_add_arg(sql, " AND \"proposed\" = ? ORDER BY \"id\" DESC LIMIT 1", sc_arg_text(slug));
    return read_draft(db, sql, draft);
}

/* The waiting draft of a new item that the same person wants at what the reference names, or NULL:
 * something is stored there, or nothing is proposed. */
static apr_status_t find_awaited(sc_db_t *db, apr_pool_t *pool, const sc_reference_t *reference,
                                 const char *who, sc_draft_t **draft)
{
    const sc_entity_t *target = reference->field->target;
    apr_int64_t id;

    *draft = NULL;
    apr_status_t status = sc_reference_id(db, pool, target, reference->slug, &id);
    if (status == APR_ENOENT) {
        status = sc_draft_of_address(db, pool, target, reference->slug, draft);
    }
    if (status == APR_SUCCESS && *draft && ((*draft)->slug || strcmp((*draft)->who, who) != 0)) {
        *draft = NULL;
    }
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

apr_status_t sc_drafts_awaited(sc_db_t *db, apr_pool_t *pool, const sc_draft_t *draft,
                               apr_array_header_t **drafts)
{
    const apr_array_header_t *references =
        draft->record ? sc_references_of(draft->record, NULL, pool) : NULL;

    *drafts = apr_array_make(pool, 1, sizeof(sc_draft_t *));
    for (int i = 0; i < SC_COUNT(references); i++) {
        sc_draft_t *awaited;

        SC_TRY(find_awaited(db, pool, &APR_ARRAY_IDX(references, i, sc_reference_t), draft->who,
                            &awaited));
        if (awaited) {
            APR_ARRAY_PUSH(*drafts, sc_draft_t *) = awaited;
        }
    }
    return APR_SUCCESS;
}

static apr_status_t already_decided(sc_editing_t *editing)
{
    sc_problem_add(editing->problems, NULL, "decided",
                   N_("This draft has been decided on already."), NULL);
    return APR_EBUSY;
}

/* A draft that is to be written. */
typedef struct proposal_t {
    const void *record;                   /* NULL: the item is to be withdrawn */
    const void *before;                   /* the stored item, or NULL */
    const apr_array_header_t *belongings; /* new items that are stored with it, or NULL */
    apr_int64_t version;
    apr_int64_t id; /* of the draft whose place it takes, with belongings where it has none of its
                       own; 0: of none */
} proposal_t;

/* The draft whose place the proposal takes, if there is one: that which the same person has waiting
 * for the same stored item, or that of a new item which they go on with. What that one moves on
 * this one does, too. */
static apr_status_t find_former(sc_editing_t *editing, proposal_t *proposal)
{
    const void *before = proposal->before;
    apr_int64_t continued = editing->editor->draft;
    sc_sql_t *sql = sc_sql_new(editing->pool);
    sc_rows_t *rows;

    if (!before && !continued) {
        return APR_SUCCESS;
    }
    sc_sql_add_arg(sql, "SELECT \"id\", \"version\" FROM \"drafts\" WHERE \"who\" = ?",
                   sc_arg_text(editing->who));
    sc_sql_add_arg(sql, " AND \"collection\" = ?",
                   sc_arg_text(sc_record_entity(before ? before : proposal->record)->collection));
    if (before) {
        sc_sql_add_arg(sql, " AND \"slug\" = ?", sc_arg_text(sc_record_slug(before)));
        sc_sql_add_arg(sql,
                       " AND (\"state\" = 'waiting' OR (\"state\" = 'rejected' AND \"id\" = ?)) "
                       "ORDER BY \"state\" DESC LIMIT 1",
                       sc_arg_integer(continued));
    }
    else {
        sc_sql_add_arg(sql,
                       " AND \"state\" IN ('waiting', 'rejected') AND \"slug\" IS NULL "
                       "AND \"id\" = ?",
                       sc_arg_integer(continued));
    }
    SC_TRY(sc_sql_select(editing->db, sql, &rows));
    if (rows->count == 0) {
        return continued && !before ? already_decided(editing) : APR_SUCCESS;
    }
    proposal->id = sc_row_number(rows, 0, 0);
    proposal->version = before ? proposal->version : sc_row_integer(rows, 0, 1);
    return APR_SUCCESS;
}

/* APR_EEXIST and a problem if the record would get an address that another draft is to have: one of
 * the two could never be published. */
static apr_status_t check_address(sc_editing_t *editing, const proposal_t *proposal)
{
    const void *record = proposal->record, *before = proposal->before;
    const char *slug = record ? sc_record_slug(record) : NULL;
    sc_draft_t *draft;
    apr_status_t status;

    if (!slug || (before && strcmp(slug, sc_record_slug(before)) == 0)) {
        return APR_SUCCESS;
    }
    status =
        sc_draft_of_address(editing->db, editing->pool, sc_record_entity(record), slug, &draft);
    if (status != APR_SUCCESS || draft->id == proposal->id) {
        return status == APR_ENOENT ? APR_SUCCESS : status;
    }
    sc_problem_add(editing->problems, "slug", "taken",
                   N_("The address name {slug} is taken by a draft that waits."), "slug", slug,
                   NULL);
    return APR_EEXIST;
}

static apr_status_t write_draft(sc_editing_t *editing, const proposal_t *proposal, apr_int64_t id)
{
    const void *record = proposal->record, *before = proposal->before;
    const void *item = record ? record : before;
    const sc_arg_t args[] = {
        sc_arg_text(sc_utc_now(editing->pool)),
        sc_arg_text(editing->who),
        sc_arg_text(editing->note),
        sc_arg_text(sc_record_entity(item)->collection),
        sc_arg_text(before ? sc_record_slug(before) : NULL),
        sc_arg_text(sc_record_slug(item)),
        sc_arg_integer(!record),
        sc_arg_integer(proposal->version),
        sc_arg_text(sc_record_to_text(record, editing->pool)),
        sc_arg_text(sc_records_to_text(proposal->belongings, editing->pool)),
        sc_arg_integer(id),
    };

    return sc_db_execute(
        editing->db, editing->pool,
        proposal->id
            ? "UPDATE \"drafts\" SET \"at\" = ?, \"who\" = ?, \"note\" = ?, "
              "\"collection\" = ?, \"slug\" = ?, \"proposed\" = ?, \"is_withdrawal\" = ?, "
              "\"version\" = ?, \"record\" = ?, \"belongings\" = COALESCE(?, \"belongings\"), "
              "\"state\" = 'waiting', \"decided_at\" = NULL, \"decided_by\" = NULL WHERE \"id\" = ?"
            : "INSERT INTO \"drafts\" (\"at\", \"who\", \"note\", \"collection\", \"slug\", "
              "\"proposed\", \"is_withdrawal\", \"version\", \"record\", \"belongings\", "
              "\"id\", \"state\") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')",
        args, SC_LENGTH(args), NULL);
}

static apr_status_t keep(sc_editing_t *editing, proposal_t proposal)
{
    apr_int64_t id;

    SC_TRY(find_former(editing, &proposal));
    SC_TRY(check_address(editing, &proposal));
    id = proposal.id;
    if (!id) {
        SC_TRY(sc_read_next_id(editing->db, editing->pool, "drafts", &id));
    }
    SC_TRY(write_draft(editing, &proposal, id));
    editing->out->draft = id;
    return APR_SUCCESS;
}

apr_status_t sc_draft_propose(sc_editing_t *editing, const void *record, const void *before)
{
    return keep(editing,
                (proposal_t){.record = record,
                             .before = before,
                             .version = before ? ((const sc_record_t *)before)->version : 0});
}

apr_status_t sc_draft_propose_move(sc_editing_t *editing, const sc_step_t *step,
                                   const sc_agreement_t *renewal, apr_int64_t version)
{
    apr_array_header_t *belongings = apr_array_make(editing->pool, 1, sizeof(const void *));

    if (renewal) {
        APR_ARRAY_PUSH(belongings, const void *) = renewal;
    }
    return keep(editing,
                (proposal_t){.record = step, .belongings = belongings, .version = version});
}

apr_status_t sc_draft_propose_new(sc_editing_t *editing, const void *record)
{
    const sc_editor_t *editor = editing->editor;
    sc_editor_t alone = *editor;

    /* The draft that the editor goes on with is that of the other proposal. */
    alone.draft = 0;
    editing->editor = &alone;
    apr_status_t status = sc_draft_propose(editing, record, NULL);
    editing->editor = editor;
    return status;
}

static const sc_reference_t *reference_at(const apr_array_header_t *references, const char *path,
                                          apr_pool_t *pool)
{
    for (int i = 0; path && i < references->nelts; i++) {
        const sc_reference_t *reference = &APR_ARRAY_IDX(references, i, sc_reference_t);

        if (strcmp(sc_reference_path(reference, pool), path) == 0) {
            return reference;
        }
    }
    return NULL;
}

apr_status_t sc_draft_forgive(sc_editing_t *editing, void *record, int known)
{
    apr_array_header_t *problems = editing->problems->items;
    const apr_array_header_t *references = sc_references_of(record, NULL, editing->pool);
    int kept = known, is_taken = 0;

    for (int i = known; i < problems->nelts; i++) {
        const sc_problem_t problem = APR_ARRAY_IDX(problems, i, sc_problem_t);
        const sc_reference_t *reference =
            strcmp(problem.code, "unknown_reference") == 0
                ? reference_at(references, problem.field, editing->pool)
                : NULL;
        sc_draft_t *draft = NULL;

        if (reference) {
            SC_TRY(find_awaited(editing->db, editing->pool, reference, editing->who, &draft));
        }
        if (!draft) {
            is_taken = strcmp(problem.code, "taken") == 0;
            APR_ARRAY_IDX(problems, kept++, sc_problem_t) = problem;
        }
    }
    problems->nelts = kept;
    if (kept == known) {
        return APR_SUCCESS;
    }
    return kept == known + 1 && is_taken ? APR_EEXIST : APR_EINVAL;
}

static apr_status_t set_state(sc_editing_t *editing, const sc_draft_t *draft, const char *state)
{
    const char *note = editing->editor->note;
    const sc_arg_t args[] = {sc_arg_text(state),
                             sc_arg_text(sc_utc_now(editing->pool)),
                             sc_arg_text(editing->editor->who),
                             sc_arg_text(note && *note ? note : NULL),
                             sc_arg_id(editing->out->change),
                             sc_arg_integer(draft->id)};

    return sc_db_execute(editing->db, editing->pool,
                         "UPDATE \"drafts\" SET \"state\" = ?, \"decided_at\" = ?, "
                         "\"decided_by\" = ?, \"decision_note\" = ?, \"change_id\" = ? "
                         "WHERE \"id\" = ?",
                         args, SC_LENGTH(args), NULL);
}

static apr_status_t publish(sc_editing_t *editing, sc_draft_t *draft, int depth);

/* Publishes what its author proposed together with it: what is stored behind the first follows from
 * that. */
static apr_status_t publish_awaited(sc_editing_t *editing, const sc_draft_t *draft, int depth)
{
    apr_array_header_t *drafts;

    SC_TRY(sc_drafts_awaited(editing->db, editing->pool, draft, &drafts));
    for (int i = 0; i < drafts->nelts && depth < DEPTH_MOST; i++) {
        SC_TRY(publish(editing, SC_AT(drafts, i, sc_draft_t), depth + 1));
        editing->batch = editing->batch ? editing->batch : editing->out->change;
    }
    return APR_SUCCESS;
}

static apr_status_t publish_record(sc_editing_t *editing, sc_draft_t *draft)
{
    sc_record_t *record = draft->record;
    void *before;

    record->id = draft->current ? ((sc_record_t *)draft->current)->id : 0;
    record->version = draft->version;
    SC_TRY(sc_reference_follow(editing->db, editing->pool, record));
    SC_TRY(sc_item_check(editing, record, &before));
    return !before && record->entity == &sc_step
               ? sc_step_put(editing, draft->record, sc_draft_renewal(draft))
               : sc_item_put(editing, record, before);
}

static apr_status_t publish(sc_editing_t *editing, sc_draft_t *draft, int depth)
{
    if (draft->slug && !draft->current) {
        return sc_item_gone(editing->problems);
    }
    if (!draft->record && !draft->is_withdrawal) {
        sc_problem_add(editing->problems, NULL, "unreadable",
                       N_("What this draft proposes cannot be read any more. Reject it."), NULL);
        return APR_EBUSY;
    }
    editing->who = draft->who;
    editing->note = draft->note;
    editing->approved_by = editing->editor->who;
    if (draft->is_withdrawal) {
        SC_TRY(sc_item_check_version(editing, draft->current, draft->version));
        SC_TRY(sc_item_withdraw(editing, draft->current));
    }
    else {
        SC_TRY(draft->is_move ? APR_SUCCESS : publish_awaited(editing, draft, depth));
        editing->note = draft->note;
        SC_TRY(publish_record(editing, draft));
    }
    return set_state(editing, draft, "published");
}

/* What is decided. */
typedef struct decision_t {
    apr_int64_t draft;
    int publish;
} decision_t;

static apr_status_t decide(sc_editing_t *editing, void *baton)
{
    const decision_t *decision = baton;
    const sc_editor_t *editor = editing->editor;
    sc_draft_t *draft;

    SC_TRY(sc_draft_read(editing->db, editing->pool, decision->draft, &draft));
    if (editor->role < SC_ROLE_REVIEWER &&
        (decision->publish || strcmp(editor->who, draft->who) != 0)) {
        return APR_EACCES;
    }
    if (strcmp(draft->state, "waiting") != 0) {
        return already_decided(editing);
    }
    SC_TRY(decision->publish ? publish(editing, draft, 0) : set_state(editing, draft, "rejected"));
    editing->out->change = editing->batch ? editing->batch : editing->out->change;
    return APR_SUCCESS;
}

apr_status_t sc_edit_decide(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            apr_int64_t draft, int publish, sc_problems_t *problems, sc_edit_t *out)
{
    decision_t decision = {draft, publish};

    return sc_edit_transact(db, pool, editor, problems, out, decide, &decision);
}
