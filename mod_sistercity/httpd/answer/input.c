#include "httpd/answer/input.h"

#include "model/text/utf8.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

char *sc_input_decode(const char *text, apr_size_t length, apr_pool_t *pool)
{
    char *out = apr_pstrmemdup(pool, text, length);
    apr_status_t rv = apr_unescape_url(out, out, APR_ESCAPE_STRING, NULL, NULL, 1, NULL);

    /* A zero byte would end the text unnoticed. */
    return (rv == APR_SUCCESS || rv == APR_NOTFOUND) && !memchr(text, '\0', length) &&
                   sc_utf8_is_clean(out, strlen(out))
               ? out
               : NULL;
}

/* Browsers send CRLF for each line end of a text area. */
static void unify_lines(char *text)
{
    char *to = text;

    for (; *text; text++) {
        if (*text == '\r') {
            *to++ = '\n';
            text += text[1] == '\n';
        }
        else {
            *to++ = *text;
        }
    }
    *to = '\0';
}

/* One "name=value". @return 0 if it is not properly encoded */
static int read_pair(sc_input_t *input, const char *pair, apr_size_t length, apr_pool_t *pool)
{
    const char *equals = memchr(pair, '=', length);
    apr_size_t name_length = equals ? (apr_size_t)(equals - pair) : length;
    char *name = sc_input_decode(pair, name_length, pool);
    char *value = equals ? sc_input_decode(equals + 1, length - name_length - 1, pool)
                         : apr_pstrdup(pool, "");

    if (!name || !value || strlen(name) > SC_INPUT_NAME_LIMIT) {
        return 0;
    }
    unify_lines(value);
    sc_typed_t *typed = apr_array_push(input);
    typed->name = name;
    typed->value = value;
    return 1;
}

sc_input_t *sc_input_read(const char *text, apr_size_t length, const char **why, apr_pool_t *pool)
{
    sc_input_t *input = apr_array_make(pool, 32, sizeof(sc_typed_t));
    const char *end = text + length;

    while (text < end) {
        const char *ampersand = memchr(text, '&', end - text);
        apr_size_t pair = (ampersand ? ampersand : end) - text;

        if (pair > 0 && input->nelts == SC_INPUT_FIELDS_MOST) {
            *why = N_("There are too many fields.");
            return NULL;
        }
        if (pair > 0 && !read_pair(input, text, pair, pool)) {
            *why = N_("Some of what was sent is not properly encoded text.");
            return NULL;
        }
        text += pair + 1;
    }
    return input;
}

sc_input_t *sc_input_of(const request_rec *r, apr_pool_t *pool)
{
    const char *why;

    return r->args ? sc_input_read(r->args, strlen(r->args), &why, pool) : NULL;
}

const char *sc_input_get(const sc_input_t *input, const char *name)
{
    SC_EACH_OF(const sc_typed_t, typed, input) {
        if (strcmp(typed->name, name) == 0) {
            return typed->value;
        }
    }
    return NULL;
}

const char *sc_input_trimmed(const char *value, apr_pool_t *pool)
{
    apr_size_t length = value ? strlen(value) : 0;
    const char *begin = value ? sc_utf8_trim(value, &length) : NULL;

    return length ? apr_pstrmemdup(pool, begin, length) : NULL;
}

apr_int64_t sc_input_number(const sc_input_t *input, const char *name)
{
    const char *value = sc_input_get(input, name);
    size_t digits = value ? strspn(value, "0123456789") : 0;

    return digits > 0 && digits < 18 && !value[digits] ? apr_atoi64(value) : 0;
}
