/**
 * /openapi.json: every address with its forms, parameters and answers (OpenAPI 3.1), made
 * from the tables of addresses, parameters and fields. What stands in no table is in openapi.json.
 */
#pragma once

#include "httpd/answer/route.h"

/** Its address; a row without pattern ends the table. */
extern const sc_route_t sc_openapi_routes[];

/** openapi.json */
extern const char sc_openapi[];
extern const apr_size_t sc_openapi_length;
