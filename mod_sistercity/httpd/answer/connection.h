/**
 * Connections to the database, from mod_dbd's pools; connection.c is the only file that
 * knows mod_dbd. Without a pool, registries.c looks at the databases under `httpd -t`.
 */
#pragma once

#include "httpd/answer/request.h"

#define SC_ADVICE_WRITABLE                                                                         \
    "a SQLite file and the directory that it is in, with what is named after it there (-wal, "     \
    "-shm), must be writable for the user that httpd runs as (see the directive User)"

/** Whether mod_dbd is there at all. */
int sc_connection_is_possible(void);

/** Before any process opens connections: lets PostgreSQL's library wait for one only as long as
 * somebody would, unless connect_timeout in DBDParams or PGCONNECT_TIMEOUT says otherwise. */
void sc_connections_limit(apr_pool_t *pool);

/** Under `httpd -t`: warns where a registry is missing, of another schema or not to be written by
 * the user that httpd runs as, and where a home is not in it. */
void sc_registries_test(apr_pool_t *pool, server_rec *main);

/** What to do about an error of the database, as sc_db_error() tells it: the rest of a sentence, or
 * "". @param driver as DBDriver has it */
const char *sc_advice_on(const char *error, const char *driver);

/** What to do about a registry of that schema, which is not this program's: the rest of a sentence.
 */
const char *sc_advice_on_schema(int version, const char *driver, apr_pool_t *pool);

/** In a new process, for each server; a failure is logged, and leaves it without a gate.
 * @param pool lives as long as the process */
void sc_connections_open(server_rec *server, apr_pool_t *pool);

/** What is done with a connection. @return OK or an HTTP status. */
typedef int sc_with_database_fn(sc_request_t *request, sc_db_t *db, void *baton);

/**
 * Borrows a connection, reads the registry's state into request->state, calls @a stage, and gives
 * the connection back before it returns: none is held while a client reads, since a few slow
 * readers would then keep everybody else out. While the circuit breaker (revision.h) is open, one
 * at a time tries, and nobody else waits.
 * @param stage NULL: only the state is wanted, since SC_STANDING_ASK was said
 * @return what the stage returns; 503 if the database does not answer, has no registry or one of
 * another schema, which is logged with the command that mends it
 */
int sc_with_database(sc_request_t *request, sc_with_database_fn *stage, void *baton);

/** What reading came to, as a status: OK, 404 for APR_ENOENT, else 503, and the log says what went
 * wrong. */
int sc_database_status(const sc_request_t *request, const sc_db_t *db, apr_status_t rv);

/** Finds out whether the item that the address names, and that is not there, ever was.
 * @return 404, 410; 301 if it was renamed: then the location and the request's slug are the present
 * ones; 503, which is logged */
int sc_database_missing(sc_request_t *request, sc_db_t *db, const sc_entity_t *entity);
