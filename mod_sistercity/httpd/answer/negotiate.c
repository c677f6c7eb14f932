#include "httpd/answer/route.h"

#include "model/text/notation.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* How exactly a media range names the type: 0 not at all, 1 for any, 2 for its kind, 3 the type. */
static int closeness(const char *range, const char *media_type)
{
    size_t kind = strcspn(media_type, "/") + 1;

    if (strcasecmp(range, media_type) == 0) {
        return 3;
    }
    if (strncasecmp(range, media_type, kind) == 0 && strcmp(range + kind, "*") == 0) {
        return 2;
    }
    return strcmp(range, "*/*") == 0;
}

/* Thousandths, as a q-value may have three digits; -1 if it cannot be read. */
static int quality_of(char *parameters)
{
    char *parameter, *last;

    for (parameter = apr_strtok(parameters, "; \t", &last); parameter;
         parameter = apr_strtok(NULL, "; \t", &last)) {
        double q;

        if (strncasecmp(parameter, "q=", 2) == 0) {
            return sc_real_read(parameter + 2, &q) && q >= 0 && q <= 1 ? (int)(q * 1000 + 0.5) : -1;
        }
    }
    return 1000;
}

/* What the header thinks of a type: the quality of the range that names it most exactly. */
static int quality_in(const char *accept, const char *media_type, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, accept), *range, *last;
    int closest = 0, quality = 0;

    for (range = apr_strtok(rest, ",", &last); range; range = apr_strtok(NULL, ",", &last)) {
        char *parameters = strchr(range, ';'), *end;
        int close, q;

        if (parameters) {
            *parameters++ = '\0';
        }
        while (apr_isspace(*range)) {
            range++;
        }
        for (end = range + strlen(range); end > range && apr_isspace(end[-1]); end--) {
            end[-1] = '\0';
        }
        close = closeness(range, media_type);
        q = parameters ? quality_of(parameters) : 1000;
        if (close > closest && q >= 0) {
            closest = close;
            quality = q;
        }
    }
    return quality;
}

sc_format_e sc_format_negotiate(const sc_route_t *route, const char *accept, apr_pool_t *pool)
{
    int best = SC_FORMAT_COUNT, best_quality = 0;

    for (int format = 0; format < SC_FORMAT_COUNT; format++) {
        int quality;

        if (!(sc_route_formats(route) & 1u << format)) {
            continue;
        }
        quality =
            accept && *accept ? quality_in(accept, sc_formats[format].media_type, pool) : 1000;
        if (quality > best_quality) {
            best = format;
            best_quality = quality;
        }
    }
    return best;
}
