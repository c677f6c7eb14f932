#include "store/record/related.h"

#include "store/record/columns.h"
#include "store/record/references.h"

#include <apr_strings.h>

/* The slugs of places to label. */
typedef struct wanted_t {
    apr_hash_t *labels; /* those that need no label any more */
    apr_hash_t *seen;
    apr_array_header_t *slugs; /* of const char * */
} wanted_t;

static void want(wanted_t *wanted, const char *slug)
{
    if (slug && !apr_hash_get(wanted->labels, slug, APR_HASH_KEY_STRING) &&
        !apr_hash_get(wanted->seen, slug, APR_HASH_KEY_STRING)) {
        apr_hash_set(wanted->seen, slug, APR_HASH_KEY_STRING, slug);
        APR_ARRAY_PUSH(wanted->slugs, const char *) = slug;
    }
}

/* What a record names: itself, if it is a place, and the places of its fields and parts. */
static void want_places(wanted_t *wanted, void *record)
{
    const apr_array_header_t *references = sc_references_of(record, NULL, wanted->slugs->pool);

    if (sc_record_entity(record) == &sc_place) {
        want(wanted, sc_record_slug(record));
    }
    for (int i = 0; i < references->nelts; i++) {
        const sc_reference_t *reference = &APR_ARRAY_IDX(references, i, sc_reference_t);

        if (reference->field->target == &sc_place) {
            want(wanted, reference->slug);
        }
    }
}

/* Columns of the statement that reads labels. */
enum {
    LABEL_ID,
    LABEL_SLUG,
    LABEL_NAME,
    LABEL_LEVEL,
    LABEL_COUNTRY,
    LABEL_LATITUDE,
    LABEL_LONGITUDE
};

#define SELECT_LABELS                                                                              \
    "SELECT \"id\", \"slug\", \"name\", \"level\", \"country\", \"latitude\", \"longitude\" "      \
    "FROM \"places\" WHERE "

static const char names_sql[] = " ORDER BY t.\"place_id\", t.\"position\"";

static const char *select_names(sc_db_t *db, apr_pool_t *pool)
{
    const char *sql = sc_db_kept(db, &sc_name, names_sql);

    return sql ? sql
               : sc_db_keep(db, &sc_name, names_sql,
                            apr_pstrcat(pool, "SELECT t.\"place_id\", ",
                                        sc_columns_of_part(&sc_name, pool),
                                        " FROM \"place_names\" t WHERE t.\"place_id\"",
                                        sc_sql_in_ids(db), names_sql, NULL));
}

static sc_label_t *label_of(const sc_rows_t *rows, int row, apr_pool_t *pool)
{
    sc_label_t *label = apr_palloc(pool, sizeof(*label));

    label->slug = sc_row_word(rows, row, LABEL_SLUG);
    label->name = sc_row_word(rows, row, LABEL_NAME);
    label->level = sc_row_text(rows, row, LABEL_LEVEL);
    label->country = sc_row_text(rows, row, LABEL_COUNTRY);
    label->latitude = sc_row_real(rows, row, LABEL_LATITUDE);
    label->longitude = sc_row_real(rows, row, LABEL_LONGITUDE);
    label->names = apr_array_make(pool, 4, sizeof(void *));
    return label;
}

/* @param by_id the id of a place as the database writes it -> sc_label_t * */
static apr_status_t read_names(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *ids,
                               apr_hash_t *by_id)
{
    sc_arg_t arg = sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, select_names(db, pool), &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        sc_label_t *label = apr_hash_get(by_id, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING);

        if (!label) {
            sc_row_refuse(rows);
            continue;
        }
        APR_ARRAY_PUSH(label->names, void *) = sc_columns_part(&sc_name, rows, i, 1, pool);
    }
    return APR_SUCCESS;
}

/* Adds the labels that a statement finds. */
static apr_status_t read_labels(sc_db_t *db, apr_pool_t *pool, const char *sql, sc_arg_t arg,
                                apr_hash_t *labels)
{
    apr_hash_t *by_id = apr_hash_make(pool);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        sc_label_t *label = label_of(rows, i, pool);

        apr_hash_set(by_id, sc_row_word(rows, i, LABEL_ID), APR_HASH_KEY_STRING, label);
        apr_hash_set(labels, label->slug, APR_HASH_KEY_STRING, label);
    }
    return read_names(db, pool, sc_related_ids(rows, pool), by_id);
}

apr_status_t sc_related_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *slugs,
                               apr_hash_t *labels)
{
    const char *const *all = (const char *const *)slugs->elts;
    const char *sql = apr_pstrcat(pool, SELECT_LABELS "\"slug\"", sc_sql_in_texts(db), NULL);

    return slugs->nelts == 0
               ? APR_SUCCESS
               : read_labels(db, pool, sql, sc_sql_texts(db, all, slugs->nelts, pool), labels);
}

/* Most of what is named are the parties of partnerships. They come by the partnerships' ids: in a
 * large registry each slug is a page of its index more to read. */
static apr_status_t read_parties(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *ids,
                                 apr_hash_t *labels)
{
    const char *sql = apr_pstrcat(
        pool,
        SELECT_LABELS
        "\"id\" IN (SELECT \"place_id\" FROM \"partnership_parties\" WHERE \"partnership_id\"",
        sc_sql_in_ids(db), ")", NULL);

    return read_labels(db, pool, sql,
                       sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool), labels);
}

/* The slugs that are named and have no label yet. */
static apr_array_header_t *wanted_slugs(const apr_array_header_t *records, apr_hash_t *labels,
                                        apr_pool_t *pool)
{
    wanted_t wanted = {labels, apr_hash_make(pool), apr_array_make(pool, 64, sizeof(char *))};

    for (int i = 0; i < records->nelts; i++) {
        want_places(&wanted, SC_AT(records, i, void));
    }
    return wanted.slugs;
}

static apr_array_header_t *partnership_ids(const apr_array_header_t *records, apr_pool_t *pool)
{
    apr_array_header_t *ids = apr_array_make(pool, 64, sizeof(apr_int64_t));

    for (int i = 0; i < records->nelts; i++) {
        if (sc_record_entity(SC_AT(records, i, void)) == &sc_partnership) {
            APR_ARRAY_PUSH(ids, apr_int64_t) = SC_AT(records, i, sc_record_t)->id;
        }
    }
    return ids;
}

apr_status_t sc_load_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                            apr_hash_t *labels)
{
    apr_array_header_t *slugs = wanted_slugs(records, labels, pool);
    apr_array_header_t *ids = partnership_ids(records, pool);

    if (slugs->nelts > 0 && ids->nelts > 0) {
        SC_TRY(read_parties(db, pool, ids, labels));
        slugs = wanted_slugs(records, labels, pool);
    }
    return sc_related_labels(db, pool, slugs, labels);
}
