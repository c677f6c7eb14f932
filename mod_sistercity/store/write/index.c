#include "store/write/index.h"

#include "language/collate.h"
#include "store/db/sql.h"
#include "store/record/references.h"
#include "store/record/related.h"
#include "store/record/search.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A partnership is sorted by a few parties: a network may have thousands. */
#define PARTIES_MOST 8

apr_status_t sc_index_set_language(sc_db_t *db, apr_pool_t *pool, const char *tag)
{
    sc_arg_t arg = sc_arg_text(sc_alphabet_of(tag, pool));

    return arg.text
               ? sc_db_execute(db, pool, "UPDATE \"registry\" SET \"alphabet\" = ?", &arg, 1, NULL)
               : APR_EINVAL;
}

/* The name as it is sorted; the name itself where folding leaves nothing of it. */
static apr_status_t sortable(sc_bulk_t *bulk, apr_pool_t *pool, const char *name,
                             const char **sort_name)
{
    const char *alphabet;

    SC_TRY(sc_bulk_alphabet(bulk, &alphabet));
    *sort_name = sc_alphabet_key(alphabet, name, pool);
    *sort_name = **sort_name ? *sort_name : name;
    return APR_SUCCESS;
}

static apr_status_t name_of_parties(sc_bulk_t *bulk, apr_pool_t *pool,
                                    const apr_array_header_t *parties, const char **sort_name)
{
    apr_array_header_t *names = apr_array_make(pool, PARTIES_MOST, sizeof(const char *));

    for (int i = 0; i < SC_COUNT(parties) && i < PARTIES_MOST; i++) {
        const sc_known_item_t *place;

        SC_TRY(sc_known_item(bulk->known, pool, &sc_place, SC_AT(parties, i, sc_party_t)->place,
                             &place));
        APR_ARRAY_PUSH(names, const char *) = place->sort_name;
    }
    *sort_name = apr_array_pstrcat(pool, names, ' ');
    return APR_SUCCESS;
}

apr_status_t sc_index_sort_name(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                const char **sort_name)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_partnership_t *partnership = record;

    *sort_name = NULL;
    if (entity == &sc_place) {
        return sortable(bulk, pool, ((const sc_place_t *)record)->name, sort_name);
    }
    if (entity == &sc_partnership) {
        return partnership->name ? sortable(bulk, pool, partnership->name, sort_name)
                                 : name_of_parties(bulk, pool, partnership->parties, sort_name);
    }
    return APR_SUCCESS;
}

apr_status_t sc_index_write_sort_names(sc_bulk_t *bulk, apr_pool_t *pool,
                                       const apr_array_header_t *items)
{
    int is_sqlite = sc_db_dialect(bulk->db) == SC_DIALECT_SQLITE;
    json_t *names = json_object();
    apr_status_t status = sc_references_look_up(bulk->known, pool, items);
    const char *collection = NULL, *sort_name;

    for (int i = 0; i < items->nelts && status == APR_SUCCESS; i++) {
        const sc_record_t *item = SC_AT(items, i, sc_record_t);

        status = sc_index_sort_name(bulk, pool, item, &sort_name);
        if (status == APR_SUCCESS && sort_name) {
            collection = item->entity->collection;
            json_object_set_new(names, apr_psprintf(pool, "%" APR_INT64_T_FMT, item->id),
                                json_string(sort_name));
        }
    }
    char *text = json_dumps(names, JSON_COMPACT);
    sc_arg_t arg = sc_arg_text(apr_pstrdup(pool, text));
    free(text);
    json_decref(names);
    if (status != APR_SUCCESS || !collection) {
        return status;
    }
    return sc_db_execute(
        bulk->db, pool,
        apr_pstrcat(pool, "UPDATE \"", collection, "\" SET \"sort_name\" = n.\"value\" FROM ",
                    is_sqlite ? "json_each(?)" : "jsonb_each_text(CAST(? AS jsonb))", " n WHERE \"",
                    collection,
                    "\".\"id\" = CAST(n.\"key\" AS BIGINT) AND "
                    "\"sort_name\" <> n.\"value\"",
                    NULL),
        &arg, 1, NULL);
}

apr_status_t sc_index_write_followers(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                      const void *before)
{
    const sc_place_t *place = record, *was = before;
    sc_arg_t arg = sc_arg_integer(place->record.id);
    apr_array_header_t *partnerships;
    const char *sort_name;

    if (place->record.entity != &sc_place || strcmp(place->name, was->name) == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_bulk_flush(bulk)); /* partnerships are read by its address */
    SC_TRY(sortable(bulk, pool, place->name, &sort_name));
    sc_known_add(bulk->known, &sc_place, place->slug, place->record.id, sort_name);
    SC_TRY(sc_related_select(bulk->db, pool, &sc_partnership,
                             "SELECT t.\"id\" FROM \"partnerships\" AS t "
                             "WHERE t.\"name\" IS NULL AND t.\"id\" IN (SELECT "
                             "\"partnership_id\" FROM \"partnership_parties\" "
                             "WHERE \"place_id\" = ?)",
                             &arg, 1, &partnerships));
    return partnerships->nelts ? sc_index_write_sort_names(bulk, pool, partnerships) : APR_SUCCESS;
}

static apr_status_t delete_keys(sc_db_t *db, apr_pool_t *pool, const sc_record_t *record,
                                const apr_array_header_t *keys)
{
    const char *sql =
        apr_pstrcat(pool, "DELETE FROM \"", sc_search_table(record->entity, pool), "\" WHERE \"",
                    record->entity->name, "_id\" = ? AND \"key\"", sc_sql_in_texts(db), NULL);
    sc_arg_t args[] = {sc_arg_integer(record->id),
                       sc_sql_texts(db, (const char *const *)keys->elts, keys->nelts, pool)};

    return keys->nelts ? sc_db_execute(db, pool, sql, args, 2, NULL) : APR_SUCCESS;
}

static void gather_keys(sc_bulk_t *bulk, apr_pool_t *pool, const sc_record_t *record,
                        const apr_array_header_t *keys)
{
    const char *table = sc_search_table(record->entity, pool);
    const char *owner = apr_pstrcat(pool, record->entity->name, "_id", NULL);

    for (int i = 0; i < keys->nelts; i++) {
        sc_tuple_t *tuple = sc_tuple_new(table, pool);

        sc_tuple_put(tuple, "key", sc_arg_text(APR_ARRAY_IDX(keys, i, const char *)));
        sc_tuple_put(tuple, owner, sc_arg_integer(record->id));
        sc_bulk_add(bulk, SC_BULK_KEYS, tuple);
    }
}

static int are_same(const apr_array_header_t *now, const apr_array_header_t *was)
{
    int i = 0;

    while (i < now->nelts && i < was->nelts &&
           strcmp(APR_ARRAY_IDX(now, i, const char *), APR_ARRAY_IDX(was, i, const char *)) == 0) {
        i++;
    }
    return i == now->nelts && i == was->nelts;
}

apr_status_t sc_index_write_keys(sc_bulk_t *bulk, apr_pool_t *pool, const void *record,
                                 const void *before)
{
    const apr_array_header_t *now = sc_search_keys(record, pool), *was;

    if (before) {
        was = sc_search_keys(before, pool);
        if (are_same(now, was)) {
            return APR_SUCCESS;
        }
        /* Those of now as well: some may be there although they do not follow from what it was. */
        SC_TRY(delete_keys(bulk->db, pool, record, apr_array_append(pool, now, was)));
    }
    gather_keys(bulk, pool, record, now);
    return APR_SUCCESS;
}

apr_status_t sc_index_delete_keys(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *items)
{
    int is_left = sc_db_dialect(db) == SC_DIALECT_SQLITE;

    for (int i = 0; is_left && i < SC_COUNT(items); i++) {
        const void *item = SC_AT(items, i, void);

        SC_TRY(delete_keys(db, pool, item, sc_search_keys(item, pool)));
    }
    return APR_SUCCESS;
}

apr_status_t sc_index_clear_keys(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity)
{
    const char *table = sc_search_table(entity, pool);

    return table ? sc_db_execute_once(db, pool,
                                      apr_pstrcat(pool, "DELETE FROM \"", table, "\"", NULL))
                 : APR_SUCCESS;
}

/* Of one kind of items. */
static apr_status_t forget_keys(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity)
{
    const char *table = sc_search_table(entity, pool);
    const char *gone =
        apr_pstrcat(pool, "\"dirty_items\" WHERE \"collection\" = '", table, "'", NULL);

    SC_TRY(
        sc_db_execute_once(db, pool,
                           apr_pstrcat(pool, "DELETE FROM \"", table, "\" WHERE \"", entity->name,
                                       "_id\" IN (SELECT \"id\" FROM ", gone, ")", NULL)));
    return sc_db_execute_once(db, pool, apr_pstrcat(pool, "DELETE FROM ", gone, NULL));
}

apr_status_t sc_index_forget_keys(sc_db_t *db, apr_pool_t *pool)
{
    sc_rows_t *rows;

    if (sc_db_dialect(db) != SC_DIALECT_SQLITE) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool, "SELECT DISTINCT \"collection\" FROM \"dirty_items\"", NULL, 0,
                        &rows));
    for (int i = 0; sc_entities[i]; i++) {
        const char *table = sc_search_table(sc_entities[i], pool);

        for (int j = 0; table && j < rows->count; j++) {
            SC_TRY(strcmp(sc_row_text(rows, j, 0), table) == 0
                       ? forget_keys(db, pool, sc_entities[i])
                       : APR_SUCCESS);
        }
    }
    return APR_SUCCESS;
}
