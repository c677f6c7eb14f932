/**
 * The reconciliation service: the one public address that takes form fields, because its
 * protocol has them. It changes nothing, and any page may ask it.
 */
#pragma once

#include "httpd/answer/request.h"

/** Answers a request whose route is one of the service. @param status what reading it came to
 * @return for the handler to return */
int sc_reconcile_answer(sc_request_t *request, int status);
