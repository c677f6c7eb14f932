/**
 * @file id_select.h
 * @brief SELECTs whose answer is a set of ids, in one row however many they are.
 *
 * Private to store. A driver makes an object of each row; thousands of ids are read ten times as
 * fast as one text.
 */
#ifndef SC_STORE_ID_SELECT_H
#define SC_STORE_ID_SELECT_H

#include "store/db/sql.h"
#include "store/query/id_set.h"

/** The beginning of the statement: SELECT of all values of an expression, each with the separator
 * behind it but for the last. To be continued with " FROM …". */
sc_sql_t *sc_id_select_texts(const sc_db_t *db, apr_pool_t *pool, const char *expression,
                             const char *separator);

/** The same for the ids that sc_id_select_read() takes. @param id an expression */
sc_sql_t *sc_id_select(const sc_db_t *db, apr_pool_t *pool, const char *id);

/** Appends " IN " and the ids of the set, as one argument. */
void sc_id_select_add_in(const sc_db_t *db, sc_sql_t *sql, const sc_id_set_t *ids);

/** Runs what sc_id_select() began. @param ids a new set, in the pool of the statement */
apr_status_t sc_id_select_read(sc_db_t *db, const sc_sql_t *sql, sc_id_set_t **ids);

#endif
