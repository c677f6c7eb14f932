/**
 * @file errors.h
 * @brief The one way in which a request is refused: in the form that was asked for.
 */
#ifndef SC_HTTPD_ERRORS_H
#define SC_HTTPD_ERRORS_H

#include "httpd/answer/request.h"

/** How long a client should wait while the database is away, in seconds. */
#define SC_RETRY_AFTER "30"

/**
 * Answers with the HTTP status: a page, a fragment, or application/problem+json. In a fragment a
 * bad parameter is a polite sentence with status 200, and an include is never anything else, so
 * that the page around it stays whole; the log says what is wrong.
 * @return for the handler to return
 */
int sc_error_answer(sc_request_t *request, int status);

/** The first few problems in English, in one line; "" for none. */
const char *sc_error_line(const sc_problems_t *problems, apr_pool_t *pool);

/** Tells the log, and so the webmaster, why something cannot be shown in a page.
 * @param what the address or the element
 * @param is_element whether it stands in the page that is being sent */
void sc_error_log(request_rec *r, const char *what, int is_element, int status,
                  const sc_problems_t *problems);

/**
 * The polite sentence of a fragment, for an element that did not get as far as a request.
 * @param r a request for the mount; the sentence lives in its pool
 * @param lang the language that was asked for, or NULL
 */
const sc_buffer_t *sc_error_fragment(request_rec *r, const sc_mount_t *mount, const char *lang,
                                     const sc_problems_t *problems);

#endif
