/**
 * What an answer is called: by caches, and in the validators of conditional requests, which
 * tell what a client need not be sent again.
 */
#pragma once

#include "httpd/answer/request.h"

/** What tells a server's answers from those of others that the same cache may serve, and of other
 * builds of the program. */
void sc_identity_scope(const server_rec *server, unsigned char scope[SC_SCOPE_LENGTH],
                       apr_pool_t *pool);

/** Sets request->key from everything but the registry's state and the day that decides on the
 * bytes of the answer. */
void sc_identify(sc_request_t *request);

/** Sets ETag and Last-Modified of the answer to come. Needs request->key and, unless it is part of
 * the program, request->mark. */
void sc_conditions_announce(sc_request_t *request);

/**
 * Compares them with what the client has. Before anything is loaded (@a is_early) only a validator
 * of ours is looked at, which nobody has of an address where there is nothing; the other conditions
 * wait until it is known that there is something.
 * @return OK, 304 or 412. Always OK in a sub-request: its page must be whole.
 */
int sc_conditions_check(sc_request_t *request, int is_early);
