/**
 * The statistics of the registry and of a place, in a few statements at any size.
 */
#pragma once

#include "store/load/load.h"
#include "view/statistics.h"

sc_load_fn sc_load_statistics;       /* sc_statistics_t of what the query's filters leave */
sc_load_fn sc_load_map;              /* sc_statistics_t: partnerships that pass the query's filters,
                                        and their countries; nothing else is counted */
sc_load_fn sc_load_place_statistics; /* the same of the place */
