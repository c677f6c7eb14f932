#include "httpd/form/multipart.h"

#include "model/text/utf8.h"

#include <apr_strings.h>
#include <string.h>

/* Longest boundary (RFC 2046, section 5.1.1), and headers of a part in bytes. */
enum { BOUNDARY_LIMIT = 70, HEADERS_LIMIT = 2048 };

/* What is left of the body. */
typedef struct rest_t {
    const char *at, *end;
    const char *delimiter; /* CRLF, "--" and the boundary */
    apr_size_t length;     /* of that */
} rest_t;

/* @return NULL if the type names none that could be one */
static const char *delimiter_of(const char *content_type, apr_pool_t *pool)
{
    const char *begin = content_type ? strstr(content_type, "boundary=") : NULL;
    int is_quoted = begin && begin[9] == '"';

    if (!begin) {
        return NULL;
    }
    begin += 9 + is_quoted;
    size_t length = strcspn(begin, is_quoted ? "\"" : "; \t");
    return length > 0 && length <= BOUNDARY_LIMIT
               ? apr_pstrcat(pool, "\r\n--", apr_pstrndup(pool, begin, length), NULL)
               : NULL;
}

/* The value of name="…" or filename="…" in the headers of a part; NULL if there is none. */
static const char *parameter_of(const char *headers, const char *name, apr_pool_t *pool)
{
    const char *begin = strstr(headers, name);

    begin = begin ? begin + strlen(name) : NULL;
    return begin ? apr_pstrndup(pool, begin, strcspn(begin, "\"")) : NULL;
}

static int add_field(sc_multipart_t *out, const char *name, const char *begin, apr_size_t length,
                     apr_pool_t *pool)
{
    char *value = apr_pstrmemdup(pool, begin, length), *to = value;

    if (memchr(begin, '\0', length) || !sc_utf8_is_clean(value, length) ||
        strlen(name) > SC_INPUT_NAME_LIMIT || !sc_utf8_is_clean(name, strlen(name))) {
        return 0;
    }
    for (const char *from = value; *from; from++) {
        if (*from != '\r') {
            *to++ = *from;
        }
    }
    *to = '\0';
    sc_typed_t *typed = apr_array_push(out->fields);
    typed->name = name;
    typed->value = value;
    return 1;
}

/* Reads one part, of which the delimiter has been read. @return 0 if it is not whole */
static int read_part(rest_t *rest, sc_multipart_t *out, apr_pool_t *pool)
{
    const char *blank = memmem(rest->at, (apr_size_t)(rest->end - rest->at), "\r\n\r\n", 4);
    const char *headers, *name, *begin, *end;

    if (!blank || blank - rest->at > HEADERS_LIMIT) {
        return 0;
    }
    headers = apr_pstrmemdup(pool, rest->at, (apr_size_t)(blank - rest->at));
    begin = blank + 4;
    end = memmem(begin, (apr_size_t)(rest->end - begin), rest->delimiter, rest->length);
    name = parameter_of(headers, " name=\"", pool);
    if (!end || !name) {
        return 0;
    }
    rest->at = end + rest->length;
    if (!parameter_of(headers, "filename=\"", pool)) {
        return add_field(out, name, begin, (apr_size_t)(end - begin), pool);
    }
    if (out->length == 0) {
        out->file = begin;
        out->length = (apr_size_t)(end - begin);
    }
    return 1;
}

int sc_multipart_read(const char *content_type, const char *body, apr_size_t length,
                      sc_multipart_t *out, apr_pool_t *pool)
{
    rest_t rest = {.at = body, .end = body + length};

    *out = (sc_multipart_t){apr_array_make(pool, 8, sizeof(sc_typed_t)), "", 0};
    rest.delimiter = delimiter_of(content_type, pool);
    rest.length = rest.delimiter ? strlen(rest.delimiter) : 0;
    /* The first delimiter has no line before it. */
    if (!rest.delimiter || length < rest.length ||
        memcmp(body, rest.delimiter + 2, rest.length - 2) != 0) {
        return 0;
    }
    rest.at += rest.length - 2;
    for (int i = 0; i < SC_MULTIPART_MOST && rest.end - rest.at >= 2; i++) {
        if (memcmp(rest.at, "--", 2) == 0) {
            return 1;
        }
        if (memcmp(rest.at, "\r\n", 2) != 0 || !read_part(&rest, out, pool)) {
            return 0;
        }
    }
    return 0;
}
