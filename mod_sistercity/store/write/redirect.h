/**
 * Has everything that refers to one item refer to another of its kind.
 *
 * Private to store. In a few statements for each kind of item, however many refer: a place may have
 * ten thousand partnerships.
 */
#pragma once

#include "store/db/db.h"
#include "view/merge.h"

/**
 * Is told of items of one kind that refer, as they are and as they would be; NULL in place of the
 * latter leaves one as it is.
 * @param before, after of records, in the same order @param pool for these items alone
 */
typedef apr_status_t sc_redirected_fn(apr_pool_t *pool, const apr_array_header_t *before,
                                      apr_array_header_t *after, void *baton);

/**
 * Has them refer to @a to instead of @a from, both stored, within sc_write_begin() and
 * sc_write_end(). Versions, sort names and dirty facets follow. Where a list refers to both, one is
 * left; that no item has both as parts of a kind that occurs once, such as parties, the caller has
 * seen to (sc_redirect_clashes()).
 */
apr_status_t sc_redirect(sc_db_t *db, apr_pool_t *pool, const void *from, const void *to,
                         sc_redirected_fn *tell, void *baton);

/** How many items of each kind refer to the item; of sc_desk_count_t, none of them 0. */
apr_status_t sc_redirect_count(sc_db_t *db, apr_pool_t *pool, const void *item,
                               apr_array_header_t **counts);

/** Adds a problem for each item that has both as parts (a partnership that both are parties of), at
 * most ten. */
apr_status_t sc_redirect_clashes(sc_db_t *db, apr_pool_t *pool, const void *from, const void *to,
                                 sc_problems_t *problems);

/** Has the addresses that led to @a from lead to @a to: before @a from is removed. */
apr_status_t sc_fate_inherit(sc_db_t *db, apr_pool_t *pool, const void *from, const void *to);

/** Has the address of an item that is gone lead to another. */
apr_status_t sc_fate_lead(sc_db_t *db, apr_pool_t *pool, const void *gone, const void *to);
