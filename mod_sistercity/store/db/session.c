#include "store/db/driver.h"

#include <apr_strings.h>

/* What httpd's connections copy of the pages that they read, in KiB, in place of 2 MiB each: this
 * part of the file, since more of a larger one is read for a page, but not less than a page of the
 * registry needs, and not so much that a process grows large. The system's own cache has the pages,
 * too. No memory map: whoever puts a copy of the file in its place while httpd runs would end every
 * process by SIGBUS. */
#define CACHE_PART 96
#define SMALLEST_CACHE 1024
#define LARGEST_CACHE 4096

/* Which session it is comes with it. Compiling a plan takes longer than any of our statements runs,
 * and to plan one anew for each of its values as long as half of them run: a plan for all values is
 * what they are written for. Backslashes in literals are themselves: some are written here. A host
 * that has lost its power or stands still with a transaction in hand would keep all other writers
 * out, by TCP's own measure for two hours. And whoever has given up an answer leaves nobody who
 * waits for it: PostgreSQL looks for that from version 14 on, and only where the system tells it.
 */
#define POSTGRESQL_SESSION                                                                         \
    "SELECT pg_backend_pid(), set_config('client_encoding', 'UTF8', false), "                      \
    "set_config('standard_conforming_strings', 'on', false), set_config('jit', 'off', false), "    \
    "set_config('plan_cache_mode', 'force_generic_plan', false), "                                 \
    "set_config('lock_timeout', '" SC_SESSION_PATIENCE "', false), "                               \
    "set_config('tcp_keepalives_idle', '15', false), "                                             \
    "set_config('tcp_keepalives_interval', '5', false), "                                          \
    "set_config('tcp_keepalives_count', '3', false), "                                             \
    "set_config('idle_in_transaction_session_timeout', '5min', false), "                           \
    "(SELECT set_config(name, '2s', false) FROM pg_settings "                                      \
    "WHERE name = 'client_connection_check_interval' AND version() LIKE '%linux%')"

static int set_cache(const sc_driver_t *driver, apr_pool_t *pool, apr_int64_t size)
{
    return sc_driver_query_patiently(
        driver, apr_psprintf(pool, "PRAGMA cache_size = -%" APR_INT64_T_FMT, size));
}

/* Gives the connection a cache that fits the file. */
static void fit_cache(const sc_driver_t *driver, apr_pool_t *pool)
{
    /* The first that reads the file. */
    (void)set_cache(driver, pool, SMALLEST_CACHE);
    apr_int64_t size = sc_driver_number(driver, "PRAGMA page_count", pool) *
                       sc_driver_number(driver, "PRAGMA page_size", pool) / 1024;
    if (size / CACHE_PART > SMALLEST_CACHE) {
        (void)set_cache(driver, pool,
                        size / CACHE_PART < LARGEST_CACHE ? size / CACHE_PART : LARGEST_CACHE);
    }
}

int sc_session_begin(const sc_driver_t *driver, apr_pool_t *pool, apr_int64_t *number)
{
    if (driver->dialect == SC_DIALECT_POSTGRESQL) {
        *number = sc_driver_number(driver, POSTGRESQL_SESSION, pool);
        return *number > 0 ? 0 : APR_EGENERAL;
    }
    (void)sc_driver_query_patiently(driver, "PRAGMA foreign_keys = ON");
    /* A wish that makes imports fast: without it each statement that fires a trigger writes a
     * journal file of its own. */
    (void)sc_driver_query_patiently(driver, "PRAGMA temp_store = MEMORY");
    fit_cache(driver, pool);
    return sc_driver_number(driver, "PRAGMA foreign_keys", pool) == 1 ? 0 : APR_EGENERAL;
}
