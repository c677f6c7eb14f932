/**
 * @file list_total.h
 * @brief The total of a list from the statistics that the database keeps, without counting rows.
 *
 * Private to store. Kept are the totals without a filter, by type and status, and by these together
 * with one of country, region, level, field and whole years; of agreements by kind, too.
 */
#ifndef SC_STORE_LIST_TOTAL_H
#define SC_STORE_LIST_TOTAL_H

#include "model/dossier.h"
#include "store/db.h"

/** @return APR_ENOENT if no kept number tells the total: the rows have to be counted then */
apr_status_t sc_list_total(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           const sc_query_t *query, apr_int64_t *total);

#endif
