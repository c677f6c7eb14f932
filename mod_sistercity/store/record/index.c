#include "store/record/index.h"

#include "language/collate.h"
#include "store/record/search.h"

#include <apr_hash.h>
#include <apr_strings.h>

int sc_index_sorts(const sc_entity_t *entity)
{
    return entity == &sc_place || entity == &sc_partnership;
}

/* The folded name; the name itself where folding leaves nothing of it. */
static const char *sortable(const char *name, apr_pool_t *pool)
{
    const char *folded = sc_fold(name, pool);

    return *folded ? folded : name;
}

/* A partnership is sorted by a few parties: a network may have thousands. */
#define PARTIES_MOST 8

static apr_status_t name_of_parties(sc_db_t *db, apr_pool_t *pool, apr_int64_t partnership,
                                    const char **sort_name)
{
    sc_arg_t arg = sc_arg_integer(partnership);
    apr_array_header_t *names;
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    status = sc_db_select(db, pool,
                          "SELECT p.\"sort_name\" FROM \"partnership_parties\" AS t "
                          "JOIN \"places\" AS p ON p.\"id\" = t.\"place_id\" "
                          "WHERE t.\"partnership_id\" = ? ORDER BY t.\"position\" LIMIT 8",
                          &arg, 1, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    names = apr_array_make(pool, rows->count, sizeof(const char *));
    for (i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(names, const char *) = sc_row_text(rows, i, 0);
    }
    *sort_name = apr_array_pstrcat(pool, names, ' ');
    return APR_SUCCESS;
}

apr_status_t sc_index_sort_name(sc_db_t *db, apr_pool_t *pool, const void *record,
                                const char **sort_name)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *name = sc_field_text(sc_entity_field(entity, "name"), record);

    if (!name) {
        return name_of_parties(db, pool, ((const sc_record_t *)record)->id, sort_name);
    }
    *sort_name = sortable(name, pool);
    return APR_SUCCESS;
}

apr_status_t sc_index_gathered_sort_name(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                         const char **sort_name)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *name = sc_field_text(sc_entity_field(entity, "name"), record);
    apr_array_header_t *names = apr_array_make(pool, PARTIES_MOST, sizeof(const char *));
    const apr_array_header_t *parties;
    apr_status_t status = APR_SUCCESS;
    int i;

    if (name) {
        *sort_name = sortable(name, pool);
        return APR_SUCCESS;
    }
    parties = ((const sc_partnership_t *)record)->parties;
    for (i = 0; status == APR_SUCCESS && i < SC_COUNT(parties) && i < PARTIES_MOST; i++) {
        status =
            sc_bulk_sort_name(bulk, SC_AT(parties, i, sc_party_t)->place, apr_array_push(names));
    }
    *sort_name = apr_array_pstrcat(pool, names, ' ');
    return status;
}

static apr_status_t update_sort_name(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                     apr_int64_t id, const char *sort_name)
{
    sc_arg_t args[] = {sc_arg_text(sort_name), sc_arg_integer(id), sc_arg_text(sort_name)};
    const char *sql =
        apr_pstrcat(pool, "UPDATE \"", entity->collection,
                    "\" SET \"sort_name\" = ? WHERE \"id\" = ? AND \"sort_name\" <> ?", NULL);

    return sc_db_execute(db, pool, sql, args, 3, NULL);
}

apr_status_t sc_index_write_sort_name(sc_db_t *db, apr_pool_t *pool, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *sort_name;
    apr_status_t status;

    if (!sc_index_sorts(entity)) {
        return APR_SUCCESS;
    }
    status = sc_index_sort_name(db, pool, record, &sort_name);
    if (status != APR_SUCCESS) {
        return status;
    }
    return update_sort_name(db, pool, entity, ((const sc_record_t *)record)->id, sort_name);
}

apr_status_t sc_index_write_partnerships(sc_db_t *db, apr_pool_t *pool, apr_int64_t place)
{
    sc_arg_t arg = sc_arg_integer(place);
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    status = sc_db_select(db, pool,
                          "SELECT t.\"id\" FROM \"partnerships\" AS t WHERE t.\"name\" IS NULL "
                          "AND t.\"id\" IN (SELECT \"partnership_id\" FROM \"partnership_parties\" "
                          "WHERE \"place_id\" = ?)",
                          &arg, 1, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        apr_int64_t id = sc_row_integer(rows, i, 0);
        const char *sort_name;

        status = name_of_parties(db, pool, id, &sort_name);
        if (status == APR_SUCCESS) {
            status = update_sort_name(db, pool, &sc_partnership, id, sort_name);
        }
    }
    return status;
}

/* Which keys stand in the table: a hash of key -> key. */
static apr_status_t read_keys(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              apr_int64_t id, apr_hash_t *keys)
{
    const sc_arg_t arg = sc_arg_integer(id);
    sc_rows_t *rows;
    apr_status_t status =
        sc_db_select(db, pool,
                     apr_pstrcat(pool, "SELECT \"key\" FROM \"", sc_search_table(entity, pool),
                                 "\" WHERE \"", entity->name, "_id\" = ?", NULL),
                     &arg, 1, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const char *key = sc_row_text(rows, i, 0);

        apr_hash_set(keys, key, APR_HASH_KEY_STRING, key);
    }
    return status;
}

static apr_status_t delete_keys(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                apr_int64_t id, apr_hash_t *keys)
{
    const char *sql = apr_pstrcat(pool, "DELETE FROM \"", sc_search_table(entity, pool),
                                  "\" WHERE \"", entity->name, "_id\" = ? AND \"key\" = ?", NULL);
    sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(NULL)};
    apr_status_t status = APR_SUCCESS;
    apr_hash_index_t *i;

    for (i = apr_hash_first(pool, keys); status == APR_SUCCESS && i; i = apr_hash_next(i)) {
        args[1] = sc_arg_text(apr_hash_this_key(i));
        status = sc_db_execute(db, pool, sql, args, 2, NULL);
    }
    return status;
}

/* Each key that is written unsettles sets of items: only what differs is. */
apr_status_t sc_index_write_keys(sc_db_t *db, apr_pool_t *pool, const void *record, int is_new)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *table = sc_search_table(entity, pool);
    apr_int64_t id = ((const sc_record_t *)record)->id;
    sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(NULL)};
    apr_hash_t *others = apr_hash_make(pool);
    apr_status_t status = APR_SUCCESS;
    apr_array_header_t *keys;
    const char *sql;
    int i;

    if (!table) {
        return APR_SUCCESS;
    }
    if (!is_new) {
        status = read_keys(db, pool, entity, id, others);
    }
    sql = apr_pstrcat(pool, "INSERT INTO \"", table, "\" (\"", entity->name,
                      "_id\", \"key\") VALUES (?, ?)", NULL);
    keys = sc_search_keys(record, pool);
    for (i = 0; status == APR_SUCCESS && i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);

        if (apr_hash_get(others, key, APR_HASH_KEY_STRING)) {
            apr_hash_set(others, key, APR_HASH_KEY_STRING, NULL);
            continue;
        }
        args[1] = sc_arg_text(key);
        status = sc_db_execute(db, pool, sql, args, 2, NULL);
    }
    return status == APR_SUCCESS ? delete_keys(db, pool, entity, id, others) : status;
}
