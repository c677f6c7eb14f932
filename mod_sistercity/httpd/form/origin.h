/**
 * @file origin.h
 * @brief Whether a request that changes something comes from this very site.
 *
 * Passwords and sessions go along with every request that a browser makes, also with those that
 * another site made it send. Browsers say where a request comes from; programs say nothing.
 */
#ifndef SC_HTTPD_FORM_ORIGIN_H
#define SC_HTTPD_FORM_ORIGIN_H

#include "httpd/answer/request.h"

/**
 * Whether Sec-Fetch-Site and Origin, where they are sent, name this site: the host that the request
 * was sent to, or the one of SisterCityBaseURL. Behind a proxy that changes the Host header
 * SisterCityBaseURL is what tells.
 */
int sc_origin_is_own(const sc_request_t *request);

#endif
