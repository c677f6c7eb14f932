/**
 * Partnerships that stand otherwise on a day than their stored status says.
 *
 * They are few: those that a planned step has moved on since they were stored, and those whose
 * beginning or end is still to come; of days that are over, those too that have been taken up again
 * since. Each is read, and judged by view/force.h.
 */
#pragma once

#include "store/db/db.h"
#include "store/query/bitmap.h"
#include "view/force.h"

/** A partnership whose status on a day may be another than the stored one. */
typedef struct sc_shift_t {
    apr_int64_t id;
    const char *stored; /* word of sc_statuses */
    const char *word;   /* the one on the day */
} sc_shift_t;

/** @param shifts of sc_shift_t */
apr_status_t sc_shifts_read(sc_db_t *db, apr_pool_t *pool, const char *day,
                            apr_array_header_t **shifts);

/** Those of them that have one of the words on the day. @param words NULL ends; NULL: all */
sc_bitmap_t *sc_shifts_with(const apr_array_header_t *shifts, const char *const *words);
