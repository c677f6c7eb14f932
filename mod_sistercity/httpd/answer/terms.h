/**
 * @file terms.h
 * @brief What ties are called, read once for each state of the registry.
 *
 * Nearly every page says it. Each process keeps the terms on record, for each server (virtual
 * host).
 */
#ifndef SC_HTTPD_TERMS_H
#define SC_HTTPD_TERMS_H

#include "httpd/answer/request.h"
#include "store/db/db.h"

typedef struct sc_terms_cache_t sc_terms_cache_t;

/** For a new process. @param pool lives as long as it. @return NULL: nothing will be kept */
sc_terms_cache_t *sc_terms_cache_create(apr_pool_t *pool);

/** Sets the view's terms to those of the request's mark. They are shared: they may be read as long
 * as the request lasts. */
apr_status_t sc_terms_take(sc_request_t *request, sc_db_t *db);

#endif
