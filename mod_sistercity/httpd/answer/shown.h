/**
 * @file shown.h
 * @brief What an answer shows, as far as a change elsewhere in the registry leaves it as it is.
 */
#ifndef SC_HTTPD_SHOWN_H
#define SC_HTTPD_SHOWN_H

#include <apr.h>

/** The page of an item, and the home municipality. */
#define SC_SHOWN_MOST 2

/** Groups that pages fall into by chance; a change of one page counts as one of its group. */
#define SC_SHOWN_GROUPS 16384

/** It is kept with the answer; hosts of one build share it. All zero: the answer shows the registry
 * as a whole. */
typedef struct sc_shown_t {
    apr_uint32_t count;
    apr_uint32_t groups[SC_SHOWN_MOST];
} sc_shown_t;

/** The group of a page, as store/edit/touched.h names pages. */
apr_uint32_t sc_shown_group(const char *page, apr_int64_t id);

/** Adds a page to what is shown; no more than SC_SHOWN_MOST. */
void sc_shown_add(sc_shown_t *shown, const char *page, apr_int64_t id);

#endif
