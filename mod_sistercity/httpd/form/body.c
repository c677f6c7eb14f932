/* Before APR, whose rings are then built on offsetof() and not on null pointers. */
#include <stddef.h>

#include "httpd/form/body.h"

#include <apr_buckets.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>
#include <util_filter.h>

/* What is asked of the connection at once. */
#define PIECE 65536

/* The value of the header's parameter in lower case, unquoted; NULL if it has none. */
static const char *parameter_of(const char *header, const char *name, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, header), *part, *last;
    size_t length = strlen(name);

    for (part = apr_strtok(rest, "; \t", &last); part; part = apr_strtok(NULL, "; \t", &last)) {
        if (strncasecmp(part, name, length) == 0 && part[length] == '=') {
            char *value = part + length + 1;

            if (*value == '"') {
                value++;
                value[strcspn(value, "\"")] = '\0';
            }
            ap_str_tolower(value);
            return value;
        }
    }
    return NULL;
}

int sc_body_is(request_rec *r, const char *media_type)
{
    const char *type = apr_table_get(r->headers_in, "Content-Type");
    size_t length = strlen(media_type);
    const char *charset;

    if (!type || strncasecmp(type, media_type, length) != 0 ||
        (type[length] && !strchr("; \t", type[length]))) {
        return 0;
    }
    charset = parameter_of(type + length, "charset", r->pool);
    return !charset || strcmp(charset, "utf-8") == 0 || strcmp(charset, "utf8") == 0;
}

int sc_body_exists(request_rec *r)
{
    const char *length = apr_table_get(r->headers_in, "Content-Length");

    return apr_table_get(r->headers_in, "Transfer-Encoding") != NULL ||
           (length && strcmp(length, "0") != 0);
}

/* A body that is compressed would be unpacked by nobody; and a small one can become very large. */
static int is_coded(request_rec *r)
{
    const char *coding = apr_table_get(r->headers_in, "Content-Encoding");

    return coding && *coding && strcasecmp(coding, "identity") != 0;
}

static int is_announced_too_large(request_rec *r, apr_off_t limit)
{
    const char *header = apr_table_get(r->headers_in, "Content-Length");
    apr_off_t length;
    char *end;

    return header && (apr_strtoff(&length, header, &end, 10) != APR_SUCCESS || length > limit);
}

/* What reading ended with, as a status. */
static int failure(apr_status_t rv)
{
    return APR_STATUS_IS_TIMEUP(rv) ? HTTP_REQUEST_TIME_OUT
                                    : ap_map_http_request_error(rv, HTTP_BAD_REQUEST);
}

/* Moves the brigade's bytes to the end of the body. @return OK or a status */
static int take(apr_bucket_brigade *brigade, apr_off_t limit, sc_buffer_t *body, int *is_whole)
{
    for (apr_bucket *bucket = APR_BRIGADE_FIRST(brigade); bucket != APR_BRIGADE_SENTINEL(brigade);
         bucket = APR_BUCKET_NEXT(bucket)) {
        const char *bytes;
        apr_size_t length;

        if (APR_BUCKET_IS_EOS(bucket)) {
            *is_whole = 1;
            break;
        }
        if (APR_BUCKET_IS_METADATA(bucket)) {
            continue;
        }
        apr_status_t rv = apr_bucket_read(bucket, &bytes, &length, APR_BLOCK_READ);
        if (rv != APR_SUCCESS) {
            return failure(rv);
        }
        if ((apr_off_t)(body->length + length) > limit) {
            return HTTP_REQUEST_ENTITY_TOO_LARGE;
        }
        sc_buffer_add(body, bytes, length);
    }
    apr_brigade_cleanup(brigade);
    return OK;
}

int sc_body_read(request_rec *r, apr_off_t limit, const char **out, apr_size_t *length)
{
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    sc_buffer_t *body = sc_buffer_new(r->pool, 4096);
    int is_whole = 0, status = OK;

    *out = "";
    *length = 0;
    if (is_coded(r)) {
        return HTTP_UNSUPPORTED_MEDIA_TYPE;
    }
    if (is_announced_too_large(r, limit)) {
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    }
    while (!is_whole && status == OK) {
        apr_status_t rv =
            ap_get_brigade(r->input_filters, brigade, AP_MODE_READBYTES, APR_BLOCK_READ, PIECE);

        status = rv == APR_SUCCESS ? take(brigade, limit, body, &is_whole) : failure(rv);
    }
    *out = body->data;
    *length = body->length;
    return status;
}
