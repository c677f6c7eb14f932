#include "edited.h"
#include "store/edit/draft.h"

static sc_draft_t *draft_of(registry_t *registry, apr_int64_t id)
{
    sc_draft_t *draft = NULL;

    must(registry, sc_draft_read(registry->db, registry->pool, id, &draft));
    return draft;
}

/* The pupil proposes to change an item. @return the draft */
static apr_int64_t propose(registry_t *registry, const sc_entity_t *entity, const char *slug,
                           const char *object)
{
    assert_int_equal(change_as(registry, &pupil, entity, slug, object), 0);
    assert_int_not_equal(edited.draft, 0);
    return edited.draft;
}

/* The pupil proposes a new place. */
static apr_int64_t propose_kuji(registry_t *registry, const char *name)
{
    sc_place_t *place = sc_record_new(&sc_place, registry->pool);

    place->slug = "kuji-jp";
    place->name = name;
    must(registry, save_as(registry, &pupil, place));
    return edited.draft;
}

/* The ids of drafts, newest first. */
static const char *drafts_of(registry_t *registry, const char *state, const char *who)
{
    apr_array_header_t *drafts;
    const char *all = "";
    int i;

    must(registry, sc_drafts_read(registry->db, registry->pool, state, who, 100, &drafts));
    for (i = 0; i < drafts->nelts; i++) {
        all = apr_psprintf(registry->pool, "%s%s%" APR_INT64_T_FMT, all, i ? " " : "",
                           SC_AT(drafts, i, sc_draft_t)->id);
    }
    return all;
}

static void what_is_proposed_waits_and_readers_see_the_published_state(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose(registry, &sc_place, "kaunas-lt", "{'population': 300000}");
    const sc_draft_t *draft = draft_of(registry, id);

    assert_string_equal(draft->state, "waiting");
    assert_string_equal(draft->who, "pupil");
    assert_string_equal(draft->note, "as the mayor's office wrote");
    assert_string_equal(draft->slug, "kaunas-lt");
    assert_int_equal(draft->version, 1);
    assert_int_equal(draft->is_withdrawal, 0);
    assert_int_equal(((sc_place_t *)draft->record)->population, 300000);
    assert_int_equal(((sc_place_t *)draft->current)->population, SC_NO_INTEGER);
    assert_null(draft->decided_by);
    assert_int_equal(((sc_place_t *)stored(registry, &sc_place, "kaunas-lt"))->population,
                     SC_NO_INTEGER);
    assert_string_equal(item_history(registry, &sc_place, "kaunas-lt"), "1");
}

static void a_draft_does_not_change_the_revision(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_state_t before, after;

    must(registry, sc_state_read(registry->db, registry->pool, &before));
    propose(registry, &sc_place, "kaunas-lt", "{'population': 300000}");
    must(registry, sc_state_read(registry->db, registry->pool, &after));
    assert_int_equal(after.revision, before.revision);
}

static void a_published_draft_is_its_authors_change_as_approved_by_the_reviewer(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose(registry, &sc_place, "kaunas-lt", "{'population': 300000}");
    const sc_change_t *change;
    const sc_draft_t *draft;

    must(registry, decide_as(registry, &teacher, id, 1));
    change = change_of(registry, edited.change);
    assert_string_equal(change->who, "pupil");
    assert_string_equal(change->approved_by, "teacher");
    assert_string_equal(change->note, "as the mayor's office wrote");
    assert_string_equal(change->action, "change");
    draft = draft_of(registry, id);
    assert_string_equal(draft->state, "published");
    assert_string_equal(draft->decided_by, "teacher");
    assert_string_equal(draft->decision_note, "seen");
    assert_int_equal(draft->change, change->id);
    assert_int_equal(((sc_place_t *)stored(registry, &sc_place, "kaunas-lt"))->population, 300000);
}

static void a_new_item_can_be_proposed(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose_kuji(registry, "Kuji");

    assert_null(draft_of(registry, id)->slug);
    assert_null(draft_of(registry, id)->current);
    assert_null(stored(registry, &sc_place, "kuji-jp"));
    must(registry, decide_as(registry, &teacher, id, 1));
    assert_string_equal(change_of(registry, edited.change)->action, "create");
    assert_non_null(stored(registry, &sc_place, "kuji-jp"));
}

static void a_rejected_draft_changes_nothing(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose_kuji(registry, "Kuji");

    must(registry, decide_as(registry, &teacher, id, 0));
    assert_int_equal(edited.change, 0);
    assert_string_equal(draft_of(registry, id)->state, "rejected");
    assert_null(stored(registry, &sc_place, "kuji-jp"));
    assert_int_equal(decide_as(registry, &teacher, id, 1), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), ":decided");
}

static void a_draft_that_cannot_be_read_is_refused_and_can_be_rejected(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose_kuji(registry, "Kuji");

    must(registry, sc_db_execute_once(registry->db, registry->pool,
                                      "UPDATE \"drafts\" SET \"record\" = 'torn'"));
    assert_int_equal(decide_as(registry, &teacher, id, 1), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), ":unreadable");
    assert_string_equal(draft_of(registry, id)->state, "waiting");
    must(registry, decide_as(registry, &teacher, id, 0));
    assert_string_equal(draft_of(registry, id)->state, "rejected");
}

static void a_second_thought_takes_the_place_of_the_first(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose(registry, &sc_place, "kaunas-lt", "{'population': 1}");

    assert_int_equal(propose(registry, &sc_place, "kaunas-lt", "{'population': 2}"), id);
    assert_int_equal(((sc_place_t *)draft_of(registry, id)->record)->population, 2);
    must(registry, decide_as(registry, &teacher, id, 0));
    assert_int_not_equal(propose(registry, &sc_place, "kaunas-lt", "{'population': 3}"), id);
}

/* The place whose address is kuji-jp, by another name. */
static apr_status_t propose_another(registry_t *registry, const sc_editor_t *editor,
                                    const char *slug)
{
    sc_place_t *place = sc_record_new(&sc_place, registry->pool);

    place->slug = slug;
    place->name = "Another";
    return save_as(registry, editor, place);
}

static void a_new_item_never_takes_the_place_of_another_ones_draft(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose_kuji(registry, "Kuji");
    sc_editor_t again = pupil;

    assert_int_equal(propose_another(registry, &pupil, "kuji-jp"), APR_EEXIST);
    assert_string_equal(problems_text(registry->pool), "slug:taken");
    assert_string_equal(((sc_place_t *)draft_of(registry, id)->record)->name, "Kuji");
    must(registry, propose_another(registry, &pupil, "kuji-jp-2"));
    assert_int_not_equal(edited.draft, id);
    again.draft = edited.draft;
    assert_int_equal(propose_another(registry, &again, "kuji-jp"), APR_EEXIST);
    again.draft = id;
    must(registry, propose_another(registry, &again, "kuji-jp"));
    assert_int_equal(edited.draft, id);
    assert_string_equal(((sc_place_t *)draft_of(registry, id)->record)->name, "Another");
    must(registry, decide_as(registry, &teacher, id, 0));
    must(registry, propose_another(registry, &pupil, "kuji-jp"));
}

static void a_change_of_an_item_never_takes_the_place_of_a_new_ones_draft(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose_kuji(registry, "Kuji");

    create(registry, &sc_place, "{'slug': 'kuji-jp', 'name': 'Kuji'}");
    assert_int_not_equal(propose(registry, &sc_place, "kuji-jp", "{'population': 1}"), id);
    assert_string_equal(drafts_of(registry, "waiting", "pupil"), "2 1");
    assert_int_equal(change_as(registry, &pupil, &sc_place, "kaunas-lt", "{'level': 'city'}"), 0);
    must(registry, decide_as(registry, &pupil, id, 0));
}

static void a_draft_against_an_older_state_is_not_published(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose(registry, &sc_place, "kaunas-lt", "{'population': 1}");

    change_as(registry, &rasa, &sc_place, "kaunas-lt", "{'population': 2}");
    assert_int_equal(decide_as(registry, &teacher, id, 1), APR_EBUSY);
    assert_int_equal(((sc_place_t *)edited.current)->population, 2);
    assert_string_equal(draft_of(registry, id)->state, "waiting");
    assert_int_equal(((sc_place_t *)draft_of(registry, id)->current)->population, 2);
}

static void a_draft_of_what_has_gone_or_come_meanwhile_is_not_published(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t changed = propose(registry, &sc_partnership, "kaunas-hiratsuka", "{'note': 'x'}");
    apr_int64_t added = propose_kuji(registry, "Kuji");

    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    create(registry, &sc_place, "{'slug': 'kuji-jp', 'name': 'Kuji'}");
    assert_int_equal(decide_as(registry, &teacher, changed, 1), APR_ENOENT);
    assert_null(draft_of(registry, changed)->current);
    assert_int_equal(decide_as(registry, &teacher, added, 1), APR_EEXIST);
    assert_string_equal(problems_text(registry->pool), "slug:taken");
}

static void a_draft_finds_what_was_renamed_meanwhile(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_gift_t *gift = fill(registry->pool, sc_record_new(&sc_gift, registry->pool),
                           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'Print',"
                           " 'donor_place': 'hiratsuka-jp'}");
    apr_int64_t id;

    must(registry, save_as(registry, &pupil, gift));
    id = edited.draft;
    change_as(registry, &rasa, &sc_place, "hiratsuka-jp", "{'slug': 'hiratsuka'}");
    must(registry, decide_as(registry, &teacher, id, 1));
    gift = stored(registry, &sc_gift, "print");
    assert_string_equal(gift->donor_place, "hiratsuka");
}

static void a_draft_takes_the_address_that_its_item_gets_meanwhile(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t kept = propose(registry, &sc_place, "kaunas-lt", "{'population': 1}");
    apr_int64_t renamed = propose(registry, &sc_place, "hiratsuka-jp", "{'slug': 'other'}");

    change_as(registry, &rasa, &sc_place, "kaunas-lt", "{'slug': 'kaunas'}");
    change_as(registry, &rasa, &sc_place, "hiratsuka-jp", "{'slug': 'hiratsuka'}");
    assert_string_equal(sc_record_slug(draft_of(registry, kept)->record), "kaunas");
    assert_string_equal(sc_record_slug(draft_of(registry, renamed)->record), "other");
}

static void what_was_published_together_goes_and_comes_back_together(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_partnership_t *tie = fill(registry->pool, sc_record_new(&sc_partnership, registry->pool),
                                 "{'slug': 'kaunas-kuji', 'type': 'sister', 'status': 'active', "
                                 "'parties': [{'place': 'kaunas-lt'}, {'place': 'kuji-jp'}]}");

    propose_kuji(registry, "Kuji");
    must(registry, save_as(registry, &pupil, tie));
    must(registry, decide_as(registry, &teacher, edited.draft, 1));
    for (int i = 0; i < 2; i++) {
        assert_non_null(stored(registry, &sc_partnership, "kaunas-kuji"));
        must(registry, undo_as(registry, &teacher, edited.change));
        assert_null(stored(registry, &sc_place, "kuji-jp"));
        assert_null(stored(registry, &sc_partnership, "kaunas-kuji"));
        must(registry, undo_as(registry, &teacher, edited.change));
        assert_non_null(stored(registry, &sc_place, "kuji-jp"));
    }
}

static void a_withdrawal_waits_too(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id;

    assert_int_equal(withdraw_as(registry, &pupil, &sc_place, "kaunas-lt", 1), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), "partnerships/kaunas-hiratsuka:in_use");
    must(registry, withdraw_as(registry, &pupil, &sc_partnership, "kaunas-hiratsuka", 1));
    id = edited.draft;
    assert_int_equal(edited.change, 0);
    assert_true(draft_of(registry, id)->is_withdrawal);
    assert_null(draft_of(registry, id)->record);
    assert_non_null(stored(registry, &sc_partnership, "kaunas-hiratsuka"));
    must(registry, decide_as(registry, &teacher, id, 1));
    assert_null(stored(registry, &sc_partnership, "kaunas-hiratsuka"));
    assert_string_equal(change_of(registry, edited.change)->action, "withdraw");
}

static void what_is_wrong_is_told_to_the_author_and_not_kept(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_place_t *place = stored(registry, &sc_place, "kaunas-lt");

    place->country = "Lithuania";
    assert_int_equal(save_as(registry, &pupil, place), APR_EINVAL);
    place->country = "LT";
    place->slug = "hiratsuka-jp";
    assert_int_equal(save_as(registry, &pupil, place), APR_EEXIST);
    assert_string_equal(drafts_of(registry, NULL, NULL), "");
}

static void only_reviewers_publish_and_authors_may_take_theirs_back(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t id = propose_kuji(registry, "Kuji");

    assert_int_equal(decide_as(registry, &pupil, id, 1), APR_EACCES);
    assert_int_equal(decide_as(registry, &rasa, id, 0), APR_EACCES);
    must(registry, decide_as(registry, &pupil, id, 0));
    assert_string_equal(draft_of(registry, id)->decided_by, "pupil");
    assert_int_equal(decide_as(registry, &teacher, 1000, 0), APR_ENOENT);
}

static void reviewers_own_changes_do_not_wait(void **state)
{
    registry_t *registry = edited_registry(state);

    assert_int_not_equal(change_as(registry, &teacher, &sc_place, "kaunas-lt", "{'level': 'city'}"),
                         0);
    assert_int_equal(edited.draft, 0);
}

static void drafts_are_found_by_state_and_author(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_editor_t other = pupil;

    other.who = "other";
    propose_kuji(registry, "Kuji");
    must(registry, decide_as(registry, &teacher, edited.draft, 0));
    propose(registry, &sc_place, "kaunas-lt", "{'population': 1}");
    change_as(registry, &other, &sc_place, "kaunas-lt", "{'population': 2}");
    assert_string_equal(drafts_of(registry, NULL, NULL), "3 2 1");
    assert_string_equal(drafts_of(registry, "waiting", NULL), "3 2");
    assert_string_equal(drafts_of(registry, "waiting", "pupil"), "2");
    assert_string_equal(drafts_of(registry, NULL, "pupil"), "2 1");
    assert_string_equal(drafts_of(registry, "published", NULL), "");
}

static const named_test_t tests[] = {
    NAMED(what_is_proposed_waits_and_readers_see_the_published_state),
    NAMED(a_draft_does_not_change_the_revision),
    NAMED(a_published_draft_is_its_authors_change_as_approved_by_the_reviewer),
    NAMED(a_new_item_can_be_proposed),
    NAMED(a_rejected_draft_changes_nothing),
    NAMED(a_draft_that_cannot_be_read_is_refused_and_can_be_rejected),
    NAMED(a_second_thought_takes_the_place_of_the_first),
    NAMED(a_new_item_never_takes_the_place_of_another_ones_draft),
    NAMED(a_change_of_an_item_never_takes_the_place_of_a_new_ones_draft),
    NAMED(a_draft_against_an_older_state_is_not_published),
    NAMED(a_draft_of_what_has_gone_or_come_meanwhile_is_not_published),
    NAMED(a_draft_finds_what_was_renamed_meanwhile),
    NAMED(a_draft_takes_the_address_that_its_item_gets_meanwhile),
    NAMED(what_was_published_together_goes_and_comes_back_together),
    NAMED(a_withdrawal_waits_too),
    NAMED(what_is_wrong_is_told_to_the_author_and_not_kept),
    NAMED(only_reviewers_publish_and_authors_may_take_theirs_back),
    NAMED(reviewers_own_changes_do_not_wait),
    NAMED(drafts_are_found_by_state_and_author),
};

int main(void)
{
    return RUN_ON_BOTH(tests);
}
