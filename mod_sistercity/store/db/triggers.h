/**
 * @file triggers.h
 * @brief Letting the database's triggers rest while very much is stored.
 *
 * They say of each change what follows from it (scripts/schema.py), whoever makes it. That costs
 * too much a row where a great part of the registry is written: then it is said once.
 */
#ifndef SC_STORE_TRIGGERS_H
#define SC_STORE_TRIGGERS_H

#include "store/db/db.h"

/** Lets them rest until sc_triggers_wake(), in the present transaction, if there are so many
 * changes that it is worth it; those of deletions do not. @param rest whether they do */
apr_status_t sc_triggers_rest(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes, int *rest);

/** Does at once what they left undone: slugs that are taken, the registry's revision. The facets
 * are to be made anew (store/query/facets.h). Then they are awake. */
apr_status_t sc_triggers_wake(sc_db_t *db, apr_pool_t *pool);

#endif
