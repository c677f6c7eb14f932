#include "present/page/part/part.h"

#include <apr_strings.h>

static const char *email_link(const sc_view_t *view, const char *email)
{
    return sc_html_make(view->pool, "<a href=\"%u\">%t</a>",
                        apr_pstrcat(view->pool, "mailto:", email, NULL), email);
}

static void write_contact(sc_buffer_t *out, const sc_view_t *view,
                          const sc_organization_t *organization)
{
    const char *parts[3];
    int count = 0;
    int i;

    if (!sc_contact_is_public(organization, view->today)) {
        return;
    }
    if (organization->contact) {
        parts[count++] = sc_html_make(view->pool, "%t", organization->contact);
    }
    if (organization->email) {
        parts[count++] = email_link(view, organization->email);
    }
    if (organization->phone) {
        parts[count++] = sc_html_make(view->pool, "%t", organization->phone);
    }
    for (i = 0; i < count; i++) {
        sc_html(out, "%r%r", i ? " · " : "<br><span class=\"sistercity__details\">", parts[i]);
    }
    sc_buffer_puts(out, count ? "</span>" : "");
}

static void write_organization(sc_buffer_t *out, const sc_view_t *view,
                               const sc_organization_t *organization, apr_hash_t *labels)
{
    sc_html(out, "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a>",
            sc_link(view, "organizations", organization->slug, NULL), organization->name);
    if (organization->kind) {
        sc_html(out, " <span class=\"sistercity__details\">%t</span>",
                sc_text_word(view->language, &sc_organization_kinds, organization->kind));
    }
    if (organization->place && labels) {
        sc_html(out, " <span class=\"sistercity__details\">· %t</span>",
                sc_part_name(view, sc_part_label(view, labels, organization->place)));
    }
    write_contact(out, view, organization);
    sc_buffer_puts(out, "</li>\n");
}

void sc_part_organizations(sc_buffer_t *out, const sc_view_t *view,
                           const apr_array_header_t *organizations, apr_hash_t *labels)
{
    int i;

    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (i = 0; i < SC_COUNT(organizations); i++) {
        write_organization(out, view, SC_AT(organizations, i, sc_organization_t), labels);
    }
    sc_buffer_puts(out, "</ul>\n");
}
