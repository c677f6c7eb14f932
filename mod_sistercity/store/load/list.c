#include "store/load/load.h"

#include "store/query/list.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <stdlib.h>
#include <string.h>

/* The place that the list is narrowed by is called by its name, also where no item names it. */
static apr_status_t name_place(sc_db_t *db, apr_pool_t *pool, const char *place, sc_list_t *list)
{
    apr_array_header_t *slugs = apr_array_make(pool, 1, sizeof(const char *));

    if (!place || apr_hash_get(list->labels, place, APR_HASH_KEY_STRING)) {
        return APR_SUCCESS;
    }
    APR_ARRAY_PUSH(slugs, const char *) = place;
    return sc_related_labels(db, pool, slugs, list->labels);
}

static apr_status_t load_list(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const sc_query_t *query, void **data)
{
    sc_list_t *list;

    SC_TRY(sc_list_read(db, pool, entity, query, &list));
    *data = list;
    if (query->is_outline) {
        return APR_SUCCESS;
    }
    SC_TRY(name_place(db, pool, query->place, list));
    return entity == &sc_partnership && !query->is_alone
               ? sc_related_terms(db, pool, list->items, &list->agreements)
               : APR_SUCCESS;
}

/* The list of what belongs to the place. */
static apr_status_t load_list_of_place(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       const char *slug, const sc_query_t *query, void **data)
{
    sc_query_t narrowed = *query;
    void *place = NULL;

    SC_TRY(sc_read_item(db, pool, &sc_place, slug, &place));
    narrowed.place = slug;
    SC_TRY(load_list(db, pool, entity, &narrowed, data));
    ((sc_list_t *)*data)->place = place;
    return APR_SUCCESS;
}

#define LOADER(name, entity)                                                                       \
    apr_status_t name(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,    \
                      void **data)                                                                 \
    {                                                                                              \
        (void)slug;                                                                                \
        return load_list(db, pool, entity, query, data);                                           \
    }
#define LOADER_OF_PLACE(name, entity)                                                              \
    apr_status_t name(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,    \
                      void **data)                                                                 \
    {                                                                                              \
        return load_list_of_place(db, pool, entity, slug, query, data);                            \
    }

LOADER(sc_load_places, &sc_place)
LOADER(sc_load_partnerships, &sc_partnership)
LOADER(sc_load_agreements, &sc_agreement)
LOADER(sc_load_activities, &sc_activity)
LOADER(sc_load_organizations, &sc_organization)
LOADER(sc_load_networks, &sc_network)
LOADER(sc_load_memberships, &sc_membership)
LOADER(sc_load_terms, &sc_term)
LOADER(sc_load_approvals, &sc_approval)
LOADER(sc_load_steps, &sc_step)
LOADER(sc_load_gifts, &sc_gift)
LOADER(sc_load_sources, &sc_source)
LOADER(sc_load_claims, &sc_claim)
LOADER(sc_load_persons, &sc_person)
LOADER(sc_load_awards, &sc_award)
LOADER(sc_load_guide_entries, &sc_guide)
LOADER(sc_load_stories, &sc_story)
LOADER(sc_load_templates, &sc_template)
LOADER_OF_PLACE(sc_load_place_partnerships, &sc_partnership)
LOADER_OF_PLACE(sc_load_place_activities, &sc_activity)

apr_status_t sc_load_valid_seeking(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                   const sc_query_t *query, void **data)
{
    sc_query_t valid = *query;

    (void)slug;
    valid.as_of = query->as_of ? query->as_of : sc_db_today(db);
    return load_list(db, pool, &sc_seeking, &valid, data);
}

apr_status_t sc_load_place_with_activities(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                           const sc_query_t *query, void **data)
{
    sc_place_list_t *both = apr_pcalloc(pool, sizeof(*both));
    sc_query_t narrowed = *query;
    void *place = NULL;

    SC_TRY(sc_read_item(db, pool, &sc_place, slug, &place));
    narrowed.place = slug;
    both->place = place;
    *data = both;
    return sc_list_read(db, pool, &sc_activity, &narrowed, &both->list);
}

static apr_status_t load_regions(sc_db_t *db, apr_pool_t *pool, apr_hash_t *regions)
{
    sc_rows_t *rows;

    SC_TRY(
        sc_db_select(db, pool, "SELECT \"code\", \"region\" FROM \"countries\"", NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_hash_set(regions, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING,
                     sc_row_text(rows, i, 1));
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_all_terms(sc_db_t *db, apr_pool_t *pool, sc_terms_t *terms)
{
    static const sc_choice_t all = {"\"id\" >= 0", " ORDER BY t.\"slug\""};

    terms->regions = apr_hash_make(pool);
    SC_TRY(load_regions(db, pool, terms->regions));
    return sc_read_where(db, pool, &sc_term, &all, NULL, 0, &terms->words);
}

/* The most changes that are told. */
enum { CHANGES = 50 };

static int compare_changes(const void *one, const void *other)
{
    const sc_record_t *a = *(sc_record_t *const *)one, *b = *(sc_record_t *const *)other;
    int order = strcmp(b->modified, a->modified);

    return order ? order : (a->id > b->id) - (a->id < b->id);
}

/* Adds the last changes of a collection. */
static apr_status_t add_changes(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const char *place, sc_list_t *changes)
{
    const sc_query_t query = {
        .place = place, .sort = "modified", .descending = 1, .limit = CHANGES};
    sc_list_t *list;

    SC_TRY(sc_list_read(db, pool, entity, &query, &list));
    apr_array_cat(changes->items, list->items);
    changes->partnerships = apr_hash_overlay(pool, list->partnerships, changes->partnerships);
    changes->labels = apr_hash_overlay(pool, list->labels, changes->labels);
    return APR_SUCCESS;
}

/* @param place or NULL */
static apr_status_t load_changes(sc_db_t *db, apr_pool_t *pool, sc_place_t *place, void **data)
{
    sc_list_t *changes = apr_pcalloc(pool, sizeof(*changes));

    changes->place = place;
    changes->items = apr_array_make(pool, 4 * CHANGES, sizeof(void *));
    changes->partnerships = apr_hash_make(pool);
    changes->labels = apr_hash_make(pool);
    if (place) {
        APR_ARRAY_PUSH(changes->items, void *) = place;
    }
    for (int i = 0; sc_entities[i]; i++) {
        if (sc_has_page(sc_entities[i]) &&
            (!place || sc_filter_narrows(sc_filter_named("place"), sc_entities[i]))) {
            SC_TRY(add_changes(db, pool, sc_entities[i], place ? place->slug : NULL, changes));
        }
    }
    qsort(changes->items->elts, (size_t)changes->items->nelts, sizeof(void *), compare_changes);
    changes->total = changes->items->nelts;
    changes->items->nelts = changes->total < CHANGES ? (int)changes->total : CHANGES;
    *data = changes;
    return APR_SUCCESS;
}

apr_status_t sc_load_changes(sc_db_t *db, apr_pool_t *pool, const char *slug,
                             const sc_query_t *query, void **data)
{
    (void)slug;
    (void)query;
    return load_changes(db, pool, NULL, data);
}

apr_status_t sc_load_place_changes(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                   const sc_query_t *query, void **data)
{
    void *place = NULL;

    (void)query;
    SC_TRY(sc_read_item(db, pool, &sc_place, slug, &place));
    return load_changes(db, pool, place, data);
}
