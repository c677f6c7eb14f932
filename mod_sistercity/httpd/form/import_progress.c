#include "httpd/form/import_progress.h"

#include "httpd/server/server.h"

#include <apr_atomic.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* A process may end at any line of this file: its slots are free as soon as it is gone. */
typedef struct slot_t {
    apr_uint64_t id;    /* of the upload; 0: free */
    apr_uint64_t owner; /* the process */
    apr_uint64_t rows;  /* done in its upper half, of how many in its lower one */
} slot_t;

struct sc_progress_t {
    slot_t slots[SC_PROGRESS_MOST];
};

sc_progress_t *sc_progress_create(server_rec *main, apr_pool_t *pool)
{
    return sc_server_share(main, sizeof(sc_progress_t),
                           "SC0114: no shared memory; how far an import is will not be shown",
                           pool);
}

static int is_alive(apr_uint64_t owner)
{
    return owner && (kill((pid_t)owner, 0) == 0 || errno == EPERM);
}

/* Its own slot, or one that it may take. */
static slot_t *slot_for(sc_progress_t *progress, apr_uint64_t id)
{
    for (int i = 0; i < SC_PROGRESS_MOST; i++) {
        if (apr_atomic_read64(&progress->slots[i].id) == id) {
            return &progress->slots[i];
        }
    }
    for (int i = 0; i < SC_PROGRESS_MOST; i++) {
        slot_t *slot = &progress->slots[i];
        apr_uint64_t other = apr_atomic_read64(&slot->id);

        if ((!other || !is_alive(apr_atomic_read64(&slot->owner))) &&
            apr_atomic_cas64(&slot->id, id, other) == other) {
            apr_atomic_set64(&slot->rows, 0);
            apr_atomic_set64(&slot->owner, (apr_uint64_t)getpid());
            return slot;
        }
    }
    return NULL;
}

static apr_uint64_t halved(apr_int64_t rows)
{
    return rows < 0 ? 0 : rows > APR_UINT32_MAX ? APR_UINT32_MAX : (apr_uint64_t)rows;
}

void sc_progress_tell(sc_progress_t *progress, apr_int64_t id, apr_int64_t done, apr_int64_t total)
{
    slot_t *slot = progress ? slot_for(progress, (apr_uint64_t)id) : NULL;

    if (slot) {
        apr_atomic_set64(&slot->rows, halved(done) << 32 | halved(total));
    }
}

void sc_progress_end(sc_progress_t *progress, apr_int64_t id)
{
    for (int i = 0; progress && i < SC_PROGRESS_MOST; i++) {
        (void)apr_atomic_cas64(&progress->slots[i].id, 0, (apr_uint64_t)id);
    }
}

int sc_progress_read(sc_progress_t *progress, sc_under_way_t found[SC_PROGRESS_MOST])
{
    int count = 0;

    for (int i = 0; progress && i < SC_PROGRESS_MOST; i++) {
        slot_t *slot = &progress->slots[i];
        apr_uint64_t id = apr_atomic_read64(&slot->id), rows = apr_atomic_read64(&slot->rows);

        if (id && is_alive(apr_atomic_read64(&slot->owner))) {
            found[count++] = (sc_under_way_t){(apr_int64_t)id, (apr_int64_t)(rows >> 32),
                                              (apr_int64_t)(rows & APR_UINT32_MAX)};
        }
    }
    return count;
}
