/**
 * What a request that changes something must have: an origin that is this site, a body of
 * the right type, whole and not too large, and in a form a token that only a page of ours can have
 * put there.
 *
 * Passwords and sessions go along with every request that a browser makes, also with those that
 * another site made it send. Browsers say where a request comes from; programs say nothing. A token
 * says when it was made and carries an id of its form, both sealed with HMAC-SHA256 together with
 * the user and the address that the form posts to. Nothing is kept on the server.
 */
#pragma once

#include "httpd/answer/request.h"

/** SisterCityBodyLimit where it is not set, in bytes. */
#define SC_BODY_LIMIT_DEFAULT (1024 * 1024)

/** Whether the request's Content-Type is this media type, whatever its parameters; a charset other
 * than UTF-8 is not. Without a Content-Type it is none. */
int sc_body_is(request_rec *r, const char *media_type);

/** Whether the request has a body at all. */
int sc_body_exists(request_rec *r);

/**
 * Reads the body whole.
 * @param limit in bytes
 * @param body NUL-terminated, in the request's pool
 * @return OK, or the HTTP status of the refusal: 400, 408, 413, 415 (a coded body); or what httpd
 * wants to have returned at once because the answer is on its way
 */
int sc_body_read(request_rec *r, apr_off_t limit, const char **body, apr_size_t *length);

/* origin.c */

/**
 * Whether Sec-Fetch-Site and Origin, where they are sent, name this site: the host that the request
 * was sent to, or the one of SisterCityBaseURL. Behind a proxy that changes the Host header
 * SisterCityBaseURL is what tells.
 */
int sc_origin_is_own(const sc_request_t *request);

/* token.c */

/** How long a form may stay open, in seconds. */
#define SC_TOKEN_SECONDS (12 * 3600)

/** A fresh token. @param purpose what it is good for: the path of the editing address.
 * @return NULL if there is no randomness */
const char *sc_token_make(const sc_secret_t *secret, const char *user, const char *purpose,
                          apr_time_t now, apr_pool_t *pool);

/** Whether the token was made for this user and purpose, and not too long ago. */
int sc_token_is_good(const sc_secret_t *secret, const char *user, const char *purpose,
                     const char *token, apr_time_t now, apr_pool_t *pool);
