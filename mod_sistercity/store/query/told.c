#include "store/query/told.h"

#include "store/db/sql.h"
#include "store/query/facets.h"

#include <apr_strings.h>
#include <string.h>

#define TEXTS "\"%s_texts\" w WHERE w.\"%s_id\" = x.\"id\""

/* The items `x` that say something, as it stands behind FROM. */
static const char *from_told(const sc_entity_t *entity, apr_pool_t *pool)
{
    const sc_entity_t *text = sc_entity_field(entity, "texts")->target;
    const char *said = "1 = 0";

    for (int i = 0; i < text->field_count && !sc_is_texts(entity); i++) {
        if (sc_entity_field(entity, text->fields[i].name)) {
            said = apr_psprintf(pool, "%s OR x.\"%s\" IS NOT NULL", said, text->fields[i].name);
        }
    }
    return apr_psprintf(pool, "\"%s\" x WHERE (%s)", entity->collection,
                        sc_is_texts(entity) ? "1 = 1" : said);
}

apr_status_t sc_told_missing(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *lang, sc_bitmap_t **ids)
{
    sc_sql_t *sql = sc_ids_select(db, pool, "x.\"id\"");

    *ids = NULL;
    if (!sc_entity_field(entity, "texts")) {
        return APR_SUCCESS;
    }
    sc_sql_add(sql, apr_psprintf(pool, " FROM %s AND NOT EXISTS (SELECT 1 FROM " TEXTS,
                                 from_told(entity, pool), entity->name, entity->name));
    sc_sql_add_arg(sql, " AND w.\"lang\" = ?)", sc_arg_text(lang));
    return sc_ids_read(db, sql, ids);
}

static apr_status_t count(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity, sc_told_t *told)
{
    const char *from = from_told(entity, pool);
    sc_rows_t *rows;

    *told = (sc_told_t){entity, 0, apr_hash_make(pool)};
    SC_TRY(sc_db_select(db, pool, apr_pstrcat(pool, "SELECT COUNT(*) FROM ", from, NULL), NULL, 0,
                        &rows));
    told->total = sc_row_number(rows, 0, 0);
    SC_TRY(sc_db_select(
        db, pool,
        apr_psprintf(pool,
                     "SELECT w.\"lang\", COUNT(DISTINCT w.\"%s_id\") FROM \"%s_texts\" w "
                     "WHERE w.\"%s_id\" IN (SELECT x.\"id\" FROM %s) GROUP BY w.\"lang\"",
                     entity->name, entity->name, entity->name, from),
        NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t number = sc_row_number(rows, i, 1);

        apr_hash_set(told->in, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING,
                     apr_pmemdup(pool, &number, sizeof(number)));
    }
    return APR_SUCCESS;
}

apr_status_t sc_told_count(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **told)
{
    *told = apr_array_make(pool, 8, sizeof(sc_told_t));
    for (int i = 0; sc_entities[i]; i++) {
        if (sc_entity_field(sc_entities[i], "texts")) {
            sc_told_t *one = apr_array_push(*told);

            SC_TRY(count(db, pool, sc_entities[i], one));
            (*told)->nelts -= one->total == 0;
        }
    }
    return APR_SUCCESS;
}
