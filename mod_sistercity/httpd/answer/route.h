/**
 * THE table of addresses: what stands where, in which forms, and with which parameters.
 *
 * A new page is one row in route.c; its presenter is found from there.
 */
#pragma once

#include "present/page/pages.h"
#include "present/write/data.h"
#include "present/write/format.h"
#include "present/write/frame.h"
#include "store/load/load.h"

/** What else is special about an address. */
enum {
    SC_ROUTE_HOME = 1 << 0,    /* its item is the home municipality */
    SC_ROUTE_STATIC = 1 << 1,  /* part of the program: needs no database, never changes */
    SC_ROUTE_PRIVATE = 1 << 2, /* kept by no cache; its handler reads arguments of its own */
    SC_ROUTE_WINDOW = 1 << 3,  /* since and until are days that it shows, see view/milestone.h */
    SC_ROUTE_MAP = 1 << 4,     /* not there where the site has no maps */
    SC_ROUTE_SERVICE = 1 << 5, /* reconciliation: takes form fields, too (form/reconcile.h) */
    SC_ROUTE_FOR = 1 << 6      /* its item is the place of the parameter "for" */
};

typedef struct sc_route_t {
    const char *pattern;           /* below the mount; "*" stands for a slug */
    const char *show;              /* its name for #sistercity show="…", or NULL */
    const char *show_item;         /* attribute of #sistercity that names the slug, or NULL */
    const sc_entity_t *item;       /* what the slug is one of, or NULL */
    const sc_entity_t *collection; /* what is listed, sorted and paged, or NULL */
    const sc_entity_t *narrowed;   /* whose filters it takes without listing them, or NULL */
    sc_load_fn *load;              /* for HTML, and for the rest unless load_data is set */
    sc_load_fn *load_data;
    sc_page_fn *page; /* NULL: not offered as HTML */
    sc_title_fn *title;
    sc_data_fn *data[SC_FORMAT_COUNT]; /* NULL: not offered */
    unsigned formats;       /* 1 << SC_FORMAT_…: offered besides, by a handler of its own */
    const char *parameters; /* names of those that it understands besides lang, view, heading and,
                               where something is listed, what narrows, sorts and pages that; each
                               with a space behind it; or NULL */
    unsigned flags;
    const sc_kin_t *kin; /* what its page's head names besides itself, or NULL */
} sc_route_t;

/** Where the reconciliation service tells what it has. */
#define SC_RECONCILE_PATH "/reconcile"

/** The public addresses; a row without pattern ends them. */
extern const sc_route_t sc_public_routes[];

/** What the editors' address has besides routes.c: parts of the program. */
extern const sc_route_t sc_admin_files[];

/**
 * The route of a path below the mount, without suffix.
 * @param tables of addresses; NULL ends
 * @param slug the item that the path names; NULL if the pattern has no "*"
 * @return NULL if there is none
 */
const sc_route_t *sc_route_find(const sc_route_t *const *tables, const char *path,
                                const char **slug, apr_pool_t *pool);

/** The route that #sistercity shows by this name, for an item of the attribute @a item (NULL: for
 * none). NULL if there is none. */
const sc_route_t *sc_route_shown(const char *show, const char *item);

/** The path of the route for the item; the inverse of sc_route_find(). */
const char *sc_route_path(const sc_route_t *route, const char *slug, apr_pool_t *pool);

/** The formats in which the route is offered, as bits 1 << SC_FORMAT_…. */
unsigned sc_route_formats(const sc_route_t *route);

/* negotiate.c */

/**
 * The format of the route that the Accept header likes best (RFC 9110, 12.5.1); HTML wins a tie.
 * @param accept the header's value; NULL: anything
 * @return SC_FORMAT_COUNT if nothing that is offered will do
 */
sc_format_e sc_format_negotiate(const sc_route_t *route, const char *accept, apr_pool_t *pool);
