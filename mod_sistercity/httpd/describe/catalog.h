/**
 * /catalog.jsonld: the registry for data portals (DCAT-AP 3.0), made from the table of
 * addresses.
 *
 * Everything that it names has its type and its label in the catalog itself, so that it conforms to
 * the published shapes without asking the network.
 */
#pragma once

#include "httpd/answer/route.h"

/** Its address; a row without pattern ends the table. */
extern const sc_route_t sc_catalog_routes[];
