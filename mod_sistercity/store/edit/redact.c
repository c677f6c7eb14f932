#include "store/edit/edit.h"

#include "model/text/utf8.h"
#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/record/columns.h"
#include "store/record/related.h"
#include "store/write/write.h"
#include "view/change.h"

#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* How many items are in memory at a time: they may be large. */
#define BATCH 50

static int holds(const sc_field_t *field, const void *record, const char *name)
{
    const char *text = sc_field_text(field, record);

    return text && strcmp(text, name) == 0;
}

/* Takes the name out of the record and its parts. @return how many fields held it */
static int redact_record(void *record, const void *name)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int count = 0, contacts = 0;

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_PARTS) {
            apr_array_header_t *parts = sc_field_list(field, record);

            for (int j = 0; j < SC_COUNT(parts); j++) {
                count += redact_record(SC_AT(parts, j, void), name);
            }
        }
        else if (field->flags & SC_PERSON && holds(field, record, name)) {
            sc_field_set_text(field, record, sc_name_removed);
            count++;
        }
        else if (field->flags & SC_CONTACT && holds(field, record, name)) {
            contacts++;
        }
    }
    if (contacts) {
        sc_contact_clear(record, NULL);
    }
    return count + contacts;
}

/* One redaction on its way. */
typedef struct redaction_t {
    const char *name;
    int is_look; /* count only: APR_INCOMPLETE, and with it the transaction is rolled back */
    sc_editing_t *editing;
    apr_pool_t *page; /* cleared for every few items */
    apr_int64_t count;
} redaction_t;

/* Items that a SELECT finds by the name and, to go on, by the last id. */
static apr_status_t redact_found(redaction_t *redaction, const sc_entity_t *entity, const char *sql)
{
    sc_arg_t args[] = {sc_arg_text(redaction->name), sc_arg_integer(0), sc_arg_integer(BATCH)};
    sc_db_t *db = redaction->editing->db;
    apr_pool_t *page = redaction->page;
    apr_array_header_t *records, *before;

    do {
        apr_pool_clear(page);
        SC_TRY(sc_related_select(db, page, entity, sql, args, 3, &records));
        SC_TRY(sc_related_select(db, page, entity, sql, args, 3, &before));
        for (int i = 0; i < records->nelts; i++) {
            sc_record_t *record = SC_AT(records, i, sc_record_t);

            args[1] = sc_arg_integer(record->id);
            redaction->count += redact_record(record, redaction->name);
            SC_TRY(sc_write_update(db, page, record, SC_AT(before, i, void),
                                   redaction->editing->problems));
        }
    } while (records->nelts > 0);
    return APR_SUCCESS;
}

/* The items of an entity that have the name in a column of their own, or of a list's table. */
static apr_status_t redact_column(redaction_t *redaction, const sc_entity_t *entity,
                                  const sc_field_t *list, const sc_field_t *field)
{
    apr_pool_t *pool = redaction->editing->pool;
    const char *table = list ? sc_list_table(entity, list, pool) : entity->collection;
    const char *id = list ? apr_pstrcat(pool, entity->name, "_id", NULL) : "id";

    return redact_found(redaction, entity,
                        apr_pstrcat(pool, "SELECT DISTINCT \"", id, "\" FROM \"", table,
                                    "\" WHERE \"", field->name, "\" = ? AND \"", id,
                                    "\" > ? ORDER BY \"", id, "\" LIMIT ?", NULL));
}

/* @param fields of the entity itself, or of the parts in its list */
static apr_status_t redact_fields(redaction_t *redaction, const sc_entity_t *entity,
                                  const sc_field_t *list, const sc_entity_t *fields)
{
    for (int i = 0; i < fields->field_count; i++) {
        const sc_field_t *field = &fields->fields[i];

        if (field->flags & (SC_PERSON | SC_CONTACT)) {
            SC_TRY(redact_column(redaction, entity, list, field));
        }
        else if (field->type == SC_TYPE_PARTS) {
            SC_TRY(redact_fields(redaction, entity, field, field->target));
        }
    }
    return APR_SUCCESS;
}

/* The name as a whole value in JSON, for LIKE with the escape `!`. */
static const char *pattern_of(const char *name, apr_pool_t *pool)
{
    json_t *value = json_string(name);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);
    const char *pattern =
        apr_pstrcat(pool, "%", sc_utf8_escape(quoted, "%_!", '!', pool), "%", NULL);

    free(quoted);
    json_decref(value);
    return pattern;
}

static apr_status_t redact_body(sc_editing_t *editing, void *baton)
{
    redaction_t *redaction = baton;
    sc_audit_t audit = {.who = editing->who, .note = editing->note, .action = "redact"};
    const sc_texts_t texts = {"(\"before\" LIKE ? ESCAPE '!' OR \"after\" LIKE ? ESCAPE '!' OR "
                              "\"belongings\" LIKE ? ESCAPE '!')",
                              "\"record\" LIKE ? ESCAPE '!'",
                              pattern_of(redaction->name, editing->pool)};

    redaction->editing = editing;
    redaction->count = 0;
    apr_pool_create(&redaction->page, editing->pool);
    for (int i = 0; sc_entities[i]; i++) {
        SC_TRY(redact_fields(redaction, sc_entities[i], NULL, sc_entities[i]));
    }
    SC_TRY(sc_texts_change(editing->db, editing->pool, &texts, redact_record, redaction->name,
                           &redaction->count));
    if (redaction->count == 0 || redaction->is_look) {
        return redaction->is_look ? APR_INCOMPLETE : APR_SUCCESS;
    }
    audit.items = redaction->count;
    return sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change);
}

static apr_status_t redact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           redaction_t *redaction, sc_edit_t *out)
{
    memset(out, 0, sizeof(*out));
    if (editor->role < SC_ROLE_ADMIN) {
        return APR_EACCES;
    }
    if (!*redaction->name || !sc_edit_is_sound(redaction->name) ||
        strcmp(redaction->name, sc_name_removed) == 0) {
        return APR_EINVAL;
    }
    return sc_edit_transact(db, pool, editor, sc_problems_new(pool), out, redact_body, redaction);
}

apr_status_t sc_edit_redact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            const char *name, apr_int64_t *count, sc_edit_t *out)
{
    redaction_t redaction = {.name = name};
    apr_status_t status = redact(db, pool, editor, &redaction, out);

    *count = status == APR_SUCCESS ? redaction.count : 0;
    return status;
}

apr_status_t sc_edit_redact_look(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                                 const char *name, apr_int64_t *count)
{
    redaction_t redaction = {.name = name, .is_look = 1};
    sc_edit_t none;
    apr_status_t status = redact(db, pool, editor, &redaction, &none);

    *count = status == APR_INCOMPLETE ? redaction.count : 0;
    return status == APR_INCOMPLETE ? APR_SUCCESS : status;
}
