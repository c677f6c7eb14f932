/**
 * @file conditions.h
 * @brief Validators and conditional requests: what a client need not be sent again.
 */
#ifndef SC_HTTPD_CONDITIONS_H
#define SC_HTTPD_CONDITIONS_H

#include "httpd/answer/request.h"

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

#endif
