/**
 * @file negotiate.h
 * @brief The forms of an answer: by suffix, else by Accept.
 */
#ifndef SC_HTTPD_NEGOTIATE_H
#define SC_HTTPD_NEGOTIATE_H

#include "httpd/answer/route.h"

/** What a format is called in addresses and headers. */
typedef struct sc_format_info_t {
    const char *suffix;       /* ".json" */
    const char *media_type;   /* "application/json", for Accept */
    const char *content_type; /* with its parameters */
    int is_data;              /* for programs: unknown parameters are errors */
} sc_format_info_t;

/** By sc_format_e. */
extern const sc_format_info_t sc_formats[SC_FORMAT_COUNT];

/** The format with the suffix, dot included; SC_FORMAT_COUNT if there is none. */
sc_format_e sc_format_of_suffix(const char *suffix);

/**
 * The format of the route that the Accept header likes best (RFC 9110, 12.5.1); HTML wins a tie.
 * @param accept the header's value; NULL: anything
 * @return SC_FORMAT_COUNT if nothing that is offered will do
 */
sc_format_e sc_format_negotiate(const sc_route_t *route, const char *accept, apr_pool_t *pool);

/** The suffixes of the route's formats but HTML; NULL ends them. */
const char *const *sc_format_suffixes(const sc_route_t *route, apr_pool_t *pool);

#endif
