#include "store/edit/edit.h"

#include "store/edit/audit.h"
#include "store/edit/history.h"
#include "store/edit/item.h"
#include "store/edit/undo/undo_many.h"
#include "store/edit/undo/undo_merge.h"
#include "store/query/facets.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <string.h>

/* How many changes of an import are looked up at a time. */
#define UNDO_BATCH 500

/* What stands in the way of undoing, said of an item. */
static apr_status_t refuse(sc_editing_t *editing, const sc_entity_t *entity, const char *slug,
                           const char *field, const char *code, const char *detail)
{
    sc_problems_t within = sc_item_problems(editing->problems, entity, slug);

    sc_problem_add(&within, field, code, detail, NULL);
    return APR_EBUSY;
}

static apr_status_t refuse_gone(sc_editing_t *editing, const sc_change_t *change)
{
    return refuse(editing, change->entity, change->slug, NULL, "gone",
                  N_("The item has been removed since."));
}

/* Has what the history tells refer to things by the addresses that they have now. */
static apr_status_t follow_renames(sc_editing_t *editing, const sc_change_t *change)
{
    if (change->before) {
        SC_TRY(sc_reference_follow(editing->db, editing->pool, change->before));
    }
    if (change->after) {
        SC_TRY(sc_reference_follow(editing->db, editing->pool, change->after));
    }
    for (int i = 0; i < SC_COUNT(change->belongings); i++) {
        SC_TRY(sc_reference_follow(editing->db, editing->pool, SC_AT(change->belongings, i, void)));
    }
    return APR_SUCCESS;
}

/* Whether one of the records is the same in every field. */
static int is_among(const void *record, const apr_array_header_t *records)
{
    SC_EACH(const void, other, records) {
        if (sc_record_entity(other) == sc_record_entity(record) &&
            sc_record_is_equal(other, record)) {
            return 1;
        }
    }
    return 0;
}

/* Withdraws what was created or restored, if it and all that belongs to it still are as they were
 * then: what others did since must not go with it unnoticed. */
static apr_status_t undo_creation(sc_editing_t *editing, const sc_change_t *change)
{
    apr_array_header_t *belongings;
    void *item;

    apr_status_t status =
        sc_read_present(editing->db, editing->pool, change->entity, change->slug, &item);
    if (status == APR_ENOENT && editing->batch) {
        /* An import is not kept from being undone by what is undone already. */
        return APR_SUCCESS;
    }
    SC_TRY(status);
    SC_TRY(sc_edit_belongings(editing->db, editing->pool, item, &belongings));
    int is_changed = !sc_record_is_equal(item, change->after);
    if (is_changed) {
        refuse(editing, change->entity, change->slug, NULL, "changed",
               N_("It has been changed since. Withdraw it instead."));
    }
    SC_EACH(const void, record, belongings) {
        if (!is_among(record, change->belongings)) {
            is_changed = 1;
            refuse(editing, sc_record_entity(record), sc_record_slug(record), NULL, "added",
                   N_("It has been added or changed since."));
        }
    }
    return is_changed ? APR_EBUSY : sc_item_remove(editing, item, belongings);
}

/* Gives the record the former values of the fields that the change touched.
 * @param count how many it did not have already */
static apr_status_t take_back(sc_editing_t *editing, const sc_change_t *change, void *record,
                              int *count)
{
    apr_array_header_t *differences =
        sc_differences(change->entity, change->before, change->after, editing->pool);
    apr_status_t status = APR_SUCCESS;

    *count = 0;
    for (int i = 0; i < differences->nelts; i++) {
        const sc_field_t *field = APR_ARRAY_IDX(differences, i, sc_difference_t).field;

        if (sc_field_is_equal(field, record, change->before)) {
            continue;
        }
        if (sc_field_is_equal(field, record, change->after)) {
            sc_field_take(field, record, change->before);
            (*count)++;
        }
        else {
            status = refuse(editing, change->entity, change->slug, field->name, "changed_again",
                            N_("This has been changed again since."));
        }
    }
    return status;
}

/* @param item is as it is now, but for what the change made of it; @param count of its fields */
static apr_status_t read_and_take_back(sc_editing_t *editing, const sc_change_t *change,
                                       void **item, int *count)
{
    apr_status_t status =
        sc_read_present(editing->db, editing->pool, change->entity, change->slug, item);

    if (status == APR_ENOENT) {
        return refuse_gone(editing, change);
    }
    SC_TRY(status);
    return take_back(editing, change, *item, count);
}

static apr_status_t undo_change(sc_editing_t *editing, const sc_change_t *change)
{
    sc_editing_t within = *editing;
    sc_problems_t problems;
    void *item, *before;
    int count;

    SC_TRY(read_and_take_back(editing, change, &item, &count));
    if (count == 0) {
        return APR_SUCCESS;
    }
    problems = sc_item_problems(editing->problems, change->entity, sc_record_slug(item));
    within.problems = &problems;
    SC_TRY(sc_item_check(&within, item, &before));
    return sc_item_put(&within, item, before);
}

/* The kept item gets its former values back; that the other one comes back, and what referred to it
 * refers to it again, are changes of their own. Written whether or not a field differs: all those
 * follow it. */
static apr_status_t undo_merge(sc_editing_t *editing, const sc_change_t *change)
{
    sc_audit_t audit = {.who = editing->who,
                        .note = editing->note,
                        .action = "merge",
                        .batch = editing->batch,
                        .undoes = editing->undoes,
                        .belongings = change->belongings};
    void *item, *before;
    int count;

    SC_TRY(read_and_take_back(editing, change, &item, &count));
    SC_TRY(sc_item_check(editing, item, &before));
    SC_TRY(sc_write_update(editing->db, editing->pool, item, before, editing->problems));
    audit.before = before;
    audit.after = item;
    return sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change);
}

static apr_status_t undo_withdrawal(sc_editing_t *editing, const sc_change_t *change)
{
    return sc_item_restore(editing, change->before, change->belongings);
}

/* How each action is undone; import and redact are not here. */
static const struct {
    const char *action;
    apr_status_t (*undo)(sc_editing_t *editing, const sc_change_t *change);
    int needs_before, needs_after;
} ways[] = {
    {"create", undo_creation, 0, 1}, {"restore", undo_creation, 0, 1},
    {"change", undo_change, 1, 1},   {"withdraw", undo_withdrawal, 1, 0},
    {"merge", undo_merge, 1, 1},
};

/* What stands in the way, said of the change itself. */
static apr_status_t refuse_change(sc_editing_t *editing, const sc_change_t *change,
                                  const char *code, const char *detail)
{
    sc_problem_add(editing->problems,
                   apr_psprintf(editing->problems->pool, "history/%" APR_INT64_T_FMT, change->id),
                   code, detail, NULL);
    return APR_EBUSY;
}

/* Undoes the change of one item. Nothing is done, and out->change stays 0, where all is as it was
 * before the change already. */
static apr_status_t undo_item(sc_editing_t *editing, const sc_change_t *change)
{
    int known = editing->problems->items->nelts;
    apr_size_t i = 0;

    editing->out->change = 0;
    editing->undoes = change->id;
    while (i < SC_LENGTH(ways) && strcmp(ways[i].action, change->action) != 0) {
        i++;
    }
    if (i == SC_LENGTH(ways) || !change->entity || (ways[i].needs_before && !change->before) ||
        (ways[i].needs_after && !change->after)) {
        return refuse_change(editing, change, "not_undoable", N_("This change cannot be undone."));
    }
    SC_TRY(follow_renames(editing, change));
    apr_status_t status = ways[i].undo(editing, change);
    if (status != APR_SUCCESS) {
        return editing->problems->items->nelts > known ? APR_EBUSY : status;
    }
    return editing->out->change
               ? sc_audit_mark_undone(editing->db, editing->pool, change->id, editing->out->change)
               : APR_SUCCESS;
}

/* Which changes of a batch are undone, and how many were. */
typedef struct followers_t {
    apr_int64_t batch;
    apr_int64_t from, until; /* ids between these, neither included */
    apr_int64_t seen, count; /* count: those that were not as before already */
} followers_t;

/* One by one. What stands in the way has become problems: the others are tried as well, to tell
 * them all. */
static apr_status_t undo_each(sc_editing_t *editing, const apr_array_header_t *changes,
                              followers_t *followers)
{
    apr_pool_t *outer = editing->pool;
    apr_status_t status = APR_SUCCESS;

    apr_pool_create(&editing->pool, outer);
    for (int i = 0; i < changes->nelts && status == APR_SUCCESS; i++) {
        apr_pool_clear(editing->pool);
        status = undo_item(editing, SC_AT(changes, i, sc_change_t));
        followers->count += status == APR_SUCCESS && editing->out->change != 0;
        status = status == APR_EBUSY ? APR_SUCCESS : status;
    }
    apr_pool_destroy(editing->pool);
    editing->pool = outer;
    return status;
}

static int is_alike(const sc_change_t *one, const sc_change_t *other)
{
    return one->entity == other->entity && strcmp(one->action, other->action) == 0;
}

/* Those that are alike and stand together at once, as far as that can be.
 * @param changes the last one first */
static apr_status_t undo_page(sc_editing_t *editing, const apr_array_header_t *changes,
                              followers_t *followers)
{
    for (int first = 0, end; first < changes->nelts; first = end) {
        apr_array_header_t *run = apr_array_make(editing->pool, UNDO_BATCH, sizeof(void *));
        const sc_change_t *one = SC_AT(changes, first, sc_change_t);
        apr_array_header_t *left;
        int count;

        for (end = first; end < changes->nelts && is_alike(SC_AT(changes, end, sc_change_t), one);
             end++) {
            if (!SC_AT(changes, end, sc_change_t)->undone) {
                APR_ARRAY_PUSH(run, sc_change_t *) = SC_AT(changes, end, sc_change_t);
            }
        }
        if (run->nelts == 0) {
            continue;
        }
        SC_TRY(sc_undo_many(editing, run, &left, &count));
        followers->count += count;
        SC_TRY(undo_each(editing, left, followers));
    }
    return APR_SUCCESS;
}

/* The last one first, with a few hundred of them in memory at a time. */
static apr_status_t undo_followers(sc_editing_t *editing, followers_t *followers)
{
    apr_pool_t *outer = editing->pool;
    sc_history_query_t query = {
        .batch = followers->batch, .before = followers->until, .limit = UNDO_BATCH};
    apr_status_t status;
    int more;

    apr_pool_create(&editing->pool, outer);
    do {
        apr_array_header_t *changes;

        apr_pool_clear(editing->pool);
        status = sc_history_read(editing->db, editing->pool, &query, &changes, &more);
        if (status != APR_SUCCESS) {
            break;
        }
        for (int i = 0; i < changes->nelts; i++) {
            query.before = SC_AT(changes, i, sc_change_t)->id;
            if (query.before <= followers->from) {
                changes->nelts = i;
                more = 0;
            }
        }
        followers->seen += changes->nelts;
        status = undo_page(editing, changes, followers);
    } while (status == APR_SUCCESS && more);
    editing->pool = outer;
    return status;
}

/* An undone import has a row of its own, and one for each item. */
static apr_status_t undo_import(sc_editing_t *editing, const sc_change_t *import)
{
    const sc_audit_t audit = {
        .who = editing->who, .note = editing->note, .action = "import", .undoes = import->id};
    int known = editing->problems->items->nelts;
    followers_t followers = {.batch = import->id};

    SC_TRY(sc_audit_write(editing->db, editing->pool, &audit, &editing->batch));
    followers.until = editing->batch; /* younger than all of them */
    SC_TRY(undo_followers(editing, &followers));
    if (followers.seen == 0 && import->items > 0) {
        return refuse_change(editing, import, "not_undoable", N_("This change cannot be undone."));
    }
    if (editing->problems->items->nelts > known) {
        return APR_EBUSY;
    }
    editing->out->change = editing->batch;
    SC_TRY(sc_facets_settle(editing->db, editing->pool, followers.count));
    SC_TRY(sc_audit_set_items(editing->db, editing->pool, editing->batch, followers.count));
    return sc_audit_mark_undone(editing->db, editing->pool, import->id, editing->batch);
}

int sc_edit_may_undo(const sc_editor_t *editor, const sc_change_t *change)
{
    if (strcmp(change->action, "import") == 0) {
        return editor->role >= SC_ROLE_ADMIN;
    }
    return editor->role >= SC_ROLE_REVIEWER ||
           (!sc_edit_is_reviewed(editor) && strcmp(editor->who, change->who) == 0);
}

/* What a change took along goes back with it, but for what a merge redirected: that at once.
 * @param from, until ids of the followers between these, neither included */
static apr_status_t undo_merged(sc_editing_t *editing, const sc_change_t *merge,
                                followers_t followers)
{
    followers_t rest = followers;
    apr_int64_t removal;

    SC_TRY(sc_undo_find_removal(editing, merge, &removal));
    if (removal > followers.from && removal < followers.until) {
        /* What was removed last comes back first: the others are to refer to it. */
        followers.from = removal - 1;
        rest.until = removal;
        SC_TRY(undo_followers(editing, &followers));
        SC_TRY(sc_undo_redirection(editing, merge, 0));
    }
    else if (!removal && followers.until == merge->id) {
        SC_TRY(sc_undo_redirection(editing, merge, 1));
    }
    return undo_followers(editing, &rest);
}

/* What a change took along, such as the status that follows a step, goes back with it, the youngest
 * first: the followers of an undoing are older than itself. All of this is one undoing, too. */
static apr_status_t undo_whole(sc_editing_t *editing, const sc_change_t *change)
{
    followers_t younger = {.batch = change->id, .from = change->id, .until = APR_INT64_MAX};
    followers_t older = {.batch = change->id, .until = change->id};
    int known = editing->problems->items->nelts;
    int is_merge = strcmp(change->action, "merge") == 0;
    apr_int64_t first, own;

    SC_TRY(sc_read_next_id(editing->db, editing->pool, "changes", &first));
    SC_TRY(is_merge ? undo_merged(editing, change, younger) : undo_followers(editing, &younger));
    SC_TRY(undo_item(editing, change));
    own = editing->out->change;
    if (!own) {
        return refuse(editing, change->entity, change->slug, NULL, "as_before",
                      N_("It is as it was before this change already."));
    }
    SC_TRY(is_merge ? undo_merged(editing, change, older) : undo_followers(editing, &older));
    if (editing->problems->items->nelts > known) {
        return APR_EBUSY;
    }
    SC_TRY(sc_audit_set_batch(editing->db, editing->pool, first, own));
    if (is_merge) {
        SC_TRY(sc_undo_lead_on(editing, change));
        SC_TRY(sc_audit_count_batch(editing->db, editing->pool, own));
    }
    editing->out->change = own;
    return APR_SUCCESS;
}

static apr_status_t undo(sc_editing_t *editing, void *baton)
{
    sc_change_t *change;

    SC_TRY(sc_history_change(editing->db, editing->pool, *(apr_int64_t *)baton, &change));
    if (!sc_edit_may_undo(editing->editor, change)) {
        return APR_EACCES;
    }
    if (change->undone) {
        return refuse_change(editing, change, "undone", N_("This change has been undone already."));
    }
    if (strcmp(change->action, "import") == 0) {
        return undo_import(editing, change);
    }
    apr_status_t status = undo_whole(editing, change);
    return status == APR_ENOENT ? refuse_gone(editing, change) : status;
}

apr_status_t sc_edit_undo(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                          apr_int64_t change, sc_problems_t *problems, sc_edit_t *out)
{
    return sc_edit_transact(db, pool, editor, problems, out, undo, &change);
}
