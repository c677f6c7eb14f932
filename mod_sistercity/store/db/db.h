/**
 * One connection to the registry's database, through apr_dbd; on SQLite statements with arguments
 * are run by SQLite's own functions on the driver's connection (driver.h says why).
 *
 * This is the only room that includes apr_dbd.h; the fences around the drivers' traps stand in
 * driver.c, session.c and db.c. SQL uses `?` for arguments and any `%` literally; the
 * driver's own format letters are made from the kinds of the arguments. One statement per call,
 * without a trailing semicolon. Each distinct SQL text is prepared once per connection and kept, so
 * texts must come from a small fixed set: bind values, never build them in. (After 300 texts on a
 * connection the drivers' limits make the next ones slower; see prepared.c.)
 *
 * A connection is used by one thread at a time.
 */
#pragma once

#include "store/db/values.h"
#include "store/db/watch.h"

#include <apr_dbd.h>
#include <apr_errno.h>
#include <apr_pools.h>
#include <apr_tables.h>

typedef struct sc_db_t sc_db_t;

/** Ends the function around it with what the call came to, unless that is APR_SUCCESS, or OK. */
#define SC_TRY(call)                                                                               \
    do {                                                                                           \
        apr_status_t status_of_call = (call);                                                      \
                                                                                                   \
        if (status_of_call != APR_SUCCESS) {                                                       \
            return status_of_call;                                                                 \
        }                                                                                          \
    } while (0)

/** Has SQLite take no lock for each column of each row. For a program of our own, before it opens a
 * connection: the setting is the whole process's, and in httpd another module's scripts may use one
 * connection in several threads. */
void sc_db_configure(void);

/**
 * Opens a connection of its own, as sistercityctl and tests do.
 * @param url "DRIVER:PARAMS", such as "sqlite3:/var/lib/sistercity/registry.db" or
 *            "pgsql:host=127.0.0.1 dbname=sistercity"
 * @param error a sentence, when it fails
 */
apr_status_t sc_db_open(const char *url, apr_pool_t *pool, sc_db_t **db, const char **error);

/**
 * Makes a connection of somebody else's pool (mod_dbd's) ours. Called again for the same connection
 * it returns the same sc_db_t with its prepared statements. If the file of an SQLite connection was
 * replaced, or could not be used when it was used last, it is opened anew.
 * @param handle set to the new one then
 * @param connection_pool lives as long as the connection
 * @param is_shared whether somebody else has statements prepared on it, which need the old one
 * @param watch looks after all that is asked of PostgreSQL, see sc_db_limit(); may be NULL
 */
apr_status_t sc_db_wrap(const apr_dbd_driver_t *driver, apr_dbd_t **handle,
                        apr_pool_t *connection_pool, int is_shared, sc_watch_t *watch,
                        sc_db_t **db);

/** How long an answer to one statement may take, on a connection with a watch, until the connection
 * is given up. From sc_db_wrap() on SC_DB_SHORT: nothing but the state of the registry should be
 * asked for with that. */
void sc_db_limit(sc_db_t *db, apr_interval_time_t limit);

#define SC_DB_SHORT apr_time_from_sec(3)

/** For a page that somebody waits for, and for downloads and edits: each more than any statement of
 * theirs takes on a registry of 400,000 partnerships. */
#define SC_DB_PAGE apr_time_from_sec(5)
#define SC_DB_LONG apr_time_from_sec(30)

sc_dialect_e sc_db_dialect(const sc_db_t *db);

/** An empty pool for much that is read and used up before the next call of this. Its memory stays
 * with the connection: a request's pool would keep as much for each thread. */
apr_pool_t *sc_db_spare(const sc_db_t *db);

/** The statements that are prepared on the connection, of const char *, for tests that look at
 * their plans: the kinds of the arguments (t, i, r), a space, the SQL. */
apr_array_header_t *sc_db_prepared(const sc_db_t *db, apr_pool_t *pool);

/**
 * A text that belongs to the connection, such as a statement that takes long to put together.
 * @param subject, purpose two addresses that together name it as long as the process runs
 * @return NULL if there is none
 */
const char *sc_db_kept(const sc_db_t *db, const void *subject, const void *purpose);

/** Keeps a copy of the text. @return the copy */
const char *sc_db_keep(sc_db_t *db, const void *subject, const void *purpose, const char *text);

/** The day on which the registry is looked at, "2026-11-28": what is stated for a later day does
 * not hold yet. The local day, unless it was set. */
const char *sc_db_today(sc_db_t *db);
void sc_db_set_today(sc_db_t *db, const char *today);

/** What the driver last complained of; never NULL. Valid until the next call. */
const char *sc_db_error(const sc_db_t *db);

/**
 * Runs a SELECT. On a failure outside a transaction the statement is prepared anew and tried once
 * more (schema changed by another connection; server restarted).
 * @return APR_SUCCESS, or APR_EGENERAL with sc_db_error()
 */
apr_status_t sc_db_select(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                          int count, sc_rows_t **rows);

/** Runs a statement that returns no rows. @param affected the number of rows, or NULL. */
apr_status_t sc_db_execute(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                           int count, int *affected);

/** Runs a statement without arguments and without preparing it: schema and settings. */
apr_status_t sc_db_execute_once(sc_db_t *db, apr_pool_t *pool, const char *sql);

/**
 * Until sc_db_end_reading() SELECTs see one state of the registry, but for those behind one that
 * has failed on PostgreSQL. SQLite then locks its file once and not for each of them. Whatever
 * writes is refused meanwhile: APR_EINVAL.
 */
void sc_db_begin_reading(sc_db_t *db);
void sc_db_end_reading(sc_db_t *db);

/** Whether all that was read since the connection was handed out is true, as far as anybody can
 * see: no statement has failed, even if its reader did without it, and every cell is what it was
 * read as (values.h). Whoever shows it must ask before. Behind a cell that is not so everything
 * fails until this has been asked.
 * @return APR_SUCCESS, or APR_EGENERAL with sc_db_error() */
apr_status_t sc_db_verdict(sc_db_t *db);

/** Remembers that something was found in the database which only a person can mend, though pages do
 * without it. */
void sc_db_note_damage(sc_db_t *db);

/** Whether such a thing was found since this was last asked. */
int sc_db_take_damage(sc_db_t *db);

/** Lets the connection's transactions wait so long for the end of another writer's, in place of the
 * few seconds that somebody waits for a page; 0: those seconds. Their statements wait no longer
 * than others do: on PostgreSQL readers would queue up behind them. */
void sc_db_wait_for_writers(sc_db_t *db, apr_interval_time_t patience);

/** For who can come back and begin anew, to wait without holding a connection meanwhile: the first
 * transaction since the connection was handed out waits only so long. */
void sc_db_wait_briefly(sc_db_t *db, apr_interval_time_t patience);

/** Whether that transaction did not begin, as there is another writer: nothing has been done. */
int sc_db_is_locked_out(const sc_db_t *db);

/**
 * Enlarges SQLite's page cache of the connection for storing so many items in a transaction, which
 * changes pages all over its indexes: to some hundred megabytes at most, and less where the machine
 * has little. PostgreSQL has one cache for all connections.
 * @param before set to the size that sc_cache_size_restore() goes back to
 */
void sc_cache_size_raise(sc_db_t *db, apr_pool_t *pool, apr_int64_t items, apr_int64_t *before);

void sc_cache_size_restore(sc_db_t *db, apr_pool_t *pool, apr_int64_t before);

/** The body of a transaction; what it returns decides: APR_SUCCESS commits, anything else rolls
 * back and is handed to the caller. */
typedef apr_status_t sc_transaction_fn(sc_db_t *db, apr_pool_t *pool, void *baton);

/**
 * Runs @a body in a write transaction: there is one writer at a time. If a statement fails because
 * the connection's prepared statements went stale, the whole body runs once more, so it must not
 * change anything but the database and its baton, and must set its baton up anew.
 *
 * It also fails if an SQLite file is at its end no more the one at its path.
 *
 * After a failed statement all others of the transaction fail too, and it is rolled back whatever
 * the body returns; so it is when @a pool is destroyed before its end. Transactions do not nest,
 * nor begin while one reads: APR_EINVAL.
 */
apr_status_t sc_db_transaction(sc_db_t *db, apr_pool_t *pool, sc_transaction_fn *body, void *baton);
