#include "store/load/load.h"

#include "store/query/list.h"
#include "store/record/read.h"
#include "store/record/related.h"

#define ORGANIZATIONS_OF_ACTIVITY                                                                  \
    "SELECT r.\"target_id\" FROM \"activity_organizations\" r WHERE r.\"activity_id\" = ? "        \
    "ORDER BY r.\"position\""

/* An item with its partnership. @param organizations a SELECT of the ids of the organizations that
 * the item names, or NULL */
static apr_status_t load_item(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const char *slug, const char *organizations, void **data)
{
    sc_item_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_hash_t *by_slug = apr_hash_make(pool);
    apr_array_header_t *records = apr_array_make(pool, 4, sizeof(void *));

    SC_TRY(sc_read_item(db, pool, entity, slug, &dossier->item));
    *data = dossier;
    dossier->labels = apr_hash_make(pool);
    dossier->organizations = apr_array_make(pool, 1, sizeof(void *));
    APR_ARRAY_PUSH(records, void *) = dossier->item;
    SC_TRY(sc_related_partnerships(db, pool, records, by_slug));
    if (apr_hash_count(by_slug) > 0) {
        dossier->partnership = SC_AT(sc_related_values(by_slug, pool), 0, sc_partnership_t);
        APR_ARRAY_PUSH(records, void *) = dossier->partnership;
    }
    if (organizations) {
        sc_arg_t arg = sc_arg_integer(((sc_record_t *)dossier->item)->id);

        SC_TRY(sc_related_select(db, pool, &sc_organization, organizations, &arg, 1,
                                 &dossier->organizations));
    }
    SC_TRY(sc_related_named(db, pool, dossier->item, dossier->labels));
    apr_array_cat(records, dossier->organizations);
    return sc_load_labels(db, pool, records, dossier->labels);
}

#define LOADER(name, entity, organizations)                                                        \
    apr_status_t name(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,    \
                      void **data)                                                                 \
    {                                                                                              \
        (void)query;                                                                               \
        return load_item(db, pool, entity, slug, organizations, data);                             \
    }

LOADER(sc_load_agreement, &sc_agreement, NULL)
LOADER(sc_load_organization, &sc_organization, NULL)
LOADER(sc_load_term, &sc_term, NULL)
LOADER(sc_load_approval, &sc_approval, NULL)
LOADER(sc_load_step, &sc_step, NULL)
LOADER(sc_load_gift, &sc_gift, NULL)
LOADER(sc_load_membership, &sc_membership, NULL)
LOADER(sc_load_source, &sc_source, NULL)
LOADER(sc_load_claim, &sc_claim, NULL)
LOADER(sc_load_seeking, &sc_seeking, NULL)

apr_status_t sc_load_network(sc_db_t *db, apr_pool_t *pool, const char *slug,
                             const sc_query_t *query, void **data)
{
    sc_network_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_array_header_t *records = apr_array_make(pool, 2, sizeof(void *));
    const sc_query_t members = {.network = slug, .as_of = sc_db_today(db), .limit = query->limit};
    void *network, *partnership = NULL;

    SC_TRY(sc_read_item(db, pool, &sc_network, slug, &network));
    dossier->network = network;
    if (dossier->network->partnership) {
        SC_TRY(
            sc_read_item(db, pool, &sc_partnership, dossier->network->partnership, &partnership));
    }
    dossier->partnership = partnership;
    SC_TRY(sc_list_read(db, pool, &sc_membership, &members, &dossier->members));
    dossier->labels = dossier->members->labels;
    SC_TRY(sc_related_named(db, pool, network, dossier->labels));
    APR_ARRAY_PUSH(records, void *) = network;
    if (partnership) {
        APR_ARRAY_PUSH(records, void *) = partnership;
    }
    *data = dossier;
    return sc_load_labels(db, pool, records, dossier->labels);
}

LOADER(sc_load_guide, &sc_guide, NULL)
LOADER(sc_load_award, &sc_award, NULL)

/* The items that a statement finds for an item. */
static apr_status_t load_named(sc_db_t *db, apr_pool_t *pool, const void *item,
                               const sc_entity_t *entity, const char *sql,
                               apr_array_header_t **records)
{
    sc_arg_t arg = sc_arg_integer(((const sc_record_t *)item)->id);

    return sc_related_select(db, pool, entity, sql, &arg, 1, records);
}

#define HOSTS                                                                                      \
    "SELECT r.\"target_id\" FROM \"activity_hosts\" r WHERE r.\"activity_id\" = ? ORDER BY "       \
    "r.\"position\""

apr_status_t sc_load_activity(sc_db_t *db, apr_pool_t *pool, const char *slug,
                              const sc_query_t *query, void **data)
{
    (void)query;
    SC_TRY(load_item(db, pool, &sc_activity, slug, ORGANIZATIONS_OF_ACTIVITY, data));
    sc_item_dossier_t *dossier = *data;
    SC_TRY(load_named(db, pool, dossier->item, &sc_organization, HOSTS, &dossier->hosts));
    return sc_load_labels(db, pool, dossier->hosts, dossier->labels);
}

#define TARGETS_OF(table)                                                                          \
    "SELECT r.\"target_id\" FROM \"" table "\" r WHERE r.\"story_id\" = ? ORDER BY r.\"position\""

apr_status_t sc_load_story(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,
                           void **data)
{
    (void)query;
    SC_TRY(load_item(db, pool, &sc_story, slug, NULL, data));
    sc_item_dossier_t *dossier = *data;
    SC_TRY(load_named(db, pool, dossier->item, &sc_partnership, TARGETS_OF("story_partnerships"),
                      &dossier->partnerships));
    SC_TRY(load_named(db, pool, dossier->item, &sc_activity, TARGETS_OF("story_activities"),
                      &dossier->activities));
    return sc_load_labels(db, pool, dossier->partnerships, dossier->labels);
}

apr_status_t sc_load_template(sc_db_t *db, apr_pool_t *pool, const char *slug,
                              const sc_query_t *query, void **data)
{
    apr_array_header_t *one = apr_array_make(pool, 1, sizeof(void *));
    void *partnership;

    SC_TRY(load_item(db, pool, &sc_template, slug, NULL, data));
    if (!query->suggest_for) {
        return APR_SUCCESS;
    }
    sc_item_dossier_t *dossier = *data;
    SC_TRY(sc_read_item(db, pool, &sc_partnership, query->suggest_for, &partnership));
    dossier->partnership = partnership;
    APR_ARRAY_PUSH(one, void *) = partnership;
    return sc_load_labels(db, pool, one, dossier->labels);
}

#define ITS_PARTNERSHIPS                                                                           \
    "SELECT p.\"id\" FROM \"partnerships\" p JOIN \"person_offices\" o ON o.\"partnership_id\" = " \
    "p.\"id\" WHERE o.\"person_id\" = ? ORDER BY o.\"position\""
#define ITS_AGREEMENTS                                                                             \
    "SELECT a.\"id\" FROM \"agreements\" a WHERE a.\"id\" IN (SELECT g.\"agreement_id\" FROM "     \
    "\"agreement_signatories\" g WHERE g.\"who_id\" = ?) ORDER BY COALESCE(a.\"date\", '') DESC, " \
    "a.\"id\" DESC"
#define ITS_AWARDS                                                                                 \
    "SELECT \"id\" FROM \"awards\" WHERE \"person_id\" = ? ORDER BY COALESCE(\"date\", '') DESC, " \
    "\"id\" DESC"

apr_status_t sc_load_person(sc_db_t *db, apr_pool_t *pool, const char *slug,
                            const sc_query_t *query, void **data)
{
    apr_hash_t *signed_for = apr_hash_make(pool);

    (void)query;
    SC_TRY(load_item(db, pool, &sc_person, slug, NULL, data));
    sc_item_dossier_t *dossier = *data;
    SC_TRY(load_named(db, pool, dossier->item, &sc_partnership, ITS_PARTNERSHIPS,
                      &dossier->partnerships));
    SC_TRY(
        load_named(db, pool, dossier->item, &sc_agreement, ITS_AGREEMENTS, &dossier->agreements));
    SC_TRY(load_named(db, pool, dossier->item, &sc_award, ITS_AWARDS, &dossier->awards));
    SC_TRY(sc_related_partnerships(db, pool, dossier->agreements, signed_for));
    apr_array_cat(dossier->partnerships, sc_related_values(signed_for, pool));
    return sc_load_labels(db, pool, dossier->partnerships, dossier->labels);
}
