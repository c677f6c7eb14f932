/**
 * @file gather.h
 * @brief Sends a page that includes parts of the registry in few large pieces.
 *
 * mod_include hands on what it has at each of its elements, and httpd writes each such piece to the
 * network by itself. What is included here comes at once. Where a slow part of somebody else's
 * follows, up to SC_GATHER_MOST bytes before it wait for it, unless it flushes.
 */
#ifndef SC_HTTPD_GATHER_H
#define SC_HTTPD_GATHER_H

#include <httpd.h>

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

#endif
