/**
 * Where in a server's address space the registry stands.
 *
 * The `dir` argument of a directory configuration does not tell: httpd makes one only where our own
 * directives stand, and a nested section changes it. So the <Location> sections themselves are
 * asked: those that set a handler are mounts of that handler.
 */
#pragma once

#include <httpd.h>

typedef enum {
    SC_HANDLER_OTHER,  /* somebody else's */
    SC_HANDLER_PUBLIC, /* SetHandler sistercity */
    SC_HANDLER_ADMIN   /* SetHandler sistercity-admin */
} sc_handler_e;

typedef struct sc_mount_t {
    const char *path;    /* "/sistercities"; "" at the root. No slash last */
    apr_size_t length;   /* of the path */
    const char *address; /* the path as it stands in addresses: "/twin%20towns" */
    sc_handler_e handler;
} sc_mount_t;

sc_handler_e sc_handler_named(const char *name);

/** The <Location> sections of the server that set a handler; of sc_mount_t. */
const apr_array_header_t *sc_mounts_read(const server_rec *server, apr_pool_t *pool);

/** The mount that the path is in: of the longest one, and only if its handler is ours. NULL
 * otherwise. */
const sc_mount_t *sc_mount_of(const apr_array_header_t *mounts, const char *uri);

/** The first mount of the handler, or NULL. */
const sc_mount_t *sc_mount_first(const apr_array_header_t *mounts, sc_handler_e handler);

/** What the configuration gives the server's directive of that name as its first argument, or "".
 */
const char *sc_mounts_setting(const server_rec *server, const char *name, apr_pool_t *pool);

/**
 * Looks through the configuration as it was read for handlers of ours outside a plain <Location>,
 * and logs each with its file and line.
 * @return the number of those, or -1 if our handlers are not used at all.
 */
int sc_mounts_check(server_rec *main, apr_pool_t *pool);
