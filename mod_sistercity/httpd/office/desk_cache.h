/**
 * What there is to do in the registry, found once for each of its states and days.
 *
 * To find it takes some tenths of a second in a large registry. Each process keeps the first
 * thousand rows of it, for each server (virtual host).
 */
#pragma once

#include "httpd/answer/request.h"
#include "store/db/db.h"
#include "view/desk.h"

/** Rows of each kind that are kept: the most that a page shows. */
enum { SC_DESK_ROWS = 1000 };

typedef struct sc_desk_cache_t sc_desk_cache_t;

/** For a new process. @param pool lives as long as it. @return NULL: nothing will be kept */
sc_desk_cache_t *sc_desk_cache_create(apr_pool_t *pool);

/**
 * Before there is a connection: waits until nobody else of this process is about to find what there
 * is to do, so that what one finds serves all who wait. Not while the circuit breaker is open.
 * @return whether sc_desk_cache_leave() must follow
 */
int sc_desk_cache_enter(sc_desk_cache_t *cache, const sc_request_t *request);
void sc_desk_cache_leave(sc_desk_cache_t *cache);

/** How many days ahead a desk looks unless it is asked otherwise. */
#define SC_DESK_DAYS 90

/** Fills @a desk with at most SC_DESK_ROWS of each kind, without their records. The rows are
 * shared: they may be read as long as the request lasts. */
apr_status_t sc_desk_cache_read(sc_desk_cache_t *cache, const sc_request_t *request, sc_db_t *db,
                                const char *place, int days, sc_desk_t *desk);
