/**
 * What a process reads once for each state of the registry, and shares among its requests.
 *
 *     sc_kept_take(server->terms, scratch, mark, "", r->pool, sizeof(sc_terms_t), load, db, &terms)
 *
 * gives the terms of the state @a mark: those of the last request, or what load() reads. Only the
 * last state is kept; requests that still read an older one keep it as long as they last.
 */
#pragma once

#include "httpd/server/revision.h"
#include "httpd/server/scratch.h"

typedef struct sc_kept_t sc_kept_t;

/** Fills a zeroed @a value. @param pool of the value, which all it refers to comes from */
typedef apr_status_t sc_kept_fill_t(void *context, apr_pool_t *pool, void *value);

/** For a new process. @param pool lives as long as it. @return NULL: nothing will be kept */
sc_kept_t *sc_kept_create(apr_pool_t *pool);

/**
 * @param kept NULL: the value is the request's own
 * @param scratch where values get their memory from
 * @param variant what the value depends on besides the registry
 * @param pool of the request
 * @param value is shared: it may be read as long as @a pool lasts
 * @return what @a fill returned
 */
apr_status_t sc_kept_take(sc_kept_t *kept, sc_scratch_t *scratch, sc_mark_t mark,
                          const char *variant, apr_pool_t *pool, apr_size_t size,
                          sc_kept_fill_t *fill, void *context, const void **value);
