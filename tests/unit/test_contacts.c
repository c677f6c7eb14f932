/* Contacts go when their time is over, and do not stay behind in the history. */

#include "edited.h"

#include "store/edit/edit.h"

static void a_club_with_contacts(registry_t *registry, const char *slug, const char *until)
{
    create(registry, &sc_organization,
           apr_psprintf(registry->pool,
                        "{'slug': '%s', 'name': 'Club', 'contact': 'A. Person',"
                        " 'email': 'a@example.org', 'phone': '+370 37 000000',"
                        " 'contact_published': true, 'contact_until': '%s'}",
                        slug, until));
}

static apr_int64_t purge(registry_t *registry, const sc_editor_t *editor)
{
    apr_int64_t count;

    problems = sc_problems_new(registry->pool);
    must(registry, sc_contacts_purge(registry->db, registry->pool, editor, "2026-11-22", &count,
                                     problems, &edited));
    return count;
}

static void contacts_are_removed_once_their_day_is_over(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_organization_t *organization;

    a_club_with_contacts(registry, "old", "2025");
    a_club_with_contacts(registry, "today", "2026-11-22");
    assert_int_equal(purge(registry, &chief), 1);
    organization = stored(registry, &sc_organization, "old");
    assert_null(organization->contact);
    assert_null(organization->email);
    assert_null(organization->phone);
    assert_string_equal(organization->name, "Club");
    organization = stored(registry, &sc_organization, "today");
    assert_string_equal(organization->email, "a@example.org");
}

static void the_history_keeps_the_act_without_the_contact(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t change;

    a_club_with_contacts(registry, "old", "2025");
    change_as(registry, &kenji, &sc_organization, "old", "{'phone': '+370 37 111111'}");
    purge(registry, &chief);
    change = edited.change;
    assert_string_equal(change_of(registry, change)->action, "redact");
    assert_int_equal(change_of(registry, change)->items, 1);
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"changes\" WHERE \"before\" LIKE '%example.org%'"
                            " OR \"after\" LIKE '%example.org%' OR \"after\" LIKE '%370 37%'"
                            " OR \"before\" LIKE '%Person%' OR \"after\" LIKE '%Person%'"),
                        "0");
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"changes\" WHERE \"slug\" = 'old'"),
                        "2");
}

static void a_purge_cannot_be_undone(void **state)
{
    registry_t *registry = edited_registry(state);

    a_club_with_contacts(registry, "old", "2025");
    purge(registry, &chief);
    assert_int_equal(undo_as(registry, &chief, edited.change), APR_EBUSY);
    assert_null(((sc_organization_t *)stored(registry, &sc_organization, "old"))->email);
}

static void drafts_lose_the_contact_too(void **state)
{
    registry_t *registry = edited_registry(state);
    void *record;

    a_club_with_contacts(registry, "old", "2025");
    record = fill(registry->pool, stored(registry, &sc_organization, "old"), "{'name': 'Society'}");
    must(registry, save_as(registry, &pupil, record));
    assert_true(edited.draft > 0);
    purge(registry, &chief);
    assert_string_equal(
        ask(registry->db, registry->pool,
            "SELECT count(*) FROM \"drafts\" WHERE \"record\" LIKE '%example.org%'"),
        "0");
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"drafts\" WHERE \"record\" LIKE '%Society%'"),
                        "1");
}

static void without_any_there_is_no_change(void **state)
{
    registry_t *registry = edited_registry(state);

    a_club_with_contacts(registry, "young", "2030");
    assert_int_equal(purge(registry, &chief), 0);
    assert_int_equal(edited.change, 0);
}

static void removing_contacts_is_for_administrators(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t count;

    a_club_with_contacts(registry, "old", "2025");
    assert_int_equal(sc_contacts_purge(registry->db, registry->pool, &teacher, "2026-11-22", &count,
                                       sc_problems_new(registry->pool), &edited),
                     APR_EACCES);
    assert_non_null(((sc_organization_t *)stored(registry, &sc_organization, "old"))->email);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(contacts_are_removed_once_their_day_is_over),
        NAMED(the_history_keeps_the_act_without_the_contact),
        NAMED(a_purge_cannot_be_undone),
        NAMED(drafts_lose_the_contact_too),
        NAMED(without_any_there_is_no_change),
        NAMED(removing_contacts_is_for_administrators),
    };

    return RUN_ON_BOTH(tests);
}
