#include "present/write/data.h"

#include "present/write/html.h"

#include <apr_strings.h>

/* RFC 4287 wants a date in any case. */
#define EPOCH "1970-01-01T00:00:00Z"

void sc_atom_begin(sc_buffer_t *out, const sc_view_t *view, const char *title, const char *updated)
{
    const char *page =
        apr_pstrcat(view->pool, view->base_url, sc_link_self(view, "", view->arguments), NULL);

    sc_html(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%t\">\n<id>%t</id>\n"
        "<title>%t</title>\n<updated>%t</updated>\n<author><name>%t</name></author>\n"
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"%u\"/>\n"
        "<link rel=\"alternate\" href=\"%u\"/>\n",
        sc_language_tag(view->language), page, title, updated ? updated : EPOCH,
        sc_say(view, "Sister cities and partnerships"),
        apr_pstrcat(view->pool, view->base_url, sc_link_self(view, ".atom", view->arguments), NULL),
        page);
}

void sc_atom_entry(sc_buffer_t *out, const sc_atom_entry_t *entry)
{
    sc_html(out, "<entry>\n<id>%t</id>\n<title>%t</title>\n<updated>%t</updated>\n",
            entry->id ? entry->id : entry->address, entry->title, entry->updated);
    if (entry->author) {
        sc_html(out, "<author><name>%t</name></author>\n", entry->author);
    }
    sc_html(out, "<link rel=\"alternate\" href=\"%u\"/>\n", entry->address);
    if (entry->summary) {
        sc_html(out, "<summary>%t</summary>\n", entry->summary);
    }
    sc_buffer_puts(out, "</entry>\n");
}

void sc_atom_end(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</feed>\n");
}
