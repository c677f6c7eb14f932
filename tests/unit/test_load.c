#include "typed.h"

#include "store/load/load.h"
#include "view/derive.h"

#include <dlfcn.h>
#include <sqlite3.h>

static int statements;

/* Stand before the libraries' functions of these names, to count what a loader costs: once a
 * statement has run, SQLite's is called for it, and apr_dbd's runs one on PostgreSQL. */
int sqlite3_reset(sqlite3_stmt *statement)
{
    static int (*real)(sqlite3_stmt *);

    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_reset");
    }
    statements++;
    return real(statement);
}

int apr_dbd_pbselect(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle,
                     apr_dbd_results_t **results, apr_dbd_prepared_t *statement, int random,
                     const void **args)
{
    static int (*real)(const apr_dbd_driver_t *, apr_pool_t *, apr_dbd_t *, apr_dbd_results_t **,
                       apr_dbd_prepared_t *, int, const void **);

    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "apr_dbd_pbselect");
    }
    statements++;
    return real(driver, pool, handle, results, statement, random, args);
}

/* Partners of the hub, each partnership with one thing of every kind. Partner N has the id N + 1,
 * its partnership the id N. */
static void add_partners(sc_db_t *db, apr_pool_t *pool, int first, int last)
{
    int i;

    for (i = first; i <= last; i++) {
        put(db, pool,
            apr_psprintf(pool,
                         "INSERT INTO \"places\" (\"id\", \"slug\", \"name\", \"country\") "
                         "VALUES (%d, 'partner-%d', 'Partner %d', 'JP')",
                         i + 1, i, i),
            apr_psprintf(pool,
                         "INSERT INTO \"place_names\" (\"place_id\", \"position\", \"lang\", "
                         "\"text\") VALUES (%d, 0, 'ja', '市%d')",
                         i + 1, i),
            apr_psprintf(pool,
                         "INSERT INTO \"partnerships\" (\"id\", \"slug\", \"type\", \"status\", "
                         "\"established\") VALUES (%d, 'pact-%d', 'sister', 'active', '%d')",
                         i, i, 2000 - i),
            apr_psprintf(pool,
                         "INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", "
                         "\"place_id\") VALUES (%d, 0, 1), (%d, 1, %d)",
                         i, i, i + 1),
            apr_psprintf(pool, "INSERT INTO \"partnership_fields\" VALUES (%d, 0, 'culture')", i),
            apr_psprintf(pool,
                         "INSERT INTO \"agreements\" (\"id\", \"slug\", \"partnership_id\", "
                         "\"kind\", \"date\") VALUES (%d, 'signed-%d', %d, 'sister', '%d')",
                         i, i, i, 2000 - i),
            apr_psprintf(pool,
                         "INSERT INTO \"agreement_signatories\" (\"agreement_id\", \"position\", "
                         "\"person\", \"place_id\") VALUES (%d, 0, 'Mayor', %d)",
                         i, i + 1),
            apr_psprintf(pool,
                         "INSERT INTO \"steps\" (\"id\", \"slug\", \"partnership_id\", "
                         "\"status\") VALUES (%d, 'step-%d', %d, 'active')",
                         i, i, i),
            apr_psprintf(pool,
                         "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", "
                         "\"title\", \"start\") VALUES (%d, 'visit-%d', %d, 'Visit', '%d-05')",
                         i, i, i, 2000 + i % 20),
            apr_psprintf(pool, "INSERT INTO \"activity_organizations\" VALUES (%d, 0, 1)", i),
            apr_psprintf(pool,
                         "INSERT INTO \"gifts\" (\"id\", \"slug\", \"partnership_id\", "
                         "\"object\", \"donor_place_id\") VALUES (%d, 'gift-%d', %d, 'Clock', %d)",
                         i, i, i, i + 1),
            apr_psprintf(pool,
                         "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"partner_id\") "
                         "VALUES (%d, 'claim-%d', 1, %d), (%d, 'back-%d', %d, 1)",
                         2 * i, i, i + 1, 2 * i + 1, i, i + 1),
            NULL);
    }
    reindex(db, pool);
}

static sc_db_t *registry_of_hub(registry_t *registry, int partners)
{
    sc_db_t *db = registry->db;
    apr_pool_t *pool = registry->pool;

    put(db, pool,
        "INSERT INTO \"places\" (\"id\", \"slug\", \"name\", \"country\") "
        "VALUES (1, 'hub', 'Hub', 'US')",
        "INSERT INTO \"organizations\" (\"id\", \"slug\", \"name\", \"place_id\") "
        "VALUES (1, 'committee', 'Committee', 1)",
        "INSERT INTO \"organization_languages\" VALUES (1, 0, 'en')",
        "INSERT INTO \"sources\" (\"id\", \"slug\", \"place_id\", \"title\") "
        "VALUES (1, 'source', 1, 'City page')",
        NULL);
    put(db, pool,
        "INSERT INTO \"claims\" (\"id\", \"slug\", \"place_id\", \"number\") "
        "VALUES (1000, 'number', 1, 11)",
        NULL);
    add_partners(db, pool, 1, partners);
    return db;
}

static const sc_query_t everything = {.limit = SC_LIMIT_DEFAULT};

static void *load(sc_load_fn *loader, sc_db_t *db, apr_pool_t *pool, const char *slug,
                  const sc_query_t *query)
{
    void *data = NULL;

    if (loader(db, pool, slug, query, &data) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(db));
    }
    return data;
}

static void a_place_has_everything_of_its_partnerships(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_place_dossier_t *dossier = load(sc_load_place, db, pool, "hub", &everything);
    sc_label_t *label = apr_hash_get(dossier->labels, "partner-2", APR_HASH_KEY_STRING);

    assert_string_equal(dossier->place->name, "Hub");
    assert_int_equal(dossier->partnerships->nelts, 3);
    assert_string_equal(SC_AT(dossier->partnerships, 0, sc_partnership_t)->slug, "pact-3");
    assert_string_equal(SC_AT(dossier->agreements, 0, sc_agreement_t)->slug, "signed-3");
    assert_int_equal(SC_COUNT(SC_AT(dossier->agreements, 0, sc_agreement_t)->signatories), 1);
    assert_string_equal(SC_AT(dossier->activities, 0, sc_activity_t)->slug, "visit-3");
    assert_int_equal(dossier->steps->nelts, 3);
    assert_int_equal(dossier->gifts->nelts, 3);
    assert_int_equal(dossier->organizations->nelts, 1);
    assert_int_equal(dossier->sources->nelts, 1);
    assert_int_equal(dossier->claims->nelts, 4);
    assert_int_equal(dossier->claimed_by->nelts, 3);
    assert_int_equal(dossier->successors->nelts, 0);
    assert_non_null(label);
    assert_string_equal(SC_AT(label->names, 0, sc_name_t)->text, "市2");
    assert_non_null(apr_hash_get(dossier->labels, "hub", APR_HASH_KEY_STRING));
}

static void a_place_typed_with_an_odd_slug_is_labelled_all_the_same(void **state)
{
    static const char odd[] = "a\"b\\c,{d}\t市";
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 2);
    sc_arg_t slug = sc_arg_text(odd);
    sc_place_dossier_t *dossier;
    sc_label_t *label;

    assert_int_equal(sc_db_execute(db, pool, "UPDATE \"places\" SET \"slug\" = ? WHERE \"id\" = 3",
                                   &slug, 1, NULL),
                     APR_SUCCESS);
    dossier = load(sc_load_place, db, pool, "hub", &everything);
    label = apr_hash_get(dossier->labels, odd, APR_HASH_KEY_STRING);
    assert_non_null(label);
    assert_string_equal(SC_AT(label->names, 0, sc_name_t)->text, "市2");
    assert_non_null(apr_hash_get(dossier->labels, "partner-1", APR_HASH_KEY_STRING));
}

static void a_place_knows_its_successors(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 1);
    sc_place_dossier_t *dossier;

    put(db, pool, "INSERT INTO \"place_predecessors\" VALUES (2, 0, 1)", NULL);
    dossier = load(sc_load_place, db, pool, "hub", &everything);
    assert_int_equal(dossier->successors->nelts, 1);
    assert_string_equal(APR_ARRAY_IDX(dossier->successors, 0, const char *), "partner-1");
    assert_non_null(apr_hash_get(dossier->labels, "partner-1", APR_HASH_KEY_STRING));
}

static void a_day_leaves_out_what_began_later(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_query_t query = {.as_of = "1998-06-01", .limit = 10};
    sc_place_dossier_t *dossier = load(sc_load_place, db, pool, "hub", &query);

    assert_int_equal(dossier->partnerships->nelts, 2);
    assert_int_equal(dossier->agreements->nelts, 2);
    assert_int_equal(dossier->gifts->nelts, 2);
    assert_int_equal(dossier->activities->nelts, 2);
}

static void a_partnership_has_all_that_belongs_to_it(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_partnership_dossier_t *dossier = load(sc_load_partnership, db, pool, "pact-2", &everything);

    assert_int_equal(SC_COUNT(dossier->partnership->parties), 2);
    assert_int_equal(dossier->agreements->nelts, 1);
    assert_int_equal(dossier->approvals->nelts, 0);
    assert_int_equal(dossier->steps->nelts, 1);
    assert_int_equal(dossier->activities->nelts, 1);
    assert_int_equal(dossier->gifts->nelts, 1);
    assert_int_equal(dossier->claims->nelts, 2);
    assert_int_equal(dossier->organizations->nelts, 1);
    assert_non_null(apr_hash_get(dossier->labels, "hub", APR_HASH_KEY_STRING));
    assert_non_null(apr_hash_get(dossier->labels, "partner-2", APR_HASH_KEY_STRING));
    assert_null(apr_hash_get(dossier->labels, "partner-1", APR_HASH_KEY_STRING));
}

static void an_item_comes_with_its_partnership(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 2);
    sc_item_dossier_t *activity = load(sc_load_activity, db, pool, "visit-1", &everything);
    sc_item_dossier_t *agreement = load(sc_load_agreement, db, pool, "signed-2", &everything);
    sc_item_dossier_t *office = load(sc_load_organization, db, pool, "committee", &everything);

    assert_string_equal(activity->partnership->slug, "pact-1");
    assert_int_equal(activity->organizations->nelts, 1);
    assert_string_equal(agreement->partnership->slug, "pact-2");
    assert_non_null(apr_hash_get(agreement->labels, "partner-2", APR_HASH_KEY_STRING));
    assert_null(office->partnership);
    assert_non_null(apr_hash_get(office->labels, "hub", APR_HASH_KEY_STRING));
}

static void what_does_not_exist_is_said_to_be_missing(void **state)
{
    static sc_load_fn *const loaders[] = {sc_load_overview,
                                          sc_load_place,
                                          sc_load_partnership,
                                          sc_load_agreement,
                                          sc_load_activity,
                                          sc_load_organization,
                                          sc_load_place_partnerships,
                                          sc_load_place_activities,
                                          sc_load_place_with_activities};
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 1);
    size_t i;

    for (i = 0; i < sizeof(loaders) / sizeof(loaders[0]); i++) {
        void *data;

        assert_int_equal(loaders[i](db, pool, "atlantis", &everything, &data), APR_ENOENT);
    }
}

static void the_overview_counts_and_shows_a_few(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 7);
    sc_overview_t *overview;

    put(db, pool,
        "INSERT INTO \"places\" (\"id\", \"slug\", \"name\", \"country\") "
        "VALUES (100, 'alone', 'Alone', 'IS')",
        "UPDATE \"partnerships\" SET \"status\" = 'terminated' WHERE \"id\" = 7", NULL);
    overview = load(sc_load_overview, db, pool, NULL, &everything);
    assert_null(overview->home);
    assert_int_equal(overview->places, 9);
    assert_int_equal(overview->partnerships, 7);
    assert_int_equal(overview->agreements, 7);
    assert_int_equal(overview->activities, 7);
    assert_int_equal(overview->in_force, 6);
    assert_int_equal(overview->countries, 2);
    assert_int_equal(overview->recent_activities->nelts, 5);
    assert_string_equal(SC_AT(overview->recent_activities, 0, sc_activity_t)->slug, "visit-7");
    assert_string_equal(SC_AT(overview->recent_agreements, 0, sc_agreement_t)->slug, "signed-1");
    assert_string_equal(SC_AT(overview->oldest_partnerships, 0, sc_partnership_t)->slug, "pact-6");
    assert_non_null(apr_hash_get(overview->partnerships_by_slug, "pact-7", APR_HASH_KEY_STRING));
    assert_non_null(apr_hash_get(overview->labels, "partner-6", APR_HASH_KEY_STRING));
    overview = load(sc_load_overview, db, pool, "hub", &everything);
    assert_int_equal(overview->home->partnerships->nelts, 7);
}

static void what_has_no_date_is_not_called_recent(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_overview_t *overview;

    put(db, pool, "UPDATE \"activities\" SET \"start\" = NULL WHERE \"slug\" <> 'visit-2'",
        "UPDATE \"agreements\" SET \"date\" = NULL WHERE \"slug\" <> 'signed-2'", NULL);
    overview = load(sc_load_overview, db, pool, NULL, &everything);
    assert_int_equal(overview->recent_activities->nelts, 1);
    assert_string_equal(SC_AT(overview->recent_activities, 0, sc_activity_t)->slug, "visit-2");
    assert_int_equal(overview->recent_agreements->nelts, 1);
    assert_string_equal(SC_AT(overview->recent_agreements, 0, sc_agreement_t)->slug, "signed-2");
}

static void a_list_of_a_place_is_narrowed_to_it(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_list_t *list = load(sc_load_place_partnerships, db, pool, "partner-2", &everything);

    assert_int_equal(list->total, 1);
    list = load(sc_load_place_activities, db, pool, "partner-2", &everything);
    assert_int_equal(list->total, 1);
    assert_string_equal(SC_AT(list->items, 0, sc_activity_t)->slug, "visit-2");
    assert_non_null(apr_hash_get(list->partnerships, "pact-2", APR_HASH_KEY_STRING));
}

static void add_activities(sc_db_t *db, apr_pool_t *pool, int first, int last)
{
    int i;

    for (i = first; i <= last; i++) {
        put(db, pool,
            apr_psprintf(pool,
                         "INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", "
                         "\"title\", \"start\") VALUES (%d, 'visit-%d', 1, 'Visit', '2021-05')",
                         i, i),
            NULL);
    }
    reindex(db, pool);
}

static void a_place_page_reads_no_more_when_there_are_more_activities(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 5);
    sc_place_dossier_t *dossier;
    int of_five;

    statements = 0;
    dossier = load(sc_load_place_page, db, pool, "hub", &everything);
    of_five = statements;
    assert_int_equal(dossier->activities->nelts, SC_RECENT_ACTIVITIES);
    assert_int_equal(dossier->activity_total, 5);
    add_activities(db, pool, 100, 140);
    statements = 0;
    dossier = load(sc_load_place_page, db, pool, "hub", &everything);
    assert_int_equal(statements, of_five);
    assert_int_equal(dossier->activities->nelts, SC_RECENT_ACTIVITIES);
    assert_int_equal(dossier->activity_total, 46);
    assert_string_equal(SC_AT(dossier->activities, 0, sc_activity_t)->slug, "visit-140");
}

static void a_place_page_counts_activities_of_the_partnerships_it_shows(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 8);
    sc_query_t query = {.as_of = "1998-06-01", .limit = 10};
    sc_place_dossier_t *whole = load(sc_load_place, db, pool, "hub", &query);
    sc_place_dossier_t *shown = load(sc_load_place_page, db, pool, "hub", &query);
    int i;

    assert_int_equal(shown->activity_total, 7);
    assert_int_equal(whole->activity_total, 7);
    for (i = 0; i < SC_RECENT_ACTIVITIES; i++) {
        assert_string_equal(SC_AT(shown->activities, i, sc_activity_t)->slug,
                            SC_AT(whole->activities, i, sc_activity_t)->slug);
    }
}

static void pages_about_a_place_leave_out_what_they_do_not_show(void **state)
{
    static sc_load_fn *const loaders[] = {sc_load_place_page, sc_load_place_partners,
                                          sc_load_place_timeline};
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    size_t i;

    put(db, pool, "UPDATE \"agreements\" SET \"term_months\" = 24 WHERE \"id\" = 2", NULL);
    for (i = 0; i < sizeof(loaders) / sizeof(loaders[0]); i++) {
        sc_place_dossier_t *dossier = load(loaders[i], db, pool, "hub", &everything);

        int is_list = loaders[i] == sc_load_place_partners;

        assert_int_equal(dossier->agreements->nelts, is_list ? 1 : 3);
        assert_string_equal(SC_AT(dossier->agreements, 0, sc_agreement_t)->slug,
                            is_list ? "signed-2" : "signed-3");
        if (!is_list) {
            assert_null(SC_AT(dossier->agreements, 0, sc_agreement_t)->signatories);
        }
        assert_int_equal(dossier->gifts->nelts, 0);
        assert_int_equal(dossier->steps->nelts, is_list ? 0 : 3);
        assert_int_equal(dossier->claims->nelts, loaders[i] == sc_load_place_page ? 4 : 0);
    }
}

static void data_of_a_place_read_nothing_but_its_partners_of_what_it_takes_part_in(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_place_dossier_t *whole = load(sc_load_place, db, pool, "hub", &everything);
    sc_place_dossier_t *data = load(sc_load_place_data, db, pool, "hub", &everything);
    sc_partner_count_t one, other;

    sc_partner_count_of(whole, "2026-11-30", &one, pool);
    sc_partner_count_of(data, "2026-11-30", &other, pool);
    assert_int_equal(other.listed, one.listed);
    assert_int_equal(other.listed, 3);
    assert_int_equal(data->claims->nelts, whole->claims->nelts);
    assert_int_equal(data->organizations->nelts, whole->organizations->nelts);
    assert_int_equal(data->agreements->nelts + data->steps->nelts + data->gifts->nelts, 0);
    assert_int_equal(apr_hash_count(data->labels), 4); /* the hub's claims name all */
}

/* How many statements each loader takes, joined by spaces. */
static const char *costs(sc_db_t *db, apr_pool_t *pool)
{
    static const struct {
        sc_load_fn *loader;
        const char *slug;
    } pages[] = {{sc_load_place, "hub"},
                 {sc_load_place_page, "hub"},
                 {sc_load_place_data, "hub"},
                 {sc_load_place_partners, "hub"},
                 {sc_load_place_timeline, "hub"},
                 {sc_load_overview, "hub"},
                 {sc_load_partnership, "pact-1"},
                 {sc_load_agreement, "signed-1"},
                 {sc_load_activity, "visit-1"},
                 {sc_load_organization, "committee"},
                 {sc_load_places, NULL},
                 {sc_load_partnerships, NULL},
                 {sc_load_agreements, NULL},
                 {sc_load_activities, NULL},
                 {sc_load_place_partnerships, "hub"},
                 {sc_load_place_activities, "hub"}};
    const char *text = "";
    size_t i;

    for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        statements = 0;
        load(pages[i].loader, db, pool, pages[i].slug, &everything);
        assert_in_range(statements, 1, 91);
        text = apr_psprintf(pool, "%s %d", text, statements);
    }
    return text;
}

static void a_page_costs_the_same_for_one_partner_and_for_many(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 1);
    const char *of_one = costs(db, pool);

    add_partners(db, pool, 2, 57);
    assert_string_equal(costs(db, pool), of_one);
}

static int cost_of_search(sc_db_t *db, apr_pool_t *pool)
{
    const sc_query_t query = {.q = "nobody", .limit = SC_LIMIT_DEFAULT};

    statements = 0;
    load(sc_load_search, db, pool, NULL, &query);
    return statements;
}

static void a_search_asks_nothing_of_collections_without_items(void **state)
{
    registry_t *registry = *state;
    int of_places;

    put(registry->db, registry->pool,
        "INSERT INTO \"places\" (\"id\", \"slug\", \"name\") VALUES (9, 'alone', 'Alone')", NULL);
    of_places = cost_of_search(registry->db, registry->pool);
    put(registry->db, registry->pool,
        "INSERT INTO \"organizations\" (\"id\", \"slug\", \"name\") VALUES (9, 'club', 'Club')",
        NULL);
    assert_in_range(of_places, 1, cost_of_search(registry->db, registry->pool) - 1);
    assert_in_range(of_places, 1, 14);
}

static void what_follows_a_page_is_read_without_counting_anew(void **state)
{
    apr_pool_t *pool = ((registry_t *)*state)->pool;
    sc_db_t *db = registry_of_hub(*state, 3);
    sc_query_t query = {.limit = 1};
    sc_list_t *list = load(sc_load_claims, db, pool, NULL, &query);
    int counted;

    assert_int_equal(list->total, 7);
    query.after = list->next;
    statements = 0;
    list = load(sc_load_claims, db, pool, NULL, &query);
    counted = statements;
    query.is_rest = 1;
    statements = 0;
    assert_string_equal(
        sc_record_slug(
            SC_AT(((sc_list_t *)load(sc_load_claims, db, pool, NULL, &query))->items, 0, void)),
        sc_record_slug(SC_AT(list->items, 0, void)));
    assert_int_equal(statements, counted - 1);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_place_has_everything_of_its_partnerships),
        NAMED(a_place_typed_with_an_odd_slug_is_labelled_all_the_same),
        NAMED(a_place_knows_its_successors),
        NAMED(a_day_leaves_out_what_began_later),
        NAMED(a_partnership_has_all_that_belongs_to_it),
        NAMED(an_item_comes_with_its_partnership),
        NAMED(what_does_not_exist_is_said_to_be_missing),
        NAMED(the_overview_counts_and_shows_a_few),
        NAMED(what_has_no_date_is_not_called_recent),
        NAMED(a_list_of_a_place_is_narrowed_to_it),
        NAMED(a_place_page_reads_no_more_when_there_are_more_activities),
        NAMED(a_place_page_counts_activities_of_the_partnerships_it_shows),
        NAMED(pages_about_a_place_leave_out_what_they_do_not_show),
        NAMED(data_of_a_place_read_nothing_but_its_partners_of_what_it_takes_part_in),
        NAMED(a_page_costs_the_same_for_one_partner_and_for_many),
        NAMED(a_search_asks_nothing_of_collections_without_items),
        NAMED(what_follows_a_page_is_read_without_counting_anew),
    };

    return RUN_ON_BOTH(tests);
}
