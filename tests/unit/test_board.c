/* The life of a partnership, step by step. */

#include "edited.h"

#include "store/board.h"

static sc_step_t *step(registry_t *registry, const char *status, const char *date)
{
    sc_step_t *record = sc_record_new(&sc_step, registry->pool);

    record->partnership = "kaunas-hiratsuka";
    record->status = status;
    record->date = date;
    return record;
}

static sc_partnership_t *partnership(registry_t *registry)
{
    return stored(registry, &sc_partnership, "kaunas-hiratsuka");
}

static apr_status_t move_as(registry_t *registry, const sc_editor_t *editor, sc_step_t *record,
                            sc_edit_t *edit)
{
    return sc_board_move(registry->db, registry->pool, editor, record,
                         partnership(registry)->record.version, sc_problems_new(registry->pool),
                         edit);
}

static const sc_board_entry_t *entry(registry_t *registry)
{
    apr_array_header_t *entries;
    apr_int64_t total;
    int i;

    assert_int_equal(sc_board_read(registry->db, registry->pool, "kaunas-lt", &entries, &total,
                                   apr_hash_make(registry->pool)),
                     APR_SUCCESS);
    for (i = 0; i < entries->nelts; i++) {
        const sc_board_entry_t *one = &APR_ARRAY_IDX(entries, i, sc_board_entry_t);

        if (strcmp(one->partnership->slug, "kaunas-hiratsuka") == 0) {
            return one;
        }
    }
    fail_msg("not on the board");
    return NULL;
}

static void a_step_brings_the_status_that_follows_from_it(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_edit_t edit;

    assert_int_equal(move_as(registry, &rasa, step(registry, "policy", "2022"), &edit),
                     APR_SUCCESS);
    assert_string_equal(partnership(registry)->status, "forming");
    assert_int_equal(move_as(registry, &rasa, step(registry, "signing", "2023-11-25"), &edit),
                     APR_SUCCESS);
    assert_true(edit.change > 0);
    assert_string_equal(partnership(registry)->status, "active");
    assert_string_equal(entry(registry)->step->status, "signing");
}

static void a_suspension_ends_the_force_and_a_resumption_restores_it(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_step_t *suspension = step(registry, "suspended", "2024-03-01");
    sc_edit_t edit;

    suspension->effective = "2024-04-01";
    assert_int_equal(move_as(registry, &rasa, suspension, &edit), APR_SUCCESS);
    assert_string_equal(partnership(registry)->status, "suspended");
    assert_string_equal(partnership(registry)->ended, "2024-04-01");
    assert_int_equal(move_as(registry, &rasa, step(registry, "resumed", "2025"), &edit),
                     APR_SUCCESS);
    assert_string_equal(partnership(registry)->status, "active");
    assert_null(partnership(registry)->ended);
}

static void a_step_of_long_ago_leaves_the_status_alone(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_edit_t edit;

    assert_int_equal(move_as(registry, &rasa, step(registry, "signing", "2023-11-25"), &edit),
                     APR_SUCCESS);
    assert_int_equal(move_as(registry, &rasa, step(registry, "asked", "2016"), &edit), APR_SUCCESS);
    assert_string_equal(partnership(registry)->status, "active");
    assert_string_equal(entry(registry)->step->status, "signing");
}

static void nothing_moves_when_the_step_cannot_be_recorded(void **state)
{
    registry_t *registry = edited_registry(state);
    const char *before = partnership(registry)->status;
    sc_edit_t edit;

    assert_int_equal(move_as(registry, &rasa, step(registry, "terminated", "yesterday"), &edit),
                     APR_EINVAL);
    assert_string_equal(partnership(registry)->status, before);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "0");
}

static void a_partnership_that_somebody_changed_meanwhile_is_not_moved(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t version = partnership(registry)->record.version;
    sc_edit_t edit;

    change_as(registry, &kenji, &sc_partnership, "kaunas-hiratsuka", "{'note': 'ours'}");
    assert_int_equal(sc_board_move(registry->db, registry->pool, &rasa,
                                   step(registry, "dormant", "2025"), version,
                                   sc_problems_new(registry->pool), &edit),
                     APR_EBUSY);
    assert_non_null(edit.current);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "0");
}

static void a_reviewed_editor_only_proposes_the_move(void **state)
{
    registry_t *registry = edited_registry(state);
    const char *before = partnership(registry)->status;
    sc_edit_t edit;

    assert_int_equal(move_as(registry, &pupil, step(registry, "terminated", "2025"), &edit),
                     APR_SUCCESS);
    assert_true(edit.draft > 0);
    assert_int_equal(edit.change, 0);
    assert_string_equal(partnership(registry)->status, before);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"drafts\""), "2");
}

static void the_board_says_which_conditions_are_met(void **state)
{
    registry_t *registry = edited_registry(state);

    assert_int_not_equal(entry(registry)->conditions.budget, SC_MET);
    create(registry, &sc_approval,
           "{'slug': 'a', 'partnership': 'kaunas-hiratsuka', 'body': 'City Council',"
           " 'result': 'approved', 'budget_amount': 1000}");
    assert_int_equal(entry(registry)->conditions.budget, SC_MET);
}

static void a_board_of_a_place_has_only_its_partnerships(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_array_header_t *entries;
    apr_int64_t total;

    assert_int_equal(sc_board_read(registry->db, registry->pool, "atlantis", &entries, &total,
                                   apr_hash_make(registry->pool)),
                     APR_SUCCESS);
    assert_int_equal(total, 0);
    assert_int_equal(sc_board_read(registry->db, registry->pool, NULL, &entries, &total,
                                   apr_hash_make(registry->pool)),
                     APR_SUCCESS);
    assert_int_equal(total, entries->nelts);
    assert_true(total > 0);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_step_brings_the_status_that_follows_from_it),
        NAMED(a_suspension_ends_the_force_and_a_resumption_restores_it),
        NAMED(a_step_of_long_ago_leaves_the_status_alone),
        NAMED(nothing_moves_when_the_step_cannot_be_recorded),
        NAMED(a_partnership_that_somebody_changed_meanwhile_is_not_moved),
        NAMED(a_reviewed_editor_only_proposes_the_move),
        NAMED(the_board_says_which_conditions_are_met),
        NAMED(a_board_of_a_place_has_only_its_partnerships),
    };

    return RUN_ON_BOTH(tests);
}
