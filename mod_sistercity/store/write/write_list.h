/**
 * @file write_list.h
 * @brief The rows of one list field: only those that differ are written.
 *
 * Private to store/write/write.c.
 */
#ifndef SC_STORE_WRITE_LIST_H
#define SC_STORE_WRITE_LIST_H

#include "store/write/bulk.h"

/**
 * Writes the record's list, where its references exist. Entries have positions far apart, so that
 * an entry in the middle of thousands is one new row. New rows are gathered in the bulk.
 * @param before the record as it is stored; NULL: it is new
 */
apr_status_t sc_write_list(sc_bulk_t *bulk, apr_pool_t *pool, const sc_field_t *field,
                           const void *record, const void *before);

#endif
