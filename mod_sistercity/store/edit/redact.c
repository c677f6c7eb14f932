#include "store/edit/edit.h"

#include "model/text/utf8.h"
#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/edit/person.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/write/write.h"
#include "view/change.h"

#include <apr_strings.h>
#include <string.h>

/* How many items are in memory at a time: they may be large. */
#define BATCH 50

/* How many values of a column are looked through at a time; of a list's table more than any list
 * has entries. */
#define VALUES 500
#define VALUES_OF_LISTS 12000

/* The most places that are told one by one. */
#define MENTIONS_MOST 200

/* What stands in running texts where the name was, in any language. */
#define REMOVED "[…]"

/* Characters of a text that tell where the name stands. */
#define EXCERPT 80

/* One redaction on its way. */
typedef struct redaction_t {
    const char *name;
    sc_sought_name_t person;
    int is_look; /* count only: APR_INCOMPLETE, and with it the transaction is rolled back */
    apr_array_header_t *mentions; /* of sc_mention_t, or NULL */
    const sc_record_t *item;      /* stored, whose fields are being looked at; else NULL */
    sc_editing_t *editing;
    apr_pool_t *page;    /* cleared for every few items */
    apr_pool_t *scratch; /* cleared for every text */
    apr_int64_t count;
} redaction_t;

/* Whether a field of the kind may hold the name: a word alone only where nothing but names stand.
 */
static int may_hold(const redaction_t *redaction, const sc_field_t *field)
{
    return field->flags & (SC_PERSON | SC_CONTACT) ||
           (!sc_person_is_vague(&redaction->person) &&
            (field->type == SC_TYPE_TEXT || field->type == SC_TYPE_MARKDOWN ||
             field->type == SC_TYPE_SLUG));
}

static int holds(const redaction_t *redaction, const char *text)
{
    const char *from, *until;

    apr_pool_clear(redaction->scratch);
    if (!text) {
        return 0;
    }
    return sc_person_is_vague(&redaction->person)
               ? sc_person_is(&redaction->person, text, redaction->scratch)
               : sc_person_find(&redaction->person, text, &from, &until, redaction->scratch);
}

/* Tells of a place where the name stands. */
static void mention(redaction_t *redaction, const sc_field_t *field, const char *text)
{
    apr_pool_t *pool = redaction->mentions ? redaction->mentions->pool : NULL;

    if (pool && redaction->item && redaction->mentions->nelts < MENTIONS_MOST) {
        APR_ARRAY_PUSH(redaction->mentions, sc_mention_t) = (sc_mention_t){
            redaction->item->entity, apr_pstrdup(pool, sc_record_slug(redaction->item)), field,
            apr_pstrmemdup(pool, text, sc_utf8_prefix(text, EXCERPT)), 0};
    }
}

static int redact_record(void *record, const void *baton);

/* @return how many fields held the name; contacts are counted apart */
static int redact_field(redaction_t *redaction, const sc_field_t *field, void *record,
                        int *contacts)
{
    int count = 0;

    if (field->type == SC_TYPE_PARTS) {
        apr_array_header_t *parts = sc_field_list(field, record);

        for (int i = 0; i < SC_COUNT(parts); i++) {
            count += redact_record(SC_AT(parts, i, void), redaction);
        }
        return count;
    }
    if (field->type == SC_TYPE_SLUG || !may_hold(redaction, field)) {
        return 0;
    }
    const char *text = sc_field_text(field, record);
    if (!holds(redaction, text)) {
        return 0;
    }
    mention(redaction, field, text);
    if (field->flags & SC_CONTACT) {
        *contacts += 1;
        return 0;
    }
    sc_field_set_text(
        field, record,
        field->flags & SC_PERSON && sc_person_is(&redaction->person, text, redaction->scratch)
            ? sc_name_removed
            : sc_person_replace(&redaction->person, text, REMOVED, redaction->editing->pool));
    return 1;
}

/* Takes the name out of the record and its parts. @return how many fields held it */
static int redact_record(void *record, const void *baton)
{
    redaction_t *redaction = (redaction_t *)baton;
    const sc_entity_t *entity = sc_record_entity(record);
    int count = 0, contacts = 0;

    for (int i = 0; i < entity->field_count; i++) {
        count += redact_field(redaction, &entity->fields[i], record, &contacts);
    }
    /* Nobody is called by what is left of a person without a name. */
    if (contacts || (count && entity == &sc_person)) {
        sc_contact_clear(record, NULL);
    }
    return count + contacts;
}

static apr_status_t redact_items(redaction_t *redaction, const sc_entity_t *entity,
                                 const apr_array_header_t *ids)
{
    sc_db_t *db = redaction->editing->db;
    apr_pool_t *page = redaction->page;
    apr_array_header_t *records, *before;

    SC_TRY(sc_read_by_ids(db, page, entity, ids, &records));
    SC_TRY(sc_read_by_ids(db, page, entity, ids, &before));
    for (int i = 0; i < records->nelts; i++) {
        redaction->item = SC_AT(before, i, sc_record_t);
        redaction->count += redact_record(SC_AT(records, i, void), redaction);
        redaction->item = NULL;
        SC_TRY(sc_write_update(db, page, SC_AT(records, i, void), SC_AT(before, i, void),
                               redaction->editing->problems));
    }
    return APR_SUCCESS;
}

/* An address is told of only: whoever renames the item decides what it is to be. */
static void mention_slug(redaction_t *redaction, const sc_entity_t *entity, const char *slug)
{
    sc_record_t *item = sc_record_new(entity, redaction->page);
    const sc_field_t *field = sc_entity_field(entity, "slug");

    sc_field_set_text(field, item, slug);
    redaction->item = item;
    mention(redaction, field, slug);
    redaction->item = NULL;
}

/* Whether the words are perhaps the name's, inflected: of somebody "Matijošaičio". */
static int holds_loosely(const redaction_t *redaction, const char *text)
{
    sc_sought_name_t loose = redaction->person;
    const char *from, *until;

    loose.is_loose = 1;
    return redaction->is_look && text && !sc_person_is_vague(&loose) &&
           sc_person_find(&loose, text, &from, &until, redaction->scratch);
}

/* To be looked at by somebody who knows the language. */
static apr_status_t mention_loosely(redaction_t *redaction, const sc_entity_t *entity,
                                    apr_int64_t id, const sc_field_t *field, const char *text)
{
    apr_array_header_t *ids = apr_array_make(redaction->page, 1, sizeof(id)), *found;
    int known = redaction->mentions->nelts;

    APR_ARRAY_PUSH(ids, apr_int64_t) = id;
    SC_TRY(sc_read_shallow(redaction->editing->db, redaction->page, entity, ids, &found));
    if (found->nelts == 0) {
        return APR_SUCCESS;
    }
    redaction->item = SC_AT(found, 0, sc_record_t);
    mention(redaction, field, text);
    redaction->item = NULL;
    if (redaction->mentions->nelts > known) {
        APR_ARRAY_IDX(redaction->mentions, known, sc_mention_t).is_loose = 1;
    }
    return APR_SUCCESS;
}

/* What holds the name among the rows. @param last of the ids */
static apr_status_t redact_rows(redaction_t *redaction, const sc_entity_t *entity,
                                const sc_field_t *field, const sc_rows_t *rows, apr_int64_t *last)
{
    apr_array_header_t *ids = apr_array_make(redaction->page, BATCH, sizeof(apr_int64_t));

    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, 0);
        int is_new = ids->nelts == 0 || APR_ARRAY_IDX(ids, ids->nelts - 1, apr_int64_t) != id;

        *last = id;
        if (!is_new) {
            continue;
        }
        if (!holds(redaction, sc_row_text(rows, i, 1))) {
            SC_TRY(holds_loosely(redaction, sc_row_text(rows, i, 1))
                       ? mention_loosely(redaction, entity, id, field, sc_row_text(rows, i, 1))
                       : APR_SUCCESS);
            continue;
        }
        if (field->type == SC_TYPE_SLUG) {
            mention_slug(redaction, entity, sc_row_word(rows, i, 1));
            continue;
        }
        APR_ARRAY_PUSH(ids, apr_int64_t) = id;
        if (ids->nelts == BATCH) {
            SC_TRY(redact_items(redaction, entity, ids));
            ids->nelts = 0;
        }
    }
    return ids->nelts ? redact_items(redaction, entity, ids) : APR_SUCCESS;
}

/* The items of an entity that have the name in a column of their own, or of a list's table. */
static apr_status_t redact_column(redaction_t *redaction, const sc_entity_t *entity,
                                  const sc_field_t *list, const sc_field_t *field)
{
    apr_pool_t *pool = redaction->editing->pool;
    const char *table = list ? sc_list_table(entity, list, pool) : entity->collection;
    const char *id = list ? apr_pstrcat(pool, entity->name, "_id", NULL) : "id";
    const char *sql = apr_pstrcat(pool, "SELECT \"", id, "\", \"", field->name, "\" FROM \"", table,
                                  "\" WHERE \"", id, "\" > ? AND \"", field->name,
                                  "\" IS NOT NULL ORDER BY \"", id, "\" LIMIT ?", NULL);
    int most = list ? VALUES_OF_LISTS : VALUES;
    apr_int64_t last = 0;
    sc_rows_t *rows;

    do {
        const sc_arg_t args[] = {sc_arg_integer(last), sc_arg_integer(most)};

        apr_pool_clear(redaction->page);
        SC_TRY(sc_db_select(redaction->editing->db, redaction->page, sql, args, 2, &rows));
        SC_TRY(redact_rows(redaction, entity, field, rows, &last));
        /* The last item's list may go on. */
        last -= list && rows->count == most;
    } while (rows->count == most);
    return APR_SUCCESS;
}

/* @param fields of the entity itself, or of the parts in its list */
static apr_status_t redact_fields(redaction_t *redaction, const sc_entity_t *entity,
                                  const sc_field_t *list, const sc_entity_t *fields)
{
    for (int i = 0; i < fields->field_count; i++) {
        const sc_field_t *field = &fields->fields[i];

        if (field->type == SC_TYPE_PARTS) {
            SC_TRY(redact_fields(redaction, entity, field, field->target));
        }
        else if (may_hold(redaction, field)) {
            SC_TRY(redact_column(redaction, entity, list, field));
        }
    }
    return APR_SUCCESS;
}

static apr_status_t redact_body(sc_editing_t *editing, void *baton)
{
    redaction_t *redaction = baton;
    sc_audit_t audit = {.who = editing->who, .note = editing->note, .action = "redact"};
    const sc_texts_t texts = {"1 = 1", "1 = 1", ""};

    redaction->editing = editing;
    redaction->count = 0;
    if (redaction->mentions) {
        redaction->mentions->nelts = 0;
    }
    apr_pool_create(&redaction->page, editing->pool);
    apr_pool_create(&redaction->scratch, editing->pool);
    for (int i = 0; sc_entities[i]; i++) {
        SC_TRY(redact_fields(redaction, sc_entities[i], NULL, sc_entities[i]));
    }
    SC_TRY(sc_texts_change(editing->db, editing->pool, &texts, redact_record, redaction,
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
    redaction->person = sc_person_of(redaction->name, pool);
    if (redaction->person.count == 0) {
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
                                 const char *name, apr_int64_t *count,
                                 apr_array_header_t **mentions)
{
    redaction_t redaction = {
        .name = name, .is_look = 1, .mentions = apr_array_make(pool, 16, sizeof(sc_mention_t))};
    sc_edit_t none;
    apr_status_t status = redact(db, pool, editor, &redaction, &none);

    *mentions = redaction.mentions;
    *count = status == APR_INCOMPLETE ? redaction.count : 0;
    return status == APR_INCOMPLETE ? APR_SUCCESS : status;
}
