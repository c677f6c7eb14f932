#include "typed.h"

#include "store/load/load.h"

/* Whether readers see the e-mail address on that day. */
static int is_shown(apr_pool_t *pool, apr_int64_t published, const char *until, const char *today)
{
    sc_organization_t *office = sc_record_new(&sc_organization, pool);

    office->email = "office@city.example";
    office->contact_published = published;
    office->contact_until = until;
    return sc_field_is_public(sc_entity_field(&sc_organization, "email"), office, today);
}

static void a_contact_is_private_unless_it_is_published(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;

    assert_false(is_shown(pool, SC_NO_INTEGER, NULL, "2026-11-22"));
    assert_false(is_shown(pool, 0, NULL, "2026-11-22"));
    assert_true(is_shown(pool, 1, NULL, "2026-11-22"));
}

static void a_contact_is_withheld_once_the_day_it_may_be_kept_until_is_over(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;

    assert_true(is_shown(pool, 1, "2026-11-22", "2026-11-22"));
    assert_false(is_shown(pool, 1, "2026-11-22", "2026-11-23"));
    assert_true(is_shown(pool, 1, "2026", "2026-12-31"));
    assert_false(is_shown(pool, 1, "2026", "2027-01-01"));
    assert_false(is_shown(pool, 0, "2026-11-22", "2026-11-22"));
}

static void a_contact_kept_too_long_is_found_until_it_is_removed(void **state)
{
    registry_t *registry = *state;
    sc_db_t *db = registry->db;
    const sc_check_t *check;
    sc_desk_t desk = {0};

    put(db, registry->pool,
        "INSERT INTO \"organizations\" (\"id\", \"slug\", \"name\", \"email\", \"contact_until\") "
        "VALUES (1, 'over', 'A', 'a@city.example', '2026-11-21'), "
        "(2, 'today', 'B', 'b@city.example', '2026-11-22'), "
        "(3, 'removed', 'C', NULL, '2026-11-21'), (4, 'open', 'D', 'd@city.example', NULL)",
        NULL);
    reindex(db, registry->pool);
    assert_int_equal(sc_load_checks(db, registry->pool, "2026-11-22", 10, &desk), APR_SUCCESS);
    assert_int_equal(desk.check_total, 1);
    check = &APR_ARRAY_IDX(desk.checks, 0, sc_check_t);
    assert_string_equal(check->problem.code, "contact_expired");
    assert_string_equal(check->slug, "over");
}

static const named_test_t tests[] = {
    NAMED(a_contact_is_private_unless_it_is_published),
    NAMED(a_contact_is_withheld_once_the_day_it_may_be_kept_until_is_over),
    NAMED(a_contact_kept_too_long_is_found_until_it_is_removed),
};

int main(void)
{
    return RUN_ON_BOTH(tests);
}
