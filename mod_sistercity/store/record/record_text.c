#include "store/record/record_text.h"

#include "store/record/json_record.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

static json_t *object_of(const void *record);

static json_t *list_of(const sc_field_t *field, const void *record)
{
    const apr_array_header_t *list = sc_field_list(field, record);
    json_t *array = json_array();

    for (int i = 0; i < list->nelts; i++) {
        json_array_append_new(array, field->type == SC_TYPE_PARTS
                                         ? object_of(APR_ARRAY_IDX(list, i, const void *))
                                         : json_string(APR_ARRAY_IDX(list, i, const char *)));
    }
    return array;
}

static json_t *value_of(const sc_field_t *field, const void *record)
{
    if (sc_field_is_list(field)) {
        return list_of(field, record);
    }
    switch (field->type) {
    case SC_TYPE_BOOLEAN:
        return json_boolean(sc_field_integer(field, record));
    case SC_TYPE_INTEGER:
        return json_integer(sc_field_integer(field, record));
    case SC_TYPE_REAL:
        return json_real(sc_field_real(field, record));
    default:
        return json_string(sc_field_text(field, record));
    }
}

/* The fields of an item or a part. */
static json_t *object_of(const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    json_t *object = json_object();

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (sc_field_is_set(field, record)) {
            json_object_set_new(object, field->name, value_of(field, record));
        }
    }
    return object;
}

static json_t *item_of(const void *item)
{
    const sc_record_t *record = item;
    json_t *object = object_of(item);

    json_object_set_new(object, "version", json_integer(record->version));
    if (record->modified) {
        json_object_set_new(object, "modified", json_string(record->modified));
    }
    return object;
}

/* Releases the value. */
static const char *text_of(json_t *value, apr_pool_t *pool)
{
    char *dumped = json_dumps(value, JSON_COMPACT);
    const char *text = apr_pstrdup(pool, dumped);

    free(dumped);
    json_decref(value);
    return text;
}

const char *sc_record_to_text(const void *record, apr_pool_t *pool)
{
    return record ? text_of(item_of(record), pool) : NULL;
}

static void *record_of(const sc_entity_t *entity, const json_t *object, apr_pool_t *pool)
{
    sc_record_t *record = sc_record_new(entity, pool);
    const char *modified = json_string_value(json_object_get(object, "modified"));

    sc_json_record_read(object, record, pool, sc_problems_new(pool));
    record->version = json_integer_value(json_object_get(object, "version"));
    record->modified = modified ? apr_pstrdup(pool, modified) : NULL;
    return record;
}

static json_t *parse(const char *text, apr_pool_t *pool)
{
    const char *error;

    return text ? sc_json_parse(text, strlen(text), &error, pool) : NULL;
}

void *sc_record_from_text(const sc_entity_t *entity, const char *text, apr_pool_t *pool)
{
    json_t *object = entity ? parse(text, pool) : NULL;
    void *record = json_is_object(object) ? record_of(entity, object, pool) : NULL;

    json_decref(object);
    return record;
}

const char *sc_records_to_text(const apr_array_header_t *records, apr_pool_t *pool)
{
    if (SC_COUNT(records) == 0) {
        return NULL;
    }
    json_t *array = json_array();
    SC_EACH(const void, record, records) {
        json_t *entry = json_object();

        json_object_set_new(entry, "collection", json_string(sc_record_entity(record)->collection));
        json_object_set_new(entry, "item", item_of(record));
        json_array_append_new(array, entry);
    }
    return text_of(array, pool);
}

apr_array_header_t *sc_records_from_text(const char *text, apr_pool_t *pool)
{
    json_t *array = parse(text, pool);
    apr_array_header_t *records = NULL;

    if (json_is_array(array)) {
        records = apr_array_make(pool, (int)json_array_size(array) + 1, sizeof(void *));
    }
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *entry = json_array_get(array, i);
        const sc_entity_t *entity =
            sc_entity_of_collection(json_string_value(json_object_get(entry, "collection")));

        if (entity) {
            APR_ARRAY_PUSH(records, void *) =
                record_of(entity, json_object_get(entry, "item"), pool);
        }
    }
    json_decref(array);
    return records;
}
