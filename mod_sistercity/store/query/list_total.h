/**
 * @file list_total.h
 * @brief The number of items of a collection, without counting the rows of a large one.
 *
 * Private to store.
 */
#ifndef SC_STORE_LIST_TOTAL_H
#define SC_STORE_LIST_TOTAL_H

#include "model/entity.h"
#include "store/db/db.h"

apr_status_t sc_list_total(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t *total);

#endif
