#include "store/record/known.h"

#include "store/db/sql.h"

#include <apr_hash.h>
#include <apr_strings.h>

struct sc_known_t {
    sc_db_t *db;
    apr_pool_t *pool;
    apr_hash_t *collections; /* sc_entity_t -> apr_hash_t * of slug -> sc_known_item_t * */
};

sc_known_t *sc_known_new(sc_db_t *db, apr_pool_t *pool)
{
    sc_known_t *known = apr_palloc(pool, sizeof(*known));

    known->db = db;
    known->pool = pool;
    known->collections = apr_hash_make(pool);
    return known;
}

static apr_hash_t *items_of(sc_known_t *known, const sc_entity_t *entity)
{
    apr_hash_t *items = apr_hash_get(known->collections, entity, sizeof(*entity));

    if (!items) {
        items = apr_hash_make(known->pool);
        apr_hash_set(known->collections, entity, sizeof(*entity), items);
    }
    return items;
}

void sc_known_add(sc_known_t *known, const sc_entity_t *entity, const char *slug, apr_int64_t id,
                  const char *sort_name)
{
    sc_known_item_t *item = apr_palloc(known->pool, sizeof(*item));

    item->id = id;
    item->sort_name = apr_pstrdup(known->pool, sort_name);
    apr_hash_set(items_of(known, entity), apr_pstrdup(known->pool, slug), APR_HASH_KEY_STRING,
                 item);
}

static apr_status_t read_items(sc_known_t *known, apr_pool_t *scratch, const sc_entity_t *entity,
                               const apr_array_header_t *slugs)
{
    sc_arg_t arg = sc_sql_texts(known->db, (const char *const *)slugs->elts, slugs->nelts, scratch);
    const char *sql = apr_pstrcat(
        scratch, "SELECT \"slug\", \"id\", ", entity == &sc_place ? "\"sort_name\"" : "NULL",
        " FROM \"", entity->collection, "\" WHERE \"slug\"", sc_sql_in_texts(known->db), NULL);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(known->db, scratch, sql, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        sc_known_add(known, entity, sc_row_word(rows, i, 0), sc_row_number(rows, i, 1),
                     sc_row_text(rows, i, 2));
    }
    return APR_SUCCESS;
}

apr_status_t sc_known_look_up(sc_known_t *known, apr_pool_t *scratch,
                              const apr_array_header_t *references)
{
    for (int i = 0; sc_entities[i]; i++) {
        apr_hash_t *items = items_of(known, sc_entities[i]);
        apr_array_header_t *slugs = apr_array_make(scratch, 4, sizeof(const char *));

        SC_EACH_OF(const sc_reference_t, reference, references) {
            if (reference->field->target == sc_entities[i] &&
                !apr_hash_get(items, reference->slug, APR_HASH_KEY_STRING)) {
                APR_ARRAY_PUSH(slugs, const char *) = reference->slug;
            }
        }
        if (slugs->nelts > 0) {
            SC_TRY(read_items(known, scratch, sc_entities[i], slugs));
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_known_item(sc_known_t *known, apr_pool_t *scratch, const sc_entity_t *entity,
                           const char *slug, const sc_known_item_t **item)
{
    apr_hash_t *items = items_of(known, entity);
    apr_array_header_t *slugs;

    *item = apr_hash_get(items, slug, APR_HASH_KEY_STRING);
    if (!*item) {
        slugs = apr_array_make(scratch, 1, sizeof(const char *));
        APR_ARRAY_PUSH(slugs, const char *) = slug;
        SC_TRY(read_items(known, scratch, entity, slugs));
        *item = apr_hash_get(items, slug, APR_HASH_KEY_STRING);
    }
    return *item ? APR_SUCCESS : APR_ENOENT;
}
