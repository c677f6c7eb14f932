/**
 * Sets of ids as CRoaring bitmaps that live in a pool.
 *
 * Private to store. Ids are 0 to 4,294,967,295 (the schema refuses others). 400,000 ids take 50 KB,
 * and two such sets are intersected and counted in some ten microseconds.
 */
#pragma once

#include <apr_pools.h>
#include <apr_tables.h>

typedef struct roaring_bitmap_s sc_bitmap_t;

/** An empty one, freed with the pool. */
sc_bitmap_t *sc_bitmap_new(apr_pool_t *pool);

/** Adds the ids of a list such as "3,17,4". NULL: none. @param among NULL, or which ids only
 * @return how many ids the list has */
apr_int64_t sc_bitmap_add_list(sc_bitmap_t *bitmap, const char *list, const sc_bitmap_t *among);

/** Adds what the other has. */
void sc_bitmap_unite(sc_bitmap_t *bitmap, const sc_bitmap_t *other);

/** Removes what the other has not. */
void sc_bitmap_intersect(sc_bitmap_t *bitmap, const sc_bitmap_t *other);

/** Removes what the other has. */
void sc_bitmap_subtract(sc_bitmap_t *bitmap, const sc_bitmap_t *other);

apr_int64_t sc_bitmap_count(const sc_bitmap_t *bitmap);

/** How many ids both have. */
apr_int64_t sc_bitmap_count_common(const sc_bitmap_t *bitmap, const sc_bitmap_t *other);

/** The highest id; 0 if there is none. */
apr_int64_t sc_bitmap_last(const sc_bitmap_t *bitmap);

int sc_bitmap_has(const sc_bitmap_t *bitmap, apr_int64_t id);

int sc_bitmap_is_empty(const sc_bitmap_t *bitmap);

/** The ids, rising, of apr_int64_t. */
apr_array_header_t *sc_bitmap_ids(const sc_bitmap_t *bitmap, apr_pool_t *pool);

/** As a database keeps it: CRoaring's portable form without runs. */
const char *sc_bitmap_bytes(const sc_bitmap_t *bitmap, apr_size_t *size, apr_pool_t *pool);

/** The bitmap of some bytes. @param count how many ids it must have
 * @return NULL for bytes that are none */
sc_bitmap_t *sc_bitmap_of_bytes(const char *bytes, apr_size_t size, apr_int64_t count,
                                apr_pool_t *pool);
