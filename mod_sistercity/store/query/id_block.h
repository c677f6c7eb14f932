/**
 * @file id_block.h
 * @brief One block of a set of ids: which of SC_ID_BLOCK places are taken.
 *
 * Private to the sets (store/query/id_set.h). Few places are a rising list, many are bits: what is
 * rare takes little memory, and what is common is united and intersected 64 places at a time.
 */
#ifndef SC_STORE_ID_BLOCK_H
#define SC_STORE_ID_BLOCK_H

#include <apr_pools.h>

/** So many ids share a block: those from number * SC_ID_BLOCK on. */
#define SC_ID_BLOCK 65536

/** So many places at most are a list: half of the memory that bits take. */
#define SC_ID_LISTED 2048

enum { SC_ID_WORDS = SC_ID_BLOCK / 64, SC_ID_BYTES = SC_ID_BLOCK / 8 };

typedef struct sc_id_block_t {
    apr_int64_t number;
    apr_uint64_t *words;  /* NULL: a list */
    apr_uint16_t *places; /* of the list */
    int count;            /* of the list */
    int room;             /* for so many places */
} sc_id_block_t;

/** Memory for a block of any content that does not outlive a function. */
typedef struct sc_id_scratch_t {
    apr_uint64_t words[SC_ID_WORDS];
    apr_uint16_t places[SC_ID_LISTED];
} sc_id_scratch_t;

void sc_id_block_add(sc_id_block_t *block, int place, apr_pool_t *pool);
int sc_id_block_has(const sc_id_block_t *block, int place);
int sc_id_block_count(const sc_id_block_t *block);
int sc_id_block_is_empty(const sc_id_block_t *block);

/** The places, rising. @param places has room for as many as there are */
void sc_id_block_list(const sc_id_block_t *block, apr_uint16_t *places);

/** Adds the places of the other. @param pool where the block lives */
void sc_id_block_unite(sc_id_block_t *block, const sc_id_block_t *other, apr_pool_t *pool);

/** Removes the places that the other has not. @param pool where the block lives */
void sc_id_block_intersect(sc_id_block_t *block, const sc_id_block_t *other, apr_pool_t *pool);

/** Removes the places that the other has. */
void sc_id_block_subtract(sc_id_block_t *block, const sc_id_block_t *other);

/** The packed form (store/query/id_set.h); NULL: no place is taken. */
const char *sc_id_block_packed(const sc_id_block_t *block, apr_pool_t *pool);

/** Makes a block in the scratch from its packed form. @return APR_EINVAL for a text that is none */
apr_status_t sc_id_block_unpack(sc_id_block_t *block, sc_id_scratch_t *scratch, const char *packed);

#endif
