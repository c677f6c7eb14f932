#include "store/edit/edit_private.h"

#include "store/edit/audit.h"
#include "store/edit/history.h"
#include "store/record/read.h"
#include "store/record/references.h"

#include <apr_strings.h>
#include <string.h>

/* How many changes of an import are looked up at a time. */
#define UNDO_BATCH 100

/* What stands in the way of undoing, said of an item. */
static apr_status_t refuse(editing_t *editing, const sc_entity_t *entity, const char *slug,
                           const char *field, const char *code, const char *detail)
{
    sc_problems_t within = *editing->problems;

    within.prefix = apr_pstrcat(editing->problems->pool, entity->collection, "/", slug, ".", NULL);
    sc_problem_add(&within, field, code, detail, NULL);
    return APR_EBUSY;
}

static apr_status_t refuse_gone(editing_t *editing, const sc_change_t *change)
{
    return refuse(editing, change->entity, change->slug, NULL, "gone",
                  N_("The item has been removed since."));
}

/* Has what the history tells refer to things by the addresses that they have now. */
static apr_status_t follow_renames(editing_t *editing, const sc_change_t *change)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    if (change->before) {
        status = sc_reference_follow(editing->db, editing->pool, change->before);
    }
    if (change->after && status == APR_SUCCESS) {
        status = sc_reference_follow(editing->db, editing->pool, change->after);
    }
    for (i = 0; i < SC_COUNT(change->belongings) && status == APR_SUCCESS; i++) {
        status = sc_reference_follow(editing->db, editing->pool,
                                     APR_ARRAY_IDX(change->belongings, i, void *));
    }
    return status;
}

/* Whether one of the records is the same in every field. */
static int is_among(const void *record, const apr_array_header_t *records)
{
    int i;

    for (i = 0; i < SC_COUNT(records); i++) {
        const void *other = APR_ARRAY_IDX(records, i, const void *);

        if (sc_record_entity(other) == sc_record_entity(record) &&
            sc_record_is_equal(other, record)) {
            return 1;
        }
    }
    return 0;
}

/* Withdraws what was created or restored, if it and all that belongs to it still are as they were
 * then: what others did since must not go with it unnoticed. */
static apr_status_t undo_creation(editing_t *editing, const sc_change_t *change)
{
    apr_array_header_t *belongings;
    apr_status_t status;
    void *item;
    int i, is_changed;

    status = sc_read_present(editing->db, editing->pool, change->entity, change->slug, &item);
    if (status != APR_SUCCESS) {
        /* An import is not kept from being undone by what is undone already. */
        return status == APR_ENOENT && editing->batch ? APR_SUCCESS : status;
    }
    status = edit_belongings(editing, item, &belongings);
    if (status != APR_SUCCESS) {
        return status;
    }
    is_changed = !sc_record_is_equal(item, change->after);
    if (is_changed) {
        refuse(editing, change->entity, change->slug, NULL, "changed",
               N_("It has been changed since. Withdraw it instead."));
    }
    for (i = 0; i < belongings->nelts; i++) {
        const void *record = APR_ARRAY_IDX(belongings, i, const void *);

        if (!is_among(record, change->belongings)) {
            is_changed = 1;
            refuse(editing, sc_record_entity(record), sc_record_slug(record), NULL, "added",
                   N_("It has been added or changed since."));
        }
    }
    return is_changed ? APR_EBUSY : edit_remove(editing, item, belongings);
}

/* Gives the record the former values of the fields that the change touched.
 * @param count how many it did not have already */
static apr_status_t take_back(editing_t *editing, const sc_change_t *change, void *record,
                              int *count)
{
    apr_array_header_t *differences =
        sc_differences(change->entity, change->before, change->after, editing->pool);
    apr_status_t status = APR_SUCCESS;
    int i;

    *count = 0;
    for (i = 0; i < differences->nelts; i++) {
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

static apr_status_t undo_change(editing_t *editing, const sc_change_t *change)
{
    sc_problems_t *outer = editing->problems;
    sc_problems_t within;
    apr_status_t status;
    void *item, *before;
    int count;

    status = sc_read_present(editing->db, editing->pool, change->entity, change->slug, &item);
    if (status != APR_SUCCESS) {
        return status == APR_ENOENT ? refuse_gone(editing, change) : status;
    }
    status = take_back(editing, change, item, &count);
    if (status != APR_SUCCESS || count == 0) {
        return status;
    }
    within = edit_problems_of(outer, item);
    editing->problems = &within;
    status = edit_check(editing, item, &before);
    if (status == APR_SUCCESS) {
        status = edit_put(editing, item, before, "change");
    }
    editing->problems = outer;
    return status;
}

static apr_status_t undo_withdrawal(editing_t *editing, const sc_change_t *change)
{
    return edit_restore(editing, change->before, change->belongings);
}

/* How each action is undone; import and redact are not here. */
static const struct {
    const char *action;
    apr_status_t (*undo)(editing_t *editing, const sc_change_t *change);
    int needs_before, needs_after;
} ways[] = {
    {"create", undo_creation, 0, 1},
    {"restore", undo_creation, 0, 1},
    {"change", undo_change, 1, 1},
    {"withdraw", undo_withdrawal, 1, 0},
};

static apr_status_t refuse_for_good(editing_t *editing)
{
    sc_problem_add(editing->problems, NULL, "not_undoable", N_("This change cannot be undone."),
                   NULL);
    return APR_EBUSY;
}

/* Undoes the change of one item. Nothing is done, and out->change stays 0, where all is as it was
 * before the change already. */
static apr_status_t undo_item(editing_t *editing, const sc_change_t *change)
{
    int known = editing->problems->items->nelts;
    apr_status_t status;
    apr_size_t i = 0;

    editing->out->change = 0;
    editing->undoes = change->id;
    while (i < sizeof(ways) / sizeof(ways[0]) && strcmp(ways[i].action, change->action) != 0) {
        i++;
    }
    if (i == sizeof(ways) / sizeof(ways[0]) || !change->entity ||
        (ways[i].needs_before && !change->before) || (ways[i].needs_after && !change->after)) {
        return refuse_for_good(editing);
    }
    status = follow_renames(editing, change);
    if (status == APR_SUCCESS) {
        status = ways[i].undo(editing, change);
    }
    if (status != APR_SUCCESS) {
        return editing->problems->items->nelts > known ? APR_EBUSY : status;
    }
    return editing->out->change
               ? sc_audit_mark_undone(editing->db, editing->pool, change->id, editing->out->change)
               : APR_SUCCESS;
}

static apr_status_t read_items(editing_t *editing, apr_int64_t batch, apr_int64_t before,
                               sc_rows_t **rows)
{
    const sc_arg_t args[] = {sc_arg_integer(batch), sc_arg_integer(before),
                             sc_arg_integer(UNDO_BATCH)};

    return sc_db_select(editing->db, editing->pool,
                        "SELECT \"id\" FROM \"changes\" WHERE \"batch\" = ? AND \"id\" < ? "
                        "ORDER BY \"id\" DESC LIMIT ?",
                        args, 3, rows);
}

/* Undoes one change of an import, unless that has been done. What stands in the way has become
 * problems: the others are tried as well, to tell them all. */
static apr_status_t undo_of_import(editing_t *editing, apr_int64_t id, apr_int64_t *count)
{
    sc_change_t *change;
    apr_status_t status = sc_history_change(editing->db, editing->pool, id, &change);

    if (status != APR_SUCCESS || change->undone) {
        return status;
    }
    status = undo_item(editing, change);
    *count += editing->out->change != 0;
    return status == APR_EBUSY ? APR_SUCCESS : status;
}

/* All changes of the import, the last one first, with one of them in memory at a time. */
static apr_status_t undo_items(editing_t *editing, const sc_change_t *import, apr_int64_t *count,
                               apr_int64_t *seen)
{
    apr_pool_t *outer = editing->pool;
    apr_int64_t last = editing->batch; /* younger than all of them */
    apr_status_t status = APR_SUCCESS;
    apr_pool_t *page, *one;
    sc_rows_t *rows;
    int i;

    apr_pool_create(&page, outer);
    apr_pool_create(&one, outer);
    do {
        apr_pool_clear(page);
        editing->pool = page;
        status = read_items(editing, import->id, last, &rows);
        editing->pool = one;
        for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
            apr_pool_clear(one);
            last = sc_row_integer(rows, i, 0);
            status = undo_of_import(editing, last, count);
            (*seen)++;
        }
    } while (status == APR_SUCCESS && rows->count == UNDO_BATCH);
    editing->pool = outer;
    return status;
}

/* An undone import has a row of its own, and one for each item. */
static apr_status_t undo_import(editing_t *editing, const sc_change_t *import)
{
    const sc_audit_t audit = {
        .who = editing->who, .note = editing->note, .action = "import", .undoes = import->id};
    int known = editing->problems->items->nelts;
    apr_int64_t count = 0, seen = 0;
    apr_status_t status;

    status = sc_audit_write(editing->db, editing->pool, &audit, &editing->batch);
    if (status == APR_SUCCESS) {
        status = undo_items(editing, import, &count, &seen);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    if (seen == 0 && import->items > 0) {
        return refuse_for_good(editing);
    }
    if (editing->problems->items->nelts > known) {
        return APR_EBUSY;
    }
    editing->out->change = editing->batch;
    status = sc_audit_set_items(editing->db, editing->pool, editing->batch, count);
    return status == APR_SUCCESS
               ? sc_audit_mark_undone(editing->db, editing->pool, import->id, editing->batch)
               : status;
}

static int may_undo(const sc_editor_t *editor, const sc_change_t *change)
{
    if (strcmp(change->action, "import") == 0) {
        return editor->role >= SC_ROLE_ADMIN;
    }
    return editor->role >= SC_ROLE_REVIEWER ||
           (!edit_is_reviewed(editor) && strcmp(editor->who, change->who) == 0);
}

/* What a change took along, such as the status that follows a step, goes back with it. */
static apr_status_t undo_followers(editing_t *editing, const sc_change_t *change)
{
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    status = read_items(editing, change->id, APR_INT64_MAX, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        sc_change_t *follower;

        status =
            sc_history_change(editing->db, editing->pool, sc_row_integer(rows, i, 0), &follower);
        if (status == APR_SUCCESS && !follower->undone) {
            status = undo_item(editing, follower);
        }
    }
    return status;
}

apr_status_t edit_undo(editing_t *editing, void *baton)
{
    sc_change_t *change;
    apr_status_t status =
        sc_history_change(editing->db, editing->pool, *(apr_int64_t *)baton, &change);

    if (status != APR_SUCCESS) {
        return status;
    }
    if (!may_undo(editing->editor, change)) {
        return APR_EACCES;
    }
    if (change->undone) {
        sc_problem_add(editing->problems, NULL, "undone",
                       N_("This change has been undone already."), NULL);
        return APR_EBUSY;
    }
    if (strcmp(change->action, "import") == 0) {
        return undo_import(editing, change);
    }
    status = undo_followers(editing, change);
    if (status == APR_SUCCESS) {
        status = undo_item(editing, change);
    }
    if (status == APR_SUCCESS && !editing->out->change) {
        return refuse(editing, change->entity, change->slug, NULL, "as_before",
                      N_("It is as it was before this change already."));
    }
    return status == APR_ENOENT ? refuse_gone(editing, change) : status;
}
