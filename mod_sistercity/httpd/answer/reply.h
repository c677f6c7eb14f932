/**
 * How a request is answered: made anew or from the cache (answer.c), refused (errors.c), and
 * sent (send.c).
 */
#pragma once

#include "httpd/answer/connection.h"

/** The public side's stage with the database: loads what the route of the request shows, unless the
 * client has it. @param baton void **, set to the data */
sc_with_database_fn sc_answer_load;

/**
 * Answers the request.
 * @param status what reading it came to; anything but OK is refused
 * @param stage what is done with the database; its baton is a void ** for the data to present
 * @return for the handler to return
 */
int sc_answer(sc_request_t *request, int status, sc_with_database_fn *stage);

/* errors.c: the one way in which a request is refused, in the form that was asked for */

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

/* file.c: /files/NAME, pictures and documents (store/files/files.h) */

/** The name behind "/files/" in the path of the request, if it is one below the mount's; or NULL.
 */
const char *sc_file_asked(const request_rec *r, const sc_mount_t *mount);

/**
 * Answers with the file: to readers, while an item on record names it; to editors always.
 * @param request bare: neither format nor parameters are read
 */
int sc_file_answer(sc_request_t *request, const char *name);

/* send.c: the last steps of every answer */

/** Sets Vary and Content-Language as the request was negotiated. */
void sc_send_negotiated(const sc_request_t *request);

/** Sets Cache-Control for an answer of the registry. */
void sc_send_caching(const sc_request_t *request);

/** The document with the content in it; a fragment stays as it is. Sets the headers that belong to
 * the built-in page. */
const sc_buffer_t *sc_framed(const sc_request_t *request, const sc_document_head_t *head,
                             const sc_buffer_t *content);

/** Sets the headers that belong to the built-in page, if the answer is one. */
void sc_document_policy(const sc_request_t *request);

/**
 * Sends the body with its Content-Length and what every answer needs to be safe.
 * @param body must live as long as the request
 * @return for the handler to return
 */
int sc_send(const sc_request_t *request, const char *content_type, const sc_buffer_t *body);

/** The same of a file, which is open as long as the request lives. */
int sc_send_file(const sc_request_t *request, const char *content_type, apr_file_t *file,
                 apr_off_t length);
