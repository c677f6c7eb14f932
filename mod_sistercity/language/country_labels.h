/**
 * The site's own country labels, over ICU's.
 */
#pragma once

#include <apr_errno.h>
#include <apr_pools.h>

typedef struct sc_country_labels_t sc_country_labels_t;

/**
 * Reads a file of labels: UTF-8 CSV with the heading `country,lang,label` (an empty lang: every
 * language). Uses no ICU: fit for httpd's configuration stage.
 * @param error a sentence with the line number, when it does not return APR_SUCCESS
 */
apr_status_t sc_country_labels_read(const char *file, sc_country_labels_t **labels,
                                    const char **error, apr_pool_t *pool);

/** The label for the language or the nearest one that contains it (zh-Hant, zh), else the one for
 * every language, else NULL. */
const char *sc_country_labels_find(const sc_country_labels_t *labels, const char *code,
                                   const char *tag);
