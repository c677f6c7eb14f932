#include "store/record/related.h"

#include "store/db/date_sql.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

apr_array_header_t *sc_related_ids(const sc_rows_t *rows, apr_pool_t *pool)
{
    apr_array_header_t *ids = apr_array_make(pool, rows->count + 1, sizeof(apr_int64_t));

    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = sc_row_number(rows, i, 0);
    }
    return ids;
}

sc_arg_t sc_related_arg(sc_db_t *db, const apr_array_header_t *records, apr_pool_t *pool)
{
    apr_int64_t *ids = apr_palloc(pool, (records->nelts + 1) * sizeof(*ids));

    for (int i = 0; i < records->nelts; i++) {
        ids[i] = SC_AT(records, i, sc_record_t)->id;
    }
    return sc_sql_ids(db, ids, records->nelts, pool);
}

apr_status_t sc_related_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const char *sql, const sc_arg_t *args, int count,
                               apr_array_header_t **records)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, args, count, &rows));
    return sc_read_by_ids(db, pool, entity, sc_related_ids(rows, pool), records);
}

/* The slugs of the items that the records' fields of this name refer to, each once, but for those
 * known. */
static apr_array_header_t *slugs_of(const char *name, const apr_array_header_t *records,
                                    apr_hash_t *by_slug, apr_pool_t *pool)
{
    apr_array_header_t *slugs = apr_array_make(pool, 16, sizeof(const char *));
    apr_hash_t *seen = apr_hash_make(pool);

    SC_EACH(const void, record, records) {
        const sc_field_t *field = sc_entity_field(sc_record_entity(record), name);
        const char *slug = field ? sc_field_text(field, record) : NULL;

        if (slug && !apr_hash_get(by_slug, slug, APR_HASH_KEY_STRING) &&
            !apr_hash_get(seen, slug, APR_HASH_KEY_STRING)) {
            apr_hash_set(seen, slug, APR_HASH_KEY_STRING, slug);
            APR_ARRAY_PUSH(slugs, const char *) = slug;
        }
    }
    return slugs;
}

apr_status_t sc_related_items(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const apr_array_header_t *records, apr_hash_t *by_slug)
{
    apr_array_header_t *slugs = slugs_of(entity->name, records, by_slug, pool);
    apr_array_header_t *items;

    SC_TRY(sc_read_by_slugs(db, pool, entity, slugs, &items));
    SC_EACH(void, item, items) {
        apr_hash_set(by_slug, sc_record_slug(item), APR_HASH_KEY_STRING, item);
    }
    return APR_SUCCESS;
}

apr_status_t sc_related_partnerships(sc_db_t *db, apr_pool_t *pool,
                                     const apr_array_header_t *records, apr_hash_t *by_slug)
{
    return sc_related_items(db, pool, &sc_partnership, records, by_slug);
}

/* What is labeled besides places: it has one name. */
static int is_named(const sc_field_t *field)
{
    return field->type == SC_TYPE_REFERENCE &&
           (field->target == &sc_organization || field->target == &sc_person);
}

apr_status_t sc_related_named(sc_db_t *db, apr_pool_t *pool, const void *record, apr_hash_t *labels)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        const char *slug = is_named(field) ? sc_field_text(field, record) : NULL;
        const apr_array_header_t *parts =
            field->type == SC_TYPE_PARTS ? sc_field_list(field, record) : NULL;
        sc_arg_t arg = sc_arg_text(slug);
        sc_rows_t *rows;

        for (int j = 0; j < SC_COUNT(parts); j++) {
            SC_TRY(sc_related_named(db, pool, SC_AT(parts, j, void), labels));
        }
        if (!slug) {
            continue;
        }
        SC_TRY(sc_db_select(db, pool,
                            apr_pstrcat(pool, "SELECT \"name\" FROM \"", field->target->collection,
                                        "\" WHERE \"slug\" = ?", NULL),
                            &arg, 1, &rows));
        if (rows->count) {
            sc_label_t *label = apr_pcalloc(pool, sizeof(*label));

            label->slug = slug;
            label->name = sc_row_word(rows, 0, 0);
            label->latitude = label->longitude = NAN;
            label->names = apr_array_make(pool, 1, sizeof(void *));
            apr_hash_set(labels, apr_pstrcat(pool, field->target->collection, "/", slug, NULL),
                         APR_HASH_KEY_STRING, label);
        }
    }
    return APR_SUCCESS;
}

static const char *select_terms(const sc_db_t *db, apr_pool_t *pool)
{
    return apr_pstrcat(pool,
                       "SELECT a.\"id\" FROM \"agreements\" a WHERE a.\"partnership_id\" IN "
                       "(SELECT l.\"partnership_id\" FROM \"agreements\" l WHERE " SC_SQL_IS_LIMITED
                       " AND l.\"partnership_id\"",
                       sc_sql_in_ids(db), ") ORDER BY COALESCE(a.\"date\", '~'), a.\"id\"", NULL);
}

apr_status_t sc_related_terms(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *partnerships,
                              apr_array_header_t **agreements)
{
    sc_arg_t ids = sc_related_arg(db, partnerships, pool);

    return sc_related_select(db, pool, &sc_agreement, select_terms(db, pool), &ids, 1, agreements);
}

void sc_related_terms_ahead(sc_ahead_t *ahead, sc_arg_t ids)
{
    const char *sql = select_terms(ahead->db, ahead->pool);

    sc_ahead_ask(ahead, sql, &ids, 1);
    sc_read_by_ids_ahead(ahead, &sc_agreement, sc_ahead_ids(ahead, sql, &ids, 1));
}

/* Who is counted for an item `p`; the `?`, if there is one, is today. */
static const struct {
    const sc_entity_t *entity;
    const char *sql;
    int is_of_today;
} counted[] = {{&sc_place,
                "SELECT p.\"slug\", COUNT(DISTINCT m.\"partnership_id\") FROM \"places\" p "
                "LEFT JOIN \"partnership_parties\" m ON m.\"place_id\" = p.\"id\" "
                "WHERE p.\"id\"",
                0},
               {&sc_network,
                "SELECT p.\"slug\", COUNT(m.\"id\") FROM \"networks\" p "
                "LEFT JOIN \"memberships\" m ON m.\"network_id\" = p.\"id\" "
                "AND " SC_SQL_HOLDS_ON("m.\"joined\"", "m.\"left\"") " WHERE p.\"id\"",
                1}};

/* @return NULL: nobody is counted for an item of this kind */
static const sc_sql_t *select_counts(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                     sc_arg_t ids)
{
    sc_sql_t *sql = sc_sql_new(pool);
    size_t i = 0;

    while (i < sizeof(counted) / sizeof(counted[0]) && counted[i].entity != entity) {
        i++;
    }
    if (i == sizeof(counted) / sizeof(counted[0])) {
        return NULL;
    }
    if (counted[i].is_of_today) {
        sc_sql_add_pair(sql, counted[i].sql, sc_db_today(db), sc_db_today(db));
    }
    else {
        sc_sql_add(sql, counted[i].sql);
    }
    sc_sql_add_arg(sql, sc_sql_in_ids(db), ids);
    sc_sql_add(sql, " GROUP BY p.\"slug\"");
    return sql;
}

void sc_related_counts_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids)
{
    const sc_sql_t *sql = select_counts(ahead->db, ahead->pool, entity, ids);

    if (sql) {
        sc_ahead_ask_sql(ahead, sql);
    }
}

apr_status_t sc_related_counts(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                               apr_hash_t *counts)
{
    const sc_sql_t *sql = records->nelts
                              ? select_counts(db, pool, sc_record_entity(SC_AT(records, 0, void)),
                                              sc_related_arg(db, records, pool))
                              : NULL;
    sc_rows_t *rows;

    if (!sql) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_sql_select(db, sql, &rows));
    for (int row = 0; row < rows->count; row++) {
        apr_int64_t number = sc_row_number(rows, row, 1);

        apr_hash_set(counts, sc_row_word(rows, row, 0), APR_HASH_KEY_STRING,
                     apr_pmemdup(pool, &number, sizeof(number)));
    }
    return APR_SUCCESS;
}

apr_array_header_t *sc_related_values(apr_hash_t *hash, apr_pool_t *pool)
{
    apr_array_header_t *values = apr_array_make(pool, apr_hash_count(hash) + 1, sizeof(void *));

    for (apr_hash_index_t *i = apr_hash_first(pool, hash); i; i = apr_hash_next(i)) {
        APR_ARRAY_PUSH(values, void *) = apr_hash_this_val(i);
    }
    return values;
}
