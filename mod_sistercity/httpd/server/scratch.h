/**
 * Memory for what is large and short-lived: pools for the time in which an answer is made,
 * and room for its text.
 *
 * A request's own pool gets its memory from the connection's, of which httpd lets every thread keep
 * up to MaxMemFree: all threads of a process would come to keep what the largest page has taken, or
 * map and unmap memory for each page. Answers are made by few threads at a time, so a process keeps
 * the memory of a few scratch pools instead, whichever thread makes the next answer.
 */
#pragma once

#include <apr_pools.h>

typedef struct sc_scratch_t sc_scratch_t;

/** Those of a process, with their locks. @return NULL if the system refuses one */
sc_scratch_t *sc_scratch_create(apr_pool_t *pool);

/** An empty pool, for the calling thread alone until it gives it back. @param scratch may be NULL
 * @return NULL if there is none; the request's pool does as well */
apr_pool_t *sc_scratch_take(sc_scratch_t *scratch);

/** Gives a pool back; nothing in it may be used any longer. @param pool may be NULL */
void sc_scratch_give(sc_scratch_t *scratch, apr_pool_t *pool);

/** A pool within another, with memory of its own.
 * @param kept how many bytes it keeps when it is cleared
 * @return NULL only where httpd does not end when memory does */
apr_pool_t *sc_scratch_within(apr_pool_t *parent, apr_size_t kept);

/** Memory of the C library, which all threads share, until the pool ends: for texts of any length.
 * Each thread's allocator would come to keep a block of each length that there was.
 * @param size at least 1
 * @return never NULL; empty */
char *sc_scratch_text(apr_pool_t *pool, apr_size_t size);

/** Makes such memory of what malloc() gave, as soon as it is known how little of it is needed.
 * @param size at least 1, of which the rest is freed */
char *sc_scratch_adopt(apr_pool_t *pool, char *text, apr_size_t size);
