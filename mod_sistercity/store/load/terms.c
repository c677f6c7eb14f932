#include "store/load/terms.h"

#include "store/db/batches.h"
#include "store/record/related.h"

#include <apr_strings.h>

/* How many partnerships are read at a time. */
#define BATCH 256

#define LIMITED_PARTNERSHIPS                                                                       \
    "SELECT t.\"id\" FROM \"partnerships\" t WHERE t.\"status\" NOT IN " SC_SQL_OVER               \
    " AND t.\"id\" IN "                                                                            \
    "(SELECT a.\"partnership_id\" FROM \"agreements\" a "                                          \
    "WHERE a.\"term_months\" IS NOT NULL OR a.\"effective_until\" IS NOT NULL) "                   \
    "AND t.\"id\" > ? ORDER BY t.\"id\" LIMIT ?"

apr_status_t sc_terms_agreements(sc_db_t *db, apr_pool_t *pool,
                                 const apr_array_header_t *partnerships,
                                 apr_array_header_t **agreements)
{
    apr_int64_t *ids = apr_palloc(pool, (partnerships->nelts + 1) * sizeof(*ids));
    /* Counted, not EXISTS, for which PostgreSQL would look through all agreements first. */
    const char *sql = apr_pstrcat(
        pool, "SELECT a.\"id\" FROM \"agreements\" a WHERE a.\"partnership_id\"", sc_sql_in_ids(db),
        " AND (SELECT COUNT(*) FROM \"agreements\" l "
        "WHERE l.\"partnership_id\" = a.\"partnership_id\" "
        "AND (l.\"term_months\" IS NOT NULL OR l.\"effective_until\" IS NOT NULL)) > 0 "
        "ORDER BY COALESCE(a.\"date\", '~'), a.\"id\"",
        NULL);
    sc_arg_t arg;
    int i;

    for (i = 0; i < partnerships->nelts; i++) {
        ids[i] = SC_AT(partnerships, i, sc_partnership_t)->record.id;
    }
    arg = sc_sql_ids(db, ids, partnerships->nelts, pool);
    return sc_related_select(db, pool, &sc_agreement, sql, &arg, 1, agreements);
}

/* Where terms go. */
typedef struct walk_t {
    sc_term_found_fn *found;
    void *baton;
} walk_t;

/* Handles the partnerships after the id; sets it to the last one's. */
static apr_status_t walk_batch(sc_db_t *db, apr_pool_t *pool, apr_int64_t *after, int *count,
                               void *baton)
{
    const walk_t *walk = baton;
    sc_arg_t args[] = {sc_arg_integer(*after), sc_arg_integer(BATCH)};
    apr_array_header_t *partnerships, *agreements;
    apr_status_t status =
        sc_related_select(db, pool, &sc_partnership, LIMITED_PARTNERSHIPS, args, 2, &partnerships);
    int i;

    *count = 0;
    if (status != APR_SUCCESS || partnerships->nelts == 0) {
        return status;
    }
    *count = partnerships->nelts;
    status = sc_terms_agreements(db, pool, partnerships, &agreements);
    for (i = 0; status == APR_SUCCESS && i < *count; i++) {
        const sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);
        sc_term_t term;

        *after = partnership->record.id;
        sc_term_of(agreements, partnership->slug, &term, pool);
        if (term.until) {
            walk->found(walk->baton, partnership, &term, pool);
        }
    }
    return status;
}

apr_status_t sc_terms_walk(sc_db_t *db, apr_pool_t *pool, sc_term_found_fn *found, void *baton)
{
    walk_t walk = {found, baton};

    return sc_batches_walk(db, pool, BATCH, walk_batch, &walk);
}
