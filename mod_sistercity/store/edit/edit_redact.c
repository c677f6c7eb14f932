#include "store/edit/edit_private.h"

#include "store/edit/audit.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/record_text.h"
#include "store/record/related.h"
#include "store/record/write.h"

#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* How many items, and how many rows of the history, are in memory at a time: rows may be large. */
#define ITEM_BATCH 50
#define TEXT_BATCH 10

static int holds(const sc_field_t *field, const void *record, const char *name)
{
    const char *text = sc_field_text(field, record);

    return text && strcmp(text, name) == 0;
}

static void clear_contact(void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].flags & SC_CONTACT) {
            sc_field_clear(&entity->fields[i], record);
        }
    }
}

/* Takes the name out of the record and its parts. @return how many fields held it */
static int redact_record(void *record, const char *name)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i, j, count = 0, has_contact = 0;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_PARTS) {
            apr_array_header_t *parts = sc_field_list(field, record);

            for (j = 0; j < SC_COUNT(parts); j++) {
                count += redact_record(APR_ARRAY_IDX(parts, j, void *), name);
            }
        }
        else if (field->flags & SC_PERSON && holds(field, record, name)) {
            sc_field_set_text(field, record, sc_name_removed);
            count++;
        }
        else if (field->flags & SC_CONTACT && holds(field, record, name)) {
            has_contact = 1;
            count++;
        }
    }
    if (has_contact) {
        clear_contact(record);
    }
    return count;
}

static int redact_records(const apr_array_header_t *records, const char *name)
{
    int i, count = 0;

    for (i = 0; i < SC_COUNT(records); i++) {
        count += redact_record(APR_ARRAY_IDX(records, i, void *), name);
    }
    return count;
}

/* One redaction on its way. */
typedef struct redacting_t {
    editing_t *editing;
    apr_pool_t *page; /* cleared for every few items or rows */
    const char *name;
    const char *pattern; /* for LIKE: the name as a whole value in JSON */
    apr_int64_t count;
} redacting_t;

static apr_status_t redact_items(redacting_t *redacting, const apr_array_header_t *records,
                                 const apr_array_header_t *before)
{
    editing_t *editing = redacting->editing;
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < records->nelts && status == APR_SUCCESS; i++) {
        void *record = APR_ARRAY_IDX(records, i, void *);

        redacting->count += redact_record(record, redacting->name);
        status = sc_write_update(editing->db, redacting->page, record, SC_AT(before, i, void),
                                 editing->problems);
    }
    return status;
}

/* Items that a SELECT finds by the name and, to go on, by the last id. */
static apr_status_t redact_found(redacting_t *redacting, const sc_entity_t *entity, const char *sql)
{
    sc_arg_t args[] = {sc_arg_text(redacting->name), sc_arg_integer(0), sc_arg_integer(ITEM_BATCH)};
    sc_db_t *db = redacting->editing->db;
    apr_array_header_t *ids, *records, *before;
    apr_status_t status;
    sc_rows_t *rows;

    do {
        apr_pool_clear(redacting->page);
        status = sc_db_select(db, redacting->page, sql, args, 3, &rows);
        if (status != APR_SUCCESS || rows->count == 0) {
            return status;
        }
        ids = sc_related_ids(rows, redacting->page);
        args[1] = sc_arg_integer(sc_row_integer(rows, rows->count - 1, 0));
        status = sc_read_by_ids(db, redacting->page, entity, ids, &records);
        if (status == APR_SUCCESS) {
            status = sc_read_by_ids(db, redacting->page, entity, ids, &before);
        }
        if (status == APR_SUCCESS) {
            status = redact_items(redacting, records, before);
        }
    } while (status == APR_SUCCESS && rows->count == ITEM_BATCH);
    return status;
}

/* The items of an entity that have the name in a column of their own, or of a list's table. */
static apr_status_t redact_column(redacting_t *redacting, const sc_entity_t *entity,
                                  const sc_field_t *list, const sc_field_t *field)
{
    apr_pool_t *pool = redacting->editing->pool;
    const char *table = list ? sc_list_table(entity, list, pool) : entity->collection;
    const char *id = list ? apr_pstrcat(pool, entity->name, "_id", NULL) : "id";

    return redact_found(redacting, entity,
                        apr_pstrcat(pool, "SELECT DISTINCT \"", id, "\" FROM \"", table,
                                    "\" WHERE \"", field->name, "\" = ? AND \"", id,
                                    "\" > ? ORDER BY \"", id, "\" LIMIT ?", NULL));
}

/* @param fields of the entity itself, or of the parts in its list */
static apr_status_t redact_fields(redacting_t *redacting, const sc_entity_t *entity,
                                  const sc_field_t *list, const sc_entity_t *fields)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < fields->field_count && status == APR_SUCCESS; i++) {
        const sc_field_t *field = &fields->fields[i];

        if (field->flags & (SC_PERSON | SC_CONTACT)) {
            status = redact_column(redacting, entity, list, field);
        }
        else if (field->type == SC_TYPE_PARTS) {
            status = redact_fields(redacting, entity, field, field->target);
        }
    }
    return status;
}

static apr_status_t redact_registry(redacting_t *redacting)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; sc_entities[i] && status == APR_SUCCESS; i++) {
        status = redact_fields(redacting, sc_entities[i], NULL, sc_entities[i]);
    }
    return status;
}

/* The text of a record without the name; the same pointer if it does not hold it. */
static const char *redact_text(redacting_t *redacting, const sc_entity_t *entity, const char *text)
{
    void *record = entity && text ? sc_record_from_text(entity, text, redacting->page) : NULL;
    int count = record ? redact_record(record, redacting->name) : 0;

    redacting->count += count;
    return count ? sc_record_to_text(record, redacting->page) : text;
}

static const char *redact_list(redacting_t *redacting, const char *text)
{
    apr_array_header_t *records = text ? sc_records_from_text(text, redacting->page) : NULL;
    int count = redact_records(records, redacting->name);

    redacting->count += count;
    return count ? sc_records_to_text(records, redacting->page) : text;
}

/* A row of the history or of the drafts: its id, its collection, its texts. */
typedef apr_status_t redact_row_fn(redacting_t *redacting, const sc_rows_t *rows, int row,
                                   const sc_entity_t *entity);

static apr_status_t redact_change(redacting_t *redacting, const sc_rows_t *rows, int row,
                                  const sc_entity_t *entity)
{
    const sc_arg_t args[] = {
        sc_arg_text(redact_text(redacting, entity, sc_row_text(rows, row, 2))),
        sc_arg_text(redact_text(redacting, entity, sc_row_text(rows, row, 3))),
        sc_arg_text(redact_list(redacting, sc_row_text(rows, row, 4))),
        sc_arg_integer(sc_row_integer(rows, row, 0)),
    };

    return sc_db_execute(redacting->editing->db, redacting->page,
                         "UPDATE \"changes\" SET \"before\" = ?, \"after\" = ?, "
                         "\"belongings\" = ? WHERE \"id\" = ?",
                         args, 4, NULL);
}

static apr_status_t redact_draft(redacting_t *redacting, const sc_rows_t *rows, int row,
                                 const sc_entity_t *entity)
{
    const sc_arg_t args[] = {
        sc_arg_text(redact_text(redacting, entity, sc_row_text(rows, row, 2))),
        sc_arg_integer(sc_row_integer(rows, row, 0)),
    };

    return sc_db_execute(redacting->editing->db, redacting->page,
                         "UPDATE \"drafts\" SET \"record\" = ? WHERE \"id\" = ?", args, 2, NULL);
}

/* @param sql finds rows behind an id by patterns, @a patterns of them */
static apr_status_t redact_rows(redacting_t *redacting, const char *sql, int patterns,
                                redact_row_fn *redact)
{
    sc_arg_t pattern = sc_arg_text(redacting->pattern);
    sc_arg_t args[5] = {sc_arg_integer(0), pattern, pattern, pattern, pattern};
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    args[patterns + 1] = sc_arg_integer(TEXT_BATCH);
    do {
        apr_pool_clear(redacting->page);
        status =
            sc_db_select(redacting->editing->db, redacting->page, sql, args, patterns + 2, &rows);
        for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
            const char *collection = sc_row_text(rows, i, 1);

            status =
                redact(redacting, rows, i, collection ? sc_entity_of_collection(collection) : NULL);
            args[0] = sc_arg_integer(sc_row_integer(rows, i, 0));
        }
    } while (status == APR_SUCCESS && rows->count == TEXT_BATCH);
    return status;
}

/* The name as a whole value in JSON, for LIKE with the escape `!`. */
static const char *pattern_of(const char *name, apr_pool_t *pool)
{
    json_t *value = json_string(name);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);
    char *pattern = apr_palloc(pool, 2 * strlen(quoted) + 3);
    char *out = pattern;
    const char *in;

    *out++ = '%';
    for (in = quoted; *in; in++) {
        if (strchr("%_!", *in)) {
            *out++ = '!';
        }
        *out++ = *in;
    }
    *out++ = '%';
    *out = '\0';
    free(quoted);
    json_decref(value);
    return pattern;
}

static apr_status_t redact_history(redacting_t *redacting)
{
    apr_status_t status =
        redact_rows(redacting,
                    "SELECT \"id\", \"collection\", \"before\", \"after\", \"belongings\" "
                    "FROM \"changes\" WHERE \"id\" > ? AND (\"before\" LIKE ? ESCAPE '!' "
                    "OR \"after\" LIKE ? ESCAPE '!' OR \"belongings\" LIKE ? ESCAPE '!') "
                    "ORDER BY \"id\" LIMIT ?",
                    3, redact_change);

    return status == APR_SUCCESS
               ? redact_rows(redacting,
                             "SELECT \"id\", \"collection\", \"record\" FROM \"drafts\" "
                             "WHERE \"id\" > ? AND \"record\" LIKE ? ESCAPE '!' "
                             "ORDER BY \"id\" LIMIT ?",
                             1, redact_draft)
               : status;
}

apr_status_t edit_redact(editing_t *editing, void *baton)
{
    edit_redaction_t *redaction = baton;
    redacting_t redacting = {editing, NULL, redaction->name, NULL, 0};
    const sc_audit_t audit = {.who = editing->who, .note = editing->note, .action = "redact"};
    apr_status_t status;

    apr_pool_create(&redacting.page, editing->pool);
    redacting.pattern = pattern_of(redaction->name, editing->pool);
    status = redact_registry(&redacting);
    if (status == APR_SUCCESS) {
        status = redact_history(&redacting);
    }
    apr_pool_destroy(redacting.page);
    redaction->count = redacting.count;
    if (status == APR_SUCCESS && redaction->is_look) {
        return APR_INCOMPLETE;
    }
    if (status != APR_SUCCESS || redacting.count == 0) {
        return status;
    }
    status = sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change);
    return status == APR_SUCCESS ? sc_audit_set_items(editing->db, editing->pool,
                                                      editing->out->change, redacting.count)
                                 : status;
}
