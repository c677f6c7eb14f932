/**
 * What ties are called, read once for each state of the registry.
 *
 * Nearly every page says it. Each process keeps the terms on record, for each server (virtual
 * host): see httpd/server/kept.h.
 */
#pragma once

#include "httpd/answer/request.h"
#include "store/db/db.h"

/** Sets the view's terms to those of the request's mark. They are shared: they may be read as long
 * as the request lasts. */
apr_status_t sc_terms_take(sc_request_t *request, sc_db_t *db);
