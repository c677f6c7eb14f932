/**
 * A form with a file in it, as browsers send it without script: multipart/form-data
 * (RFC 7578). The whole body is in memory already, and limited; nothing is copied but fields.
 */
#pragma once

#include "httpd/answer/input.h"

typedef struct sc_multipart_t {
    sc_input_t *fields; /* in the order in which they were sent; line ends are LF */
    const char *file;   /* the first part with a file name, within the body; "" if there is none */
    apr_size_t length;
} sc_multipart_t;

/** Parts that a body may have. */
#define SC_MULTIPART_MOST 30

/**
 * Takes the body apart. What the sender calls the file, and says of its type, is passed over.
 * @param content_type of the request, with the boundary
 * @return 0 if it is not whole, has too many parts, or a field is not clean UTF-8
 */
int sc_multipart_read(const char *content_type, const char *body, apr_size_t length,
                      sc_multipart_t *out, apr_pool_t *pool);
