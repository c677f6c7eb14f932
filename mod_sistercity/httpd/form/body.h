/**
 * @file body.h
 * @brief The body of a request: of the right type, not too large, whole.
 */
#ifndef SC_HTTPD_FORM_BODY_H
#define SC_HTTPD_FORM_BODY_H

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

#endif
