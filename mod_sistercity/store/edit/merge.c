#include "store/edit/merge.h"

#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/record/planned.h"
#include "store/record/read.h"
#include "store/record/related.h"
#include "store/write/redirect.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <string.h>

int sc_merge_is_for(const sc_entity_t *entity)
{
    return entity == &sc_place || entity == &sc_partnership;
}

static apr_status_t read_both(sc_db_t *db, apr_pool_t *pool, const sc_merge_order_t *order,
                              sc_merge_t *merge)
{
    SC_TRY(sc_read_item(db, pool, order->entity, order->kept, &merge->kept));
    SC_TRY(sc_read_item(db, pool, order->entity, order->other, &merge->other));
    merge->after = sc_merge_of(merge->kept, merge->other, order->take, pool);
    return APR_SUCCESS;
}

static apr_status_t check_times(sc_db_t *db, apr_pool_t *pool, const sc_merge_t *merge,
                                sc_problems_t *problems)
{
    apr_int64_t kept = ((const sc_record_t *)merge->kept)->id;
    apr_int64_t other = ((const sc_record_t *)merge->other)->id;
    int is_so = 0;

    SC_TRY(sc_place_came_after(db, pool, kept, other, &is_so));
    SC_TRY(sc_place_came_after(db, pool, other, kept, &is_so));
    if (is_so) {
        sc_problem_add(problems, NULL, "succeeded",
                       N_("One of them came after the other: they are two places of different "
                          "times, and both keep their pages. If that is wrong, take it out of the "
                          "predecessors first."),
                       NULL);
    }
    return APR_SUCCESS;
}

static int has_party(const sc_partnership_t *partnership, const char *place)
{
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        if (strcmp(SC_AT(partnership->parties, i, sc_party_t)->place, place) == 0) {
            return 1;
        }
    }
    return 0;
}

static void check_parties(const sc_partnership_t *kept, const sc_partnership_t *other,
                          sc_problems_t *problems)
{
    int is_same = SC_COUNT(kept->parties) == SC_COUNT(other->parties);

    for (int i = 0; is_same && i < SC_COUNT(kept->parties); i++) {
        is_same = has_party(other, SC_AT(kept->parties, i, sc_party_t)->place);
    }
    if (!is_same) {
        sc_problem_add(problems, NULL, "other_parties",
                       N_("They join different places. If two of the places are one, merge those "
                          "first."),
                       NULL);
    }
}

/* What keeps two items from becoming one. */
static apr_status_t check(sc_db_t *db, apr_pool_t *pool, const sc_merge_t *merge,
                          sc_problems_t *problems)
{
    int known = problems->items->nelts;

    if (strcmp(sc_record_slug(merge->kept), sc_record_slug(merge->other)) == 0) {
        sc_problem_add(problems, "other", "same", N_("This is the item itself. Choose another."),
                       NULL);
        return APR_EBUSY;
    }
    if (sc_record_entity(merge->kept) == &sc_place) {
        SC_TRY(check_times(db, pool, merge, problems));
    }
    else {
        check_parties(merge->kept, merge->other, problems);
    }
    SC_TRY(sc_redirect_clashes(db, pool, merge->other, merge->kept, problems));
    return problems->items->nelts > known ? APR_EBUSY : APR_SUCCESS;
}

/* The partners of a place in partnerships of two. */
#define PARTNERS                                                                                   \
    "(SELECT m.\"partnership_id\" AS \"id\", x.\"place_id\" AS \"partner\", s.\"slug\", "          \
    "s.\"type\" FROM \"partnership_parties\" m JOIN \"partnership_parties\" x "                    \
    "ON x.\"partnership_id\" = m.\"partnership_id\" AND x.\"place_id\" <> m.\"place_id\" "         \
    "JOIN \"partnerships\" s ON s.\"id\" = m.\"partnership_id\" WHERE m.\"place_id\" = ? "         \
    "AND (SELECT COUNT(*) FROM \"partnership_parties\" n WHERE n.\"partnership_id\" = s.\"id\") "  \
    "= 2)"

static apr_status_t find_doubles(sc_db_t *db, apr_pool_t *pool, sc_merge_t *merge)
{
    const sc_record_t *kept = merge->kept, *other = merge->other;
    const sc_arg_t args[] = {sc_arg_integer(kept->id), sc_arg_integer(other->id),
                             sc_arg_integer(SC_MERGE_DOUBLES)};
    sc_rows_t *rows;

    merge->doubles = apr_array_make(pool, 4, sizeof(sc_merge_double_t));
    if (kept->entity != &sc_place) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool,
                        "SELECT MIN(k.\"slug\"), o.\"slug\" FROM " PARTNERS " k JOIN " PARTNERS
                        " o ON o.\"partner\" = k.\"partner\" AND o.\"type\" = k.\"type\" "
                        "GROUP BY o.\"slug\" ORDER BY o.\"slug\" LIMIT ?",
                        args, 3, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(merge->doubles, sc_merge_double_t) =
            (sc_merge_double_t){sc_row_word(rows, i, 0), sc_row_word(rows, i, 1)};
    }
    return APR_SUCCESS;
}

apr_status_t sc_merge_look(sc_db_t *db, apr_pool_t *pool, const sc_merge_order_t *order,
                           sc_problems_t *problems, sc_merge_t **merge)
{
    *merge = apr_pcalloc(pool, sizeof(**merge));
    SC_TRY(read_both(db, pool, order, *merge));
    SC_TRY(sc_redirect_count(db, pool, (*merge)->other, &(*merge)->moved));
    SC_TRY(find_doubles(db, pool, *merge));
    return check(db, pool, *merge, problems);
}

/* What follows from a merge, as rows of its history. */
typedef struct following_t {
    sc_editing_t *editing;
    sc_bulk_t *bulk;
} following_t;

static apr_status_t note(apr_pool_t *pool, const apr_array_header_t *before,
                         apr_array_header_t *after, void *baton)
{
    const following_t *following = baton;
    const sc_editing_t *editing = following->editing;
    apr_int64_t id;

    for (int i = 0; i < before->nelts; i++) {
        const sc_audit_t audit = {.who = editing->who,
                                  .note = editing->note,
                                  .action = "change",
                                  .batch = editing->batch,
                                  .before = SC_AT(before, i, void),
                                  .after = SC_AT(after, i, void)};

        SC_TRY(sc_audit_gather(following->bulk, pool, &audit, &id));
    }
    return sc_bulk_flush_full(following->bulk);
}

static apr_status_t redirect(sc_editing_t *editing, const sc_merge_t *merge)
{
    following_t following = {editing, sc_bulk_new(editing->db, 0, editing->pool)};

    SC_TRY(sc_redirect(editing->db, editing->pool, merge->other, merge->kept, note, &following));
    return sc_bulk_flush(following.bulk);
}

/* Nobody claims to be their own partner. */
static apr_status_t remove_own_claims(sc_editing_t *editing, const sc_merge_t *merge)
{
    const sc_record_t *kept = merge->kept, *other = merge->other;
    const sc_arg_t args[] = {sc_arg_integer(kept->id), sc_arg_integer(other->id),
                             sc_arg_integer(other->id), sc_arg_integer(kept->id)};
    const apr_array_header_t *none = apr_array_make(editing->pool, 1, sizeof(void *));
    apr_array_header_t *claims;

    if (kept->entity != &sc_place) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_related_select(editing->db, editing->pool, &sc_claim,
                             "SELECT \"id\" FROM \"claims\" WHERE (\"place_id\" = ? AND "
                             "\"partner_id\" = ?) OR (\"place_id\" = ? AND \"partner_id\" = ?)",
                             args, 4, &claims));
    for (int i = 0; i < claims->nelts; i++) {
        SC_TRY(sc_item_remove(editing, SC_AT(claims, i, void), none));
    }
    return APR_SUCCESS;
}

/* The kept item as it is to be: the change that all others follow. */
static apr_status_t put_kept(sc_editing_t *editing, const sc_merge_t *merge, apr_int64_t *change)
{
    apr_array_header_t *others = apr_array_make(editing->pool, 1, sizeof(void *));
    const sc_audit_t audit = {.who = editing->who,
                              .note = editing->note,
                              .action = "merge",
                              .batch = editing->batch,
                              .before = merge->kept,
                              .after = merge->after,
                              .belongings = others};
    void *before;

    APR_ARRAY_PUSH(others, const void *) = merge->other;
    SC_TRY(sc_item_check(editing, merge->after, &before));
    SC_TRY(
        sc_write_update(editing->db, editing->pool, merge->after, merge->kept, editing->problems));
    return sc_audit_write(editing->db, editing->pool, &audit, change);
}

/* Steps of the other one that have come true are told by its status already. */
static apr_status_t forget_planned(sc_editing_t *editing, const sc_record_t *other)
{
    int count;

    return other->entity == &sc_partnership
               ? sc_planned_forget(editing->db, editing->pool, other->id, &count)
               : APR_SUCCESS;
}

/* Makes one of both, as a change of its own or as a part of editing->batch. */
static apr_status_t join(sc_editing_t *editing, const sc_merge_t *merge)
{
    const apr_array_header_t *none = apr_array_make(editing->pool, 1, sizeof(void *));
    apr_int64_t change;

    SC_TRY(put_kept(editing, merge, &change));
    editing->batch = editing->batch ? editing->batch : change;
    SC_TRY(remove_own_claims(editing, merge));
    SC_TRY(forget_planned(editing, merge->other));
    SC_TRY(redirect(editing, merge));
    SC_TRY(sc_fate_inherit(editing->db, editing->pool, merge->other, merge->kept));
    SC_TRY(sc_item_remove(editing, merge->other, none));
    return sc_fate_lead(editing->db, editing->pool, merge->other, merge->kept);
}

static apr_status_t join_doubles(sc_editing_t *editing, const sc_merge_t *merge)
{
    SC_EACH_OF(const sc_merge_double_t, pair, merge->doubles) {
        const sc_merge_order_t order = {
            .entity = &sc_partnership, .kept = pair->kept, .other = pair->other};
        sc_merge_t two = {0};

        SC_TRY(read_both(editing->db, editing->pool, &order, &two));
        SC_TRY(join(editing, &two));
    }
    return APR_SUCCESS;
}

static apr_status_t merge_both(sc_editing_t *editing, void *baton)
{
    const sc_merge_order_t *order = baton;
    sc_merge_t *merge = apr_pcalloc(editing->pool, sizeof(*merge));
    apr_status_t status = read_both(editing->db, editing->pool, order, merge);

    if (status == APR_ENOENT) {
        return sc_item_gone(editing->problems);
    }
    SC_TRY(status);
    SC_TRY(sc_item_check_version(editing, merge->kept, order->kept_version));
    SC_TRY(sc_item_check_version(editing, merge->other, order->other_version));
    SC_TRY(check(editing->db, editing->pool, merge, editing->problems));
    SC_TRY(order->doubles ? find_doubles(editing->db, editing->pool, merge) : APR_SUCCESS);
    SC_TRY(join(editing, merge));
    SC_TRY(order->doubles ? join_doubles(editing, merge) : APR_SUCCESS);
    editing->out->change = editing->batch;
    return sc_audit_count_batch(editing->db, editing->pool, editing->batch);
}

apr_status_t sc_edit_merge(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           const sc_merge_order_t *order, sc_problems_t *problems, sc_edit_t *out)
{
    sc_merge_order_t own = *order;

    if (sc_edit_is_reviewed(editor)) {
        sc_problem_add(problems, NULL, "reviewed",
                       N_("A merge changes many items at once, so a reviewer makes it. Tell one "
                          "which of the two is to be kept."),
                       NULL);
        return APR_EACCES;
    }
    return sc_edit_transact(db, pool, editor, problems, out, merge_both, &own);
}
