#include "httpd/form/import_progress.h"

#include "httpd/server/server.h"

#include <apr_atomic.h>
#include <unistd.h>

/* A process may end at any line of this file: its slots are free as soon as it is gone. */
typedef struct slot_t {
    apr_uint64_t turn; /* who has it: the process in its upper half, which request; 0: nobody */
    apr_uint64_t id;   /* of the upload */
    apr_uint64_t rows; /* done in its upper half, of how many in its lower one */
} slot_t;

struct sc_progress_t {
    slot_t slots[SC_PROGRESS_MOST];
};

/* Under which it outlives a reload, after which a process of before may go on storing; the module
 * may be another one then, so that what is laid out otherwise needs another number. */
#define KEPT "sistercity-progress-1"

sc_progress_t *sc_progress_create(server_rec *main, apr_pool_t *pool)
{
    void *kept;

    apr_pool_userdata_get(&kept, KEPT, pool);
    if (!kept) {
        kept = sc_server_share(main, sizeof(sc_progress_t),
                               "SC0114: no shared memory; how far an import is will not be shown",
                               pool);
        apr_pool_userdata_setn(kept, KEPT, NULL, pool);
    }
    return kept;
}

static apr_uint64_t turn_of(const request_rec *r)
{
    return (apr_uint64_t)getpid() << 32 | (apr_uint32_t)((apr_uintptr_t)r >> 4);
}

/* Another process that has got its number since is none of this httpd's. */
static int is_alive(apr_uint64_t turn)
{
    return turn && getpgid((pid_t)(turn >> 32)) == getpgrp();
}

/* Takes the slot from whom it was seen with. */
static int is_taken(slot_t *slot, apr_uint64_t turn, apr_uint64_t seen)
{
    return turn == seen || apr_atomic_cas64(&slot->turn, turn, seen) == seen;
}

/* The slot of this upload, also from a request that has just given up storing it, or one that it
 * may take. */
static slot_t *slot_for(sc_progress_t *progress, apr_uint64_t id, apr_uint64_t turn)
{
    for (int i = 0; i < SC_PROGRESS_MOST; i++) {
        slot_t *slot = &progress->slots[i];
        apr_uint64_t seen = apr_atomic_read64(&slot->turn);

        if (seen && apr_atomic_read64(&slot->id) == id && is_taken(slot, turn, seen)) {
            return slot;
        }
    }
    for (int i = 0; i < SC_PROGRESS_MOST; i++) {
        slot_t *slot = &progress->slots[i];
        apr_uint64_t seen = apr_atomic_read64(&slot->turn);

        if (!is_alive(seen) && is_taken(slot, turn, seen)) {
            apr_atomic_set64(&slot->rows, 0);
            apr_atomic_set64(&slot->id, id);
            return slot;
        }
    }
    return NULL;
}

static apr_uint64_t halved(apr_int64_t rows)
{
    return rows < 0 ? 0 : rows > APR_UINT32_MAX ? APR_UINT32_MAX : (apr_uint64_t)rows;
}

void sc_progress_tell(sc_progress_t *progress, const request_rec *r, sc_db_t *db,
                      const sc_under_way_t *under_way)
{
    if (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        sc_upload_tell(db, r->pool, under_way);
        return;
    }
    slot_t *slot = progress ? slot_for(progress, (apr_uint64_t)under_way->id, turn_of(r)) : NULL;
    if (slot) {
        apr_atomic_set64(&slot->rows, halved(under_way->done) << 32 | halved(under_way->total));
    }
}

void sc_progress_end(sc_progress_t *progress, const request_rec *r, sc_db_t *db)
{
    if (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        sc_upload_tell(db, r->pool, NULL);
        return;
    }
    for (int i = 0; progress && i < SC_PROGRESS_MOST; i++) {
        (void)apr_atomic_cas64(&progress->slots[i].turn, 0, turn_of(r));
    }
}

int sc_progress_read(sc_progress_t *progress, apr_pool_t *pool, sc_db_t *db,
                     sc_under_way_t found[SC_PROGRESS_MOST])
{
    int count = 0;

    if (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        return sc_uploads_under_way(db, pool, found, SC_PROGRESS_MOST);
    }
    for (int i = 0; progress && i < SC_PROGRESS_MOST; i++) {
        slot_t *slot = &progress->slots[i];
        apr_uint64_t rows = apr_atomic_read64(&slot->rows);

        if (is_alive(apr_atomic_read64(&slot->turn))) {
            found[count++] =
                (sc_under_way_t){(apr_int64_t)apr_atomic_read64(&slot->id),
                                 (apr_int64_t)(rows >> 32), (apr_int64_t)(rows & APR_UINT32_MAX)};
        }
    }
    return count;
}
