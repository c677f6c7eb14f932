/**
 * @file touched.h
 * @brief Which pages of items changes have touched, as the database's triggers note it.
 *
 * Nothing is noted any more: each change counts as one of all pages.
 */
#ifndef SC_STORE_TOUCHED_H
#define SC_STORE_TOUCHED_H

#include "store/db/db.h"

/** A page that something was changed of. */
typedef struct sc_touched_t {
    apr_int64_t revision; /* the one that the change came with */
    const char *modified; /* when, as the registry's state has it */
    const char *page;     /* the collection of the item; "" stands for all pages */
    apr_int64_t id;       /* of the item */
} sc_touched_t;

/** What stands for the item itself as the home municipality, wherever that shows. */
#define SC_TOUCHED_HOME "home"

/** Whether it stands for all pages. */
int sc_touched_is_all(const sc_touched_t *touched);

/**
 * What the revision and those after it have touched, oldest first. A revision that is not among
 * them has touched what nobody knows.
 * @param most so many at most
 * @param touched of sc_touched_t
 */
apr_status_t sc_touched_read(sc_db_t *db, apr_pool_t *pool, apr_int64_t revision, int most,
                             apr_array_header_t **touched);

#endif
