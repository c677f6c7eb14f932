#include "edited.h"
#include "store/edit/edit.h"

#include <apr_thread_proc.h>

static void a_new_item_is_stored_and_told_of(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_change_t *change = change_of(registry, 3);
    const sc_partnership_t *after = change->after;

    assert_string_equal(change->action, "create");
    assert_string_equal(change->who, "rasa");
    assert_int_equal(strlen(change->at), strlen("2026-11-22T03:31:00Z"));
    assert_ptr_equal(change->entity, &sc_partnership);
    assert_string_equal(change->slug, "kaunas-hiratsuka");
    assert_null(change->before);
    assert_int_equal(after->parties->nelts, 2);
    assert_int_equal(version_of(registry, &sc_partnership, "kaunas-hiratsuka"), 1);
}

static void a_change_is_told_from_what_to_what(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_change_t *change;
    const sc_difference_t *difference;
    apr_array_header_t *differences;

    change = change_of(
        registry, change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'population': 300000}"));
    assert_string_equal(change->action, "change");
    assert_string_equal(change->who, "kenji");
    differences = sc_differences(&sc_place, change->before, change->after, registry->pool);
    assert_int_equal(differences->nelts, 1);
    difference = &APR_ARRAY_IDX(differences, 0, sc_difference_t);
    assert_string_equal(difference->field->name, "population");
    assert_int_equal(((const sc_place_t *)change->before)->population, SC_NO_INTEGER);
    assert_int_equal(((const sc_place_t *)change->after)->population, 300000);
    assert_int_equal(((const sc_place_t *)change->after)->record.version, 2);
}

static void saving_what_is_stored_already_changes_nothing(void **state)
{
    registry_t *registry = edited_registry(state);

    assert_int_equal(change_as(registry, &kenji, &sc_place, "kaunas-lt", "{}"), 0);
    assert_int_equal(version_of(registry, &sc_place, "kaunas-lt"), 1);
    assert_string_equal(item_history(registry, &sc_place, "kaunas-lt"), "1");
}

static void all_that_is_wrong_with_a_record_is_told_at_once(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_partnership_t *record =
        fill(registry->pool, sc_record_new(&sc_partnership, registry->pool),
             "{'slug': 'kaunas-hiratsuka', 'type': 'sister', 'parties': [{'place': 'kaunas-lt'},"
             " {'place': 'atlantis'}]}");

    assert_int_equal(save_as(registry, &rasa, record), APR_EINVAL);
    assert_string_equal(problems_text(registry->pool),
                        "status:required slug:taken parties[1].place:unknown_reference");
    assert_int_equal(edited.change, 0);
    assert_int_equal(record->record.id, 0);
}

static void a_taken_address_is_told_from_other_problems(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_place_t *place = fill(registry->pool, sc_record_new(&sc_place, registry->pool),
                             "{'slug': 'kaunas-lt', 'name': 'Another'}");

    assert_int_equal(save_as(registry, &rasa, place), APR_EEXIST);
    assert_string_equal(problems_text(registry->pool), "slug:taken");
}

static void a_late_change_is_refused_with_what_the_first_one_wrote(void **state)
{
    registry_t *registry = edited_registry(state);
    void *mine = stored(registry, &sc_place, "kaunas-lt");

    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'population': 1}");
    fill(registry->pool, mine, "{'population': 2}");
    assert_int_equal(save_as(registry, &rasa, mine), APR_EBUSY);
    assert_int_equal(((sc_place_t *)edited.current)->population, 1);
    assert_int_equal(((sc_record_t *)edited.current)->version, 2);
    assert_int_equal(((sc_place_t *)stored(registry, &sc_place, "kaunas-lt"))->population, 1);
    assert_int_equal(withdraw_as(registry, &rasa, &sc_place, "kaunas-lt", 1), APR_EBUSY);
    assert_int_equal(((sc_record_t *)edited.current)->version, 2);
}

static void what_has_gone_cannot_be_changed(void **state)
{
    registry_t *registry = edited_registry(state);
    void *mine = stored(registry, &sc_partnership, "kaunas-hiratsuka");

    must(registry, withdraw_as(registry, &kenji, &sc_partnership, "kaunas-hiratsuka", 1));
    fill(registry->pool, mine, "{'note': 'Much done together.'}");
    assert_int_equal(save_as(registry, &rasa, mine), APR_ENOENT);
    assert_string_equal(problems_text(registry->pool), ":gone");
    assert_int_equal(withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1),
                     APR_ENOENT);
}

/* One of the people who save at the same time, with a connection of their own. */
typedef struct rival_t {
    registry_t registry;
    sc_place_t *record;
    sc_edit_t result;
    apr_status_t status;
} rival_t;

static void *APR_THREAD_FUNC save_at_once(apr_thread_t *thread, void *baton)
{
    rival_t *rival = baton;

    rival->status = sc_edit_save(rival->registry.db, rival->registry.pool, &rasa, rival->record,
                                 NULL, sc_problems_new(rival->registry.pool), &rival->result);
    apr_thread_exit(thread, APR_SUCCESS);
    return NULL;
}

static void of_two_who_save_at_the_same_time_one_wins(void **state)
{
    registry_t *registry = edited_registry(state);
    rival_t rivals[2];
    apr_thread_t *threads[2];
    apr_status_t ended;
    int i, round, loser;

    for (i = 0; i < 2; i++) {
        apr_pool_create_ex(&rivals[i].registry.pool, registry->pool, NULL, NULL);
        rivals[i].registry.db = connect_to(registry->url, rivals[i].registry.pool);
    }
    for (round = 0; round < 10; round++) {
        for (i = 0; i < 2; i++) {
            rivals[i].record = stored(&rivals[i].registry, &sc_place, "kaunas-lt");
            rivals[i].record->population = 1000 * (round + 1) + i;
        }
        for (i = 0; i < 2; i++) {
            assert_int_equal(
                apr_thread_create(&threads[i], NULL, save_at_once, &rivals[i], registry->pool),
                APR_SUCCESS);
        }
        for (i = 0; i < 2; i++) {
            apr_thread_join(&ended, threads[i]);
        }
        loser = rivals[0].status == APR_SUCCESS;
        assert_int_equal(rivals[!loser].status, APR_SUCCESS);
        assert_int_equal(rivals[loser].status, APR_EBUSY);
        assert_int_equal(((sc_place_t *)rivals[loser].result.current)->population,
                         1000 * (round + 1) + !loser);
        assert_int_equal(version_of(registry, &sc_place, "kaunas-lt"), round + 2);
    }
    for (i = 0; i < 2; i++) {
        apr_pool_destroy(rivals[i].registry.pool);
    }
}

/* An agreement with a signatory, an approval, a step, an activity, a gift and a source. */
static void add_belongings(registry_t *registry)
{
    create(registry, &sc_agreement,
           "{'slug': 'pact', 'partnership': 'kaunas-hiratsuka', 'kind': 'sister',"
           " 'date': '2023-11-25', 'signatories': [{'person': 'Katsuhiro Ochiai',"
           " 'office': 'Mayor', 'place': 'hiratsuka-jp'}]}");
    create(registry, &sc_approval,
           "{'slug': 'vote', 'partnership': 'kaunas-hiratsuka', 'body': 'Assembly',"
           " 'votes_for': 28, 'budget_amount': 1250.75}");
    create(registry, &sc_step,
           "{'slug': 'ceremony', 'partnership': 'kaunas-hiratsuka', 'status': 'signing',"
           " 'document': 'https://city.example/decision.pdf'}");
    create(registry, &sc_activity,
           "{'slug': 'days', 'partnership': 'kaunas-hiratsuka', 'title': 'Japanese Days',"
           " 'fields': ['culture', 'youth'], 'participants': [{'group': 'choir', 'count': 40}]}");
    create(registry, &sc_gift,
           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'A print',"
           " 'donor_place': 'hiratsuka-jp'}");
    create(registry, &sc_source,
           "{'slug': 'page', 'partnership': 'kaunas-hiratsuka', 'field': 'established',"
           " 'states': '2023', 'preferred': true}");
}

static const struct {
    const sc_entity_t *entity;
    const char *slug;
} belongings[] = {{&sc_agreement, "pact"}, {&sc_approval, "vote"}, {&sc_step, "ceremony"},
                  {&sc_activity, "days"},  {&sc_gift, "print"},    {&sc_source, "page"}};

#define BELONGING_COUNT (sizeof(belongings) / sizeof(belongings[0]))

static void what_is_withdrawn_comes_back_with_all_that_belonged_to_it(void **state)
{
    registry_t *registry = edited_registry(state);
    const void *before[BELONGING_COUNT];
    const sc_partnership_t *partnership;
    const sc_change_t *change;
    size_t i;

    add_belongings(registry);
    partnership = stored(registry, &sc_partnership, "kaunas-hiratsuka");
    for (i = 0; i < BELONGING_COUNT; i++) {
        before[i] = stored(registry, belongings[i].entity, belongings[i].slug);
    }
    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    change = change_of(registry, edited.change);
    assert_string_equal(change->action, "withdraw");
    assert_int_equal(change->belongings->nelts, BELONGING_COUNT);
    for (i = 0; i < BELONGING_COUNT; i++) {
        assert_null(stored(registry, belongings[i].entity, belongings[i].slug));
    }
    must(registry, undo_as(registry, &rasa, edited.change));
    assert_string_equal(change_of(registry, edited.change)->action, "restore");
    assert_true(
        sc_record_is_equal(partnership, stored(registry, &sc_partnership, "kaunas-hiratsuka")));
    assert_int_equal(version_of(registry, &sc_partnership, "kaunas-hiratsuka"), 2);
    for (i = 0; i < BELONGING_COUNT; i++) {
        const void *now = stored(registry, belongings[i].entity, belongings[i].slug);

        assert_non_null(now);
        assert_true(sc_record_is_equal(before[i], now));
        assert_int_equal(((const sc_record_t *)now)->version, 2);
    }
}

static void a_restoration_is_undone_unless_something_was_added_since(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t restoration;

    add_belongings(registry);
    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    must(registry, undo_as(registry, &rasa, edited.change));
    restoration = edited.change;
    create(registry, &sc_gift,
           "{'slug': 'tree', 'partnership': 'kaunas-hiratsuka', 'object': 'A tree'}");
    assert_int_equal(undo_as(registry, &rasa, restoration), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), "gifts/tree:added");
    must(registry, withdraw_as(registry, &rasa, &sc_gift, "tree", 1));
    must(registry, undo_as(registry, &rasa, restoration));
    assert_null(stored(registry, &sc_partnership, "kaunas-hiratsuka"));
    must(registry, undo_as(registry, &rasa, edited.change));
    assert_int_equal(version_of(registry, &sc_agreement, "pact"), 3);
    assert_null(stored(registry, &sc_gift, "tree"));
}

static void a_place_comes_back_with_its_claims_and_sources(void **state)
{
    registry_t *registry = edited_registry(state);

    create(registry, &sc_place, "{'slug': 'boston-us', 'name': 'Boston'}");
    create(registry, &sc_claim, "{'slug': 'eleven', 'place': 'boston-us', 'number': 11}");
    create(registry, &sc_source, "{'slug': 'site', 'place': 'boston-us', 'title': 'Site'}");
    must(registry, withdraw_as(registry, &rasa, &sc_place, "boston-us", 1));
    assert_null(stored(registry, &sc_claim, "eleven"));
    must(registry, undo_as(registry, &rasa, edited.change));
    assert_int_equal(((sc_claim_t *)stored(registry, &sc_claim, "eleven"))->number, 11);
    assert_non_null(stored(registry, &sc_source, "site"));
}

static void what_others_refer_to_is_not_withdrawn(void **state)
{
    registry_t *registry = edited_registry(state);

    assert_int_equal(withdraw_as(registry, &rasa, &sc_place, "kaunas-lt", 1), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), "partnerships/kaunas-hiratsuka:in_use");
    assert_null(edited.current);
    assert_non_null(stored(registry, &sc_place, "kaunas-lt"));
}

static void the_versions_of_an_address_never_begin_anew(void **state)
{
    registry_t *registry = edited_registry(state);

    create(registry, &sc_place, "{'slug': 'kuji-jp', 'name': 'Kuji'}");
    change_as(registry, &rasa, &sc_place, "kuji-jp", "{'country': 'JP'}");
    must(registry, withdraw_as(registry, &rasa, &sc_place, "kuji-jp", 2));
    create(registry, &sc_place, "{'slug': 'kuji-jp', 'name': 'Kuji anew'}");
    assert_int_equal(version_of(registry, &sc_place, "kuji-jp"), 3);
}

static void undoing_leaves_what_others_changed_since(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_place_t *now;
    apr_int64_t change;

    change = change_as(registry, &rasa, &sc_place, "kaunas-lt",
                       "{'population': 1, 'website': 'https://wrong.example/'}");
    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'subdivision': 'Kauno apskritis'}");
    must(registry, undo_as(registry, &rasa, change));
    now = stored(registry, &sc_place, "kaunas-lt");
    assert_int_equal(now->population, SC_NO_INTEGER);
    assert_null(now->website);
    assert_string_equal(now->subdivision, "Kauno apskritis");
    assert_int_equal(change_of(registry, edited.change)->undoes, change);
    assert_int_equal(change_of(registry, change)->undone, edited.change);
}

static void undoing_is_refused_field_by_field_when_it_was_changed_again(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t change = change_as(registry, &rasa, &sc_place, "kaunas-lt",
                                   "{'population': 1, 'level': 'city', 'country': 'LV'}");

    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'population': 2, 'country': 'EE'}");
    assert_int_equal(undo_as(registry, &rasa, change), APR_EBUSY);
    assert_string_equal(
        problems_text(registry->pool),
        "places/kaunas-lt.country:changed_again places/kaunas-lt.population:changed_again");
    assert_string_equal(((sc_place_t *)stored(registry, &sc_place, "kaunas-lt"))->level, "city");
}

static void an_undoing_can_be_undone_and_so_on(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t first = change_as(registry, &rasa, &sc_place, "kaunas-lt", "{'level': 'city'}");
    apr_int64_t second, third;

    must(registry, undo_as(registry, &rasa, first));
    second = edited.change;
    assert_int_equal(undo_as(registry, &rasa, first), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool),
                        apr_psprintf(registry->pool, "history/%" APR_INT64_T_FMT ":undone", first));
    must(registry, undo_as(registry, &rasa, second));
    third = edited.change;
    assert_string_equal(((sc_place_t *)stored(registry, &sc_place, "kaunas-lt"))->level, "city");
    assert_int_equal(change_of(registry, first)->undone, 0);
    assert_int_equal(change_of(registry, second)->undone, third);
    must(registry, undo_as(registry, &rasa, third));
    assert_null(((sc_place_t *)stored(registry, &sc_place, "kaunas-lt"))->level);
    assert_int_equal(change_of(registry, first)->undone, second);
    assert_int_equal(change_of(registry, second)->undone, 0);
}

static void what_is_as_before_already_need_not_be_undone(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t change = change_as(registry, &rasa, &sc_place, "kaunas-lt", "{'level': 'city'}");

    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'level': null}");
    assert_int_equal(undo_as(registry, &rasa, change), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), "places/kaunas-lt:as_before");
}

static void undoing_a_creation_takes_nothing_of_others_along(void **state)
{
    registry_t *registry = edited_registry(state);

    create(registry, &sc_gift,
           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'A print'}");
    change_as(registry, &kenji, &sc_partnership, "kaunas-hiratsuka", "{'established': '2023'}");
    assert_int_equal(undo_as(registry, &rasa, 3), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool),
                        "partnerships/kaunas-hiratsuka:changed gifts/print:added");
    must(registry, undo_as(registry, &rasa, 4));
    assert_null(stored(registry, &sc_gift, "print"));
    must(registry, undo_as(registry, &kenji, 5));
    must(registry, undo_as(registry, &rasa, 3));
    assert_null(stored(registry, &sc_partnership, "kaunas-hiratsuka"));
    assert_int_equal(undo_as(registry, &rasa, 1), APR_SUCCESS);
}

static void what_stands_in_the_way_of_restoring_is_told_item_by_item(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t withdrawal;

    create(registry, &sc_organization, "{'slug': 'rotary', 'name': 'Rotary Club'}");
    create(registry, &sc_activity,
           "{'slug': 'days', 'partnership': 'kaunas-hiratsuka', 'title': 'Days',"
           " 'organizations': ['rotary']}");
    create(registry, &sc_place, "{'slug': 'kuji-jp', 'name': 'Kuji'}");
    create(registry, &sc_gift,
           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'A print',"
           " 'donor_place': 'kuji-jp'}");
    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    withdrawal = edited.change;
    must(registry, withdraw_as(registry, &kenji, &sc_organization, "rotary", 1));
    must(registry, withdraw_as(registry, &kenji, &sc_place, "kuji-jp", 1));
    assert_int_equal(undo_as(registry, &rasa, withdrawal), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool),
                        "activities/days.organizations[0]:unknown_reference "
                        "gifts/print.donor_place:unknown_reference");
    assert_null(stored(registry, &sc_partnership, "kaunas-hiratsuka"));
}

static void an_address_that_was_taken_since_stands_in_the_way(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t withdrawal;

    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    withdrawal = edited.change;
    create(registry, &sc_partnership,
           "{'slug': 'kaunas-hiratsuka', 'type': 'sister', 'status': 'active',"
           " 'parties': [{'place': 'kaunas-lt'}, {'place': 'hiratsuka-jp'}]}");
    assert_int_equal(undo_as(registry, &rasa, withdrawal), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), "partnerships/kaunas-hiratsuka.slug:taken");
}

static void renamed_things_are_found_when_something_is_undone(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_partnership_t *partnership;
    apr_int64_t change, withdrawal;

    change = change_as(registry, &rasa, &sc_place, "kaunas-lt", "{'level': 'city'}");
    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    withdrawal = edited.change;
    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'slug': 'kaunas'}");
    must(registry, undo_as(registry, &rasa, withdrawal));
    partnership = stored(registry, &sc_partnership, "kaunas-hiratsuka");
    assert_string_equal(SC_AT(partnership->parties, 0, sc_party_t)->place, "kaunas");
    must(registry, undo_as(registry, &rasa, change));
    assert_null(((sc_place_t *)stored(registry, &sc_place, "kaunas"))->level);
}

static void roles_bound_what_somebody_may_do(void **state)
{
    static const sc_editor_t nobody = {"nobody", SC_ROLE_NONE, 0, NULL, 0};
    static const sc_editor_t unnamed = {"", SC_ROLE_ADMIN, 0, NULL, 0};
    registry_t *registry = edited_registry(state);
    void *place = stored(registry, &sc_place, "kaunas-lt");
    apr_int64_t count;

    assert_int_equal(save_as(registry, &nobody, place), APR_EACCES);
    assert_int_equal(save_as(registry, &unnamed, place), APR_EACCES);
    assert_int_equal(withdraw_as(registry, &nobody, &sc_place, "kaunas-lt", 1), APR_EACCES);
    assert_int_equal(undo_as(registry, &kenji, 3), APR_EACCES);
    assert_int_equal(undo_as(registry, &pupil, 3), APR_EACCES);
    assert_int_equal(sc_edit_redact(registry->db, registry->pool, &teacher, "X", &count, &edited),
                     APR_EACCES);
    assert_int_equal(undo_as(registry, &teacher, 3), APR_SUCCESS);
    assert_int_equal(undo_as(registry, &teacher, 1000), APR_ENOENT);
}

static void a_note_that_cannot_be_kept_is_refused(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_editor_t noting = {"rasa", SC_ROLE_EDITOR, 0, "bad \xff byte", 0};
    sc_place_t *place = stored(registry, &sc_place, "kaunas-lt");

    place->population = 7;
    assert_int_equal(save_as(registry, &noting, place), APR_EINVAL);
    assert_string_equal(problems_text(registry->pool), "note:unsound_note");
    noting.note = "It's “quoted” — 平塚";
    must(registry, save_as(registry, &noting, place));
    assert_string_equal(change_of(registry, edited.change)->note, "It's “quoted” — 平塚");
}

static void nothing_is_changed_that_the_history_cannot_tell(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_place_t *place = stored(registry, &sc_place, "kaunas-lt");

    type_sql(registry->db, registry->pool, "DROP TABLE \"change_subjects\"");
    place->population = 7;
    assert_int_equal(save_as(registry, &rasa, place), APR_EGENERAL);
    assert_int_equal(edited.change, 0);
    assert_int_equal(place->record.version, 1);
    assert_int_equal(withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1),
                     APR_EGENERAL);
    assert_int_equal(version_of(registry, &sc_place, "kaunas-lt"), 1);
    assert_non_null(stored(registry, &sc_partnership, "kaunas-hiratsuka"));
}

static const named_test_t tests[] = {
    NAMED(a_new_item_is_stored_and_told_of),
    NAMED(a_change_is_told_from_what_to_what),
    NAMED(saving_what_is_stored_already_changes_nothing),
    NAMED(all_that_is_wrong_with_a_record_is_told_at_once),
    NAMED(a_taken_address_is_told_from_other_problems),
    NAMED(a_late_change_is_refused_with_what_the_first_one_wrote),
    NAMED(what_has_gone_cannot_be_changed),
    NAMED(of_two_who_save_at_the_same_time_one_wins),
    NAMED(what_is_withdrawn_comes_back_with_all_that_belonged_to_it),
    NAMED(a_restoration_is_undone_unless_something_was_added_since),
    NAMED(a_place_comes_back_with_its_claims_and_sources),
    NAMED(what_others_refer_to_is_not_withdrawn),
    NAMED(the_versions_of_an_address_never_begin_anew),
    NAMED(undoing_leaves_what_others_changed_since),
    NAMED(undoing_is_refused_field_by_field_when_it_was_changed_again),
    NAMED(an_undoing_can_be_undone_and_so_on),
    NAMED(what_is_as_before_already_need_not_be_undone),
    NAMED(undoing_a_creation_takes_nothing_of_others_along),
    NAMED(what_stands_in_the_way_of_restoring_is_told_item_by_item),
    NAMED(an_address_that_was_taken_since_stands_in_the_way),
    NAMED(renamed_things_are_found_when_something_is_undone),
    NAMED(roles_bound_what_somebody_may_do),
    NAMED(a_note_that_cannot_be_kept_is_refused),
    NAMED(nothing_is_changed_that_the_history_cannot_tell),
};

int main(void)
{
    return RUN_ON_BOTH(tests);
}
