#include "database.h"

#include "model/entity.h"
#include "store/import/import.h"
#include "store/record/read.h"

static const char places[] = "slug,name,country\nkaunas-lt,Kaunas,LT\nkuji-jp,Kuji,JP\n";

/* Writes a file of this name into a directory of the test's own. */
static const char *write_file(apr_pool_t *pool, const char *name, const char *content)
{
    const char *path = apr_pstrcat(pool, make_directory(pool), "/", name, NULL);
    apr_file_t *file;

    assert_int_equal(
        apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE, APR_FPROT_OS_DEFAULT, pool),
        APR_SUCCESS);
    assert_int_equal(apr_file_puts(content, file), APR_SUCCESS);
    apr_file_close(file);
    return path;
}

static void run_import(registry_t *registry, sc_import_t *import, const char *name,
                       const char *content)
{
    apr_array_header_t *paths = apr_array_make(registry->pool, 1, sizeof(const char *));

    APR_ARRAY_PUSH(paths, const char *) = write_file(registry->pool, name, content);
    assert_int_equal(sc_import_files(registry->db, registry->pool, paths, import), APR_SUCCESS);
}

static const sc_finding_t *finding(const sc_import_t *import, int position)
{
    assert_true(position < import->findings->nelts);
    return &APR_ARRAY_IDX(import->findings, position, sc_finding_t);
}

static void test_what_was_imported_can_be_read(void **state)
{
    registry_t *registry = *state;
    sc_import_t import = {0};
    void *record;

    run_import(registry, &import, "places.csv", places);
    assert_true(import.is_stored);
    assert_int_equal(import.added, 2);
    assert_int_equal(sc_read_item(registry->db, registry->pool, &sc_place, "kuji-jp", &record),
                     APR_SUCCESS);
    assert_string_equal(((sc_place_t *)record)->name, "Kuji");
}

static void test_a_finding_has_its_place_its_code_and_a_sentence(void **state)
{
    registry_t *registry = *state;
    sc_import_t import = {0};

    run_import(registry, &import, "places.csv", "slug,name,country\na,A,LT\nb,B,Utopia\n");
    assert_false(import.is_stored);
    assert_int_equal(import.rejected, 1);
    assert_int_equal(import.finding_count, 1);
    assert_int_equal(finding(&import, 0)->line, 3);
    assert_int_equal(finding(&import, 0)->column, 3);
    assert_string_equal(finding(&import, 0)->problem.field, "country");
    assert_null(strchr(sc_problem_english(&finding(&import, 0)->problem, registry->pool), '{'));
}

static void test_every_sentence_of_the_reader_is_complete(void **state)
{
    static const char *const contents[] = {"",
                                           "a,b\n",
                                           "slug,name,x,y,z,u,v,w\n",
                                           "slug,slug,name\n",
                                           "slug,country\n",
                                           "slug,name\na\n",
                                           "slug,name\na,\"b\n",
                                           "slug,name\na,b\"c\n",
                                           "slug,name\na,A\na,B\n",
                                           "slug,name\na,\xe4\xf6\xfc\n",
                                           "slug,name,predecessors\na,A,b\n"};
    registry_t *registry = *state;
    size_t i;
    int j;

    for (i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        sc_import_t import = {0};

        run_import(registry, &import, "places.csv", contents[i]);
        assert_true(import.finding_count > 0);
        for (j = 0; j < import.findings->nelts; j++) {
            const char *text = sc_problem_english(&finding(&import, j)->problem, registry->pool);

            assert_null(strchr(text, '{'));
            assert_non_null(strchr(text, ' '));
        }
    }
}

static void test_an_item_is_not_changed_unless_something_in_it_is(void **state)
{
    registry_t *registry = *state;
    sc_import_t import = {0}, merge = {.mode = SC_IMPORT_MERGE};
    sc_state_t before, after;

    run_import(registry, &import, "places.csv", places);
    sc_state_read(registry->db, registry->pool, &before);
    run_import(registry, &merge, "places.csv", places);
    sc_state_read(registry->db, registry->pool, &after);
    assert_int_equal(merge.unchanged, 2);
    assert_int_equal(before.revision, after.revision);
    run_import(registry, &merge, "places.csv", "slug,name\nkuji-jp,Kuji City\n");
    assert_int_equal(merge.changed, 1);
    sc_state_read(registry->db, registry->pool, &after);
    assert_true(after.revision > before.revision);
}

static void test_a_refused_import_leaves_the_revision_as_it_was(void **state)
{
    registry_t *registry = *state;
    sc_import_t import = {.mode = SC_IMPORT_REPLACE}, trial = {.dry_run = 1};
    sc_state_t before, after;

    sc_state_read(registry->db, registry->pool, &before);
    run_import(registry, &import, "places.csv", "slug,name\na,A\nb,\n");
    run_import(registry, &trial, "places.csv", places);
    sc_state_read(registry->db, registry->pool, &after);
    assert_int_equal(before.revision, after.revision);
}

static void test_references_are_found_in_the_registry_too(void **state)
{
    registry_t *registry = *state;
    sc_import_t first = {0}, second = {0};

    run_import(registry, &first, "places.csv", places);
    run_import(registry, &second, "partnerships.csv",
               "parties,type,status\nkaunas-lt|kuji-jp,sister,active\n");
    assert_int_equal(second.added, 1);
}

static void test_references_are_not_found_in_what_is_replaced(void **state)
{
    registry_t *registry = *state;
    sc_import_t first = {0}, second = {.mode = SC_IMPORT_REPLACE};

    run_import(registry, &first, "places.csv", places);
    run_import(registry, &second, "partnerships.csv",
               "parties,type,status\nkaunas-lt|kuji-jp,sister,active\n");
    assert_false(second.is_stored);
    assert_int_equal(second.finding_count, 2);
    assert_string_equal(finding(&second, 0)->problem.code, "unknown_reference");
}

/** What a progress function was told. */
typedef struct heard_t {
    int calls;
    apr_int64_t done, total;
} heard_t;

static void hear(void *baton, const char *file, apr_int64_t done, apr_int64_t total)
{
    heard_t *heard = baton;

    assert_true(done <= total);
    if (done > 0) {
        assert_non_null(strstr(file, "places.csv"));
        assert_true(done > heard->done);
    }
    heard->calls++;
    heard->done = done;
    heard->total = total;
}

static void test_progress_comes_now_and_then_and_reaches_the_end(void **state)
{
    registry_t *registry = *state;
    heard_t heard = {0, 0, 0};
    sc_import_t import = {.progress = hear, .baton = &heard};
    const char *text = "slug,name\n";
    apr_array_header_t *rows = apr_array_make(registry->pool, 2001, sizeof(const char *));
    int i;

    APR_ARRAY_PUSH(rows, const char *) = text;
    for (i = 0; i < 2000; i++) {
        APR_ARRAY_PUSH(rows, const char *) = apr_psprintf(registry->pool, "p%d,P\n", i);
    }
    run_import(registry, &import, "places.csv", apr_array_pstrcat(registry->pool, rows, 0));
    assert_int_equal(import.added, 2000);
    assert_true(heard.calls >= 4 && heard.calls <= 40);
    assert_int_equal(heard.done, heard.total);
}

static void test_a_network_of_thousands_is_one_row(void **state)
{
    registry_t *registry = *state;
    sc_import_t first = {0}, second = {0};
    apr_array_header_t *rows = apr_array_make(registry->pool, 3001, sizeof(const char *));
    apr_array_header_t *slugs = apr_array_make(registry->pool, 3000, sizeof(const char *));
    int i;

    APR_ARRAY_PUSH(rows, const char *) = "slug,name\n";
    for (i = 0; i < 3000; i++) {
        APR_ARRAY_PUSH(rows, const char *) = apr_psprintf(registry->pool, "p%d,P\n", i);
        APR_ARRAY_PUSH(slugs, const char *) = apr_psprintf(registry->pool, "p%d", i);
    }
    run_import(registry, &first, "places.csv", apr_array_pstrcat(registry->pool, rows, 0));
    run_import(registry, &second, "partnerships.csv",
               apr_pstrcat(registry->pool, "parties,type,status\n",
                           apr_array_pstrcat(registry->pool, slugs, '|'), ",network,active\n",
                           NULL));
    assert_int_equal(second.added, 1);
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(test_what_was_imported_can_be_read),
        NAMED(test_a_finding_has_its_place_its_code_and_a_sentence),
        NAMED(test_every_sentence_of_the_reader_is_complete),
        NAMED(test_an_item_is_not_changed_unless_something_in_it_is),
        NAMED(test_a_refused_import_leaves_the_revision_as_it_was),
        NAMED(test_references_are_found_in_the_registry_too),
        NAMED(test_references_are_not_found_in_what_is_replaced),
        NAMED(test_progress_comes_now_and_then_and_reaches_the_end),
        NAMED(test_a_network_of_thousands_is_one_row),
    };

    return RUN_ON_BOTH(tests);
}
