/**
 * @file identity.h
 * @brief What an answer is called: by caches, and in validators.
 */
#ifndef SC_HTTPD_IDENTITY_H
#define SC_HTTPD_IDENTITY_H

#include "httpd/answer/request.h"

/** What tells a server's answers from those of others that the same cache may serve, and of other
 * builds of the program. */
void sc_identity_scope(const server_rec *server, unsigned char scope[SC_SCOPE_LENGTH]);

/** libcrypto's SHA-1, found once because finding it takes longer than using it. To be called in
 * child_init. @return NULL if it has none: then APR's is used. */
const struct evp_md_st *sc_identity_digest(apr_pool_t *pool);

/** Sets request->key from everything but the registry's state and the day that decides on the
 * bytes of the answer. */
void sc_identify(sc_request_t *request);

/** The strong validator of the answer in the state of request->mark. Needs request->key. */
const char *sc_identity_validator(const sc_request_t *request);

#endif
