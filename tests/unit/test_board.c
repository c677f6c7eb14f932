/* The life of a partnership, step by step. */

#include "edited.h"

#include "store/edit/draft.h"
#include "store/edit/edit.h"
#include "store/load/load.h"

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
    return sc_edit_move(registry->db, registry->pool, editor, record, NULL,
                        partnership(registry)->record.version, sc_problems_new(registry->pool),
                        edit);
}

static sc_board_t board_of(registry_t *registry, const char *place)
{
    sc_board_t board = {.place = place};

    must(registry, sc_load_board(registry->db, registry->pool, &board));
    return board;
}

static const sc_board_card_t *card(registry_t *registry)
{
    sc_board_t board = board_of(registry, "kaunas-lt");
    int i;

    for (i = 0; i < board.cards->nelts; i++) {
        const sc_board_card_t *one = &APR_ARRAY_IDX(board.cards, i, sc_board_card_t);

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
    assert_string_equal(card(registry)->step->status, "signing");
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
    assert_string_equal(card(registry)->step->status, "signing");
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
    assert_int_equal(sc_edit_move(registry->db, registry->pool, &rasa,
                                  step(registry, "dormant", "2025"), NULL, version,
                                  sc_problems_new(registry->pool), &edit),
                     APR_EBUSY);
    assert_non_null(edit.current);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "0");
}

/* The waiting draft that the move comes to. */
static sc_draft_t *proposed(registry_t *registry, const char *status, const char *date)
{
    sc_draft_t *draft = NULL;
    sc_edit_t edit;

    must(registry, move_as(registry, &pupil, step(registry, status, date), &edit));
    assert_true(edit.draft > 0);
    assert_int_equal(edit.change, 0);
    must(registry, sc_draft_read(registry->db, registry->pool, edit.draft, &draft));
    return draft;
}

static void a_move_sent_twice_is_one_draft_and_another_is_one_of_its_own(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_draft_t *draft = proposed(registry, "exchange", "2025");
    sc_step_t *other = step(registry, "exchange", "2025");
    sc_edit_t edit;

    assert_int_equal(proposed(registry, "exchange", "2025")->id, draft->id);
    other->reason = "Another delegation, of the school";
    must(registry, move_as(registry, &pupil, other, &edit));
    assert_int_not_equal(edit.draft, draft->id);
    must(registry, decide_as(registry, &teacher, draft->id, 1));
    must(registry, decide_as(registry, &teacher, edit.draft, 1));
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "2");
}

static void a_move_that_is_published_records_the_step_and_what_follows_as_one(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_draft_t *draft = proposed(registry, "terminated", "2025");
    const sc_change_t *change;

    assert_true(draft->is_move);
    assert_string_equal(((sc_partnership_t *)draft->follows)->status, "terminated");
    change_as(registry, &kenji, &sc_partnership, "kaunas-hiratsuka", "{'note': 'ours'}");
    must(registry, decide_as(registry, &teacher, draft->id, 1));
    change = change_of(registry, edited.change);
    assert_true(change->entity == &sc_step);
    assert_string_equal(change->approved_by, "teacher");
    assert_string_equal(partnership(registry)->status, "terminated");
    assert_string_equal(partnership(registry)->ended, "2025");
    assert_string_equal(partnership(registry)->note, "ours");
    must(registry, sc_edit_undo(registry->db, registry->pool, &teacher, change->id,
                                sc_problems_new(registry->pool), &edited));
    assert_string_not_equal(partnership(registry)->status, "terminated");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "0");
}

static void a_move_that_is_undone_can_be_had_again_as_a_whole(void **state)
{
    registry_t *registry = edited_registry(state);
    const char *before = partnership(registry)->status;
    sc_edit_t edit;

    must(registry, move_as(registry, &rasa, step(registry, "terminated", "2025"), &edit));
    must(registry, undo_as(registry, &rasa, edit.change));
    assert_string_equal(partnership(registry)->status, before);
    must(registry, undo_as(registry, &rasa, edited.change));
    assert_string_equal(partnership(registry)->status, "terminated");
    assert_string_equal(partnership(registry)->ended, "2025");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "1");
    must(registry, undo_as(registry, &rasa, edited.change));
    assert_string_equal(partnership(registry)->status, before);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"steps\""), "0");
}

static void a_move_that_is_rejected_moves_nothing(void **state)
{
    registry_t *registry = edited_registry(state);
    const char *before = partnership(registry)->status;

    must(registry, decide_as(registry, &teacher, proposed(registry, "dormant", "2025")->id, 0));
    assert_string_equal(partnership(registry)->status, before);
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"drafts\" WHERE \"state\" = 'waiting'"),
                        "0");
}

static void a_move_that_is_gone_on_with_stays_one(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_draft_t *draft = proposed(registry, "dormant", "2025");
    sc_editor_t again = pupil;
    sc_step_t *other = draft->record;

    again.draft = draft->id;
    other->status = "suspended";
    other->slug = "another-address";
    must(registry, save_as(registry, &again, other));
    assert_int_equal(edited.draft, draft->id);
    must(registry, decide_as(registry, &teacher, draft->id, 1));
    assert_string_equal(partnership(registry)->status, "suspended");
    assert_int_equal(save_as(registry, &again, step(registry, "resumed", "2026")), APR_EINVAL);
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
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"drafts\""), "1");
}

static void the_board_says_which_conditions_are_met(void **state)
{
    registry_t *registry = edited_registry(state);

    assert_int_not_equal(card(registry)->conditions.budget, SC_MET);
    create(registry, &sc_approval,
           "{'slug': 'a', 'partnership': 'kaunas-hiratsuka', 'body': 'City Council',"
           " 'result': 'approved', 'budget_amount': 1000}");
    assert_int_equal(card(registry)->conditions.budget, SC_MET);
}

static void a_board_of_a_place_has_only_its_partnerships(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_board_t all = board_of(registry, NULL);

    assert_int_equal(board_of(registry, "atlantis").total, 0);
    assert_int_equal(all.total, all.cards->nelts);
    assert_true(all.total > 0);
}

static void a_board_survives_what_is_renamed_while_it_is_read(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_board_t board;

    create(registry, &sc_step,
           "{'slug': 's', 'partnership': 'kaunas-hiratsuka', 'status': 'asked', 'date': '2016'}");
    if (rename_all_the_time(registry, "partnerships")) {
        board = board_of(registry, NULL);
        assert_true(board.cards->nelts > 0);
        assert_null(APR_ARRAY_IDX(board.cards, 0, sc_board_card_t).step);
    }
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
        NAMED(a_move_sent_twice_is_one_draft_and_another_is_one_of_its_own),
        NAMED(a_move_that_is_published_records_the_step_and_what_follows_as_one),
        NAMED(a_move_that_is_undone_can_be_had_again_as_a_whole),
        NAMED(a_move_that_is_rejected_moves_nothing),
        NAMED(a_move_that_is_gone_on_with_stays_one),
        NAMED(the_board_says_which_conditions_are_met),
        NAMED(a_board_of_a_place_has_only_its_partnerships),
        NAMED(a_board_survives_what_is_renamed_while_it_is_read),
    };

    return RUN_ON_BOTH(tests);
}
