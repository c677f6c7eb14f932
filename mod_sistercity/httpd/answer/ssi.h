/**
 * The element for server-side includes (include.c):
 * `<!--#sistercity show="partners" place="kaunas-lt" lang="lt" heading="3" limit="5" -->`
 * and the page around it, which is sent in few large pieces (gather.c).
 *
 * mod_include hands on what it has at each of its elements, and httpd writes each such piece to the
 * network by itself. What is included here comes at once. Where a slow part of somebody else's
 * follows, up to SC_GATHER_MOST bytes before it wait for it, unless it flushes.
 */
#pragma once

#include <httpd.h>

/** What mod_include offers to those who have elements of their own. */
typedef struct sc_ssi_t sc_ssi_t;

/** Makes the element known to mod_include. To be called in post_config, after mod_include's own.
 * @return what handling the element needs, to be kept in each server's record; NULL without
 * mod_include */
const sc_ssi_t *sc_include_register(apr_pool_t *pool);

/** Bytes that are held back at most: as many as httpd itself sends in one piece (its default
 * FlushMaxThreshold). */
#define SC_GATHER_MOST 65536

/** Makes the output filter known; to be called while hooks are registered. */
void sc_gather_register(void);

/** From now on gathers what the page still sends, until its end or a flush. To be called when
 * something of ours goes into it, any number of times; does nothing unless it is mod_include that
 * puts it there.
 * @param part what goes into it, if it is a request by now, or NULL */
void sc_gather(request_rec *page, request_rec *part);
