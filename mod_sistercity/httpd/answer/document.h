/**
 * @file document.h
 * @brief A page's element in the document that the site wants around it.
 */
#ifndef SC_HTTPD_DOCUMENT_H
#define SC_HTTPD_DOCUMENT_H

#include "httpd/answer/request.h"

/** The document with the content in it; a fragment stays as it is. Sets the headers that belong to
 * the built-in page. */
const sc_buffer_t *sc_framed(const sc_request_t *request, const sc_document_head_t *head,
                             const sc_buffer_t *content);

/** Sets the headers that belong to the built-in page, if the answer is one. */
void sc_document_policy(const sc_request_t *request);

#endif
