#include "httpd/office/handlers.h"
#include "store/load/load.h"
#include "store/query/list.h"

#include <apr_strings.h>

/* Suggestions below an input. */
#define SUGGESTIONS 10

int sc_load_items_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_items_page_t *page = baton;
    sc_list_t *list = NULL;
    apr_status_t rv = sc_list_read(db, admin->request->r->pool, admin->entity,
                                   &admin->request->parameters.query, &list);

    page->list = list;
    return sc_admin_status(admin, db, rv);
}

/* The places that one of this name, in the country that `alike` says, may be. */
static int load_alike(sc_admin_t *admin, sc_db_t *db, const char *country, sc_items_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_place_t *place = sc_record_new(&sc_place, pool);
    sc_list_t *list = apr_pcalloc(pool, sizeof(*list));

    place->name = admin->request->parameters.query.q;
    place->country = *country ? country : NULL;
    list->entity = &sc_place;
    list->labels = apr_hash_make(pool);
    page->list = list;
    return sc_admin_status(admin, db, sc_load_near(db, pool, place, &list->items));
}

/* The partnerships that one of these parties may be: slugs of places, joined by "|". */
static int load_alike_ties(sc_admin_t *admin, sc_db_t *db, const char *places,
                           sc_items_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);
    sc_list_t *list = apr_pcalloc(pool, sizeof(*list));
    char *rest = apr_pstrdup(pool, places), *slug, *last;

    partnership->parties = apr_array_make(pool, 2, sizeof(void *));
    for (slug = apr_strtok(rest, "|", &last); slug; slug = apr_strtok(NULL, "|", &last)) {
        sc_party_t *party = sc_record_new(&sc_party, pool);

        party->place = slug;
        APR_ARRAY_PUSH(partnership->parties, void *) = party;
    }
    list->entity = &sc_partnership;
    list->labels = apr_hash_make(pool);
    page->list = list;
    apr_status_t rv = sc_load_alike_ties(db, pool, partnership, NULL, &list->items);
    if (rv == APR_SUCCESS) {
        rv = sc_load_labels(db, pool, list->items, list->labels);
    }
    return sc_admin_status(admin, db, rv);
}

int sc_load_found_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    const char *alike = sc_input_get(admin->query, "alike");

    if (alike && admin->entity == &sc_place) {
        return load_alike(admin, db, alike, baton);
    }
    if (alike && admin->entity == &sc_partnership) {
        return load_alike_ties(admin, db, alike, baton);
    }
    if (!admin->request->parameters.limit) {
        admin->request->parameters.query.limit = SUGGESTIONS;
    }
    return sc_load_items_page(admin, db, baton);
}
