/**
 * The document around a page: the site's own template, or a plain built-in one.
 *
 * A template is an HTML file of the site with these markers, each replaced wherever it stands:
 *   <!--sistercity:title-->    the page's title, as text
 *   <!--sistercity:head-->     links for <head>: stylesheet, canonical, alternates
 *   <!--sistercity:content-->  the page
 *   <!--sistercity:lang-->     the language's tag, and <!--sistercity:dir--> its direction
 *   <!--sistercity:languages-->  links to the page in each language; nothing where there is one
 */
#pragma once

#include "present/write/view.h"

typedef struct sc_page_template_t sc_page_template_t;

/**
 * Reads a template. Uses no ICU: fit for httpd's configuration stage.
 * @param error a sentence when it cannot be read, is not UTF-8, or lacks the content marker
 */
apr_status_t sc_template_read(const char *file, sc_page_template_t **out, const char **error,
                              apr_pool_t *pool);

/** Something of the page's that has an address below it, for programs that look for feeds,
 * calendars and data. */
typedef struct sc_kin_t {
    const char *path;  /* below that of the page; NULL ends */
    int format;        /* sc_format_e */
    const char *label; /* message id */
} sc_kin_t;

typedef struct sc_document_head_t {
    const char *title;   /* plain text */
    unsigned formats;    /* that this resource has, a bit for each, see format.h */
    const sc_kin_t *kin; /* or NULL */
    int has_maps;        /* 0 leaves out those that are GeoJSON */
    int is_indexable;    /* 0 adds robots noindex: filtered lists, notices */
    int is_admin;        /* adds the style and script of the admin side */
} sc_document_head_t;

/** The whole document with @a content in it; @a frame NULL is the built-in page. */
void sc_frame_write(sc_buffer_t *out, const sc_view_t *view, const sc_page_template_t *frame,
                    const sc_document_head_t *head, const sc_buffer_t *content);

/** The stylesheet that goes with the pages, and its version for caches (a short hash). */
extern const char sc_stylesheet[];
extern const apr_size_t sc_stylesheet_length;
extern const char sc_stylesheet_version[];

/** What the admin side has besides, below its own mount: sistercity-admin.css and .js. */
extern const char sc_admin_stylesheet[];
extern const apr_size_t sc_admin_stylesheet_length;
extern const char sc_admin_stylesheet_version[];
extern const char sc_admin_script[];
extern const apr_size_t sc_admin_script_length;
extern const char sc_admin_script_version[];
