/**
 * @file include.h
 * @brief The element for server-side includes:
 * `<!--#sistercity show="partners" place="kaunas-lt" lang="lt" heading="3" limit="5" -->`
 */
#ifndef SC_HTTPD_INCLUDE_H
#define SC_HTTPD_INCLUDE_H

/** Makes the element known to mod_include; nothing happens without mod_include. To be called in
 * post_config, after mod_include's own. */
void sc_include_register(void);

#endif
