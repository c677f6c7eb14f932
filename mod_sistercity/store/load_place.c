#include "store/load.h"

#include "store/id_select.h"
#include "store/list_filters.h"
#include "store/load_contents.h"
#include "store/read.h"
#include "store/related.h"

/* The partnerships of a place, as a set of ids. */
#define ITS_PARTNERSHIPS                                                                           \
    "IN (SELECT m.\"partnership_id\" FROM \"partnership_parties\" m WHERE m.\"place_id\" = ?)"

#define MEMBER(name) offsetof(sc_place_dossier_t, name)

#define ITS_AGREEMENTS SC_OLDEST_OF(ITS_PARTNERSHIPS, "agreements", "date")

/* Who reads a place. */
enum { ALL = 1, PAGE = 2, PARTNERS = 4, TIMELINE = 8 };

static const struct {
    sc_content_t content;
    int readers;
} contents[] = {
    {{&sc_agreement, MEMBER(agreements), ITS_AGREEMENTS}, ALL},
    {{&sc_step, MEMBER(steps), SC_OLDEST_OF(ITS_PARTNERSHIPS, "steps", "date")},
     ALL | PAGE | TIMELINE},
    {{&sc_activity, MEMBER(activities), SC_NEWEST_OF(ITS_PARTNERSHIPS, "activities", "start")},
     ALL},
    {{&sc_gift, MEMBER(gifts), SC_NEWEST_OF(ITS_PARTNERSHIPS, "gifts", "date")}, ALL},
    {{&sc_organization, MEMBER(organizations),
      "SELECT \"id\" FROM \"organizations\" WHERE \"place_id\" = ? ORDER BY \"name\", \"id\""},
     ALL | PAGE},
    {{&sc_source, MEMBER(sources),
      "SELECT \"id\" FROM \"sources\" WHERE \"place_id\" = ? ORDER BY \"id\""},
     ALL | PAGE},
    {{&sc_claim, MEMBER(claims),
      "SELECT \"id\" FROM \"claims\" WHERE \"place_id\" = ? ORDER BY \"id\""},
     ALL | PAGE},
    {{&sc_claim, MEMBER(claimed_by),
      "SELECT \"id\" FROM \"claims\" WHERE \"partner_id\" = ? ORDER BY \"id\""},
     ALL | PAGE}};

enum { CONTENT_COUNT = sizeof(contents) / sizeof(contents[0]) };

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

/* Appends which partnerships the reader asked for, behind their id: all of the place, or those that
 * pass the filters. */
static apr_status_t add_partnerships(sc_db_t *db, sc_sql_t *sql, const sc_query_t *query,
                                     const sc_place_dossier_t *dossier)
{
    sc_query_t asked = *query;
    apr_status_t status;
    sc_id_set_t *ids;

    if (!sc_list_is_filtered(query)) {
        sc_sql_add_arg(sql, ITS_PARTNERSHIPS, sc_arg_integer(dossier->place->record.id));
        return APR_SUCCESS;
    }
    asked.place = dossier->place->slug;
    status = sc_list_filter(db, sql->pool, &sc_partnership, &asked, &ids);
    if (status == APR_SUCCESS) {
        sc_id_select_add_in(db, sql, ids);
    }
    return status;
}

static apr_status_t read_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                      sc_place_dossier_t *dossier)
{
    sc_sql_t *sql = sc_sql_new(pool);
    apr_status_t status;

    sc_sql_add(sql, "SELECT t.\"id\" FROM \"partnerships\" t WHERE t.\"id\" ");
    status = add_partnerships(db, sql, query, dossier);
    sc_sql_add(sql, " ORDER BY COALESCE(t.\"established\", '~'), t.\"id\"");
    return status == APR_SUCCESS ? sc_related_read(db, &sc_partnership, sql, &dossier->partnerships)
                                 : status;
}

/* The few that a page shows, and how many there are: there may be thousands. */
static apr_status_t read_newest_activities(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                           sc_place_dossier_t *dossier)
{
    sc_sql_t *sql = sc_sql_new(pool);
    apr_status_t status;
    sc_rows_t *rows;

    sc_sql_add(sql, "SELECT \"id\", COUNT(*) OVER () FROM \"activities\" "
                    "WHERE \"partnership_id\" ");
    status = add_partnerships(db, sql, query, dossier);
    sc_sql_add_arg(sql, " ORDER BY COALESCE(\"start\", '') DESC, \"id\" DESC LIMIT ?",
                   sc_arg_integer(SC_RECENT_ACTIVITIES));
    if (status == APR_SUCCESS) {
        status = sc_sql_select(db, sql, &rows);
    }
    if (status != APR_SUCCESS || rows->count == 0) {
        return status;
    }
    dossier->activity_total = sc_row_integer(rows, 0, 1);
    status =
        sc_read_by_ids(db, pool, &sc_activity, sc_related_ids(rows, pool), &dossier->activities);
    return status == APR_SUCCESS ? sc_load_labels(db, pool, dossier->activities, dossier->labels)
                                 : status;
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

static apr_status_t read_contents(sc_db_t *db, apr_pool_t *pool, int reader,
                                  sc_place_dossier_t *dossier)
{
    sc_content_t chosen[CONTENT_COUNT];
    int count = 0;
    int i;

    for (i = 0; i < CONTENT_COUNT; i++) {
        if (contents[i].readers & reader) {
            chosen[count++] = contents[i].content;
        }
    }
    return sc_load_contents(db, pool, chosen, count, dossier->place->record.id, dossier,
                            dossier->labels);
}

/* No page about a place shows who signed, or the documents. */
static apr_status_t read_shallow_agreements(sc_db_t *db, apr_pool_t *pool,
                                            sc_place_dossier_t *dossier)
{
    sc_arg_t arg = sc_arg_integer(dossier->place->record.id);
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, ITS_AGREEMENTS, &arg, 1, &rows);

    return status == APR_SUCCESS ? sc_read_shallow(db, pool, &sc_agreement,
                                                   sc_related_ids(rows, pool), &dossier->agreements)
                                 : status;
}

static apr_status_t read_belongings(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                    int reader, sc_place_dossier_t *dossier)
{
    apr_status_t status = read_contents(db, pool, reader, dossier);

    if (status == APR_SUCCESS && reader != ALL) {
        status = read_shallow_agreements(db, pool, dossier);
    }
    if (status == APR_SUCCESS) {
        narrow(dossier, pool);
        dossier->activity_total = dossier->activities->nelts;
    }
    if (status == APR_SUCCESS && reader == PAGE) {
        status = read_newest_activities(db, pool, query, dossier);
    }
    return status;
}

static sc_place_dossier_t *empty_dossier(void *place, apr_pool_t *pool)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_array_header_t *nothing = apr_array_make(pool, 1, sizeof(void *));

    dossier->place = place;
    dossier->labels = apr_hash_make(pool);
    dossier->agreements = dossier->steps = dossier->activities = dossier->gifts = nothing;
    dossier->organizations = dossier->sources = dossier->claims = dossier->claimed_by = nothing;
    return dossier;
}

static apr_status_t load(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,
                         int reader, void **data)
{
    sc_place_dossier_t *dossier;
    apr_status_t status;
    void *place;

    status = sc_read_item(db, pool, &sc_place, slug, &place);
    if (status != APR_SUCCESS) {
        return status;
    }
    dossier = empty_dossier(place, pool);
    status = read_successors(db, pool, dossier);
    if (status == APR_SUCCESS) {
        status = read_partnerships(db, pool, query, dossier);
    }
    if (status == APR_SUCCESS) {
        status = read_labels(db, pool, dossier);
    }
    if (status == APR_SUCCESS) {
        status = read_belongings(db, pool, query, reader, dossier);
    }
    *data = dossier;
    return status;
}

apr_status_t sc_load_place(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,
                           void **data)
{
    return load(db, pool, slug, query, ALL, data);
}

apr_status_t sc_load_place_page(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                const sc_query_t *query, void **data)
{
    return load(db, pool, slug, query, PAGE, data);
}

apr_status_t sc_load_place_partners(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                    const sc_query_t *query, void **data)
{
    return load(db, pool, slug, query, PARTNERS, data);
}

apr_status_t sc_load_place_timeline(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                    const sc_query_t *query, void **data)
{
    return load(db, pool, slug, query, TIMELINE, data);
}
