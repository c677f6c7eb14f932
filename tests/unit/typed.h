/**
 * @file typed.h
 * @brief A registry whose contents a test types as SQL.
 */
#ifndef SC_TESTS_TYPED_H
#define SC_TESTS_TYPED_H

#include "database.h"

#include "store/write/write.h"

/** Runs statements; NULL ends them. */
static inline void put(sc_db_t *db, apr_pool_t *pool, ...)
{
    va_list statements;
    const char *sql;

    va_start(statements, pool);
    while ((sql = va_arg(statements, const char *)) != NULL) {
        type_sql(db, pool, sql);
    }
    va_end(statements);
}

static inline apr_status_t reindex_body(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_write_reindex(db, pool);
}

/** Makes the search keys and sort names of what was typed. */
static inline void reindex(sc_db_t *db, apr_pool_t *pool)
{
    if (sc_db_transaction(db, pool, reindex_body, NULL) != APR_SUCCESS) {
        fail_msg("%s", sc_db_error(db));
    }
}

#endif
