/**
 * @file include.h
 * @brief The element for server-side includes:
 * `<!--#sistercity show="partners" place="kaunas-lt" lang="lt" heading="3" limit="5" -->`
 */
#ifndef SC_HTTPD_INCLUDE_H
#define SC_HTTPD_INCLUDE_H

#include <apr_pools.h>

/** What mod_include offers to those who have elements of their own. */
typedef struct sc_ssi_t sc_ssi_t;

/** Makes the element known to mod_include. To be called in post_config, after mod_include's own.
 * @return what handling the element needs, to be kept in each server's record; NULL without
 * mod_include */
const sc_ssi_t *sc_include_register(apr_pool_t *pool);

#endif
