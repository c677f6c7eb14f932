#include "store/db/db.h"

#include <apr_strings.h>
#include <unistd.h>

/* In KiB: one for each item up to so many, since most of what is stored lies in order; of more
 * items a part, as the search keys of so many lie all over their tables. At most, but no more than
 * this part of the machine's memory. */
#define ENOUGH (32 * 1024)
#define ITEMS_PART 6
#define LARGEST (512 * 1024)
#define MEMORY_PART 8

static apr_int64_t size_for(apr_int64_t items)
{
    apr_int64_t memory = (apr_int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) / 1024;
    apr_int64_t most = memory / MEMORY_PART < LARGEST ? memory / MEMORY_PART : LARGEST;
    apr_int64_t part = items / ITEMS_PART > ENOUGH ? items / ITEMS_PART : ENOUGH;
    apr_int64_t size = items < part ? items : part;

    return size < most ? size : most;
}

/* A failure is none of the caller's: everything works with a smaller cache, too. A negative size is
 * one in KiB, another is in pages. */
static void set_size(sc_db_t *db, apr_pool_t *pool, apr_int64_t size)
{
    (void)sc_db_execute_once(db, pool,
                             apr_psprintf(pool, "PRAGMA cache_size = %" APR_INT64_T_FMT, size));
}

void sc_cache_size_raise(sc_db_t *db, apr_pool_t *pool, apr_int64_t items, apr_int64_t *before)
{
    apr_int64_t size = size_for(items);
    sc_rows_t *rows;

    *before = 0;
    if (sc_db_dialect(db) != SC_DIALECT_SQLITE ||
        sc_db_select(db, pool, "PRAGMA cache_size", NULL, 0, &rows) != APR_SUCCESS ||
        rows->count == 0 || sc_row_integer(rows, 0, 0) > 0 || sc_row_integer(rows, 0, 0) < -size) {
        return;
    }
    *before = sc_row_integer(rows, 0, 0);
    set_size(db, pool, -size);
}

void sc_cache_size_restore(sc_db_t *db, apr_pool_t *pool, apr_int64_t before)
{
    if (before) {
        set_size(db, pool, before);
    }
}
