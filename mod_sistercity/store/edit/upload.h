/**
 * Files that wait between the preview of an import and the decision about it.
 *
 * An upload is its owner's alone. It is taken before it is stored, so that a form that is sent
 * twice, even at the same moment, stores it once. That it was stored becomes true together with
 * what it stored: one that is still taken while nobody stores it can be released. Its bytes go when
 * it has been imported or is discarded, all of it SC_UPLOAD_HOURS after it came.
 */
#pragma once

#include "store/db/db.h"

#include <apr_hash.h>

#define SC_UPLOAD_HOURS 24

typedef enum { SC_UPLOAD_CSV, SC_UPLOAD_JSON, SC_UPLOAD_WORKBOOK } sc_upload_format_e;

typedef struct sc_upload_t {
    apr_int64_t id;
    sc_upload_format_e format;
    const char *bytes; /* as they were sent; of a workbook, as sc_workbook_read() gives it */
    apr_size_t length;
    apr_int64_t revision; /* what its last preview saw: sc_import_t.seen */
    apr_hash_t *choices;  /* input name -> value, both const char * */
    int is_taken;         /* it is being stored, or has been */
    apr_int64_t change;   /* of the history: what it was stored as; 0: not yet */
    const char *failure;  /* a word for why it was not stored when that was last tried, or NULL */
} sc_upload_t;

/** Keeps an upload; sets its id. Those whose time is over go. */
apr_status_t sc_upload_keep(sc_db_t *db, apr_pool_t *pool, const char *who, sc_upload_t *upload);

/** Reads one, but no bytes of one that is taken. APR_ENOENT: there is none of this id, it is
 * somebody else's, or its time is over; APR_EBUSY: it has just been stored. */
apr_status_t sc_upload_read(sc_db_t *db, apr_pool_t *pool, const char *who, apr_int64_t id,
                            sc_upload_t **upload);

/** Keeps the choices and the revision of an upload that was read, unless it was taken meanwhile. */
apr_status_t sc_upload_choose(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload);

/** Takes an upload that was read for storing; in a transaction. APR_EBUSY: another request was
 * faster. */
apr_status_t sc_upload_take(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload);

/** Has one that was taken wait again, since it was not stored. Keeps the failure. APR_EBUSY: it was
 * stored meanwhile, or released. */
apr_status_t sc_upload_release(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload);

/** Keeps of one that was taken only by which change it was stored; in the transaction of that.
 * APR_EBUSY: it was released meanwhile. */
apr_status_t sc_upload_finish(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload,
                              apr_int64_t change);

/** One that is being stored. */
typedef struct sc_under_way_t {
    apr_int64_t id;
    apr_int64_t done, total; /* rows */
} sc_under_way_t;

/** Lets every host that works on the same PostgreSQL see how far this session is with an upload,
 * also before the end of the transaction that stores it; NULL: it is with none. A session that ends
 * is seen no more. */
void sc_upload_tell(sc_db_t *db, apr_pool_t *pool, const sc_under_way_t *under_way);

/** What sessions on the same PostgreSQL tell. @return how many, at most @a most */
int sc_uploads_under_way(sc_db_t *db, apr_pool_t *pool, sc_under_way_t *found, int most);

/** Whose it is. APR_ENOENT: there is none */
apr_status_t sc_upload_owner(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, const char **who);

/** Removes one, if it is the owner's. */
apr_status_t sc_upload_drop(sc_db_t *db, apr_pool_t *pool, const char *who, apr_int64_t id);
