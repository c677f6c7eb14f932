#include "store/db/room.h"

#include <apr_strings.h>
#include <unistd.h>

/* In KiB: for each item, at most, and no more than this part of the machine's memory. */
#define ROOM_OF_ITEM 1
#define LARGEST_ROOM (512 * 1024)
#define MEMORY_PART 8

static apr_int64_t room_for(apr_int64_t items)
{
    apr_int64_t memory = (apr_int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) / 1024;
    apr_int64_t most = memory / MEMORY_PART < LARGEST_ROOM ? memory / MEMORY_PART : LARGEST_ROOM;

    return items < most / ROOM_OF_ITEM ? items * ROOM_OF_ITEM : most;
}

/* A failure is none of the caller's: everything works with less room, too. A negative size of the
 * cache is one in KiB, another is in pages. */
static void set_size(sc_db_t *db, apr_pool_t *pool, apr_int64_t size)
{
    (void)sc_db_execute_once(db, pool,
                             apr_psprintf(pool, "PRAGMA cache_size = %" APR_INT64_T_FMT, size));
}

void sc_room_take(sc_db_t *db, apr_pool_t *pool, apr_int64_t items, apr_int64_t *usual)
{
    apr_int64_t room = room_for(items);
    sc_rows_t *rows;

    *usual = 0;
    if (sc_db_dialect(db) != SC_DIALECT_SQLITE ||
        sc_db_select(db, pool, "PRAGMA cache_size", NULL, 0, &rows) != APR_SUCCESS ||
        rows->count == 0 || sc_row_integer(rows, 0, 0) > 0 || sc_row_integer(rows, 0, 0) < -room) {
        return;
    }
    *usual = sc_row_integer(rows, 0, 0);
    set_size(db, pool, -room);
}

void sc_room_give_back(sc_db_t *db, apr_pool_t *pool, apr_int64_t usual)
{
    if (usual) {
        set_size(db, pool, usual);
    }
}
