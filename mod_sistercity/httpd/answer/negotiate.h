/**
 * @file negotiate.h
 * @brief The forms of an answer: by suffix, else by Accept.
 */
#ifndef SC_HTTPD_NEGOTIATE_H
#define SC_HTTPD_NEGOTIATE_H

#include "httpd/answer/route.h"

/**
 * The format of the route that the Accept header likes best (RFC 9110, 12.5.1); HTML wins a tie.
 * @param accept the header's value; NULL: anything
 * @return SC_FORMAT_COUNT if nothing that is offered will do
 */
sc_format_e sc_format_negotiate(const sc_route_t *route, const char *accept, apr_pool_t *pool);

#endif
