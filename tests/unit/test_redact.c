#include "edited.h"
#include "store/edit/draft.h"
#include "store/edit/edit.h"

/* Redacts as the chief. @return how many fields held the name */
static apr_int64_t redact(registry_t *registry, const char *name)
{
    apr_int64_t count = -1;

    must(registry, sc_edit_redact(registry->db, registry->pool, &chief, name, &count, &edited));
    return count;
}

/* The mayor as a signatory, a donor and a contact; each once in the registry and the history. */
static registry_t *registry_with_mayor(void **state)
{
    registry_t *registry = edited_registry(state);

    create(registry, &sc_agreement,
           "{'slug': 'pact', 'partnership': 'kaunas-hiratsuka', 'kind': 'sister',"
           " 'note': 'Signed by Jonas \\'Jon\\' 100%', 'signatories':"
           " [{'person': 'Jonas \\'Jon\\' 100%', 'office': 'Mayor', 'place': 'kaunas-lt'},"
           " {'person': 'Katsuhiro Ochiai', 'office': 'Mayor', 'place': 'hiratsuka-jp'}]}");
    create(registry, &sc_gift,
           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'A print',"
           " 'donor': 'Jonas \\'Jon\\' 100%', 'maker': 'jonas \\'jon\\' 100%'}");
    create(registry, &sc_organization,
           "{'slug': 'office', 'name': 'Office', 'contact': 'Jonas \\'Jon\\' 100%',"
           " 'email': 'jon@city.example', 'phone': '+370', 'contact_published': true}");
    return registry;
}

#define MAYOR "Jonas \"Jon\" 100%"

static void a_name_is_removed_and_the_act_is_kept(void **state)
{
    registry_t *registry = registry_with_mayor(state);
    const sc_agreement_t *pact;
    const sc_signatory_t *signatory;
    const sc_gift_t *gift;

    assert_int_equal(redact(registry, "100 JONAS Jón"), 10);
    pact = stored(registry, &sc_agreement, "pact");
    signatory = SC_AT(pact->signatories, 0, sc_signatory_t);
    assert_string_equal(signatory->person, sc_name_removed);
    assert_string_equal(signatory->office, "Mayor");
    assert_string_equal(signatory->place, "kaunas-lt");
    assert_string_equal(SC_AT(pact->signatories, 1, sc_signatory_t)->person, "Katsuhiro Ochiai");
    assert_string_equal(pact->note, "Signed by […]%");
    gift = stored(registry, &sc_gift, "print");
    assert_string_equal(gift->donor, sc_name_removed);
    assert_string_equal(gift->maker, sc_name_removed);
}

static void a_contact_goes_with_its_address_and_telephone(void **state)
{
    registry_t *registry = registry_with_mayor(state);
    const sc_organization_t *office;

    assert_int_equal(redact(registry, "jon@city.example"), 2);
    office = stored(registry, &sc_organization, "office");
    assert_null(office->contact);
    assert_null(office->email);
    assert_null(office->phone);
    office = change_of(registry, 6)->after;
    assert_null(office->contact);
    assert_null(office->phone);
}

static void no_former_state_keeps_a_removed_name(void **state)
{
    registry_t *registry = registry_with_mayor(state);
    apr_int64_t withdrawal;
    const sc_agreement_t *pact;
    const sc_change_t *change;

    change_as(registry, &kenji, &sc_gift, "print", "{'donor': 'The city'}");
    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    withdrawal = edited.change;
    /* Created with a signatory, a donor and a contact, changed, withdrawn with a signatory; and the
     * contact in the registry. */
    assert_int_equal(redact(registry, MAYOR), 12);
    assert_string_equal(
        ask(registry->db, registry->pool,
            "SELECT count(*) FROM \"changes\" WHERE \"after\" LIKE '%\"donor\":\"Jon%' "
            "OR \"before\" LIKE '%\"donor\":\"Jon%' "
            "OR \"belongings\" LIKE '%\"person\":\"Jon%'"),
        "0");
    change = change_of(registry, edited.change);
    assert_string_equal(change->action, "redact");
    assert_int_equal(change->items, 12);
    assert_null(change->note);
    must(registry, undo_as(registry, &rasa, withdrawal));
    pact = stored(registry, &sc_agreement, "pact");
    assert_string_equal(SC_AT(pact->signatories, 0, sc_signatory_t)->person, sc_name_removed);
}

static void no_draft_keeps_a_removed_name(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_gift_t *gift = fill(registry->pool, sc_record_new(&sc_gift, registry->pool),
                           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka',"
                           " 'object': 'A print', 'maker': 'Egidijus Rudinskas'}");
    sc_draft_t *draft;
    apr_int64_t id;

    must(registry, save_as(registry, &pupil, gift));
    id = edited.draft;
    assert_int_equal(redact(registry, "Egidijus Rudinskas"), 1);
    must(registry, sc_draft_read(registry->db, registry->pool, id, &draft));
    assert_string_equal(((sc_gift_t *)draft->record)->maker, sc_name_removed);
}

static void a_redaction_is_not_undone(void **state)
{
    registry_t *registry = registry_with_mayor(state);

    apr_int64_t change;

    redact(registry, MAYOR);
    change = edited.change;
    assert_int_equal(undo_as(registry, &chief, change), APR_EBUSY);
    assert_string_equal(
        problems_text(registry->pool),
        apr_psprintf(registry->pool, "history/%" APR_INT64_T_FMT ":not_undoable", change));
}

static void a_name_that_nobody_has_leaves_no_trace(void **state)
{
    registry_t *registry = registry_with_mayor(state);
    apr_int64_t count;

    assert_int_equal(redact(registry, "Nobody"), 0);
    assert_int_equal(edited.change, 0);
    assert_int_equal(redact(registry, "Jonas"), 0);
    assert_int_equal(sc_edit_redact(registry->db, registry->pool, &chief, "", &count, &edited),
                     APR_EINVAL);
    assert_int_equal(
        sc_edit_redact(registry->db, registry->pool, &chief, sc_name_removed, &count, &edited),
        APR_EINVAL);
}

static void a_name_is_removed_however_often_it_occurs(void **state)
{
    registry_t *registry = edited_registry(state);
    int i;

    for (i = 0; i < 60; i++) {
        create(registry, &sc_gift,
               apr_psprintf(registry->pool,
                            "{'slug': 'gift-%d', 'partnership': 'kaunas-hiratsuka',"
                            " 'object': 'A print', 'maker': '落合克宏'}",
                            i));
    }
    assert_int_equal(redact(registry, "落合克宏"), 120);
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"gifts\" WHERE \"maker\" = 'name removed'"),
                        "60");
    assert_int_equal(redact(registry, "落合克宏"), 0);
}

static const named_test_t tests[] = {
    NAMED(a_name_is_removed_and_the_act_is_kept),
    NAMED(a_contact_goes_with_its_address_and_telephone),
    NAMED(no_former_state_keeps_a_removed_name),
    NAMED(no_draft_keeps_a_removed_name),
    NAMED(a_redaction_is_not_undone),
    NAMED(a_name_that_nobody_has_leaves_no_trace),
    NAMED(a_name_is_removed_however_often_it_occurs),
};

int main(void)
{
    return RUN_ON_BOTH(tests);
}
