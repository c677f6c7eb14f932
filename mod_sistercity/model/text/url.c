#include "model/text/notation.h"

#include "model/text/utf8.h"

#include <string.h>

static const char *skip_scheme(const char *text)
{
    if (strncmp(text, "https://", 8) == 0) {
        return text + 8;
    }
    return strncmp(text, "http://", 7) == 0 ? text + 7 : NULL;
}

static int is_digits(const char *text, size_t length)
{
    return strspn(text, "0123456789") >= length;
}

/* The authority is a host and perhaps a port; a user before it misleads whoever reads the address.
 */
static int is_host(const char *authority, size_t length)
{
    const char *colon;
    size_t host_length = length;

    if (length > 0 && authority[0] == '[') {
        const char *bracket = memchr(authority, ']', length);

        colon = bracket && bracket + 1 < authority + length ? bracket + 1 : NULL;
        if (!bracket || (colon && *colon != ':')) {
            return 0;
        }
    }
    else {
        colon = memchr(authority, ':', length);
        if (memchr(authority, '[', length) || memchr(authority, ']', length)) {
            return 0;
        }
    }
    if (colon) {
        host_length = (size_t)(colon - authority);
        if (!is_digits(colon + 1, length - host_length - 1)) {
            return 0;
        }
    }
    return host_length > 0 && authority[0] != '.' && !memchr(authority, '@', length);
}

static int is_hex(char c)
{
    return c != '\0' && strchr("0123456789abcdefABCDEF", c) != NULL;
}

static const char *find_bad_character(const char *text)
{
    for (const char *at = text; *at; at++) {
        int is_stray_percent = *at == '%' && !(is_hex(at[1]) && is_hex(at[2]));
        apr_size_t length = sc_utf8_prefix(at, 1);

        if ((unsigned char)*at <= ' ' || strchr("\"<>\\^`{|}\x7F", *at) || is_stray_percent) {
            return at;
        }
        if (length > 1) {
            apr_size_t left = length;

            sc_utf8_trim(at, &left);
            if (left == 0) {
                return at;
            }
            at += length - 1;
        }
    }
    return NULL;
}

sc_url_fault_e sc_url_check(const char *text, const char **at)
{
    const char *authority = skip_scheme(text);

    if (!authority || !is_host(authority, strcspn(authority, "/?#"))) {
        return SC_URL_NOT_ABSOLUTE;
    }
    *at = find_bad_character(text);
    return *at ? SC_URL_BAD_CHARACTER : SC_URL_GOOD;
}
