#include "present/page/part/part.h"

#include "language/collate.h"
#include "model/text/notation.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    const sc_country_t *left = a;
    const sc_country_t *right = b;

    return sc_collate(left->language, left->name, right->name);
}

apr_array_header_t *sc_countries_by_name(const sc_view_t *view)
{
    apr_array_header_t *countries = apr_array_make(view->pool, 256, sizeof(sc_country_t));
    char code[3] = "";

    for (code[0] = 'A'; code[0] <= 'Z'; code[0]++) {
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
            sc_country_t *country;

            if (!sc_country_is_known(code)) {
                continue;
            }
            country = apr_array_push(countries);
            memcpy(country->code, code, sizeof(code));
            country->name = sc_say_country(view, country->code);
            country->language = view->language;
        }
    }
    qsort(countries->elts, (size_t)countries->nelts, sizeof(sc_country_t), by_name);
    return countries;
}
