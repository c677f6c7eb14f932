#include "present/page/part/part.h"

#include "language/collate.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *one, const void *other)
{
    const sc_sorted_t *a = one, *b = other;
    int order = sc_collate(a->language, a->name, b->name);

    return order ? order : strcmp(a->tie, b->tie);
}

void sc_part_sort(const sc_view_t *view, sc_sorted_t *sorted, int count)
{
    for (int i = 0; i < count; i++) {
        sorted[i].language = view->language;
    }
    qsort(sorted, (size_t)count, sizeof(*sorted), by_name);
}

apr_array_header_t *sc_organizations_by_name(const sc_view_t *view,
                                             const apr_array_header_t *organizations)
{
    apr_array_header_t *copy = apr_array_copy(view->pool, organizations);
    sc_sorted_t *rows = apr_palloc(view->pool, (copy->nelts + 1) * sizeof(*rows));

    for (int i = 0; i < copy->nelts; i++) {
        const sc_organization_t *organization = SC_AT(copy, i, sc_organization_t);

        rows[i] = (sc_sorted_t){organization->name, organization->slug, organization, NULL};
    }
    sc_part_sort(view, rows, copy->nelts);
    for (int i = 0; i < copy->nelts; i++) {
        APR_ARRAY_IDX(copy, i, const void *) = rows[i].item;
    }
    return copy;
}

const sc_sorted_t *sc_countries_by_name(const sc_view_t *view, int *count)
{
    sc_sorted_t *countries = apr_palloc(view->pool, 26 * 26 * sizeof(*countries));
    char code[3] = "";

    *count = 0;
    for (code[0] = 'A'; code[0] <= 'Z'; code[0]++) {
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
            if (sc_country_is_known(code)) {
                countries[(*count)++] = (sc_sorted_t){sc_say_country(view, code),
                                                      apr_pstrdup(view->pool, code), NULL, NULL};
            }
        }
    }
    sc_part_sort(view, countries, *count);
    return countries;
}
