/**
 * The pages that search engines are told of.
 */
#pragma once

#include "view/dossier.h"

/** An item with a page of its own. */
typedef struct sc_sitemap_page_t {
    const sc_entity_t *entity;
    const char *slug;
    const char *modified; /* UTC */
} sc_sitemap_page_t;

/** Pages, or where to find them in parts. */
typedef struct sc_sitemap_t {
    apr_array_header_t
        *parts; /* tokens for sc_query_t.after, of const char *; NULL: it has pages */
    apr_array_header_t *pages; /* of sc_sitemap_page_t */
    int has_collections;       /* whether the pages that are of no item belong to it, too */
} sc_sitemap_t;
