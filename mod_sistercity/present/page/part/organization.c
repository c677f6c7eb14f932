#include "present/page/part/part.h"

#include "language/collate.h"

#include <stdlib.h>

/** An organization with the language that sorts it. */
typedef struct sorted_t {
    const sc_language_t *language;
    sc_organization_t *organization;
} sorted_t;

static int by_name(const void *one, const void *other)
{
    const sorted_t *a = one, *b = other;
    int order = sc_collate(a->language, a->organization->name, b->organization->name);

    return order ? order : (a->organization->record.id > b->organization->record.id ? 1 : -1);
}

apr_array_header_t *sc_organizations_by_name(const sc_view_t *view,
                                             const apr_array_header_t *organizations)
{
    apr_array_header_t *sorted = apr_array_copy(view->pool, organizations);
    sorted_t *rows = apr_palloc(view->pool, (organizations->nelts + 1) * sizeof(*rows));

    for (int i = 0; i < sorted->nelts; i++) {
        rows[i] = (sorted_t){view->language, SC_AT(sorted, i, sc_organization_t)};
    }
    qsort(rows, (size_t)sorted->nelts, sizeof(*rows), by_name);
    for (int i = 0; i < sorted->nelts; i++) {
        SC_AT(sorted, i, sc_organization_t) = rows[i].organization;
    }
    return sorted;
}
