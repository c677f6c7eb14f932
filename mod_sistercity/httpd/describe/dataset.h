/**
 * @file dataset.h
 * @brief The registry as a data set, for other people's tools: made from the tables of addresses
 * and fields, so that it cannot say anything else than they do.
 *
 *     /datapackage.json                Data Package v2 (2024)
 *     /COLLECTION.csv-metadata.json    CSV on the Web, where its tools look for it
 */
#ifndef SC_HTTPD_DATASET_H
#define SC_HTTPD_DATASET_H

#include "httpd/answer/route.h"

/** Their addresses; a row without pattern ends them. */
extern const sc_route_t sc_dataset_routes[];

#endif
