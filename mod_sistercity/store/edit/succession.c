#include "store/edit/succession.h"

#include "model/text/edtf.h"
#include "store/db/sql.h"
#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <string.h>

#define TIES_OF                                                                                    \
    " FROM \"partnership_parties\" m JOIN \"partnerships\" t ON t.\"id\" = m.\"partnership_id\" "  \
    "WHERE m.\"place_id\" = ? AND m.\"left\" IS NULL AND t.\"status\" NOT IN " SC_SQL_OVER

apr_status_t sc_succession_count(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                                 apr_int64_t *count)
{
    const sc_arg_t arg = sc_arg_integer(place->record.id);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, "SELECT COUNT(*)" TIES_OF, &arg, 1, &rows));
    *count = sc_row_integer(rows, 0, 0);
    return APR_SUCCESS;
}

apr_status_t sc_succession_ties(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place, int most,
                                apr_array_header_t **partnerships)
{
    const sc_arg_t args[] = {sc_arg_integer(place->record.id), sc_arg_integer(most)};

    return sc_related_select(db, pool, &sc_partnership,
                             "SELECT t.\"id\"" TIES_OF
                             " ORDER BY t.\"sort_name\", t.\"id\" LIMIT ?",
                             args, 2, partnerships);
}

static int is_kind(const sc_succession_t *succession, const char *kind)
{
    return sc_is(succession->kind, kind);
}

static int is_into_several(const sc_succession_t *succession)
{
    return is_kind(succession, "split") || is_kind(succession, SC_SPLIT_OFF);
}

static apr_status_t check_successor(sc_db_t *db, apr_pool_t *pool,
                                    const sc_succession_t *succession, const char *slug,
                                    sc_problems_t *problems)
{
    apr_int64_t id, own;
    apr_status_t status = sc_reference_id(db, pool, &sc_place, slug, &id);
    int is_so = 0;

    if (status == APR_ENOENT) {
        sc_reference_missing(problems, "successor", &sc_place, slug);
        return APR_SUCCESS;
    }
    SC_TRY(status);
    if (strcmp(slug, succession->place) == 0) {
        sc_problem_add(problems, "successor", "same",
                       N_("This is the place itself. A place that only got another name gets a new "
                          "name; choose a successor only where that has a page of its own."),
                       NULL);
        return APR_SUCCESS;
    }
    SC_TRY(sc_reference_id(db, pool, &sc_place, succession->place, &own));
    SC_TRY(sc_place_came_after(db, pool, own, id, &is_so));
    if (is_so) {
        sc_problem_add(problems, "successor", "circular",
                       N_("{slug} came before this place, so it cannot come after it."), "slug",
                       slug, NULL);
    }
    return APR_SUCCESS;
}

apr_status_t sc_succession_check(sc_db_t *db, apr_pool_t *pool, const sc_succession_t *succession,
                                 sc_problems_t *problems)
{
    sc_date_t date;
    int count = succession->successors->nelts;

    if (!succession->kind || (sc_vocabulary_find(&sc_place_ends, succession->kind) < 0 &&
                              !is_kind(succession, SC_SPLIT_OFF))) {
        sc_problem_add(problems, "kind", "required", N_("Say what happened to the place."), NULL);
    }
    if (!succession->date || sc_edtf_parse(succession->date, &date) != APR_SUCCESS) {
        sc_problem_add(problems, "date", "not_a_date",
                       N_("Say when it happened, as far as it is known: 2004-04-01, 2004."), NULL);
    }
    if (count == 0) {
        sc_problem_add(problems, "successor", "required", N_("Say which place came after it."),
                       NULL);
    }
    if (count > 1 && succession->kind && !is_into_several(succession)) {
        sc_problem_add(
            problems, "successor", "too_many",
            N_("A place is renamed to, or merged into, one other place. If it was split, "
               "say so."),
            NULL);
    }
    for (int i = 0; i < count; i++) {
        SC_TRY(check_successor(db, pool, succession, SC_AT(succession->successors, i, const char),
                               problems));
    }
    return APR_SUCCESS;
}

static apr_status_t read_place(sc_editing_t *editing, const char *slug, sc_place_t **place)
{
    void *item;
    apr_status_t status = sc_read_item(editing->db, editing->pool, &sc_place, slug, &item);

    if (status == APR_ENOENT) {
        return sc_item_gone(editing->problems);
    }
    *place = item;
    return status;
}

static apr_status_t put(sc_editing_t *editing, void *record)
{
    void *before;

    SC_TRY(sc_item_check(editing, record, &before));
    return sc_item_put(editing, record, before);
}

/* The entries of a list, and room for one more. */
static apr_array_header_t *list_of(const apr_array_header_t *list, size_t size, apr_pool_t *pool)
{
    apr_array_header_t *copy = apr_array_make(pool, SC_COUNT(list) + 1, (int)size);

    if (list) {
        apr_array_cat(copy, list);
    }
    return copy;
}

/* A place that goes on under another name is found by the former one. */
static void keep_name(sc_place_t *successor, const sc_place_t *place,
                      const sc_succession_t *succession, apr_pool_t *pool)
{
    sc_name_t *name = sc_record_new(&sc_name, pool);

    for (int i = 0; i < SC_COUNT(successor->names); i++) {
        if (strcmp(SC_AT(successor->names, i, sc_name_t)->text, place->name) == 0) {
            return;
        }
    }
    name->text = place->name;
    name->lang = "und";
    name->kind = "former";
    name->to = succession->date;
    successor->names = list_of(successor->names, sizeof(void *), pool);
    APR_ARRAY_PUSH(successor->names, void *) = name;
}

static apr_status_t put_successor(sc_editing_t *editing, const sc_place_t *place,
                                  const sc_succession_t *succession, const char *slug)
{
    sc_place_t *successor = NULL;

    SC_TRY(read_place(editing, slug, &successor));
    if (!successor->predecessors || !sc_has_text(successor->predecessors, place->slug)) {
        successor->predecessors =
            list_of(successor->predecessors, sizeof(const char *), editing->pool);
        APR_ARRAY_PUSH(successor->predecessors, const char *) = place->slug;
    }
    if (!successor->begun && !is_kind(succession, "merger")) {
        successor->begun = succession->date;
    }
    if (is_kind(succession, "rename")) {
        keep_name(successor, place, succession, editing->pool);
    }
    return put(editing, successor);
}

/* A step that is recorded with the succession; what follows from it comes, too. */
static apr_status_t put_step(sc_editing_t *editing, const sc_passed_tie_t *tie, const char *word,
                             const sc_succession_t *succession, const char *reason)
{
    sc_step_t *step = sc_record_new(&sc_step, editing->pool);
    void *before;

    step->partnership = tie->partnership;
    step->status = word;
    step->date = succession->date;
    step->reason = reason;
    SC_TRY(sc_item_give_slug(editing, step));
    SC_TRY(sc_item_check(editing, step, &before));
    return sc_step_put(editing, step, NULL);
}

static int is_party(const sc_partnership_t *partnership, const char *place)
{
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        if (strcmp(SC_AT(partnership->parties, i, sc_party_t)->place, place) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The old place leaves, the new one joins. */
static void pass_on(sc_partnership_t *partnership, const sc_passed_tie_t *tie,
                    const sc_succession_t *succession, apr_pool_t *pool)
{
    apr_array_header_t *parties = list_of(NULL, sizeof(void *), pool);
    sc_party_t *joining = sc_record_new(&sc_party, pool);

    joining->place = tie->successor;
    joining->joined = succession->date;
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        sc_party_t *party = apr_pmemdup(pool, SC_AT(partnership->parties, i, void), sizeof(*party));
        int is_old = strcmp(party->place, succession->place) == 0;

        party->left = is_old ? succession->date : party->left;
        APR_ARRAY_PUSH(parties, void *) = party;
        if (is_old && !is_party(partnership, tie->successor)) {
            APR_ARRAY_PUSH(parties, void *) = joining;
        }
    }
    partnership->parties = parties;
}

static apr_status_t put_passed(sc_editing_t *editing, const sc_place_t *place,
                               const sc_succession_t *succession, const sc_passed_tie_t *tie)
{
    sc_partnership_t *partnership;
    sc_place_t *successor = NULL;
    void *item;

    SC_TRY(sc_read_item(editing->db, editing->pool, &sc_partnership, tie->partnership, &item));
    SC_TRY(read_place(editing, tie->successor, &successor));
    partnership = item;
    pass_on(partnership, tie, succession, editing->pool);
    SC_TRY(put(editing, partnership));
    return put_step(editing, tie, "passed_on", succession,
                    apr_pstrcat(editing->pool, place->name, " → ", successor->name, NULL));
}

static apr_status_t put_tie(sc_editing_t *editing, const sc_place_t *place,
                            const sc_succession_t *succession, const sc_passed_tie_t *tie)
{
    switch (tie->fate) {
    case SC_TIE_PASSES:
        return put_passed(editing, place, succession, tie);
    case SC_TIE_ENDS:
        return put_step(editing, tie, "terminated", succession, NULL);
    default:
        return APR_SUCCESS;
    }
}

static apr_status_t put_all(sc_editing_t *editing, sc_place_t *place,
                            const sc_succession_t *succession)
{
    if (!is_kind(succession, SC_SPLIT_OFF)) {
        place->ended = succession->date;
        place->ended_by = succession->kind;
        SC_TRY(put(editing, place));
    }
    for (int i = 0; i < succession->successors->nelts; i++) {
        SC_TRY(put_successor(editing, place, succession,
                             SC_AT(succession->successors, i, const char)));
    }
    for (int i = 0; i < succession->ties->nelts; i++) {
        SC_TRY(put_tie(editing, place, succession,
                       &APR_ARRAY_IDX(succession->ties, i, sc_passed_tie_t)));
    }
    return APR_SUCCESS;
}

/* All is one change: the first one, which the others follow. */
static apr_status_t succeed(sc_editing_t *editing, void *baton)
{
    const sc_succession_t *succession = baton;
    int known = editing->problems->items->nelts;
    apr_int64_t first, next;
    sc_place_t *place = NULL;

    SC_TRY(read_place(editing, succession->place, &place));
    SC_TRY(sc_item_check_version(editing, place, succession->version));
    SC_TRY(sc_succession_check(editing->db, editing->pool, succession, editing->problems));
    if (editing->problems->items->nelts > known) {
        return APR_EINVAL;
    }
    SC_TRY(sc_read_next_id(editing->db, editing->pool, "changes", &first));
    SC_TRY(put_all(editing, place, succession));
    SC_TRY(sc_read_next_id(editing->db, editing->pool, "changes", &next));
    editing->out->change = next > first ? first : 0;
    return sc_audit_set_batch(editing->db, editing->pool, first, first);
}

apr_status_t sc_edit_succeed(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                             const sc_succession_t *succession, sc_problems_t *problems,
                             sc_edit_t *out)
{
    sc_succession_t own = *succession;

    if (sc_edit_is_reviewed(editor)) {
        sc_problem_add(problems, NULL, "reviewed",
                       N_("This changes several items at once, so a reviewer records it. Tell one "
                          "what happened."),
                       NULL);
        return APR_EACCES;
    }
    return sc_edit_transact(db, pool, editor, problems, out, succeed, &own);
}
