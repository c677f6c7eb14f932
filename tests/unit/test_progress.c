#include "database.h"
#include "httpd/form/import_progress.h"
#include "httpd/server/server.h"

/* As httpd does it, but for this process alone. */
void *sc_server_share(server_rec *main, apr_size_t size, const char *without, apr_pool_t *pool)
{
    (void)main;
    (void)without;
    return apr_pcalloc(pool, size);
}

static sc_progress_t *progress;

static request_rec *new_request(registry_t *registry)
{
    request_rec *r = apr_pcalloc(registry->pool, sizeof(*r));

    r->pool = registry->pool;
    return r;
}

static void tell(const request_rec *r, sc_db_t *db, apr_int64_t id, apr_int64_t done)
{
    sc_progress_tell(progress, r, db, &(sc_under_way_t){id, done, 9000});
}

/* "7: 500/9000", and the next ones behind it. */
static const char *under_way(registry_t *registry)
{
    sc_under_way_t found[SC_PROGRESS_MOST];
    int count = sc_progress_read(progress, registry->pool, registry->db, found);
    const char *all = "";

    for (int i = 0; i < count; i++) {
        all = apr_psprintf(registry->pool, "%s%s%d: %d/%d", all, i ? ", " : "", (int)found[i].id,
                           (int)found[i].done, (int)found[i].total);
    }
    return all;
}

/* A connection on which something is stored. */
static sc_db_t *storing(registry_t *registry)
{
    sc_db_t *db = connect_to(registry->url, registry->pool);

    type_sql(db, registry->pool, "BEGIN");
    return db;
}

static void an_import_is_seen_from_its_begin_to_its_end(void **state)
{
    registry_t *registry = *state;
    sc_db_t *db = storing(registry);
    request_rec *r = new_request(registry);

    progress = sc_progress_create(NULL, registry->pool);
    assert_string_equal(under_way(registry), "");
    tell(r, db, 7, 0);
    assert_string_equal(under_way(registry), "7: 0/9000");
    tell(r, db, 7, 500);
    assert_string_equal(under_way(registry), "7: 500/9000");
    sc_progress_end(progress, r, db);
    assert_string_equal(under_way(registry), "");
}

static void the_end_of_a_request_is_not_that_of_the_next_one_with_the_same_upload(void **state)
{
    registry_t *registry = *state;
    sc_db_t *gives_up = storing(registry), *takes_over = storing(registry);
    request_rec *first = new_request(registry), *next = new_request(registry);

    progress = sc_progress_create(NULL, registry->pool);
    tell(first, gives_up, 7, 500);
    sc_progress_end(progress, next, takes_over);
    assert_string_equal(under_way(registry), "7: 500/9000");
    if (sc_db_dialect(registry->db) == SC_DIALECT_POSTGRESQL) {
        type_sql(gives_up, registry->pool, "ROLLBACK");
    }
    tell(next, takes_over, 7, 0);
    sc_progress_end(progress, first, gives_up);
    assert_string_equal(under_way(registry), "7: 0/9000");
    tell(next, takes_over, 7, 1000);
    assert_string_equal(under_way(registry), "7: 1000/9000");
    sc_progress_end(progress, next, takes_over);
    assert_string_equal(under_way(registry), "");
}

static void several_imports_are_seen_beside_each_other(void **state)
{
    registry_t *registry = *state;
    sc_db_t *one = storing(registry), *other = storing(registry);
    request_rec *first = new_request(registry), *next = new_request(registry);

    progress = sc_progress_create(NULL, registry->pool);
    tell(first, one, 7, 500);
    tell(next, other, 8, 0);
    assert_string_equal(under_way(registry), "7: 500/9000, 8: 0/9000");
    sc_progress_end(progress, first, one);
    assert_string_equal(under_way(registry), "8: 0/9000");
}

static void a_session_of_an_odd_name_stores_nothing(void **state)
{
    static const char *const names[] = {"sistercity import", "sistercity import x 1 2",
                                        "sistercity import 1 2 3 4",
                                        "sistercity import 12345678901234567 1 2"};
    registry_t *registry = *state;
    sc_db_t *db = connect_to(registry->url, registry->pool);

    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        return;
    }
    tell(new_request(registry), db, 7, 0);
    assert_string_equal(under_way(registry), "7: 0/9000");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        type_sql(db, registry->pool,
                 apr_psprintf(registry->pool, "SET application_name = '%s'", names[i]));
        assert_string_equal(under_way(registry), "");
    }
}

static const named_test_t tests[] = {
    NAMED(an_import_is_seen_from_its_begin_to_its_end),
    NAMED(the_end_of_a_request_is_not_that_of_the_next_one_with_the_same_upload),
    NAMED(several_imports_are_seen_beside_each_other),
    NAMED(a_session_of_an_odd_name_stores_nothing),
};

int main(void)
{
    return RUN_ON_BOTH(tests);
}
