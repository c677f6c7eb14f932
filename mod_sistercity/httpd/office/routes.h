/**
 * @file routes.h
 * @brief Finding the row of the editors' table of addresses.
 */
#ifndef SC_HTTPD_OFFICE_ROUTES_H
#define SC_HTTPD_OFFICE_ROUTES_H

#include "httpd/office/admin.h"

/** The row of the path below the mount, without suffix. Sets admin->entity, slug and id as the
 * path names them. @return NULL if there is none */
const sc_admin_route_t *sc_admin_route_find(sc_admin_t *admin, const char *path);

/** The methods of the row, for Allow. */
const char *sc_admin_route_methods(const sc_admin_route_t *route, apr_pool_t *pool);

/** The handler of a method (M_GET …), or NULL. */
sc_admin_fn *sc_admin_route_handler(const sc_admin_route_t *route, int method);

#endif
