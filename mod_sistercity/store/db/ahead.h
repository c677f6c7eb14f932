/**
 * Answers that are fetched before they are asked for, many by one statement.
 *
 * On PostgreSQL each statement is a way there and back. Who knows what will be asked while the
 * registry is read (sc_db_begin_reading()) names it here, and the ids that the arguments are to be
 * made of as SELECTs; from then on sc_db_select() has the answers to the same SQL with the same
 * arguments. Whatever was not foreseen is asked as ever: wrong foresight costs time, nothing else.
 *
 * Private to store.
 */
#pragma once

#include "store/db/sql.h"

/** What is to be fetched. */
typedef struct sc_ahead_t sc_ahead_t;
struct sc_ahead_t {
    sc_db_t *db;
    apr_pool_t *pool;              /* of the answers, too */
    apr_array_header_t *questions; /* private */
    sc_ahead_t *before;            /* private: what was fetched earlier in the same snapshot */
};

/** @return NULL where nothing is fetched ahead: on SQLite, and while nobody reads a snapshot */
sc_ahead_t *sc_ahead_new(sc_db_t *db, apr_pool_t *pool);

/** The ids that a SELECT of one column will find, in its order, as sc_sql_ids() has them: for the
 * arguments of what is asked here. Those of the SELECT itself may be such, too. */
sc_arg_t sc_ahead_ids(sc_ahead_t *ahead, const char *sql, const sc_arg_t *args, int count);

/** The first of such ids as an integer. */
sc_arg_t sc_ahead_id(sc_arg_t ids);

/** Has the SELECT answered. */
void sc_ahead_ask(sc_ahead_t *ahead, const char *sql, const sc_arg_t *args, int count);

void sc_ahead_ask_sql(sc_ahead_t *ahead, const sc_sql_t *sql);

/** Has one answered that is asked for by its purpose, an address, rather than by its text. */
void sc_ahead_ask_for(sc_ahead_t *ahead, const void *purpose, const char *sql, sc_arg_t arg);

/** The answers for a purpose, the last first. @return NULL if there are no more */
sc_rows_t *sc_ahead_answer(const sc_db_t *db, const void *purpose, int number);

/** Fetches all of it. */
apr_status_t sc_ahead_fetch(sc_ahead_t *ahead);
