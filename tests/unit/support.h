/**
 * @file support.h
 * @brief What the unit tests share: a pool and a directory for each test, records typed by hand.
 */
#ifndef SC_TESTS_SUPPORT_H
#define SC_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/** Group setup and teardown: APR for the whole program. */
static inline int start_apr(void **state)
{
    (void)state;
    return apr_initialize() == APR_SUCCESS ? 0 : -1;
}

static inline int stop_apr(void **state)
{
    (void)state;
    apr_terminate();
    return 0;
}

/** Test setup and teardown: *state is an apr_pool_t * of the test's own. */
static inline int make_pool(void **state)
{
    apr_pool_t *pool;

    if (apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        return -1;
    }
    *state = pool;
    return 0;
}

static inline int drop_pool(void **state)
{
    apr_pool_destroy(*state);
    return 0;
}

static inline apr_status_t remove_directory(void *path)
{
    apr_pool_t *pool;
    apr_dir_t *directory;
    apr_finfo_t entry;

    apr_pool_create(&pool, NULL);
    if (apr_dir_open(&directory, path, pool) == APR_SUCCESS) {
        while (apr_dir_read(&entry, APR_FINFO_NAME, directory) == APR_SUCCESS) {
            apr_file_remove(apr_pstrcat(pool, path, "/", entry.name, NULL), pool);
        }
        apr_dir_close(directory);
    }
    apr_dir_remove(path, pool);
    apr_pool_destroy(pool);
    return APR_SUCCESS;
}

/** A new empty directory, removed with the plain files in it when the pool goes. */
static inline const char *make_directory(apr_pool_t *pool)
{
    const char *parent;
    char *path;

    assert_int_equal(apr_temp_dir_get(&parent, pool), APR_SUCCESS);
    path = apr_pstrcat(pool, parent, "/sistercity-unit-XXXXXX", NULL);
    assert_non_null(mkdtemp(path));
    apr_pool_cleanup_register(pool, path, remove_directory, apr_pool_cleanup_null);
    return path;
}

/** Seconds of the processor since. `make valgrind`, which sets that variable, takes up to fifty
 * times as many. */
static inline double seconds_since(clock_t begin)
{
    int times = getenv("SISTERCITY_UNIT_UNDER") ? 50 : 1;

    return (double)(clock() - begin) / CLOCKS_PER_SEC / times;
}

/** One test of a group that uses start_apr() and stop_apr(). */
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_pool, drop_pool)

#endif
