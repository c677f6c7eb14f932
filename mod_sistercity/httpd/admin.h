/**
 * @file admin.h
 * @brief The handler sistercity-admin: what editors see.
 */
#ifndef SC_HTTPD_ADMIN_H
#define SC_HTTPD_ADMIN_H

#include "httpd/request.h"

/**
 * Answers an editor. Refuses with 403 whoever httpd has not authenticated, whatever the
 * configuration says or forgot to say.
 * @return for the handler to return
 */
int sc_admin_answer(request_rec *r, const sc_mount_t *mount);

#endif
