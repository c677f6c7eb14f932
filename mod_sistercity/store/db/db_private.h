/**
 * What a connection is made of. Private to store/db.
 */
#pragma once

#include "store/db/driver.h"
#include "store/db/file.h"
#include "store/db/prepared.h"

#include <apr_hash.h>

struct sc_ahead_t;

/** Finds an answer that was fetched ahead (ahead.h), in memory that lives as long as the pool; NULL
 * if there is none. */
typedef sc_rows_t *sc_foresight_fn(const struct sc_ahead_t *ahead, apr_pool_t *pool,
                                   const char *sql, const sc_arg_t *args, int count);

/** Lets go of it at the end of its snapshot: when its pool is cleared, another thread may have the
 * connection. */
typedef void sc_unforesee_fn(const struct sc_ahead_t *ahead);

struct sc_db_t {
    sc_driver_t driver;
    apr_pool_t *pool;    /* as long as the connection */
    apr_pool_t *scratch; /* cleared before each call */
    apr_pool_t *spare;   /* see sc_db_spare() */
    sc_prepared_t *prepared;
    apr_hash_t *texts;          /* text_name_t -> const char * */
    sc_file_t file;             /* of SQLite */
    int is_spoilt;              /* may stay so when what SQLite complained of has been mended */
    int is_ready;               /* sc_session_begin() has succeeded */
    apr_int64_t session;        /* PostgreSQL's number for it; 0 on SQLite */
    int has_answered;           /* a statement, since the connection was handed out */
    int is_reading;             /* between sc_db_begin_reading() and sc_db_end_reading() */
    int has_snapshot;           /* the transaction of that has begun */
    struct sc_ahead_t *ahead;   /* what has been fetched in it, the last first; NULL: nothing */
    sc_foresight_fn *foresight; /* finds it there */
    sc_unforesee_fn *unforesee;
    int is_in_transaction;
    int has_failed;               /* a statement of the present transaction did */
    int is_damaged;               /* see sc_db_note_damage() */
    int has_lied, has_missed;     /* a cell is false, a statement has failed: sc_db_verdict() */
    apr_interval_time_t patience; /* see sc_db_wait_for_writers(); 0: PATIENCE */
    int may_return;               /* see sc_db_wait_briefly() */
    apr_interval_time_t brief;    /* likewise */
    int is_locked_out;            /* see sc_db_is_locked_out() */
    sc_watched_t *watched;        /* of PostgreSQL, in httpd; NULL: nobody looks after it */
    apr_interval_time_t limit;    /* see sc_db_limit() */
    int has_today;                /* it was set */
    char today[11];
    char error[1024];
};

/** Keeps what the driver says of its answer, for sc_db_error(). */
void sc_db_remember(struct sc_db_t *db, int rc);

/** Runs a statement of our own that has no answer. @return what the driver returns */
int sc_db_query(struct sc_db_t *db, const char *sql);

/** Sets what holds for the session. @return 0, or what the driver returns */
int sc_db_begin_session(struct sc_db_t *db);

/** Makes the connection usable again outside a transaction, its statements with it.
 * @return whether it is */
int sc_db_renew(struct sc_db_t *db);
