#include "present/html.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

enum { NO_HEADING = 7, LAST_LEVEL = 6 };

typedef void heading_fn(cmark_node *node, int *value);

static void find_highest(cmark_node *node, int *highest)
{
    int level = cmark_node_get_heading_level(node);

    *highest = level < *highest ? level : *highest;
}

static void shift(cmark_node *node, int *by)
{
    int level = cmark_node_get_heading_level(node) + *by;

    cmark_node_set_heading_level(node, level > LAST_LEVEL ? LAST_LEVEL : level);
}

static void for_each_heading(cmark_node *document, heading_fn *visit, int *value)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            visit(node, value);
        }
    }
    cmark_iter_free(iter);
}

void sc_html_markdown(sc_buffer_t *out, const sc_view_t *view, const char *text, int heading)
{
    cmark_node *document;
    char *html;
    int highest = NO_HEADING;
    int by;

    (void)view;
    if (!text) {
        return;
    }
    document = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    for_each_heading(document, find_highest, &highest);
    by = heading + 1 - highest;
    for_each_heading(document, shift, &by);
    html = cmark_render_html(document, CMARK_OPT_DEFAULT);
    sc_buffer_puts(out, html);
    free(html);
    cmark_node_free(document);
}
