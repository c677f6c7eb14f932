/**
 * @file check.h
 * @brief Data quality: what somebody should look at.
 */
#ifndef SC_STORE_CHECK_H
#define SC_STORE_CHECK_H

#include "model/problem.h"
#include "store/db/db.h"
#include "view/dossier.h"

/** One finding about stored data. */
typedef struct sc_check_t {
    const sc_entity_t *entity;
    const char *slug;
    sc_problem_t problem; /* codes: one_sided, claim_differs, duplicate, impossible_date,
                             no_source, term_lapsed, sources_disagree, contact_expired,
                             not_searchable */
} sc_check_t;

/**
 * Looks at the whole registry: one-sided claims, a claimed number against the list, the same
 * parties and type twice, dates that cannot be (an end before its beginning, a beginning before the
 * year 1900 or in the future, an agreement before first contact), partnerships without any source,
 * fixed terms that have run out while the status says active, sources that disagree, contacts that
 * are kept longer than they may be.
 * @param found called for each finding, in order; the check lives only during the call
 */
apr_status_t sc_check_registry(sc_db_t *db, apr_pool_t *pool, const char *today,
                               void (*found)(void *baton, const sc_check_t *check), void *baton);

/** Something that falls due. */
typedef struct sc_due_t {
    const char *kind; /* "anniversary", "term", "silent" */
    const char *date; /* EDTF: when; for a silent partnership its last activity, or NULL */
    int years;        /* anniversary: how many; else 0 */
    const sc_partnership_t *partnership;
} sc_due_t;

/**
 * Anniversaries (every fifth year) and ends of terms from @a today to @a until, and active
 * partnerships without an activity or agreement on record in the last five years.
 * @param due of sc_due_t, sorted by date, in @a pool
 */
apr_status_t sc_due_read(sc_db_t *db, apr_pool_t *pool, const char *today, const char *until,
                         apr_array_header_t **due);

#endif
