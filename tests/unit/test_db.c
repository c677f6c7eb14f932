#include "database.h"

#include "model/field.h"
#include "store/db/ahead.h"
#include "store/db/db_private.h"
#include "store/db/statement.h"

#include <apr_thread_proc.h>
#include <math.h>

static void make_table(registry_t *registry)
{
    type_sql(registry->db, registry->pool,
             sc_db_dialect(registry->db) == SC_DIALECT_SQLITE
                 ? "CREATE TABLE facts (id INTEGER PRIMARY KEY, word TEXT, size REAL)"
                 : "CREATE TABLE facts (id BIGINT PRIMARY KEY, word TEXT, size DOUBLE PRECISION)");
}

static apr_status_t add_fact(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, const char *word,
                             double size)
{
    sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(word), sc_arg_real(size)};

    return sc_db_execute(db, pool, "INSERT INTO facts (id, word, size) VALUES (?, ?, ?)", args, 3,
                         NULL);
}

static const char *count_facts(registry_t *registry)
{
    return ask(registry->db, registry->pool, "SELECT count(*) FROM facts");
}

static void an_absent_text_is_not_an_empty_one(void **state)
{
    registry_t *registry = *state;
    sc_rows_t *rows;

    make_table(registry);
    assert_int_equal(add_fact(registry->db, registry->pool, 1, NULL, NAN), APR_SUCCESS);
    assert_int_equal(add_fact(registry->db, registry->pool, 2, "", 0), APR_SUCCESS);
    assert_int_equal(sc_db_select(registry->db, registry->pool,
                                  "SELECT word, size FROM facts ORDER BY id", NULL, 0, &rows),
                     APR_SUCCESS);
    assert_int_equal(rows->count, 2);
    assert_null(sc_row_text(rows, 0, 0));
    assert_true(isnan(sc_row_real(rows, 0, 1)));
    assert_true(sc_row_integer(rows, 0, 1) == SC_NO_INTEGER);
    assert_string_equal(sc_row_text(rows, 1, 0), "");
    assert_true(sc_row_real(rows, 1, 1) == 0);
}

static void any_text_comes_back_as_it_was(void **state)
{
    static const char *const words[] = {"O'Higgins \"quoted\"", "Klaipėda, 平塚市, Łódź",
                                        "100 % ? %s %d $1 :name", "back\\slash\nline", "🌸"};
    registry_t *registry = *state;
    size_t i;

    make_table(registry);
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        sc_arg_t arg = sc_arg_text(words[i]);
        sc_rows_t *rows;

        assert_int_equal(add_fact(registry->db, registry->pool, (apr_int64_t)i, words[i], NAN),
                         APR_SUCCESS);
        assert_int_equal(sc_db_select(registry->db, registry->pool,
                                      "SELECT word FROM facts WHERE word = ?", &arg, 1, &rows),
                         APR_SUCCESS);
        assert_int_equal(rows->count, 1);
        assert_string_equal(sc_row_text(rows, 0, 0), words[i]);
    }
}

static void numbers_keep_their_digits_and_compare_as_numbers(void **state)
{
    registry_t *registry = *state;
    sc_arg_t arg = sc_arg_integer(APR_INT64_C(9007199254740993));
    sc_rows_t *rows;

    make_table(registry);
    assert_int_equal(add_fact(registry->db, registry->pool, arg.integer, NULL, 55.7033123456789),
                     APR_SUCCESS);
    assert_int_equal(sc_db_select(registry->db, registry->pool,
                                  "SELECT id, size FROM facts WHERE id + 0 = ?", &arg, 1, &rows),
                     APR_SUCCESS);
    assert_int_equal(rows->count, 1);
    assert_true(sc_row_integer(rows, 0, 0) == arg.integer);
    assert_true(sc_row_real(rows, 0, 1) == 55.7033123456789);
    arg = sc_arg_real(55.7033123456789);
    assert_int_equal(sc_db_select(registry->db, registry->pool,
                                  "SELECT id FROM facts WHERE size = ?", &arg, 1, &rows),
                     APR_SUCCESS);
    assert_int_equal(rows->count, 1);
}

static void signs_within_quotes_are_text(void **state)
{
    registry_t *registry = *state;
    sc_arg_t arg = sc_arg_text("x");
    sc_rows_t *rows;

    assert_int_equal(sc_db_select(registry->db, registry->pool,
                                  "SELECT '%d is it? %%' AS \"what?\", ? || '%Y', 'it''s?'", &arg,
                                  1, &rows),
                     APR_SUCCESS);
    assert_string_equal(sc_row_text(rows, 0, 0), "%d is it? %%");
    assert_string_equal(sc_row_text(rows, 0, 1), "x%Y");
    assert_string_equal(sc_row_text(rows, 0, 2), "it's?");
}

static void a_statement_without_its_arguments_is_refused(void **state)
{
    registry_t *registry = *state;
    sc_arg_t args[] = {sc_arg_text("x"), sc_arg_text("y")};
    sc_rows_t *rows;

    assert_int_equal(sc_db_select(registry->db, registry->pool, "SELECT ?", args, 2, &rows),
                     APR_EGENERAL);
    assert_int_equal(sc_db_select(registry->db, registry->pool, "SELECT ?", args, 0, &rows),
                     APR_EGENERAL);
    assert_string_not_equal(sc_db_error(registry->db), "");
}

static void readers_survive_what_others_do_to_the_schema(void **state)
{
    static const char *const changes[] = {"ALTER TABLE facts ADD COLUMN note TEXT", "VACUUM",
                                          "ANALYZE", "CREATE TABLE more (id INTEGER)"};
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);
    size_t i;

    make_table(registry);
    assert_string_equal(count_facts(registry), "0");
    for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        type_sql(other, registry->pool, changes[i]);
        assert_int_equal(add_fact(registry->db, registry->pool, (apr_int64_t)i, "x", 1),
                         APR_SUCCESS);
        type_sql(other, registry->pool,
                 i % 2 ? "DROP TABLE IF EXISTS spare" : "CREATE TABLE spare (id INTEGER)");
        assert_string_equal(count_facts(registry), apr_itoa(registry->pool, (int)i + 1));
    }
}

typedef struct story_t {
    int runs;
    apr_status_t outcome;
    const char *second; /* statement after the first fact */
    int is_ignored;     /* whether its failure is */
} story_t;

static apr_status_t add_and_go_on(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    story_t *story = baton;
    apr_status_t status;

    story->runs++;
    status = add_fact(db, pool, 1, "first", 1);
    if (status == APR_SUCCESS && story->second) {
        status = sc_db_execute(db, pool, story->second, NULL, 0, NULL);
        if (status != APR_SUCCESS && story->is_ignored) {
            add_fact(db, pool, 3, "third", 3);
            status = APR_SUCCESS;
        }
    }
    return status == APR_SUCCESS ? story->outcome : status;
}

static void a_transaction_survives_what_others_do_to_the_schema(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);
    story_t story = {0};

    make_table(registry);
    add_fact(registry->db, registry->pool, 7, "before", 1);
    type_sql(other, registry->pool, "ALTER TABLE facts ADD COLUMN note TEXT");
    type_sql(other, registry->pool, "ANALYZE");
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_SUCCESS);
    assert_string_equal(count_facts(registry), "2");
}

static void a_transaction_is_stored_as_a_whole(void **state)
{
    registry_t *registry = *state;
    story_t story = {.second = "INSERT INTO facts (id) VALUES (2)"};

    make_table(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_SUCCESS);
    assert_string_equal(count_facts(registry), "2");
    assert_int_equal(story.runs, 1);
}

static void one_failing_statement_undoes_the_transaction(void **state)
{
    registry_t *registry = *state;
    story_t story = {.second = "INSERT INTO facts (id) VALUES (1)"};

    make_table(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_EGENERAL);
    assert_non_null(strstr(sc_db_error(registry->db), "facts"));
    assert_string_equal(count_facts(registry), "0");
}

static void a_failure_that_is_overlooked_undoes_the_transaction_too(void **state)
{
    registry_t *registry = *state;
    story_t story = {.second = "INSERT INTO facts (id) VALUES (1)", .is_ignored = 1};

    make_table(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_EGENERAL);
    assert_string_equal(count_facts(registry), "0");
}

static void a_body_that_says_no_undoes_the_transaction(void **state)
{
    registry_t *registry = *state;
    story_t story = {.outcome = APR_EBUSY};

    make_table(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_EBUSY);
    assert_int_equal(story.runs, 1);
    assert_string_equal(count_facts(registry), "0");
    story.outcome = APR_SUCCESS;
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_SUCCESS);
    assert_string_equal(count_facts(registry), "1");
}

static apr_status_t end_the_pool(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    add_fact(db, pool, 1, "lost", 1);
    apr_pool_destroy(pool);
    return APR_SUCCESS;
}

static void an_unfinished_transaction_is_undone_with_its_pool(void **state)
{
    registry_t *registry = *state;
    story_t story = {0};
    apr_pool_t *request;

    make_table(registry);
    apr_pool_create(&request, registry->pool);
    assert_int_not_equal(sc_db_transaction(registry->db, request, end_the_pool, NULL), APR_SUCCESS);
    assert_string_equal(count_facts(registry), "0");
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_SUCCESS);
}

static apr_status_t begin_another(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    return sc_db_transaction(db, pool, add_and_go_on, baton);
}

static void a_transaction_within_another_is_refused(void **state)
{
    registry_t *registry = *state;
    story_t story = {0};

    make_table(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, begin_another, &story),
                     APR_EINVAL);
    assert_int_equal(story.runs, 0);
}

static void a_flood_of_different_statements_is_answered(void **state)
{
    registry_t *registry = *state;
    sc_arg_t args[] = {sc_arg_text("it's 100 %?"), sc_arg_integer(5), sc_arg_real(0.5),
                       sc_arg_text(NULL)};
    int i;

    for (i = 0; i < 700; i++) {
        const char *sql =
            apr_psprintf(registry->pool, "SELECT ?, ? + 0, ? + 0, ? || 'x', '%%Y?', %d AS n", i);
        sc_rows_t *rows;

        assert_int_equal(sc_db_select(registry->db, registry->pool, sql, args, 4, &rows),
                         APR_SUCCESS);
        assert_string_equal(sc_row_text(rows, 0, 0), "it's 100 %?");
        assert_int_equal(sc_row_integer(rows, 0, 1), 5);
        assert_true(sc_row_real(rows, 0, 2) == 0.5);
        assert_null(sc_row_text(rows, 0, 3));
        assert_string_equal(sc_row_text(rows, 0, 4), "%Y?");
        assert_int_equal(sc_row_integer(rows, 0, 5), i);
    }
}

static void the_number_of_changed_rows_is_told(void **state)
{
    registry_t *registry = *state;
    int affected = -1;

    make_table(registry);
    add_fact(registry->db, registry->pool, 1, "x", 1);
    add_fact(registry->db, registry->pool, 2, "x", 1);
    assert_int_equal(sc_db_execute(registry->db, registry->pool, "UPDATE facts SET word = 'y'",
                                   NULL, 0, &affected),
                     APR_SUCCESS);
    assert_int_equal(affected, 2);
}

static void a_lost_connection_is_made_again(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);
    const char *kill;
    story_t story = {0};

    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        skip();
    }
    make_table(registry);
    add_fact(registry->db, registry->pool, 7, "before", 1);
    kill = apr_pstrcat(registry->pool, "SELECT pg_terminate_backend(",
                       ask(registry->db, registry->pool, "SELECT pg_backend_pid()"), ")", NULL);
    ask(other, registry->pool, kill);
    assert_string_equal(count_facts(registry), "1");
    kill = apr_pstrcat(registry->pool, "SELECT pg_terminate_backend(",
                       ask(registry->db, registry->pool, "SELECT pg_backend_pid()"), ")", NULL);
    ask(other, registry->pool, kill);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_SUCCESS);
    assert_string_equal(count_facts(registry), "2");
}

static void a_connection_that_was_lost_twice_is_good_when_it_is_handed_out_again(void **state)
{
    static const char sql[] =
        "SELECT pg_terminate_backend(pg_backend_pid()) WHERE CAST(? AS TEXT) = 'lethal'";
    const sc_arg_t lethal = sc_arg_text("lethal"), harmless = sc_arg_text("harmless");
    registry_t *registry = *state;
    const apr_dbd_driver_t *driver;
    sc_rows_t *rows;
    apr_dbd_t *handle;
    sc_db_t *db;

    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        skip();
    }
    assert_int_equal(apr_dbd_get_driver(registry->pool, "pgsql", &driver), APR_SUCCESS);
    assert_int_equal(apr_dbd_open(driver, registry->pool, strchr(registry->url, ':') + 1, &handle),
                     APR_SUCCESS);
    assert_int_equal(sc_db_wrap(driver, &handle, registry->pool, 0, NULL, &db), APR_SUCCESS);
    assert_int_equal(sc_db_select(db, registry->pool, sql, &lethal, 1, &rows), APR_EGENERAL);
    assert_int_equal(apr_dbd_check_conn(driver, registry->pool, handle), APR_SUCCESS);
    assert_int_equal(sc_db_wrap(driver, &handle, registry->pool, 0, NULL, &db), APR_SUCCESS);
    assert_int_equal(sc_db_select(db, registry->pool, sql, &harmless, 1, &rows), APR_SUCCESS);
    apr_dbd_close(driver, handle);
}

static void references_are_kept_on_every_connection(void **state)
{
    registry_t *registry = *state;

    type_sql(registry->db, registry->pool, "CREATE TABLE a (id INTEGER PRIMARY KEY)");
    type_sql(registry->db, registry->pool, "CREATE TABLE b (a_id INTEGER REFERENCES a (id))");
    assert_int_equal(sc_db_execute_once(connect_to(registry->url, registry->pool), registry->pool,
                                        "INSERT INTO b VALUES (1)"),
                     APR_EGENERAL);
}

static void a_writer_that_is_locked_out_is_told_so(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);
    story_t story = {0};

    if (sc_db_dialect(registry->db) == SC_DIALECT_POSTGRESQL) {
        skip(); /* it waits */
    }
    make_table(registry);
    type_sql(other, registry->pool, "BEGIN IMMEDIATE");
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_EGENERAL);
    assert_int_equal(story.runs, 0);
    assert_non_null(strstr(sc_db_error(registry->db), "locked"));
    type_sql(other, registry->pool, "COMMIT");
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, add_and_go_on, &story),
                     APR_SUCCESS);
}

static void *APR_THREAD_FUNC let_go_soon(apr_thread_t *thread, void *locker)
{
    apr_sleep(apr_time_from_msec(300));
    type_sql(locker, apr_thread_pool_get(thread), "COMMIT");
    return NULL;
}

static void a_reader_waits_for_a_database_that_is_locked_for_a_moment(void **state)
{
    registry_t *registry = *state;
    apr_thread_t *thread;
    apr_status_t ended;
    apr_pool_t *others;
    apr_time_t begun;
    sc_db_t *locker;
    sc_db_t *reader;

    if (sc_db_dialect(registry->db) == SC_DIALECT_POSTGRESQL) {
        skip(); /* it waits as long as it takes */
    }
    make_table(registry);
    apr_pool_create(&others, registry->pool);
    locker = connect_to(registry->url, others);
    type_sql(locker, others, "BEGIN EXCLUSIVE");
    begun = apr_time_now();
    assert_int_equal(apr_thread_create(&thread, NULL, let_go_soon, locker, others), APR_SUCCESS);
    reader = connect_to(registry->url, registry->pool);
    assert_string_equal(ask(reader, registry->pool, "SELECT count(*) FROM facts"), "0");
    assert_true(apr_time_now() - begun >= apr_time_from_msec(250));
    apr_thread_join(&ended, thread);
}

static void connections_of_a_pool_keep_little_memory_each(void **state)
{
    registry_t *registry = *state;
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    sc_db_t *lent;

    if (sc_db_dialect(registry->db) == SC_DIALECT_POSTGRESQL) {
        skip(); /* it keeps none */
    }
    assert_int_equal(apr_dbd_get_driver(registry->pool, "sqlite3", &driver), APR_SUCCESS);
    assert_int_equal(apr_dbd_open(driver, registry->pool, strchr(registry->url, '/'), &handle),
                     APR_SUCCESS);
    assert_int_equal(sc_db_wrap(driver, &handle, registry->pool, 0, NULL, &lent), APR_SUCCESS);
    assert_in_range(-atoi(ask(lent, registry->pool, "PRAGMA cache_size")), 1, 1024);
    assert_int_equal(atoi(ask(lent, registry->pool, "PRAGMA mmap_size")), 0);
    apr_dbd_close(driver, handle);
}

static const char *ask_for(registry_t *registry, const char *text)
{
    const sc_arg_t args[] = {sc_arg_text(text), sc_arg_integer(0), sc_arg_real(NAN)};
    sc_rows_t *rows;

    if (sc_db_select(registry->db, registry->pool,
                     "SELECT COUNT(*), ? FROM facts WHERE id > ? AND ? IS NULL", args, 3,
                     &rows) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(registry->db));
    }
    assert_string_equal(sc_row_text(rows, 0, 1), text);
    return sc_row_text(rows, 0, 0);
}

static void what_is_stored_between_two_statements_of_a_page_is_not_half_seen(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);
    int i;

    if (sc_db_dialect(other) == SC_DIALECT_SQLITE) {
        ask(other, registry->pool, "PRAGMA journal_mode = WAL"); /* as registries have it */
    }
    make_table(registry);
    for (i = 0; i < 3; i++) {
        const char *before;

        sc_db_begin_reading(registry->db);
        before = ask_for(registry, "it's a \\ '' ' \\'; --");
        type_sql(other, registry->pool,
                 apr_psprintf(registry->pool, "INSERT INTO facts (id) VALUES (%d)", 700 + i));
        assert_string_equal(ask_for(registry, "平塚"), before);
        sc_db_end_reading(registry->db);
        assert_int_equal(atoi(ask_for(registry, "?")), atoi(before) + 1);
    }
}

static apr_int64_t prepared_count(registry_t *registry)
{
    return sc_db_prepared(registry->db, registry->pool)->nelts;
}

static void what_is_fetched_ahead_is_what_will_be_asked(void **state)
{
    static const char every[] = "SELECT id, word, size FROM facts ORDER BY id DESC";
    static const char some[] =
        "SELECT word FROM facts WHERE id = ANY (CAST(? AS BIGINT[])) AND id > ?";
    static const char *const words[] = {
        "a,b", "(x)", "say \"no\"", "back\\slash\nline", " ", NULL, "", "{1,2}", "''", "平塚"};
    enum { COUNT = sizeof(words) / sizeof(words[0]) };
    registry_t *registry = *state;
    sc_arg_t args[2] = {sc_arg_text(NULL), sc_arg_integer(1)};
    apr_int64_t before;
    sc_ahead_t *ahead;
    sc_rows_t *rows;

    make_table(registry);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(add_fact(registry->db, registry->pool, i, words[i], i ? 0.1 * i : NAN),
                         APR_SUCCESS);
    }
    assert_null(sc_ahead_new(registry->db, registry->pool));
    sc_db_begin_reading(registry->db);
    ahead = sc_ahead_new(registry->db, registry->pool);
    if (!ahead) {
        assert_int_equal(sc_db_dialect(registry->db), SC_DIALECT_SQLITE);
        sc_db_end_reading(registry->db);
        return;
    }
    sc_ahead_ask(ahead, every, NULL, 0);
    args[0] = sc_ahead_ids(ahead, "SELECT id FROM facts WHERE id < 3 ORDER BY id DESC", NULL, 0);
    sc_ahead_ask(ahead, some, args, 2);
    assert_int_equal(sc_ahead_fetch(ahead), APR_SUCCESS);
    before = prepared_count(registry);
    assert_int_equal(sc_db_select(registry->db, registry->pool, every, NULL, 0, &rows),
                     APR_SUCCESS);
    assert_int_equal(rows->count, COUNT);
    assert_int_equal(rows->columns, 3);
    for (int i = 0; i < COUNT; i++) {
        const char *word = sc_row_text(rows, COUNT - 1 - i, 1);

        assert_true(sc_row_number(rows, COUNT - 1 - i, 0) == i);
        assert_true(words[i] ? word && strcmp(word, words[i]) == 0 : !word);
        assert_true(i ? sc_row_real(rows, COUNT - 1 - i, 2) == 0.1 * i
                      : isnan(sc_row_real(rows, COUNT - 1, 2)));
    }
    args[0] = sc_arg_text("{2,1,0}");
    assert_int_equal(sc_db_select(registry->db, registry->pool, some, args, 2, &rows), APR_SUCCESS);
    assert_int_equal(rows->count, 1);
    assert_string_equal(sc_row_text(rows, 0, 0), words[2]);
    assert_true(prepared_count(registry) == before);
    args[0] = sc_arg_text("{3,2}");
    assert_int_equal(sc_db_select(registry->db, registry->pool, some, args, 2, &rows), APR_SUCCESS);
    assert_int_equal(rows->count, 2);
    assert_true(prepared_count(registry) == before + 1);
    sc_db_end_reading(registry->db);
    assert_int_equal(sc_db_select(registry->db, registry->pool, every, NULL, 0, &rows),
                     APR_SUCCESS);
    assert_true(prepared_count(registry) == before + 2);
}

/* By then another thread may have it, or nobody any more. */
static void what_was_fetched_ahead_touches_no_connection_after_its_snapshot(void **state)
{
    static const char *const endings[] = {"SELECT 1", "SELECT nothing FROM nowhere"};
    registry_t *registry = *state;
    sc_rows_t *rows;

    make_table(registry);
    for (int i = 0; i < 2; i++) {
        apr_pool_t *pool;
        sc_ahead_t *ahead;

        apr_pool_create(&pool, registry->pool);
        sc_db_begin_reading(registry->db);
        ahead = sc_ahead_new(registry->db, pool);
        if (ahead) {
            sc_ahead_ask(ahead, "SELECT id FROM facts", NULL, 0);
            assert_int_equal(sc_ahead_fetch(ahead), APR_SUCCESS);
        }
        (void)sc_db_select(registry->db, pool, endings[i], NULL, 0, &rows);
        sc_db_end_reading(registry->db);
        registry->db->ahead = (sc_ahead_t *)1;
        apr_pool_destroy(pool);
        registry->db->ahead = NULL;
    }
}

static void a_page_goes_on_behind_a_statement_that_fails(void **state)
{
    registry_t *registry = *state;
    sc_rows_t *rows;

    make_table(registry);
    sc_db_begin_reading(registry->db);
    ask_for(registry, "a");
    assert_int_not_equal(
        sc_db_select(registry->db, registry->pool, "SELECT nothing FROM nowhere", NULL, 0, &rows),
        APR_SUCCESS);
    ask_for(registry, "b");
    sc_db_end_reading(registry->db);
    sc_db_begin_reading(registry->db);
    assert_int_not_equal(
        sc_db_select(registry->db, registry->pool, "SELECT nothing FROM nowhere", NULL, 0, &rows),
        APR_SUCCESS);
    ask_for(registry, "c");
    sc_db_end_reading(registry->db);
    type_sql(registry->db, registry->pool, "INSERT INTO facts (id) VALUES (700)");
}

static void a_host_that_stands_still_or_is_gone_keeps_no_writer_out_for_long(void **state)
{
    registry_t *registry = *state;
    const char *found;

    if (sc_db_dialect(registry->db) == SC_DIALECT_SQLITE) {
        skip(); /* it has no hosts */
    }
    found = ask(registry->db, registry->pool,
                "SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN "
                "('idle_in_transaction_session_timeout', 'tcp_keepalives_count', "
                "'tcp_keepalives_idle', 'tcp_keepalives_interval')");
    assert_string_equal(found, "300000 3 15 5");
}

static void what_only_reads_writes_nothing(void **state)
{
    registry_t *registry = *state;

    make_table(registry);
    sc_db_begin_reading(registry->db);
    assert_int_equal(sc_db_execute(registry->db, registry->pool,
                                   "INSERT INTO facts (id) VALUES (701)", NULL, 0, NULL),
                     APR_EINVAL);
    assert_int_equal(
        sc_db_execute_once(registry->db, registry->pool, "INSERT INTO facts (id) VALUES (701)"),
        APR_EINVAL);
    sc_db_end_reading(registry->db);
    assert_string_equal(
        ask(registry->db, registry->pool, "SELECT count(*) FROM facts WHERE id = 701"), "0");
    type_sql(registry->db, registry->pool, "INSERT INTO facts (id) VALUES (701)");
}

static void a_page_survives_what_others_do_to_the_schema_and_the_session(void **state)
{
    registry_t *registry = *state;
    sc_db_t *other = connect_to(registry->url, registry->pool);

    make_table(registry);
    ask_for(registry, "a");
    sc_db_begin_reading(registry->db);
    type_sql(other, registry->pool, "ALTER TABLE facts ADD COLUMN extra TEXT");
    ask_for(registry, "b");
    sc_db_end_reading(registry->db);
    if (sc_db_dialect(registry->db) == SC_DIALECT_POSTGRESQL) {
        type_sql(registry->db, registry->pool, "DEALLOCATE ALL");
        sc_db_begin_reading(registry->db);
        ask_for(registry, "c");
        ask_for(registry, "d");
        sc_db_end_reading(registry->db);
    }
}

static void an_address_that_leads_nowhere_is_explained(void **state)
{
    static const char *const urls[] = {"registry.db", "oracle:x", "pgsql:host=/nowhere dbname=x",
                                       "sqlite3:/nowhere/registry.db"};
    registry_t *registry = *state;
    size_t i;

    for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        const char *error = NULL;
        sc_db_t *db;

        assert_int_not_equal(sc_db_open(urls[i], registry->pool, &db, &error), APR_SUCCESS);
        assert_non_null(error);
        assert_string_not_equal(error, "");
    }
}

/* What a page would show of an answer of the registry that was read like this. */
static apr_status_t verdict_on(registry_t *registry, const char *sql,
                               void (*read)(const sc_rows_t *rows))
{
    sc_rows_t *rows;

    assert_int_equal(sc_db_select(registry->db, registry->pool, sql, NULL, 0, &rows), APR_SUCCESS);
    read(rows);
    return sc_db_verdict(registry->db);
}

static void read_number(const sc_rows_t *rows)
{
    (void)sc_row_integer(rows, 0, 0);
}

static void read_key(const sc_rows_t *rows)
{
    assert_true(sc_row_number(rows, 0, 0) >= 0);
}

static void read_word(const sc_rows_t *rows)
{
    assert_non_null(sc_row_word(rows, 0, 0));
}

static void read_index(const sc_rows_t *rows)
{
    assert_in_range(sc_row_index(rows, 0, 0, 3), 0, 2);
}

static void read_real(const sc_rows_t *rows)
{
    (void)sc_row_real(rows, 0, 0);
}

static void read_what_is_not_there(const sc_rows_t *rows)
{
    assert_null(sc_row_text(rows, 0, 1));
}

static void a_cell_that_is_not_what_it_is_read_as_makes_the_page_fail(void **state)
{
    static const struct {
        const char *sql;
        void (*read)(const sc_rows_t *rows);
        apr_status_t verdict;
    } cases[] = {
        {"SELECT 7", read_number, APR_SUCCESS},
        {"SELECT NULL", read_number, APR_SUCCESS},
        {"SELECT 'seven'", read_number, APR_EGENERAL},
        {"SELECT '99999999999999999999'", read_number, APR_EGENERAL},
        {"SELECT 7", read_key, APR_SUCCESS},
        {"SELECT NULL", read_key, APR_EGENERAL},
        {"SELECT -7", read_key, APR_EGENERAL},
        {"SELECT ''", read_word, APR_SUCCESS},
        {"SELECT NULL", read_word, APR_EGENERAL},
        {"SELECT 2", read_index, APR_SUCCESS},
        {"SELECT 3", read_index, APR_EGENERAL},
        {"SELECT -1", read_index, APR_EGENERAL},
        {"SELECT 1.5", read_real, APR_SUCCESS},
        {"SELECT NULL", read_real, APR_SUCCESS},
        {"SELECT 'one and a half'", read_real, APR_EGENERAL},
        {"SELECT 'one'", read_what_is_not_there, APR_EGENERAL},
        {"SELECT 'one' WHERE 1 = 0", read_word, APR_EGENERAL},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (verdict_on(*state, cases[i].sql, cases[i].read) != cases[i].verdict) {
            fail_msg("%s", cases[i].sql);
        }
        assert_int_equal(sc_db_verdict(((registry_t *)*state)->db), APR_SUCCESS);
    }
}

/* Reads something false in passing. */
static apr_status_t store_behind_a_lie(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    sc_rows_t *rows;

    (void)baton;
    SC_TRY(add_fact(db, pool, 1, "false", NAN));
    SC_TRY(sc_db_select(db, pool, "SELECT 'no number'", NULL, 0, &rows));
    (void)sc_row_integer(rows, 0, 0);
    return APR_SUCCESS;
}

static void nothing_is_stored_behind_a_cell_that_is_not_what_it_is_read_as(void **state)
{
    registry_t *registry = *state;

    make_table(registry);
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, store_behind_a_lie, NULL),
                     APR_EGENERAL);
    assert_int_equal(sc_db_verdict(registry->db), APR_EGENERAL);
    assert_string_equal(count_facts(registry), "0");
}

static void
a_statement_that_fails_makes_the_page_fail_even_if_its_reader_does_without_it(void **state)
{
    registry_t *registry = *state;
    sc_rows_t *rows;

    assert_int_equal(
        sc_db_select(registry->db, registry->pool, "SELECT nothing FROM nowhere", NULL, 0, &rows),
        APR_EGENERAL);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT 'else'"), "else");
    assert_int_equal(sc_db_verdict(registry->db), APR_EGENERAL);
    assert_int_equal(sc_db_verdict(registry->db), APR_SUCCESS);
}

static void the_text_of_a_statement_tells_its_columns(void **state)
{
    static const struct {
        const char *sql;
        int columns;
    } cases[] = {
        {"SELECT 1", 1},
        {"SELECT a, b FROM t, u ORDER BY a, b", 2},
        {"SELECT f(a, b), 'c, d', \"e,f\" FROM t", 3},
        {"SELECT a, (SELECT b, c FROM d), e FROM f", 3},
        {"SELECT CASE WHEN a THEN 1 ELSE 0 END, b WHERE 1", 2},
        {"WITH t AS (SELECT a, b, c FROM d), u AS (SELECT 1) SELECT a FROM t", 1},
        {"SELECT DISTINCT a, b FROM t UNION SELECT c, d FROM e", 2},
        {"SELECT \"FROM\", fromage, b FROM t", 3},
        {"SELECT COUNT(*), 1 FROM (SELECT 1) one", 2},
        {"SELECT * FROM t", 0},
        {"SELECT t.*, a FROM t", 0},
        {"PRAGMA foreign_keys", 0},
        {"INSERT INTO t VALUES (1, 2)", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (sc_statement_columns(cases[i].sql) != cases[i].columns) {
            fail_msg("%s: %d", cases[i].sql, sc_statement_columns(cases[i].sql));
        }
    }
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(a_cell_that_is_not_what_it_is_read_as_makes_the_page_fail),
        NAMED(nothing_is_stored_behind_a_cell_that_is_not_what_it_is_read_as),
        NAMED(a_statement_that_fails_makes_the_page_fail_even_if_its_reader_does_without_it),
        NAMED(the_text_of_a_statement_tells_its_columns),
        NAMED(an_absent_text_is_not_an_empty_one),
        NAMED(any_text_comes_back_as_it_was),
        NAMED(what_is_fetched_ahead_is_what_will_be_asked),
        NAMED(numbers_keep_their_digits_and_compare_as_numbers),
        NAMED(signs_within_quotes_are_text),
        NAMED(a_statement_without_its_arguments_is_refused),
        NAMED(readers_survive_what_others_do_to_the_schema),
        NAMED(a_transaction_survives_what_others_do_to_the_schema),
        NAMED(a_transaction_is_stored_as_a_whole),
        NAMED(one_failing_statement_undoes_the_transaction),
        NAMED(a_failure_that_is_overlooked_undoes_the_transaction_too),
        NAMED(a_body_that_says_no_undoes_the_transaction),
        NAMED(an_unfinished_transaction_is_undone_with_its_pool),
        NAMED(a_transaction_within_another_is_refused),
        NAMED(a_flood_of_different_statements_is_answered),
        NAMED(the_number_of_changed_rows_is_told),
        NAMED(a_lost_connection_is_made_again),
        NAMED(a_connection_that_was_lost_twice_is_good_when_it_is_handed_out_again),
        NAMED(references_are_kept_on_every_connection),
        NAMED(a_writer_that_is_locked_out_is_told_so),
        NAMED(a_reader_waits_for_a_database_that_is_locked_for_a_moment),
        NAMED(connections_of_a_pool_keep_little_memory_each),
        NAMED(what_is_stored_between_two_statements_of_a_page_is_not_half_seen),
        NAMED(what_was_fetched_ahead_touches_no_connection_after_its_snapshot),
        NAMED(a_page_goes_on_behind_a_statement_that_fails),
        NAMED(a_host_that_stands_still_or_is_gone_keeps_no_writer_out_for_long),
        NAMED(what_only_reads_writes_nothing),
        NAMED(a_page_survives_what_others_do_to_the_schema_and_the_session),
        NAMED(an_address_that_leads_nowhere_is_explained),
    };

    return RUN_ON_BARE_DATABASES(tests);
}
