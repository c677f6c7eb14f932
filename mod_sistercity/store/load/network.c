#include "store/load/load.h"

#include "store/query/list.h"
#include "store/record/read.h"

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
    SC_TRY(sc_related_organizations(db, pool, network, dossier->labels));
    APR_ARRAY_PUSH(records, void *) = network;
    if (partnership) {
        APR_ARRAY_PUSH(records, void *) = partnership;
    }
    *data = dossier;
    return sc_load_labels(db, pool, records, dossier->labels);
}
