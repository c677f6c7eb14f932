#include "store/load/load.h"

#include "store/record/read.h"

#include <apr_strings.h>

apr_status_t sc_load_counts(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk)
{
    desk->counts = apr_array_make(pool, 10, sizeof(sc_desk_count_t));
    for (int i = 0; sc_entities[i]; i++) {
        sc_desk_count_t *count = apr_array_push(desk->counts);

        count->entity = sc_entities[i];
        SC_TRY(sc_read_count(db, pool, sc_entities[i], &count->number));
    }
    return APR_SUCCESS;
}

/* The items of the collection with the ids, by id. */
static apr_status_t read_by_id(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const apr_array_header_t *ids, apr_hash_t *by_id,
                               apr_array_header_t *records)
{
    apr_array_header_t *read;

    SC_TRY(sc_read_by_ids(db, pool, entity, ids, &read));
    SC_EACH(sc_record_t, record, read) {
        if (!apr_hash_get(by_id, &record->id, sizeof(record->id))) {
            apr_hash_set(by_id, &record->id, sizeof(record->id), record);
            APR_ARRAY_PUSH(records, const void *) = record;
        }
    }
    return APR_SUCCESS;
}

static apr_status_t read_checked(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                 apr_array_header_t *checks, apr_array_header_t *records)
{
    apr_array_header_t *ids = apr_array_make(pool, 16, sizeof(apr_int64_t));
    apr_hash_t *by_id = apr_hash_make(pool);

    SC_EACH_OF(const sc_check_t, check, checks) {
        if (check->entity == entity) {
            APR_ARRAY_PUSH(ids, apr_int64_t) = check->id;
        }
    }
    SC_TRY(read_by_id(db, pool, entity, ids, by_id, records));
    SC_EACH_OF(sc_check_t, check, checks) {
        if (check->entity == entity) {
            check->record = apr_hash_get(by_id, &check->id, sizeof(check->id));
        }
    }
    return APR_SUCCESS;
}

static apr_status_t read_due(sc_db_t *db, apr_pool_t *pool, apr_array_header_t *dues,
                             apr_array_header_t *records)
{
    apr_array_header_t *ids = apr_array_make(pool, 16, sizeof(apr_int64_t));
    apr_hash_t *by_id = apr_hash_make(pool);
    int kept = 0;

    for (int i = 0; i < SC_COUNT(dues); i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = APR_ARRAY_IDX(dues, i, sc_due_t).id;
    }
    SC_TRY(read_by_id(db, pool, &sc_partnership, ids, by_id, records));
    for (int i = 0; i < SC_COUNT(dues); i++) {
        sc_due_t due = APR_ARRAY_IDX(dues, i, sc_due_t);

        due.partnership = apr_hash_get(by_id, &due.id, sizeof(due.id));
        if (due.partnership) {
            APR_ARRAY_IDX(dues, kept++, sc_due_t) = due;
        }
    }
    if (dues) {
        dues->nelts = kept;
    }
    return APR_SUCCESS;
}

static apr_status_t read_networks(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk)
{
    desk->networks = apr_hash_make(pool);
    for (int i = 0; i < SC_COUNT(desk->memberships); i++) {
        const char *slug = SC_AT(desk->memberships, i, sc_membership_t)->network;
        void *network;

        if (!sc_find(desk->networks, slug)) {
            SC_TRY(sc_read_item(db, pool, &sc_network, slug, &network));
            apr_hash_set(desk->networks, slug, APR_HASH_KEY_STRING, network);
        }
    }
    return APR_SUCCESS;
}

static apr_status_t read_others(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk,
                                apr_array_header_t *records)
{
    desk->others = apr_hash_make(pool);
    SC_EACH_OF(const sc_check_t, check, desk->checks) {
        const sc_entity_t *entity = check->other ? check->other : check->entity;
        const char *slug = sc_check_other(check);
        const char *address = apr_pstrcat(pool, entity->collection, "/", slug, NULL);
        void *record;

        if (!slug || sc_find(desk->others, address)) {
            continue;
        }
        apr_status_t status = sc_read_item(db, pool, entity, slug, &record);
        if (status == APR_SUCCESS) {
            apr_hash_set(desk->others, address, APR_HASH_KEY_STRING, record);
            APR_ARRAY_PUSH(records, const void *) = record;
        }
        else if (status != APR_ENOENT) {
            return status;
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_desk_records(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk,
                                  apr_array_header_t *records)
{
    SC_TRY(read_due(db, pool, desk->dues, records));
    SC_TRY(read_due(db, pool, desk->silent, records));
    if (desk->searches) {
        apr_array_cat(records, desk->searches);
    }
    if (desk->memberships) {
        apr_array_cat(records, desk->memberships);
    }
    SC_TRY(read_networks(db, pool, desk));
    for (int i = 0; sc_entities[i]; i++) {
        SC_TRY(read_checked(db, pool, sc_entities[i], desk->checks, records));
    }
    return read_others(db, pool, desk, records);
}
