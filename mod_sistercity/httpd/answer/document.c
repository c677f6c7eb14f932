#include "httpd/answer/document.h"

/* The built-in page needs nothing but the module's own style sheet; a site's template has needs of
 * its own, and its own policy. */
#define BUILT_IN_POLICY                                                                            \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "  \
    "frame-ancestors 'self'"

void sc_document_policy(const sc_request_t *request)
{
    int is_document = request->format == SC_FORMAT_HTML && !request->view.is_fragment;

    if (is_document && !request->config->page_template &&
        request->mount->handler == SC_HANDLER_PUBLIC) {
        apr_table_setn(request->r->headers_out, "Content-Security-Policy", BUILT_IN_POLICY);
    }
}

const sc_buffer_t *sc_framed(const sc_request_t *request, const sc_document_head_t *head,
                             const sc_buffer_t *content)
{
    const sc_view_t *view = &request->view;
    sc_buffer_t *document;

    if (view->is_fragment) {
        return content;
    }
    document = sc_buffer_new(view->pool, content->length + 8192);
    sc_frame_write(document, view, request->config->page_template, head, content);
    sc_document_policy(request);
    return document;
}
