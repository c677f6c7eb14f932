/**
 * What the directives say for one part of the address space.
 */
#pragma once

#include <httpd.h>

#include <ap_expr.h>
#include <http_config.h>

#include "httpd/server/secret.h"
#include "language/format.h"
#include "present/picture/outlines.h"
#include "present/write/frame.h"
#include "store/edit/edit.h"

typedef enum { SC_VIEW_UNSET, SC_VIEW_PAGE, SC_VIEW_FRAGMENT, SC_VIEW_PEOPLE } sc_view_e;

/** SisterCityMaxAge where it is not set, in seconds. */
#define SC_MAX_AGE_DEFAULT 60

/** SisterCityStaleIfError where it is not set, in seconds: a day. */
#define SC_STALE_IF_ERROR_DEFAULT 86400

/** One SisterCityRole. */
typedef struct sc_role_rule_t {
    sc_role_e role;
    const ap_expr_info_t *condition;
} sc_role_rule_t;

/** One SisterCityPageTemplate. They are in the order of search: the innermost section's first, and
 * of a section's own that for all other languages last. */
typedef struct sc_site_template_t {
    const char *lang; /* the tag as its catalogue has it; NULL: for all others */
    const sc_page_template_t *frame;
    const char *stamp; /* what changes when the file does */
} sc_site_template_t;

typedef struct sc_directory_config_t {
    const char *home;                    /* slug, or NULL */
    const apr_array_header_t *languages; /* of const char *, default first; NULL: not set */
    apr_array_header_t *templates;       /* of sc_site_template_t; NULL: the built-in page */
    sc_view_e view;                      /* what a visit without view= gets */
    const char *base_url;  /* "https://www.example.org"; NULL: derived from the request */
    const char *base_path; /* path of the mount as the outside sees it; NULL: the mount's own */
    int conditions;        /* whether readers see CLAIR's; -1: not set */
    int max_age;           /* seconds; -1: not set */
    int stale_if_error;    /* seconds; -1: not set */
    const sc_country_labels_t *country_labels; /* NULL: the library's */
    const sc_outlines_t *outlines;             /* NULL: those built in */
    const char *labels_stamp;   /* what changes when the file of country labels does, or NULL */
    const char *license;        /* of the data: an address or a name of SPDX; NULL: none stated */
    const char *files;          /* directory of pictures and documents; NULL: none are kept */
    const char *outlines_stamp; /* likewise of that of outlines */
    apr_array_header_t *roles;  /* of sc_role_rule_t; NULL: not set */
    int body_limit;             /* bytes; -1: not set */
    const sc_secret_t *secret;  /* NULL: a random one */
} sc_directory_config_t;

void *sc_directory_config_create(apr_pool_t *pool, char *directory);
void *sc_directory_config_merge(apr_pool_t *pool, void *outer, void *inner);

/** The table of directives. */
extern const command_rec sc_directives[];

/** The site's page for a language; NULL: the built-in one. */
const sc_site_template_t *sc_config_template(const sc_directory_config_t *config, const char *lang);

/** For how many seconds the last good response may answer while the database does not. */
int sc_config_stale_if_error(const sc_directory_config_t *config);

/** The languages that are offered: those of the directive, else English. */
const apr_array_header_t *sc_config_languages(const sc_directory_config_t *config,
                                              apr_pool_t *pool);
