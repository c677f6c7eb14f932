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
    SC_EACH_OF(const sc_reference_t, reference, references) {
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

static const char labels_sql[] =
    "SELECT \"id\", \"slug\", \"name\", \"level\", \"country\", \"latitude\", \"longitude\" "
    "FROM \"places\" WHERE ";

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

/* @param by_id the id of a place as the database writes it -> sc_label_t *
 * @param are_all whether every row is of one of them */
static void add_names(const sc_rows_t *rows, apr_hash_t *by_id, int are_all, apr_pool_t *pool)
{
    for (int i = 0; i < rows->count; i++) {
        sc_label_t *label = apr_hash_get(by_id, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING);

        if (label) {
            APR_ARRAY_PUSH(label->names, void *) = sc_columns_part(&sc_name, rows, i, 1, pool);
        }
        else if (are_all) {
            sc_row_refuse(rows);
        }
    }
}

static void add_label(const sc_rows_t *rows, int row, apr_hash_t *by_id, apr_hash_t *labels,
                      apr_pool_t *pool)
{
    sc_label_t *label = label_of(rows, row, pool);

    apr_hash_set(by_id, sc_row_word(rows, row, LABEL_ID), APR_HASH_KEY_STRING, label);
    apr_hash_set(labels, label->slug, APR_HASH_KEY_STRING, label);
}

/* Adds the labels that a statement finds. @param by_id gets them, too */
static apr_status_t read_labels(sc_db_t *db, apr_pool_t *pool, const char *sql, sc_arg_t arg,
                                apr_hash_t *labels, apr_hash_t *by_id)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        add_label(rows, i, by_id, labels, pool);
    }
    arg = sc_sql_ids(db, (const apr_int64_t *)sc_related_ids(rows, pool)->elts, rows->count, pool);
    SC_TRY(sc_db_select(db, pool, select_names(db, pool), &arg, 1, &rows));
    add_names(rows, by_id, 1, pool);
    return APR_SUCCESS;
}

/* Adds the labels that were fetched ahead. @return the slugs of the others */
static apr_array_header_t *take_labels(sc_db_t *db, apr_pool_t *pool,
                                       const apr_array_header_t *slugs, apr_hash_t *labels)
{
    apr_array_header_t *missing = apr_array_make(pool, slugs->nelts + 1, sizeof(const char *));
    apr_hash_t *wanted = apr_hash_make(pool);
    const sc_rows_t *rows;

    SC_EACH(const char, slug, slugs) {
        apr_hash_set(wanted, slug, APR_HASH_KEY_STRING, slug);
    }
    for (int i = 0; slugs->nelts > 0 && (rows = sc_ahead_answer(db, labels_sql, i)) != NULL; i++) {
        apr_hash_t *by_id = apr_hash_make(pool);

        for (int row = 0; row < rows->count; row++) {
            const char *slug = sc_row_word(rows, row, LABEL_SLUG);

            if (apr_hash_get(wanted, slug, APR_HASH_KEY_STRING)) {
                apr_hash_set(wanted, slug, APR_HASH_KEY_STRING, NULL);
                add_label(rows, row, by_id, labels, pool);
            }
        }
        add_names(sc_ahead_answer(db, names_sql, i), by_id, 0, pool);
    }
    SC_EACH(const char, slug, slugs) {
        if (apr_hash_get(wanted, slug, APR_HASH_KEY_STRING)) {
            APR_ARRAY_PUSH(missing, const char *) = slug;
        }
    }
    return missing;
}

static apr_status_t read_by_slugs(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *slugs,
                                  apr_hash_t *labels)
{
    const char *const *all = (const char *const *)slugs->elts;
    const char *sql = apr_pstrcat(pool, labels_sql, "\"slug\"", sc_sql_in_texts(db), NULL);

    return slugs->nelts == 0 ? APR_SUCCESS
                             : read_labels(db, pool, sql, sc_sql_texts(db, all, slugs->nelts, pool),
                                           labels, apr_hash_make(pool));
}

apr_status_t sc_related_labels(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *slugs,
                               apr_hash_t *labels)
{
    return read_by_slugs(db, pool, take_labels(db, pool, slugs, labels), labels);
}

/* Most of what is named are the parties of partnerships. They come by the partnerships' ids: in a
 * large registry each slug is a page of its index more to read. */
static apr_status_t read_parties(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *ids,
                                 apr_hash_t *labels)
{
    const char *sql = apr_pstrcat(
        pool, labels_sql,
        "\"id\" IN (SELECT \"place_id\" FROM \"partnership_parties\" WHERE \"partnership_id\"",
        sc_sql_in_ids(db), ")", NULL);

    return read_labels(db, pool, sql,
                       sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool), labels,
                       apr_hash_make(pool));
}

static const char parties_sql[] = " ORDER BY t.\"partnership_id\", t.\"position\"";

/* Columns of the statement that reads parties; those of the party come behind. */
enum { PARTY_PARTNERSHIP, PARTY };

/* A party names its place by the id. */
static const char *select_parties(sc_db_t *db, apr_pool_t *pool)
{
    const char *sql = sc_db_kept(db, &sc_party, parties_sql);

    return sql ? sql
               : sc_db_keep(db, &sc_party, parties_sql,
                            apr_pstrcat(pool, "SELECT t.\"partnership_id\", ",
                                        sc_columns_of_part_alone(&sc_party, pool),
                                        " FROM \"partnership_parties\" t "
                                        "WHERE t.\"partnership_id\"",
                                        sc_sql_in_ids(db), parties_sql, NULL));
}

/* Gives each partnership its parties, as they are in the rows. @return all of them */
static apr_array_header_t *take_parties(const sc_rows_t *rows,
                                        const apr_array_header_t *partnerships, apr_pool_t *pool)
{
    apr_array_header_t *parties = apr_array_make(pool, rows->count + 1, sizeof(void *));
    apr_hash_t *by_id = apr_hash_make(pool);

    SC_EACH(sc_partnership_t, partnership, partnerships) {
        apr_hash_set(by_id, &partnership->record.id, sizeof(partnership->record.id), partnership);
    }
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, PARTY_PARTNERSHIP);
        sc_partnership_t *partnership = apr_hash_get(by_id, &id, sizeof(id));
        sc_party_t *party = sc_columns_part(&sc_party, rows, i, PARTY, pool);

        if (!partnership || !party->place) {
            sc_row_refuse(rows);
            continue;
        }
        if (!partnership->parties) {
            partnership->parties = apr_array_make(pool, 2, sizeof(void *));
        }
        APR_ARRAY_PUSH(partnership->parties, void *) = party;
        APR_ARRAY_PUSH(parties, void *) = party;
    }
    return parties;
}

/* The labels of the parties' places. @param by_id gets them, by the ids as the parties have them */
static apr_status_t label_parties(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *parties,
                                  apr_hash_t *labels, apr_hash_t *by_id)
{
    const char *sql = apr_pstrcat(pool, labels_sql, "\"id\"", sc_sql_in_ids(db), NULL);
    apr_array_header_t *ids = apr_array_make(pool, parties->nelts + 1, sizeof(apr_int64_t));
    apr_hash_t *seen = apr_hash_make(pool);

    for (int i = 0; i < parties->nelts; i++) {
        const char *id = SC_AT(parties, i, sc_party_t)->place;

        if (!apr_hash_get(seen, id, APR_HASH_KEY_STRING)) {
            apr_hash_set(seen, id, APR_HASH_KEY_STRING, id);
            APR_ARRAY_PUSH(ids, apr_int64_t) = apr_atoi64(id);
        }
    }
    return read_labels(db, pool, sql,
                       sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool), labels,
                       by_id);
}

apr_status_t sc_parties_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *partnerships,
                             apr_hash_t *labels)
{
    const sc_arg_t ids = sc_related_arg(db, partnerships, pool);
    apr_hash_t *by_id = apr_hash_make(pool);
    sc_rows_t *rows;

    if (sc_db_dialect(db) != SC_DIALECT_SQLITE || partnerships->nelts == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool, select_parties(db, pool), &ids, 1, &rows));
    const apr_array_header_t *parties = take_parties(rows, partnerships, pool);
    SC_TRY(label_parties(db, pool, parties, labels, by_id));
    SC_EACH(sc_party_t, party, parties) {
        const sc_label_t *label = apr_hash_get(by_id, party->place, APR_HASH_KEY_STRING);

        if (label) {
            party->place = label->slug;
        }
        else {
            sc_row_refuse(rows);
        }
    }
    return APR_SUCCESS;
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
    apr_array_header_t *slugs = take_labels(db, pool, wanted_slugs(records, labels, pool), labels);
    apr_array_header_t *ids = partnership_ids(records, pool);

    if (slugs->nelts > 0 && ids->nelts > 0) {
        SC_TRY(read_parties(db, pool, ids, labels));
        slugs = wanted_slugs(records, labels, pool);
    }
    return read_by_slugs(db, pool, slugs, labels);
}

/* Adds a SELECT of the ids of places that the items name. */
static void add_named(sc_sql_t *sql, const sc_ahead_t *ahead, const sc_set_t *set,
                      const sc_reference_column_t *column)
{
    sc_sql_add(sql, apr_pstrcat(ahead->pool, sql->args->nelts ? " UNION " : "", "SELECT c.\"",
                                column->name, "\" FROM \"", column->table, "\" c WHERE c.\"",
                                column->owner, "\"", NULL));
    sc_sql_add_arg(sql, sc_sql_in_ids(ahead->db), set->ids);
}

void sc_labels_ahead(sc_ahead_t *ahead, const sc_set_t *sets, int count)
{
    const sc_reference_column_t itself = {.table = "places", .name = "id", .owner = "id"};
    const apr_array_header_t *columns = sc_reference_columns(&sc_place, ahead->pool);
    sc_sql_t *sql = sc_sql_new(ahead->pool);
    sc_arg_t ids;

    for (int i = 0; i < count; i++) {
        if (sets[i].entity == &sc_place) {
            add_named(sql, ahead, &sets[i], &itself);
        }
        SC_EACH_OF(const sc_reference_column_t, column, columns) {
            if (column->entity == sets[i].entity) {
                add_named(sql, ahead, &sets[i], column);
            }
        }
    }
    if (sql->args->nelts > 0) {
        ids = sc_ahead_ids(ahead, apr_array_pstrcat(ahead->pool, sql->pieces, 0),
                           (const sc_arg_t *)sql->args->elts, sql->args->nelts);
        sc_ahead_ask_for(
            ahead, labels_sql,
            apr_pstrcat(ahead->pool, labels_sql, "\"id\"", sc_sql_in_ids(ahead->db), NULL), ids);
        sc_ahead_ask_for(ahead, names_sql, select_names(ahead->db, ahead->pool), ids);
    }
}
