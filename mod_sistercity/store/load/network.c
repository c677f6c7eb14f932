#include "store/load/load.h"

#include "store/query/list.h"
#include "store/record/read.h"

/* What an item refers to; that it cannot be dangling, the database sees to. */
static apr_status_t read_referred(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                  const char *slug, void **record)
{
    return slug ? sc_read_item(db, pool, entity, slug, record) : APR_SUCCESS;
}

apr_status_t sc_load_network(sc_db_t *db, apr_pool_t *pool, const char *slug,
                             const sc_query_t *query, void **data)
{
    sc_network_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_array_header_t *records = apr_array_make(pool, 2, sizeof(void *));
    const sc_query_t members = {.network = slug, .as_of = sc_db_today(db), .limit = query->limit};
    void *network, *partnership = NULL, *secretariat = NULL;

    SC_TRY(sc_read_item(db, pool, &sc_network, slug, &network));
    dossier->network = network;
    SC_TRY(read_referred(db, pool, &sc_partnership, dossier->network->partnership, &partnership));
    SC_TRY(read_referred(db, pool, &sc_organization, dossier->network->secretariat, &secretariat));
    dossier->partnership = partnership;
    dossier->secretariat = secretariat;
    SC_TRY(sc_list_read(db, pool, &sc_membership, &members, &dossier->members));
    dossier->labels = dossier->members->labels;
    APR_ARRAY_PUSH(records, void *) = network;
    if (partnership) {
        APR_ARRAY_PUSH(records, void *) = partnership;
    }
    *data = dossier;
    return sc_load_labels(db, pool, records, dossier->labels);
}
