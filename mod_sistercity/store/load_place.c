#include "store/load.h"

#include "store/list_filters.h"
#include "store/load_contents.h"
#include "store/read.h"
#include "store/related.h"

/* The partnerships of a place, as a set of ids. */
#define ITS_PARTNERSHIPS                                                                           \
    "IN (SELECT m.\"partnership_id\" FROM \"partnership_parties\" m WHERE m.\"place_id\" = ?)"

#define MEMBER(name) offsetof(sc_place_dossier_t, name)

static const sc_content_t contents[] = {
    {&sc_agreement, MEMBER(agreements), SC_OLDEST_OF(ITS_PARTNERSHIPS, "agreements", "date")},
    {&sc_step, MEMBER(steps), SC_OLDEST_OF(ITS_PARTNERSHIPS, "steps", "date")},
    {&sc_activity, MEMBER(activities), SC_NEWEST_OF(ITS_PARTNERSHIPS, "activities", "start")},
    {&sc_gift, MEMBER(gifts), SC_NEWEST_OF(ITS_PARTNERSHIPS, "gifts", "date")},
    {&sc_organization, MEMBER(organizations),
     "SELECT \"id\" FROM \"organizations\" WHERE \"place_id\" = ? ORDER BY \"name\", \"id\""},
    {&sc_source, MEMBER(sources),
     "SELECT \"id\" FROM \"sources\" WHERE \"place_id\" = ? ORDER BY \"id\""},
    {&sc_claim, MEMBER(claims),
     "SELECT \"id\" FROM \"claims\" WHERE \"place_id\" = ? ORDER BY \"id\""},
    {&sc_claim, MEMBER(claimed_by),
     "SELECT \"id\" FROM \"claims\" WHERE \"partner_id\" = ? ORDER BY \"id\""}};

static apr_status_t read_successors(sc_db_t *db, apr_pool_t *pool, sc_place_dossier_t *dossier)
{
    sc_arg_t arg = sc_arg_integer(dossier->place->record.id);
    sc_rows_t *rows;
    apr_status_t status =
        sc_db_select(db, pool,
                     "SELECT DISTINCT p.\"slug\" FROM \"place_predecessors\" r "
                     "JOIN \"places\" p ON p.\"id\" = r.\"place_id\" WHERE r.\"target_id\" = ? "
                     "ORDER BY p.\"slug\"",
                     &arg, 1, &rows);
    int i;

    dossier->successors = apr_array_make(pool, 1, sizeof(const char *));
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        APR_ARRAY_PUSH(dossier->successors, const char *) = sc_row_text(rows, i, 0);
    }
    return status;
}

static apr_status_t read_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                      sc_place_dossier_t *dossier)
{
    sc_query_t asked = *query;
    sc_sql_t *sql = sc_sql_new(pool);

    asked.place = dossier->place->slug;
    sc_sql_add_arg(sql, "SELECT t.\"id\" FROM \"partnerships\" t WHERE t.\"id\" " ITS_PARTNERSHIPS,
                   sc_arg_integer(dossier->place->record.id));
    sc_selection_add_conditions(sc_selection_of(&sc_partnership, &asked, pool), sql, 0);
    sc_sql_add(sql, " ORDER BY COALESCE(t.\"established\", '~'), t.\"id\"");
    return sc_related_read(db, &sc_partnership, sql, &dossier->partnerships);
}

/* Keeps those of the items that belong to one of the partnerships. */
static void keep_those_of(apr_array_header_t *items, const sc_field_t *partnership,
                          apr_hash_t *slugs)
{
    int kept = 0;
    int i;

    for (i = 0; i < items->nelts; i++) {
        void *item = SC_AT(items, i, void);

        if (apr_hash_get(slugs, sc_field_text(partnership, item), APR_HASH_KEY_STRING)) {
            SC_AT(items, kept++, void) = item;
        }
    }
    items->nelts = kept;
}

/* What belongs to a partnership that is left out is left out with it. */
static void narrow(sc_place_dossier_t *dossier, apr_pool_t *pool)
{
    apr_hash_t *slugs = apr_hash_make(pool);
    int i;

    for (i = 0; i < dossier->partnerships->nelts; i++) {
        const char *slug = SC_AT(dossier->partnerships, i, sc_partnership_t)->slug;

        apr_hash_set(slugs, slug, APR_HASH_KEY_STRING, slug);
    }
    keep_those_of(dossier->agreements, sc_entity_field(&sc_agreement, "partnership"), slugs);
    keep_those_of(dossier->steps, sc_entity_field(&sc_step, "partnership"), slugs);
    keep_those_of(dossier->activities, sc_entity_field(&sc_activity, "partnership"), slugs);
    keep_those_of(dossier->gifts, sc_entity_field(&sc_gift, "partnership"), slugs);
}

static apr_status_t read_labels(sc_db_t *db, apr_pool_t *pool, sc_place_dossier_t *dossier)
{
    apr_array_header_t *records = apr_array_copy(pool, dossier->partnerships);
    apr_status_t status = sc_related_labels(db, pool, dossier->successors, dossier->labels);

    APR_ARRAY_PUSH(records, void *) = dossier->place;
    return status == APR_SUCCESS ? sc_load_labels(db, pool, records, dossier->labels) : status;
}

apr_status_t sc_load_place(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,
                           void **data)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_status_t status;
    void *place;

    status = sc_read_item(db, pool, &sc_place, slug, &place);
    if (status != APR_SUCCESS) {
        return status;
    }
    dossier->place = place;
    dossier->labels = apr_hash_make(pool);
    status = read_successors(db, pool, dossier);
    if (status == APR_SUCCESS) {
        status = read_partnerships(db, pool, query, dossier);
    }
    if (status == APR_SUCCESS) {
        status = read_labels(db, pool, dossier);
    }
    if (status == APR_SUCCESS) {
        status = sc_load_contents(db, pool, contents, sizeof(contents) / sizeof(contents[0]),
                                  dossier->place->record.id, dossier, dossier->labels);
    }
    if (status == APR_SUCCESS) {
        narrow(dossier, pool);
    }
    *data = dossier;
    return status;
}
