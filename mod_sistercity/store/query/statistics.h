/**
 * @file statistics.h
 * @brief Keeping the tables of statistics true (sql/…/0003_statistics.sql, …_fewer_counts.sql).
 *
 * The database's triggers do so for each change, whoever makes it. That costs too much per row
 * where a great part of the registry is written: then they rest, and all is counted once.
 */
#ifndef SC_STORE_STATISTICS_H
#define SC_STORE_STATISTICS_H

#include "store/db/db.h"

/** Lets the triggers of statistics, and all that an insertion fires, rest until
 * sc_statistics_wake() or sc_statistics_recount(), in the present transaction. References are
 * checked at its end. */
apr_status_t sc_statistics_rest(sc_db_t *db, apr_pool_t *pool);

/** The same if so many changes make a count from scratch worth it. @param rests whether they do */
apr_status_t sc_statistics_rest_for(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes, int *rests);

/** Does at once what the triggers of insertion left undone: slugs that are taken, the registry's
 * revision, the statistics. Then they are awake. For the end of an import. */
apr_status_t sc_statistics_wake(sc_db_t *db, apr_pool_t *pool);

/** Counts everything from scratch, in the present transaction, and wakes the triggers. */
apr_status_t sc_statistics_recount(sc_db_t *db, apr_pool_t *pool);

#endif
