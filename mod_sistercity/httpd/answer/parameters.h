/**
 * The parameters of an address: one table, each with its check.
 */
#pragma once

#include "httpd/answer/route.h"
#include "httpd/server/config.h"
#include "model/problem.h"

/** Bounds of what is read at all; beyond them the request is refused. */
#define SC_PARAMETERS_MOST 100
#define SC_ARGUMENTS_LIMIT 8000 /* bytes; httpd's own default for the whole line is 8190 */
#define SC_VALUE_LIMIT 500      /* bytes of one decoded value */

/** What the parameters of a request say, checked. Absent is NULL, 0 or SC_VIEW_UNSET. */
typedef struct sc_parameters_t {
    sc_query_t query;
    const char *lang; /* one of the offered tags */
    sc_view_e view;
    int heading;                        /* 1 to 6 */
    const char *css_class, *link_class; /* of the page around: for the element, for its links */
    int limit;                          /* as in the query, but 0 unless it was given */
    int has_version;
    int has_bom; /* bom=1: CSV begins with a byte order mark, by which Excel knows UTF-8 */
} sc_parameters_t;

/**
 * Reads the query string. An unknown parameter, or one that the route does not understand, is a
 * problem if @a is_strict and passed over otherwise.
 * @param arguments what stands behind the "?", still encoded; or NULL
 * @param route NULL: only lang, view and heading are known
 * @param languages tags that are offered; of const char *
 * @return the number of problems added; what is good is set in any case
 */
int sc_parameters_read(const char *arguments, const sc_route_t *route, int is_strict,
                       const apr_array_header_t *languages, sc_parameters_t *parameters,
                       sc_problems_t *problems);

/** Whether there is a parameter of this name. */
int sc_parameter_is_known(const char *name);

/** The name of the parameter at @a i, from 0 on; NULL behind the last. */
const char *sc_parameter_at(int i);

/** Whether the route understands the parameter of this name. */
int sc_parameter_is_understood(const char *name, const sc_route_t *route);
