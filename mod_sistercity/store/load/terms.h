/**
 * @file terms.h
 * @brief The partnerships that run for a fixed term: all of them, or those of a list.
 *
 * Private to store.
 */
#ifndef SC_STORE_TERMS_H
#define SC_STORE_TERMS_H

#include "store/db/db.h"
#include "view/derive.h"

/** @param pool is cleared after some calls: what is kept must be copied */
typedef void sc_term_found_fn(void *baton, const sc_partnership_t *partnership,
                              const sc_term_t *term, apr_pool_t *pool);

/** Calls @a found for each partnership that is not over and whose last term has an end, in order of
 * id, holding only a batch of them in memory. */
apr_status_t sc_terms_walk(sc_db_t *db, apr_pool_t *pool, sc_term_found_fn *found, void *baton);

/**
 * The agreements (sc_agreement_t *, oldest first) of those of the partnerships that any agreement
 * limits; one statement where none is limited, as most are not.
 * @param partnerships of sc_partnership_t *
 */
apr_status_t sc_terms_agreements(sc_db_t *db, apr_pool_t *pool,
                                 const apr_array_header_t *partnerships,
                                 apr_array_header_t **agreements);

#endif
