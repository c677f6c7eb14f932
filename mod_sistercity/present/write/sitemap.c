#include "present/write/data.h"

#include "present/write/html.h"

#include <apr_strings.h>

/* The page in one language, or as the reader negotiates it. @param tag or NULL */
static const char *in_language(const sc_view_t *view, const char *address, const char *tag)
{
    return tag && view->languages->nelts > 1 ? apr_pstrcat(view->pool, address, "?lang=", tag, NULL)
                                             : address;
}

static const char *tag_at(const sc_view_t *view, int i)
{
    return APR_ARRAY_IDX(view->languages, i, const char *);
}

/* Each language is a page of its own, and names all of them (sitemaps.org, and what search engines
 * say of xhtml:link). */
static void write_page(sc_buffer_t *out, const sc_view_t *view, const char *address,
                       const char *modified)
{
    int count = view->languages->nelts;
    sc_buffer_t *alternates = sc_buffer_new(out->pool, 512);

    for (int i = 0; count > 1 && i <= count; i++) {
        sc_html(alternates, "<xhtml:link rel=\"alternate\" hreflang=\"%t\" href=\"%u\"/>\n",
                i < count ? tag_at(view, i) : "x-default",
                in_language(view, address, i < count ? tag_at(view, i) : NULL));
    }
    for (int i = 0; i < count; i++) {
        sc_html(out, "<url>\n<loc>%u</loc>\n", in_language(view, address, tag_at(view, i)));
        if (modified) {
            sc_html(out, "<lastmod>%t</lastmod>\n", modified);
        }
        sc_html(out, "%r</url>\n", alternates->data);
    }
}

static void write_collections(sc_buffer_t *out, const sc_view_t *view,
                              const apr_array_header_t *paths)
{
    for (int i = 0; i < paths->nelts; i++) {
        write_page(out, view,
                   apr_pstrcat(view->pool, view->base_url, view->mount,
                               APR_ARRAY_IDX(paths, i, const char *), NULL),
                   view->state->modified);
    }
}

static void write_index(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *parts)
{
    const char *address = apr_pstrcat(view->pool, view->base_url, view->mount, view->path, NULL);

    sc_buffer_puts(out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (int i = 0; i < parts->nelts; i++) {
        sc_html(out, "<sitemap><loc>%u.xml?after=%t</loc></sitemap>\n", address,
                APR_ARRAY_IDX(parts, i, const char *));
    }
    sc_buffer_puts(out, "</sitemapindex>\n");
}

void sc_xml_sitemap(sc_buffer_t *out, const sc_view_t *view, const sc_sitemap_t *sitemap,
                    const apr_array_header_t *paths)
{
    sc_buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (sitemap->parts) {
        write_index(out, view, sitemap->parts);
        return;
    }
    sc_buffer_puts(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    if (sitemap->has_collections) {
        write_collections(out, view, paths);
    }
    SC_EACH_OF(const sc_sitemap_page_t, page, sitemap->pages) {
        write_page(out, view, sc_address(view, page->entity->collection, page->slug, NULL),
                   page->modified);
    }
    sc_buffer_puts(out, "</urlset>\n");
}
