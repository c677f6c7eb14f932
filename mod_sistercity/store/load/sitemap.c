#include "store/load/load.h"

#include "store/db/values.h"
#include "store/query/facets.h"
#include "view/sitemap.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The ids of one part. A page takes about 2 KB with three languages. */
#define IDS_OF_PART "1000"

/* The part with the pages that are of no item. */
#define COLLECTIONS "collections"

/* Of the token of a part: COLLECTION.NUMBER */
#define SEPARATOR '.'

/* @param number set to that of the part @return NULL for a token that names none */
static const sc_entity_t *entity_of(const char *token, apr_int64_t *number, apr_pool_t *pool)
{
    const char *separator = strchr(token, SEPARATOR);
    const sc_entity_t *entity =
        separator
            ? sc_entity_of_collection(apr_pstrndup(pool, token, (apr_size_t)(separator - token)))
            : NULL;
    size_t digits = separator ? strspn(separator + 1, "0123456789") : 0;

    if (!entity || !sc_has_page(entity) || digits == 0 || digits > 9 || separator[1 + digits]) {
        return NULL;
    }
    *number = apr_atoi64(separator + 1);
    return entity;
}

int sc_sitemap_token_is_valid(const char *token, apr_pool_t *pool)
{
    apr_int64_t number;

    return strcmp(token, COLLECTIONS) == 0 || entity_of(token, &number, pool) != NULL;
}

/* Adds the pages of a part of the collection. */
static apr_status_t add_pages(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              apr_int64_t number, sc_sitemap_t *sitemap)
{
    const sc_arg_t args[] = {sc_arg_integer(number), sc_arg_integer(number)};
    sc_rows_t *rows;

    SC_TRY(sc_db_select(
        db, pool,
        apr_pstrcat(pool, "SELECT \"slug\", \"modified\" FROM \"", entity->collection,
                    "\" WHERE \"id\" >= CAST(? AS BIGINT) * " IDS_OF_PART
                    " AND \"id\" < (CAST(? AS BIGINT) + 1) * " IDS_OF_PART " ORDER BY \"id\"",
                    NULL),
        args, 2, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(sitemap->pages, sc_sitemap_page_t) = (sc_sitemap_page_t){
            entity, sc_row_word(rows, i, 0), sc_utc_text(sc_row_number(rows, i, 1), pool)};
    }
    return APR_SUCCESS;
}

/* Adds the tokens of the collection's parts. */
static apr_status_t add_parts(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              apr_array_header_t *parts)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool,
                        apr_pstrcat(pool, "SELECT DISTINCT \"id\" / " IDS_OF_PART " FROM \"",
                                    entity->collection, "\" ORDER BY 1", NULL),
                        NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(parts, const char *) =
            apr_psprintf(pool, "%s%c%" APR_INT64_T_FMT, entity->collection, SEPARATOR,
                         sc_row_number(rows, i, 0));
    }
    return APR_SUCCESS;
}

/* Whatever it is, one collection after the other. A few parts are told as one. */
static apr_status_t load_all(sc_db_t *db, apr_pool_t *pool, sc_sitemap_t *sitemap)
{
    apr_array_header_t *parts = apr_array_make(pool, 64, sizeof(const char *));
    apr_int64_t total = 0, number;

    APR_ARRAY_PUSH(parts, const char *) = COLLECTIONS;
    for (int i = 0; sc_entities[i]; i++) {
        if (sc_has_page(sc_entities[i])) {
            apr_int64_t count;

            SC_TRY(sc_facets_total(db, pool, sc_entities[i], &count));
            SC_TRY(add_parts(db, pool, sc_entities[i], parts));
            total += count;
        }
    }
    if (total > atoi(IDS_OF_PART)) {
        sitemap->parts = parts;
        return APR_SUCCESS;
    }
    sitemap->has_collections = 1;
    for (int i = 1; i < parts->nelts; i++) {
        const sc_entity_t *entity = entity_of(APR_ARRAY_IDX(parts, i, const char *), &number, pool);

        SC_TRY(add_pages(db, pool, entity, number, sitemap));
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_sitemap(sc_db_t *db, apr_pool_t *pool, const char *slug,
                             const sc_query_t *query, void **data)
{
    sc_sitemap_t *sitemap = apr_pcalloc(pool, sizeof(*sitemap));
    apr_int64_t number;

    (void)slug;
    *data = sitemap;
    sitemap->pages = apr_array_make(pool, 256, sizeof(sc_sitemap_page_t));
    if (!query->after) {
        return load_all(db, pool, sitemap);
    }
    const sc_entity_t *entity = entity_of(query->after, &number, pool);
    sitemap->has_collections = !entity;
    return entity ? add_pages(db, pool, entity, number, sitemap) : APR_SUCCESS;
}
