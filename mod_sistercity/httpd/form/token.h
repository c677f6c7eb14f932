/**
 * @file token.h
 * @brief Tokens in forms, which only a page of ours can have put there.
 *
 * A token says when it was made and carries an id of its form, both sealed with HMAC-SHA256
 * together with the user and the address that the form posts to. Nothing is kept on the server.
 */
#ifndef SC_HTTPD_FORM_TOKEN_H
#define SC_HTTPD_FORM_TOKEN_H

#include "httpd/server/secret.h"

#include <apr_time.h>

/** How long a form may stay open, in seconds. */
#define SC_TOKEN_SECONDS (12 * 3600)

/** A fresh token. @param purpose what it is good for: the path of the editing address.
 * @return NULL if there is no randomness */
const char *sc_token_make(const sc_secret_t *secret, const char *user, const char *purpose,
                          apr_time_t now, apr_pool_t *pool);

/** Whether the token was made for this user and purpose, and not too long ago. */
int sc_token_is_good(const sc_secret_t *secret, const char *user, const char *purpose,
                     const char *token, apr_time_t now, apr_pool_t *pool);

#endif
