/**
 * What the whole registry has for some words.
 */
#pragma once

#include "view/dossier.h"

typedef struct sc_search_t {
    apr_array_header_t *lists; /* of sc_list_t *, one for each collection that has something: the
                                  best of it, and its total */
    apr_array_header_t *suggestions; /* items of one collection with a name or title that is spelled
                                        almost so, where little is found */
} sc_search_t;
