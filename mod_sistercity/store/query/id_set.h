/**
 * @file id_set.h
 * @brief Sets of ids that are united, intersected and counted without looking at each id.
 *
 * Private to store. A set is made of blocks of SC_ID_BLOCK ids that follow each other, with a bit
 * for each id; where there are few, they are a list instead (store/query/id_block.h). So 400,000
 * ids that follow each other take 56 KiB, and counting them takes microseconds.
 *
 * A database keeps a set as one text per block, its packed form: Base64 behind a letter, of
 * whatever is shorter: `b`, the bits, lowest id first; `g`, the gaps from one id to the next (from
 * the one before the block to the first), less one, in groups of seven bits, lowest group first,
 * 128 added to all but a number's last (LEB128).
 *
 * Everything lives in the pool of the set.
 */
#ifndef SC_STORE_ID_SET_H
#define SC_STORE_ID_SET_H

#include "store/query/id_block.h"

#include <apr_pools.h>
#include <apr_tables.h>

/** The number of the id's block. */
#define SC_ID_BLOCK_OF(id) ((id) >> 16)

/** The last id of the block. */
static inline apr_int64_t sc_id_block_last(apr_int64_t block)
{
    return block * SC_ID_BLOCK + (SC_ID_BLOCK - 1);
}

typedef struct sc_id_set_t sc_id_set_t;

sc_id_set_t *sc_id_set_new(apr_pool_t *pool);

void sc_id_set_add(sc_id_set_t *set, apr_int64_t id);
int sc_id_set_has(const sc_id_set_t *set, apr_int64_t id);

/** Adds the ids of a list such as "3,17,4" in decimal digits. NULL: none.
 * @param among NULL, or those of which the ids must be to be added
 * @return how many ids the list has */
apr_int64_t sc_id_set_add_list(sc_id_set_t *set, const char *list, const sc_id_set_t *among);

/** Adds what the other has. */
void sc_id_set_unite(sc_id_set_t *set, const sc_id_set_t *other);

/** Removes what the other has not. */
void sc_id_set_intersect(sc_id_set_t *set, const sc_id_set_t *other);

/** Removes what the other has. */
void sc_id_set_subtract(sc_id_set_t *set, const sc_id_set_t *other);

apr_int64_t sc_id_set_count(const sc_id_set_t *set);

/** Whether it has no id: sooner told than how many. */
int sc_id_set_is_empty(const sc_id_set_t *set);

/** The ids, rising, of apr_int64_t. */
apr_array_header_t *sc_id_set_ids(const sc_id_set_t *set, apr_pool_t *pool);

/** The numbers of the blocks that are not empty, rising, of apr_int64_t. */
apr_array_header_t *sc_id_set_blocks(const sc_id_set_t *set, apr_pool_t *pool);

/** A new set of the ids of one block. */
sc_id_set_t *sc_id_set_of_block(const sc_id_set_t *set, apr_int64_t block, apr_pool_t *pool);

/** The block's packed form. NULL: it is empty. */
const char *sc_id_set_packed(const sc_id_set_t *set, apr_int64_t block, apr_pool_t *pool);

/** Adds the ids of a block from its packed form.
 * @param among NULL, or those of which the ids must be to be added
 * @return APR_EINVAL for a text that is none */
apr_status_t sc_id_set_add_packed(sc_id_set_t *set, apr_int64_t block, const char *packed,
                                  const sc_id_set_t *among);

#endif
