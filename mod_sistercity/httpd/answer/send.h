/**
 * @file send.h
 * @brief The last steps of every answer: the document around it, its headers, and its body in one
 * piece.
 */
#ifndef SC_HTTPD_SEND_H
#define SC_HTTPD_SEND_H

#include "httpd/answer/request.h"

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

#endif
