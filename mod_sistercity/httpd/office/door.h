/**
 * @file door.h
 * @brief The one door of the handler sistercity-admin: everything that editors see and do.
 *
 * httpd's authentication, the table of addresses, the role, the origin, the body and its token are
 * all checked here.
 */
#ifndef SC_HTTPD_OFFICE_DOOR_H
#define SC_HTTPD_OFFICE_DOOR_H

#include "httpd/server/mount.h"

/**
 * Answers an editor. Refuses with 403 whoever httpd has not authenticated, whatever the
 * configuration says or forgot to say.
 * @return for httpd's handler to return
 */
int sc_admin_answer(request_rec *r, const sc_mount_t *mount);

#endif
