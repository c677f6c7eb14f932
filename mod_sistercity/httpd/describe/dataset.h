/**
 * The registry as a data set, for other people's tools: made from the tables of addresses
 * and fields, so that it cannot say anything else than they do.
 *
 *     /datapackage.json                Data Package v2 (2024)
 *     /COLLECTION.csv-metadata.json    CSV on the Web, where its tools look for it
 */
#pragma once

#include "httpd/answer/route.h"

/** Their addresses; a row without pattern ends them. */
extern const sc_route_t sc_dataset_routes[];

/** Whether the address is a whole collection, which has a file of its own as CSV. */
int sc_is_dataset(const sc_route_t *route);

/** What the registry is called. @param overview with the home, if it has one */
const char *sc_dataset_title(const sc_view_t *view, const sc_overview_t *overview);
