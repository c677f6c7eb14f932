#include "store/load.h"

#include "store/columns.h"
#include "store/related.h"

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

/* Whether the field names places. */
static int refers_to_places(const sc_field_t *field)
{
    return field->target == &sc_place &&
           (field->type == SC_TYPE_REFERENCE || field->type == SC_TYPE_REFERENCES);
}

static void want_places_of_part(wanted_t *wanted, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        if (refers_to_places(&entity->fields[i])) {
            want(wanted, sc_field_text(&entity->fields[i], record));
        }
    }
}

static void want_places_of_list(wanted_t *wanted, const sc_field_t *field, const void *record)
{
    const apr_array_header_t *list = sc_field_list(field, record);
    int i;

    for (i = 0; i < SC_COUNT(list); i++) {
        if (field->type == SC_TYPE_PARTS) {
            want_places_of_part(wanted, SC_AT(list, i, void));
        }
        else if (refers_to_places(field)) {
            want(wanted, APR_ARRAY_IDX(list, i, const char *));
        }
    }
}

static void want_places_of_item(wanted_t *wanted, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    if (entity == &sc_place) {
        want(wanted, sc_record_slug(record));
    }
    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (sc_field_is_list(field)) {
            want_places_of_list(wanted, field, record);
        }
        else if (refers_to_places(field)) {
            want(wanted, sc_field_text(field, record));
        }
    }
}

/* Columns of the statement that reads labels. */
enum { LABEL_SLUG, LABEL_NAME, LABEL_LEVEL, LABEL_COUNTRY, LABEL_LATITUDE, LABEL_LONGITUDE };

static apr_status_t read_labels(sc_db_t *db, apr_pool_t *pool, const sc_arg_t *slugs,
                                apr_hash_t *labels)
{
    const char *sql = apr_pstrcat(pool,
                                  "SELECT \"slug\", \"name\", \"level\", \"country\", "
                                  "\"latitude\", \"longitude\" FROM \"places\" WHERE \"slug\"",
                                  sc_sql_in_texts(db), NULL);
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, sql, slugs, 1, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        sc_label_t *label = apr_palloc(pool, sizeof(*label));

        label->slug = sc_row_text(rows, i, LABEL_SLUG);
        label->name = sc_row_text(rows, i, LABEL_NAME);
        label->level = sc_row_text(rows, i, LABEL_LEVEL);
        label->country = sc_row_text(rows, i, LABEL_COUNTRY);
        label->latitude = sc_row_real(rows, i, LABEL_LATITUDE);
        label->longitude = sc_row_real(rows, i, LABEL_LONGITUDE);
        label->names = apr_array_make(pool, 4, sizeof(void *));
        apr_hash_set(labels, label->slug, APR_HASH_KEY_STRING, label);
    }
    return status;
}

static apr_status_t read_names(sc_db_t *db, apr_pool_t *pool, const sc_arg_t *slugs,
                               apr_hash_t *labels)
{
    const char *sql =
        apr_pstrcat(pool, "SELECT p.\"slug\", ", sc_columns_of_part(&sc_name, pool),
                    " FROM \"places\" p JOIN \"place_names\" t ON t.\"place_id\" = p.\"id\" "
                    "WHERE p.\"slug\"",
                    sc_sql_in_texts(db), " ORDER BY t.\"place_id\", t.\"position\"", NULL);
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, sql, slugs, 1, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        sc_label_t *label = apr_hash_get(labels, sc_row_text(rows, i, 0), APR_HASH_KEY_STRING);

        if (label) {
            APR_ARRAY_PUSH(label->names, void *) = sc_columns_part(&sc_name, rows, i, 1, pool);
        }
    }
    return status;
}

apr_status_t sc_related_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *slugs,
                               apr_hash_t *labels)
{
    apr_status_t status;
    sc_arg_t arg;

    if (slugs->nelts == 0) {
        return APR_SUCCESS;
    }
    arg = sc_sql_texts(db, (const char *const *)slugs->elts, slugs->nelts, pool);
    status = read_labels(db, pool, &arg, labels);
    return status == APR_SUCCESS ? read_names(db, pool, &arg, labels) : status;
}

apr_status_t sc_load_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                            apr_hash_t *labels)
{
    wanted_t wanted = {labels, apr_hash_make(pool), apr_array_make(pool, 64, sizeof(char *))};
    int i;

    for (i = 0; i < records->nelts; i++) {
        want_places_of_item(&wanted, SC_AT(records, i, void));
    }
    return sc_related_labels(db, pool, wanted.slugs, labels);
}
