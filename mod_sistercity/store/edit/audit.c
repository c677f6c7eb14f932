#include "store/edit/audit.h"

#include "store/record/record_text.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* One row in the making. */
typedef struct writing_t {
    sc_bulk_t *bulk;
    apr_pool_t *pool;
    const sc_audit_t *audit;
    apr_int64_t id;
    apr_hash_t *subjects; /* "COLLECTION/SLUG" of those written */
} writing_t;

static void write_row(writing_t *writing)
{
    const sc_audit_t *audit = writing->audit;
    apr_pool_t *pool = writing->pool;
    const void *item = audit->after ? audit->after : audit->before;
    const struct {
        const char *column;
        sc_arg_t arg;
    } cells[] = {
        {"id", sc_arg_integer(writing->id)},
        {"batch", sc_arg_id(audit->batch)},
        {"undoes", sc_arg_id(audit->undoes)},
        {"at", sc_arg_text(sc_utc_now(pool))},
        {"who", sc_arg_text(audit->who)},
        {"approved_by", sc_arg_text(audit->approved_by)},
        {"action", sc_arg_text(audit->action)},
        {"note", sc_arg_text(audit->note)},
        {"collection", sc_arg_text(item ? sc_record_entity(item)->collection : NULL)},
        {"slug", sc_arg_text(item ? sc_record_slug(item) : NULL)},
        {"before", sc_arg_text(sc_record_to_text(audit->before, pool))},
        {"after", sc_arg_text(sc_record_to_text(audit->after, pool))},
        {"belongings", sc_arg_text(sc_records_to_text(audit->belongings, pool))},
        {"items", sc_arg_integer(audit->items)},
    };
    sc_tuple_t *tuple = sc_tuple_new("changes", pool);

    for (size_t i = 0; i < SC_LENGTH(cells); i++) {
        sc_tuple_put(tuple, cells[i].column, cells[i].arg);
    }
    sc_bulk_add(writing->bulk, SC_BULK_ITEMS, tuple);
}

/* @param version SC_NO_INTEGER for an item that did not change itself */
static void write_subject(writing_t *writing, const sc_entity_t *entity, const char *slug,
                          apr_int64_t version)
{
    const char *key = apr_pstrcat(writing->pool, entity->collection, "/", slug, NULL);
    sc_tuple_t *tuple = sc_tuple_new("change_subjects", writing->pool);

    if (apr_hash_get(writing->subjects, key, APR_HASH_KEY_STRING)) {
        return;
    }
    apr_hash_set(writing->subjects, key, APR_HASH_KEY_STRING, key);
    sc_tuple_put(tuple, "change_id", sc_arg_integer(writing->id));
    sc_tuple_put(tuple, "collection", sc_arg_text(entity->collection));
    sc_tuple_put(tuple, "slug", sc_arg_text(slug));
    sc_tuple_put(tuple, "version", sc_arg_integer(version));
    sc_bulk_add(writing->bulk, SC_BULK_LISTS, tuple);
}

static void write_own(writing_t *writing, const void *item)
{
    write_subject(writing, sc_record_entity(item), sc_record_slug(item),
                  ((const sc_record_t *)item)->version);
}

/* The items that the record belongs to. */
static void write_owners(writing_t *writing, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->flags & SC_OWNED && sc_field_is_set(field, record)) {
            write_subject(writing, field->target, sc_field_text(field, record), SC_NO_INTEGER);
        }
    }
}

/* All that happened to the item under its former address is found under the new one, and so is what
 * waits for it. */
static apr_status_t rename_subject(writing_t *writing, const char *from, const char *to)
{
    sc_arg_t collection = sc_arg_text(sc_record_entity(writing->audit->after)->collection);
    const sc_arg_t args[] = {sc_arg_text(to), collection, sc_arg_text(from), collection,
                             sc_arg_text(to)};
    const sc_arg_t waiting[] = {sc_arg_text(to), sc_arg_text(to), collection, sc_arg_text(from)};

    if (strcmp(from, to) == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_execute(writing->bulk->db, writing->pool,
                         "UPDATE \"drafts\" SET \"slug\" = ?, \"proposed\" = CASE \"proposed\" "
                         "WHEN \"slug\" THEN ? ELSE \"proposed\" END "
                         "WHERE \"state\" = 'waiting' AND \"collection\" = ? AND \"slug\" = ?",
                         waiting, 4, NULL));
    return sc_db_execute(writing->bulk->db, writing->pool,
                         "UPDATE \"change_subjects\" SET \"slug\" = ? "
                         "WHERE \"collection\" = ? AND \"slug\" = ? AND \"change_id\" NOT IN "
                         "(SELECT \"change_id\" FROM \"change_subjects\" "
                         "WHERE \"collection\" = ? AND \"slug\" = ?)",
                         args, 5, NULL);
}

static apr_status_t write_subjects(writing_t *writing)
{
    const sc_audit_t *audit = writing->audit;
    const void *item = audit->after ? audit->after : audit->before;

    if (!item) {
        return APR_SUCCESS;
    }
    write_own(writing, item);
    write_owners(writing, item);
    for (int i = 0; i < SC_COUNT(audit->belongings); i++) {
        write_own(writing, SC_AT(audit->belongings, i, const void));
    }
    if (audit->before && audit->after) {
        write_owners(writing, audit->before);
        return rename_subject(writing, sc_record_slug(audit->before), sc_record_slug(item));
    }
    return APR_SUCCESS;
}

apr_status_t sc_audit_gather(sc_bulk_t *bulk, apr_pool_t *pool, const sc_audit_t *audit,
                             apr_int64_t *id)
{
    writing_t writing = {bulk, pool, audit, 0, apr_hash_make(pool)};

    SC_TRY(sc_bulk_next_id(bulk, "changes", &writing.id));
    write_row(&writing);
    *id = writing.id;
    return write_subjects(&writing);
}

apr_status_t sc_audit_write(sc_db_t *db, apr_pool_t *pool, const sc_audit_t *audit, apr_int64_t *id)
{
    sc_bulk_t *bulk = sc_bulk_new(db, 0, pool);

    SC_TRY(sc_audit_gather(bulk, pool, audit, id));
    return sc_bulk_flush(bulk);
}

apr_status_t sc_audit_set_items(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, apr_int64_t items)
{
    const sc_arg_t args[] = {sc_arg_integer(items), sc_arg_integer(id)};

    return sc_db_execute(db, pool, "UPDATE \"changes\" SET \"items\" = ? WHERE \"id\" = ?", args, 2,
                         NULL);
}

apr_status_t sc_audit_set_batch(sc_db_t *db, apr_pool_t *pool, apr_int64_t first, apr_int64_t batch)
{
    const sc_arg_t args[] = {sc_arg_integer(batch), sc_arg_integer(first), sc_arg_integer(batch)};

    return sc_db_execute(db, pool,
                         "UPDATE \"changes\" SET \"batch\" = ? WHERE \"id\" >= ? AND \"id\" <> ?",
                         args, 3, NULL);
}

/* A number of the row of this id, 0 if it is NULL. */
static apr_status_t ask(sc_db_t *db, apr_pool_t *pool, const char *sql, const sc_arg_t *args,
                        int count, apr_int64_t *number)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, args, count, &rows));
    *number = rows->count ? sc_row_id(rows, 0, 0) : 0;
    return APR_SUCCESS;
}

apr_status_t sc_audit_count_batch(sc_db_t *db, apr_pool_t *pool, apr_int64_t id)
{
    const sc_arg_t arg = sc_arg_integer(id);
    apr_int64_t count;

    SC_TRY(ask(db, pool, "SELECT COUNT(*) FROM \"changes\" WHERE \"batch\" = ?", &arg, 1, &count));
    return sc_audit_set_items(db, pool, id, count);
}

apr_status_t sc_audit_mark_undone(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, apr_int64_t by)
{
    int is_undone = 1;

    do {
        const sc_arg_t args[] = {sc_arg_id(is_undone ? by : 0), sc_arg_integer(id)};

        SC_TRY(sc_db_execute(db, pool, "UPDATE \"changes\" SET \"undone\" = ? WHERE \"id\" = ?",
                             args, 2, NULL));
        by = id;
        SC_TRY(
            ask(db, pool, "SELECT \"undoes\" FROM \"changes\" WHERE \"id\" = ?", &args[1], 1, &id));
        is_undone = !is_undone;
    } while (id);
    return APR_SUCCESS;
}

apr_status_t sc_audit_mark_all_undone(sc_db_t *db, apr_pool_t *pool, apr_int64_t first)
{
    const sc_arg_t arg = sc_arg_integer(first);

    return sc_db_execute(
        db, pool,
        "WITH RECURSIVE c(id, by, level) AS (SELECT \"undoes\", \"id\", 0 FROM \"changes\" "
        "WHERE \"id\" >= ? AND \"undoes\" IS NOT NULL UNION ALL SELECT o.\"undoes\", "
        "o.\"id\", c.level + 1 FROM c JOIN \"changes\" o ON o.\"id\" = c.id "
        "WHERE o.\"undoes\" IS NOT NULL) UPDATE \"changes\" SET \"undone\" = "
        "CASE WHEN c.level % 2 = 0 THEN c.by END FROM c WHERE \"changes\".\"id\" = c.id",
        &arg, 1, NULL);
}

apr_status_t sc_audit_last_version(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                   const char *slug, apr_int64_t *version)
{
    const sc_arg_t args[] = {sc_arg_text(entity->collection), sc_arg_text(slug)};

    return ask(db, pool,
               "SELECT max(\"version\") FROM \"change_subjects\" "
               "WHERE \"collection\" = ? AND \"slug\" = ?",
               args, 2, version);
}

apr_status_t sc_audit_departed(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               apr_hash_t **versions)
{
    const sc_arg_t arg = sc_arg_text(entity->collection);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(
        db, pool,
        apr_pstrcat(pool,
                    "SELECT s.\"slug\", max(s.\"version\") FROM \"change_subjects\" s "
                    "LEFT JOIN \"",
                    entity->collection,
                    "\" i ON i.\"slug\" = s.\"slug\" WHERE s.\"collection\" = ? AND "
                    "s.\"version\" IS NOT NULL AND i.\"id\" IS NULL GROUP BY s.\"slug\"",
                    NULL),
        &arg, 1, &rows));
    *versions = apr_hash_make(pool);
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t version = sc_row_number(rows, i, 1);

        apr_hash_set(*versions, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING,
                     apr_pmemdup(pool, &version, sizeof(version)));
    }
    return APR_SUCCESS;
}
